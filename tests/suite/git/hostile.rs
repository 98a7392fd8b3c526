//! A hostile repository: all that its configuration and attributes could have run, and that reading a plan runs none of
//! it. Each trap is first seen to work.

#![cfg(unix)]

use super::{Repo, git, resolved, shown};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zbb::files::git::Repository;
use zbb::files::sources::Limits;

/// A program that leaves a mark when it is run.
fn trap(folder: &Path) -> (PathBuf, PathBuf) {
    let (program, mark) = (folder.join("trap.sh"), folder.join("sprung"));
    fs::write(&program, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\nexit 1\n", mark.display())).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a mode");
    (program, mark)
}

/// A repository in which whatever can name a program names the trap.
fn rigged(program: &Path) -> Repo {
    let repo = Repo::with(&[("plan/a.zbb", "# one\n"), ("plan/plan.lock", "zbb plan file 1\n")]);
    repo.git(&["checkout", "--quiet", "-b", "raise"]);
    repo.commit(&[("plan/a.zbb", "# two\n"), (".gitattributes", "* diff=rigged filter=rigged merge=rigged\n")]);
    let program = program.display().to_string();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.rigged.command",
        "diff.rigged.textconv",
        "filter.rigged.clean",
        "filter.rigged.smudge",
        "filter.rigged.process",
        "merge.rigged.driver",
        "credential.helper",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "pager.ls-tree",
        "pager.cat-file",
        "pager.rev-parse",
    ] {
        repo.git(&["config", key, &program]);
    }
    for command in ["rev-parse", "merge-base", "for-each-ref", "ls-tree", "cat-file"] {
        repo.git(&["config", &format!("alias.{command}"), &format!("!{program}")]);
    }
    let hooks = repo.path().join(".git/hooks");
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"] {
        fs::copy(&program, hooks.join(hook)).expect("a hook");
    }
    repo
}

#[test]
fn reading_a_plan_runs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, mark) = trap(folder.path());
    let repo = rigged(&program);
    let _ = fs::remove_file(&mark);
    repo.write("plan/a.zbb", b"# three\n");
    let _ = git(repo.path(), &["status"]).output();
    let _ = git(repo.path(), &["diff"]).output();
    assert!(mark.exists(), "the trap works: `git status` and `git diff` spring it");
    fs::remove_file(&mark).expect("a mark");

    let plan = repo.plan("plan");
    let (main, raise) = (resolved(&plan, "main"), resolved(&plan, "raise"));
    let base = plan.merge_base(&main, &raise).expect("a base");
    for revision in [&main, &raise, &base] {
        assert_eq!(plan.load(revision, Limits::default()).expect("a plan").sources.files().len(), 1);
        assert!(plan.read_beside(revision, "plan.lock", Limits::default()).expect("text").is_some());
    }
    assert!(plan.resolve("raies").is_err());
    assert!(plan.is_revision("main").expect("an answer"));
    plan.root().expect("a root");
    assert!(!mark.exists(), "sprung: {}", fs::read_to_string(&mark).unwrap_or_default());
}

#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, mark) = trap(folder.path());
    let origin = Repo::with(&[("a.zbb", "# a\n"), ("b.zbb", "# b\n"), ("plan.lock", "zbb plan file 1\n")]);
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let clone = folder.path().join("clone");
    let url = format!("file://{}", origin.path().display());
    let words = ["clone", "--quiet", "--filter=blob:none", "--no-checkout", &url, "clone"];
    assert!(git(folder.path(), &words).status().expect("git runs").success());
    let configure = |key: &str, value: &str| assert!(git(&clone, &["config", key, value]).status().unwrap().success());
    configure("remote.origin.uploadpack", &program.display().to_string());
    configure("protocol.allow", "always");
    assert!(!git(&clone, &["cat-file", "-p", "HEAD:a.zbb"]).output().expect("git runs").status.success());
    assert!(mark.exists(), "the trap works: git fetches what it lacks");
    fs::remove_file(&mark).expect("a mark");

    let plan = Repository::around(&clone).expect("a repository");
    let head = resolved(&plan, "HEAD");
    let loaded = plan.load(&head, Limits::default()).expect("a plan");
    assert_eq!(shown(&loaded), ["HEAD:a.zbb", "HEAD:b.zbb"]);
    insta::assert_snapshot!(super::findings(&loaded), @r"
    HEAD:a.zbb:1:1: error[E0002]: `a.zbb` is not in this clone, which is a partial one (fetch it, for example by `git fetch --refetch --no-filter`)
    HEAD:b.zbb:1:1: error[E0002]: `b.zbb` is not in this clone, which is a partial one (fetch it, for example by `git fetch --refetch --no-filter`)
    ");
    assert!(!mark.exists(), "sprung: {}", fs::read_to_string(&mark).unwrap_or_default());
}

#[test]
fn a_commit_is_what_was_committed() {
    let repo = Repo::with(&[("a.zbb", "# honest\n")]);
    let honest = repo.git(&["rev-parse", "HEAD"]);
    repo.commit(&[("a.zbb", "# forged\n")]);
    repo.git(&["replace", honest.trim(), "HEAD"]);
    assert_eq!(repo.git(&["cat-file", "-p", &format!("{}:a.zbb", honest.trim())]), "# forged\n");
    let loaded = repo.load("", honest.trim()).expect("a plan");
    assert_eq!(super::texts(&loaded), ["# honest\n"]);
}
