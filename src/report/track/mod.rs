//! The report of `zbb track`: takes the course of a year, gives the document, from the headline to what the ledgers held.

mod analysis;
mod burn;
mod cells;
mod course;
mod cuts;
mod lines;
mod patterns;
mod seen;
mod summary;
mod told;
mod walked;

pub(super) use burn::charts as burn_charts;
pub(super) use course::side_by_side;

use super::document::{Cell, Column, Document, Section};
use super::head::{properties, subtitle, title};
use super::names::month;
use crate::check::CheckedPlan;
use crate::control::Track;
use crate::evaluate::Evaluation;

/// The form of the document, with its version.
const SCHEMA: &str = "zbb-track/1";

/// The report of a year's course.
#[must_use]
pub fn track_document(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Document {
    let mut sections = money(plan, track);
    sections.insert(usize::from(!sections.is_empty()), told::tolerances(plan, track));
    sections.extend([
        seen::kpis(plan, evaluation, track),
        patterns::promises(plan, evaluation, track),
        walked::section(plan, evaluation, track),
        seen::benchmarks(plan, evaluation, track),
        patterns::trends(plan, track),
        patterns::links(plan, track),
        told::ledgers(plan, track),
    ]);
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

/// The course of a year, for the report of its plan.
#[must_use]
pub(super) fn course_sections(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Vec<Section> {
    vec![
        course::section(plan, track),
        told::tolerances(plan, track),
        seen::kpis(plan, evaluation, track),
        patterns::promises(plan, evaluation, track),
    ]
}

/// The table of a year's course that a format with room for one takes, with its columns; none without ledgers.
#[must_use]
pub(super) fn course_table(plan: &CheckedPlan) -> Option<(&'static str, Vec<Column>)> {
    (!plan.plan().actuals.is_empty()).then(|| (course::KEY, course::columns()))
}

/// The sections of money; none without ledgers, when nobody knows what was spent.
fn money(plan: &CheckedPlan, track: &Track) -> Vec<Section> {
    if plan.plan().actuals.is_empty() {
        return Vec::new();
    }
    vec![
        summary::section(plan, track),
        lines::section(plan, track),
        analysis::section(plan, track),
        cuts::out(plan, track),
        cuts::income(plan, track),
        told::transfers(plan, track),
        told::savings(plan, track),
        told::carried(plan, track),
    ]
}
