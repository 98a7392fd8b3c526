//! The year's end: takes the course of each line of control and the notes, gives forecasts in three ways and the estimate
//! at completion. Each is worked out by line and rounded there once; every total is the sum of its lines.

use std::collections::BTreeMap;

use super::course::{Course, Year};
use super::line::{BudgetLine, Nature};
use super::notes::shares_of_notes;
use crate::check::CheckedPlan;
use crate::model::control::ForecastMethod;
use crate::quantity::{ArithmeticError, Money, Number};

/// What a line of control will have come to at the calendar's end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The budget, as transfers have left it.
    pub budget: Money,
    /// As if every month to come went like those passed.
    pub run_rate: Money,
    /// What is budgeted for the months to come, with what notes say.
    pub phased: Money,
    /// As if the rest went like actual against budget to date.
    pub performance: Money,
    /// The forecast the plan chose; of money out at least what was paid and ordered.
    pub estimate: Money,
    /// Budget against estimate: above nought is favourable.
    pub variance: Money,
}

impl Forecast {
    /// This and another.
    #[expect(clippy::should_implement_trait, reason = "an operator could not report an overflow")]
    pub fn add(self, other: Forecast) -> Result<Forecast, ArithmeticError> {
        Ok(Forecast {
            budget: self.budget.add(other.budget)?,
            run_rate: self.run_rate.add(other.run_rate)?,
            phased: self.phased.add(other.phased)?,
            performance: self.performance.add(other.performance)?,
            estimate: self.estimate.add(other.estimate)?,
            variance: self.variance.add(other.variance)?,
        })
    }
}

/// The forecast of every line.
pub(super) fn forecasts(plan: &CheckedPlan, year: &Year) -> Result<BTreeMap<BudgetLine, Forecast>, ArithmeticError> {
    let lines = year.lines()?;
    let notes = shares_of_notes(plan, year, &lines)?;
    let mut forecasts = BTreeMap::new();
    for (line, course) in &lines {
        let noted = notes.get(line).copied().unwrap_or_default();
        forecasts.insert(*line, forecast(plan, year.closed, *line, course, noted)?);
    }
    Ok(forecasts)
}

fn forecast(
    plan: &CheckedPlan,
    closed: usize,
    line: BudgetLine,
    course: &Course,
    noted: Money,
) -> Result<Forecast, ArithmeticError> {
    let whole = |amounts: &[Money]| Money::sum(amounts.iter().copied());
    let past = |amounts: &[Money]| Money::sum(amounts.iter().take(closed + 1).copied());
    let (budget, to_date) = (whole(&course.current)?, past(&course.current)?);
    let (actual, committed) = (past(&course.actual)?, past(&course.committed)?);
    let to_come = budget.subtract(to_date)?;
    let with_notes = match line.nature {
        Nature::Income => to_come.subtract(noted)?,
        Nature::Expense | Nature::Capital => to_come.add(noted)?,
    };
    let phased = actual.add(with_notes)?;
    let budgeted = |amounts: &[Money]| amounts.iter().filter(|amount| !amount.is_zero()).count();
    let months = budgeted(&course.current);
    let passed = course.current.get(..=closed).map_or(months, budgeted);
    let run_rate = if passed == 0 { phased } else { scaled(plan, actual, months, passed)? };
    let performance = if to_date.is_zero() || actual.is_zero() {
        phased
    } else {
        let product = budget.number().multiply(actual.number())?;
        Money::round(product.divide(to_date.number())?, plan.currency)
    };
    let chosen = match plan.control.forecast {
        ForecastMethod::Phased => phased,
        ForecastMethod::RunRate => run_rate,
        ForecastMethod::Performance => performance,
    };
    let sure = actual.add(committed)?;
    let estimate = match line.nature {
        _ if months == 0 => sure,
        Nature::Income => chosen,
        Nature::Expense | Nature::Capital => chosen.maximum(sure),
    };
    Ok(Forecast { budget, run_rate, phased, performance, estimate, variance: line.nature.variance(budget, estimate)? })
}

/// An amount times so many months, by so many passed.
fn scaled(plan: &CheckedPlan, actual: Money, months: usize, passed: usize) -> Result<Money, ArithmeticError> {
    let number = |count: usize| i64::try_from(count).map(Number::from_integer).map_err(|_| ArithmeticError::Overflow);
    Ok(Money::round(actual.number().multiply(number(months)?)?.divide(number(passed)?)?, plan.currency))
}
