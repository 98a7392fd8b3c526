//! Names and the shape of declarations: one case, one file; and that no order of files or declarations matters.

use std::path::{Path, PathBuf};

use zbb::diagnostic::{Code, Diagnostic, Diagnostics};
use zbb::model::Plan;
use zbb::source::Sources;
use zbb::{resolve, syntax};

/// Reads a plan and resolves its names.
fn resolved(sources: &Sources, scenario: Option<&str>) -> (Plan, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let trees = syntax::parse_all(&mut diagnostics, sources);
    let plan = resolve::resolve(&mut diagnostics, &trees, scenario);
    diagnostics.sort();
    (plan, diagnostics)
}

/// One line for each finding and for each place it points at besides.
fn report(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.items().iter().map(|finding| lines_of(sources, finding)).collect()
}

fn lines_of(sources: &Sources, finding: &Diagnostic) -> String {
    let place = |span: zbb::source::Span| {
        let file = sources.get(span.file).expect("a finding is about a file of the plan");
        let position = file.position(span.start);
        format!("{}:{}:{}", file.path(), position.line, position.column)
    };
    let help = finding.help.as_deref().unwrap_or("—");
    let (code, label) = (finding.code.id(), &finding.primary.text);
    let mut text = format!("{} {code} {} | {label} | {help}\n", place(finding.primary.span), finding.message);
    for label in &finding.secondary {
        text.push_str(&format!("    {} {}\n", place(label.span), label.text));
    }
    for fix in &finding.fixes {
        let edits = fix.edits.iter().map(|edit| format!("`{}` → `{}`", sources.slice(edit.span), edit.replacement));
        let edits: Vec<String> = edits.collect();
        text.push_str(&format!("    fix ({:?}): {}: {}\n", fix.applicability, fix.title, edits.join(", ")));
    }
    text
}

/// A case: its own file, with the prelude of the pages unless it declares a plan itself.
fn case(path: &Path) -> Sources {
    let text = std::fs::read_to_string(path).expect("a case can be read");
    let mut sources = Sources::single("case.zbb", &text);
    if !text.lines().any(|line| line.starts_with("plan ") || line.starts_with("# no prelude")) {
        sources.add("prelude.zbb", zbb::diagnostic::codes::prelude());
    }
    sources
}

/// The code a case is named for is the only one found; a case named `ok-…` is right, and `many-…` has many mistakes.
fn unexpected(name: &str, diagnostics: &Diagnostics) -> Option<String> {
    let codes: Vec<&str> = diagnostics.items().iter().map(|finding| finding.code.id()).collect();
    let fits = match name.split_once('-') {
        Some(("ok", _)) => codes.is_empty(),
        Some(("many", _)) => true,
        Some((code, _)) => !codes.is_empty() && codes.iter().all(|found| *found == code),
        None => false,
    };
    (!fits).then(|| format!("{name}: {codes:?}"))
}

#[test]
fn names_and_shapes() {
    let _alone = crate::cases::one_glob_at_a_time();
    let wrong = std::sync::Mutex::new(Vec::new());
    insta::glob!("../cases/resolve", "*.zbb", |path| {
        let sources = case(path);
        let (_, diagnostics) = resolved(&sources, None);
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name");
        wrong.lock().expect("one thread").extend(unexpected(name, &diagnostics));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(report(&sources, &diagnostics));
        });
    });
    let wrong = wrong.into_inner().expect("one thread");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_names_and_shapes_has_a_case() {
    // What is wrong with the value of a name, such as a rate, is found while figures are checked.
    let folders = ["resolve", "check"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name));
    let names = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder can be read").flatten());
    let names: Vec<String> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    for code in Code::ALL.iter().filter(|code| code.id().starts_with("E02")) {
        assert!(names.iter().any(|name| name.starts_with(code.id())), "{}", code.id());
    }
}

/// The folders of the examples, each one plan.
pub fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut plans: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        match entries(&folder) {
            (files, below) if files.is_empty() => folders.extend(below),
            _ => plans.push(folder),
        }
    }
    plans.sort();
    plans
}

/// The files directly in a folder, and the folders in it.
fn entries(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder can be read").flatten().map(|entry| entry.path());
    let (folders, mut files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    files.retain(|path| path.extension().is_some_and(|end| end == "zbb"));
    (files, folders)
}

/// The files of a plan, in order of path.
pub fn sources_below(folder: &Path) -> Sources {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let (found, folders) = entries(&next);
        files.extend(found);
        waiting.extend(folders);
    }
    files.sort();
    let mut sources = Sources::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("an example can be read");
        sources.add(path.strip_prefix(folder).expect("a file of the plan").display().to_string(), text);
    }
    sources
}

#[test]
fn examples_resolve_without_a_complaint() {
    for folder in examples() {
        let sources = sources_below(&folder);
        let (_, diagnostics) = resolved(&sources, None);
        let findings = report(&sources, &diagnostics);
        assert!(findings.is_empty(), "{}:\n{findings}", folder.display());
    }
}

/// A target is set in the place of that of the same month, a single one whatever its month, and where there is none.
#[test]
fn a_scenario_sets_the_target_of_its_month() {
    let text = "kpi csat {\n  kind: csat\n  target: 80% by 2027-06\n  target: 85% by 2027-12\n}\n\
        kpi ces { kind: ces }\n\
        scenario up {\n  set csat.target: 84% by 2027-12\n  set nps.target: 50 pts by 2027-09\n  set ces.target: 6 by 2027-10\n}\n\
        scenario same {\n  set nps.target: 51 pts\n}\n";
    let mut sources = Sources::single("case.zbb", text);
    sources.add("prelude.zbb", zbb::diagnostic::codes::prelude());
    let targets = |scenario| {
        let (plan, diagnostics) = resolved(&sources, scenario);
        assert!(diagnostics.items().is_empty(), "{}", report(&sources, &diagnostics));
        let kpis = plan.kpis.values();
        let of_kpis = kpis
            .flat_map(|kpi| &kpi.target)
            .map(|target| format!("{} by {}", sources.slice(target.value.span), target.by.expect("a month").value));
        of_kpis.collect::<Vec<String>>().join(", ")
    };
    assert_eq!(targets(None), "80% by 2027-06, 85% by 2027-12, 45 pts by 2027-12");
    assert_eq!(targets(Some("up")), "6 by 2027-10, 80% by 2027-06, 84% by 2027-12, 50 pts by 2027-09");
    assert_eq!(targets(Some("same")), "80% by 2027-06, 85% by 2027-12, 51 pts by 2027-12");
}

/// What a scenario sets stands in the place of what is written, the child's above its parent's.
#[test]
fn scenarios_set_what_they_name() {
    let text = "driver wage { value: 52k USD }\n\
        driver tickets {\n  2027-01: 10\n  2027-02: 20\n}\n\
        scenario base {\n  set wage: 50k USD\n  set tickets.2027-02: 30\n}\n\
        scenario lean {\n  of: base\n  set wage: 48k USD\n  set nps.trend: -1 pts/month\n}\n";
    let mut sources = Sources::single("case.zbb", text);
    sources.add("prelude.zbb", zbb::diagnostic::codes::prelude());
    let figures = |scenario| {
        let (plan, diagnostics) = resolved(&sources, scenario);
        assert!(diagnostics.items().is_empty(), "{}", report(&sources, &diagnostics));
        let mut found = Vec::new();
        for (_, driver) in plan.drivers.iter() {
            found.extend(driver.value.iter().map(|value| sources.slice(value.span)));
            found.extend(driver.by_month.0.iter().map(|(_, value)| sources.slice(value.span)));
        }
        found.extend(plan.kpis.values().filter_map(|kpi| Some(sources.slice(kpi.trend.as_ref()?.span))));
        found.join(", ")
    };
    assert_eq!(figures(None), "10, 20, 52k USD, 0.1 pts/month");
    assert_eq!(figures(Some("base")), "10, 30, 50k USD, 0.1 pts/month");
    assert_eq!(figures(Some("lean")), "10, 30, 48k USD, -1 pts/month");
}
