//! Journeys: pains that nobody addresses.

use std::collections::BTreeSet;

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::package::Serves;
use crate::model::{Id, Plan, Touchpoint};

/// The severity from which a pain must be somebody's.
const SEVERE: u8 = 4;

/// A package addresses the pains of the touchpoints it serves.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    // A package that could not be read may serve any touchpoint.
    if plan.packages.values().any(|package| holes.within(package.head.whole)) {
        return;
    }
    let mut served: BTreeSet<Id<Touchpoint>> = BTreeSet::new();
    for serves in plan.packages.values().flat_map(|package| &package.serves) {
        match serves {
            Serves::Equally(list) => served.extend(list.0.iter().map(|named| named.value)),
            Serves::Share(named, _) => {
                served.insert(named.value);
            }
        }
    }
    for pain in plan.pains.values() {
        let Some(severity) = pain.severity.get().map(|severity| severity.0) else { continue };
        let touchpoint: Option<Id<Touchpoint>> = pain.parent.and_then(|parent| parent.cast());
        let Some(touchpoint) = touchpoint.filter(|touchpoint| !served.contains(touchpoint)) else { continue };
        if severity >= SEVERE {
            diagnostics.add(errors::pain_unaddressed(pain, severity, &plan.touchpoints[touchpoint].head));
        }
    }
}
