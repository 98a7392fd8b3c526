//! Notes on variances: takes what the plan says, gives what each explains to date and at the year's end, and what of it
//! falls to each line of control.

use std::collections::BTreeMap;

use super::course::{Course, Year};
use super::line::{BudgetLine, Nature};
use crate::check::{CheckedPlan, NoteTerms};
use crate::model::control::VarianceKind;
use crate::model::{AnyId, Department, Id};
use crate::quantity::{ArithmeticError, Money, Number};

/// What a note explains of the variance up to the closed month.
pub(super) fn explained_to_date(note: &NoteTerms, closed: usize) -> Result<Number, ArithmeticError> {
    if note.month > closed {
        return Ok(Number::ZERO);
    }
    match note.kind {
        VarianceKind::Timing if note.until.is_some_and(|until| until <= closed) => Ok(Number::ZERO),
        VarianceKind::Timing | VarianceKind::OneOff => Ok(note.amount),
        VarianceKind::Structural => times(note.amount, closed - note.month + 1),
    }
}

/// What a note explains of the variance at the calendar's end.
pub(super) fn explained_at_end(note: &NoteTerms, months: usize) -> Result<Number, ArithmeticError> {
    match note.kind {
        VarianceKind::Timing => Ok(Number::ZERO),
        VarianceKind::OneOff => Ok(note.amount),
        VarianceKind::Structural => times(note.amount, months.saturating_sub(note.month)),
    }
}

fn times(amount: Number, months: usize) -> Result<Number, ArithmeticError> {
    amount.multiply(Number::from_integer(i64::try_from(months).map_err(|_| ArithmeticError::Overflow)?))
}

/// Whether a note is about a line.
pub(super) fn is_about(plan: &CheckedPlan, about: AnyId, line: &BudgetLine) -> bool {
    let department = about.cast::<Department>();
    let below = |own: Id<Department>| plan.department_chains.of(own).any(|above| Some(above) == department);
    line.category.map(AnyId::from) == Some(about)
        || line.package.map(AnyId::from) == Some(about)
        || (department.is_some() && line.nature != Nature::Income && line.department(plan).is_some_and(below))
}

/// What notes add to what is budgeted for the months to come, by line: timing that is still open comes about later, what is
/// structural comes about again. A note on several lines is spread by their budgets.
pub(super) fn shares_of_notes(
    plan: &CheckedPlan,
    year: &Year,
    lines: &BTreeMap<BudgetLine, Course>,
) -> Result<BTreeMap<BudgetLine, Money>, ArithmeticError> {
    let mut shares: BTreeMap<BudgetLine, Money> = BTreeMap::new();
    for note in &plan.control.notes {
        let to_come = to_come(note, year.closed, plan.calendar.len())?;
        let concerned: Vec<(&BudgetLine, &Course)> =
            lines.iter().filter(|(line, _)| is_about(plan, note.about, line)).collect();
        if to_come.is_zero() || concerned.is_empty() {
            continue;
        }
        let mut weights = Vec::with_capacity(concerned.len());
        for (_, course) in &concerned {
            weights.push(Money::sum(course.current.iter().copied())?.number());
        }
        if weights.iter().all(|weight| weight.is_zero()) {
            weights.fill(Number::ONE);
        }
        let parts = Money::round(to_come, plan.currency).spread(&weights, plan.currency)?;
        for ((line, _), part) in concerned.into_iter().zip(parts) {
            let sum = shares.entry(*line).or_default();
            *sum = sum.add(part)?;
        }
    }
    Ok(shares)
}

/// What a note says of the months to come, with the sign of cost.
fn to_come(note: &NoteTerms, closed: usize, months: usize) -> Result<Number, ArithmeticError> {
    match note.kind {
        VarianceKind::Timing if note.month <= closed && note.until.is_some_and(|until| until > closed) => {
            Ok(note.amount)
        }
        VarianceKind::Timing | VarianceKind::OneOff => Ok(Number::ZERO),
        VarianceKind::Structural => {
            let first = note.month.max(closed + 1);
            times(note.amount.negate(), months.saturating_sub(first))
        }
    }
}
