//! Merging plan files: each fact is taken from whoever changed it, and the result is a plan file again.

use crate::diff::recorded;
use std::fs;
use tempfile::TempDir;
use zbb::merge::{Merged, Sides};
use zbb::planfile;
use zbb::source::{FileId, Sources};

fn hotline() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hotline/plan.zbb")).expect("a plan")
}

/// The plan file of a plan.
fn kept(text: &str) -> String {
    planfile::write(&recorded(&Sources::single("plan.zbb", text)))
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    let (base, ours, theirs) = (kept(base), kept(ours), kept(theirs));
    planfile::merge(Sides { base: &base, ours: &ours, theirs: &theirs }, 7).expect("plan files")
}

#[test]
fn facts_of_both_sides_make_a_plan_file() {
    let base = hotline();
    let ours = base.replace("baseline: 71%", "baseline: 72%");
    let theirs = base.replace("\"A chatbot instead\"", "\"A chatbot\"").replace("60k EUR", "61k EUR");
    let merged = merged(&base, &ours, &theirs);
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    assert_eq!(
        merged.text,
        kept(&ours.replace("\"A chatbot instead\"", "\"A chatbot\"").replace("60k EUR", "61k EUR"))
    );
}

#[test]
fn one_fact_changed_twice_is_left_to_decide() {
    let base = hotline();
    let merged =
        merged(&base, &base.replace("budget: 180k", "budget: 190k"), &base.replace("budget: 180k", "budget: 200k"));
    insta::assert_snapshot!(merged.conflicts.join("\n"), @r"
    funding budget: both sides change it
    => period 2027-01 .. 2027-12: budget: both sides change it
    ");
    assert!(merged.text.contains("<<<<<<< ours\nfunding budget: 190000 EUR\n"), "{}", merged.text);
    assert!(planfile::parse(FileId::default(), &merged.text).is_err());
}

#[test]
fn each_line_of_a_plan_file_is_known_from_the_others() {
    for plan in ["aurora", "advocacy", "moments_of_truth", "post_purchase_support", "benchmarking", "advocacy_plan"] {
        let folder = format!("{}/examples/{plan}", env!("CARGO_MANIFEST_DIR"));
        let loaded = zbb::cli::sources::load(folder.as_ref(), zbb::cli::sources::Limits::default()).expect("a plan");
        let text = planfile::write(&recorded(&loaded.sources));
        let merged = planfile::merge(Sides { base: &text, ours: &text, theirs: &text }, 7).expect("unique lines");
        assert_eq!(merged.text, text, "{plan}");
    }
}

#[test]
fn the_command_merges_plan_files_and_says_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = hotline();
    write(&folder, "base", &kept(&base));
    write(&folder, "ours", &kept(&base.replace("baseline: 71%", "baseline: 72%")));
    write(&folder, "theirs", &kept(&base.replace("60k EUR", "61k EUR")));
    let output = super::command::zbb_merge(folder.path(), &["base", "ours", "theirs", "plan.lock"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "`plan.lock` is worked out from the plan: write it again by `zbb plan --write`\n"
    );
    let text = fs::read_to_string(folder.path().join("ours")).expect("a file");
    assert!(planfile::parse(FileId::default(), &text).is_ok());
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).expect("a file");
}
