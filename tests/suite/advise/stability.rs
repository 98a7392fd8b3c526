//! Stability: for each interval that is reported, both ends and one step beyond are played as plans of their own.

use super::in_folder;
use crate::cli::zbb;
use serde_json::Value;
use zbb::diagnostic::codes;

/// Two criteria; each level has one cost line in one month, so that its cost can be written anew.
fn plan(levels: &[(&str, &str, [&str; 2], &str)], weights: [&str; 2], funding: &str) -> String {
    let [first, second] = weights;
    let mut text =
        format!("{}\ncriterion worth {{ weight: {first} }}\ncriterion risk {{ weight: {second} }}\n", codes::prelude());
    let mut ranking = String::new();
    for (name, cost, [worth, risk], more) in levels {
        text += &format!(
            "package {name} {{\n  department: team\n  owner: lead\n  justification: \"Why {name}.\"\n  consequence: \"No {name}.\"\n  \
             level minimum {{\n    cost salaries: {cost} USD in 2027-01\n    effect nps: +1 pts evidence history\n    \
             rates worth: {worth}\n    rates risk: {risk}\n    {more}\n  }}\n}}\n"
        );
        ranking += &format!("  {name}.minimum\n");
    }
    text + &format!("ranking board \"Board\" {{\n  by: lead\n{ranking}}}\n{funding}")
}

/// What is funded, as one line, and how a level stands.
fn funded(text: &str, level: &str) -> (String, String) {
    let (_folder, path) = in_folder(text);
    let run = zbb(&["plan", "--today", "2027-01-15", &path, "--format", "json"]);
    let json: Value = serde_json::from_str(&run.output).unwrap_or_else(|_| panic!("{text}{}", run.notes));
    let rows = json["ranking"]["levels"].as_array().unwrap_or_else(|| panic!("{json:#}"));
    let of = |row: &Value, key: &str| row[key].to_string();
    let all = rows.iter().filter(|row| of(row, "status").contains("funded")).map(|row| of(row, "level"));
    let mut all: Vec<String> = all.collect();
    all.sort();
    let own = rows.iter().find(|row| row["level"] == level).map_or(String::new(), |row| of(row, "status"));
    (all.join(" "), own)
}

fn advice(text: &str) -> Value {
    let (_folder, path) = in_folder(text);
    let run = zbb(&["advise", "--today", "2027-01-15", &path, "--only", "stability", "--all", "--format", "json"]);
    serde_json::from_str(&run.output).unwrap_or_else(|_| panic!("{}{}", run.output, run.notes))
}

/// A figure as a whole number of steps.
fn steps(figure: &str, decimals: usize) -> i128 {
    let (whole, part) = figure.split_once('.').unwrap_or((figure, ""));
    format!("{whole}{part:0<decimals$}").parse().unwrap_or_else(|_| panic!("{figure}"))
}

fn written(steps: i128, decimals: usize) -> String {
    let sign = if steps < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", steps.abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    format!("{sign}{whole}.{part}")
}

const LEVELS: [(&str, &str, [&str; 2], &str); 5] = [
    ("ads", "60000.00", ["9", "2"], ""),
    ("desk", "50000.00", ["6", "7"], ""),
    ("fairs", "50000.00", ["6", "4"], ""),
    ("signs", "30000.00", ["2", "1"], ""),
    ("tours", "12345.67", ["1", "3"], ""),
];

/// Plays the ends of an interval of a figure of a level, of which `build` makes a plan.
fn play(
    low: &Value,
    high: &Value,
    decimals: usize,
    build: &dyn Fn(&str) -> String,
    same: &dyn Fn(&str) -> bool,
) -> usize {
    let mut played = 0;
    for (end, beyond) in [(low, -1), (high, 1)] {
        let Some(end) = end["value"]
            .as_str()
            .or(end.as_str())
            .filter(|end| end.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-'))
        else {
            continue;
        };
        let last = steps(end, decimals);
        assert!(same(&build(&written(last, decimals))), "the end {end} holds");
        assert!(!same(&build(&written(last + beyond, decimals))), "one step beyond {end} does not");
        played += 1;
    }
    played
}

fn play_costs(funding: &str, is_optimal: bool) -> usize {
    let now = plan(&LEVELS, ["60%", "40%"], funding);
    let json = advice(&now);
    let rows = json["stability"]["levels"].as_array().unwrap_or_else(|| panic!("{json:#}"));
    assert_eq!(rows.len(), LEVELS.len());
    let mut played = 0;
    for row in rows {
        let name = row["level"].as_str().expect("a level");
        let (set, own) = funded(&now, name);
        let place = LEVELS.iter().position(|level| name.starts_with(level.0)).expect("a level");
        let costing = |cost: &str| {
            let mut levels = LEVELS;
            levels[place].1 = cost;
            plan(&levels, ["60%", "40%"], funding)
        };
        let is_in = |set: &str| set.contains(name);
        let own_stays = |text: &str| {
            let (then, stands) = funded(text, name);
            if is_optimal { is_in(&then) == is_in(&set) } else { stands == own }
        };
        played += play(&row["own_low"], &row["own_high"], 2, &costing, &own_stays);
        if is_optimal {
            let rating = LEVELS[place].2;
            // Of its score, 60 % are what is rated `worth`.
            let score = |worth: &str| {
                let mut levels = LEVELS;
                levels[place].2 = [worth, rating[1]];
                plan(&levels, ["60%", "40%"], funding)
            };
            let rest = steps(rating[1], 12) * 40 / 100;
            let end = |end: &Value| match end.as_str() {
                // A rating has so many decimals that a step of the score is one of them.
                Some(text) if text.starts_with(|letter: char| letter.is_ascii_digit()) => Some(steps(text, 12)),
                _ => None,
            };
            for (last, beyond) in [(end(&row["score_low"]), -1), (end(&row["score_high"]), 1)] {
                let Some(last) = last else { continue };
                let worth =
                    |score: i128| written((score - rest) * 100 / 60 * 10 + ((score - rest) * 100 % 60) * 10 / 60, 13);
                let is_rating = |score: i128| score >= rest && (score - rest) * 100 / 60 <= steps("10", 12);
                if is_rating(last) && is_rating(last + beyond) {
                    assert!(own_stays(&score(&worth(last))), "{name}: score {last}");
                    assert!(!own_stays(&score(&worth(last + beyond))), "{name}: score {last} and a step");
                    played += 1;
                }
            }
        } else {
            played += play(&row["set_low"], &row["set_high"], 2, &costing, &|text| funded(text, name).0 == set);
        }
    }
    played
}

#[test]
fn ends_of_costs_hold_and_one_cent_further_does_not() {
    let one = |policy: &str, more: &str| format!("funding {{\n  budget: 100k USD\n  policy: {policy}\n{more}}}\n");
    for (funding, least) in [
        (one("skip", ""), 8),
        (one("stop", ""), 5),
        (one("skip", "  reserve: 5%\n  floor department team: 20%\n"), 8),
        (one("skip", "  rank: score\n"), 5),
        (one("skip", "  cap category salaries: 90k USD\n"), 6),
    ] {
        let played = play_costs(&funding, false);
        assert!(played >= least, "{played}: {funding}");
    }
}

#[test]
fn ends_of_the_best_set_hold_and_one_step_further_does_not() {
    let played = play_costs("funding {\n  budget: 100k USD\n  policy: optimal\n}\n", true);
    assert!(played >= 6, "{played}");
}

#[test]
fn ends_of_weights_hold_and_one_step_further_does_not() {
    let mut played = 0;
    for funding in [
        "funding {\n  budget: 100k USD\n  policy: optimal\n}\n",
        "funding {\n  budget: 100k USD\n  policy: skip\n  rank: score\n}\n",
        "funding {\n  budget: 100k USD\n  policy: skip\n  minimum_score: 5.5\n}\n",
    ] {
        let now = plan(&LEVELS, ["60%", "40%"], funding);
        let json = advice(&now);
        let set = funded(&now, "").0;
        let rows = json["stability"]["weights"].as_array().unwrap_or_else(|| panic!("{json:#}"));
        for row in rows {
            // Ends are fractions of one: 0.6 is 60 %, of which 0.0001 percentage points are a step.
            let weighing = |weight: &str| {
                let own = steps(weight, 6);
                let pair = [written(own, 4), written(1_000_000 - own, 4)].map(|weight| format!("{weight}%"));
                let [own, rest] = &pair;
                let weights = if row["criterion"] == "worth" { [own.as_str(), rest] } else { [rest.as_str(), own] };
                plan(&LEVELS, weights, funding)
            };
            played += play(&row["weight_low"], &row["weight_high"], 6, &weighing, &|text| funded(text, "").0 == set);
        }
    }
    assert!(played >= 6, "{played}");
}

#[test]
fn a_ranking_leaves_weights_nothing_to_decide() {
    let json = advice(&plan(&LEVELS, ["60%", "40%"], "funding {\n  budget: 100k USD\n  policy: skip\n}\n"));
    let rows = json["stability"]["weights"].as_array().expect("weights");
    assert!(rows.iter().all(|row| row["weight_low"] == "decides nothing"), "{json:#}");
}
