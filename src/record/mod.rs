//! A plan as a record: what it says and what it comes to, by name, without its sources. Takes an evaluated plan and its
//! facts; a plan file keeps one, and two of them can be compared.

mod costs;
mod outcome;
mod topics;

pub use outcome::{
    CostLine, FloorOutcome, KpiOutcome, LevelOutcome, MomentOutcome, MonthValue, Outcome, PeriodOutcome,
    RequireOutcome, StageOutcome, Standing, Verdict,
};
pub use topics::package_of;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::facts::Topic;

/// What a plan says and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it says, by kind and name; stages and levels in their order.
    pub topics: Vec<Topic>,
    /// What it comes to.
    pub outcome: Outcome,
}

/// The record of an evaluated plan whose facts are `topics`.
#[must_use]
pub fn record(topics: Vec<Topic>, plan: &CheckedPlan, evaluation: &Evaluation) -> Record {
    Record { topics, outcome: outcome::outcome(plan, evaluation) }
}
