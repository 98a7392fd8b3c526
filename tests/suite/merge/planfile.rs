//! Merging plan files: each figure is taken from whoever changed it, and the result is a plan file again, always.

use crate::diff::recorded;
use std::fs;
use tempfile::TempDir;
use zbb::merge::Sides;
use zbb::planfile;
use zbb::source::{FileId, Sources};

fn hotline() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hotline/plan.zbb")).expect("a plan")
}

/// The plan file of a plan.
fn kept(text: &str) -> String {
    planfile::write(&recorded(&Sources::single("plan.zbb", text)).outcome)
}

fn merged(base: &str, ours: &str, theirs: &str) -> String {
    planfile::merge(Sides { base, ours, theirs })
}

#[test]
fn figures_of_both_sides_make_a_plan_file() {
    let base = hotline();
    let ours = base.replace("baseline: 71%", "baseline: 72%");
    let theirs = base.replace("budget: 180k", "budget: 190k");
    let both = ours.replace("budget: 180k", "budget: 190k");
    assert_eq!(merged(&kept(&base), &kept(&ours), &kept(&theirs)), kept(&both));
}

/// What both sides change, or one changes and the other drops, stays as ours.
#[test]
fn what_cannot_be_known_stays_as_ours() {
    let of = |lines: &[&str]| format!("zbb plan file, version 2\n{}plan currency: EUR\nend\n", lines.concat());
    let (one, two, three) =
        ("level a.b status: funded\n", "level a.b status: short\n", "level a.b status: held back for floors\n");
    let other = "level c.d status: funded\n";
    for (ours, theirs) in [(vec![two], vec![three]), (vec![two], vec![]), (vec![], vec![two])] {
        assert_eq!(merged(&of(&[one]), &of(&ours), &of(&theirs)), of(&ours), "{ours:?} {theirs:?}");
        let with_other = [&ours[..], &[other]].concat();
        assert_eq!(merged(&of(&[one]), &of(&ours), &of(&[&theirs[..], &[other]].concat())), of(&with_other));
    }
    assert_eq!(merged(&of(&[one]), &of(&[one]), &of(&[])), of(&[]), "what one drops is gone");
    assert_eq!(merged("", &of(&[one]), &of(&[other])), of(&[one, other]), "both branches began one");
}

/// Markers, a file of another version, an end that is missing: ours stays, whatever it is.
#[test]
fn a_side_that_cannot_be_read_leaves_ours() {
    let (base, ours) = (kept(&hotline()), kept(&hotline().replace("budget: 180k", "budget: 190k")));
    let conflicted = format!("<<<<<<< a\n{base}=======\n{base}>>>>>>> b\n");
    for broken in ["", "other\n", &base.replace("version 2", "version 1"), &base.replace("\nend", ""), &conflicted] {
        assert_eq!(merged(&base, &ours, broken), ours);
        assert_eq!(merged(&base, broken, &ours), broken);
    }
}

#[test]
fn other_line_ends_are_no_change() {
    let (base, theirs) = (kept(&hotline()), kept(&hotline().replace("budget: 180k", "budget: 190k")));
    assert_eq!(merged(&base, &base.replace('\n', "\r\n"), &theirs), theirs);
}

#[test]
fn the_command_merges_plan_files_and_says_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = hotline();
    let budget = |amount: &str| kept(&base.replace("budget: 180k", &format!("budget: {amount}")));
    for theirs in [budget("200k"), kept(&base), "<<<<<<< a\nzbb plan file, version 2\n".to_owned()] {
        write(&folder, "base", &kept(&base));
        write(&folder, "ours", &budget("190k"));
        write(&folder, "theirs", &theirs);
        let output = super::command::zbb_merge(folder.path(), &["base", "ours", "theirs", "plan.lock"]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "`plan.lock` is worked out from the plan: write it again by `zbb plan --write`\n"
        );
        let text = fs::read_to_string(folder.path().join("ours")).expect("a file");
        assert_eq!(text, budget("190k"));
        assert!(planfile::parse(FileId::default(), &text).is_ok());
    }
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).expect("a file");
}
