//! Effects without evidence and levels that people have not rated.

use std::collections::BTreeSet;

use super::errors;
use super::packages::rejected;
use crate::diagnostic::Diagnostics;
use crate::model::{Criterion, Id, Plan};

/// Checks the effects and ratings of every level that competes.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan) {
    let by_people: Vec<Id<Criterion>> =
        plan.criteria.iter().filter(|(_, criterion)| criterion.measured_by.is_empty()).map(|(id, _)| id).collect();
    for level in plan.levels.values() {
        if rejected(plan, level).is_some() {
            continue;
        }
        for effect in level.effect.iter().filter(|effect| effect.evidence.is_none()) {
            let kpi = effect.kpi.map_or("", |kpi| plan.kpis[kpi.value].head.path.as_str());
            diagnostics.add(errors::no_evidence(effect.span, kpi, &level.head));
        }
        let rated: BTreeSet<Id<Criterion>> =
            level.rates.iter().filter_map(|rates| Some(rates.criterion?.value)).collect();
        for criterion in by_people.iter().filter(|criterion| !rated.contains(criterion)) {
            diagnostics.add(errors::not_rated(&level.head, &plan.criteria[*criterion]));
        }
        for rates in &level.rates {
            let Some(named) = rates.criterion else { continue };
            let criterion = &plan.criteria[named.value];
            if !criterion.measured_by.is_empty() {
                diagnostics.add(errors::rates_computed(named.span, criterion));
            }
        }
    }
}
