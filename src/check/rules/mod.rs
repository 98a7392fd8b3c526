//! The rules that make a budget zero-based: takes a resolved plan, reports what a careful controller would send back.
//!
//! What needs no typed values is checked here, on the plan as resolved, so that it is reported even when a unit is wrong.

mod errors;
mod evidence;
mod ideas;
mod journeys;
mod kpis;
mod lints;
mod loops;
mod milestones;
mod packages;
mod rankings;
mod timing;

use crate::diagnostic::Diagnostics;
use crate::model::Plan;

pub use lints::Lints;
pub use timing::check_timing;

/// Reports everything that breaks a rule of the plan's structure.
pub fn check_plan(diagnostics: &mut Diagnostics, plan: &Plan) {
    packages::check(diagnostics, plan);
    evidence::check(diagnostics, plan);
    loops::check(diagnostics, plan);
    rankings::check(diagnostics, plan);
    ideas::check(diagnostics, plan);
    milestones::check(diagnostics, plan);
    kpis::check(diagnostics, plan);
    journeys::check(diagnostics, plan);
}
