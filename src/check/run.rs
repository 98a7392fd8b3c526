//! Running programs: takes a program, an environment and a month, gives the number. No recursion and, for programs of
//! ordinary size, no allocation: evaluation runs millions of these.

use smallvec::SmallVec;

use super::program::{Fold, Program, Step};
use crate::model::{AnyId, Driver, Id, Kpi, Level, Stage};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// Why a program gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The calculation itself has no result.
    Arithmetic(ArithmeticError),
    /// Something it reads has no value in that month.
    Unavailable,
    /// It reads a cost per something in a month in which nothing is spent.
    NothingSpent,
}

impl From<ArithmeticError> for Failure {
    fn from(error: ArithmeticError) -> Failure {
        Failure::Arithmetic(error)
    }
}

/// What programs read. Every number is in the unit the checked plan gives its source; months count from 0. What an environment
/// does not have is unavailable.
pub trait Environment {
    /// How many months the calendar has.
    fn months(&self) -> usize;
    /// A driver's value in a month.
    fn driver(&self, _driver: Id<Driver>, _month: usize) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// A KPI's value in a month, with its effects; `None` is the month before the calendar, where it has its baseline.
    fn kpi(&self, _kpi: Id<Kpi>, _month: Option<usize>) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// A KPI's value in a month before its own effects; `None` as above.
    fn kpi_before_effects(&self, _kpi: Id<Kpi>, _month: Option<usize>) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// What enters a stage in a month.
    fn entering(&self, _stage: Id<Stage>, _month: usize) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// What leaves a stage in a month.
    fn leaving(&self, _stage: Id<Stage>, _month: usize) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// The funded gross cost of something in a month.
    fn cost(&self, _about: AnyId, _month: usize) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// The funded gross cost of something over the whole calendar.
    fn spend(&self, _about: AnyId) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
    /// Whether a level is funded.
    fn is_funded(&self, _level: Id<Level>) -> Result<bool, Failure> {
        Err(Failure::Unavailable)
    }
    /// The score of a level.
    fn score(&self, _level: Id<Level>) -> Result<Number, Failure> {
        Err(Failure::Unavailable)
    }
}

/// An environment without figures: what constant expressions run in.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Environment for Nothing {
    fn months(&self) -> usize {
        0
    }
}

impl Program {
    /// Its value in a month, in its unit; else why there is none, and where in the plan.
    pub fn run(&self, environment: &impl Environment, month: usize) -> Result<Number, (Failure, Span)> {
        match self {
            Program::Constant { value, .. } => Ok(*value),
            Program::Code(code) => run_steps(&code.steps, environment, month),
        }
    }
}

/// Operands that wait for their step.
#[derive(Default)]
struct Stack(SmallVec<[Number; 12]>);

impl Stack {
    fn push(&mut self, value: Number) {
        self.0.push(value);
    }

    fn pop(&mut self) -> Number {
        self.0.pop().expect("a checked program finds its operands")
    }

    fn pop_pair(&mut self) -> (Number, Number) {
        let right = self.pop();
        (self.pop(), right)
    }
}

/// Runs steps that may hold folds; a fold's own steps hold none.
pub(super) fn run_steps(
    steps: &[(Step, Span)],
    environment: &impl Environment,
    month: usize,
) -> Result<Number, (Failure, Span)> {
    let mut stack = Stack::default();
    let mut rest = steps;
    while let Some(((step, span), after)) = rest.split_first() {
        rest = after;
        if let Step::Fold(fold, length) = *step {
            let (inner, after) = rest.split_at_checked(length).expect("a fold is followed by its steps");
            stack.push(run_fold(fold, inner, environment, *span)?);
            rest = after;
        } else {
            run_step(*step, &mut stack, environment, month).map_err(|failure| (failure, *span))?;
        }
    }
    Ok(stack.pop())
}

fn run_fold(
    fold: Fold,
    inner: &[(Step, Span)],
    environment: &impl Environment,
    span: Span,
) -> Result<Number, (Failure, Span)> {
    let mut folded: Option<Number> = None;
    let mut months = 0;
    let mut passed_over = None;
    for month in 0..environment.months() {
        let value = match run_month(inner, environment, month) {
            // A month in which nothing is spent has no cost per anything: it is passed over.
            Err((Failure::NothingSpent, span)) => {
                passed_over.get_or_insert(span);
                continue;
            }
            value => value?,
        };
        months += 1;
        let next = folded.map_or(Ok(value), |before| match fold {
            Fold::Min => Ok(before.minimum(value)),
            Fold::Max => Ok(before.maximum(value)),
            Fold::Mean | Fold::Total => before.add(value),
        });
        folded = Some(next.map_err(|error| (Failure::Arithmetic(error), span))?);
    }
    let nothing = passed_over.map_or((Failure::Unavailable, span), |place| (Failure::NothingSpent, place));
    let folded = folded.ok_or(nothing)?;
    match fold {
        Fold::Mean => folded.divide(count(months)).map_err(|error| (Failure::Arithmetic(error), span)),
        Fold::Min | Fold::Max | Fold::Total => Ok(folded),
    }
}

/// Steps without folds, in one month.
fn run_month(steps: &[(Step, Span)], environment: &impl Environment, month: usize) -> Result<Number, (Failure, Span)> {
    let mut stack = Stack::default();
    for (step, span) in steps {
        run_step(*step, &mut stack, environment, month).map_err(|failure| (failure, *span))?;
    }
    Ok(stack.pop())
}

fn run_step(step: Step, stack: &mut Stack, environment: &impl Environment, month: usize) -> Result<(), Failure> {
    let value = match step {
        Step::Push(value) => value,
        Step::Driver(driver) => environment.driver(driver, month)?,
        Step::DriverLag(driver, months) => environment.driver(driver, month.saturating_sub(months))?,
        Step::Kpi(kpi) => environment.kpi(kpi, Some(month))?,
        Step::KpiLag(kpi, months) => environment.kpi(kpi, month.checked_sub(months))?,
        Step::KpiAt(kpi, at) => environment.kpi(kpi, Some(at))?,
        Step::Previous(kpi, months) => environment.kpi_before_effects(kpi, month.checked_sub(months))?,
        Step::Entering(stage, months) => match month.checked_sub(months) {
            Some(month) => environment.entering(stage, month)?,
            None => Number::ZERO,
        },
        Step::Leaving(stage, months) => match month.checked_sub(months) {
            Some(month) => environment.leaving(stage, month)?,
            None => Number::ZERO,
        },
        Step::EnteringAt(stage, at) => environment.entering(stage, at)?,
        Step::LeavingAt(stage, at) => environment.leaving(stage, at)?,
        Step::Cost(about) => environment.cost(about, month)?,
        Step::CostAt(about, at) => environment.cost(about, at)?,
        Step::Spend(about) => environment.spend(about)?,
        Step::Funded(level) => truth(environment.is_funded(level)?),
        Step::Score(level) => environment.score(level)?,
        // `run_steps` takes folds out, and none stands inside another.
        Step::Fold(..) => return Err(Failure::Unavailable),
        Step::Convert(ratio) => stack.pop().scale(ratio)?,
        Step::Negate => stack.pop().negate(),
        Step::Abs => stack.pop().abs(),
        Step::Round => stack.pop().round_half_even(0),
        Step::Exp => stack.pop().exp()?,
        Step::Ln => stack.pop().ln()?,
        Step::Sqrt => stack.pop().sqrt()?,
        Step::Not => truth(stack.pop().is_zero()),
        Step::Clamp => {
            let (low, high) = stack.pop_pair();
            stack.pop().clamp(low, high)
        }
        Step::Hill => {
            let (half, shape) = stack.pop_pair();
            hill(stack.pop(), half, shape)?
        }
        Step::Nps => {
            let (passives, detractors) = stack.pop_pair();
            net_promoter_score(stack.pop(), passives, detractors)?
        }
        Step::Clv => {
            let (retention, discount) = stack.pop_pair();
            lifetime_value(stack.pop(), retention, discount)?
        }
        Step::Power => on_pair(stack, Number::power)?,
        Step::Add => on_pair(stack, Number::add)?,
        Step::Subtract => on_pair(stack, Number::subtract)?,
        Step::Multiply => on_pair(stack, Number::multiply)?,
        Step::Divide => on_pair(stack, Number::divide)?,
        Step::Min(operands) => on_many(stack, operands, |left, right| Ok(left.minimum(right)))?,
        Step::Max(operands) => on_many(stack, operands, |left, right| Ok(left.maximum(right)))?,
        Step::Mean(operands) => on_many(stack, operands, Number::add)?.divide(count(operands))?,
        Step::Compare(comparison) => {
            let (left, right) = stack.pop_pair();
            truth(comparison.holds(&left, &right))
        }
        Step::And => on_pair(stack, |left, right| Ok(left.minimum(right)))?,
        Step::Or => on_pair(stack, |left, right| Ok(left.maximum(right)))?,
    };
    stack.push(value);
    Ok(())
}

type Binary = fn(Number, Number) -> Result<Number, ArithmeticError>;

fn on_pair(stack: &mut Stack, combine: Binary) -> Result<Number, ArithmeticError> {
    let (left, right) = stack.pop_pair();
    combine(left, right)
}

/// From the last to the first: what combines here does not mind the order.
fn on_many(stack: &mut Stack, operands: usize, combine: Binary) -> Result<Number, ArithmeticError> {
    let last = stack.pop();
    (1..operands).try_fold(last, |folded, _| combine(stack.pop(), folded))
}

/// x^s ÷ (x^s + half^s), by the smaller of the two quotients so that large figures do not overflow.
fn hill(x: Number, half: Number, shape: Number) -> Result<Number, ArithmeticError> {
    if x.is_negative() || !half.is_positive() || !shape.is_positive() {
        return Err(ArithmeticError::OutsideDomain);
    }
    if x < half {
        let power = x.divide(half)?.power(shape)?;
        return power.divide(power.add(Number::ONE)?);
    }
    Number::ONE.divide(half.divide(x)?.power(shape)?.add(Number::ONE)?)
}

fn net_promoter_score(promoters: Number, passives: Number, detractors: Number) -> Result<Number, ArithmeticError> {
    let all = promoters.add(passives)?.add(detractors)?;
    promoters.subtract(detractors)?.multiply(Number::from_integer(100))?.divide(all)
}

fn lifetime_value(margin: Number, retention: Number, discount: Number) -> Result<Number, ArithmeticError> {
    let rest = Number::ONE.add(discount)?.subtract(retention)?;
    if !rest.is_positive() && !rest.is_zero() {
        return Err(ArithmeticError::OutsideDomain);
    }
    margin.multiply(retention)?.divide(rest)
}

fn truth(holds: bool) -> Number {
    if holds { Number::ONE } else { Number::ZERO }
}

fn count(number: usize) -> Number {
    Number::from_integer(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::program::{Code, Comparison};
    use crate::model::UnitId;

    fn whole(value: i64) -> Number {
        Number::from_integer(value)
    }

    fn run(steps: &[Step]) -> Result<Number, Failure> {
        let steps = steps.iter().map(|step| (*step, Span::default())).collect();
        let program = Program::Code(Box::new(Code { unit: UnitId::new(0), steps }));
        program.run(&Nothing, 0).map_err(|(failure, _)| failure)
    }

    fn push(value: i64) -> Step {
        Step::Push(whole(value))
    }

    #[test]
    fn operands_keep_their_order() {
        assert_eq!(run(&[push(7), push(2), Step::Subtract]), Ok(whole(5)));
        assert_eq!(run(&[push(1), push(9), push(4), Step::Max(3)]), Ok(whole(9)));
        assert_eq!(run(&[push(1), push(9), push(2), Step::Mean(3)]), Ok(whole(4)));
        assert_eq!(run(&[push(12), push(0), push(10), Step::Clamp]), Ok(whole(10)));
        assert_eq!(run(&[push(3), push(2), Step::Compare(Comparison::Greater), Step::Not]), Ok(whole(0)));
        assert_eq!(run(&[push(520), push(300), push(180), Step::Nps]), Ok(whole(34)));
    }

    #[test]
    fn failures_are_told() {
        assert_eq!(run(&[push(1), push(0), Step::Divide]), Err(ArithmeticError::DivisionByZero.into()));
        assert_eq!(run(&[Step::Kpi(Id::new(0))]), Err(Failure::Unavailable));
        assert_eq!(run(&[push(0), Step::Ln]), Err(ArithmeticError::OutsideDomain.into()));
    }

    #[test]
    fn saturation_is_half_at_half_and_does_not_overflow() {
        let half = Number::parse("0.5");
        assert_eq!(run(&[push(20), push(20), push(2), Step::Hill]).ok(), half.ok());
        assert_eq!(run(&[push(1_000_000_000), push(1), push(9), Step::Hill]), Ok(Number::ONE));
        assert_eq!(run(&[push(0), push(1), push(2), Step::Hill]), Ok(Number::ZERO));
    }
}
