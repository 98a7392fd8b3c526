//! Frontier, goals and conflicts, each figure worked out by hand.

use super::{FUNDING, plan};
use crate::cli::zbb;
use serde_json::Value;
use std::fs;

/// By budget: what the plan's policy scores there.
fn scores(points: &Value, key: &str) -> Vec<(String, String)> {
    let text = |point: &Value, key: &str| point[key].as_str().unwrap_or_default().to_owned();
    points.as_array().expect("points").iter().map(|point| (text(point, "budget"), text(point, key))).collect()
}

fn at<'a>(scores: &'a [(String, String)], budget: &str) -> &'a str {
    scores.iter().find(|(other, _)| other == budget).map_or("no point", |(_, score)| score)
}

#[test]
fn the_frontier_has_every_change_of_the_funded_set() {
    let json = json(FUNDING, "frontier");
    let points = &json["frontier"]["points"];
    let changes: Vec<&str> = points
        .as_array()
        .expect("points")
        .iter()
        .filter(|point| point["at"] == "change")
        .map(|point| point["budget"].as_str().expect("a budget"))
        .collect();
    // Ads alone from 60, with signs from 90; ads and desk from 110, with signs from 140, with fairs instead from 160, all at 190,
    // which is the end of the span. Below 60 desk alone, below 50 signs, below 30 nothing.
    assert_eq!(changes, ["30000.00", "50000.00", "60000.00", "90000.00", "110000.00", "140000.00", "160000.00"]);
    // The change at the end of the span stands at its hundredth part too, and is told as both, also to people.
    for shown in [points, &json["frontier"]["frontier"]] {
        let end = shown.as_array().expect("points").iter().find(|point| point["budget"] == "190000.00");
        assert_eq!(end.expect("the end")["at"], "100%, change");
    }
    let skip = scores(points, "score");
    for (budget, score) in [
        ("0.00", "0"),
        ("30000.00", "2"),
        ("50000.00", "6"),
        ("60000.00", "9"),
        ("90000.00", "11"),
        ("100000.00", "11"),
        ("110000.00", "15"),
        ("140000.00", "17"),
        ("160000.00", "21"),
        ("190000.00", "23"),
    ] {
        assert_eq!(at(&skip, budget), score, "{budget}");
    }
    let best = scores(points, "beside");
    // With 50 desk is best; with 100 desk and fairs are.
    for (budget, score) in [("50000.00", "6"), ("90000.00", "11"), ("100000.00", "12"), ("140000.00", "17")] {
        assert_eq!(at(&best, budget), score, "{budget}");
    }
    // 4 for 10 is more than 6 for 40, 10 for 60 and 12 for 90.
    let shown = json["frontier"]["frontier"].as_array().expect("points");
    let best_buy = shown.iter().find(|point| point["remark"].as_str().is_some_and(|text| text.contains("most score")));
    assert_eq!(best_buy.expect("one")["budget"], "110000.00", "{json:#}");
    assert_eq!(points.as_array().map(Vec::len), Some(101 + 1 + 7));
}

#[test]
fn under_stop_each_step_of_the_ranking_is_a_point() {
    let json = json(&FUNDING.replace("skip", "stop"), "frontier");
    let points = json["frontier"]["points"].as_array().expect("points");
    let changes = points.iter().filter(|point| point["at"] == "change").map(|point| point["budget"].as_str());
    // The last step is the end of the span.
    assert_eq!(changes.collect::<Vec<_>>(), [Some("60000.00"), Some("110000.00"), Some("160000.00")]);
}

#[test]
fn changes_of_the_best_set_are_exact() {
    let json = json(&FUNDING.replace("skip", "optimal"), "frontier");
    let points = json["frontier"]["points"].as_array().expect("points");
    let changes: Vec<&str> =
        points.iter().filter(|point| point["at"] == "change").filter_map(|point| point["budget"].as_str()).collect();
    // By score: 2 at 30, 6 at 50, 9 at 60, 11 at 90, 12 at 100, which is the plan's own, 15 at 110, 17 at 140, 21 at 160.
    let all = ["30000.00", "50000.00", "60000.00", "90000.00", "110000.00", "140000.00", "160000.00"];
    assert_eq!(changes, all, "{json:#}");
    assert!(points.iter().all(|point| point["bound"] == "proved"));
}

#[test]
fn a_poorer_budget_that_scores_more_is_told() {
    let (folder, path) = plan(FUNDING);
    let file = folder.path().join("plan.zbb");
    let text = fs::read_to_string(&file).expect("the plan").replace("rates worth: 9", "rates worth: 1");
    fs::write(&file, text).expect("a file");
    let run = zbb(&["advise", "--today", "2027-01-15", &path, "--only", "frontier", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.output).expect("JSON");
    let points = json["frontier"]["points"].as_array().expect("points");
    let is_poorer = |budget: &str| {
        let point = points.iter().find(|point| point["budget"] == budget).expect("a point");
        point["remark"].as_str().is_some_and(|text| text.contains("a poorer budget scores more"))
    };
    // Desk alone scores 6 with 50; with 60 ads come first, and score 1.
    assert!(is_poorer("60000.00") && !is_poorer("50000.00"));
}

fn with(requirement: &str, funding: &str, section: &str) -> Value {
    json(&format!("{funding}{requirement}\n"), section)
}

fn json(text: &str, section: &str) -> Value {
    let (_folder, path) = plan(text);
    let run = zbb(&["advise", "--today", "2027-01-15", &path, "--only", section, "--format", "json"]);
    serde_json::from_str(&run.output).unwrap_or_else(|_| panic!("{}{}", run.output, run.notes))
}

#[test]
fn a_goal_needs_the_least_budget() {
    for (requirement, budget, levels) in [
        // Desk alone costs 50.
        ("require \"r\": funded(desk.minimum)", "50000.00", "desk.minimum"),
        // Of 140 (with desk or fairs) and 160, only that reaches 150.
        ("require \"r\": spend(team) >= 150k USD", "160000.00", "ads.minimum desk.minimum fairs.minimum"),
        ("require \"r\": spend(team) > 140k USD", "160000.00", "ads.minimum desk.minimum fairs.minimum"),
        ("require \"r\": funded(fairs.minimum) and not funded(ads.minimum)", "50000.00", "fairs.minimum"),
        (
            "require \"r\": total(cost(team)) >= 95k USD and funded(desk.minimum)",
            "100000.00",
            "desk.minimum fairs.minimum",
        ),
        // 32.2 unfunded; desk brings 2, each other 1: four more, and signs are the cheapest to leave in.
        ("require \"r\": nps at 2027-12 >= 36 pts", "130000.00", "desk.minimum fairs.minimum signs.minimum"),
    ] {
        let json = with(requirement, FUNDING, "goal");
        let goals = json["goal"]["goals"].as_array().unwrap_or_else(|| panic!("{requirement}: {json:#}"));
        let goal = goals.iter().find(|goal| goal["goal"] == "\"r\"").expect("the goal");
        assert_eq!(
            goal["way"]["text"].as_str().or(goal["way"].as_str()),
            Some("least, proved"),
            "{requirement}: {goal:#}"
        );
        assert_eq!((goal["budget"].as_str(), goal["levels"].as_str()), (Some(budget), Some(levels)), "{requirement}");
    }
}

#[test]
fn a_goal_out_of_reach_is_proved_so() {
    for requirement in ["require \"r\": spend(team) > 190k USD", "require \"r\": nps at 2027-12 >= 37.3 pts"] {
        let json = with(requirement, FUNDING, "goal");
        let text = json["goal"]["goals"].to_string();
        assert!(text.contains("out of reach at any budget"), "{requirement}: {json:#}");
    }
}

#[test]
fn what_bends_is_looked_for_on_the_frontier() {
    let json = with("require \"r\": min(nps) >= 34 pts or funded(desk.minimum)", FUNDING, "goal");
    assert!(json["goal"]["goals"].to_string().contains("found, not proved"), "{json:#}");
}

#[test]
fn what_clashes_cannot_lose_one() {
    let capped = "funding {\n  budget: 100k USD\n  policy: skip\n  cap category salaries: 40k USD\n}\n";
    let requires = "require \"desk\": funded(desk.minimum)\nrequire \"little\": spend(team) <= 90k USD";
    let json = with(requires, capped, "conflict");
    let clash = json["conflict"]["clash"].as_array().unwrap_or_else(|| panic!("{json:#}"));
    let sorts: Vec<&str> = clash.iter().filter_map(|claim| claim["sort"].as_str()).collect();
    // Desk costs 50, more than the cap; that little is spent bars nothing.
    assert_eq!(sorts, ["cap", "requirement"], "{json:#}");
    assert!(clash[1]["written"].as_str().is_some_and(|text| text.contains("funded(desk.minimum)")), "{json:#}");
}

#[test]
fn a_requirement_beyond_the_budget_clashes_alone() {
    let json = with("require \"all\": spend(team) >= 110k USD", FUNDING, "conflict");
    assert_eq!(json["conflict"]["clash"].as_array().map(Vec::len), Some(1), "{json:#}");
}

#[test]
fn what_a_better_set_keeps_is_no_conflict() {
    let json = with("require \"desk\": funded(desk.minimum)", FUNDING, "conflict");
    assert!(json["conflict"].get("clash").is_none(), "{json:#}");
    assert!(json.to_string().contains("nothing clashes"), "{json:#}");
}
