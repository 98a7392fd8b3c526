//! Pictures: each form is read by the program it is for, whatever the texts of a plan hold, and shows what the plan says.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::zbb;
use crate::documents::HOSTILE;
use crate::resolve::examples;
use crate::skipped::skipped;

const SUBJECTS: [&str; 6] = ["journey", "ideas", "roadmap", "kpis", "packages", "departments"];

/// A plan of which every picture shows something.
const PLAN: &str = r#"plan p "All: of it" { currency: USD, calendar: 2027-01 .. 2027-12 }
role boss "The boss"
department d "Department" { owner: boss }
department inner "Inner" { owner: boss, part_of: d }
category c { owner: boss }
workshop w { on: 2026-10-01, decide_by: 2026-12-01 }
idea root "The root" { from: w, theme: "Help", status: promoted to help }
idea twig "A twig" { part_of: root, status: rejected because "no" }
idea loose "Loose" { status: open }
objective goal "Goal" { owner: boss, measures: [csat] }
unit visitor
driver push { value: 2, source: "s" }
kpi csat "Satisfaction" { kind: csat, baseline: 70%, target: 80% by 2027-12, source: "s" }
kpi doubled "Doubled" { unit: number, formula: csat * push }
journey way "The way" {
  entering: 100 visitor/month
  stage asking "Asking" {
    converts: 50%
    touchpoint phone "Telephone" {
      satisfaction: 2.6 of 5
      pain slow "Slow" { severity: 5 }
      moment call "The call" { kind: service_encounter, importance: 5, proactive: [help.a] }
    }
    touchpoint letter { need ink "Ink" { severity: 2 } }
  }
  stage staying "Staying" {}
}
package help "Help" {
  department: inner
  owner: boss
  serves: [way.asking.phone]
  justification: "one"
  consequence: "x"
  level a "First" { cost c: 600 USD in 2027-01, effect csat: +2pp evidence history }
  level b "Second" { cost c: 900 USD in 2027-01, effect csat: +2pp evidence history, needs: [aside.only] }
  milestone hired "Hired" { on: 2027-01-31, done: yes }
  milestone opened "Opened" { on: 2027-03-15, after: [hired] }
  milestone tuned "Tuned" { on: 2027-03-20, after: [hired] }
  milestone measured "Measured" { on: 2027-06-30, after: [opened, tuned] }
}
package aside "Aside" {
  department: d
  owner: boss
  justification: "two"
  consequence: "y"
  level only "Only" { cost c: 500 USD in 2027-01, effect csat: +1pp evidence history, excludes: [help.a] }
  milestone begun "Begun" { on: 2027-02-01, owner: boss }
}
criterion k { weight: 100%, measured_by: [csat] }
ranking r { help.a, aside.only, help.b }
funding { budget: 1_000 USD, policy: skip }
"#;

fn folder(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.zbb"), text).unwrap();
    let path = folder.path().display().to_string();
    (folder, path)
}

fn graph(subject: &str, path: &str, format: &str) -> String {
    let run = zbb(&["graph", subject, path, "--format", format, "--as-of", "2027-03", "--today", "2026-11-22"]);
    assert_eq!(run.code, Some(0), "{subject} {format}: {}", run.notes);
    run.output
}

/// The plan with every title made of what would be markup somewhere.
fn hostile() -> Vec<String> {
    let letters = |text: &str| text.chars().flat_map(char::escape_unicode).collect::<String>();
    HOSTILE
        .iter()
        .map(|text| {
            let mut plan = String::new();
            for line in PLAN.lines() {
                let pieces: Vec<&str> = line.split('"').collect();
                // The first text of a declaration's head is its title.
                let is_titled = pieces.len() > 2 && pieces[0].split(' ').filter(|word| !word.is_empty()).count() == 2;
                match (is_titled, pieces.as_slice()) {
                    (true, [head, _, rest @ ..]) => {
                        plan.push_str(&format!("{head}\"{}title end\"{}", letters(text), rest.join("\"")));
                    }
                    _ => plan.push_str(line),
                }
                plan.push('\n');
            }
            plan
        })
        .collect()
}

#[test]
fn every_picture_shows_what_the_plan_says() {
    let (_folder, path) = folder(PLAN);
    for format in ["mermaid", "dot", "svg"] {
        let all: Vec<String> = SUBJECTS.iter().map(|subject| graph(subject, &path, format)).collect();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("pictures.{format}"), all.join("\n"));
        });
    }
}

#[test]
fn the_roadmap_tells_what_is_late_critical_and_not_funded() {
    let (_folder, path) = folder(PLAN);
    let gantt = graph("roadmap", &path, "mermaid");
    for line in [
        "Hired :milestone, crit, done, m0, 2027-01-31, 0d",
        "Opened, late :milestone, m1, 2027-03-15, 0d",
        "Tuned, late :milestone, crit, m2, 2027-03-20, 0d",
        "Measured, at risk :milestone, crit, m3, 2027-06-30, 0d",
        "section Aside, not funded",
    ] {
        assert!(gantt.contains(line), "{line}: {gantt}");
    }
}

/// Every diagram of every example and of hostile plans, with its name.
fn diagrams(format: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for example in examples() {
        for subject in SUBJECTS {
            let run = zbb(&["graph", subject, &example.display().to_string(), "--format", format]);
            match run.code {
                Some(0) => all.push((format!("{} {subject}", example.display()), run.output)),
                code => assert_eq!((code, run.output.as_str()), (Some(2), ""), "{example:?} {subject}: {}", run.notes),
            }
        }
    }
    for (index, plan) in hostile().iter().enumerate() {
        let (_folder, path) = folder(plan);
        for subject in SUBJECTS {
            all.push((format!("{:?} {subject}", HOSTILE[index]), graph(subject, &path, format)));
        }
    }
    all
}

/// Where `npm install` has put Mermaid: beside the script, or where `ZBB_MERMAID` says.
fn mermaid() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid");
    let folders = [std::env::var_os("ZBB_MERMAID").map(PathBuf::from), Some(beside)];
    folders.into_iter().flatten().find(|folder| folder.join("node_modules/mermaid").is_dir())
}

#[test]
fn mermaid_reads_every_diagram() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid/check.mjs");
    let Some(folder) = mermaid() else {
        skipped("Mermaid is not there to read its diagrams: `npm install` in tests/mermaid");
        return;
    };
    // A script finds packages beside itself.
    let copy = folder.join("check.mjs");
    if !copy.exists() {
        std::fs::copy(script, &copy).unwrap();
    }
    let mut child = Command::new("node")
        .arg(copy)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs where Mermaid is installed");
    let input = serde_json::to_string(&diagrams("mermaid")).unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let refused = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && refused.is_empty(), "{refused}");
}

#[test]
fn graphviz_reads_every_graph() {
    if Command::new("dot").arg("-V").stderr(Stdio::null()).status().is_err() {
        skipped("Graphviz is not there to read its graphs");
        return;
    }
    let mut child = Command::new("dot")
        .arg("-Tcanon")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let all: String = diagrams("dot").into_iter().map(|(_, text)| text).collect();
    child.stdin.take().unwrap().write_all(all.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !notes.contains("rror"), "{notes}");
}

/// Every element closed in order, nothing but known elements, whole coordinates, nothing asked from anywhere.
#[test]
fn drawings_are_sound_and_whole() {
    for (name, svg) in diagrams("svg") {
        let mut open: Vec<&str> = Vec::new();
        for piece in svg.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("{name}: {piece}"));
            assert!(!text.contains('>') || open.last() == Some(&"style"), "{name}: {text}");
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed), "{name}");
                continue;
            }
            let element = tag.split(' ').next().unwrap();
            let known = ["svg", "title", "style", "rect", "text", "g", "path", "polygon", "line"];
            assert!(known.contains(&element), "{name}: {element}");
            open.push(element);
            for attribute in ["x=", "y=", "d=", "points=", "width=", "height=", "x1=", "y2=", "transform="] {
                let Some((_, value)) = tag.split_once(&format!(" {attribute}\"")) else { continue };
                let value = value.split('"').next().unwrap();
                assert!(!value.contains(['.', 'N', '-']), "{name}: {tag}");
            }
        }
        assert!(open.is_empty(), "{name}");
        assert!(!svg.contains("href") || svg.contains("&quot;") || svg.contains("example.com"), "{name}");
    }
}

#[test]
fn nothing_to_draw_is_said() {
    let aurora = format!("{}/examples/aurora", env!("CARGO_MANIFEST_DIR"));
    let run = zbb(&["graph", "ideas", &aurora]);
    assert_eq!((run.code, run.output.as_str()), (Some(2), ""));
    assert_eq!(run.notes, "error: the plan has no idea to draw\n  help: `zbb explain idea` says how one is written\n");
}

/// Satisfactions that differ, each with the score that Mermaid has for it: half of a score is rounded up, 3 of 10 is 1.5 of 5.
const STATED: [(&str, &str); 11] = [
    ("1.3 of 5", "1"),
    ("1.5 of 5", "2"),
    ("2.3 of 5", "2"),
    ("3.1 of 5", "3"),
    ("3.3 of 5", "3"),
    ("3.5 of 5", "4"),
    ("3.6 of 5", "4"),
    ("3.7 of 5", "4"),
    ("4.3 of 5", "4"),
    ("3 of 10", "2"),
    ("5 of 5", "5"),
];

fn rated() -> (tempfile::TempDir, String) {
    let touchpoints: String = (0..)
        .zip(STATED)
        .map(|(place, (stated, _))| format!("  touchpoint t{place:02} \"T {place}\" {{ satisfaction: {stated} }}\n"))
        .collect();
    folder(&PLAN.replace(
        "  stage staying \"Staying\" {}\n",
        &format!("  stage staying \"Staying\" {{\n{touchpoints}    touchpoint none \"None\"\n  }}\n"),
    ))
}

#[test]
fn satisfaction_is_drawn_as_it_is_stated() {
    let (_folder, path) = rated();
    let svg = graph("journey", &path, "svg");
    let bar = regex::Regex::new(r#"class="bar" x="\d+" y="\d+" width="([\d.]+)""#).unwrap();
    let widths: Vec<&str> = bar.captures_iter(&svg).map(|found| found.get(1).unwrap().as_str()).collect();
    // Of a rail of 10,000: 2.6 of 5 are 5,200, and so on.
    let expected = ["5200", "2600", "3000", "4600", "6200", "6600", "7000", "7200", "7400", "8600", "3000", "10000"];
    assert_eq!(widths, expected, "{svg}");
    let page = zbb(&["plan", &path, "--format", "html"]).output;
    let dot = regex::Regex::new(r#"class="dot actual" d="M\d+ (\d+)h0""#).unwrap();
    let heights: Vec<&str> = dot.captures_iter(&page).map(|found| found.get(1).unwrap().as_str()).collect();
    // Of a curve of 1,000, counted from above.
    assert_eq!(heights, ["480", "740", "700", "540", "380", "340", "300", "280", "260", "140", "700", "0"]);
}

#[test]
fn an_import_reads_back_the_satisfaction_that_mermaid_rounds() {
    let (folder, path) = rated();
    let map = graph("journey", &path, "mermaid");
    for (place, (_, score)) in STATED.iter().enumerate() {
        assert!(map.contains(&format!("    T {place}: {score}:\n")), "{place}: {map}");
    }
    let bring_in = |name: &str, map: &str| {
        let file = folder.path().join(format!("{name}.mmd"));
        std::fs::write(&file, map).unwrap();
        let into = folder.path().join(name).display().to_string();
        let run = zbb(&["import", &file.display().to_string(), "--into", &into]);
        assert_eq!(run.code, Some(0), "{}", run.notes);
        (std::fs::read_to_string(folder.path().join(name).join("plan.zbb")).unwrap(), run.notes)
    };
    let (plan, notes) = bring_in("back", &map);
    for (place, (stated, _)) in STATED.iter().enumerate() {
        let line = format!("\"T {place}\" {{ satisfaction: {stated} }}");
        assert!(plan.contains(&line), "{line}: {plan}");
    }
    assert!(plan.contains("touchpoint none \"None\"\n") && !notes.contains("comment"), "{plan}{notes}");
    // Somebody who changes a score means it, whatever the comment says.
    let (plan, notes) = bring_in("changed", &map.replace("T 2: 2:", "T 2: 4:"));
    assert!(plan.contains("\"T 2\" { satisfaction: 4 of 5 }"), "{plan}");
    assert!(notes.contains("the comment says satisfaction 2.3 of 5, which is not its score"), "{notes}");
}
