//! What `zbb plan` reads and checks and does not use: takes a plan and whether its year's course is told, gives one sentence
//! that counts it.

use super::document::{Block, Note, Section};
use crate::check::CheckedPlan;
use crate::diagnostic::text::grouped;
use crate::model::{InPlan, Kind, Plan};

/// Whether the report tells the year's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It does.
    Told,
    /// It does not.
    NotTold,
}

/// The section; empty where everything is used.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, course: Course) -> Section {
    let mut section = Section { key: "not_used", heading: None, blocks: Vec::new() };
    let plan = plan.plan();
    let counted: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| (*kind, unread(plan, *kind, course)))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{} {}", grouped(count), if count == 1 { kind.word() } else { kind.plural() }))
        .collect();
    if let [first @ .., last] = counted.as_slice() {
        let and = if first.is_empty() { "" } else { " and " };
        let list = format!("{}{and}{last}", first.join(", "));
        section.push(Block::Notes(vec![Note::plain(format!("read and checked, not used by this report: {list}"))]));
    }
    section
}

/// How many of a kind stand nowhere in the report.
fn unread(plan: &Plan, kind: Kind, course: Course) -> usize {
    match (kind.in_plan(), course) {
        (InPlan::Read, _) => 0,
        (InPlan::Unread, _) | (InPlan::InCourse, Course::NotTold) => plan.count(kind),
        (InPlan::InCourse, Course::Told) => not_in_course(plan, kind),
    }
}

/// Of flows, drivers and touchpoints only `track` tells what was observed; of money nothing is told without a ledger.
fn not_in_course(plan: &Plan, kind: Kind) -> usize {
    match kind {
        Kind::Observe => plan.observes.values().filter(|observe| observe.about.kpi().is_none()).count(),
        Kind::Income | Kind::Transfer if plan.actuals.is_empty() => plan.count(kind),
        _ => 0,
    }
}
