//! Ideas: each ends somewhere, with a reason or as a package.

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::idea::IdeaStage;
use crate::model::{Idea, Plan};

/// Checks what became of every idea.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    for idea in plan.ideas.values().filter(|idea| !holes.within(idea.head.whole)) {
        check_status(diagnostics, idea);
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
