//! Savings: takes what was promised, by savings of funded levels and by activities that end, gives what of it came about.

use std::collections::BTreeSet;

use super::course::{Course, Year};
use super::line::{BudgetLine, Nature, Part};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{AnyId, Category, Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// A saving that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The level that saves, or the activity that ends.
    pub by: AnyId,
    /// The category it is saved in.
    pub category: Option<Id<Category>>,
    /// What it saves on, where that is one level.
    pub of: Option<AnyId>,
    /// What was promised up to the closed month.
    pub promised: Money,
    /// What of it came about; nothing where nobody can measure it.
    pub realised: Option<Money>,
}

/// The months of a year.
const A_YEAR: i64 = 12;

/// Every saving of funded levels, and of activities that end.
pub(super) fn promises(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    year: &Year,
) -> Result<Vec<Promise>, ArithmeticError> {
    let mut promises = Vec::new();
    let passed = Number::from_integer(i64::try_from(year.closed + 1).map_err(|_| ArithmeticError::Overflow)?);
    for ((id, _), yearly) in plan.plan().retires.iter().zip(&plan.control.retired) {
        let Some(yearly) = yearly else { continue };
        let promised = yearly.number().multiply(passed)?.divide(Number::from_integer(A_YEAR))?;
        let promised = Money::round(promised, plan.currency);
        let still = year.retired.get(&id).copied().unwrap_or_default();
        let realised = Some(promised.subtract(still)?);
        promises.push(Promise { by: id.into(), category: None, of: None, promised, realised });
    }
    for saving in &evaluation.savings {
        let money = evaluation.money.get(saving.level.index());
        let line = money.and_then(|money| money.savings.get(saving.line));
        let past = saving.by_month.months().filter(|(month, _)| *month <= year.closed);
        let promised = Money::sum(past.map(|(_, amount)| amount))?;
        let of = line.and_then(|line| line.of);
        let realised = match of {
            Some(of) if !has_unassigned_costs(year, of)? => {
                let mut left = Money::ZERO;
                for (part, course) in costs_of(year, of) {
                    left = left.add(year.figures(part.line.nature, course)?.variance)?;
                }
                Some(left.maximum(Money::ZERO).minimum(promised))
            }
            Some(_) | None => None,
        };
        promises.push(Promise {
            by: saving.level.into(),
            category: line.and_then(|line| line.category),
            of: of.map(AnyId::from),
            promised,
            realised,
        });
    }
    Ok(promises)
}

fn costs_of(year: &Year, level: Id<Level>) -> impl Iterator<Item = (&Part, &Course)> {
    year.parts.iter().filter(move |(part, _)| part.level == Some(level) && part.line.nature != Nature::Income)
}

/// Whether rows that name no level were paid or ordered on a line of the level: what it cost then, nobody knows.
fn has_unassigned_costs(year: &Year, level: Id<Level>) -> Result<bool, ArithmeticError> {
    let lines: BTreeSet<BudgetLine> = costs_of(year, level).map(|(part, _)| part.line).collect();
    for (part, course) in year.parts.iter().filter(|(part, _)| part.level.is_none() && lines.contains(&part.line)) {
        let figures = year.figures(part.line.nature, course)?;
        if !figures.actual.is_zero() || !figures.committed.is_zero() {
            return Ok(true);
        }
    }
    Ok(false)
}
