//! The report of `zbb advise`: takes what was found beside a plan's decision, gives the document.

mod cuts;
mod optimum;

use super::document::{Block, Document, Note, Section};
use super::plan::{properties, subtitle, title};
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
    let mut sections = vec![scenario::section(sources, plan)];
    if evaluation.funding.is_none() {
        let mut section = Section::new("advice", "Advice");
        section.push(Block::Notes(vec![Note::plain(
            "the plan does not say how money is given: there is nothing to advise on",
        )]));
        sections.push(section);
    }
    sections.extend(advice.best.as_ref().map(|best| optimum::section(plan, evaluation, best)));
    sections.extend(cuts::section(plan, evaluation, &advice.cuts));
    Document {
        schema: SCHEMA,
        title: title(plan).to_owned(),
        subtitle: subtitle(plan) + &scenario::subtitle(plan),
        properties: properties(plan),
        main_table: if questions.cuts.is_empty() { optimum::KEY } else { cuts::KEY },
        beside_records: scenario::beside_records(sources, plan),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}
