//! Stability: takes an evaluated plan, gives how far each cost, score and weight may move before what is funded changes. Solved,
//! not sampled: each end is the last step that holds, found by funding again.

use rayon::prelude::*;

use super::steps::{End, MoneySteps, last_holding, number};
use crate::check::CheckedPlan;
use crate::evaluate::optimum::Effort;
use crate::evaluate::{Evaluation, WhatIf, WouldFund};
use crate::model::funding::{Policy, Rank};
use crate::model::{Criterion, Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// How many levels are shown unless all are asked for.
pub const SHOWN: usize = 20;

/// Of how many levels at most the ends are looked for unless all are asked for: those ranked nearest to the last funded one.
const LOOKED_AT: usize = 200;

/// For each level that is looked at all are funded some hundred times: of so many products of both the ends are looked for.
const MOST_ASKED: usize = 2_000_000;

/// How far a cost may rise before nobody asks any more: so many times the budget.
const DEAREST: i128 = 4;

/// A weight moves by steps of 0.0001 percentage points.
const WEIGHT_STEPS: i64 = 1_000_000;

/// A score moves by steps of its last decimal.
const SCORE_DIGITS: u32 = 12;

/// The highest score that is asked for.
const HIGHEST_SCORE: i64 = 1_000;

/// Where an order is computed, at most so many of its changes are passed on the way to an end.
const CROSSINGS: usize = 400;

/// How far figures may move.
#[derive(Debug)]
pub struct Stability {
    /// The policy.
    pub policy: Policy,
    /// The levels, those nearest to an end first.
    pub levels: Vec<LevelStability>,
    /// How many levels were not looked at.
    pub passed_over: usize,
    /// The weights.
    pub weights: Vec<WeightStability>,
}

/// How far the figures of a level may move.
#[derive(Debug)]
pub struct LevelStability {
    /// The level.
    pub level: Id<Level>,
    /// Whether it is funded.
    pub is_funded: bool,
    /// What it costs.
    pub cost: Money,
    /// What it scores.
    pub score: Number,
    /// Between which costs its own standing stays: under `optimal`, whether it is funded.
    pub own: Interval<Money>,
    /// Between which costs all that is funded stays; not asked under `optimal`.
    pub whole: Option<Interval<Money>>,
    /// Under `optimal`: between which scores it stays in or out.
    pub by_score: Option<Interval<Number>>,
    /// The least move that changes something, as a share of the figure that moves.
    pub nearest: Option<Number>,
}

/// How far a weight may move, the others in proportion.
#[derive(Debug)]
pub struct WeightStability {
    /// The criterion.
    pub criterion: Id<Criterion>,
    /// The weight.
    pub weight: Number,
    /// Between which weights all that is funded stays; absent where weights decide nothing.
    pub whole: Option<Interval<Number>>,
}

/// The last steps down and up at which something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval<T> {
    /// Downwards.
    pub low: End<T>,
    /// Upwards.
    pub high: End<T>,
}

/// How far each figure may move; nothing of a plan that does not say how money is given.
pub(super) fn stability(what_if: &WhatIf<'_>, evaluation: &Evaluation, millions: u64, all: bool) -> Option<Stability> {
    Search::new(what_if, evaluation, millions)?.stability(all).ok()
}

struct Search<'w, 'plan> {
    what_if: &'w WhatIf<'plan>,
    plan: &'plan CheckedPlan,
    policy: Policy,
    rank: Rank,
    /// What is funded now.
    now: WouldFund,
    /// Steps of searches for best sets, in all.
    steps: u64,
    money: MoneySteps,
    budget: i128,
}

impl<'w, 'plan> Search<'w, 'plan> {
    fn new(what_if: &'w WhatIf<'plan>, evaluation: &Evaluation, millions: u64) -> Option<Search<'w, 'plan>> {
        let plan = what_if.plan();
        let policy = evaluation.funding.as_ref()?.policy;
        let steps = millions.saturating_mul(1_000_000);
        let now = what_if.fund(None, policy, &mut Effort::new(steps)).ok()??;
        let money = MoneySteps::of(plan.currency).ok()?;
        let budget = money.count(what_if.budget().ok()?.number());
        let rank = plan.funding.as_ref()?.rank;
        Some(Search { what_if, plan, policy, rank, now, steps, money, budget })
    }

    fn stability(&self, all: bool) -> Result<Stability, ArithmeticError> {
        let levels = self.looked_at(all);
        let each = (self.steps / (levels.len() as u64).max(1)).max(10_000);
        let mut rows: Vec<LevelStability> = levels.par_iter().filter_map(|level| self.level(*level, each)).collect();
        rows.sort_by_key(|row| (row.nearest.is_none(), row.nearest));
        Ok(Stability {
            policy: self.policy,
            passed_over: self.what_if.order().len() - levels.len(),
            levels: rows,
            weights: (0..self.plan.criteria.len()).map(|index| self.weight(Id::new(index))).collect(),
        })
    }

    /// All levels, or those ranked nearest to the last that is funded.
    fn looked_at(&self, all: bool) -> Vec<Id<Level>> {
        let order = self.what_if.order();
        if all || order.len() <= LOOKED_AT {
            return order.to_vec();
        }
        let count = (MOST_ASKED / order.len()).clamp(SHOWN, LOOKED_AT);
        let last = order.iter().rposition(|level| self.now.set.contains(*level)).unwrap_or(0);
        let start = last.saturating_sub(count / 2).min(order.len() - count);
        order.iter().skip(start).take(count).copied().collect()
    }

    fn level(&self, level: Id<Level>, steps: u64) -> Option<LevelStability> {
        let (cost, score) = (self.what_if.cost(level), self.what_if.score(level));
        let is_funded = self.now.set.contains(level);
        let effort = &mut Effort::new(steps);
        let is_optimal = self.policy == Policy::Optimal;
        let own = self.cost_interval(level, effort, |then| match is_optimal {
            true => then.set.contains(level) == is_funded,
            false => then.is_alike(&self.now, level),
        });
        let whole = (!is_optimal).then(|| self.cost_interval(level, effort, |then| then.set == self.now.set));
        let by_score = is_optimal.then(|| self.score_interval(level, effort, is_funded));
        let mut row = LevelStability { level, is_funded, cost, score, own, whole, by_score, nearest: None };
        row.nearest = row.nearest();
        Some(row)
    }

    /// Between which costs of a level something holds of what is funded.
    fn cost_interval(
        &self,
        level: Id<Level>,
        effort: &mut Effort,
        holds: impl Fn(&WouldFund) -> bool,
    ) -> Interval<Money> {
        let now = self.money.count(self.what_if.cost(level).number());
        if now <= 0 {
            // What costs nothing has no cost in proportion.
            return Interval { low: End::NoLimit, high: End::NoLimit };
        }
        let mut ask = |cost: i128| {
            let factor = number(cost)?.divide(number(now)?).ok()?;
            let then = self.what_if.with_cost(level, factor).ok()?.fund(None, self.policy, effort).ok()?;
            // Mandates that no longer stand together fund nothing.
            let Some(then) = then else { return Some(false) };
            then.is_proved().then(|| holds(&then))
        };
        let crossings = self.cost_crossings(level, now);
        let mut end = |limit: i128| {
            let end = through(now, limit, &crossings, (now / 64).max(1), &mut ask);
            end.map(|cost| self.money.amount(cost).unwrap_or_default())
        };
        let low = end(0);
        Interval { low, high: end((self.budget.max(now)).saturating_mul(DEAREST)) }
    }

    /// The costs at which a computed order may change: there its value for money is that of another level.
    fn cost_crossings(&self, level: Id<Level>, now: i128) -> Vec<i128> {
        if self.rank == Rank::Explicit {
            return Vec::new();
        }
        let money = self.what_if.money();
        let net = |level: Id<Level>| money.get(level.index()).map(|money| money.net.number()).unwrap_or_default();
        let score = self.what_if.score(level);
        // Net is gross less what is saved and earned, which stays.
        let offset = now - self.money.count(net(level));
        let others = self.what_if.order().iter().filter(|other| **other != level);
        let crossings = others.filter_map(|other| {
            let crossing = score.multiply(net(*other)).ok()?.divide(self.what_if.score(*other)).ok()?;
            Some(self.money.count(crossing.floor(0)).saturating_add(offset))
        });
        // Where savings pay for all of it, it stands above all that costs.
        crossings.chain(std::iter::once(offset)).collect()
    }

    fn score_interval(&self, level: Id<Level>, effort: &mut Effort, is_funded: bool) -> Interval<Number> {
        let now = in_digits(self.what_if.score(level));
        let highest = i128::from(HIGHEST_SCORE) * 10_i128.pow(SCORE_DIGITS);
        let mut ask = |score: i128| {
            let score = score_of(score)?;
            let then = self.what_if.with_score(level, score).ok()?.fund(None, self.policy, effort).ok()??;
            then.is_proved().then(|| then.set.contains(level) == is_funded)
        };
        let stride = (now.abs() / 64).max(1_000_000);
        let mut end =
            |limit: i128| last_holding(now, limit, stride, &mut ask).map(|score| score_of(score).unwrap_or_default());
        let low = end(-highest);
        Interval { low, high: end(highest) }
    }

    fn weight(&self, criterion: Id<Criterion>) -> WeightStability {
        let weight = self.plan.criteria.get(criterion.index()).map(|terms| terms.weight).unwrap_or_default();
        let minimum = self.plan.funding.as_ref().and_then(|terms| terms.minimum_score);
        let decides = self.policy == Policy::Optimal || self.rank != Rank::Explicit || minimum.is_some();
        let whole = (decides && self.plan.criteria.len() > 1 && weight != Number::ONE)
            .then(|| self.weight_interval(criterion, weight, minimum));
        WeightStability { criterion, weight, whole }
    }

    fn weight_interval(&self, criterion: Id<Criterion>, weight: Number, minimum: Option<Number>) -> Interval<Number> {
        let effort = &mut Effort::new(self.steps);
        let all = i128::from(WEIGHT_STEPS);
        let now = weight_steps(weight);
        let mut ask = |steps: i128| {
            // Its own weight may lie between two steps.
            let then = match steps == now {
                true => return Some(true),
                false => self.what_if.with_weight(criterion, number(steps)?.divide(number(all)?).ok()?).ok()?,
            };
            let Some(then) = then.fund(None, self.policy, effort).ok()? else { return Some(false) };
            then.is_proved().then(|| then.set == self.now.set)
        };
        let crossings = self.weight_crossings(criterion, weight, minimum);
        let mut end = |limit: i128| {
            let end = through(now, limit, &crossings, all / 64, &mut ask);
            end.map(|steps| number(steps).and_then(|steps| steps.divide(number(all)?).ok()).unwrap_or_default())
        };
        let low = end(0);
        Interval { low, high: end(all) }
    }

    /// The weights at which a level's score passes the least that is funded, or a computed order may change.
    fn weight_crossings(&self, criterion: Id<Criterion>, weight: Number, minimum: Option<Number>) -> Vec<i128> {
        // Each score is a line over the weight: what it is at nought and at all.
        let at = |weight: Number| self.what_if.with_weight(criterion, weight).ok();
        let (Some(none), Some(all)) = (at(Number::ZERO), at(Number::ONE)) else { return Vec::new() };
        let lines: Vec<(Number, Number, Number)> = self
            .what_if
            .order()
            .iter()
            .map(|level| {
                let net = self.what_if.money().get(level.index()).map(|money| money.net.number());
                (none.score(*level), all.score(*level), net.unwrap_or_default())
            })
            .collect();
        let mut crossings = Vec::new();
        for (none, all, _) in &lines {
            crossings.extend(minimum.and_then(|minimum| crossing(*none, *all, minimum, minimum)));
        }
        if self.rank != Rank::Explicit {
            for (place, (none, all, net)) in lines.iter().enumerate() {
                for (other_none, other_all, other_net) in lines.iter().skip(place + 1) {
                    // Score times the other's net on both sides, so that nothing is divided by nought.
                    let sides = [(none, other_net), (all, other_net), (other_none, net), (other_all, net)]
                        .map(|(score, net)| score.multiply(*net).unwrap_or_default());
                    let [start, end, other_start, other_end] = sides;
                    crossings.extend(crossing(start, end, other_start, other_end));
                    // Of two that cost nothing, the score alone counts.
                    crossings.extend(crossing(*none, *all, *other_none, *other_all));
                }
            }
        }
        let now = weight_steps(weight);
        crossings.sort_by_key(|step| (step - now).abs());
        crossings
    }
}

/// The last step that holds, where what is asked holds on an unbroken interval between any two neighbouring crossings.
fn through(
    from: i128,
    limit: i128,
    crossings: &[i128],
    stride: i128,
    ask: &mut impl FnMut(i128) -> Option<bool>,
) -> End<i128> {
    let rises = limit > from;
    let is_ahead = |step: &i128| if rises { (from..limit).contains(step) } else { (limit + 1..=from).contains(step) };
    // A crossing is known to a step or two.
    let mut stops: Vec<i128> = crossings
        .iter()
        .filter(|step| is_ahead(step))
        .flat_map(|step| [step - 2, step - 1, *step, step + 1, step + 2])
        .collect();
    stops.retain(is_ahead);
    stops.sort_unstable();
    stops.dedup();
    if !rises {
        stops.reverse();
    }
    let mut known = from;
    for (passed, stop) in stops.into_iter().chain(std::iter::once(limit)).enumerate() {
        if stop == known {
            continue;
        }
        if passed > CROSSINGS * 5 {
            return End::Unknown;
        }
        match last_holding(known, stop, stride, &mut *ask) {
            End::NoLimit => known = stop,
            end => return end,
        }
    }
    End::NoLimit
}

/// Where two lines over the weight, from what they are at nought to what they are at all, meet.
fn crossing(start: Number, end: Number, other_start: Number, other_end: Number) -> Option<i128> {
    let (ahead, behind) = (other_start.subtract(start).ok()?, end.subtract(start).ok()?);
    let slope = behind.subtract(other_end.subtract(other_start).ok()?).ok()?;
    let weight = ahead.divide(slope).ok()?;
    let is_weight = !weight.is_negative() && weight <= Number::ONE;
    is_weight.then(|| weight_steps(weight))
}

impl LevelStability {
    /// The least move of its cost or score that changes something.
    fn nearest(&self) -> Option<Number> {
        let costs = self.whole.unwrap_or(self.own);
        let cost = moves(self.cost.number(), [costs.low, costs.high].map(|end| end.map(Money::number)));
        let score = self.by_score.and_then(|score| moves(self.score, [score.low, score.high]));
        cost.into_iter().chain(score).min()
    }
}

/// The smaller of the moves to two ends, as a share of the figure.
fn moves(figure: Number, ends: [End<Number>; 2]) -> Option<Number> {
    let share = |end: End<Number>| match end {
        End::At(end) => end.subtract(figure).ok()?.divide(figure).ok().map(Number::abs),
        End::NoLimit | End::Unknown => None,
    };
    ends.into_iter().filter_map(share).min()
}

fn weight_steps(weight: Number) -> i128 {
    let steps = weight.multiply(Number::from_integer(WEIGHT_STEPS)).ok();
    steps.and_then(|steps| steps.floor(0).to_integer()).map_or(0, i128::from)
}

fn in_digits(score: Number) -> i128 {
    let decimal = score.round_half_even(SCORE_DIGITS).decimal();
    decimal.mantissa() * 10_i128.pow(SCORE_DIGITS.saturating_sub(decimal.scale()))
}

fn score_of(digits: i128) -> Option<Number> {
    let decimal = rust_decimal::Decimal::try_from_i128_with_scale(digits, SCORE_DIGITS).ok()?;
    Number::from_decimal(decimal).ok()
}
