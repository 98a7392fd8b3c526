//! The message at the head of a plan, word for word: of every example, of scenarios, and of plans with nothing to tell.

use zbb::compile::{Options, Parsed, compile};
use zbb::report::document::{Block, Document, Sentence};
use zbb::report::{plan_document, render, show};
use zbb::source::Sources;

use super::report::report_of;

/// The sentences of a document's message, as one paragraph.
fn message(document: &Document) -> String {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let sentences = blocks.filter_map(|block| match block {
        Block::Message(sentences) => Some(sentences),
        _ => None,
    });
    let words = sentences.flatten().map(|note| match &note.sentence {
        Sentence::Plain(text) => text.clone(),
        Sentence::Words(_) | Sentence::Said(_) => String::new(),
    });
    words.collect::<Vec<String>>().join(" ")
}

fn of(name: &str) -> String {
    message(&report_of(name))
}

fn written(text: &str, scenario: Option<&str>) -> String {
    let sources = Sources::single("case.zbb", text);
    let compiled = Parsed::read(&sources).compile(Options { scenario, ..Options::default() });
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else {
        panic!("{:#?}", compiled.diagnostics.items())
    };
    message(&plan_document(&sources, plan, evaluation))
}

#[test]
fn each_example_says_what_it_comes_to() {
    for (name, expected) in EXPECTED {
        assert_eq!(of(name), *expected, "{name}");
    }
}

const EXPECTED: &[(&str, &str)] = &[
    (
        "hotline",
        "1 of 2 levels is funded for 132k of 180k EUR. The target is missed: “Satisfaction” ends at 75%, not \
         78%. 24k more would fund “Weekends too”.",
    ),
    (
        "aurora",
        "1 of 2 levels is funded for 135k of 160k USD. The target is missed: “Net Promoter Score” ends at \
         31.8 pts, not 45 pts. The requirement holds. 33.9k more would fund “Evenings”.",
    ),
    (
        "moments_of_truth",
        "15 of 20 levels are funded for 2.09M of 2.35M AUD. Where present spend is stated (8 of 11 packages), \
         1.94M follows 1.45M (+34%); 107k ends. 5 of 11 targets are missed. 5 more are missed at the \
         confidence of their evidence. All 7 requirements hold. 25.3k more in the second quarter would fund \
         “Somebody awake who may decide more”, but “A rate for those who have been before” no longer.",
    ),
    (
        "advocacy",
        "15 of 18 levels are funded for 6.32M of 6.6M DKK. Where present spend is stated (7 of 10 packages), \
         5.92M follows 5.21M (+14%); 791k ends. 4 of 9 targets are missed. 5 more are missed at the \
         confidence of their evidence. All 7 requirements hold. 214k more would fund “Every letter tracked, \
         and a message when it is late”, but “Twenty minutes with a roaster, by video” no longer.",
    ),
    (
        "advocacy_plan",
        "18 of 22 levels are funded for 1.03M of 1.1M NZD. Where present spend is stated (2 of 11 packages), \
         543k follows 439k (+24%); 62k ends. 9 of 11 targets are missed. 2 more are missed at the confidence \
         of their evidence. All 10 requirements hold. 1.85k more in the second quarter would fund “A school \
         league”, but “A panel of sixty members” no longer.",
    ),
    (
        "benchmarking",
        "15 of 20 levels are funded for 44.5M of 46M NOK. Where present spend is stated (2 of 9 packages), \
         26.1M follows 21.8M (+20%); 640k ends. None of the 10 targets is reached; “Monthly customer \
         retention” moves away. All 11 requirements hold. 778k more would fund “Our own chat assistant”, but \
         “A vendor's chat assistant” and “Read all open answers by machine” no longer.",
    ),
    (
        "post_purchase_support",
        "13 of 19 levels are funded for 1.43M of 1.5M GBP. Where present spend is stated (7 of 9 packages), \
         1.31M follows 1.26M (+4.2%); 84k ends. 3 of 10 targets are missed. 7 more are missed at the \
         confidence of their evidence. All 8 requirements hold. 10.6k more would fund “Booking, moving and \
         cancelling visits”.",
    ),
];

fn plan(packages: &str, funding: &str) -> String {
    format!(
        "plan p \"P\" {{ currency: USD, calendar: 2027-01 .. 2027-12 }}\nrole lead\ndepartment d {{ owner: lead }}\n\
         category c {{ owner: lead }}\nkpi k {{ unit: number, baseline: 1, source: \"x\" }}\n{packages}\n{funding}\n"
    )
}

fn package(name: &str, today: &str, cost: &str) -> String {
    format!(
        "package {name} \"Title of {name}\" {{\n  department: d\n  owner: lead\n  justification: \"Why {name}.\"\n  \
         consequence: \"Else.\"\n  {today}\n  level one {{\n    cost c: {cost} in 2027-01\n    effect k: +1\n  }}\n}}"
    )
}

#[test]
fn present_spend_is_compared_only_where_it_is_stated() {
    let ranking = "ranking r { a.one, b.one }\nfunding { budget: 10k USD, policy: skip }";
    let two = |one: &str, other: &str| {
        plan(&[package("a", one, "3k USD"), package("b", other, "1k USD")].join("\n"), ranking)
    };
    assert_eq!(written(&two("", ""), None), "2 of 2 levels are funded for 4k of 10k USD.");
    assert_eq!(
        written(&two("today: 2k USD", "today: 0 USD"), None),
        "2 of 2 levels are funded for 4k of 10k USD. That is 100% more than the 2k spent today."
    );
    assert_eq!(
        written(&two("today: 1k USD", "today: 0 USD"), None),
        "2 of 2 levels are funded for 4k of 10k USD. That is 4 × the 1k spent today."
    );
    assert_eq!(
        written(&two("today: 4k USD", ""), None),
        "2 of 2 levels are funded for 4k of 10k USD. Where present spend is stated (1 of 2 packages), 3k follows 4k (-25%)."
    );
    assert_eq!(
        written(&two("today: 0 USD", "today: 0 USD"), None),
        "2 of 2 levels are funded for 4k of 10k USD. Nothing is spent on it today."
    );
}

#[test]
fn nothing_funded_is_said_at_once() {
    let text = plan(&package("a", "", "3k USD"), "ranking r { a.one }\nfunding { budget: 1k USD, policy: skip }");
    assert_eq!(written(&text, None), "Nothing is funded. 2k more would fund “Title of a”.");
    let none = plan(&package("a", "", "3k USD"), "");
    assert_eq!(written(&none, None), "Nothing is funded.");
}

#[test]
fn a_scenario_says_which_it_is() {
    let text = plan(
        &package("a", "", "3k USD"),
        "ranking r { a.one }\nfunding { budget: 4k USD, policy: skip }\nscenario lean \"Lean\" { set funding.budget: 3500 USD }",
    );
    assert_eq!(written(&text, Some("lean")), "In the scenario “Lean”: 1 of 1 level is funded for 3k of 3.5k USD.");
}

#[test]
fn a_terminal_shows_the_first_parts_and_kpis_with_a_target() {
    let document = show::first(report_of("aurora"));
    let keys: Vec<&str> = document.sections.iter().map(|section| section.key).collect();
    assert_eq!(keys, ["summary", "ranking", "money", "kpis", "requirements"]);
    let json: serde_json::Value = serde_json::from_str(&render::json(&document)).expect("JSON");
    let kpis: Vec<&str> =
        json["kpis"]["values"].as_array().expect("rows").iter().filter_map(|row| row["kpi"].as_str()).collect();
    assert_eq!(kpis, ["nps"], "three have no target");
    assert_eq!(json["kpis"]["notes"][0], "3 KPIs without a target: `--all` shows them");
}

#[test]
fn every_part_can_be_asked_for_alone() {
    for part in show::PARTS {
        for section in show::only(report_of("advocacy_plan"), &[part]).sections {
            assert_eq!(section.key, part);
        }
    }
    // Each section of the plan with most of them has a word of its own.
    for section in &report_of("advocacy_plan").sections {
        assert!(
            show::PARTS.contains(&section.key) || ["scenario", "not_used"].contains(&section.key),
            "{}",
            section.key
        );
    }
}

#[test]
fn no_message_is_about_a_plan_with_errors() {
    let sources = Sources::single("case.zbb", "plan p { currency: USD }");
    assert!(compile(&sources, Options::default()).evaluation.is_none());
}
