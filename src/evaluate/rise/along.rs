//! The smallest rise of one period: takes a level that costs something in this period alone of those that may be raised,
//! gives the least rise that funds it.
//!
//! More money may go to another level first, and take away what a later one had: no rise follows from what a level lacks
//! now. But funding with more money goes alike until something is funded that was refused for money, so the rises are
//! looked at one after the other, each the least at which something changes. What is lacking says how far that is at
//! least; where floors move with the budget it may be further, and is then sought between two rises.

use super::search::{Found, counted, trimmed, upper};
use super::trial::{Moves, Refill, Trial, Trials};
use crate::evaluate::walk::Shortage;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// How many steps follow what is lacking, before they are doubled. Where floors grow with the budget, each leaves a part
/// of what was lacking, and the last few go cent by cent, as shares are rounded.
const STEPS: usize = 256;

/// After so many steps what is lacking is to be less; where it is not, it never may be.
const PACE: usize = 16;

/// How often a step is doubled without any change before nothing is taken to change any more.
const DOUBLINGS: usize = 36;

/// Looks for the least rise of a period that funds the level.
pub(super) fn least<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    period: usize,
) -> Result<Found, ArithmeticError> {
    let mut trial = trials.unchanged()?;
    while !trial.funds(level) {
        trial = match next_change(trials, &trial, period)? {
            Change::At(next) => next,
            Change::Never => return Ok(Found::None),
            Change::Unknown => return at_most(trials, level, trial, period),
        };
    }
    trimmed(trials, level, trial).map(Found::Least)
}

/// A rise that does, though a smaller one may: the search was given up.
fn at_most<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    short: Trial,
    period: usize,
) -> Result<Found, ArithmeticError> {
    let Some(enough) = upper(trials, level, &short)? else { return Ok(Found::Unknown) };
    let boundary = between(trials, short, enough, period, |trial| trial.funds(level))?;
    trimmed(trials, level, boundary).map(Found::AtMost)
}

/// Where funding changes next.
enum Change {
    /// At this rise, and at none before.
    At(Trial),
    /// At none.
    Never,
    /// The search was given up.
    Unknown,
}

fn next_change<R: Refill>(trials: &Trials<'_, '_, R>, from: &Trial, period: usize) -> Result<Change, ArithmeticError> {
    let trace = from.walked.trace;
    let Some(mut step) = least_step(trials, &from.shortages, period)? else { return Ok(Change::Never) };
    let first = step;
    let mut steps = if trials.budgets.effect.others == Moves::Yes { 0 } else { STEPS };
    let mut low = from.clone();
    let mut is_least = true;
    let mut doublings = 0;
    for taken in 1.. {
        if trials.are_spent() {
            return Ok(Change::Unknown);
        }
        let Some(high) = counted(raised(trials, &low, period, step))? else { return Ok(Change::Never) };
        if high.walked.trace != trace {
            let is_other = |trial: &Trial| trial.walked.trace != trace;
            return Ok(Change::At(if is_least { high } else { between(trials, low, high, period, is_other)? }));
        }
        let Some(least) = least_step(trials, &high.shortages, period)? else { return Ok(Change::Never) };
        if taken == PACE && least >= first {
            steps = 0;
        }
        is_least = taken < steps;
        doublings += usize::from(!is_least);
        step = if is_least { least } else { least.maximum(step.add(step)?) };
        low = high;
        if doublings > DOUBLINGS {
            break;
        }
    }
    Ok(Change::Never)
}

/// The least rise after which something may change; none if nothing does.
fn least_step<R: Refill>(
    trials: &Trials<'_, '_, R>,
    shortages: &[Shortage],
    period: usize,
) -> Result<Option<Money>, ArithmeticError> {
    let mut least: Option<Money> = None;
    for shortage in shortages {
        if let Some(step) = step(trials, shortage, period)? {
            least = Some(least.map_or(step, |least| least.minimum(step)));
        }
    }
    Ok(least)
}

/// The rise before which what is lacking is lacking still; none if it always is.
fn step<R: Refill>(
    trials: &Trials<'_, '_, R>,
    shortage: &Shortage,
    period: usize,
) -> Result<Option<Money>, ArithmeticError> {
    let (effect, unit) = (trials.budgets.effect, trials.unit()?);
    let divided = |amount: Money, part: Number| -> Result<Money, ArithmeticError> {
        let digits = trials.budgets.currency.minor_digits();
        let exact = amount.number().divide(part)?.floor(digits);
        Ok(Money::round(exact, trials.budgets.currency).maximum(unit))
    };
    if let Some((cap, lacks)) = shortage.cap {
        let part = effect.of_cap(cap);
        // A share that was rounded down may need less than its part of the rise.
        return if part.is_positive() { divided(lacks.subtract(unit)?, part).map(Some) } else { Ok(None) };
    }
    let is_elsewhere =
        shortage.by_period.iter().enumerate().any(|(other, lacks)| other != period && lacks.is_positive());
    if is_elsewhere {
        // Other periods hold more with the rise, or they hold as much whatever it is.
        return Ok((effect.others == Moves::Yes).then_some(unit));
    }
    let lacks = shortage.by_period.get(period).copied().unwrap_or_default();
    if effect.reserve.is_zero() && effect.others == Moves::No {
        return Ok(Some(lacks.maximum(unit)));
    }
    let kept = Number::ONE.subtract(effect.reserve)?;
    if kept.is_positive() { divided(lacks.subtract(unit)?, kept).map(Some) } else { Ok(None) }
}

/// The least rise between two that is as the higher one, to the minor unit.
fn between<R: Refill>(
    trials: &Trials<'_, '_, R>,
    low: Trial,
    high: Trial,
    period: usize,
    is_high: impl Fn(&Trial) -> bool,
) -> Result<Trial, ArithmeticError> {
    let of = |trial: &Trial| trial.rise.get(period).copied().unwrap_or_default();
    let half = Number::ONE.divide(Number::from_integer(2))?;
    let (mut low, mut high) = (low, high);
    loop {
        let step = of(&high).subtract(of(&low))?.enlarged(half, trials.budgets.currency)?;
        if of(&low).add(step)? >= of(&high) {
            return Ok(high);
        }
        let middle = raised(trials, &low, period, step)?;
        if is_high(&middle) { high = middle } else { low = middle }
    }
}

fn raised<R: Refill>(
    trials: &Trials<'_, '_, R>,
    trial: &Trial,
    period: usize,
    by: Money,
) -> Result<Trial, ArithmeticError> {
    let mut rise = trial.rise.clone();
    if let Some(amount) = rise.get_mut(period) {
        *amount = amount.add(by)?;
    }
    trials.run(rise)
}
