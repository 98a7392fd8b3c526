//! Milestones: on days of the calendar, after those they follow.

use super::errors;
use crate::check::structure::Loops;
use crate::diagnostic::Diagnostics;
use crate::model::Plan;

/// Checks the days of all milestones.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, loops: &Loops) {
    let calendar = plan.plan_heads.values().next().and_then(|head| head.calendar.get());
    for (id, milestone) in plan.milestones.iter() {
        let Some(on) = milestone.on.get() else { continue };
        if let Some(calendar) = calendar
            && !(calendar.first..=calendar.last).contains(&on.value.month())
        {
            diagnostics.add(errors::milestone_outside(on.span, &milestone.head, calendar));
        }
        for before in milestone.after.iter().flat_map(|after| &after.0) {
            let other = &plan.milestones[before.value];
            if let Some(earlier) = other.on.get()
                && earlier.value > on.value
                && !(loops.holds(id) && loops.holds(before.value))
            {
                diagnostics.add(errors::milestone_too_early(on.span, &milestone.head, earlier.span, &other.head));
            }
        }
    }
}
