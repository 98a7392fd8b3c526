//! The report of `zbb diff`: takes two records and what changed between them, gives the document: first what the plan comes to
//! otherwise, with causes, then what it says otherwise.

mod bounds;
mod cause;
mod figures;
mod flows;
mod funding;
mod history;
mod orders;
mod outcome;
mod says;
mod summary;

use super::document::{Block, Cell, Document, Note, Section, Truth};
use crate::diff::Changes;
use crate::record::Record;

/// The form of the document, with its version: a change that breaks its readers raises the number.
const SCHEMA: &str = "zbb-diff/1";

/// The two plans by the names they were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The earlier: `main`.
    pub before: String,
    /// The later: `HEAD`, `.`.
    pub after: String,
}

/// The report of a comparison.
#[must_use]
pub fn diff_document(names: &Names, before: &Record, after: &Record, changes: &Changes) -> Document {
    Document {
        schema: SCHEMA,
        title: after.title().to_owned(),
        subtitle: format!("{} → {}", names.before, names.after),
        properties: vec![
            ("before", Cell::text(names.before.as_str())),
            ("after", Cell::text(names.after.as_str())),
            ("currency", Cell::text(after.outcome.currency.code())),
            ("changed", Cell::Truth(if changes.is_empty() { Truth::No } else { Truth::Yes })),
            ("budget_before", figures::money(changes.funding.before.budget, changes.funding.before.currency)),
            ("funded_before", figures::money(changes.funding.before.funded, changes.funding.before.currency)),
        ],
        main_table: funding::KEY,
        beside_records: Vec::new(),
        sections: sections(before, after, changes),
    }
}

fn sections(before: &Record, after: &Record, changes: &Changes) -> Vec<Section> {
    if changes.is_empty() {
        let note = Note::plain("both mean the same: nothing changed in what the plan says or comes to");
        return vec![Section { key: "summary", heading: None, blocks: vec![Block::Notes(vec![note])] }];
    }
    let mut sections = vec![
        summary::section(before, after, changes),
        funding::section(after, changes),
        outcome::kpis(changes),
        flows::section(changes),
        outcome::departments(after, changes),
        bounds::section(after, changes),
        outcome::moments(changes),
        outcome::requires(changes),
        history::section(after, changes),
        orders::section(changes),
    ];
    sections.extend(says::sections(changes));
    sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}
