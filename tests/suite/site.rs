//! Sites: pages of a plan that link to one another, stand alone, say in words what they draw, and lose nothing of the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use zbb::compile::{Options, Parsed};
use zbb::files::sources::{Limits, load};
use zbb::report::render::{self, PageFile};
use zbb::report::site::{Extent, Site, Whole, site};
use zbb::source::Sources;

use super::documents::HOSTILE;
use super::html::{anchors, check_among};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The examples that are one plan.
const PLANS: [&str; 9] = [
    "hotline",
    "aurora",
    "advocacy",
    "advocacy_plan",
    "benchmarking",
    "moments_of_truth",
    "post_purchase_support",
    "city_lists/poland_katowice_2020_giszowiec",
    "city_lists/poland_lodz_2022_andrzejow",
];

fn example(name: &str) -> Sources {
    load(&root().join("examples").join(name), Limits::default()).expect(name).sources
}

fn site_of(sources: &Sources, extent: Extent) -> Site {
    let parsed = Parsed::read(sources);
    let links = parsed.links();
    let (compiled, topics) = parsed.compile_with_facts(Options::default());
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else {
        panic!("{:#?}", compiled.diagnostics.items())
    };
    site(Whole { sources, topics: &topics, plan, evaluation, as_of: None, links: Some(&links), track: None }, extent)
}

fn files(sources: &Sources) -> Vec<PageFile> {
    render::site(&site_of(sources, Extent::Files), None)
}

/// Every address on a site: its files, and the places on them.
fn addresses(files: &[PageFile]) -> BTreeSet<String> {
    let of_file = |file: &PageFile| {
        let places = anchors(&file.text).into_iter().map(|anchor| format!("{}#{anchor}", file.name));
        places.chain([file.name.clone()]).collect::<Vec<String>>()
    };
    files.iter().flat_map(of_file).collect()
}

fn check_site(name: &str, files: &[PageFile]) {
    let addresses = addresses(files);
    for file in files {
        check_among(&file.text, &addresses).unwrap_or_else(|error| panic!("{name} {}: {error}", file.name));
        let ids = anchors(&file.text);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name} {}: twice the same place", file.name);
    }
}

#[test]
fn every_link_of_a_site_leads_somewhere() {
    for name in PLANS {
        let sources = example(name);
        let files = files(&sources);
        check_site(name, &files);
        assert_eq!(files[0].name, "index.html");
        let size: usize = files.iter().map(|file| file.text.len()).sum();
        assert!(size <= 1 << 20, "{name}: {size} bytes");
        // Every package, and every level of it, has a place that others lead to.
        let packages = files.iter().find(|file| file.name == "packages.html").expect("packages");
        assert!(anchors(&packages.text).iter().any(|anchor| anchor.starts_with("package.")), "{name}");
        assert!(files[0].text.contains("href=\"packages.html#"), "{name}: the first screen leads to forms");
        let whole = render::page(&site_of(&sources, Extent::OneFile));
        check_among(&whole, &BTreeSet::new()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_same_plan_gives_the_same_site() {
    for name in ["hotline", "moments_of_truth"] {
        assert_eq!(files(&example(name)), files(&example(name)), "{name}");
    }
}

/// Who cannot see a drawing hears what it shows, or hears the figures beside it in their row.
#[test]
fn every_drawing_has_words() {
    let mut charts = 0;
    for file in files(&example("moments_of_truth")) {
        for drawing in file.text.split("<svg ").skip(1) {
            let tag = drawing.split('>').next().expect("a tag");
            let says = tag.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            assert!(tag.contains("aria-hidden=\"true\"") || (tag.contains("role=\"img\"") && says.len() > 10), "{tag}");
            charts += usize::from(tag.contains("class=\"lines\""));
        }
        assert!(
            !file.text.contains("class=\"lines\"")
                || file.text.contains(
                    "Net Promoter Score, July 2026 to June 2027: \
            from 41.0 pts today to 47.6 pts with the plan; the target of 48.0 pts is missed."
                )
        );
    }
    assert_eq!(charts, 16, "one for each KPI");
}

#[test]
fn the_first_screen_shows_what_a_board_looks_for() {
    let files = files(&example("moments_of_truth"));
    let page = &files[0].text;
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} in\n{page}"));
    let order = [
        "15 of 20 levels are funded for 2.09M of 2.35M AUD.",
        "The money by period",
        "Today and from zero, by package",
        "Targets: from today",
        "What we would not do, and why",
        "Other ways to do what is done",
    ];
    let places: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(places.is_sorted(), "{places:?}");
    // Misses first, the furthest off first; the amounts stand exactly behind the rounded ones.
    let table = &page[at("class=\"ways\"")..];
    let kpi = |words: &str| table.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(
        kpi("Time at the desk") < kpi("Satisfaction with the arrival")
            && kpi("Net Promoter Score") < kpi("Net sentiment")
    );
    assert!(
        page.contains("thousand AUD, rounded") && page.contains("<data value=\"2093114.67\">2,093</data>"),
        "{page}"
    );
    assert!(page.contains("“Fit-out and equipment” may cost 340k: 126k is left, it needs 240k"), "{page}");
    assert!(!page.contains("fit_out"), "no names where titles are");
}

#[test]
fn nothing_of_a_plan_is_markup_on_any_page() {
    for chunk in HOSTILE.chunks(8) {
        let text = |place: usize| {
            let text = chunk.iter().cycle().skip(place).take(4).copied().collect::<String>();
            format!("{place} {}", text.chars().filter(|sign| sign.is_ascii() && !sign.is_control()).collect::<String>())
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
        };
        let plan = format!(
            "plan p \"{}\" {{ currency: USD, calendar: 2027-01 .. 2027-12, owner: r }}\nrole r \"{}\"\n\
             department d \"{}\" {{ owner: r }}\ncategory c \"{}\" {{ owner: r }}\n\
             kpi k \"{}\" {{ unit: number, baseline: 1, target: 3 by 2027-12, source: \"{}\" }}\n\
             journey j \"{}\" {{\n  stage s \"{}\" {{\n    touchpoint t \"{}\" {{\n      satisfaction: 2 of 5\n      \
             pain a \"{}\" {{ severity: 4 }}\n    }}\n    touchpoint u {{ satisfaction: 4 of 5 }}\n  }}\n}}\n\
             package a \"{}\" {{\n  department: d\n  owner: r\n  serves: [j.s.t]\n  justification: \"{}\"\n  consequence: \"{}\"\n  \
             level x \"{}\" {{\n    cost c: 1 USD in 2027-01\n    effect k: +1 because \"{}\"\n  }}\n  \
             level y \"{}\" {{\n    cost c: 9 USD in 2027-01\n    effect k: +1\n  }}\n}}\n\
             ranking g \"{}\" {{ a.x, a.y }}\nfunding {{ budget: 5 USD, policy: skip }}\nrequire \"{}\": k at 2027-12 >= 9\n",
            text(0),
            text(1),
            text(2),
            text(3),
            text(4),
            text(5),
            text(6),
            text(7),
            text(8),
            text(9),
            text(10),
            text(11),
            text(12),
            text(13),
            text(14),
            text(15),
            text(16),
            text(17)
        );
        let sources = Sources::single("case.zbb", &plan);
        check_site(&plan, &files(&sources));
        check_among(&render::page(&site_of(&sources, Extent::OneFile)), &BTreeSet::new()).expect(&plan);
    }
}

/// Tables and sections have their keys as classes: none takes the look of a drawing of the same name.
#[test]
fn no_table_looks_like_something_else() {
    const MEANT: [&str; 10] =
        ["budgets", "burn", "courses", "course_by_package", "from_zero", "money", "moves", "targets", "ways", "year"];
    let style = fs::read_to_string(root().join("src/report/render/html/page.css")).expect("the style");
    let keyed = regex::Regex::new(r#"<(?:table|section) class="([a-z_]+)""#).expect("a pattern");
    let mut keys: BTreeSet<String> = ["flow", "lines", "stages"].map(str::to_owned).into();
    for file in PLANS.iter().flat_map(|name| files(&example(name))) {
        keys.extend(keyed.captures_iter(&file.text).map(|found| found[1].to_owned()));
    }
    assert!(keys.len() > 20, "{keys:?}");
    let selectors = style.split(['{', '}', ',']).map(str::trim).filter(|selector| !selector.starts_with("svg "));
    for compound in selectors.flat_map(str::split_whitespace) {
        let class = compound.strip_prefix('.').map(|class| class.split(['.', ':', '[']).next().unwrap_or(class));
        let taken = class.filter(|class| keys.contains(*class) && !MEANT.contains(class));
        assert_eq!(taken, None, "a table or section has this class, too");
    }
}

/// Of many KPIs the first screen shows some, and says how many there are besides and what becomes of them.
#[test]
fn what_the_first_screen_leaves_out_is_counted() {
    let first = |kpis: usize, target: &dyn Fn(usize) -> &'static str| {
        let declared: String = (0..kpis)
            .map(|at| format!("kpi k{at} {{ unit: number, baseline: 1, source: \"Count\"{} }}\n", target(at)))
            .collect();
        let effects: String = (0..kpis).map(|at| format!("    effect k{at}: +1 because \"Trial\"\n")).collect();
        let plan = format!(
            "plan p {{ currency: USD, calendar: 2027-01 .. 2027-12 }}\nrole r\ndepartment d {{ owner: r }}\n\
             category c {{ owner: r }}\n{declared}package a {{\n  department: d\n  owner: r\n  justification: \"x\"\n  \
             consequence: \"y\"\n  level x {{\n    cost c: 1 USD in 2027-01\n{effects}  }}\n}}\n\
             ranking g {{ a.x }}\nfunding {{ budget: 5 USD, policy: stop }}\n"
        );
        files(&Sources::single("case.zbb", &plan)).remove(0).text
    };
    assert!(first(7, &|_| "").contains("1 more moves<"));
    assert!(first(9, &|_| "").contains("3 more move<"));
    assert!(first(12, &|_| ", target: 2 by 2027-12").contains("2 more reached<"));
    let page = first(12, &|at| if at == 0 { ", target: 2 by 2027-12" } else { ", target: 9 by 2027-12" });
    assert!(page.contains("2 more<"), "{page}");
}

#[test]
fn a_transfer_says_how_much_goes_from_whom_to_whom() {
    let files = files(&example("moments_of_truth"));
    let page = files.iter().find(|file| file.name == "decisions.html").expect("decisions");
    let table = page.text.split("class=\"transfers\"").nth(1).and_then(|rest| rest.split("</table>").next());
    let table = table.expect("a table");
    for told in ["thousand AUD", "value=\"14000", "#level.first_answer.evenings", "#level.fix_within_hour.day_team"] {
        assert!(table.contains(told), "{told}: {table}");
    }
}

/// The bar of their sum would be longer than any other, and make these too short to compare.
#[test]
fn packages_that_are_not_shown_have_no_bar() {
    let packages: String = (1..=18)
        .map(|at| {
            format!(
                "package a{at} {{\n  department: d\n  owner: r\n  justification: \"x {at}\"\n  consequence: \"y\"\n  \
                 level x {{ cost c: {at} USD in 2027-01, effect k: +1 because \"Trial\" }}\n}}\n"
            )
        })
        .collect();
    let plan = format!(
        "plan p {{ currency: USD, calendar: 2027-01 .. 2027-12 }}\nrole r\ndepartment d {{ owner: r }}\n\
         category c {{ owner: r }}\nkpi k {{ unit: number, baseline: 1, target: 90 by 2027-12, source: \"Count\" }}\n\
         criterion i {{ weight: 100%, measured_by: [k] }}\n{packages}funding {{ budget: 500 USD, policy: skip, rank: score }}\n"
    );
    let page = files(&Sources::single("case.zbb", &plan)).remove(0).text;
    let table = page
        .split("<table class=\"from_zero\"")
        .nth(1)
        .and_then(|rest| rest.split("</table>").next())
        .expect("a table");
    let rest = table.split("3 others, the smallest").nth(1).and_then(|rest| rest.split("<tr").next()).expect("a row");
    assert!(rest.contains(">6<") && !rest.contains("<svg"), "{rest}");
    assert!(table.contains("<svg"), "{table}");
}

/// Everything that can be declared, each with a text of its own: all of it stands on some page.
#[test]
fn nothing_that_is_declared_is_on_no_page() {
    let text = fs::read_to_string(root().join("tests/cases/why/every_property.zbb")).expect("the case");
    let sources = Sources::single("every_property.zbb", &text);
    let pages: String = files(&sources).into_iter().map(|file| file.text).collect();
    let unique = regex::Regex::new(r"T[0-9]{3} [a-z]+").expect("a pattern");
    let missing: BTreeSet<&str> =
        unique.find_iter(&text).map(|found| found.as_str()).filter(|words| !pages.contains(words)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn large_plans_have_a_hundred_forms_a_file() {
    let mut text = String::from(
        "plan p { currency: USD, calendar: 2027-01 .. 2027-12 }\nrole r\ndepartment d { owner: r }\ncategory c { owner: r }\n\
         kpi k { unit: number, baseline: 1, target: 300 by 2027-12, source: \"x\" }\nfunding { budget: 100 USD, policy: skip, rank: score }\n\
         criterion i { weight: 100%, measured_by: [k] }\n",
    );
    for number in 0..250 {
        text.push_str(&format!(
            "package a{number} {{ department: d\n owner: r\n justification: \"Why {number}.\"\n consequence: \"Else.\"\n level x \
             {{ cost c: 1 USD in 2027-01\n effect k: +1 }} }}\n"
        ));
    }
    let sources = Sources::single("large.zbb", &text);
    let files = files(&sources);
    check_site("large", &files);
    let names: Vec<&str> =
        files.iter().map(|file| file.name.as_str()).filter(|name| name.starts_with("packages")).collect();
    assert_eq!(names, ["packages.html", "packages-2.html", "packages-3.html"]);
    assert!(files[0].text.contains("235 others, the smallest"));
    // One page of so many packages shows no forms.
    let whole = render::page(&site_of(&sources, Extent::OneFile));
    assert!(!whole.contains("<article") && whole.contains("Ranking sheet"));
}

fn zbb(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_zbb")).args(arguments).output().expect("zbb runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

/// One page with the year's course has everything of the plan, and the course.
#[test]
fn a_page_with_the_course_of_the_year_shows_it() {
    let plan = root().join("examples/moments_of_truth").display().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_zbb"))
        .args(["plan", &plan, "--track", "--format", "html"])
        .output()
        .expect("zbb runs");
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(page.contains("id=\"course\"") && page.contains("id=\"burn\"") && page.contains("Ranking sheet"), "{page}");
    assert!(page.contains("<article"), "forms stand on it");
    check_among(&page, &BTreeSet::new()).expect("a page");
}

/// Planned is outlined, actual solid, expected hatched; what strays has a bar with its colour; money has a chart by package.
#[test]
fn a_site_takes_the_course_of_the_year_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    let plan = root().join("examples/moments_of_truth").display().to_string();
    let shown = out.display().to_string();
    assert_eq!(zbb(&["report", &plan, "--out", &shown]).0, Some(0));
    assert!(!listed(&out).contains_key("year.html"), "nobody asked for it");
    assert_eq!(zbb(&["report", &plan, "--track", "--out", &shown]).0, Some(0));
    let site = listed(&out);
    let text = |name: &str| String::from_utf8(site[name].clone()).expect("text");
    let year = text("year.html");
    let table =
        year.split("class=\"course_by_package\"").nth(1).expect("a table").split("</table>").next().expect("its rows");
    for ink in ["<rect class=\"plan\"", "<rect class=\"actual\"", "<rect class=\"forecast\"", "class=\"hatch\""] {
        assert!(table.contains(ink), "{ink} in {table}");
    }
    assert!(table.contains("<rect class=\"actual good\"") && table.contains("<rect class=\"actual bad\""), "variances");
    assert!(table.contains("packages.html#package.warm_arrival"), "titles lead to forms: {table}");
    assert!(
        year.contains(
            "Everything that goes out, to December 2026: 1,039,453.36 AUD of 2,093,114.67 AUD are spent; \
             1,973,371.36 AUD are expected in the end."
        ),
        "{year}"
    );
    assert_eq!(year.matches("class=\"lines\"").count(), 11, "one for each package, and one for all");
    assert!(text("index.html").contains("The year to December 2026"));
    let pages: Vec<PageFile> = site
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, _)| PageFile { name: name.clone(), text: text(name) })
        .collect();
    check_site("moments_of_truth", &pages);
    let size: usize = site.values().map(Vec::len).sum();
    assert!(size <= 1 << 20, "{size} bytes");
}

/// No ledger is opened unless somebody asks for the year's course.
#[test]
fn a_report_opens_no_ledger_unless_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("plan");
    fs::create_dir_all(plan.join("packages")).expect("folders");
    for part in ["", "packages"] {
        for entry in fs::read_dir(root().join("examples/moments_of_truth").join(part)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "zbb") {
                fs::copy(&path, plan.join(part).join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
    }
    let (plan, out) = (plan.display().to_string(), folder.path().join("site").display().to_string());
    assert_eq!(zbb(&["report", &plan, "--out", &out]).0, Some(0), "there is no ledger at all");
    let before = listed(Path::new(&out));
    let (code, told) = zbb(&["report", &plan, "--track", "--out", &out]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("ledger/books-*.csv"), "{told}");
    assert_eq!(listed(Path::new(&out)), before, "the last site stays");
    let hotline = root().join("examples/hotline").display().to_string();
    assert_eq!(zbb(&["report", &hotline, "--track", "--out", &out]).0, Some(2), "it has no course");
}

/// What hangs on what is drawn where its figures stand.
#[test]
fn pictures_stand_on_pages() {
    let files = files(&example("advocacy_plan"));
    for (page, key) in [
        ("ranking", "packages_drawn"),
        ("kpis", "kpis_drawn"),
        ("decisions", "roadmap_drawn"),
        ("decisions", "ideas_drawn"),
    ] {
        let text = &files.iter().find(|file| file.name == format!("{page}.html")).expect("a page").text;
        let section = text.split(&format!("id=\"{key}\"")).nth(1).unwrap_or_else(|| panic!("{key} on {page}"));
        let picture = section.split("</section>").next().expect("an end");
        assert!(picture.contains("class=\"picture\"") && picture.contains("<text"), "{key}: {picture}");
        assert!(!picture.contains("<style"), "a page allows its own style alone");
    }
}

fn listed(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
        .collect()
}

#[test]
fn a_site_takes_the_place_of_the_last_one_and_of_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("deep/site");
    let shown = out.display().to_string();
    let (large, small) = (root().join("examples/moments_of_truth"), root().join("examples/hotline"));
    let (large, small) = (large.display().to_string(), small.display().to_string());
    assert_eq!(zbb(&["report", &large, "--out", &shown]).0, Some(0));
    let first = listed(&out);
    assert!(first.contains_key("index.html") && first.contains_key("zbb-site.json"));
    assert_eq!(zbb(&["report", &large, "--out", &shown]).0, Some(0));
    assert_eq!(listed(&out), first, "the same bytes");
    assert_eq!(zbb(&["report", &small, "--out", &shown]).0, Some(0));
    assert_ne!(listed(&out), first);
    // What somebody else put there stops it, and nothing is touched.
    fs::write(out.join("notes.txt"), "mine").expect("a file");
    let before = listed(&out);
    let (code, told) = zbb(&["report", &large, "--out", &shown]);
    assert_eq!(code, Some(2));
    assert!(told.contains("holds `notes.txt`, which is of no site of zbb's"), "{told}");
    assert_eq!(listed(&out), before);
    // A plan with errors leaves the last site as it is.
    fs::remove_file(out.join("notes.txt")).expect("gone");
    let before = listed(&out);
    let broken = folder.path().join("broken.zbb");
    fs::write(&broken, "plan p { currency: USD }\n").expect("a plan");
    assert_eq!(zbb(&["report", &broken.display().to_string(), "--out", &shown]).0, Some(1));
    assert_eq!(listed(&out), before);
    let beside: Vec<String> = listed_names(out.parent().expect("a folder"));
    assert_eq!(beside, ["site"], "nothing is left beside it");
}

fn listed_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn one_file_is_written_by_its_ending() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = root().join("examples/hotline").display().to_string();
    let out = |name: &str| folder.path().join(name);
    for (name, beginning) in [("a.html", "<!DOCTYPE html>"), ("a.md", "# Answer the telephone"), ("a.xlsx", "PK")] {
        assert_eq!(zbb(&["report", &plan, "--out", &out(name).display().to_string()]).0, Some(0), "{name}");
        assert!(fs::read(out(name)).expect(name).starts_with(beginning.as_bytes()), "{name}");
    }
    let (code, told) = zbb(&["report", &plan, "--out", &out("a.csv").display().to_string()]);
    assert_eq!(code, Some(2));
    assert!(told.contains("`zbb plan --format csv`"), "{told}");
}

/// A server of a plan, which ends with the test.
struct Served {
    child: Child,
    port: u16,
}

impl Served {
    fn of(plan: &Path) -> Served {
        Served::with(plan, &[])
    }

    fn with(plan: &Path, options: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zbb"))
            .arg("serve")
            .arg(plan)
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("zbb runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("output")).read_line(&mut line).expect("an address");
        let port =
            line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Served { child, port }
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// The first page once it holds some words.
    fn wait_for(&self, words: &str) -> String {
        let start = Instant::now();
        loop {
            let page = self.get("/");
            if page.contains(words) {
                return page;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "no {words} in\n{page}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The policy of a page lets its own scripts run and no other, and pages that belong to no site have none.
#[test]
fn the_policy_knows_the_scripts() {
    let text = fs::read_to_string(root().join("examples/hotline/plan.zbb")).expect("a plan");
    let page = files(&Sources::single("plan.zbb", &text)).remove(0).text;
    let scripts: Vec<&str> =
        page.split("<script>").skip(1).map(|rest| rest.split("</script>").next().expect("an end")).collect();
    let [script] = scripts.as_slice() else { panic!("{} scripts", scripts.len()) };
    let digest = format!("script-src 'sha256-{}';", BASE64.encode(&Sha256::digest(script.as_bytes())));
    assert!(page.contains(&digest), "the policy should say {digest}");
    assert!(script.len() <= 5 << 10, "a few KB: {}", script.len());
    for tempting in ["fetch", "XMLHttp", "import(", "eval", "innerHTML", "Storage", "cookie", "src"] {
        assert!(!script.contains(tempting), "{tempting}");
    }
    let hotline = root().join("examples/hotline").display().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_zbb"))
        .args(["why", "phone", &hotline, "--format", "html"])
        .output()
        .expect("zbb runs");
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(page.contains("default-src 'none'") && !page.contains("<script"), "{page}");
}

/// Whoever orders packages by a board's line, a ledger or a KPI does so where each row says all by itself.
#[test]
fn tables_whose_rows_stand_alone_sort() {
    let files = files(&example("moments_of_truth"));
    let text = |name: &str| &files.iter().find(|file| file.name == name).expect("a page").text;
    assert!(text("ranking.html").contains("<table class=\"levels\" data-sort>"));
    assert!(text("kpis.html").contains("<table class=\"values\" data-sort>"));
    // The last row of this one is the sum of those above it.
    assert!(text("money.html").contains("<table class=\"periods\">"));
}

/// What is not on the first screen stands in the unit of its table too, the cents behind it; months are words.
#[test]
fn every_page_has_titles_units_and_months_in_words() {
    let files = files(&example("moments_of_truth"));
    let text = |name: &str| &files.iter().find(|file| file.name == name).expect("a page").text;
    let ranking = text("ranking.html");
    assert!(ranking.contains("<caption>thousand AUD, rounded</caption>"), "{ranking}");
    assert!(ranking.contains("<data value=\"512448\">512</data>"), "{ranking}");
    assert!(ranking.contains("may cost <data value=\"340000.00\">340k</data>"), "{ranking}");
    let table =
        ranking.split("class=\"levels\"").nth(1).and_then(|rest| rest.split("</table>").next()).expect("a table");
    assert!(!table.contains(" fit_out") && !table.contains(">fit_out") && !table.contains(">quiet_night"), "{table}");
    let journey = text("journey.html");
    assert!(journey.contains("“<a href=\"packages.html#package.honest_price\">"), "{journey}");
    assert!(journey.contains("1 of 1 moment of truth covered, with 379k"), "coverage by money: {journey}");
    assert!(text("money.html").contains("<data value=\"209885.33\">210k</data> stays unspent: “"));
}

/// What is spent on a stage is what is spent on its touchpoints, to the cent, and of its moments what each has.
#[test]
fn coverage_by_money_adds_up() {
    let plan = root().join("examples/moments_of_truth").display().to_string();
    let output =
        Command::new(env!("CARGO_BIN_EXE_zbb")).args(["plan", &plan, "--format", "json"]).output().expect("zbb runs");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let along = found["journeys"]["along"].as_array().expect("stages");
    let staying = &along[3];
    let said =
        ["title", "spend", "share", "served", "covered", "on_moments", "at_stake"].map(|key| match &staying[key] {
            serde_json::Value::String(text) => text.clone(),
            other => other["value"].as_str().expect(key).get(..6).expect("digits").to_owned(),
        });
    // 61,483.33 + 334,720.00 + 344,546.67 of 2,093,114.67; 334,720.00 + 300,213.33 on moments, 1,100,000 + 830,000 at stake.
    assert_eq!(said, ["Staying", "740750.00", "0.3538", "3 of 3", "2 of 2", "634933.33", "1930000.00"]);
    let cents = |rows: &serde_json::Value| -> i64 {
        let rows = rows.as_array().expect("rows").iter().filter_map(|row| row["spend"].as_str());
        rows.map(|amount| amount.replace('.', "").parse::<i64>().expect("an amount")).sum()
    };
    assert_eq!(cents(&found["journeys"]["along"]), cents(&found["journeys"]["touchpoints"]));
}

/// With `--track` the year's course is served, and again when a ledger is written.
#[test]
fn a_served_year_follows_its_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(root().join("examples/hotline/plan.zbb")).expect("a plan");
    let actuals = "actuals books {\n  from: \"books-*.csv\"\n  date: \"Day\"\n  amount: \"Amount\"\n  package: \"What\"\n  \
                   category: \"Kind\"\n}\n";
    fs::write(folder.path().join("plan.zbb"), format!("{text}{actuals}")).expect("a plan");
    let rows = "Day,Amount,What,Kind\n2027-01-31,0.00,phone,salaries\n2027-02-28,12000.00,phone,salaries\n";
    fs::write(folder.path().join("books-1.csv"), rows).expect("a ledger");
    let served = Served::with(folder.path(), &["--track"]);
    served.wait_for("The year to February 2027");
    assert!(served.get("/year.html").contains("id=\"course\""));
    // A file that the pattern names from now on.
    fs::write(folder.path().join("books-2.csv"), "Day,Amount,What,Kind\n2027-03-31,12500.00,phone,salaries\n")
        .expect("a ledger");
    served.wait_for("The year to March 2027");
    // One that cannot be read leaves the last pages, below what is wrong.
    fs::write(folder.path().join("books-2.csv"), "Day,Amount,What,Kind\n2027-02-30,1.00,phone,salaries\n")
        .expect("a ledger");
    let page = served.wait_for("class=\"findings\"");
    assert!(page.contains("books-2.csv") && page.contains("The year to March 2027"), "{page}");
    // A plan without a ledger is shown without a year, and that is said.
    fs::write(folder.path().join("plan.zbb"), &text).expect("a plan");
    let page = served.wait_for("the plan does not say where its actuals are read from");
    assert!(page.contains("1 of 2 levels is funded") && !page.contains("The year to"), "{page}");
}

#[test]
fn a_served_plan_follows_every_save() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.zbb");
    let text = fs::read_to_string(root().join("examples/hotline/plan.zbb")).expect("a plan");
    fs::write(&file, &text).expect("a plan");
    let served = Served::of(folder.path());
    let page = served.wait_for("1 of 2 levels is funded");
    for header in ["content-type: text/html", "cache-control: no-store", "x-content-type-options: nosniff"] {
        assert!(page.to_ascii_lowercase().contains(header), "{page}");
    }
    assert!(page.contains("script-src 'sha256-") && !page.contains("class=\"findings\""), "{page}");
    assert!(served.get("/packages.html").contains("id=\"package.phone\""));
    assert!(served.get("/nothing.html").starts_with("HTTP/1.1 404"));
    // Nobody reaches it under another name, and nobody writes.
    assert!(served.ask("GET", "/", "evil.example").starts_with("HTTP/1.1 403"));
    assert!(served.ask("GET", "/", &format!("evil.example:{}", served.port)).starts_with("HTTP/1.1 403"));
    assert!(served.ask("POST", "/", &format!("localhost:{}", served.port)).starts_with("HTTP/1.1 405"));
    let head = served.ask("HEAD", "/", &format!("localhost:{}", served.port));
    assert!(head.starts_with("HTTP/1.1 200") && !head.contains("<main>"), "{head}");
    // A page hears of the next save.
    fs::write(&file, text.replace("budget: 180k EUR", "budget: 280k EUR")).expect("a plan");
    let event = served.get("/events?after=1");
    assert!(event.contains("text/event-stream") && event.contains("data: new"), "{event}");
    served.wait_for("2 of 2 levels are funded");
    // While it is broken, the last good pages stand below what is wrong.
    fs::write(&file, text.replace("role lead", "role leed")).expect("a plan");
    let page = served.wait_for("class=\"findings\"");
    assert!(page.contains("below are the last pages without") && page.contains("did you mean"), "{page}");
    assert!(page.contains("2 of 2 levels are funded"), "{page}");
    fs::write(&file, &text).expect("a plan");
    served.wait_for("1 of 2 levels is funded");
    assert_eq!(listed_names(folder.path()), ["plan.zbb"], "nothing is written");
}
