//! The report of `zbb diff`: takes two records and what changed between them, gives the document: first what the plan comes to
//! otherwise, with causes, then what it says otherwise.

mod bounds;
mod cause;
mod figures;
mod flows;
mod funding;
mod history;
mod lines;
mod orders;
mod outcome;
mod says;
mod summary;

use super::document::{Block, Cell, Document, Note, Section, Truth};
use crate::diff::{Changes, Compared, Record};

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
    let mut properties = match changes.compared {
        Compared::Plans => Vec::new(),
        Compared::Figures => vec![("compared", Cell::text("figures"))],
    };
    properties.extend([
        ("before", Cell::text(names.before.as_str())),
        ("after", Cell::text(names.after.as_str())),
        ("currency", Cell::text(after.outcome.currency.code())),
        ("changed", Cell::Truth(if changes.is_empty() { Truth::No } else { Truth::Yes })),
        ("budget_before", figures::money(changes.funding.before.budget, changes.funding.before.currency)),
        ("funded_before", figures::money(changes.funding.before.funded, changes.funding.before.currency)),
    ]);
    let title = match changes.compared {
        Compared::Plans => after.title(),
        // No plan file keeps the title.
        Compared::Figures => "Figures of two plans",
    };
    Document {
        schema: SCHEMA,
        title: title.to_owned(),
        subtitle: format!("{} → {}", names.before, names.after),
        properties,
        main_table: funding::KEY,
        beside_records: Vec::new(),
        sections: sections(before, after, changes),
    }
}

const BOTH_MEAN_THE_SAME: &str = "both mean the same: nothing changed in what the plan says or comes to";

fn sections(before: &Record, after: &Record, changes: &Changes) -> Vec<Section> {
    if changes.is_empty() {
        let notes = match changes.compared {
            Compared::Plans => vec![BOTH_MEAN_THE_SAME],
            Compared::Figures => vec![summary::FIGURES_ONLY, "no figure differs"],
        };
        let notes = notes.into_iter().map(Note::plain).collect();
        return vec![Section { key: "summary", heading: None, blocks: vec![Block::Notes(notes)] }];
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
    sections.push(lines::section(changes));
    sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}
