//! The report of `zbb track`: takes the course of a year, gives the document, from the headline to what the ledgers held.

mod cells;
mod cuts;
mod lines;
mod summary;
mod told;

use super::document::{Cell, Document};
use super::names::month;
use super::plan::{properties, subtitle, title};
use crate::check::CheckedPlan;
use crate::control::Track;

/// The form of the document, with its version.
const SCHEMA: &str = "zbb-track/1";

/// The report of a year's course.
#[must_use]
pub fn track_document(plan: &CheckedPlan, track: &Track) -> Document {
    let sections = [
        summary::section(plan, track),
        told::tolerances(plan, track),
        lines::section(plan, track),
        cuts::out(plan, track),
        cuts::income(plan, track),
        told::transfers(plan, track),
        told::savings(plan, track),
        told::carried(plan, track),
        told::ledgers(plan, track),
    ];
    let closed = month(plan, track.year.closed);
    let mut properties = properties(plan);
    properties.push(("closed_month", Cell::text(closed.as_str())));
    Document {
        schema: SCHEMA,
        title: title(plan).to_owned(),
        subtitle: format!("as of {closed}, {}", subtitle(plan)),
        properties,
        main_table: lines::KEY,
        main_columns: lines::columns(),
        beside_records: Vec::new(),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}
