//! Effects that begin before any cost of their level falls.

use super::errors;
use crate::check::{CheckedPlan, Standing};
use crate::diagnostic::Diagnostics;

/// Checks every level that competes and costs something.
pub fn check_timing(diagnostics: &mut Diagnostics, plan: &CheckedPlan) {
    for (level, terms) in plan.plan().levels.values().zip(&plan.levels) {
        let Some(cost) = terms.costs.iter().min_by_key(|cost| cost.first) else { continue };
        if terms.standing == Standing::Rejected {
            continue;
        }
        for effect in &terms.effects {
            let begins = terms.start.saturating_add(effect.after as usize);
            if begins < cost.first
                && let (Some(begins), Some(paid)) = (plan.calendar.month(begins), plan.calendar.month(cost.first))
            {
                diagnostics.add(errors::effect_before_cost(effect.span, cost.span, &level.head, begins, paid));
            }
        }
    }
}
