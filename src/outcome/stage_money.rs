//! Coverage by money: takes an evaluated plan, gives for a stage of a journey what is spent there, on how many of its touchpoints,
//! and how much of it goes to moments of truth beside what is at stake in them.

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Moment, Stage};
use crate::quantity::Money;

/// What is spent on a stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StageMoney {
    /// On its touchpoints, together.
    pub spend: Money,
    /// How many touchpoints it has.
    pub touchpoints: usize,
    /// On how many of them something is spent.
    pub served: usize,
    /// How many moments of truth it has.
    pub moments: usize,
    /// On how many of them something funded acts.
    pub covered: usize,
    /// What is spent on those.
    pub on_moments: Money,
    /// What is at stake in all of them, as far as it is said.
    pub at_stake: Option<Money>,
}

/// What is spent on a stage; nothing where the sums do not fit.
#[must_use]
pub fn stage_money(plan: &CheckedPlan, evaluation: &Evaluation, stage: Id<Stage>) -> Option<StageMoney> {
    let model = plan.plan();
    let mut money = StageMoney::default();
    for touchpoint in &model.stages.find(stage)?.touchpoint.0 {
        money.touchpoints += 1;
        if let Some(spend) = evaluation.serving.spend(*touchpoint) {
            money.served += 1;
            money.spend = money.spend.add(spend).ok()?;
        }
        for moment in &model.touchpoints.find(*touchpoint)?.moment.0 {
            money.moments += 1;
            let coverage = evaluation.moments.get(moment.index()).filter(|coverage| coverage.is_covered());
            if let Some(coverage) = coverage {
                money.covered += 1;
                money.on_moments = money.on_moments.add(coverage.spend).ok()?;
            }
            if let Some(stake) = at_stake(plan, *moment) {
                money.at_stake = Some(money.at_stake.unwrap_or_default().add(stake).ok()?);
            }
        }
    }
    Some(money)
}

/// What is at stake in a moment of truth, if it is said.
#[must_use]
pub fn at_stake(plan: &CheckedPlan, moment: Id<Moment>) -> Option<Money> {
    let stake = plan.figures.at_stakes.get(moment.index()).copied().flatten()?;
    Some(Money::round(stake, plan.currency))
}
