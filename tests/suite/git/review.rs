//! The example of a review, `examples/review/make.sh`: a branch that changes a plan while the plan goes on.

#![cfg(unix)]

use super::git;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn made() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/review/make.sh");
    let output = Command::new("bash").arg(script).arg(folder.path()).output().expect("bash runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

fn zbb(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zbb")).current_dir(folder).args(words).output().expect("the command runs")
}

#[test]
fn it_is_the_same_every_time() {
    let folder = made();
    let log = git(folder.path(), &["log", "--all", "--format=%h %an %aI %s"]).output().expect("git runs");
    insta::assert_snapshot!(String::from_utf8(log.stdout).expect("text"), @r"
    04dd86a Ada 2026-11-02T15:00:00Z Say what happens on Mondays
    998cdd2 Grace 2026-11-02T14:00:00Z Say when most callers hang up
    6010844 Grace 2026-11-02T13:00:00Z Call back whoever hangs up
    b16512d Grace 2026-11-02T12:00:00Z Put the page before the weekends: it pays sooner
    1f76991 Grace 2026-11-02T11:00:00Z Pay what agents cost since the agreement of October
    2c88ee2 Ada 2026-11-02T10:00:00Z Answer the most asked questions on a page
    b653627 Ada 2026-11-02T09:00:00Z Plan the hotline
    ");
}

#[test]
fn a_review_shows_what_the_branch_did() {
    let folder = made();
    let output = zbb(folder.path(), &["diff", "main...call-back"]);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("review", String::from_utf8(output.stdout).expect("text"));
    });
}

#[test]
fn every_commit_is_a_plan_without_findings() {
    let folder = made();
    let log = git(folder.path(), &["rev-list", "--all"]).output().expect("git runs");
    for commit in String::from_utf8(log.stdout).expect("text").lines() {
        assert!(git(folder.path(), &["checkout", "--quiet", commit]).status().expect("git runs").success());
        let output = zbb(folder.path(), &["check", "--deny", "warnings", "--today", "2026-11-02"]);
        assert_eq!(output.status.code(), Some(0), "{commit}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

/// git tells the hooks it runs where it works, and so whatever they start.
#[test]
fn a_hook_of_another_repository_leads_nowhere() {
    let folder = made();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(folder.path()).args(["diff", "main...call-back"]);
    command.env("GIT_DIR", "elsewhere").env("GIT_WORK_TREE", "/").env("GIT_INDEX_FILE", "/nothing");
    let output = command.output().expect("the command runs");
    assert_eq!(output.stdout, zbb(folder.path(), &["diff", "main...call-back"]).stdout);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
