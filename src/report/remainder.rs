//! What `zbb plan` reads and checks and does not use: takes a plan, gives one sentence that counts it.

use super::document::{Block, Note, Section};
use crate::check::CheckedPlan;
use crate::diagnostic::text::grouped;
use crate::model::{InPlan, Kind};

/// The section; empty where everything is used.
#[must_use]
pub(super) fn section(plan: &CheckedPlan) -> Section {
    let mut section = Section { key: "not_used", heading: None, blocks: Vec::new() };
    let plan = plan.plan();
    let unread = Kind::ALL.iter().copied().filter(|kind| kind.in_plan() == InPlan::Unread);
    let counted: Vec<String> = unread
        .map(|kind| (kind, plan.count(kind)))
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
