//! What a search found and did not prove is told as its cause: scores that go with the cost leave too many sets alike to
//! prove one the best.

use super::in_folder;
use crate::cli::zbb;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use zbb::compile::{Options, Parsed};
use zbb::diagnostic::codes;
use zbb::diff::{Cause, Record, compare, record};
use zbb::source::Sources;

const WORDS: &str = "the cause is the search";

/// Packages whose scores are their costs, the first of which costs `first` cents.
fn alike(first: u64) -> String {
    let mut text = format!("{}\ncriterion worth {{ weight: 100% }}\n", codes::prelude());
    let (mut state, mut total, mut ranking) = (1_u64, 0, String::new());
    for place in 0..40 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let cost = if place == 0 { first } else { 1_000_000 + (state >> 33) % 8_999_999 };
        total += cost;
        writeln!(
            text,
            "package p{place} {{\n  department: team\n  owner: lead\n  justification: \"Why {place}.\"\n  consequence: \"No {place}.\"\n  \
             level only {{\n    cost salaries: {}.{:02} USD in 2027-01\n    effect nps: +0.01 pts evidence history\n    \
             rates worth: {}.{:06}\n  }}\n}}",
            cost / 100,
            cost % 100,
            cost / 1_000_000,
            cost % 1_000_000,
        )
        .expect("text");
        ranking += &format!("  p{place}.only\n");
    }
    let budget = format!("{}.{:02} USD", total / 200, total / 2 % 100);
    text + &format!(
        "ranking board \"Board\" {{\n  by: lead\n{ranking}}}\nfunding {{\n  budget: {budget}\n  policy: optimal\n}}\n"
    )
}

/// What is said of a plan file in which another level is funded instead of one that is.
fn locked_with_another_set(text: &str) -> String {
    let (folder, path) = in_folder(text);
    let kept = Path::new(folder.path()).join("plan.lock");
    assert_eq!(zbb(&["plan", &path, "--today", "2027-01-15", "--effort", "1", "--write"]).code, Some(0));
    let written = fs::read_to_string(&kept).expect("a plan file");
    assert!(written.contains("status: funded in the best set"), "{written}");
    fs::write(&kept, written.replacen("status: funded in the best set", "status: not in the best set", 1))
        .expect("space");
    let run = zbb(&["plan", &path, "--today", "2027-01-15", "--effort", "1", "--locked"]);
    assert_eq!(run.code, Some(1), "{}", run.notes);
    run.notes.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[test]
fn a_set_that_is_not_proved_may_be_stale_by_the_search() {
    let said = locked_with_another_set(&alike(3_254_257));
    assert!(said.contains("E0606") && said.contains(WORDS), "{said}");
}

#[test]
fn a_set_that_is_proved_is_not_stale_by_the_search() {
    let few = alike(3_254_257).replace("policy: optimal", "policy: optimal\n  cap department team: 50_000 USD");
    let said = locked_with_another_set(&few);
    assert!(said.contains("E0606") && !said.contains(WORDS), "{said}");
}

/// What such a plan says and comes to.
fn recorded(text: &str) -> Record {
    let parsed = Parsed::read(&Sources::single("plan.zbb", text));
    let (compiled, topics) = parsed.compile_with_facts(Options { effort: Some(1), ..Options::default() });
    let (plan, evaluation) = (compiled.checked.expect("a plan"), compiled.evaluation.expect("figures"));
    record(topics, &plan, &evaluation)
}

#[test]
fn a_comparison_names_the_search() {
    let changes = compare(&recorded(&alike(3_254_257)), &recorded(&alike(8_100_301)), None);
    let searched = |cause: &Cause| matches!(cause, Cause::Exchange { searched: true, .. });
    let causes: Vec<&Cause> = changes.funding.levels.iter().filter_map(|level| level.cause.as_ref()).collect();
    assert!(!causes.is_empty() && causes.iter().all(|cause| searched(cause)), "{causes:?}");
}
