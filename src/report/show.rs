//! Which parts of a plan are shown: takes a document and the sections that are asked for, gives the document of those.

use super::document::{Block, Cell, Document, Note, Row, Section, Table};
use crate::diagnostic::text::counted;

/// The sections that can be asked for, by their keys.
pub const PARTS: [&str; 15] = [
    "summary",
    "course",
    "tolerances",
    "observed",
    "promises",
    "money",
    "ranking",
    "kpis",
    "requirements",
    "journeys",
    "spending",
    "outlook",
    "today",
    "roadmap",
    "ideas",
];

/// Those of them that only the year's course brings.
pub const OF_THE_COURSE: [&str; 4] = ["course", "tolerances", "observed", "promises"];

/// What a terminal shows unless somebody asks for something else.
const FIRST: [&str; 8] = ["summary", "course", "tolerances", "observed", "money", "ranking", "kpis", "requirements"];

/// The document with some of its sections; which scenario it is of is always told.
#[must_use]
pub fn only(document: Document, parts: &[&str]) -> Document {
    let is_asked = |section: &Section| section.key == "scenario" || parts.contains(&section.key);
    Document { sections: document.sections.into_iter().filter(is_asked).collect(), ..document }
}

/// The document as a terminal shows it unless asked: the first five sections, and of KPIs those with a target.
#[must_use]
pub fn first(document: Document) -> Document {
    let mut document = only(document, &FIRST);
    for section in document.sections.iter_mut().filter(|section| section.key == "kpis") {
        let mut left_out = 0;
        for block in &mut section.blocks {
            if let Block::Table(table) = block
                && table.key == "values"
            {
                left_out += keep_targets(table);
            }
        }
        if left_out > 0 {
            let words = format!("{} without a target: `--all` shows them", counted(left_out, "KPI"));
            section.push(Block::Notes(vec![Note::plain(words)]));
        }
    }
    document
}

/// Leaves out the rows without a target, unless none has one; gives how many.
fn keep_targets(table: &mut Table) -> usize {
    let Some(target) = table.columns.iter().position(|column| column.key == "target") else { return 0 };
    let has_target = |row: &Row| match row {
        Row::Cells(cells) => cells.get(target).is_some_and(|cell| !matches!(cell, Cell::Empty)),
        Row::Rule(_) => true,
    };
    let before = table.rows.len();
    if table.rows.iter().any(has_target) {
        table.rows.retain(has_target);
    }
    before - table.rows.len()
}
