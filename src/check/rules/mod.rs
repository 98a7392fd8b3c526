//! The rules that make a budget zero-based: takes a resolved plan, reports what a careful controller would send back.
//!
//! What needs no typed values is checked here, on the plan as resolved, so that it is reported even when a unit is wrong.
//! Loops come first: what stands in one has no order that could be right, and stays quiet afterwards.

mod errors;
mod evidence;
mod holes;
mod ideas;
mod journeys;
mod kpis;
mod lints;
mod merges;
mod milestones;
mod packages;
mod places;
mod rankings;
mod reasons;
mod timing;

use super::structure::Structure;
use crate::diagnostic::Diagnostics;
use crate::model::Plan;
use crate::quantity::Date;

pub use lints::Lints;
pub use timing::check_timing;

/// Reports everything that breaks a rule of the plan's structure. Without a day nothing has ended.
pub(super) fn check_plan(diagnostics: &mut Diagnostics, plan: &Plan, structure: &Structure, today: Option<Date>) {
    let holes = holes::Holes::new(diagnostics);
    for (family, links) in &structure.loops.found {
        diagnostics.add(errors::in_a_loop(plan, *family, links));
    }
    packages::check(diagnostics, plan, &holes);
    evidence::check(diagnostics, plan, &holes);
    rankings::check(diagnostics, plan, structure, &holes);
    ideas::check(diagnostics, plan, &holes, today);
    milestones::check(diagnostics, plan, &structure.loops);
    kpis::check(diagnostics, plan, &holes);
    journeys::check(diagnostics, plan, &holes);
    reasons::check(diagnostics, plan);
}
