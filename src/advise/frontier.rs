//! The frontier: takes an evaluated plan, gives what is funded at other budgets, from the least with which the mandates stand to
//! what all levels cost.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::steps::{End, MoneySteps, last_holding};
use crate::check::CheckedPlan;
use crate::evaluate::optimum::Effort;
use crate::evaluate::{Evaluation, Projected, ProjectedOf, WhatIf, WouldFund};
use crate::model::funding::Policy;
use crate::quantity::{ArithmeticError, Money, Number};

/// How many changes of the funded set are looked for on each side of the plan's budget.
const CHANGES: usize = 10;

/// The same where the line is drawn once, so that each is a step of the ranking.
const STEPS: usize = 500;

/// No budget beyond this many times the plan's.
const MOST_TIMES: i64 = 10;

/// Into how many parts the span is divided.
pub const PARTS: usize = 100;

/// For how many searches the effort is.
const SEARCHES: u64 = 200;

/// What is funded at other budgets.
#[derive(Debug)]
pub struct Frontier {
    /// The plan's own policy.
    pub policy: Policy,
    /// The policy beside it: the best set, or `skip` beside that.
    pub beside: Policy,
    /// The points, the poorest first.
    pub points: Vec<Point>,
    /// The point above the plan's budget that has most score for each unit of money added, by its place.
    pub best_buy: Option<usize>,
    /// Whether all changes were looked for: not where shares of the budget make a search for each too long.
    pub are_changes_exact: bool,
}

/// What is funded at a budget.
#[derive(Debug)]
pub struct Point {
    /// The budget.
    pub budget: Money,
    /// Why it is looked at.
    pub sort: Sort,
    /// Whether another set is funded from here on, whatever else it is.
    pub is_change: bool,
    /// What the plan's policy funds.
    pub own: WouldFund,
    /// What the other does.
    pub beside: Option<WouldFund>,
    /// What becomes of KPIs with what the plan's policy funds.
    pub outcome: Option<Projected>,
    /// Whether a poorer point scores more.
    pub is_below_poorer: bool,
}

/// Why a budget is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// It is the plan's own.
    Plan,
    /// It is so many hundredths of the span.
    Part(usize),
    /// From here on another set is funded.
    Change,
}

/// The frontier of a plan; nothing of one that does not say how money is given, or where nothing can be funded.
pub(super) fn frontier(what_if: &WhatIf<'_>, evaluation: &Evaluation, millions: u64) -> Option<Frontier> {
    Search::new(what_if, evaluation, millions)?.frontier().ok()
}

struct Search<'w, 'plan> {
    what_if: &'w WhatIf<'plan>,
    plan: &'plan CheckedPlan,
    outcomes: Option<ProjectedOf<'plan>>,
    policy: Policy,
    /// For each search for a best set.
    steps: u64,
    money: MoneySteps,
    own: Money,
}

impl<'w, 'plan> Search<'w, 'plan> {
    fn new(what_if: &'w WhatIf<'plan>, evaluation: &Evaluation, millions: u64) -> Option<Search<'w, 'plan>> {
        let plan = what_if.plan();
        let policy = evaluation.funding.as_ref()?.policy;
        let money = MoneySteps::of(plan.currency).ok()?;
        let steps = (millions.saturating_mul(1_000_000) / SEARCHES).max(10_000);
        let outcomes = ProjectedOf::new(plan, what_if.money());
        Some(Search { what_if, plan, outcomes, policy, steps, money, own: what_if.budget().ok()? })
    }

    fn frontier(&self) -> Result<Frontier, ArithmeticError> {
        let (least, most) = self.span()?;
        let mut budgets = self.parts(least, most)?;
        budgets.push((self.own, Sort::Plan));
        let are_changes_exact = self.policy != Policy::Optimal || !self.has_shares();
        if are_changes_exact {
            let each = if self.policy == Policy::Stop { STEPS } else { CHANGES };
            budgets.extend(self.changes(most, each)?.into_iter().map(|budget| (budget, Sort::Change)));
            budgets.extend(self.changes(least, each)?.into_iter().map(|budget| (budget, Sort::Change)));
        }
        let changes = budgets.iter().filter(|(_, sort)| *sort == Sort::Change).map(|(budget, _)| *budget);
        let changes: BTreeSet<Money> = changes.collect();
        budgets.sort();
        // The plan's own budget is named as such, and a part of the span before a change: that it is one is kept.
        budgets.dedup_by_key(|(budget, _)| *budget);
        let beside = if self.policy == Policy::Optimal { Policy::Skip } else { Policy::Optimal };
        let points: Result<Vec<Option<Point>>, ArithmeticError> = budgets
            .par_iter()
            .map(|(budget, sort)| self.point(*budget, (*sort, changes.contains(budget)), beside))
            .collect();
        let mut points: Vec<Point> = points?.into_iter().flatten().collect();
        let mut most: Option<Number> = None;
        for point in &mut points {
            point.is_below_poorer = most.is_some_and(|most| point.own.score < most);
            most = Some(most.map_or(point.own.score, |most| most.maximum(point.own.score)));
        }
        let best_buy = self.best_buy(&points);
        Ok(Frontier { policy: self.policy, beside, points, best_buy, are_changes_exact })
    }

    /// Whether something is a share of the budget: then a best set need not be one at a lower budget.
    fn has_shares(&self) -> bool {
        use crate::check::{BoundAmount, FloorAmount};
        let Some(terms) = &self.plan.funding else { return false };
        let is_share = |amount: &BoundAmount| matches!(amount, BoundAmount::Share(_));
        terms.reserve.as_ref().is_some_and(is_share)
            || terms.caps.iter().any(|cap| is_share(&cap.amount))
            || terms.floors.iter().any(|floor| match &floor.amount {
                FloorAmount::Everywhere(amount) => is_share(amount),
                FloorAmount::ByPeriod(amounts) => amounts.iter().flatten().any(|(_, amount)| is_share(amount)),
            })
    }

    /// From the least budget at which anything is allowed to what all levels cost.
    fn span(&self) -> Result<(Money, Money), ArithmeticError> {
        let levels = self.what_if.order().iter();
        let all = Money::sum(levels.map(|level| self.what_if.cost(*level)))?;
        let limit = Money::round(self.own.number().multiply(Number::from_integer(MOST_TIMES))?, self.plan.currency);
        let most = if self.own.is_zero() { all } else { all.minimum(limit) };
        let stands = |steps: i128| {
            let funded = self.what_if.fund(Some(self.money.amount(steps)?), Policy::Skip, &mut Effort::new(0)).ok()?;
            Some(funded.is_some())
        };
        let own = self.money.count(self.own.number());
        let least = match last_holding(own, 0, own / 2, stands) {
            End::At(steps) => self.money.amount(steps).unwrap_or(self.own),
            End::NoLimit | End::Unknown => Money::ZERO,
        };
        Ok((least, most.maximum(least)))
    }

    fn parts(&self, least: Money, most: Money) -> Result<Vec<(Money, Sort)>, ArithmeticError> {
        let span = most.subtract(least)?.number();
        let all = Number::from_integer(i64::try_from(PARTS).unwrap_or(i64::MAX));
        let part = |part: usize| {
            let index = Number::from_integer(i64::try_from(part).unwrap_or(i64::MAX));
            let above = Money::round(span.multiply(index)?.divide(all)?, self.plan.currency);
            Ok((least.add(above)?, Sort::Part(part)))
        };
        (0..=PARTS).map(part).collect()
    }

    /// The next budgets towards a limit at which another set is funded.
    fn changes(&self, limit: Money, most: usize) -> Result<Vec<Money>, ArithmeticError> {
        let mut changes = Vec::new();
        let (mut from, limit) = (self.money.count(self.own.number()), self.money.count(limit.number()));
        let rises = limit > from;
        while changes.len() < most && (if rises { from < limit } else { from > limit }) {
            let Some(funded) = self.funded(from) else { break };
            let holds = |steps: i128| {
                // A best set is so at each lower budget that it is allowed at.
                if self.policy == Policy::Optimal && steps < from {
                    return self.what_if.allows(Some(self.money.amount(steps)?), &funded.set).ok();
                }
                self.funded(steps).filter(WouldFund::is_proved).map(|other| other.set == funded.set)
            };
            let guess = if rises { funded.missing } else { funded.left.add(self.money.one()).ok() };
            let stride = guess.map_or(1, |guess| self.money.count(guess.number()));
            let End::At(last) = last_holding(from, limit, stride, holds) else { break };
            from = if rises { last + 1 } else { last - 1 };
            // Below, the change is the budget down to which the set before still stands.
            let change = if rises { from } else { last };
            changes.extend(self.money.amount(change));
        }
        Ok(changes)
    }

    fn funded(&self, steps: i128) -> Option<WouldFund> {
        let budget = self.money.amount(steps)?;
        self.what_if.fund(Some(budget), self.policy, &mut Effort::new(self.steps)).ok().flatten()
    }

    fn point(
        &self,
        budget: Money,
        (sort, is_change): (Sort, bool),
        beside: Policy,
    ) -> Result<Option<Point>, ArithmeticError> {
        let fund = |policy: Policy| self.what_if.fund(Some(budget), policy, &mut Effort::new(self.steps));
        let Some(own) = fund(self.policy)? else { return Ok(None) };
        let beside = fund(beside)?;
        let outcome = self.outcomes.as_ref().and_then(|outcomes| outcomes.with(&own.set));
        Ok(Some(Point { budget, sort, is_change, own, beside, outcome, is_below_poorer: false }))
    }

    /// More score for each unit of money added than any other point above has; of equals the one that adds least.
    fn best_buy(&self, points: &[Point]) -> Option<usize> {
        let own = points.iter().find(|point| point.budget == self.own)?;
        let gains = points.iter().enumerate().filter_map(|(place, point)| {
            let added = point.budget.subtract(self.own).ok().filter(|added| added.is_positive())?;
            let gain = point.own.score.subtract(own.own.score).ok().filter(|gain| gain.is_positive())?;
            Some((gain.divide(added.number()).ok()?, std::cmp::Reverse(place)))
        });
        gains.max().map(|(_, place)| place.0)
    }
}
