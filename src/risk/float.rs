//! Programs in floating point: takes a checked program and an environment of figures, gives its value. What has no value is not a
//! number here, and n/a in every report.
#![expect(clippy::float_arithmetic, reason = "thousands of draws of a projection; no money is booked by them")]

use crate::check::program::{Fold, Program, Step};
use crate::model::{AnyId, Driver, Id, Kpi, Level, Stage};
use crate::quantity::Number;

/// What programs read in one draw.
pub(super) trait Environment {
    fn months(&self) -> usize;
    fn driver(&self, driver: Id<Driver>, month: usize) -> f64;
    fn kpi(&self, kpi: Id<Kpi>, month: Option<usize>) -> f64;
    fn kpi_before_effects(&self, kpi: Id<Kpi>, month: Option<usize>) -> f64;
    fn entering(&self, stage: Id<Stage>, month: usize) -> f64;
    fn leaving(&self, stage: Id<Stage>, month: usize) -> f64;
    fn cost(&self, about: AnyId, month: usize) -> f64;
    fn is_funded(&self, level: Id<Level>) -> bool;
    fn score(&self, level: Id<Level>) -> f64;
}

/// By the decimals that a number can have.
const POWERS_OF_TEN: [f64; 29] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28,
];

/// A number as the nearest floating-point number.
pub(super) fn float(number: Number) -> f64 {
    let decimal = number.decimal();
    let power = usize::try_from(decimal.scale()).ok().and_then(|scale| POWERS_OF_TEN.get(scale));
    decimal.mantissa() as f64 / power.copied().unwrap_or(1.0)
}

/// A program made ready to be run again and again.
#[derive(Debug, Clone)]
pub(super) enum Ready {
    Constant(f64),
    Steps(Vec<Step>),
}

impl Ready {
    pub(super) fn of(program: &Program) -> Ready {
        match program {
            Program::Constant { value, .. } => Ready::Constant(float(*value)),
            Program::Code(code) => Ready::Steps(code.steps.iter().map(|(step, _)| *step).collect()),
        }
    }

    pub(super) fn run(&self, environment: &impl Environment, month: usize) -> f64 {
        match self {
            Ready::Constant(value) => *value,
            Ready::Steps(steps) => run_steps(steps, environment, month),
        }
    }

    /// Whether it reads a driver that `is_uncertain`.
    pub(super) fn reads(&self, is_uncertain: &[bool]) -> bool {
        let Ready::Steps(steps) = self else { return false };
        steps.iter().any(|step| match step {
            Step::Driver(driver) | Step::DriverLag(driver, _) => {
                is_uncertain.get(driver.index()).copied().unwrap_or(false)
            }
            _ => false,
        })
    }
}

fn run_steps(steps: &[Step], environment: &impl Environment, month: usize) -> f64 {
    let mut stack: Vec<f64> = Vec::with_capacity(8);
    let mut rest = steps;
    while let Some((step, after)) = rest.split_first() {
        rest = after;
        if let Step::Fold(fold, length) = *step {
            let (inner, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            stack.push(run_fold(fold, inner, environment));
            rest = after;
        } else {
            run_step(*step, &mut stack, environment, month);
        }
    }
    stack.pop().unwrap_or(f64::NAN)
}

/// Months without a value are passed over where any has one: a cost per something while nothing is spent.
fn run_fold(fold: Fold, steps: &[Step], environment: &impl Environment) -> f64 {
    let values: Vec<f64> = (0..environment.months()).map(|month| run_steps(steps, environment, month)).collect();
    let known = || values.iter().copied().filter(|value| value.is_finite());
    let count = known().count();
    if count == 0 {
        return f64::NAN;
    }
    match fold {
        Fold::Min => known().fold(f64::INFINITY, f64::min),
        Fold::Max => known().fold(f64::NEG_INFINITY, f64::max),
        Fold::Mean => known().sum::<f64>() / count as f64,
        Fold::Total => known().sum(),
    }
}

fn run_step(step: Step, stack: &mut Vec<f64>, environment: &impl Environment, month: usize) {
    let value = match step {
        Step::Push(value) => float(value),
        Step::Driver(driver) => environment.driver(driver, month),
        Step::DriverLag(driver, months) => environment.driver(driver, month.saturating_sub(months)),
        Step::Kpi(kpi) => environment.kpi(kpi, Some(month)),
        Step::KpiLag(kpi, months) => environment.kpi(kpi, month.checked_sub(months)),
        Step::KpiAt(kpi, at) => environment.kpi(kpi, Some(at)),
        Step::Previous(kpi, months) => environment.kpi_before_effects(kpi, month.checked_sub(months)),
        Step::Entering(stage, months) => {
            month.checked_sub(months).map_or(0.0, |month| environment.entering(stage, month))
        }
        Step::Leaving(stage, months) => {
            month.checked_sub(months).map_or(0.0, |month| environment.leaving(stage, month))
        }
        Step::EnteringAt(stage, at) => environment.entering(stage, at),
        Step::LeavingAt(stage, at) => environment.leaving(stage, at),
        Step::Cost(about) => environment.cost(about, month),
        Step::CostAt(about, at) => environment.cost(about, at),
        Step::Spend(about) => (0..environment.months()).map(|month| environment.cost(about, month)).sum(),
        Step::Funded(level) => truth(environment.is_funded(level)),
        Step::Score(level) => environment.score(level),
        // `run_steps` takes folds out.
        Step::Fold(..) => f64::NAN,
        Step::Convert(ratio) => pop(stack) * ratio.numerator() as f64 / ratio.denominator() as f64,
        Step::Negate => -pop(stack),
        Step::Abs => libm::fabs(pop(stack)),
        Step::Round => libm::rint(pop(stack)),
        Step::Exp => libm::exp(pop(stack)),
        Step::Ln => {
            let value = pop(stack);
            if value > 0.0 { libm::log(value) } else { f64::NAN }
        }
        Step::Sqrt => libm::sqrt(pop(stack)),
        Step::Not => on_truth(pop(stack), |value| truth(value == 0.0)),
        Step::Clamp => {
            let (high, low, value) = (pop(stack), pop(stack), pop(stack));
            if value.is_nan() || low.is_nan() || high.is_nan() { f64::NAN } else { value.max(low).min(high) }
        }
        Step::Hill => {
            let (shape, half, x) = (pop(stack), pop(stack), pop(stack));
            hill(x, half, shape)
        }
        Step::Nps => {
            let (detractors, passives, promoters) = (pop(stack), pop(stack), pop(stack));
            divide((promoters - detractors) * 100.0, promoters + passives + detractors)
        }
        Step::Clv => {
            let (discount, retention, margin) = (pop(stack), pop(stack), pop(stack));
            let rest = 1.0 + discount - retention;
            if rest > 0.0 { margin * retention / rest } else { f64::NAN }
        }
        Step::Power => {
            let (exponent, base) = (pop(stack), pop(stack));
            libm::pow(base, exponent)
        }
        Step::Add => {
            let right = pop(stack);
            pop(stack) + right
        }
        Step::Subtract => {
            let right = pop(stack);
            pop(stack) - right
        }
        Step::Multiply => {
            let right = pop(stack);
            pop(stack) * right
        }
        Step::Divide => {
            let right = pop(stack);
            divide(pop(stack), right)
        }
        Step::Min(count) => fold(stack, count, f64::min),
        Step::Max(count) => fold(stack, count, f64::max),
        Step::Mean(count) => fold(stack, count, |left, right| left + right) / count as f64,
        Step::Compare(comparison) => {
            let (right, left) = (pop(stack), pop(stack));
            if left.is_nan() || right.is_nan() { f64::NAN } else { truth(comparison.holds(&left, &right)) }
        }
        Step::And => {
            let (right, left) = (pop(stack), pop(stack));
            if left.is_nan() || right.is_nan() { f64::NAN } else { left.min(right) }
        }
        Step::Or => {
            let (right, left) = (pop(stack), pop(stack));
            if left.is_nan() || right.is_nan() { f64::NAN } else { left.max(right) }
        }
    };
    // What is infinite has no value either.
    stack.push(if value.is_finite() { value } else { f64::NAN });
}

fn pop(stack: &mut Vec<f64>) -> f64 {
    stack.pop().unwrap_or(f64::NAN)
}

fn fold(stack: &mut Vec<f64>, count: usize, combine: fn(f64, f64) -> f64) -> f64 {
    let mut values: Vec<f64> = (0..count).map(|_| pop(stack)).collect();
    if values.iter().any(|value| value.is_nan()) {
        return f64::NAN;
    }
    let last = values.remove(0);
    values.into_iter().fold(last, combine)
}

fn divide(left: f64, right: f64) -> f64 {
    if right == 0.0 { f64::NAN } else { left / right }
}

fn hill(x: f64, half: f64, shape: f64) -> f64 {
    let is_defined = x >= 0.0 && half > 0.0 && shape > 0.0;
    if !is_defined {
        return f64::NAN;
    }
    if x < half {
        let power = libm::pow(x / half, shape);
        return power / (power + 1.0);
    }
    1.0 / (libm::pow(half / x, shape) + 1.0)
}

fn truth(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

fn on_truth(value: f64, change: impl FnOnce(f64) -> f64) -> f64 {
    if value.is_nan() { f64::NAN } else { change(value) }
}
