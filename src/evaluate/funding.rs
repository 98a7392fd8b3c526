//! Funding: takes the ranked levels with their money and scores, gives the ranking sheet with every reason, what stays
//! unspent and why, what other policies would have funded, and what more money would fund next.

use crate::check::{BoundAmount, BoundTerms, CheckedPlan, FundingTerms};
use crate::diagnostic::Diagnostic;
use crate::model::funding::Policy;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

use super::candidates::problem;
use super::errors;
use super::mandates::{Refusal, mandated};
use super::money::LevelMoney;
use super::next::{Budgets, RiseEffect, next_level};
use super::purse::{budgets, fill};
use super::ranking::RankedLevel;
use super::rating::LevelScore;
use super::rows;
use super::sheet::{FundingOutcome, OtherPolicy};
use super::walk::{Route, Walked, walk};

/// What to fund otherwise than the plan says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FundingChoice {
    /// Another policy.
    pub policy: Option<Policy>,
    /// Another budget in all; budget periods share it in proportion to what the plan gives them.
    pub budget: Option<Money>,
}

/// Funds the ranked levels; nothing comes of a plan without `funding`.
pub fn fund(
    plan: &CheckedPlan,
    money: &[LevelMoney],
    scores: &[LevelScore],
    ranked: &[RankedLevel],
    choice: FundingChoice,
) -> Result<Option<FundingOutcome>, Diagnostic> {
    let Some(terms) = &plan.funding else { return Ok(None) };
    let too_large = |error| errors::money_too_large(terms.span, error);
    let budgets = budgets(terms, choice.budget, plan.currency).map_err(too_large)?;
    let outcome = Case { plan, terms, money, scores, ranked }.fund(choice.policy, &budgets);
    outcome.map(Some).map_err(|refusal| match refusal {
        Refusal::Arithmetic(error) => too_large(error),
        Refusal::Conflict(conflict) => errors::mandates_clash(plan, terms, &budgets, &conflict),
    })
}

/// A reserve in money is shared by all periods, and so hangs on the budget of each; a share for itself does not.
fn rise_effect(terms: &FundingTerms) -> RiseEffect {
    let is_shared = |bound: &BoundTerms| matches!(bound.amount, BoundAmount::Share(_));
    let reserve_moves = terms.periods.len() > 1 && matches!(terms.reserve, Some(BoundAmount::Money(_)));
    let bounds_move = terms.caps.iter().chain(&terms.floors).any(is_shared);
    if reserve_moves || bounds_move { RiseEffect::Shared } else { RiseEffect::Plain }
}

/// All that funding reads.
#[derive(Clone, Copy)]
pub(super) struct Case<'plan> {
    pub plan: &'plan CheckedPlan,
    pub terms: &'plan FundingTerms,
    pub money: &'plan [LevelMoney],
    pub scores: &'plan [LevelScore],
    pub ranked: &'plan [RankedLevel],
}

impl Case<'_> {
    fn fund(&self, policy: Option<Policy>, budgets: &[Money]) -> Result<FundingOutcome, Refusal> {
        let currency = self.plan.currency;
        let policy = policy.unwrap_or(self.terms.policy);
        let filled = fill(self.terms, budgets, currency)?;
        let problem = problem(self.plan, self.terms, self.money, self.scores)?;
        let order: Vec<Id<Level>> = self.ranked.iter().map(|ranked| ranked.level).collect();
        let mandated = mandated(&problem, &order, &filled.purse)?;
        let route = Route { order: &order, mandated: &mandated, policy, pool: self.terms.pool };
        let walked = walk(&problem, &filled.purse, route)?;
        let mut others = Vec::new();
        for other in [Policy::Stop, Policy::Skip].into_iter().filter(|other| *other != policy) {
            let other_walk = walk(&problem, &filled.purse, Route { policy: other, ..route })?;
            others.push(self.other_policy(other, &walked, &other_walk)?);
        }
        let refill = |budgets: &[Money]| Ok(fill(self.terms, budgets, currency)?.purse);
        let raisable = Budgets { amounts: budgets, currency, effect: rise_effect(self.terms) };
        let (next, search) = next_level(&problem, route, &walked, raisable, refill)?;
        let outcome = rows::outcome(self, policy, walked, budgets, &filled)?;
        Ok(FundingOutcome { others, next, search, ..outcome })
    }

    fn other_policy(&self, policy: Policy, own: &Walked, other: &Walked) -> Result<OtherPolicy, ArithmeticError> {
        let funded = self.funded(other);
        let lost = self.funded(own).into_iter().filter(|level| !other.is_funded(*level)).collect();
        Ok(OtherPolicy {
            policy,
            cost: self.cost_of(&funded)?,
            score: self.score_of(&funded)?,
            gained: funded.iter().copied().filter(|level| !own.is_funded(*level)).collect(),
            lost,
            funded,
        })
    }

    /// The funded levels in rank order.
    pub(super) fn funded(&self, walked: &Walked) -> Vec<Id<Level>> {
        self.ranked.iter().map(|ranked| ranked.level).filter(|level| walked.is_funded(*level)).collect()
    }

    pub(super) fn cost_of(&self, levels: &[Id<Level>]) -> Result<Money, ArithmeticError> {
        Money::sum(levels.iter().filter_map(|level| self.money.get(level.index())).map(|level| level.gross))
    }

    pub(super) fn score_of(&self, levels: &[Id<Level>]) -> Result<Number, ArithmeticError> {
        let mut scores = levels.iter().filter_map(|level| self.scores.get(level.index()));
        scores.try_fold(Number::ZERO, |sum, score| sum.add(score.score))
    }
}
