//! The report of `zbb advise`: takes what was found beside a plan's decision, gives the document.

mod conflict;
mod cuts;
mod fan;
mod frontier;
mod frontier_chart;
mod goal;
mod optimum;
mod risk;
mod scale;
mod stability;
mod tornado;

use super::document::{Block, Column, Document, Note, Section};
use super::head::{properties, subtitle, title};
use super::scenario;
use crate::advise::{Advice, Questions};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::source::Sources;

/// The form of the document, with its version.
const SCHEMA: &str = "zbb-advise/1";

/// The report of advice on an evaluated plan.
#[must_use]
pub fn advise_document(
    sources: &Sources,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    (questions, advice): (Questions<'_>, &Advice),
) -> Document {
    let mut shown = vec![scenario::section(sources, plan)];
    if evaluation.funding.is_none() {
        let mut section = Section::new("advice", "Advice");
        section.push(Block::Notes(vec![Note::plain(
            "the plan does not say how money is given: there is nothing to advise on",
        )]));
        shown.push(section);
    }
    shown.extend(advice.best.as_ref().map(|best| optimum::section(plan, evaluation, best)));
    shown.extend(advice.frontier.as_ref().map(|found| frontier::section(plan, found)));
    shown.extend(cuts::section(plan, evaluation, &advice.cuts));
    shown.extend(advice.stability.as_ref().map(|found| stability::section(plan, found, questions.all)));
    shown.extend(advice.goals.as_ref().map(|goals| goal::section(plan, evaluation, goals)));
    let drawn = advice.risk.as_ref().and_then(|risk| risk.as_ref().ok());
    shown.extend(drawn.map(|drawn| risk::section(plan, evaluation, drawn)));
    shown.extend(advice.conflict.as_ref().map(|found| conflict::section(sources, plan, found)));
    Document {
        schema: SCHEMA,
        title: title(plan).to_owned(),
        subtitle: subtitle(plan) + &scenario::subtitle(plan),
        properties: properties(plan),
        main_table: main_table(questions),
        main_columns: main_columns(plan, questions),
        beside_records: scenario::beside_records(sources, plan),
        sections: shown.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

/// The table of a format that has room for one: that of the first of these questions.
fn main_table(questions: Questions<'_>) -> &'static str {
    if questions.risk.is_some_and(|drawing| drawing.is_raw) {
        return risk::RAW;
    }
    let asked = [
        (!questions.cuts.is_empty(), cuts::KEY),
        (questions.optimum, optimum::KEY),
        (questions.frontier, frontier::KEY),
        (questions.stability, stability::KEY),
        (questions.goal, goal::KEY),
        (questions.risk.is_some(), risk::KEY),
    ];
    asked.iter().find(|(is_asked, _)| *is_asked).map_or(conflict::KEY, |(_, key)| key)
}

/// The columns of that table, where it may have no rows.
fn main_columns(plan: &CheckedPlan, questions: Questions<'_>) -> Vec<Column> {
    match main_table(questions) {
        cuts::KEY => cuts::columns(plan),
        optimum::KEY => optimum::columns(plan),
        _ => Vec::new(),
    }
}
