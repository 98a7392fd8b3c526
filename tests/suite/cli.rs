//! The command as people and scripts use it: exit codes, streams, formats, and what it does with hostile files.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a run of the command gave.
pub struct Run {
    pub code: Option<i32>,
    pub output: String,
    pub notes: String,
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("TERM").stdin(Stdio::null());
    command
}

pub fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("the command runs");
    Run {
        code: output.status.code(),
        output: String::from_utf8(output.stdout).expect("text"),
        notes: String::from_utf8(output.stderr).expect("text"),
    }
}

pub fn zbb(arguments: &[&str]) -> Run {
    finish(&mut command(arguments))
}

fn root(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}

fn aurora() -> String {
    root("examples/aurora")
}

/// A folder with one file of these bytes.
fn folder(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.zbb");
    fs::write(&file, bytes).expect("a file");
    (folder, file)
}

/// What `zbb check` gives for a file of these bytes.
fn check(bytes: &[u8]) -> Run {
    let (folder, _) = folder(bytes);
    zbb(&["check", "--format", "short", "--today", "2027-01-15", &folder.path().display().to_string()])
}

/// Aurora with an error and without the objective it serves.
fn broken_aurora() -> (TempDir, String) {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    let (folder, _) = folder(text.replace("policy: skip", "policy: skipp").as_bytes());
    let path = folder.path().display().to_string();
    (folder, path)
}

#[test]
fn a_clean_plan_ends_with_zero_and_says_so_to_people_only() {
    let run = zbb(&["check", &aurora()]);
    assert_eq!((run.code, run.output.as_str(), run.notes.as_str()), (Some(0), "", "no findings in 1 file\n"));
}

#[test]
fn errors_end_with_one_and_are_the_data_of_check() {
    let (_folder, path) = broken_aurora();
    for format in ["human", "short", "json", "sarif", "github"] {
        let run = zbb(&["check", "--format", format, &path]);
        assert_eq!(run.code, Some(1), "{format}");
        assert!(run.output.contains("E0220") && run.output.contains("skipp"), "{format}: {}", run.output);
        assert_eq!(run.notes, "", "{format}");
    }
}

#[test]
fn machine_formats_have_one_shape_when_all_is_well() {
    for format in ["json", "sarif"] {
        let run = zbb(&["check", "--format", format, &aurora()]);
        let value: serde_json::Value = serde_json::from_str(&run.output).expect("JSON");
        assert!(value.is_object(), "{format}");
        assert_eq!(run.code, Some(0), "{format}");
    }
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    let (folder, _) = folder(text.replace(" evidence judgement", "").as_bytes());
    let path = folder.path().display().to_string();
    assert_eq!(zbb(&["check", &path]).code, Some(0));
    assert_eq!(zbb(&["check", "--deny", "warnings", &path]).code, Some(1));
    assert!(zbb(&["plan", &path]).notes.starts_with("1 warning: see `zbb check`"));
}

#[test]
fn what_cannot_be_used_ends_with_two() {
    for arguments in
        [&["check", "/no/such/plan"] as &[&str], &["plan", "/no/such/plan"], &["chekc"], &["check", "--format", "xml"]]
    {
        let run = zbb(arguments);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.notes.starts_with("error: "), "{}", run.notes);
    }
}

#[test]
fn a_plan_is_written_in_every_format() {
    for format in ["terminal", "markdown", "html", "json", "csv"] {
        let run = zbb(&["plan", "--format", format, &aurora()]);
        assert_eq!((run.code, run.notes.as_str()), (Some(0), ""), "{format}");
        assert!(run.output.contains("faster_help.minimum"), "{format}: {}", run.output);
        assert!(!run.output.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_plan_with_errors_is_not_shown() {
    let (_folder, path) = broken_aurora();
    let run = zbb(&["plan", &path]);
    assert_eq!((run.code, run.output.as_str()), (Some(1), ""));
    assert!(run.notes.contains("E0220"), "{}", run.notes);
}

#[test]
fn a_plan_that_misses_a_requirement_is_shown_and_fails() {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    let (folder, _) = folder(text.replace(">= 31 pts", ">= 60 pts").as_bytes());
    let run = zbb(&["plan", &folder.path().display().to_string()]);
    assert_eq!(run.code, Some(1));
    assert!(run.output.contains("faster_help.minimum") && run.notes.contains("NPS gains on last year"));
}

#[test]
fn an_unknown_scenario_offers_the_nearest() {
    let run = zbb(&["plan", "--scenario", "genrous", &initial().path().display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert!(run.notes.contains("did you mean `generous`?"), "{}", run.notes);
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let (_folder, path) = broken_aurora();
    assert!(!zbb(&["check", &path]).output.contains('\u{1b}'));
    assert!(zbb(&["check", "--color", "always", &path]).output.contains('\u{1b}'));
    let refused = finish(command(&["check", &path]).env("NO_COLOR", "1"));
    assert!(!refused.output.contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let mut child =
        command(&["explain", "--all"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs");
    drop(child.stdout.take());
    let mut notes = String::new();
    child.stderr.take().expect("notes").read_to_string(&mut notes).expect("text");
    assert_eq!((child.wait().expect("an end").code(), notes.as_str()), (Some(0), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_ends_with_two() {
    for arguments in [&["explain", "--all"] as &[&str], &["--help"], &["completions", "bash"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let run = finish(command(arguments).stdout(full));
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.notes.contains("the output cannot be written"), "{}", run.notes);
    }
}

/// What `zbb init` writes.
fn initial() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let run = zbb(&["init", &folder.path().join("new").display().to_string()]);
    assert_eq!((run.code, run.output.as_str()), (Some(0), ""), "{}", run.notes);
    assert!(run.notes.contains("zbb plan"), "{}", run.notes);
    folder
}

#[test]
fn a_plan_that_init_writes_is_clean_and_shows_a_funded_and_an_unfunded_level() {
    let folder = initial();
    let path = folder.path().join("new").display().to_string();
    let run = zbb(&["check", "--deny", "warnings", &path]);
    assert_eq!(run.code, Some(0), "{}", run.output);
    let plan = zbb(&["plan", "--format", "csv", &path]).output;
    assert!(plan.contains("hotline.weekdays,") && plan.contains("short by"), "{plan}");
    assert_eq!(zbb(&["plan", "--scenario", "generous", &path]).code, Some(0));
}

#[test]
fn init_never_writes_over_a_plan() {
    let (folder, file) = folder(b"# mine");
    let run = zbb(&["init", &folder.path().display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert!(run.notes.contains("there is a plan already"), "{}", run.notes);
    assert_eq!(fs::read(file).expect("a file"), b"# mine");
}

#[test]
fn the_examples_are_free_of_findings_in_every_scenario() {
    for folder in crate::resolve::examples() {
        let run = zbb(&["check", "--deny", "warnings", "--format", "short", &folder.display().to_string()]);
        assert_eq!((run.code, run.output.as_str()), (Some(0), ""), "{}", folder.display());
    }
}

#[test]
fn every_shell_is_completed() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = zbb(&["completions", shell]);
        assert_eq!(run.code, Some(0), "{shell}");
        let option = if shell == "fish" { "-l scenario" } else { "--scenario" };
        assert!(run.output.contains("explain") && run.output.contains(option), "{shell}");
    }
}

#[test]
fn fix_mends_what_is_safe_and_says_so() {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    let (folder, file) = folder(text.replace("budget: 160k USD", "budget: 160_000").as_bytes());
    let path = folder.path().display().to_string();
    assert_eq!(zbb(&["check", &path]).code, Some(1));
    let run = zbb(&["check", "--fix", &path]);
    assert_eq!(run.code, Some(0), "{}", run.output);
    assert!(run.notes.starts_with("mended 1 place in "), "{}", run.notes);
    let mended = fs::read_to_string(file).expect("a file");
    assert!(mended.contains("budget: 160_000 USD") && mended.len() == text.len() + 3, "{mended}");
    assert_eq!(zbb(&["check", "--fix", &path]).notes, "no findings in 1 file\n");
}

#[test]
fn everything_that_has_a_name_is_explained() {
    let names = zbb::reference::names();
    for name in &names {
        assert!(!zbb::reference::pages(name).is_empty(), "{name}");
    }
    let run = zbb(&["explain", "e0217", "level.cost", "nps", "clv", "declarations"]);
    assert_eq!(run.code, Some(0), "{}", run.notes);
    for title in ["# E0217: ", "# level.cost", "# kind: nps", "# nps", "# clv", "# Declarations"] {
        assert!(run.output.lines().any(|line| line.starts_with(title)), "{title}");
    }
    let run = zbb(&["explain", "pakage"]);
    assert_eq!(run.code, Some(2));
    assert!(run.notes.contains("did you mean `package`?"), "{}", run.notes);
}

#[test]
fn every_status_and_column_of_the_ranking_sheet_is_explained() {
    let case = fs::read_to_string(root("tests/cases/report/statuses.zbb")).expect("a case");
    let (skipping, _) = folder(case.replace("policy: stop", "policy: skip").as_bytes());
    let (stopping, _) = folder(case.as_bytes());
    let mut words = std::collections::BTreeSet::new();
    for plan in [aurora(), skipping.path().display().to_string(), stopping.path().display().to_string()] {
        let run = zbb(&["plan", "--format", "csv", &plan]);
        let mut lines = run.output.lines();
        let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
        let status = heading.iter().position(|name| *name == "status").expect("a status");
        words.extend(lines.filter_map(|line| line.split(',').nth(status)).map(str::to_owned));
        let shown = zbb(&["plan", "--width", "140", &plan]).output;
        let heading = shown.lines().find(|line| line.contains("cumulative")).expect("a heading").to_owned();
        words.extend(heading.split("  ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    for word in words.iter().filter(|word| !word.starts_with("cost ") && !["#", "title"].contains(&word.as_str())) {
        assert!(!zbb::reference::pages(word).is_empty(), "{word} of {words:?}");
    }
    assert!(words.contains("low score") && words.contains("full year"), "{words:?}");
    let run = zbb(&["explain", "held", "back"]);
    assert!(run.output.starts_with("# held back\n"), "{}", run.output);
}

#[test]
fn the_whole_reference_is_one_document() {
    let run = zbb(&["explain", "--all"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.output.lines().filter(|line| line.starts_with("# ")).count(), 1, "one title");
}

#[test]
fn hostile_files_are_findings() {
    let utf16: Vec<u8> = "plan a {}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = format!("{}{}", "a {\n".repeat(100_000), "}\n".repeat(100_000));
    let brackets = format!("driver x {{ value: {}1{} }}", "(".repeat(100_000), ")".repeat(100_000));
    let digits = format!("driver x {{ value: {} }}", "9".repeat(100_000));
    let long = format!("driver x {{ note: \"{}\" }}", "é".repeat(1_000_000));
    let braces = "{".repeat(100_000);
    let quotes = "\"".repeat(99_999);
    let cases: &[(&str, &[u8], i32)] = &[
        ("empty", b"", 1),
        ("comments", b"# nothing\n# here\n", 1),
        ("zero bytes", b"plan a {\0}\n", 1),
        ("not UTF-8", b"plan caf\xe9 {}\n", 2),
        ("UTF-16", &utf16, 2),
        ("only a mark", b"\xef\xbb\xbf", 1),
        ("deep", deep.as_bytes(), 1),
        ("brackets", brackets.as_bytes(), 1),
        ("digits", digits.as_bytes(), 1),
        ("exponent", b"driver x { value: 1e999999999 }", 1),
        ("long line", long.as_bytes(), 1),
        ("braces", braces.as_bytes(), 1),
        ("quotes", quotes.as_bytes(), 1),
        ("escape", b"role \x1b[31mred {}\n", 1),
    ];
    for (name, bytes, code) in cases {
        let run = check(bytes);
        assert_eq!(run.code, Some(*code), "{name}: {} {}", short(&run.output), run.notes);
        assert!(run.output.contains("error["), "{name}: {}", short(&run.output));
        assert!(!run.output.contains('\u{1b}') && !run.output.contains('\0'), "{name}");
        assert_eq!(run.notes, "", "{name}");
    }
}

fn short(text: &str) -> String {
    text.chars().take(1000).collect()
}

#[test]
fn marks_and_line_ends_of_other_systems_are_accepted() {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    let run = check(format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes());
    assert_eq!((run.code, run.output.as_str()), (Some(0), ""));
}

#[test]
fn a_file_that_cannot_be_read_is_one_finding_and_hides_no_other_file() {
    let (folder, _) = folder(b"plan caf\xe9 {}\n");
    fs::write(folder.path().join("other.zbb"), "driver x { value: 1__2 }\n").expect("a file");
    let run = zbb(&["check", "--format", "short", &folder.path().display().to_string()]);
    let places: Vec<&str> = run.output.lines().filter_map(|line| line.rsplit('/').next()?.split(": ").next()).collect();
    assert_eq!((run.code, places), (Some(2), vec!["other.zbb:1:19", "plan.zbb:1:9"]), "{}", run.output);
}

#[test]
fn an_empty_folder_is_no_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = zbb(&["check", &folder.path().display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert!(run.notes.contains("there is no `.zbb` file") && run.notes.contains("zbb init"), "{}", run.notes);
}

#[test]
fn a_plan_cut_anywhere_gives_findings_and_no_panic() {
    let text = fs::read_to_string(root("examples/aurora/aurora.zbb")).expect("aurora");
    for (cut, _) in text.char_indices() {
        let start = text.get(..cut).expect("a boundary");
        let sources = zbb::source::Sources::single("plan.zbb", start);
        let compiled = zbb::compile::compile(&sources, zbb::compile::Options::default());
        assert!(compiled.evaluation.is_some() || compiled.diagnostics.has_errors(), "cut at {cut}");
    }
}

/// What `zbb` tells of a folder or file of a plan, from within a folder of it.
fn told(within: &Path, arguments: &[&str]) -> String {
    let run = finish(command(arguments).current_dir(within));
    assert_eq!(run.code, Some(1), "{}{}", run.output, run.notes);
    run.output + &run.notes
}

#[test]
fn a_part_of_a_plan_is_told_where_the_whole_is() {
    let plan = root("examples/advocacy");
    let plan = Path::new(&plan);
    for (within, arguments, whole) in [
        ("packages", ["check", "--format", "short", "."], "`..`"),
        ("packages", ["check", "--format", "short", "care.zbb"], "`..`"),
        (".", ["check", "--format", "short", "packages"], "`.`"),
        (".", ["check", "--format", "short", "packages/care.zbb"], "`.`"),
    ] {
        let told = told(&plan.join(within), &arguments);
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.contains("error[E0207]") && told.contains(&format!("the plan in {whole}")), "{told}");
    }
    let told = told(&plan.join("packages"), &["plan"]);
    assert!(told.contains("the plan in `..`") && told.contains("1 error in 1 file"), "{told}");
}

#[test]
fn what_stands_alone_is_no_part_of_a_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let part = folder.path().join("a/b/c/part");
    fs::create_dir_all(&part).expect("a folder");
    fs::write(part.join("a.zbb"), "role lead \"Lead\"\ndepartment team { owner: leed }\n").expect("a file");
    fs::write(folder.path().join("plan.zbb"), "plan far \"Far\" { currency: USD }\n").expect("a file");
    let alone = told(&part, &["check", "--format", "short"]);
    assert!(alone.contains("E0207") && alone.contains("add one: `plan") && alone.contains("E0217"), "{alone}");
    // In a repository the whole of it is looked through.
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    let within = told(&part, &["check", "--format", "short"]);
    assert!(within.contains("the plan in `../../../..`") && !within.contains("E0217"), "{within}");
}

/// What each phase made of a plan can be looked at, also of one with errors.
#[test]
fn what_each_phase_made_is_shown_to_those_who_work_on_zbb() {
    let (_folder, path) = broken_aurora();
    let shown = |what: &str| {
        let run = zbb(&["debug", what, &path]);
        assert_eq!((run.code, run.notes.as_str()), (Some(0), ""), "{what}");
        run.output
    };
    assert!(shown("tree").contains("statements: ["));
    assert!(shown("plan").contains("packages: "));
    let facts = shown("facts");
    assert!(facts.contains("\npackage faster_help \"Answer the first message within the hour\"  # "), "{facts}");
    assert!(facts.contains("\n  cost salaries: 2 agent * 52000 USD/agent/year from 2027-02  # "), "{facts}");
    assert!(!zbb(&["--help"]).output.contains("debug"));
    assert_eq!(zbb(&["debug", "facts", "/no/such/plan"]).code, Some(2));
}
