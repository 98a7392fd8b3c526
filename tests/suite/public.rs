//! The mistakes people report of tools like this one, each a folder of `tests/cases/public`: what is right (`README.md`), a
//! command with its exit code and what its output has and has not (`case.json`), and the files that command needs.

use crate::skipped::skipped;
use rayon::prelude::*;
use regex::Regex;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The cases that do not come out right yet. Whoever mends one takes it out: one that passes and stands here fails.
const OPEN: &[&str] = &[];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    cmd: String,
    rc: Option<i32>,
    must: Vec<String>,
    must_not: Vec<String>,
}

#[test]
fn what_people_report_comes_out_right() {
    if Command::new("bash").arg("-c").arg("exit 0").status().is_err() {
        skipped("the cases of tests/cases/public are commands for bash, and there is no bash here");
        return;
    }
    let folders = folders();
    assert!(OPEN.iter().all(|open| folders.iter().any(|folder| name(folder) == *open)), "an open case has no folder");
    let wrong: Vec<String> = folders.par_iter().filter_map(|folder| unexpected(folder)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/public");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> &str {
    folder.file_name().and_then(|name| name.to_str()).expect("a case has a name")
}

/// What is not as it is written: a case that fails, or one that passes and counts as open.
fn unexpected(folder: &Path) -> Option<String> {
    let (name, faults) = (name(folder), faults(folder));
    match (faults.is_empty(), OPEN.contains(&name)) {
        (true, true) => Some(format!("{name} comes out right: take it out of OPEN")),
        (false, false) => Some(format!("{name}: {}", faults.join("; "))),
        _ => None,
    }
}

fn faults(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("case.json")).expect("a case");
    let case: Case = serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", name(folder)));
    let (code, output) = run(folder, &case.cmd);
    let mut faults = Vec::new();
    if case.rc.is_some_and(|right| code != Some(right)) {
        faults.push(format!("exit {code:?}, not {:?}", case.rc));
    }
    let has = |pattern: &str| Regex::new(&format!("(?m){pattern}")).expect("a pattern").is_match(&output);
    faults.extend(case.must.iter().filter(|pattern| !has(pattern)).map(|pattern| format!("lacks /{pattern}/")));
    faults.extend(case.must_not.iter().filter(|pattern| has(pattern)).map(|pattern| format!("has /{pattern}/")));
    faults
}

/// Runs the command in a copy of the case, with this `zbb` on the path; what it wrote to both outputs.
fn run(folder: &Path, command: &str) -> (Option<i32>, String) {
    let scratch = tempfile::tempdir().expect("a folder");
    let (place, programs) = (scratch.path().join("case"), scratch.path().join("bin"));
    copy(folder, &place);
    fs::create_dir(&programs).expect("a folder");
    put_zbb(&programs);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&path))).expect("a path");
    let mut bash = Command::new("bash");
    bash.args(["-c", command]).current_dir(place).env("PATH", path).env("TERM", "xterm").env_remove("NO_COLOR");
    let output = bash.output().expect("bash runs");
    let both = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&both).into_owned())
}

#[cfg(unix)]
fn put_zbb(programs: &Path) {
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_zbb"), programs.join("zbb")).expect("a link");
}

#[cfg(not(unix))]
fn put_zbb(programs: &Path) {
    fs::copy(env!("CARGO_BIN_EXE_zbb"), programs.join("zbb.exe")).expect("a copy");
}

/// All files of a case but those that are about it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a case") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        match path.is_dir() {
            true => copy(&path, &to.join(name)),
            false if name == "case.json" || name == "README.md" => {}
            false => drop(fs::copy(&path, to.join(name)).expect("a copy")),
        }
    }
}
