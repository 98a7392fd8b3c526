//! `--set` and `--change`: a scenario without a name, on the command line.

use super::cli::{Run, zbb};
use std::fs;
use tempfile::TempDir;
use zbb::diagnostic::codes;

const PLAN: &str = r#"
category software "Software" { owner: lead }
driver wage { value: 52k USD/agent/year }
package crm "CRM" {
  department: team
  owner: lead
  serves: [store.buying.desk]
  justification: "Because of it."
  consequence: "Nothing."
  level minimum "Minimum" {
    cost salaries: 2 agent * wage
    cost software "Licences, a = b": 5k USD in 2027-01
    effect nps: +2 pts after 1 month evidence history
  }
}
ranking board "Board" { by: lead, crm.minimum }
funding { budget: 110k USD, policy: skip }
scenario lean "A lean year" { change funding.budget: * 90% }
"#;

fn plan() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.zbb"), format!("{}{PLAN}", codes::prelude())).expect("a file");
    let path = folder.path().display().to_string();
    (folder, path)
}

fn run(command: &[&str], rest: &[&str]) -> Run {
    zbb(&[command, &["--today", "2027-01-15"], rest].concat())
}

/// Budget, cost of what is funded, and the name of the scenario, as JSON has them.
fn money(rest: &[&str]) -> (String, String, String) {
    let (_folder, path) = plan();
    let run = run(&["plan", &path, "--format", "json"], rest);
    assert_eq!(run.code, Some(0), "{}", run.notes);
    let json: serde_json::Value = serde_json::from_str(&run.output).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    (text(&json["summary"]["budget"]), text(&json["summary"]["funded"]), text(&json["scenario"]["name"]))
}

fn figures(budget: &str, funded: &str, scenario: &str) -> (String, String, String) {
    (budget.to_owned(), funded.to_owned(), scenario.to_owned())
}

#[test]
fn what_is_set_and_changed_is_what_the_plan_comes_to() {
    assert_eq!(money(&[]), figures("110000.00", "109000.00", ""));
    // 2 × 53,000 + 5,000 is more than there is.
    let dear = ["--set", "wage=53k USD/agent/year"];
    assert_eq!(money(&dear), figures("110000.00", "0.00", "command line"));
    // 10 % more money is enough for it.
    let both = [dear.as_slice(), &["--change", "funding.budget=* 1.1"]].concat();
    assert_eq!(money(&both), figures("121000.00", "111000.00", "command line"));
    // A line is told from others by its title, in which a sign divides nothing.
    let titled = ["--set", r#"crm.minimum.cost.software "Licences, a = b"=4k USD"#];
    assert_eq!(money(&titled), figures("110000.00", "108000.00", "command line"));
}

#[test]
fn it_starts_from_the_scenario_that_is_named() {
    assert_eq!(money(&["--scenario", "lean"]), figures("99000.00", "0.00", "lean"));
    let on_top = ["--scenario", "lean", "--change", "funding.budget=+10k USD"];
    assert_eq!(money(&on_top), figures("109000.00", "109000.00", "command line"));
    let (_folder, path) = plan();
    let run = run(&["plan", &path], &on_top);
    assert!(run.output.contains("scenario lean, with 1 figure set for this run"), "{}", run.output);
    assert!(run.output.contains("change funding.budget: +10k USD"), "{}", run.output);
    assert!(run.output.contains("change funding.budget: * 90%"), "{}", run.output);
}

#[test]
fn a_wrong_path_is_answered_with_the_nearest() {
    let (_folder, path) = plan();
    for (typed, near) in [
        ("funding.budgt=1 USD", "funding.budget"),
        ("fundng.budget=1 USD", "funding.budget"),
        ("waeg=1 USD/agent/year", "wage"),
        ("crm.minimum.cst.software=1 USD", "crm.minimum.cost.software"),
        ("crm.minimum.cost.softwre=1 USD", "crm.minimum.cost.software"),
        ("crm.minimun.cost.software=1 USD", "crm.minimum.cost.software"),
    ] {
        let run = run(&["plan", &path, "--set", typed], &[]);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{typed}: {}", run.notes);
        assert!(run.notes.contains(&format!("did you mean `{near}`?")), "{typed}: {}", run.notes);
        assert!(run.notes.contains("[command line:1:5]"), "{typed}: {}", run.notes);
    }
}

#[test]
fn it_is_checked_like_a_scenario() {
    let (_folder, path) = plan();
    for (option, typed, code) in [
        ("--change", "funding.budget=-10%", "E0370"),
        ("--set", "funding.budget=* 0.9", "E0370"),
        ("--set", "funding.budget=7 agent", "E0303"),
        ("--set", "funding.budget=1 USD }", "E0102"),
        ("--change", "crm.owner=* 2", "E0372"),
    ] {
        let run = run(&["plan", &path, option, typed], &[]);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{typed}: {}", run.notes);
        assert!(run.notes.contains(code), "{typed}: {}", run.notes);
    }
    let twice = run(&["plan", &path, "--set", "wage=1 USD/agent/year", "--change", "wage=* 2"], &[]);
    assert!(twice.code == Some(2) && twice.notes.contains("E0371"), "{}", twice.notes);
    // What is missed because of it is the plan's own failure.
    let needed = format!("{}{PLAN}require \"All\": funded(crm.minimum)\n", codes::prelude());
    fs::write(format!("{path}/plan.zbb"), needed).expect("a file");
    let missed = run(&["plan", &path, "--set", "funding.budget=1 USD"], &[]);
    assert!(missed.code == Some(1) && missed.notes.contains("E0540"), "{}", missed.notes);
}

#[test]
fn what_cannot_go_together_is_told_before_anything_is_done() {
    let (_folder, path) = plan();
    for options in [
        &["--set", "wage"][..],
        &["--set", "wage=1\n"],
        &["--set", "wage=1 USD/agent/year", "--write"],
        &["--set", "wage=1 USD/agent/year", "--locked"],
        &["--set", "wage=1 USD/agent/year", "--scenario", "lean,lean"],
        &["--set", "wage=1 USD/agent/year", "--scenario", "laen"],
    ] {
        let run = run(&["plan", &path], options);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{options:?}: {}", run.notes);
    }
}

#[test]
fn a_comparison_sets_it_in_the_later_plan() {
    let (_folder, path) = plan();
    let run = run(&["diff", &path, &path, "--set", "funding.budget=90k USD"], &[]);
    assert_eq!(run.code, Some(0), "{}", run.notes);
    assert!(run.output.contains("with set funding.budget: 90k USD"), "{}", run.output);
    assert!(run.output.contains("crm.minimum"), "{}", run.output);
    let wrong = zbb(&["diff", &path, &path, "--set", "funding.budgt=90k USD"]);
    assert!(wrong.code == Some(2) && wrong.notes.contains("did you mean `funding.budget`?"), "{}", wrong.notes);
}

#[test]
fn nothing_is_set_in_a_plan_file() {
    let (_folder, path) = plan();
    assert_eq!(run(&["plan", &path, "--write"], &[]).code, Some(0));
    let kept = format!("{path}/plan.lock");
    let run = zbb(&["diff", &path, &kept, "--set", "funding.budget=90k USD"]);
    assert!(run.code == Some(2) && run.notes.contains("nothing can be set in it"), "{}", run.notes);
}

#[test]
fn why_tells_of_the_plan_as_it_is_set() {
    let (_folder, path) = plan();
    let why = |rest: &[&str]| run(&["why", "crm.minimum", &path, "--width", "120"], rest);
    assert!(why(&[]).output.contains("109,000.00"));
    let set = why(&["--set", "wage=53k USD/agent/year", "--scenario", "lean"]);
    assert_eq!(set.code, Some(0), "{}", set.notes);
    assert!(set.output.contains("scenario lean, with 1 figure set for this run"), "{}", set.output);
    assert!(set.output.contains("111,000.00"), "{}", set.output);
    let wrong = why(&["--set", "wag=1"]);
    assert_eq!((wrong.code, wrong.output.as_str()), (Some(2), ""), "{}", wrong.notes);
    assert!(wrong.notes.contains("wage"), "{}", wrong.notes);
}
