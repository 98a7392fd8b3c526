//! What people call revisions, and what they are told about those that are none.

use super::{Repo, git, resolved, told};
use zbb::files::git::Repository;

#[test]
fn revisions_are_what_git_takes_for_one() {
    let repo = Repo::with(&[("a.zbb", "")]);
    repo.git(&["tag", "--annotate", "v1", "--message=one"]);
    repo.commit(&[("a.zbb", "# two")]);
    let plan = repo.plan("");
    let first = resolved(&plan, "HEAD~1").commit;
    assert_eq!(resolved(&plan, "v1").commit, first);
    assert_eq!(resolved(&plan, &first[..8]).commit, first);
    assert_eq!(resolved(&plan, "main").commit, repo.git(&["rev-parse", "HEAD"]).trim());
    for text in ["main", "HEAD", "HEAD^", "v1", "main@{0}", "HEAD^{/change}"] {
        assert!(plan.is_revision(text).expect("an answer"), "{text}");
    }
    for text in ["a.zbb", "", "HEAD~9", "HEAD:a.zbb", "HEAD^{tree}", "main...HEAD", "\0", "main\n", "--all"] {
        assert!(!plan.is_revision(text).expect("an answer"), "{text:?}");
    }
}

#[test]
fn no_name_is_an_option() {
    let repo = Repo::with(&[("a.zbb", "# a")]);
    let head = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["update-ref", "refs/heads/--output=stolen", head.trim()]);
    repo.git(&["update-ref", "refs/heads/-n", head.trim()]);
    let plan = repo.plan("");
    for name in ["--output=stolen", "-n"] {
        assert_eq!(resolved(&plan, name).commit, head.trim());
        let (left, right) = (resolved(&plan, name), resolved(&plan, "main"));
        assert_eq!(plan.merge_base(&left, &right).expect("a base").commit, head.trim());
    }
    for name in ["--all", "--git-dir", "--help", "-h", "--exec=touch stolen", "--end-of-options"] {
        assert!(!plan.is_revision(name).expect("an answer"), "{name}");
    }
    assert!(!repo.path().join("stolen").exists());
}

#[test]
fn unknown_revisions_offer_what_is_near() {
    let repo = Repo::with(&[("a.zbb", "")]);
    repo.git(&["branch", "raise-support"]);
    repo.git(&["update-ref", "refs/remotes/origin/release", "HEAD"]);
    let plan = repo.plan("");
    let refused = ["raise-suport", "mian", "release", "something else", "HEAD~7", "\u{1b}[2J"]
        .map(|text| told(plan.resolve(text)));
    insta::assert_snapshot!(refused.join("\n"), @r"
    there is no revision `raise-suport`
      did you mean `raise-support`?
    there is no revision `mian`
      did you mean `main`?
    there is no revision `release`
      did you mean `origin/release`?
    there is no revision `something else`
      a revision is a branch, a tag or a commit: `git branch --all` lists branches
    there is no revision `HEAD~7`
      a revision is a branch, a tag or a commit: `git branch --all` lists branches
    there is no revision `␛[2J`
      a revision is a branch, a tag or a commit: `git branch --all` lists branches
    ");
    insta::assert_snapshot!(told(Repo::new().plan("").resolve("HEAD")), @"the repository has no commit yet");
}

#[test]
fn the_merge_base_is_where_they_parted() {
    let repo = Repo::with(&[("a.zbb", "# base")]);
    let base = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["checkout", "--quiet", "-b", "raise"]);
    repo.commit(&[("a.zbb", "# raise")]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[("b.zbb", "# main")]);
    let plan = repo.plan("");
    let found = plan.merge_base(&resolved(&plan, "main"), &resolved(&plan, "raise")).expect("a base");
    assert_eq!((found.text.as_str(), found.commit.as_str()), ("main...raise", base.trim()));
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let repo = Repo::with(&[("a.zbb", "# base")]);
    repo.git(&["checkout", "--quiet", "-b", "raise"]);
    repo.commit(&[("a.zbb", "# raise")]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[("b.zbb", "# main")]);
    let shallow = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", repo.path().display());
    let clone = ["clone", "--quiet", "--depth=1", "--no-single-branch", &url, "."];
    assert!(git(shallow.path(), &clone).status().expect("git runs").success());
    let plan = Repository::around(shallow.path()).expect("a repository");
    let (left, right) = (resolved(&plan, "origin/main"), resolved(&plan, "origin/raise"));
    insta::assert_snapshot!(told(plan.merge_base(&left, &right)), @r"
    `origin/main` and `origin/raise` have no commit in common
      this clone has only part of the history: `git fetch --unshallow` brings the rest (in GitHub Actions: `fetch-depth: 0` for actions/checkout)
    ");
    insta::assert_snapshot!(told(plan.resolve("v1.2.3")), @r"
    there is no revision `v1.2.3`
      this clone has only part of the history: `git fetch --unshallow` brings the rest (in GitHub Actions: `fetch-depth: 0` for actions/checkout)
    ");
}

#[test]
fn histories_without_a_beginning_in_common_are_told() {
    let repo = Repo::with(&[("a.zbb", "")]);
    repo.git(&["checkout", "--quiet", "--orphan", "other"]);
    repo.commit(&[("b.zbb", "")]);
    let plan = repo.plan("");
    insta::assert_snapshot!(told(plan.merge_base(&resolved(&plan, "main"), &resolved(&plan, "other"))), @r"
    `main` and `other` have no commit in common
      compare them as they stand: `main other`
    ");
}

#[test]
fn the_place_of_a_plan_is_known_from_anywhere() {
    let repo = Repo::with(&[("plans/aurora/a.zbb", "")]);
    let tree = tempfile::tempdir().expect("a folder");
    repo.git(&["worktree", "add", "--quiet", "--detach", &tree.path().join("wt").display().to_string()]);
    for root in [repo.path().to_path_buf(), tree.path().join("wt")] {
        let plan = Repository::around(&root.join("plans/aurora")).expect("a repository");
        assert_eq!(plan.plan_path(), "plans/aurora");
        let found = plan.root().expect("a root");
        assert_eq!(std::fs::canonicalize(found).expect("a folder"), std::fs::canonicalize(root).expect("a folder"));
    }
    let nowhere = tempfile::tempdir().expect("a folder");
    let message = told(Repository::around(nowhere.path()));
    insta::assert_snapshot!(message.replace(&nowhere.path().display().to_string(), "/tmp/plan"), @r"
    `/tmp/plan` is in no git repository
      name a path inside one, or compare two folders instead of revisions
    ");
}
