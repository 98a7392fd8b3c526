//! The report of `zbb diff`: takes two records and what changed between them, gives the document: first what the plan comes to
//! otherwise, with causes, then what it says otherwise.

mod alone;
mod bars;
mod bounds;
mod cause;
mod figures;
mod flows;
mod funding;
mod history;
mod lines;
mod loosened;
mod names;
mod orders;
mod outcome;
mod page;
mod says;
mod scenarios;
mod summary;
mod titles;
mod transfers;

pub use history::history_findings;
pub use names::Names;
pub use page::{diff_page, titled};

use super::document::{Block, Cell, Document, Note, Section, Truth};
use crate::diff::{Changes, Compared, Record};

/// The form of the document, with its version: a change that breaks its readers raises the number.
const SCHEMA: &str = "zbb-diff/1";

/// The report of a comparison.
#[must_use]
pub fn diff_document(names: &Names, before: &Record, after: &Record, changes: &Changes) -> Document {
    let mut properties = match changes.compared {
        Compared::Plans => Vec::new(),
        Compared::Figures => vec![("compared", Cell::text("figures"))],
        Compared::Appears => vec![("compared", Cell::text("new plan"))],
        Compared::Disappears => vec![("compared", Cell::text("plan gone"))],
        Compared::Repaired => vec![("compared", Cell::text("plan repaired"))],
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
        Compared::Plans | Compared::Appears | Compared::Repaired => after.title(),
        Compared::Disappears => before.title(),
        // No plan file keeps the title.
        Compared::Figures => "Figures of two plans",
    };
    Document {
        schema: SCHEMA,
        title: title.to_owned(),
        subtitle: format!("{} → {}", names.before, names.after),
        properties,
        main_table: funding::KEY,
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections: sections(names, before, after, changes),
    }
}

/// The report of two plans whose files are the same, byte for byte: nothing more is known of them than their title.
#[must_use]
pub fn same_document(names: &Names, title: &str) -> Document {
    let summary =
        Section { key: "summary", heading: None, blocks: vec![Block::Notes(vec![Note::plain(BOTH_MEAN_THE_SAME)])] };
    Document {
        schema: SCHEMA,
        title: title.to_owned(),
        subtitle: format!("{} → {}", names.before, names.after),
        properties: vec![
            ("compared", Cell::text("bytes")),
            ("before", Cell::text(names.before.as_str())),
            ("after", Cell::text(names.after.as_str())),
            ("changed", Cell::Truth(Truth::No)),
        ],
        main_table: funding::KEY,
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections: vec![summary],
    }
}

const BOTH_MEAN_THE_SAME: &str = "both mean the same: nothing changed in what the plan says or comes to";

fn sections(names: &Names, before: &Record, after: &Record, changes: &Changes) -> Vec<Section> {
    if changes.is_empty() {
        let notes = match changes.compared {
            Compared::Figures => vec![summary::FIGURES_ONLY, "no figure differs"],
            Compared::Plans | Compared::Appears | Compared::Disappears | Compared::Repaired => {
                vec![BOTH_MEAN_THE_SAME]
            }
        };
        let notes = notes.into_iter().map(Note::plain).collect();
        return vec![Section { key: "summary", heading: None, blocks: vec![Block::Notes(notes)] }];
    }
    let headline = match changes.compared {
        Compared::Plans | Compared::Figures => summary::section(before, after, changes),
        Compared::Appears | Compared::Disappears | Compared::Repaired => alone::section(names, before, after, changes),
    };
    let mut sections = vec![
        headline,
        funding::section(after, changes),
        outcome::kpis(changes),
        flows::section(changes),
        outcome::departments(after, changes),
        transfers::section(after, changes),
        bounds::section(after, changes),
        outcome::moments(changes),
        outcome::requires(changes),
        scenarios::section(after, changes),
        history::section(after, changes),
        orders::section(changes),
    ];
    // A plan that is new says all that it says for the first time: that is to be read in the plan.
    if !matches!(changes.compared, Compared::Appears | Compared::Disappears) {
        sections.extend(says::sections(changes));
    }
    sections.push(lines::section(changes));
    sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}
