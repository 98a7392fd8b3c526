//! The money there is: takes the funding rule and the budget of each period, gives what is left of it after the reserve
//! and what caps and floors come to.
//!
//! A reserve is one amount for the calendar, in money or as a share of all budgets, rounded once and taken from the periods
//! in proportion to their budgets, to the cent; so is a floor in money. A cap in percent is a share of the whole budget
//! before the reserve, a floor in percent one of each period's.

use super::checked::{BoundAmount, BoundTerms, FloorAmount, FundingTerms};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

/// The money that funding can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// What each budget period holds after the reserve.
    pub periods: Vec<Money>,
    /// The most that each cap allows.
    pub caps: Vec<Money>,
    /// What each floor holds in each period: floor after floor, so many each as there are periods.
    pub floors: Vec<Money>,
}

/// What a budget comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allotted {
    /// What can be spent.
    pub available: Available,
    /// What is kept back in each period.
    pub reserves: Vec<Money>,
}

/// The budget of each period; a budget given in all is shared out in proportion to what the plan says.
pub fn budgets(terms: &FundingTerms, in_all: Option<Money>, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let stated: Vec<Money> = terms.periods.iter().map(|period| period.amount).collect();
    in_all.map_or(Ok(stated.clone()), |in_all| in_proportion(in_all, &stated, currency))
}

/// What the budget of each period comes to.
pub fn allot(terms: &FundingTerms, budgets: &[Money], currency: Currency) -> Result<Allotted, ArithmeticError> {
    let total = Money::sum(budgets.iter().copied())?;
    let reserves = match terms.reserve {
        None => vec![Money::ZERO; budgets.len()],
        Some(amount) => in_proportion(amount_of(amount, total, currency)?, budgets, currency)?,
    };
    let periods = budgets.iter().zip(&reserves).map(|(budget, reserve)| budget.subtract(*reserve));
    let available = Available {
        periods: periods.collect::<Result<_, _>>()?,
        caps: caps(&terms.caps, total, currency)?,
        floors: floors(terms, budgets, currency)?,
    };
    Ok(Allotted { available, reserves })
}

/// How often a rise is doubled before it is given up, and halved to find the least that does.
const ATTEMPTS: usize = 64;

/// The smallest rise of one period's budget by which the period holds `wanted`; none if a reserve takes all of it.
///
/// A reserve keeps part of every rise for itself, and one in money keeps more of the period that is raised, so the rise
/// is sought between one that does and one that does not.
pub fn rise(
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
        let holds = allot(terms, &raised, currency)?.available.periods.get(period).copied().unwrap_or_default();
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

/// What each floor holds in each period.
fn floors(terms: &FundingTerms, budgets: &[Money], currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let mut floors = Vec::with_capacity(terms.floors.len().saturating_mul(budgets.len()));
    for floor in &terms.floors {
        match &floor.amount {
            FloorAmount::Everywhere(BoundAmount::Money(amount)) => {
                floors.extend(in_proportion(*amount, budgets, currency)?);
            }
            FloorAmount::Everywhere(share) => {
                for budget in budgets {
                    floors.push(amount_of(*share, *budget, currency)?);
                }
            }
            FloorAmount::ByPeriod(amounts) => {
                for (amount, budget) in amounts.iter().zip(budgets) {
                    floors.push(match amount {
                        None => Money::ZERO,
                        Some((_, amount)) => amount_of(*amount, *budget, currency)?,
                    });
                }
            }
        }
    }
    Ok(floors)
}

fn caps(caps: &[BoundTerms], total: Money, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    caps.iter().map(|cap| amount_of(cap.amount, total, currency)).collect()
}

/// An amount as it is, or a share of the whole, to the minor unit.
fn amount_of(amount: BoundAmount, whole: Money, currency: Currency) -> Result<Money, ArithmeticError> {
    match amount {
        BoundAmount::Money(money) => Ok(money),
        BoundAmount::Share(share) => Ok(Money::round(whole.number().multiply(share)?, currency)),
    }
}

fn in_proportion(amount: Money, to: &[Money], currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
    let weights: Vec<Number> = to.iter().map(|money| money.number()).collect();
    if weights.iter().all(|weight| weight.is_zero()) {
        return amount.spread_evenly(to.len(), currency);
    }
    amount.spread(&weights, currency)
}
