//! Risk: draws against closed forms and the exact projection; the same bytes with any number of threads; nothing that is no
//! number.
#![expect(clippy::float_arithmetic, reason = "closed forms of what is drawn in floating point")]

use super::{FUNDING, in_folder, plan as plain};
use crate::cli::{Run, command, finish, zbb};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;
use zbb::diagnostic::codes;

/// Two packages whose costs and effects have three points, one of them a driver's, one one-sided.
const PLAN: &str = r#"
driver hourly { value: 500 .. 550 .. 750 USD/agent/month }
driver wage { value: 2 * hourly }
criterion worth { weight: 100% }
package ads {
  department: team
  owner: lead
  justification: "Why ads."
  consequence: "Nobody hears of us."
  level minimum {
    cost salaries: 8k .. 10k .. 16k USD in 2027-01
    effect nps: +1 .. +2 .. +4 pts evidence history
    rates worth: 9
  }
}
package desk {
  department: team
  owner: lead
  justification: "Why desk."
  consequence: "Nobody answers."
  level minimum {
    cost salaries: 2 agent * wage from 2027-01
    effect nps: +0 .. +0 .. +3 pts after 2 months over 3 months evidence judgement
    rates worth: 6
  }
}
ranking board "Board" {
  by: lead
  ads.minimum
  desk.minimum
}
"#;

fn plan(funding: &str, more: &str) -> (TempDir, String) {
    in_folder(&format!("{}{PLAN}{funding}{more}", codes::prelude()))
}

const MONEY: &str = "funding {\n  budget: 40k USD\n  policy: skip\n  reserve: 3k USD\n}\n";

fn run(path: &str, options: &[&str]) -> Run {
    zbb(&[&["advise", path, "--today", "2027-01-15", "--only", "risk"], options].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.output).unwrap_or_else(|_| panic!("{}{}", run.output, run.notes))
}

/// A column of the draws.
fn column(csv: &str, name: &str) -> Vec<f64> {
    let mut lines = csv.lines();
    let place = lines.next().and_then(|head| head.split(',').position(|other| other == name));
    let place = place.unwrap_or_else(|| panic!("{name}: {}", &csv[..csv.len().min(300)]));
    lines.map(|line| line.split(',').nth(place).and_then(|cell| cell.parse().ok()).expect("a number")).collect()
}

/// Mean and deviation of a PERT distribution.
fn pert(low: f64, likely: f64, high: f64) -> (f64, f64) {
    let mean = (low + 4.0 * likely + high) / 6.0;
    (mean, ((mean - low) * (high - mean) / 7.0).sqrt())
}

fn moments(values: &[f64]) -> (f64, f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    let fourth = values.iter().map(|value| (value - mean).powi(4)).sum::<f64>() / n;
    (mean, variance, ((fourth - variance * variance) / n).sqrt())
}

#[test]
fn sums_of_draws_have_the_mean_and_deviation_of_the_closed_form() {
    let (_folder, path) = plan(MONEY, "");
    let drawn = run(&path, &["--format", "csv", "--raw", "--draws", "20000"]);
    assert_eq!(drawn.code, Some(0), "{}", drawn.notes);
    // The driver is one draw, which another reads: two agents in twelve months cost 48 times it.
    let parts = [
        ("cost", [pert(8e3, 10e3, 16e3), pert(24e3, 26.4e3, 36e3)]),
        ("nps", [pert(1.0, 2.0, 4.0), pert(0.0, 0.0, 3.0)]),
    ];
    for (name, [one, other]) in parts {
        let values = column(&drawn.output, name);
        let (mean, variance, variance_error) = moments(&values);
        // 31 and twelve months of trend.
        let base = if name == "nps" { 32.2 } else { 0.0 };
        let exact = (base + one.0 + other.0, one.1.powi(2) + other.1.powi(2));
        let error = (exact.1 / values.len() as f64).sqrt();
        assert!((mean - exact.0).abs() < 3.0 * error, "{name}: {mean}, not {}", exact.0);
        assert!((variance - exact.1).abs() < 3.0 * variance_error, "{name}: {variance}, not {}", exact.1);
    }
    let all = column(&drawn.output, "ads.minimum.cost.salaries");
    assert!(all.iter().all(|cost| (8e3..=16e3).contains(cost)));
}

#[test]
fn percentiles_chances_and_reserves_are_those_of_the_draws() {
    let (_folder, path) = plan(MONEY, "require \"cheap\": spend(team) <= 37k USD\n");
    let drawn = run(&path, &["--format", "csv", "--raw"]).output;
    let told = json(&run(&path, &["--format", "json"]));
    let mut costs = column(&drawn, "cost");
    costs.sort_by(f64::total_cmp);
    let number = |value: &Value| {
        value["value"].as_str().or(value.as_str()).and_then(|text| text.parse::<f64>().ok()).expect("a number")
    };
    let risk = &told["risk"];
    assert!((number(&risk["cost_p50"]) - costs[4_999]).abs() < 0.01, "{told:#}");
    let share = |limit: f64| costs.iter().filter(|cost| **cost > limit).count() as f64 / 10_000.0;
    // Funding may spend 37,000.
    assert!((number(&risk["reserve_touched"]) - share(37e3)).abs() < 1e-9, "{told:#}");
    assert!((number(&risk["beyond_budget"]) - share(40e3)).abs() < 1e-9);
    assert!((number(&risk["requirements"][0]["chance"]) - (1.0 - share(37e3))).abs() < 1e-9);
    let reserve = (costs[7_999] - 37e3).max(0.0);
    assert!((number(&risk["reserve_that_holds"]) - reserve).abs() < 0.01, "{told:#}");
    let months = risk["by_month"].as_array().expect("months");
    for month in months {
        let [low, middle, high] = ["p10", "p50", "p90"].map(|key| number(&month[key]));
        assert!(low <= middle && middle <= high, "{month:#}");
    }
    // What is spread most hangs most on what is widest.
    assert_eq!(risk["drivers"][0]["figure"], "cost");
    assert_eq!(risk["drivers"][0]["estimate"], "hourly");
    let swing = &risk["tornado"][0];
    assert_eq!(
        (swing["estimate"].as_str(), number(&swing["low"]), number(&swing["high"])),
        (Some("ads.minimum.effect.nps"), 33.2, 36.2)
    );
}

#[test]
fn evidence_comes_wholly_or_not_at_all() {
    let text = format!("{}{PLAN}{MONEY}", codes::prelude())
        .replace("owner: lead\n}\n\nrole", "owner: lead\n  confidence judgement: 40%\n}\n\nrole");
    let (_folder, path) = in_folder(&text);
    let drawn = run(&path, &["--format", "csv", "--raw"]).output;
    let comes = column(&drawn, "desk.minimum.judgement");
    let share = comes.iter().sum::<f64>() / comes.len() as f64;
    assert!((share - 0.4).abs() < 3.0 * (0.24_f64 / comes.len() as f64).sqrt(), "{share}");
    let (nps, ads, desk) =
        (column(&drawn, "nps"), column(&drawn, "ads.minimum.effect.nps"), column(&drawn, "desk.minimum.effect.nps"));
    for draw in 0..comes.len() {
        let sum = 32.2 + ads[draw] + comes[draw] * desk[draw];
        assert!((nps[draw] - sum).abs() < 1e-7, "{} {sum}", nps[draw]);
    }
}

/// Where nothing is uncertain, draws are the exact projection.
#[test]
fn without_uncertainty_draws_are_the_projection() {
    let (_folder, path) = plain(FUNDING);
    let told = json(&run(&path, &["--format", "json"]));
    assert!(told.to_string().contains("nothing is uncertain"), "{told:#}");
    for example in ["advocacy", "aurora", "benchmarking", "moments_of_truth", "post_purchase_support", "advocacy_plan"]
    {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
        let sources = crate::resolve::sources_below(&folder);
        let compiled = zbb::compile::compile(&sources, zbb::compile::Options::default());
        let (checked, evaluation) = (compiled.checked.expect("a plan"), compiled.evaluation.expect("figures"));
        for likely in zbb::risk::at_likely(&checked, &evaluation) {
            let exact = evaluation.projection.funded.kpi_at(likely.kpi, likely.month);
            match exact {
                None => assert!(likely.value.is_none(), "{example}: {likely:?}"),
                Some(exact) => {
                    let exact: f64 = exact.to_string().parse().expect("a number");
                    let value = likely.value.unwrap_or_else(|| panic!("{example}: {likely:?}"));
                    assert!((value - exact).abs() <= 1e-9 * exact.abs().max(1.0), "{example}: {likely:?} is {exact}");
                }
            }
        }
    }
}

#[test]
fn no_example_has_what_is_no_number() {
    for example in ["advocacy", "aurora", "benchmarking", "moments_of_truth", "post_purchase_support"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
        for format in ["json", "terminal", "html"] {
            let run = run(&folder.display().to_string(), &["--format", format, "--draws", "500"]);
            assert_eq!(run.code, Some(0), "{example}: {}", run.notes);
            assert!(!run.output.contains("NaN") && !run.output.contains("Infinity"), "{example}");
        }
    }
}

#[test]
fn threads_change_nothing_and_seeds_do() {
    let (_folder, path) = plan(MONEY, "");
    let with = |threads: &str, seed: &str| {
        let options =
            ["advise", &path, "--only", "risk", "--format", "csv", "--raw", "--draws", "9000", "--seed", seed];
        finish(command(&options).env("RAYON_NUM_THREADS", threads)).output
    };
    let one = with("1", "1");
    assert_eq!(one, with("4", "1"));
    assert!(one != with("4", "2"));
}

/// The same bytes in every build: pinned, so that a release that drew otherwise would fail here.
#[test]
fn the_first_draw_is_pinned() {
    let (_folder, path) = plan(MONEY, "");
    let drawn = run(&path, &["--format", "csv", "--raw", "--draws", "100"]).output;
    insta::assert_snapshot!("first_draws", drawn.lines().take(4).collect::<Vec<&str>>().join("\n"));
}

#[test]
fn draws_out_of_range_are_refused() {
    let (_folder, path) = plan(MONEY, "");
    for options in [
        &["--draws", "0"][..],
        &["--draws", "99"],
        &["--draws", "1000001"],
        &["--draws", "1000000000"],
        &["--seed", "-1"],
        &["--seed", "99999999999999999999"],
        &["--raw"],
        &["--raw", "--format", "json"],
    ] {
        let run = run(&path, options);
        assert_eq!((run.code, run.output.as_str()), (Some(2), ""), "{options:?}: {}", run.notes);
    }
}

#[test]
fn too_many_figures_are_told_with_a_number_that_does() {
    let kpis: String =
        (0..40).map(|kpi| format!("kpi k{kpi} {{ unit: number, baseline: 1, source: \"S\" }}\n")).collect();
    let (_folder, path) = plan(MONEY, &kpis);
    let many = run(&path, &["--draws", "1000000"]);
    assert_eq!((many.code, many.output.as_str()), (Some(2), ""), "{}", many.notes);
    assert!(many.notes.contains("41 KPIs in 12 months") && many.notes.contains("--draws 403225"), "{}", many.notes);
}

#[test]
fn costs_in_three_points_are_funded_at_the_likely_value() {
    let (_folder, path) = plan(MONEY, "");
    let plan = zbb(&["plan", &path, "--today", "2027-01-15", "--format", "json"]);
    // 10,000, and two agents at 1,100 in twelve months.
    assert_eq!(json(&plan)["summary"]["funded"], "36400.00", "{}", plan.notes);
    let told = run(&path, &[]).output;
    assert!(told.contains("costs with three points are funded at their likely value"), "{told}");
}

#[test]
fn estimates_that_do_not_ascend_are_errors() {
    for (line, is_wrong) in [
        ("cost salaries: 8k .. 7k .. 16k USD in 2027-01", true),
        ("cost salaries: -1k .. 7k .. 16k USD in 2027-01", true),
        ("cost salaries: 8k USD .. 9k USD/year .. 16k USD in 2027-01", true),
        ("cost salaries: 8k .. 9k .. 16k USD/year from 2027-01", false),
        ("cost salaries: 8k .. 8k .. 8k USD in 2027-01", false),
    ] {
        let text = format!("{}{PLAN}{MONEY}", codes::prelude())
            .replace("cost salaries: 8k .. 10k .. 16k USD in 2027-01", line);
        let (_folder, path) = in_folder(&text);
        let run = run(&path, &["--draws", "100"]);
        assert_eq!(run.code, Some(if is_wrong { 1 } else { 0 }), "{line}: {}", run.notes);
    }
}

/// The place of each value among all, from nought.
fn places(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*left].total_cmp(&values[*right]));
    let mut places = vec![0.0; values.len()];
    order.into_iter().enumerate().for_each(|(place, of)| places[of] = place as f64);
    places
}

/// Spearman's ρ.
fn rank_correlation(one: &[f64], other: &[f64]) -> f64 {
    let (one, other) = (places(one), places(other));
    let middle = (one.len() as f64 - 1.0) / 2.0;
    let products = |left: &[f64], right: &[f64]| -> f64 {
        left.iter().zip(right).map(|(left, right)| (left - middle) * (right - middle)).sum()
    };
    products(&one, &other) / products(&one, &one)
}

/// Three figures that hang together and one that does not: the ranks correlate as stated, to three standard errors; what each
/// holds is what it holds without, and the cost spreads as the closed form says.
#[test]
fn what_is_correlated_moves_together() {
    let together = "risk {\n  correlates hourly ads.minimum.cost.salaries: 60%\n  \
                    correlates ads.minimum.cost.salaries ads.minimum.effect.nps: -40%\n}\n";
    let (_folder, path) = plan(MONEY, together);
    let (_other, apart) = plan(MONEY, "");
    let raw = ["--format", "csv", "--raw", "--draws", "10000"];
    let (drawn, independent) = (run(&path, &raw), run(&apart, &raw).output);
    assert_eq!(drawn.code, Some(0), "{}", drawn.notes);
    let names = ["hourly", "ads.minimum.cost.salaries", "ads.minimum.effect.nps", "desk.minimum.effect.nps"];
    let columns = names.map(|name| column(&drawn.output, name));
    for (one, other, stated) in [(0, 1, 0.6), (1, 2, -0.4), (0, 2, 0.0), (0, 3, 0.0), (1, 3, 0.0)] {
        let found = rank_correlation(&columns[one], &columns[other]);
        let error = (1.0 - stated * stated) / 100.0;
        assert!(libm::fabs(found - stated) < 3.0 * error, "{} {}: {found}, not {stated}", names[one], names[other]);
    }
    for (name, column_together) in names.iter().zip(&columns) {
        let sorted = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values
        };
        assert!(sorted(column_together.clone()) == sorted(column(&independent, name)), "{name}");
    }
    // What moves together spreads further: the variance of a sum has twice the covariance besides.
    let (_, apart, _) = moments(&column(&independent, "cost"));
    let (_, spread, _) = moments(&column(&drawn.output, "cost"));
    assert!(spread > 1.3 * apart, "{spread} against {apart}");
    let told = json(&run(&path, &["--format", "json"]));
    let rows = told["risk"]["correlations"].as_array().expect("correlations");
    assert_eq!(rows.len(), 2, "{told:#}");
    assert_eq!(rows[0]["stated"]["value"], "0.6", "{told:#}");
}

/// What is not funded is not drawn, and the rest stands.
#[test]
fn a_correlation_of_what_is_not_funded_is_told() {
    let together = "risk { correlates hourly ads.minimum.cost.salaries: 60% }\n";
    let (_folder, path) = plan(&MONEY.replace("40k", "9k"), together);
    let told = run(&path, &[]);
    assert_eq!(told.code, Some(0), "{}", told.notes);
    assert!(told.output.contains("1 correlation of `risk` is of a figure that is not funded"), "{}", told.output);
}

/// Charts, each with a sentence for who cannot see it, and the figures in tables beside.
#[test]
fn a_page_draws_the_frontier_the_tornado_and_a_fan() {
    let (_folder, path) = plan(MONEY, "");
    let page = zbb(&["advise", "--today", "2027-01-15", &path, "--format", "html"]).output;
    let figures: Vec<&str> =
        page.split("<figure").skip(1).map(|rest| rest.split("</figure>").next().unwrap()).collect();
    assert_eq!(figures.len(), 2, "{page}");
    for (figure, told) in figures.iter().zip(["Score against the budget, at ", "in eight of ten draws between "]) {
        let sentence =
            figure.split("aria-label=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a sentence");
        assert!(sentence.contains(told), "{sentence}");
        assert!(figure.contains("role=\"img\""), "{figure}");
    }
    // Nothing joins the points of the frontier.
    assert!(!figures[0].contains("class=\"line ") && figures[0].contains("dot"), "{}", figures[0]);
    assert!(figures[1].contains("class=\"band"), "{}", figures[1]);
    let tornado = page.split("<table class=\"tornado\"").nth(1).and_then(|rest| rest.split("</table>").next());
    assert!(tornado.is_some_and(|table| table.contains("class=\"strip\"")), "{page}");
}

/// The plan may say how often is drawn and with which seed; the command line goes before it.
#[test]
fn the_plan_says_how_it_is_drawn() {
    let (_folder, path) = plan(MONEY, "risk { draws: 300, seed: 7 }\n");
    let by_plan = json(&run(&path, &["--format", "json"]));
    assert_eq!((&by_plan["risk"]["draws"], &by_plan["risk"]["seed"]), (&300.into(), &"7".into()), "{by_plan}");
    let by_both = json(&run(&path, &["--format", "json", "--draws", "200"]));
    assert_eq!((&by_both["risk"]["draws"], &by_both["risk"]["seed"]), (&200.into(), &"7".into()), "{by_both}");
    let (_unsaid, path) = plan(MONEY, "");
    assert_eq!(by_plan["risk"], json(&run(&path, &["--format", "json", "--draws", "300", "--seed", "7"]))["risk"]);
}
