//! What pictures are made of: takes an evaluated plan with its links, gives its names and amounts as pictures have them.

use super::super::document::Mark;
use super::super::picture::Stroke;
use super::super::prose;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Package};
use crate::quantity::{Money, Month};
use crate::trace::{Links, Weights};

/// What pictures are made of.
#[derive(Clone, Copy)]
pub struct Drawn<'run> {
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// What it comes to.
    pub evaluation: &'run Evaluation,
    /// What hangs on what.
    pub links: &'run Links,
    /// The month that the roadmap is looked back from; without one nothing is late.
    pub as_of: Option<Month>,
}

/// `135k USD`
pub(super) fn money(plan: &CheckedPlan, amount: Money) -> String {
    format!("{} {}", prose::money(amount), plan.currency.code())
}

/// How a package stands: what its funded levels cost, and whether it counts.
pub(super) fn package(drawn: Drawn<'_>, weights: &Weights<'_>, package: Id<Package>) -> (Option<Mark>, Stroke, String) {
    match weights.package(package) {
        Some(cost) => (Some(Mark::Good), Stroke::Solid, money(drawn.plan, cost)),
        None => (None, Stroke::Broken, "not funded".to_owned()),
    }
}
