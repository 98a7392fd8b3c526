//! Plans that one revision has and the other has not: new, gone, moved, or broken before.

use super::Repo;
use std::process::{Command, Output};

fn hotline() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/hotline/plan.zbb")).expect("a plan")
}

fn diff(repo: &Repo, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(repo.path()).arg("diff").args(words).output().expect("the command runs")
}

/// What is told, of a comparison that ends with this code.
fn told(repo: &Repo, code: i32, words: &[&str]) -> String {
    let output = diff(repo, words);
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{words:?}: {text}");
    text
}

/// A repository with a plan in `plans/one`, and a branch `other`.
fn repo() -> Repo {
    let repo = Repo::with(&[("plans/one/plan.zbb", &hotline()), ("README.md", "Plans\n")]);
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo
}

#[test]
fn a_new_plan_is_all_that_it_comes_to() {
    let repo = repo();
    repo.commit(&[("plans/two/plan.zbb", &hotline())]);
    let text = told(&repo, 0, &["main...HEAD", "--plan", "plans/two"]);
    assert!(text.contains("there is no plan in merge base with main: all of it is new"), "{text}");
    assert!(text.contains("132,000.00 EUR  73.3% of the budget; 1 of 2 levels"), "{text}");
    assert!(text.contains("it declares 1 package, 2 levels, 1 KPI and 1 journey"), "{text}");
    assert!(!text.contains("gains funding"), "{text}");
    told(&repo, 1, &["main", "--plan", "plans/two", "--exit-code"]);
    let json: serde_json::Value =
        serde_json::from_str(&told(&repo, 0, &["main", "--plan", "plans/two", "--format", "json"])).expect("JSON");
    assert_eq!((&json["compared"], &json["changed"]), (&"new plan".into(), &true.into()));
}

#[test]
fn a_plan_that_is_gone_is_what_it_came_to() {
    let repo = repo();
    repo.git(&["rm", "--quiet", "-r", "plans"]);
    repo.commit(&[]);
    for words in [["main...HEAD", "--plan", "plans/one"], ["main", "--plan", "plans/one"]] {
        let text = told(&repo, 0, &words);
        assert!(text.starts_with("Answer the telephone"), "{text}");
        assert!(text.contains("any more: all of it is gone") && text.contains("132,000.00 EUR"), "{text}");
    }
}

#[test]
fn a_plan_that_has_moved_is_compared_with_itself() {
    let repo = repo();
    repo.git(&["mv", "plans/one", "plans/eins"]);
    repo.commit(&[("plans/eins/plan.zbb", &hotline().replace("180k EUR", "210k EUR"))]);
    let text = told(&repo, 0, &["main...HEAD", "--plan", "plans/eins"]);
    assert!(text.contains("in plans/one →") && text.contains("30,000.00 more"), "{text}");
    let text = told(&repo, 0, &["main", "--plan", "plans/one"]);
    assert!(text.contains("in plans/eins") && text.contains("30,000.00 more"), "{text}");
}

/// The file that names the plan may stand deeper in its folder; a single file moves, too.
#[test]
fn a_moved_plan_keeps_its_folder() {
    let repo = Repo::with(&[("a/head/plan.zbb", &hotline()), ("a/note.zbb", "role extra \"Extra\"\n")]);
    repo.git(&["mv", "a", "b"]);
    repo.commit(&[]);
    assert!(told(&repo, 0, &["HEAD~1", "HEAD", "--plan", "b"]).contains("both mean the same"));
    repo.git(&["mv", "b/head/plan.zbb", "b/head/all.zbb"]);
    repo.git(&["rm", "--quiet", "b/note.zbb"]);
    repo.commit(&[]);
    let text = told(&repo, 0, &["HEAD~1", "HEAD", "--plan", "b/head/all.zbb"]);
    assert!(text.contains("in b/head/plan.zbb") && text.contains("both mean the same"), "{text}");
}

/// A plan of the same name that is still there was copied, not moved.
#[test]
fn a_copied_plan_is_new() {
    let repo = repo();
    repo.commit(&[("plans/two/plan.zbb", &hotline().replace("180k EUR", "210k EUR"))]);
    assert!(told(&repo, 0, &["main", "--plan", "plans/two"]).contains("all of it is new"));
}

#[test]
fn a_plan_that_neither_side_has_is_a_mistake() {
    let repo = repo();
    repo.commit(&[("plans/two/plan.zbb", &hotline())]);
    let text = told(&repo, 2, &["main", "HEAD", "--plan", "plans/too"]);
    assert!(text.contains("`main` has no `plans/too`"), "{text}");
    // A path that was named is meant.
    let text = told(&repo, 2, &["main:plans/two", "HEAD", "--plan", "plans/two"]);
    assert!(text.contains("`main:plans/two` has no `plans/two`") || text.contains("has no"), "{text}");
}

#[test]
fn a_plan_that_was_broken_is_what_it_comes_to_now() {
    let repo = repo();
    repo.commit(&[("plans/one/plan.zbb", &hotline().replace("policy: skip", "policy: skipp"))]);
    repo.commit(&[("plans/one/plan.zbb", &hotline().replace("180k EUR", "210k EUR"))]);
    let text = told(&repo, 0, &["HEAD~1", "HEAD", "--plan", "plans/one"]);
    assert!(
        text.contains("the plan in HEAD~1 has errors and comes to nothing: this is what it comes to now"),
        "{text}"
    );
    assert!(text.contains("204,000.00 EUR") && text.contains("[-skipp-]{+skip+}"), "{text}");
    // The other way round there is nothing to show.
    assert!(told(&repo, 2, &["HEAD", "HEAD~1", "--plan", "plans/one"]).contains("cannot be compared: it has errors"));
}

#[test]
fn a_broken_plan_still_offers_its_plan_file() {
    let repo = repo();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
    command.current_dir(repo.path()).args(["plan", "plans/one", "--write"]);
    assert!(command.output().expect("the command runs").status.success());
    repo.commit(&[("plans/one/plan.zbb", &hotline().replace("policy: skip", "policy: skipp"))]);
    repo.commit(&[("plans/one/plan.zbb", &hotline().replace("180k EUR", "210k EUR"))]);
    let text = told(&repo, 0, &["HEAD~1", "HEAD", "--plan", "plans/one"]);
    assert!(text.contains("help: its plan file can be compared: `HEAD~1:plans/one/plan.lock`"), "{text}");
    assert!(told(&repo, 0, &["HEAD~1:plans/one/plan.lock", "plans/one"]).contains("30,000.00 more"));
}

/// Whoever stands above several plans is told their names.
#[test]
fn the_plans_of_a_repository_are_named() {
    let repo = repo();
    repo.commit(&[("plans/two/plan.zbb", &hotline().replace("plan hotline", "plan warranty"))]);
    let check = |path: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_zbb")).current_dir(repo.path()).args(["check", path]).output();
        let text = String::from_utf8_lossy(&output.expect("the command runs").stdout).into_owned();
        text.split_whitespace().collect::<Vec<&str>>().join(" ")
    };
    let named = "help: these folders are plans of their own: name one, `plans/one` or `plans/two`";
    assert!(check(".").contains(named) && check("plans").contains(named), "{}", check("."));
    let text = told(&repo, 2, &["main...HEAD", "--plan", "plans"]);
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(words.contains("name one, `--plan plans/one` or `--plan plans/two`"), "{text}");
    // Two in one folder are to be brought together.
    repo.commit(&[("plans/one/other.zbb", "plan again { currency: EUR, calendar: 2027-01 .. 2027-12 }\n")]);
    assert!(check("plans/one").contains("bring the two together"), "{}", check("plans/one"));
}
