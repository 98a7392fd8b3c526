//! Plans whose figures were worked out by hand from the contract of the language, before any program did: each is compiled
//! and reported as JSON, and compared figure by figure with `tests/cases/contract/expected.json`.
//!
//! What does not come out yet stands in [`OPEN`], and the test fails as soon as one of these does, so that it is taken out.

use std::path::Path;

use serde_json::Value;
use zbb::compile::{Options, compile};
use zbb::report::{plan_document, render};
use zbb::source::Sources;

/// Plans that do not come out as the contract says yet.
const OPEN: &[&str] = &[];

#[test]
fn every_plan_of_the_contract_comes_out_as_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/contract");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the contract can be read");
    let expected: Value = serde_json::from_str(&read("expected.json")).expect("JSON");
    let expected = expected.as_object().expect("an object of plans");
    let plans = std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path());
    assert_eq!(plans.filter(|path| path.extension().is_some_and(|end| end == "zbb")).count(), expected.len());
    let mut wrong = Vec::new();
    for (name, figures) in expected {
        let differs = differences(&read(&format!("{name}.zbb")), figures);
        match (differs.is_empty(), OPEN.contains(&name.as_str())) {
            (false, false) => wrong.push(format!("{name}:\n  {}", differs.join("\n  "))),
            (true, true) => wrong.push(format!("{name}: comes out right now: take it out of OPEN")),
            _ => {}
        }
    }
    wrong.extend(OPEN.iter().filter(|name| !expected.contains_key(**name)).map(|name| format!("{name}: no such plan")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each figure of a plan that is not what it is to be.
fn differences(text: &str, figures: &Value) -> Vec<String> {
    let figures = figures.as_object().expect("an object of figures");
    assert!(!figures.is_empty());
    let sources = Sources::single("plan.zbb", text);
    let compiled = compile(&sources, Options::default());
    let report = match (&compiled.checked, &compiled.evaluation) {
        (Some(plan), Some(evaluation)) if !compiled.diagnostics.has_errors() => {
            let document = plan_document(&sources, plan, evaluation);
            serde_json::from_str(&render::json(&document)).expect("JSON")
        }
        _ => Value::Null,
    };
    let compare = |(figure, wanted): (&String, &Value)| {
        let is = figure_of(&report, figure);
        (&is != wanted).then(|| format!("{figure}: {is}, not {wanted}"))
    };
    figures.iter().filter_map(compare).collect()
}

/// A figure by the words of `expected.json`; null where the report has none.
fn figure_of(report: &Value, figure: &str) -> Value {
    let (words, name) = figure.rsplit_once(' ').unwrap_or((figure, ""));
    let levels = || rows(report, "/ranking/levels");
    let level = |property: &str| plain(&row(levels(), "level", name)[property]);
    match (words, name) {
        ("outcome", _) => Value::from(if report.is_null() { "refused" } else { "accepted" }),
        ("funded", _) => {
            levels().filter(|row| !row["cumulative_cost"].is_null()).map(|row| row["level"].clone()).collect()
        }
        ("reserve by", "period") => {
            let periods = rows(report, "/money/periods").filter(|row| row["period"] != "all");
            periods.map(|row| plain(&row["reserve"])).collect()
        }
        ("cost by month of", _) => {
            let months = row(rows(report, "/kpis/values"), "kpi", &format!("cost_{name}"))["funded_by_month"].clone();
            months.as_array().into_iter().flatten().map(plain).collect()
        }
        ("spent at", _) => plain(&row(rows(report, "/journeys/touchpoints"), "touchpoint", name)["spend"]),
        ("smallest rise for", _) => smallest_rise(report, name),
        ("cost" | "starts" | "status" | "missing", _) => level(words),
        ("net cost", _) => level("net_cost"),
        ("value per 1,000", _) => level("value_per_thousand"),
        _ => match words.strip_prefix("KPI ").and_then(|words| words.strip_suffix(" in month")) {
            Some(kpi) => {
                let month: usize = name.parse().expect("the number of a month");
                let months = row(rows(report, "/kpis/values"), "kpi", kpi)["funded_by_month"].clone();
                let value = plain(&months[month - 1]);
                if value.is_null() && months.is_array() { Value::from("n/a") } else { value }
            }
            None => panic!("what is `{figure}`?"),
        },
    }
}

fn rows<'a>(report: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    report.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn row<'a>(mut rows: impl Iterator<Item = &'a Value>, key: &str, name: &str) -> &'a Value {
    rows.find(|row| row[key] == name).unwrap_or(&Value::Null)
}

/// A figure without its unit and the zeros at its end.
fn plain(value: &Value) -> Value {
    let value = value.get("value").unwrap_or(value);
    match value.as_str() {
        Some(text) if text.contains('.') && text.bytes().all(|byte| b"-.0123456789".contains(&byte)) => {
            Value::from(text.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => value.clone(),
    }
}

/// The rise of budget that the notes beside the ranking sheet give for a level: "650.00 more would fund a.x: …".
fn smallest_rise(report: &Value, level: &str) -> Value {
    let notes = rows(report, "/money/notes").filter_map(Value::as_str);
    let rises = notes.filter_map(|note| {
        note.split_once(" more ").filter(|(_, rest)| {
            let fund = rest.split_once("would fund ").map(|(_, rest)| rest);
            fund.is_some_and(|rest| rest.split([',', ':']).next() == Some(level))
        })
    });
    rises.map(|(rise, _)| plain(&Value::from(rise.replace(',', "")))).next().unwrap_or(Value::Null)
}
