//! The money there is: takes the funding rule and the budget of each period, gives what is left of it after the reserve
//! and what caps and floors come to.
//!
//! A reserve in percent is that share of each period's budget. A reserve in money is taken from the periods in proportion
//! to their budgets, to the cent. Caps and floors in percent are shares of the whole budget before the reserve.

use crate::check::{BoundAmount, BoundTerms, FundingTerms};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

use super::walk::Purse;

/// The purse, and the reserve of each period that it goes without.
pub(super) struct Filled {
    /// What can be spent.
    pub purse: Purse,
    /// What is kept back in each period.
    pub reserves: Vec<Money>,
}

/// The budget of each period; a budget given in all is shared out in proportion to what the plan says.
pub(super) fn budgets(
    terms: &FundingTerms,
    in_all: Option<Money>,
    currency: Currency,
) -> Result<Vec<Money>, ArithmeticError> {
    let stated: Vec<Money> = terms.periods.iter().map(|period| period.amount).collect();
    in_all.map_or(Ok(stated.clone()), |in_all| in_proportion(in_all, &stated, currency))
}

/// Fills the purse from the budget of each period.
pub(super) fn fill(terms: &FundingTerms, budgets: &[Money], currency: Currency) -> Result<Filled, ArithmeticError> {
    let total = Money::sum(budgets.iter().copied())?;
    let reserves = reserves(terms.reserve, budgets, currency)?;
    let periods = budgets.iter().zip(&reserves).map(|(budget, reserve)| budget.subtract(*reserve));
    let purse = Purse {
        periods: periods.collect::<Result<_, _>>()?,
        caps: amounts(&terms.caps, total, currency)?,
        floors: amounts(&terms.floors, total, currency)?,
    };
    Ok(Filled { purse, reserves })
}

/// How often a rise is doubled before it is given up, and halved to find the least that does.
const ATTEMPTS: usize = 64;

/// The smallest rise of one period's budget by which the period holds `wanted`; none if a reserve takes all of it.
///
/// A reserve keeps part of every rise for itself, and one in money keeps more of the period that is raised, so the rise
/// is sought between one that does and one that does not.
pub(super) fn rise(
    terms: &FundingTerms,
    budgets: &[Money],
    period: usize,
    wanted: Money,
    currency: Currency,
) -> Result<Option<Money>, ArithmeticError> {
    let missing = |rise: Money| -> Result<Money, ArithmeticError> {
        let mut raised = budgets.to_vec();
        let Some(budget) = raised.get_mut(period) else { return Ok(Money::ZERO) };
        *budget = budget.add(rise)?;
        let holds = fill(terms, &raised, currency)?.purse.periods.get(period).copied().unwrap_or_default();
        Ok(wanted.subtract(holds)?.maximum(Money::ZERO))
    };
    let (mut short, mut enough) = (Money::ZERO, missing(Money::ZERO)?);
    for _ in 0..ATTEMPTS {
        if missing(enough)?.is_zero() {
            break;
        }
        (short, enough) = (enough, enough.add(enough)?);
    }
    if !missing(enough)?.is_zero() {
        return Ok(None);
    }
    let half = Number::ONE.divide(Number::from_integer(2))?;
    for _ in 0..ATTEMPTS {
        let middle = short.add(enough.subtract(short)?.enlarged(half, currency)?)?;
        if middle == enough {
            break;
        }
        if missing(middle)?.is_zero() { enough = middle } else { short = middle }
    }
    Ok(Some(enough))
}

fn reserves(
    reserve: Option<BoundAmount>,
    budgets: &[Money],
    currency: Currency,
) -> Result<Vec<Money>, ArithmeticError> {
    match reserve {
        None => Ok(vec![Money::ZERO; budgets.len()]),
        Some(BoundAmount::Money(money)) => in_proportion(money, budgets, currency),
        Some(BoundAmount::Share(share)) => budgets.iter().map(|budget| share_of(share, *budget, currency)).collect(),
    }
}

fn amounts(bounds: &[BoundTerms], total: Money, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let amount = |bound: &BoundTerms| match bound.amount {
        BoundAmount::Money(money) => Ok(money),
        BoundAmount::Share(share) => share_of(share, total, currency),
    };
    bounds.iter().map(amount).collect()
}

fn share_of(share: Number, whole: Money, currency: Currency) -> Result<Money, ArithmeticError> {
    Ok(Money::round(whole.number().multiply(share)?, currency))
}

fn in_proportion(amount: Money, to: &[Money], currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let weights: Vec<Number> = to.iter().map(|money| money.number()).collect();
    if weights.iter().all(|weight| weight.is_zero()) {
        return amount.spread_evenly(to.len(), currency);
    }
    amount.spread(&weights, currency)
}
