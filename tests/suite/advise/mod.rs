//! `zbb advise`: what is said beside a plan's decision, each figure worked out by hand.

mod asked;
mod hostile;
mod risk;
mod search;
mod stability;

use super::cli::{Run, zbb};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use zbb::diagnostic::codes;

/// Of 100: ads cost 60 for 9, desk and fairs 50 each for 6, signs 30 for 2. The ranking funds ads and signs: 11. The best set is
/// desk and fairs: 12.
pub(crate) const PLAN: &str = r#"
criterion worth { weight: 100% }
package ads {
  department: team
  owner: lead
  justification: "Why ads."
  consequence: "Nobody hears of us."
  level minimum {
    cost salaries: 60k USD in 2027-01
    effect nps: +1 pts evidence history
    rates worth: 9
  }
}
package desk {
  department: team
  owner: lead
  justification: "Why desk."
  consequence: "Nobody answers."
  level minimum {
    cost salaries: 50k USD in 2027-01
    effect nps: +2 pts evidence history
    rates worth: 6
  }
}
package fairs {
  department: team
  owner: lead
  justification: "Why fairs."
  consequence: "Nobody meets us."
  level minimum {
    cost salaries: 50k USD in 2027-01
    effect nps: +1 pts evidence history
    rates worth: 6
  }
}
package signs {
  department: team
  owner: lead
  justification: "Why signs."
  consequence: "Nobody finds us."
  level minimum {
    cost salaries: 30k USD in 2027-01
    effect nps: +1 pts evidence history
    rates worth: 2
  }
}
ranking board "Board" {
  by: lead
  ads.minimum
  desk.minimum
  fairs.minimum
  signs.minimum
}
"#;

pub(crate) const FUNDING: &str = "funding {\n  budget: 100k USD\n  policy: skip\n}\n";

/// A folder with one plan of this text, and its path.
fn in_folder(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.zbb"), text).expect("a file");
    let path = folder.path().display().to_string();
    (folder, path)
}

pub(crate) fn plan(funding: &str) -> (TempDir, String) {
    in_folder(&format!("{}{PLAN}{funding}", codes::prelude()))
}

fn advice(funding: &str, options: &[&str]) -> Run {
    let (_folder, path) = plan(funding);
    zbb(&[&["advise", "--today", "2027-01-15", &path], options].concat())
}

pub(crate) fn json(funding: &str, options: &[&str]) -> serde_json::Value {
    let run = advice(funding, &[&["--format", "json"], options].concat());
    assert_eq!(run.code, Some(0), "{}", run.notes);
    serde_json::from_str(&run.output).expect("JSON")
}

#[test]
fn the_ranking_has_its_price() {
    let json = json(FUNDING, &[]);
    let row = |place: usize| &json["optimum"]["beside"][place];
    assert_eq!((row(0)["ranked"].as_str(), row(0)["best"].as_str()), (Some("11"), Some("12")), "{json:#}");
    assert_eq!((row(1)["ranked"].as_str(), row(1)["best"].as_str()), (Some("90000.00"), Some("100000.00")));
    // All three change: ads and signs go, desk and fairs come. With two or three fewer packages nothing is gained.
    let exchanges = json["optimum"]["exchanges"].as_array().expect("exchanges");
    assert_eq!(exchanges.len(), 1, "{json:#}");
    assert_eq!(exchanges[0]["packages"], 4);
    assert_eq!(exchanges[0]["exchange"], "in: desk.minimum and fairs.minimum; out: ads.minimum and signs.minimum");
}

#[test]
fn less_money_is_what_a_change_of_the_budget_does() {
    let json = json(FUNDING, &["--only", "cuts", "--cuts", "-15,-50,+10%"]);
    assert!(json.get("optimum").is_none(), "{json:#}");
    let cuts = json["cuts"]["cuts"].as_array().expect("cuts");
    let said = |place: usize, key: &str| cuts[place][key].as_str().unwrap_or_default().to_owned();
    // 85 holds ads, and 25 stays, which is too little for signs.
    assert_eq!((said(1, "budget"), said(1, "levels_out")), ("85000.00".to_owned(), "signs.minimum".to_owned()));
    // 50 holds desk, which was not funded.
    assert_eq!(said(2, "levels_out"), "ads.minimum signs.minimum");
    assert_eq!(said(2, "levels_in"), "desk.minimum");
    // 110 holds ads and desk.
    assert_eq!((said(3, "levels_in"), said(3, "levels_out")), ("desk.minimum".to_owned(), "signs.minimum".to_owned()));
    let falls = json["cuts"]["falls"].as_array().expect("falls");
    let of = |name: &str| falls.iter().find(|row| row["level"] == name).expect("a level that falls");
    assert_eq!(of("ads.minimum")["consequence"], "Nobody hears of us.");
    assert_eq!(of("ads.minimum")["title"], "ads");
    for (percent, factor) in [("-15", "* 85%"), ("-50", "* 50%"), ("+10", "* 110%")] {
        let (_folder, path) = plan(FUNDING);
        let change = format!("funding.budget={factor}");
        let run = zbb(&["plan", "--today", "2027-01-15", &path, "--format", "json", "--change", &change]);
        let plan: serde_json::Value = serde_json::from_str(&run.output).expect("JSON");
        let cut = advice(FUNDING, &["--format", "json", "--only", "cuts", "--cuts", percent]);
        let cut: serde_json::Value = serde_json::from_str(&cut.output).expect("JSON");
        assert_eq!(plan["summary"]["funded"], cut["cuts"]["cuts"][1]["funded"], "{percent}");
    }
}

#[test]
fn a_cut_that_takes_something_in_need_not() {
    let run = advice(FUNDING, &["--only", "cuts", "--cuts", "-50", "--width", "200"]);
    let note = "at -50% nothing need come in: among the levels funded now, ads.minimum would fall, and 30,000.00 would be spent";
    assert!(run.output.contains(note), "{}", run.output);
}

#[test]
fn a_cut_below_the_mandates_says_so() {
    let required = "rates worth: 9\n    mandate: \"Act 7\"\n";
    let text = format!("{}{}{FUNDING}", codes::prelude(), PLAN.replace("rates worth: 9\n", required));
    let (_folder, path) = in_folder(&text);
    let run = zbb(&["advise", "--today", "2027-01-15", &path, "--cuts", "-50", "--only", "cuts", "--width", "200"]);
    assert_eq!(run.code, Some(0), "{}", run.notes);
    assert!(run.output.contains("mandate"), "{}", run.output);
}

#[test]
fn every_format_says_it() {
    for (format, told) in [
        ("terminal", "Another budget"),
        ("markdown", "## Another budget"),
        ("html", "Another budget"),
        ("csv", "levels_out"),
    ] {
        let run = advice(FUNDING, &["--format", format]);
        assert_eq!(run.code, Some(0), "{format}: {}", run.notes);
        assert!(run.output.contains(told), "{format}: {}", run.output);
    }
    let exchanges = advice(FUNDING, &["--format", "csv", "--only", "optimum"]);
    assert!(exchanges.output.starts_with("packages,"), "{}", exchanges.output);
}

#[test]
fn what_is_typed_wrong_is_told() {
    for options in [
        &["--cuts", "-101"][..],
        &["--cuts", "901"],
        &["--cuts", "ten"],
        &["--only", "weather"],
        &["--effort", "0"],
        &["--scenario", "lean"],
        &["--set", "funding.budgt=1 USD"],
    ] {
        let run = advice(FUNDING, options);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{options:?}: {}", run.notes);
    }
}

#[test]
fn it_is_of_the_scenario_and_of_what_is_set() {
    let run = advice(FUNDING, &["--set", "funding.budget=60k USD", "--only", "cuts", "--cuts", "0"]);
    assert!(run.output.contains("with 1 figure set for this run"), "{}", run.output);
    assert!(run.output.contains("60,000.00"), "{}", run.output);
}

#[test]
fn a_plan_that_funds_the_best_set_stands_beside_skip() {
    let json = json(&FUNDING.replace("skip", "optimal"), &["--only", "optimum"]);
    assert_eq!(json["optimum"]["beside"][0]["ranked"], "11", "{json:#}");
    assert_eq!(json["optimum"]["beside"][0]["best"], "12");
}

#[test]
fn a_plan_without_money_gets_no_advice() {
    let run = advice("", &[]);
    assert_eq!(run.code, Some(0), "{}", run.notes);
    assert!(run.output.contains("nothing to advise on"), "{}", run.output);
    assert!(!Path::new("plan.lock").exists());
}
