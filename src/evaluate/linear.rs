//! Conditions as demands on a set of levels: takes a checked condition, gives what it asks of which levels are in, where that
//! adds up level by level: `funded`, `spend`, `cost`, `score`, and KPIs whose effects add. Nothing of other conditions.

use std::collections::BTreeMap;

use super::combine::start_value;
use super::costs::CostShares;
use super::drivers::driver_value;
use super::effect::{count, effect_by_month};
use super::rating::LevelScore;
use crate::check::program::{Comparison, Fold, Program, Step};
use crate::check::{ChangeTerms, CheckedPlan, EffectTerms, Eligibility, LevelTerms};
use crate::model::kpi::Combine;
use crate::model::{AnyId, Id, Kpi, Level};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// Something asked of a set of levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    /// A level is in.
    In(Id<Level>),
    /// It is not.
    Out(Id<Level>),
    /// A sum over the levels that are in is not below nought, or above it.
    Above {
        /// The sum.
        sum: Sum,
        /// Whether nought itself is too little.
        is_strict: bool,
    },
    /// No set does.
    Never,
}

/// An amount, and what each level that is in adds to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub amount: Number,
    pub by_level: BTreeMap<Id<Level>, Number>,
}

/// What conditions read of a plan.
pub(super) struct Readable<'run> {
    plan: &'run CheckedPlan,
    shares: &'run CostShares,
    scores: &'run [LevelScore],
    /// What acts on each KPI, in the order of the plan's levels.
    effects: Vec<Vec<(Id<Level>, &'run EffectTerms)>>,
}

impl<'run> Readable<'run> {
    pub(super) fn new(plan: &'run CheckedPlan, shares: &'run CostShares, scores: &'run [LevelScore]) -> Self {
        let mut effects = vec![Vec::new(); plan.kpis.len()];
        for (index, level) in plan.levels.iter().enumerate() {
            for effect in &level.effects {
                if let Some(of_kpi) = effects.get_mut(effect.kpi.index()) {
                    of_kpi.push((Id::new(index), effect));
                }
            }
        }
        Readable { plan, shares, scores, effects }
    }
}

/// Why a condition is no demand: it does not add up, or its figures are too large.
struct NotLinear;

impl From<ArithmeticError> for NotLinear {
    fn from(_: ArithmeticError) -> NotLinear {
        NotLinear
    }
}

/// A value on the stack.
enum Value {
    Sum(Sum),
    Truth(Vec<Demand>),
}

/// What a condition asks for, all of it together.
pub(super) fn demands(readable: &Readable<'_>, condition: &Program) -> Option<Vec<Demand>> {
    let Program::Code(code) = condition else {
        let is_true = condition.constant().is_some_and(|value| !value.is_zero());
        return Some(if is_true { Vec::new() } else { vec![Demand::Never] });
    };
    match readable.run(&code.steps, 0) {
        Ok(Value::Truth(demands)) => Some(demands),
        Ok(Value::Sum(_)) | Err(NotLinear) => None,
    }
}

/// What the target of a KPI asks for.
pub(super) fn target_demands(readable: &Readable<'_>, kpi: Id<Kpi>) -> Option<Vec<Demand>> {
    use crate::model::kpi::Better;
    let terms = readable.plan.kpis.get(kpi.index())?;
    let target = terms.target?;
    let value = readable.kpi(kpi, target.month).ok()?;
    let beyond = value.minus(&Sum::of(target.value)).ok()?;
    let above = |sum| Demand::Above { sum, is_strict: false };
    Some(match terms.better {
        Better::Higher => vec![above(beyond)],
        Better::Lower => vec![above(beyond.times(minus_one()).ok()?)],
        Better::Nearer => vec![above(beyond.clone()), above(beyond.times(minus_one()).ok()?)],
    })
}

impl Readable<'_> {
    fn run(&self, steps: &[(Step, Span)], month: usize) -> Result<Value, NotLinear> {
        let mut stack: Vec<Value> = Vec::new();
        let mut rest = steps;
        while let Some(((step, _), after)) = rest.split_first() {
            rest = after;
            if let Step::Fold(fold, length) = *step {
                let (inner, after) = rest.split_at_checked(length).ok_or(NotLinear)?;
                stack.push(Value::Sum(self.fold(fold, inner)?));
                rest = after;
            } else {
                self.step(*step, &mut stack, month)?;
            }
        }
        stack.pop().ok_or(NotLinear)
    }

    fn fold(&self, fold: Fold, steps: &[(Step, Span)]) -> Result<Sum, NotLinear> {
        let months = self.plan.calendar.len();
        let mut all = Sum::default();
        for month in 0..months {
            let Value::Sum(sum) = self.run(steps, month)? else { return Err(NotLinear) };
            all = all.plus(&sum)?;
        }
        match fold {
            Fold::Total => Ok(all),
            Fold::Mean => Ok(all.times(Number::ONE.divide(count(months))?)?),
            Fold::Min | Fold::Max => Err(NotLinear),
        }
    }

    fn step(&self, step: Step, stack: &mut Vec<Value>, month: usize) -> Result<(), NotLinear> {
        let value = match step {
            Step::Push(value) => Value::Sum(Sum::of(value)),
            Step::Driver(driver) => Value::Sum(Sum::of(self.driver(driver, month)?)),
            Step::DriverLag(driver, months) => Value::Sum(Sum::of(self.driver(driver, month.saturating_sub(months))?)),
            Step::Kpi(kpi) => Value::Sum(self.kpi(kpi, month)?),
            Step::KpiAt(kpi, at) => Value::Sum(self.kpi(kpi, at)?),
            Step::Cost(about) => Value::Sum(self.cost(about, month..=month)?),
            Step::CostAt(about, at) => Value::Sum(self.cost(about, at..=at)?),
            Step::Spend(about) => Value::Sum(self.cost(about, 0..=self.plan.calendar.len().saturating_sub(1))?),
            Step::Score(level) => Value::Sum(Sum::of(self.scores.get(level.index()).ok_or(NotLinear)?.score)),
            Step::Funded(level) => Value::Truth(vec![Demand::In(level)]),
            Step::Convert(ratio) => {
                let sum = pop_sum(stack)?;
                Value::Sum(sum.each(|value| value.scale(ratio))?)
            }
            Step::Negate => Value::Sum(pop_sum(stack)?.times(minus_one())?),
            Step::Add => {
                let right = pop_sum(stack)?;
                Value::Sum(pop_sum(stack)?.plus(&right)?)
            }
            Step::Subtract => {
                let right = pop_sum(stack)?;
                Value::Sum(pop_sum(stack)?.minus(&right)?)
            }
            Step::Multiply => {
                let (right, left) = (pop_sum(stack)?, pop_sum(stack)?);
                Value::Sum(match (left.constant(), right.constant()) {
                    (_, Some(factor)) => left.times(factor)?,
                    (Some(factor), None) => right.times(factor)?,
                    (None, None) => return Err(NotLinear),
                })
            }
            Step::Divide => {
                let divisor = pop_sum(stack)?.constant().ok_or(NotLinear)?;
                Value::Sum(pop_sum(stack)?.each(|value| value.divide(divisor))?)
            }
            Step::Compare(comparison) => {
                let right = pop_sum(stack)?;
                Value::Truth(compared(comparison, &pop_sum(stack)?.minus(&right)?)?)
            }
            Step::And => {
                let (mut right, left) = (pop_truth(stack)?, pop_truth(stack)?);
                right.extend(left);
                Value::Truth(right)
            }
            Step::Not => Value::Truth(denied(pop_truth(stack)?)?),
            // What is left bends or jumps, or reads what a set changes in no even way.
            _ => return Err(NotLinear),
        };
        stack.push(value);
        Ok(())
    }

    fn driver(&self, driver: Id<crate::model::Driver>, month: usize) -> Result<Number, NotLinear> {
        driver_value(self.plan, driver, month).map_err(|_| NotLinear)
    }

    /// A KPI without formula whose effects add up.
    fn kpi(&self, kpi: Id<Kpi>, month: usize) -> Result<Sum, NotLinear> {
        let terms = self.plan.kpis.get(kpi.index()).ok_or(NotLinear)?;
        let adds = terms.formula.is_none() && terms.combine == Combine::Add;
        let start = start_value(terms).filter(|_| adds).ok_or(NotLinear)?;
        let trend = terms.trend.unwrap_or_default().multiply(count(month + 1))?;
        let mut sum = Sum::of(start.add(trend)?);
        for (level, effect) in self.effects.get(kpi.index()).into_iter().flatten() {
            if matches!(effect.change, ChangeTerms::Relative(_)) {
                return Err(NotLinear);
            }
            let competes = |terms: &LevelTerms| terms.eligibility == Eligibility::Competes;
            if self.plan.levels.get(level.index()).is_some_and(competes) {
                let change = effect_by_month(self.plan, *level, effect).get(month).copied().unwrap_or_default();
                let slot = sum.by_level.entry(*level).or_default();
                *slot = slot.add(change)?;
            }
        }
        Ok(sum)
    }

    fn cost(&self, about: AnyId, months: std::ops::RangeInclusive<usize>) -> Result<Sum, NotLinear> {
        let mut sum = Sum::default();
        for (level, by_month) in self.shares.of(about).ok_or(NotLinear)? {
            let amounts = by_month.get(months.clone()).unwrap_or(&[]);
            let cost = amounts.iter().try_fold(Number::ZERO, |sum, amount| sum.add(*amount))?;
            sum.by_level.insert(level, cost);
        }
        Ok(sum)
    }
}

impl Sum {
    fn of(amount: Number) -> Sum {
        Sum { amount, by_level: BTreeMap::new() }
    }

    /// The amount, where no level adds to it.
    fn constant(&self) -> Option<Number> {
        self.by_level.values().all(|value| value.is_zero()).then_some(self.amount)
    }

    fn each(self, change: impl Fn(Number) -> Result<Number, ArithmeticError>) -> Result<Sum, ArithmeticError> {
        let by_level = self.by_level.into_iter().map(|(level, value)| Ok((level, change(value)?)));
        Ok(Sum { amount: change(self.amount)?, by_level: by_level.collect::<Result<_, ArithmeticError>>()? })
    }

    fn times(&self, factor: Number) -> Result<Sum, ArithmeticError> {
        self.clone().each(|value| value.multiply(factor))
    }

    fn plus(mut self, other: &Sum) -> Result<Sum, ArithmeticError> {
        self.amount = self.amount.add(other.amount)?;
        for (level, value) in &other.by_level {
            let slot = self.by_level.entry(*level).or_default();
            *slot = slot.add(*value)?;
        }
        Ok(self)
    }

    fn minus(self, other: &Sum) -> Result<Sum, ArithmeticError> {
        self.plus(&other.times(minus_one())?)
    }
}

fn minus_one() -> Number {
    Number::ONE.negate()
}

fn pop_sum(stack: &mut Vec<Value>) -> Result<Sum, NotLinear> {
    match stack.pop() {
        Some(Value::Sum(sum)) => Ok(sum),
        Some(Value::Truth(_)) | None => Err(NotLinear),
    }
}

fn pop_truth(stack: &mut Vec<Value>) -> Result<Vec<Demand>, NotLinear> {
    match stack.pop() {
        Some(Value::Truth(demands)) => Ok(demands),
        Some(Value::Sum(_)) | None => Err(NotLinear),
    }
}

fn compared(comparison: Comparison, left_less_right: &Sum) -> Result<Vec<Demand>, NotLinear> {
    let above = |sum: &Sum, is_strict| Demand::Above { sum: sum.clone(), is_strict };
    let (over, under) = (left_less_right, &left_less_right.times(minus_one())?);
    let demands = match comparison {
        Comparison::Less => vec![above(under, true)],
        Comparison::LessOrEqual => vec![above(under, false)],
        Comparison::Greater => vec![above(over, true)],
        Comparison::GreaterOrEqual => vec![above(over, false)],
        Comparison::Equal => vec![above(over, false), above(under, false)],
        Comparison::NotEqual => return Err(NotLinear),
    };
    let Some(amount) = over.constant() else { return Ok(demands) };
    // The same for every set.
    Ok(if comparison.holds(&amount, &Number::ZERO) { Vec::new() } else { vec![Demand::Never] })
}

/// The opposite of a single demand; that of several is none of them.
fn denied(demands: Vec<Demand>) -> Result<Vec<Demand>, NotLinear> {
    let [demand] = demands.as_slice() else {
        return if demands.is_empty() { Ok(vec![Demand::Never]) } else { Err(NotLinear) };
    };
    Ok(match demand {
        Demand::In(level) => vec![Demand::Out(*level)],
        Demand::Out(level) => vec![Demand::In(*level)],
        Demand::Above { sum, is_strict } => {
            vec![Demand::Above { sum: sum.times(minus_one())?, is_strict: !is_strict }]
        }
        Demand::Never => Vec::new(),
    })
}
