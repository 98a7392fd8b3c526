//! What `zbb plan` reads and checks and does not use: takes a plan, gives one sentence that counts it.

use super::document::{Block, Note, Section};
use crate::check::CheckedPlan;
use crate::diagnostic::text::grouped;
use crate::model::Kind;

/// The section; empty where everything is used.
#[must_use]
pub fn section(plan: &CheckedPlan) -> Section {
    let mut section = Section { key: "not_used", heading: None, blocks: Vec::new() };
    let plan = plan.plan();
    let counts = [
        (Kind::Income, plan.incomes.len()),
        (Kind::Retire, plan.retires.len()),
        (Kind::Actuals, plan.actuals.len()),
        (Kind::Tolerance, plan.tolerances.len()),
        (Kind::Transfer, plan.transfers.len()),
        (Kind::Observe, plan.observes.len()),
        (Kind::Practice, plan.practices.len()),
        (Kind::Workshop, plan.workshops.len()),
        (Kind::Idea, plan.ideas.len()),
        (Kind::Milestone, plan.milestones.len()),
        (Kind::Persona, plan.personas.len()),
        (Kind::Need, plan.needs.len()),
    ];
    let counted: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{} {}", grouped(count), if count == 1 { kind.keyword() } else { kind.plural() }))
        .collect();
    if let [first @ .., last] = counted.as_slice() {
        let and = if first.is_empty() { "" } else { " and " };
        let list = format!("{}{and}{last}", first.join(", "));
        section.push(Block::Notes(vec![Note::plain(format!("read and checked, not used by this report: {list}"))]));
    }
    section
}
