//! The next cycle: takes a plan with what it comes to, gives next year's plan from zero, as texts of files, and what is to be
//! said about it. Every word and comment that is not changed stays where it was.

mod baselines;
mod dates;
mod edits;
mod lines;
mod spending;

pub use spending::Spending;
use std::sync::Arc;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::ledger::Observations;
use crate::quantity::{Month, Period};
use crate::source::Sources;
use crate::syntax::tree::Tree;

pub use baselines::NewBaseline;

/// Next year's plan.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// Each file by its path below the plan's folder, with its text.
    pub files: Vec<(String, String)>,
    /// Where KPIs now begin.
    pub baselines: Vec<NewBaseline>,
    /// What stays behind, each sort with how many there were: `2 transfers`.
    pub left_behind: Vec<String>,
    /// What could not be carried over, or wants a look.
    pub remarks: Vec<String>,
}

/// Why there is no next year's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The period is of another length than the calendar.
    Length {
        /// The months of the period.
        months: usize,
    },
    /// It does not begin where the calendar ends.
    NotNext {
        /// Where it begins.
        first: Month,
    },
}

/// The plan of the period that follows the calendar.
///
/// # Errors
/// When the period is of another length, or does not follow.
pub fn renew(
    sources: &Sources,
    trees: &[Arc<Tree>],
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    spending: Option<&Spending>,
    observations: &Observations,
    to: Period,
) -> Result<Renewed, Refusal> {
    let (first, last) = to.months(plan.fiscal_start);
    let length = usize::try_from(first.months_until(last)).map_or(0, |months| months + 1);
    if length != plan.calendar.len() {
        return Err(Refusal::Length { months: length });
    }
    if plan.calendar.last().plus(1) != Some(first) {
        return Err(Refusal::NotNext { first });
    }
    let shift = i32::try_from(length).unwrap_or(i32::MAX);
    let baselines = baselines::baselines(plan, evaluation, observations);
    let mut renewal =
        edits::Renewal::new(sources, plan, evaluation, spending, &baselines, edits::Shift { by: shift, to });
    let files = trees.iter().filter_map(|tree| renewal.file(tree)).collect();
    Ok(Renewed { files, left_behind: renewal.left_behind(), remarks: renewal.remarks(), baselines })
}
