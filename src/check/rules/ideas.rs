//! Ideas: each ends somewhere, with a reason or as a package.

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::idea::IdeaStage;
use crate::model::{Idea, Plan};
use crate::quantity::Date;

/// Checks what became of every idea.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, today: Option<Date>) {
    for workshop in plan.workshops.values() {
        if let (Some(on), Some(decide_by)) = (workshop.on, workshop.decide_by)
            && decide_by.value < on.value
        {
            diagnostics.add(errors::decided_before(&workshop.head, decide_by, on));
        }
    }
    for idea in plan.ideas.values().filter(|idea| !holes.within(idea.head.whole)) {
        check_status(diagnostics, idea);
        if let Some(today) = today {
            check_decided(diagnostics, plan, idea, today);
        }
    }
}

/// An idea is decided by the day that its workshop says.
fn check_decided(diagnostics: &mut Diagnostics, plan: &Plan, idea: &Idea, today: Date) {
    let Some(status) = idea.status.get().filter(|status| status.stage.value == IdeaStage::Open) else { return };
    let Some(from) = idea.from else { return };
    let workshop = &plan.workshops[from.value];
    if let Some(decide_by) = workshop.decide_by.filter(|decide_by| today > decide_by.value) {
        diagnostics.add(errors::idea_undecided(status.stage.span, idea, decide_by, &workshop.head));
    }
}

fn check_status(diagnostics: &mut Diagnostics, idea: &Idea) {
    let Some(status) = idea.status.get() else { return };
    let explained = status.because.as_ref().is_some_and(|because| !because.value.trim().is_empty());
    match status.stage.value {
        IdeaStage::Promoted if status.to.is_none() => {
            diagnostics.add(errors::promoted_to_nothing(status.stage.span, idea))
        }
        IdeaStage::Parked | IdeaStage::Rejected if !explained => {
            diagnostics.add(errors::put_aside_without_reason(status.stage.span, idea, status.stage.value));
        }
        IdeaStage::Open | IdeaStage::Parked | IdeaStage::Rejected => {
            if let Some(to) = &status.to {
                diagnostics.add(errors::not_promoted(to.span, idea, status.stage.value));
            }
        }
        IdeaStage::Promoted => {}
    }
}
