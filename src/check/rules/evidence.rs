//! Effects without evidence and levels that people have not rated.

use super::errors;
use super::holes::Holes;
use super::packages::rejected;
use crate::diagnostic::Diagnostics;
use crate::model::{Criterion, Id, Level, Plan};

/// Checks the effects and ratings of every level that competes.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    let criteria = plan.criteria.iter().filter(|(_, criterion)| criterion.measured_by.is_empty());
    let by_people: Vec<Id<Criterion>> = criteria.map(|(id, _)| id).collect();
    let mut rated: Vec<Id<Criterion>> = Vec::new();
    for level in plan.levels.values() {
        report_computed(diagnostics, plan, level);
        if rejected(plan, level).is_some() {
            continue;
        }
        report_unfounded(diagnostics, plan, holes, level);
        rated.clear();
        rated.extend(level.rates.iter().filter_map(|rates| Some(rates.criterion?.value)));
        report_unrated(diagnostics, plan, holes, level, &by_people, &mut rated);
    }
}

fn report_unfounded(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, level: &Level) {
    for effect in level.effect.iter().filter(|effect| effect.evidence.is_none()) {
        if let Some(kpi) = effect.kpi
            && !holes.within(effect.span)
        {
            diagnostics.add(errors::no_evidence(effect.span, &plan.kpis[kpi.value].head, &level.head));
        }
    }
}

/// One finding for each level, whatever the number of criteria. Both lists are in order in the end; `by_people` stays.
fn report_unrated(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    holes: &Holes,
    level: &Level,
    by_people: &[Id<Criterion>],
    rated: &mut Vec<Id<Criterion>>,
) {
    rated.retain(|criterion| plan.criteria[*criterion].measured_by.is_empty());
    rated.sort_unstable();
    rated.dedup();
    let lacking = by_people.len().saturating_sub(rated.len());
    if lacking == 0 || holes.within(level.head.whole) {
        return;
    }
    let missing = by_people.iter().filter(|criterion| rated.binary_search(criterion).is_err());
    let shown = missing.take(errors::SHOWN).map(|criterion| &plan.criteria[*criterion]);
    diagnostics.add(errors::not_rated(&level.head, &shown.collect::<Vec<_>>(), lacking));
}

fn report_computed(diagnostics: &mut Diagnostics, plan: &Plan, level: &Level) {
    for named in level.rates.iter().filter_map(|rates| rates.criterion) {
        let criterion = &plan.criteria[named.value];
        if !criterion.measured_by.is_empty() {
            diagnostics.add(errors::rates_computed(named.span, criterion));
        }
    }
}
