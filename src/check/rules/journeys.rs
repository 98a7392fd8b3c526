//! Journeys: pains that nobody addresses.

use std::collections::BTreeSet;

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::package::Serves;
use crate::model::{Alternative, AnyId, Id, Plan, Touchpoint};

/// The severity from which a pain must be somebody's.
const SEVERE: u8 = 4;

/// A package addresses the pains that it or one of its levels relieves, and is there for those of the touchpoints it
/// serves.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    // A package that could not be read may serve any touchpoint, and relieve anything.
    if plan.packages.values().any(|package| holes.within(package.head.whole)) {
        return;
    }
    let (served, relieved) = (served(plan), relieved(plan));
    for (id, pain) in plan.pains.iter().filter(|(id, _)| !relieved.contains(&AnyId::from(*id))) {
        let Some(severity) = pain.severity.get().map(|severity| severity.0) else { continue };
        let touchpoint: Option<Id<Touchpoint>> = pain.parent.and_then(|parent| parent.cast());
        let Some(touchpoint) = touchpoint.filter(|touchpoint| !served.contains(touchpoint)) else { continue };
        if severity >= SEVERE {
            diagnostics.add(errors::pain_unaddressed(&plan.pains[id], severity, &plan.touchpoints[touchpoint].head));
        }
    }
}

fn served(plan: &Plan) -> BTreeSet<Id<Touchpoint>> {
    let mut served = BTreeSet::new();
    for serves in plan.packages.values().flat_map(|package| &package.serves) {
        match serves {
            Serves::Equally(list) => served.extend(list.0.iter().map(|named| named.value)),
            Serves::Share(named, _) => {
                served.insert(named.value);
            }
        }
    }
    served
}

/// What packages relieve, and levels of ways that were not rejected.
fn relieved(plan: &Plan) -> BTreeSet<AnyId> {
    let by_packages = plan.packages.values().filter_map(|package| package.relieves.as_ref());
    let levels = plan.levels.values().filter(|level| {
        let alternative = level.parent.and_then(AnyId::cast::<Alternative>);
        alternative.is_none_or(|alternative| plan.alternatives[alternative].rejected.is_none())
    });
    let by_levels = levels.filter_map(|level| level.relieves.as_ref());
    by_packages.chain(by_levels).flat_map(|list| &list.0).map(|named| named.id).collect()
}
