//! Alternatives without levels of their own are one level each: this adds those levels to the plan.

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::model::{Alternative, Id, Level, Plan};

/// Adds the level that an alternative without `level`s is. Its head is the alternative's own.
pub(super) fn imply_levels(diagnostics: &mut Diagnostics, plan: &mut Plan) {
    let ids: Vec<Id<Alternative>> = plan.alternatives.ids().collect();
    plan.levels.reserve(plan.alternatives.values().filter(|alternative| alternative.level.0.is_empty()).count());
    for id in ids {
        let Some(alternative) = plan.alternatives.find(id) else { continue };
        if alternative.level.0.is_empty() {
            let level = level_of(id, alternative);
            let level = plan.levels.push(level);
            plan.alternatives[id].level.0.push(level);
        } else if let Some(line) = first_own_line(alternative) {
            diagnostics.add(errors::alternative_with_both(&alternative.head, line));
        }
    }
}

fn level_of(id: Id<Alternative>, alternative: &Alternative) -> Level {
    Level {
        head: alternative.head.clone(),
        parent: Some(id.into()),
        cost: alternative.cost.clone(),
        saves: alternative.saves.clone(),
        earns: alternative.earns.clone(),
        effect: alternative.effect.clone(),
        rates: alternative.rates.clone(),
        relieves: alternative.relieves.clone(),
        mandate: alternative.mandate.clone(),
        needs: alternative.needs.clone(),
        excludes: alternative.excludes.clone(),
        starts: alternative.starts,
        ends: alternative.ends,
        consequence: alternative.consequence.clone(),
        note: alternative.note.clone(),
    }
}

fn first_own_line(alternative: &Alternative) -> Option<crate::source::Span> {
    let costs = alternative.cost.iter().map(|cost| cost.span);
    let savings = alternative.saves.iter().map(|saving| saving.span);
    let earnings = alternative.earns.iter().map(|earning| earning.span);
    let effects = alternative.effect.iter().map(|effect| effect.span);
    let ratings = alternative.rates.iter().map(|rates| rates.span);
    let relieved = alternative.relieves.iter().flat_map(|list| &list.0).map(|named| named.span);
    costs.chain(savings).chain(earnings).chain(effects).chain(ratings).chain(relieved).min()
}
