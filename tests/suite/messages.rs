//! What people write out of habit: each is told once, where it is, with what to write; and what is mended for them is right.

use crate::cases::check_cases;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn habits_are_answered_with_what_to_write() {
    check_cases("messages");
}

/// Every case, and every case with a line taken out or doubled: `check --fix` leaves no more findings than there were,
/// and a second run changes nothing.
#[test]
fn a_fix_never_harms() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("case.zbb");
    let mut harmed = Vec::new();
    for (name, text) in plans() {
        fs::write(&file, &text).expect("a plan");
        let before = findings(&file, &[]);
        findings(&file, &["--fix"]);
        let once = fs::read_to_string(&file).expect("a plan");
        let after = findings(&file, &[]);
        findings(&file, &["--fix"]);
        let twice = fs::read_to_string(&file).expect("a plan");
        if after > before {
            harmed.push(format!("{name}: {before} findings before, {after} after"));
        }
        if once != twice {
            harmed.push(format!("{name}: a second run changes it"));
        }
    }
    assert!(harmed.is_empty(), "{}", harmed.join("\n"));
}

/// The cases as they are, and each with one of its later lines gone, cut in half, or there twice.
fn plans() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/messages");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    let mut plans = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let text = fs::read_to_string(path).expect("a case");
        let lines: Vec<&str> = text.lines().collect();
        let chosen = (index * 7) % lines.len();
        let half = |line: &str| line.chars().take(line.chars().count() / 2).collect::<String>();
        let with = |line: &str| {
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            lines[chosen] = line.to_owned();
            lines.join("\n") + "\n"
        };
        let name = path.file_name().expect("a name").to_string_lossy();
        let doubled = with(&format!("{0}\n{0}", lines[chosen]));
        plans.push((format!("{name} with line {} doubled", chosen + 1), doubled));
        plans.push((format!("{name} with line {} cut", chosen + 1), with(&half(lines[chosen]))));
        plans.push((name.into_owned(), text));
    }
    plans
}

fn findings(file: &Path, more: &[&str]) -> usize {
    let mut zbb = Command::new(env!("CARGO_BIN_EXE_zbb"));
    let output = zbb.args(["check", "--format", "short", "--today", "2026-11-22"]).args(more).arg(file).output();
    let output = output.expect("zbb runs");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| line.contains("error[") || line.contains("warning["))
        .count()
}
