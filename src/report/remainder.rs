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
        (Kind::Income, "expected income", plan.incomes.len()),
        (Kind::Retire, "activity that ends", plan.retires.len()),
        (Kind::Actuals, "list of actuals", plan.actuals.len()),
        (Kind::Tolerance, "tolerance", plan.tolerances.len()),
        (Kind::Transfer, "transfer", plan.transfers.len()),
        (Kind::Observe, "observation", plan.observes.len()),
        (Kind::Practice, "practice", plan.practices.len()),
        (Kind::Workshop, "workshop", plan.workshops.len()),
        (Kind::Idea, "idea", plan.ideas.len()),
        (Kind::Milestone, "milestone", plan.milestones.len()),
        (Kind::Persona, "persona", plan.personas.len()),
    ];
    let counted: Vec<String> = counts
        .into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(kind, one, count)| format!("{} {}", grouped(count), if count == 1 { one } else { kind.plural() }))
        .collect();
    if let [first @ .., last] = counted.as_slice() {
        let and = if first.is_empty() { "" } else { " and " };
        let list = format!("{}{and}{last}", first.join(", "));
        section.push(Block::Notes(vec![Note::plain(format!("read and checked, not used by this report: {list}"))]));
    }
    section
}
