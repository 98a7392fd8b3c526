//! Funding: takes the ranked levels with their money and scores, gives the ranking sheet with every reason, what stays
//! unspent and why, what other policies would have funded, and what more money would fund next.

use crate::check::{
    BoundAmount, BoundTerms, CheckedPlan, FloorAmount, FloorTerms, FundingTerms, allot, budgets, overcommitted,
};
use crate::diagnostic::Diagnostic;
use crate::model::funding::{Policy, Rank};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

use super::candidates::problem;
use super::errors;
use super::mandates::{Refusal, mandated};
use super::money::LevelMoney;
use super::ranking::RankedLevel;
use super::rating::LevelScore;
use super::rise::{Budgets, Moves, RiseEffect, next_level};
use super::rows;
use super::sheet::{FundingOutcome, OtherPolicy, Placed};
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
) -> Result<Option<FundingOutcome>, Vec<Diagnostic>> {
    let Some(terms) = &plan.funding else { return Ok(None) };
    let too_large = |error| vec![errors::money_too_large(terms.span, error)];
    let budgets = budgets(terms, choice.budget, plan.currency).map_err(too_large)?;
    if choice.budget.is_some() {
        let findings = overcommitted(plan, terms, &budgets).map_err(too_large)?;
        if !findings.is_empty() {
            return Err(findings);
        }
    }
    let outcome = Case { plan, terms, money, scores, ranked }.fund(choice.policy, &budgets);
    outcome.map(Some).map_err(|refusal| match refusal {
        Refusal::Arithmetic(error) => too_large(error),
        Refusal::Conflict(conflict) => vec![errors::mandates_clash(plan, terms, &budgets, &conflict)],
    })
}

/// What a rise of a period's budget changes besides the money of the period. A reserve and a floor in money are spread
/// over the periods by their budgets, and so hang on the budget of each.
fn rise_effect(terms: &FundingTerms) -> RiseEffect {
    let share = |amount: &BoundAmount| match amount {
        BoundAmount::Money(_) => Number::ZERO,
        BoundAmount::Share(share) => *share,
    };
    let has_several = terms.periods.len() > 1;
    let is_spread =
        |floor: &FloorTerms| has_several && matches!(floor.amount, FloorAmount::Everywhere(BoundAmount::Money(_)));
    let grows = |floor: &FloorTerms| match &floor.amount {
        FloorAmount::Everywhere(amount) => matches!(amount, BoundAmount::Share(_)),
        FloorAmount::ByPeriod(amounts) => {
            amounts.iter().flatten().any(|(_, amount)| matches!(amount, BoundAmount::Share(_)))
        }
    };
    let moves = |is_so: bool| if is_so { Moves::Yes } else { Moves::No };
    let reserve_is_spread = has_several && matches!(terms.reserve, Some(BoundAmount::Money(_)));
    RiseEffect {
        reserve: terms.reserve.as_ref().map_or(Number::ZERO, share),
        caps: terms.caps.iter().map(|cap: &BoundTerms| share(&cap.amount)).collect(),
        floors: moves(terms.floors.iter().any(|floor| is_spread(floor) || grows(floor))),
        others: moves(reserve_is_spread || terms.floors.iter().any(is_spread)),
    }
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
        let allotted = allot(self.terms, budgets, currency)?;
        let problem = problem(self.plan, self.terms, self.money, self.scores)?;
        let order: Vec<Id<Level>> = self.ranked.iter().map(|ranked| ranked.level).collect();
        // Where the order is computed, it ranks every level; else only what the ranking names is ranked.
        let named = self.ranked.iter().filter(|ranked| ranked.placed == Placed::Ranked).count();
        let named = if self.terms.rank == Rank::Score { order.len() } else { named };
        let mandated = mandated(&problem, &order, named, &allotted.available)?;
        let route = Route { order: &order, mandated: &mandated, policy, pool: self.terms.pool };
        let walked = walk(&problem, &allotted.available, route)?;
        let mut others = Vec::new();
        for other in [Policy::Stop, Policy::Skip].into_iter().filter(|other| *other != policy) {
            let other_walk = walk(&problem, &allotted.available, Route { policy: other, ..route })?;
            others.push(self.other_policy(other, &walked, &other_walk)?);
        }
        let refill = |budgets: &[Money]| {
            let available = allot(self.terms, budgets, currency)?.available;
            if mandated.refused.is_empty() {
                return Ok((available, mandated.clone()));
            }
            // More money may allow mandates a way that ranks higher.
            match super::mandates::mandated(&problem, &order, named, &available) {
                Ok(mandated) => Ok((available, mandated)),
                Err(Refusal::Arithmetic(error)) => Err(error),
                Err(Refusal::Conflict(_)) => Ok((available, mandated.clone())),
            }
        };
        let effect = rise_effect(self.terms);
        let raisable = Budgets { amounts: budgets, currency, effect: &effect };
        let (next, search) = next_level(&problem, route, &walked, raisable, refill)?;
        let outcome = rows::outcome(self, policy, walked, budgets, &allotted)?;
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
