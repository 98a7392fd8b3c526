//! `zbb git-setup`, and what git does once it is set up: merges by meaning, and plan files as text.

use super::{Repo, git};
use std::env;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The command itself, where git finds it too.
fn zbb(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(folder).args(words).stdin(Stdio::null()).env("PATH", path_with_zbb());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().expect("the command runs")
}

fn path_with_zbb() -> std::ffi::OsString {
    let folder = Path::new(env!("CARGO_BIN_EXE_zbb")).parent().expect("a folder").to_path_buf();
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(folder).chain(env::split_paths(&others))).expect("a path")
}

/// git, which finds zbb.
fn git_with_zbb(folder: &Path, words: &[&str]) -> Output {
    git(folder, words).env("PATH", path_with_zbb()).output().expect("git runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attributes(repo: &Repo) -> String {
    std::fs::read_to_string(repo.path().join(".gitattributes")).unwrap_or_default()
}

const RANKING: &str = "ranking board {\n  by: lead\n  a.x\n  b.x\n  c.x\n  d.x\n  e.x\n  f.x\n}\n";

/// A repository that is set up, with a ranking, and two branches that change it.
fn two_branches(ours: &str, theirs: &str) -> Repo {
    let repo = Repo::with(&[("plans/ranking.zbb", RANKING)]);
    assert!(zbb(repo.path(), &["git-setup", "--yes"]).status.success());
    repo.commit(&[]);
    repo.git(&["checkout", "--quiet", "-b", "theirs"]);
    repo.commit(&[("plans/ranking.zbb", theirs)]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[("plans/ranking.zbb", ours)]);
    repo
}

#[test]
fn nothing_is_written_before_it_is_shown_and_agreed_to() {
    let repo = Repo::with(&[("plan.zbb", "")]);
    let output = zbb(repo.path(), &["git-setup"]);
    let root = std::fs::canonicalize(repo.path()).expect("a folder").display().to_string();
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout).replace(&root, "/plan"), @r"
    to `/plan/.gitattributes`, which is committed:
      *.zbb text eol=lf merge=zbb
      plan.lock merge=zbb
    to the configuration of this clone:
      merge.zbb.name = merges plans by what they say
      merge.zbb.driver = zbb merge --marker-size %L -- %O %A %B %P
    ");
    insta::assert_snapshot!(text(&output.stderr), @"nothing was written; `zbb git-setup --yes` writes this");
    assert_eq!(attributes(&repo), "");
    assert!(!git(repo.path(), &["config", "merge.zbb.driver"]).status().expect("git runs").success());
}

#[test]
fn it_is_written_once_and_beside_what_is_there() {
    let repo = Repo::with(&[("plan.zbb", ""), (".gitattributes", "*.md text\nplan.lock diff=zbb")]);
    let output = zbb(repo.path(), &["git-setup", "--yes"]);
    insta::assert_snapshot!(text(&output.stderr), @"git is set up for plans here; commit `.gitattributes`; each clone runs `zbb git-setup` once");
    insta::assert_snapshot!(attributes(&repo), @r"
    *.md text
    plan.lock diff=zbb
    *.zbb text eol=lf merge=zbb
    plan.lock merge=zbb
    ");
    let config = || repo.git(&["config", "--local", "--list"]);
    let (before, lines) = (config(), attributes(&repo));
    let again = zbb(repo.path(), &["git-setup", "--yes"]);
    assert_eq!(text(&again.stderr), "git is set up for plans here\n");
    assert_eq!((config(), attributes(&repo)), (before, lines));
    assert_eq!(repo.git(&["check-attr", "merge", "plans/a.zbb"]), "plans/a.zbb: merge: zbb\n");
}

#[test]
fn work_trees_and_submodules_are_set_up_too() {
    let inner = Repo::with(&[("x.zbb", "")]);
    let repo = Repo::with(&[("plan.zbb", "")]);
    let tree = tempfile::tempdir().expect("a folder");
    repo.git(&["worktree", "add", "--quiet", "--detach", &tree.path().join("wt").display().to_string()]);
    assert!(zbb(&tree.path().join("wt"), &["git-setup", "--yes"]).status.success());
    assert!(tree.path().join("wt/.gitattributes").exists());
    assert!(repo.git(&["config", "merge.zbb.driver"]).starts_with("zbb merge"));
    let url = inner.path().display().to_string();
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "inner"]);
    assert!(zbb(&repo.path().join("inner"), &["git-setup", "--yes"]).status.success());
    assert!(repo.path().join("inner/.gitattributes").exists());
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_left_alone() {
    let repo = Repo::with(&[("plan.zbb", "")]);
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::os::unix::fs::symlink(outside.path(), repo.path().join(".gitattributes")).expect("a link");
    let output = zbb(repo.path(), &["git-setup", "--yes"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert_eq!(std::fs::read(outside.path()).expect("a file"), b"");
}

#[test]
fn where_no_repository_is_nothing_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = zbb(folder.path(), &["git-setup", "--yes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: `.` is in no git repository"), "{}", text(&output.stderr));
}

#[test]
fn without_git_people_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    let output =
        command.current_dir(folder.path()).arg("git-setup").env("PATH", "").output().expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: there is no `git`"), "{}", text(&output.stderr));
}

#[test]
fn a_repository_of_another_user_is_not_trusted() {
    let repo = Repo::with(&[("plan.zbb", "")]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(repo.path()).args(["git-setup", "--yes"]).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("the command runs");
    let root = std::fs::canonicalize(repo.path()).expect("a folder").display().to_string();
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr).replace(&root, "/srv/plans"), @r"
    error: git does not trust `/srv/plans`: it belongs to another user
      help: if you know whose it is, tell git: `git config --global --add safe.directory /srv/plans`
    ");
}

#[test]
fn git_merges_what_two_people_moved() {
    let ours = RANKING.replace("  f.x\n", "").replace("  a.x\n", "  f.x\n  a.x\n");
    let theirs = RANKING.replace("  b.x\n", "").replace("  e.x\n", "  e.x\n  b.x because \"It can wait.\"\n");
    let repo = two_branches(&ours, &theirs);
    let output = git_with_zbb(repo.path(), &["merge", "--quiet", "--no-edit", "theirs"]);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    let merged = std::fs::read_to_string(repo.path().join("plans/ranking.zbb")).expect("a file");
    let expected =
        "ranking board {\n  by: lead\n  f.x\n  a.x\n  c.x\n  d.x\n  e.x\n  b.x because \"It can wait.\"\n}\n";
    assert_eq!(merged, expected);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn git_leaves_to_people_what_both_moved() {
    let ours = RANKING.replace("  f.x\n", "").replace("  a.x\n", "  f.x\n  a.x\n");
    let theirs = RANKING.replace("  f.x\n", "").replace("  c.x\n", "  f.x\n  c.x\n");
    let repo = two_branches(&ours, &theirs);
    let output = git_with_zbb(repo.path(), &["merge", "--quiet", "--no-edit", "theirs"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("ranking `board`: `f.x` stands 1st in ours and 3rd in theirs (base: 6th)"), "{told}");
    assert_eq!(repo.git(&["status", "--porcelain"]), "UU plans/ranking.zbb\n");
}

/// Whoever was set up with it gets the file as it is, also one that is none.
#[test]
fn textconv_passes_everything_through() {
    let hotline = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hotline/plan.zbb")).unwrap();
    let repo = Repo::with(&[("plan.zbb", &hotline), (".gitattributes", "plan.lock merge=zbb diff=zbb\n")]);
    repo.git(&["config", "diff.zbb.textconv", "zbb textconv"]);
    assert!(zbb(repo.path(), &["plan", "--write"]).status.success());
    repo.commit(&[]);
    let before = std::fs::read(repo.path().join("plan.lock")).expect("a plan file");
    assert_eq!(zbb(repo.path(), &["textconv", "plan.lock"]).stdout, before);
    repo.write("plan.zbb", hotline.replace("180k EUR", "181k EUR").as_bytes());
    assert!(zbb(repo.path(), &["plan", "--write"]).status.success());
    let diff = text(&git_with_zbb(repo.path(), &["diff", "--unified=0", "plan.lock"]).stdout);
    assert!(
        diff.contains("-period 2027-01..2027-12 budget: 180000.00\n+period 2027-01..2027-12 budget: 181000.00\n"),
        "{diff}"
    );
    repo.write("plan.lock", b"other\xff\n");
    let diff = git_with_zbb(repo.path(), &["diff", "plan.lock"]);
    assert!(diff.stdout.windows(8).any(|bytes| bytes == b"+other\xff\n"), "{}", text(&diff.stdout));
}
