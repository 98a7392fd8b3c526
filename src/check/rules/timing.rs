//! Effects in time: those that begin before any cost of their level falls, and those of which the calendar sees nothing.

use super::errors;
use crate::check::{CheckedPlan, EffectTerms, Eligibility, LevelTerms};
use crate::diagnostic::Diagnostics;
use crate::model::schema::Head;

/// Checks every level that competes.
pub fn check_timing(diagnostics: &mut Diagnostics, plan: &CheckedPlan) {
    for (level, terms) in plan.plan().levels.values().zip(&plan.levels) {
        if terms.eligibility == Eligibility::Rejected {
            continue;
        }
        for effect in &terms.effects {
            if !check_effect(diagnostics, plan, (&level.head, terms), effect) {
                check_cost(diagnostics, plan, (&level.head, terms), effect);
            }
        }
    }
}

/// The month an effect begins in, by its place in the calendar and beyond.
fn begins(terms: &LevelTerms, effect: &EffectTerms) -> usize {
    terms.start.saturating_add(effect.after as usize)
}

/// Whether the calendar sees nothing of an effect, which is then reported.
fn check_effect(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    (head, terms): (&Head, &LevelTerms),
    effect: &EffectTerms,
) -> bool {
    let begins = begins(terms, effect);
    let end = effect.until.unwrap_or(usize::MAX).min(terms.end);
    let first = plan.calendar.first();
    let month = |index: usize| i32::try_from(index).ok().and_then(|index| first.plus(index));
    if begins >= plan.calendar.len() {
        let begins = month(begins).map_or_else(String::new, |month| format!(" in {month}"));
        diagnostics.add(errors::effect_behind_calendar(effect.span, head, &begins, plan.calendar.last()));
        return true;
    }
    match (month(begins), month(end)) {
        (Some(begins), Some(ends)) if ends < begins => {
            diagnostics.add(errors::effect_ends_before(effect.span, head, begins, ends));
            true
        }
        _ => false,
    }
}

fn check_cost(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    (head, terms): (&Head, &LevelTerms),
    effect: &EffectTerms,
) {
    let Some(cost) = terms.costs.iter().min_by_key(|cost| cost.first) else { return };
    let begins = begins(terms, effect);
    if begins < cost.first
        && let (Some(begins), Some(paid)) = (plan.calendar.month(begins), plan.calendar.month(cost.first))
    {
        diagnostics.add(errors::effect_before_cost(effect.span, cost.span, head, begins, paid));
    }
}
