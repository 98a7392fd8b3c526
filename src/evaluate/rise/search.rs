//! A rise that funds one level: takes what the level lacked, raises by it again and again, and takes a few minor units back.

use super::trial::{Refill, Trial, Trials, sums};
use crate::evaluate::walk::Shortage;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// How often a rise is enlarged before it is given up.
const ATTEMPTS: usize = 32;

/// How many minor units less may not do one after the other, and the next one does again: shares of the budget that are
/// rounded each grow by a minor unit at a budget of their own.
const ROUNDED: usize = 8;

/// What a search for one level finds.
pub(super) enum Found {
    /// The smallest rise that funds it.
    Least(Trial),
    /// A rise that funds it; a smaller one may do.
    AtMost(Trial),
    /// No rise funds it.
    None,
    /// The search was given up without any.
    Unknown,
}

/// A rise that funds a level: what it lacks, again and again.
pub(super) fn upper<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    from: &Trial,
) -> Result<Option<Trial>, ArithmeticError> {
    let raisable = |shortage: &&Shortage| {
        let costs = trials.problem.costs(level);
        shortage.cap.is_none()
            && shortage.by_period.iter().zip(costs).all(|(lacks, cost)| lacks.is_zero() || cost.is_positive())
    };
    let mut trial = from.clone();
    let mut before: Option<(Id<Level>, Money, Money)> = None;
    for _ in 0..ATTEMPTS {
        if trial.funds(level) {
            return Ok(Some(trial));
        }
        let own = trial.shortages.iter().rfind(|shortage| shortage.level == level);
        let Some(shortage) = own.filter(raisable).or_else(|| trial.shortages.iter().find(raisable)) else {
            return Ok(None);
        };
        let lacks = Money::sum(shortage.by_period.iter().copied())?;
        // Where the same level gains less than the rise, the next step is so much larger.
        let gained = match before {
            Some((of, lacked, added)) if of == shortage.level => Some((lacked.subtract(lacks)?, added)),
            _ => None,
        };
        let factor = match gained {
            Some((gained, added)) if gained.is_positive() => added.number().divide(gained.number())?,
            _ => Number::ONE,
        };
        let currency = trials.budgets.currency;
        let step = shortage.by_period.iter().map(|lacks| lacks.enlarged(factor, currency));
        let Some(step) = counted(step.collect::<Result<Vec<Money>, ArithmeticError>>())? else { return Ok(None) };
        before = Some((shortage.level, lacks, Money::sum(step.iter().copied())?));
        let Some(next) = counted(sums(&trial.rise, &step).and_then(|rise| trials.run(rise)))? else { return Ok(None) };
        trial = next;
    }
    Ok(trial.funds(level).then_some(trial))
}

/// What can be counted; a rise beyond that is none.
pub(super) fn counted<T>(result: Result<T, ArithmeticError>) -> Result<Option<T>, ArithmeticError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(ArithmeticError::Overflow) => Ok(None),
        Err(error @ (ArithmeticError::DivisionByZero | ArithmeticError::OutsideDomain)) => Err(error),
    }
}

/// Less may do, as sums were rounded on the way: each period is lowered as far as the level stays funded.
pub(super) fn trimmed<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    found: Trial,
) -> Result<Trial, ArithmeticError> {
    let mut best = found;
    for period in 0..best.rise.len() {
        best = lowered(trials, level, period, best)?;
    }
    Ok(best)
}

/// The least rise of one period that still funds the level.
fn lowered<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    period: usize,
    mut best: Trial,
) -> Result<Trial, ArithmeticError> {
    let unit = trials.unit()?;
    let less_by = |best: &Trial, less: Money| -> Result<Option<Trial>, ArithmeticError> {
        let mut rise = best.rise.clone();
        let Some(amount) = rise.get_mut(period).filter(|amount| **amount >= less) else { return Ok(None) };
        *amount = amount.subtract(less)?;
        trials.run(rise).map(Some)
    };
    // Twice as far each time, then half as far.
    let (mut step, mut is_found) = (unit, false);
    while step >= unit {
        match less_by(&best, step)?.filter(|less| less.funds(level)) {
            Some(less) => best = less,
            None => is_found = true,
        }
        step = if is_found { half(trials, step)? } else { step.add(step)? };
    }
    if !trials.budgets.effect.is_rounded() {
        return Ok(best);
    }
    let (mut less, mut in_vain) = (unit, 0);
    while in_vain < ROUNDED {
        let Some(lower) = less_by(&best, less)? else { break };
        if lower.funds(level) {
            (best, less, in_vain) = (lower, unit, 0);
        } else {
            (less, in_vain) = (less.add(unit)?, in_vain + 1);
        }
    }
    Ok(best)
}

/// Half of an amount, rounded down to minor units; of one unit, nothing.
fn half<R: Refill>(trials: &Trials<'_, '_, R>, amount: Money) -> Result<Money, ArithmeticError> {
    let currency = trials.budgets.currency;
    let exact = amount.number().divide(Number::from_integer(2))?.floor(currency.minor_digits());
    Ok(Money::round(exact, currency))
}
