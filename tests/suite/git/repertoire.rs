//! The changes of `examples/review/repertoire.sh`, each with what a reviewer is told of it.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

#[test]
fn thirty_changes_are_told_as_they_are() {
    if Command::new("bash").arg("-c").arg("exit 0").status().is_err() {
        eprintln!("SKIPPED: the repertoire is a script for bash, and there is no bash here");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/review/repertoire.sh");
    let output = Command::new("bash").arg(script).env("ZBB", env!("CARGO_BIN_EXE_zbb")).output().expect("bash runs");
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{wrong}");
    let count: usize = told.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or_default();
    assert!(count >= 30, "{told}");
}
