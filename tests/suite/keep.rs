//! `zbb plan --write` and `--locked` on real files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::faults::{Stake, survives};

const PLAN: &str = include_str!("../cases/diff/base.zbb");

fn plan() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("clinic.zbb"), PLAN).expect("a plan");
    folder
}

fn zbb(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zbb")).current_dir(folder).args(words).output().expect("zbb runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn edit(folder: &Path, from: &str, to: &str) {
    let path = folder.join("clinic.zbb");
    let before = fs::read_to_string(&path).expect("the plan");
    assert_eq!(before.matches(from).count(), 1, "{from}");
    fs::write(&path, before.replace(from, to)).expect("the plan is edited");
}

fn lock(folder: &Path) -> String {
    fs::read_to_string(folder.join("plan.lock")).expect("a plan file")
}

#[test]
fn a_plan_file_is_kept_and_verified() {
    let folder = plan();
    let written = zbb(folder.path(), &["plan", "--write"]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    assert_eq!(text(&written.stderr), "wrote `plan.lock`\n");
    assert!(text(&written.stdout).starts_with("City clinic 2027"));
    let verified = zbb(folder.path(), &["plan", "--locked"]);
    assert!(verified.status.success());
    assert_eq!((text(&verified.stdout), text(&verified.stderr)), (String::new(), String::new()));
    let before = fs::metadata(folder.path().join("plan.lock")).expect("it is there").modified().expect("a time");
    let again = zbb(folder.path(), &["plan", "--write"]);
    assert_eq!(text(&again.stderr), "`plan.lock` is up to date\n");
    let after = fs::metadata(folder.path().join("plan.lock")).expect("it is there").modified().expect("a time");
    assert_eq!(before, after, "what is up to date is not written again");
}

#[test]
fn layout_and_comments_make_no_plan_file_stale() {
    let folder = plan();
    zbb(folder.path(), &["plan", "--write"]);
    edit(folder.path(), "  budget: 160k EUR\n", "\n  # the board decided so\n  budget:   160_000.00 EUR   # in all\n");
    edit(
        folder.path(),
        "  serves: [visit.treated.room]\n  needs: [booking]\n",
        "  needs: booking\n  serves: visit.treated.room\n",
    );
    fs::rename(folder.path().join("clinic.zbb"), folder.path().join("other.zbb")).expect("a rename");
    let verified = zbb(folder.path(), &["plan", "--locked"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    assert_eq!((text(&verified.stdout), text(&verified.stderr)), (String::new(), String::new()));
}

#[test]
fn a_stale_plan_file_fails_with_the_difference() {
    let folder = plan();
    zbb(folder.path(), &["plan", "--write"]);
    let kept = lock(folder.path());
    edit(folder.path(), "  budget: 160k EUR\n", "  budget: 130k EUR\n");
    let verified = zbb(folder.path(), &["plan", "--locked"]);
    assert_eq!(verified.status.code(), Some(1));
    insta::assert_snapshot!(text(&verified.stdout), @r"
    --- plan.lock
    +++ plan.lock
    @@ -6 +6 @@
    -kpi waiting value 2027-12: 27 minute
    +kpi waiting value 2027-12: 30 minute
    @@ -14 +14 @@
    -level reception.third_desk status: funded
    +level reception.third_desk status: short
    @@ -18 +18 @@
    -period 2027-01..2027-12 budget: 160000.00
    +period 2027-01..2027-12 budget: 130000.00
    ");
    assert!(text(&verified.stderr).starts_with("error[E0606]: `plan.lock` is stale"), "{}", text(&verified.stderr));
    assert_eq!(lock(folder.path()), kept, "to verify writes nothing");
}

#[test]
fn the_difference_comes_in_the_form_that_was_asked_for() {
    let folder = plan();
    zbb(folder.path(), &["plan", "--write"]);
    edit(folder.path(), "  budget: 160k EUR\n", "  budget: 130k EUR\n");
    let data = text(&zbb(folder.path(), &["plan", "--locked", "--format", "json"]).stdout);
    assert!(data.starts_with("{\n  \"schema\": \"zbb-diff/1\""), "{data}");
    let comment = text(&zbb(folder.path(), &["plan", "--locked", "--format", "markdown"]).stdout);
    assert!(comment.starts_with("# Figures of two plans\n"), "{comment}");
}

/// 0 without a change, 1 with one where that was asked for, 2 where nothing can be compared.
#[test]
fn a_comparison_ends_with_a_code_that_tells() {
    let (before, after) = (plan(), plan());
    let paths = [before.path().to_str().expect("a name"), after.path().to_str().expect("a name")];
    let code = |words: &[&str]| zbb(Path::new("/"), &[&["diff", paths[0], paths[1]], words].concat()).status.code();
    assert_eq!(code(&["--exit-code"]), Some(0));
    edit(after.path(), "  budget: 160k EUR\n", "  budget: 130k EUR\n");
    assert_eq!((code(&[]), code(&["--exit-code"])), (Some(0), Some(1)));
    edit(after.path(), "  policy: skip\n", "  policy: skpi\n");
    assert_eq!((code(&[]), code(&["--exit-code"])), (Some(2), Some(2)));
    let nowhere = zbb(before.path(), &["diff", "nowhere"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("neither a folder, a file nor a git revision"), "{}", text(&nowhere.stderr));
}

#[test]
fn a_plan_without_its_file_or_with_a_broken_one_fails() {
    let folder = plan();
    let missing = zbb(folder.path(), &["plan", "--locked"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("write it from the plan: `zbb plan --write`"));
    zbb(folder.path(), &["plan", "--write"]);
    let kept = lock(folder.path());
    let broken = [
        ("E0606", kept.replace("160000.00", "190000.00")),
        ("E0606", kept.replace("\nplan currency", "\nnone of a plan file\nplan currency")),
        ("E0606", kept.replace("version 2", "version 1")),
        ("E0603", kept.replace("\nend\n", "\n")),
        ("E0604", kept.replace("\nplan currency", "\n<<<<<<< ours\nplan currency")),
        ("E0602", kept.replace("version 2", "version 9")),
        ("E0601", "a note of mine\n".to_owned()),
    ];
    for (code, text_of_it) in broken {
        fs::write(folder.path().join("plan.lock"), text_of_it).expect("it is written");
        let told = zbb(folder.path(), &["plan", "--locked"]);
        assert_eq!(told.status.code(), Some(1), "{code}");
        assert!(text(&told.stderr).starts_with(&format!("error[{code}]: ")), "{code}: {}", text(&told.stderr));
    }
}

#[test]
fn only_a_plan_file_that_may_be_replaced_is() {
    let folder = plan();
    zbb(folder.path(), &["plan", "--write"]);
    let kept = lock(folder.path());
    let path = folder.path().join("plan.lock");
    for stale in [
        kept.replace("160000.00", "1.00"),
        kept[..kept.len() / 2].to_owned(),
        kept.replace("\nplan", "\n>>>>>>> x\nplan"),
        kept.replace("version 2", "version 1"),
        format!("<<<<<<< x\n{kept}"),
    ] {
        fs::write(&path, stale).expect("it is written");
        let written = zbb(folder.path(), &["plan", "--write"]);
        assert!(written.status.success(), "{}", text(&written.stderr));
        assert_eq!(lock(folder.path()), kept);
    }
    for foreign in ["a note of mine\n".to_owned(), kept.replace("version 2", "version 3")] {
        fs::write(&path, &foreign).expect("it is written");
        let refused = zbb(folder.path(), &["plan", "--write"]);
        assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
        assert!(text(&refused.stderr).contains("it was left as it is"), "{}", text(&refused.stderr));
        assert_eq!(lock(folder.path()), foreign);
    }
}

#[test]
fn a_plan_with_errors_writes_nothing() {
    let folder = plan();
    edit(folder.path(), "  policy: skip\n", "  policy: skpi\n");
    let written = zbb(folder.path(), &["plan", "--write"]);
    assert_eq!(written.status.code(), Some(1));
    assert!(!folder.path().join("plan.lock").exists());
    edit(folder.path(), "  policy: skpi\n", "  policy: skip\n");
    edit(folder.path(), "<= 40 minutes", "<= 4 minutes");
    let written = zbb(folder.path(), &["plan", "--write"]);
    assert_eq!(written.status.code(), Some(1));
    assert!(text(&written.stderr).ends_with("`plan.lock` was not written: the plan has errors\n"));
    assert!(!folder.path().join("plan.lock").exists());
}

/// Writers that race each leave a whole file, and the last one that of the plan as it is.
#[test]
fn writers_that_race_lose_nothing() {
    let folder = plan();
    for round in 0..4 {
        edit(folder.path(), &budget(round), &budget(round + 1));
        let writers: Vec<_> = (0..6)
            .map(|_| {
                Command::new(env!("CARGO_BIN_EXE_zbb"))
                    .current_dir(folder.path())
                    .args(["plan", "--write"])
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::null())
                    .spawn()
                    .expect("zbb runs")
            })
            .collect();
        // While they run, the plan changes once more: who reads it later writes later, too.
        edit(folder.path(), &budget(round + 1), &budget(round + 2));
        edit(folder.path(), &budget(round + 2), &budget(round + 1));
        for mut writer in writers {
            writer.wait().expect("it ends");
        }
        assert!(zbb(folder.path(), &["plan", "--write"]).status.success());
        assert!(zbb(folder.path(), &["plan", "--locked"]).status.success());
    }
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

fn budget(round: usize) -> String {
    format!("  budget: {}k EUR\n", 160 + round)
}

/// Whatever call fails and wherever a signal ends it: the plan is untouched, and its file is the old or the new one.
#[test]
fn no_fault_loses_a_plan_file() {
    let folder = plan();
    zbb(folder.path(), &["plan", "--write"]);
    let old = lock(folder.path());
    edit(folder.path(), &budget(0), &budget(30));
    zbb(folder.path(), &["plan", "--write"]);
    let new = lock(folder.path());
    let changed = PLAN.replace(&budget(0), &budget(30));
    let plan_file = |before: Option<String>| Stake { path: "plan.lock", before, after: new.clone() };
    for before in [Some(old), None] {
        survives(&["plan", "--write", "{}"], &[Stake::untouched("clinic.zbb", &changed), plan_file(before)]);
    }
}
