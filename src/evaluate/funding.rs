//! Funding: takes the ranked levels with their money and scores, gives the ranking sheet with every reason, what stays
//! unspent and why, what other policies would have funded, and what more money would fund next.

use super::candidates::problem;
use super::case::Case;
use super::mandates::{Refusal, mandated};
use super::money::LevelMoney;
use super::optimal::{Choosing, Chosen, choose, explain_outside};
use super::optimum::Effort;
use super::ranking::RankedLevel;
use super::rating::LevelScore;
use super::rise::{Budgets, Moves, RiseEffect, next_level};
use super::sheet::{FundingOutcome, OtherPolicy, Placed};
use super::walk::{Mandated, Problem, Route, Walked, walk};
use super::{errors, rows};
use crate::check::{
    Allotted, BoundAmount, BoundTerms, CheckedPlan, FloorAmount, FloorTerms, FundingTerms, Pool, allot, budgets,
    overcommitted,
};
use crate::diagnostic::Diagnostic;
use crate::model::funding::{Policy, Rank};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

/// What to fund otherwise than the plan says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FundingChoice {
    /// Another policy.
    pub policy: Option<Policy>,
    /// Another budget in all; budget periods share it in proportion to what the plan gives them.
    pub budget: Option<Money>,
    /// The budget of each period times this, rounded as a change of the budget is.
    pub factor: Option<Number>,
    /// How many millions of steps the search for the best set may take, where the policy asks for it.
    pub effort: Option<u64>,
    /// What the plan's policy is set beside.
    pub beside: Beside,
}

/// What a policy is set beside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Beside {
    /// The other ways to walk down the list.
    #[default]
    Walks,
    /// The best set, too.
    WalksAndOptimum,
}

/// How many millions of steps the search for the best set may take unless said.
pub(super) const EFFORT: u64 = 100;

/// How many steps it may take beside another policy.
const BESIDE: u64 = 1_000_000;

/// How many steps of it in all levels together, so that thousands of levels do not wait for what stands beside them.
const BESIDE_MANY: u64 = 50_000_000;

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
    let budgets = scaled(&budgets, choice.factor, plan.currency).map_err(too_large)?;
    if choice.budget.is_some() || choice.factor.is_some() {
        let findings = overcommitted(plan, terms, &budgets).map_err(too_large)?;
        if !findings.is_empty() {
            return Err(findings);
        }
    }
    let outcome = Case { plan, terms, money, scores, ranked }.fund(choice, &budgets);
    outcome.map(Some).map_err(|refusal| match refusal {
        Refusal::Arithmetic(error) => too_large(error),
        Refusal::Conflict(conflict) => vec![errors::mandates_clash(plan, terms, &budgets, &conflict)],
    })
}

fn scaled(budgets: &[Money], factor: Option<Number>, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let Some(factor) = factor else { return Ok(budgets.to_vec()) };
    budgets.iter().map(|budget| Ok(Money::round(budget.number().multiply(factor)?, currency))).collect()
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

/// The levels that compete, whatever money there is.
pub(super) struct Ground<'plan> {
    pub problem: Problem<'plan>,
    /// The levels in rank order.
    pub order: Vec<Id<Level>>,
    /// How many of the first levels are ranked: those behind them are ranked by nobody.
    named: usize,
}

impl<'plan> Ground<'plan> {
    pub(super) fn new(terms: &FundingTerms, problem: Problem<'plan>, ranked: &[RankedLevel]) -> Ground<'plan> {
        let order: Vec<Id<Level>> = ranked.iter().map(|ranked| ranked.level).collect();
        // Where the order is computed, it ranks every level; else only what the ranking names is ranked.
        let named = ranked.iter().filter(|ranked| ranked.placed == Placed::Ranked).count();
        let named = if terms.rank == Rank::Score { order.len() } else { named };
        Ground { problem, order, named }
    }

    /// The same order of levels with other figures.
    pub(super) fn with(&self, problem: Problem<'plan>) -> Ground<'plan> {
        Ground { problem, order: self.order.clone(), named: self.named }
    }

    /// What every policy chooses from, with these budgets.
    pub(super) fn prepare<'g>(
        &'g self,
        terms: &FundingTerms,
        scores: &'g [LevelScore],
        budgets: &[Money],
        currency: Currency,
    ) -> Result<Prepared<'g, 'plan>, Refusal> {
        let allotted = allot(terms, budgets, currency)?;
        let mandated = mandated(&self.problem, &self.order, self.named, &allotted.available)?;
        Ok(Prepared { ground: self, allotted, mandated, scores, pool: terms.pool, currency })
    }
}

/// What every policy chooses from.
pub(super) struct Prepared<'g, 'plan> {
    ground: &'g Ground<'plan>,
    pub allotted: Allotted,
    pub mandated: Mandated,
    scores: &'g [LevelScore],
    pool: Pool,
    currency: Currency,
}

impl<'plan> Prepared<'_, 'plan> {
    /// The same for the best set.
    pub(super) fn choosing(&self) -> Choosing<'_, 'plan> {
        Choosing {
            problem: &self.ground.problem,
            available: &self.allotted.available,
            order: &self.ground.order,
            mandated: &self.mandated,
            scores: self.scores,
            pool: self.pool,
            currency: self.currency,
        }
    }

    /// A walk under a policy.
    pub(super) fn walk(&self, policy: Policy) -> Result<Walked, ArithmeticError> {
        let route = Route { order: &self.ground.order, mandated: &self.mandated, policy, pool: self.pool };
        walk(&self.ground.problem, &self.allotted.available, route)
    }
}

/// The best set, where the policy is to fund it or it is to stand beside another.
fn best(
    choosing: Choosing<'_, '_>,
    walks: &[(Policy, &Walked)],
    policy: Policy,
    choice: FundingChoice,
) -> Result<Option<Chosen>, ArithmeticError> {
    match (policy, choice.beside) {
        (Policy::Optimal, _) => {
            let millions = choice.effort.unwrap_or(EFFORT);
            let mut best = choose(choosing, walks, &mut steps(millions))?;
            if let Some(best) = &mut best {
                explain_outside(choosing, best, &steps(millions))?;
            }
            Ok(best)
        }
        (Policy::Stop | Policy::Skip, Beside::WalksAndOptimum) => {
            choose(choosing, walks, &mut beside(choosing.order.len()))
        }
        (Policy::Stop | Policy::Skip, Beside::Walks) => Ok(None),
    }
}

/// The steps beside another policy: the more levels there are, the fewer, as a step then takes longer.
fn beside(levels: usize) -> Effort {
    Effort::new(BESIDE.min(BESIDE_MANY / (levels as u64).max(1)))
}

/// So many millions of steps.
pub(super) fn steps(millions: u64) -> Effort {
    Effort::new(millions.saturating_mul(1_000_000))
}

impl<'plan> Case<'plan> {
    /// The levels that compete.
    pub(super) fn ground(&self) -> Result<Ground<'plan>, ArithmeticError> {
        Ok(Ground::new(self.terms, problem(self.plan, self.terms, self.money, self.scores)?, self.ranked))
    }

    fn fund(&self, choice: FundingChoice, budgets: &[Money]) -> Result<FundingOutcome, Refusal> {
        let currency = self.plan.currency;
        let policy = choice.policy.unwrap_or(self.terms.policy);
        let ground = self.ground()?;
        let prepared = ground.prepare(self.terms, self.scores, budgets, currency)?;
        let Ground { problem, order, named } = &ground;
        let Prepared { allotted, mandated, .. } = &prepared;
        let route = Route { order, mandated, policy, pool: self.terms.pool };
        let (stop, skip) = (prepared.walk(Policy::Stop)?, prepared.walk(Policy::Skip)?);
        let walks = [(Policy::Stop, &stop), (Policy::Skip, &skip)];
        let best = best(prepared.choosing(), &walks, policy, choice)?;
        let mut others = Vec::new();
        let own = match (policy, &best) {
            (Policy::Optimal, Some(best)) => &best.walked,
            (Policy::Optimal, None) => return Err(Refusal::Arithmetic(ArithmeticError::Overflow)),
            (Policy::Stop, _) => &stop,
            (Policy::Skip, _) => &skip,
        };
        for (other, other_walk) in walks.into_iter().filter(|(other, _)| *other != policy) {
            others.push(self.other_policy(other, own, other_walk)?);
        }
        if let (Policy::Stop | Policy::Skip, Some(best)) = (policy, &best) {
            let other = self.other_policy(Policy::Optimal, own, &best.walked)?;
            others.push(OtherPolicy { proof: Some(best.optimum.proof), ..other });
        }
        let walked = own.clone();
        let optimum = best.filter(|_| policy == Policy::Optimal).map(|best| best.optimum);
        if policy == Policy::Optimal {
            let outcome = rows::outcome(self, policy, problem, walked, budgets, allotted)?;
            return Ok(FundingOutcome { others, optimum, ..outcome });
        }
        let refill = |budgets: &[Money]| {
            let available = allot(self.terms, budgets, currency)?.available;
            if mandated.refused.is_empty() {
                return Ok((available, mandated.clone()));
            }
            // More money may allow mandates a way that ranks higher.
            match super::mandates::mandated(problem, order, *named, &available) {
                Ok(mandated) => Ok((available, mandated)),
                Err(Refusal::Arithmetic(error)) => Err(error),
                Err(Refusal::Conflict(_)) => Ok((available, mandated.clone())),
            }
        };
        let effect = rise_effect(self.terms);
        let raisable = Budgets { amounts: budgets, currency, effect: &effect };
        let is_refused = |budgets: &[Money]| {
            if !overcommitted(self.plan, self.terms, budgets)?.is_empty() {
                return Ok(true);
            }
            match ground.prepare(self.terms, self.scores, budgets, currency) {
                Ok(_) => Ok(false),
                Err(Refusal::Conflict(_)) => Ok(true),
                Err(Refusal::Arithmetic(error)) => Err(error),
            }
        };
        let (next, search) = next_level(problem, route, &walked, raisable, (refill, is_refused))?;
        let outcome = rows::outcome(self, policy, problem, walked, budgets, allotted)?;
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
            proof: None,
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
