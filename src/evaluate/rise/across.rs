//! The smallest rise of several periods: takes a level that costs something in more than one, gives the rise of these
//! that funds it and comes to the least in all.
//!
//! Funding with more money goes alike until a level that was refused is funded, and that takes what it lacks in each
//! period. So from each rise the next ones are those by which some refused level has what it lacks there; whatever lies
//! between them changes nothing. They are looked at in order of their sum: the first that funds the level is the smallest.

use std::collections::BTreeSet;

use super::search::{Found, counted, trimmed, upper};
use super::trial::{Refill, Trial, Trials, sums};
use crate::evaluate::walk::Shortage;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// Looks for the smallest rise that funds the level; only periods in which it costs something are raised.
pub(super) fn smallest<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    raisable: &[bool],
) -> Result<Found, ArithmeticError> {
    let unchanged = trials.unchanged()?;
    let enough = upper(trials, level, &unchanged)?;
    let most = enough.as_ref().map(Trial::total).transpose()?;
    let mut seen: BTreeSet<Vec<Money>> = BTreeSet::new();
    let mut open = BTreeSet::from([(Money::ZERO, unchanged.rise)]);
    while let Some((total, rise)) = open.pop_first() {
        if most.is_some_and(|most| most <= total) {
            break;
        }
        if trials.are_spent() {
            return Ok(enough.map_or(Found::Unknown, Found::AtMost));
        }
        if !seen.insert(rise.clone()) {
            continue;
        }
        let Some(trial) = counted(trials.run(rise))? else { continue };
        if trial.funds(level) {
            return trimmed(trials, level, trial).map(Found::Least);
        }
        for shortage in &trial.shortages {
            for rise in further(trials, &trial.rise, shortage, raisable)? {
                open.insert((Money::sum(rise.iter().copied())?, rise));
            }
        }
    }
    match enough {
        Some(enough) => trimmed(trials, level, enough).map(Found::Least),
        None => Ok(Found::None),
    }
}

/// The next rises, by which a level has what it lacks.
fn further<R: Refill>(
    trials: &Trials<'_, '_, R>,
    rise: &[Money],
    shortage: &Shortage,
    raisable: &[bool],
) -> Result<Vec<Vec<Money>>, ArithmeticError> {
    let (effect, currency, unit) = (trials.budgets.effect, trials.budgets.currency, trials.unit()?);
    if let Some((cap, lacks)) = shortage.cap {
        let part = effect.of_cap(cap);
        if !part.is_positive() {
            return Ok(Vec::new());
        }
        let by = lacks.enlarged(Number::ONE.divide(part)?, currency)?.maximum(unit);
        let one = |period: usize| {
            let step = (0..rise.len()).map(|other| if other == period { by } else { Money::ZERO });
            sums(rise, &step.collect::<Vec<Money>>())
        };
        let periods = raisable.iter().enumerate().filter(|(_, is_raisable)| **is_raisable);
        return periods.map(|(period, _)| one(period)).collect();
    }
    let mut step = Vec::with_capacity(rise.len());
    for (lacks, is_raisable) in shortage.by_period.iter().zip(raisable) {
        if lacks.is_positive() && !is_raisable {
            return Ok(Vec::new());
        }
        match effect.for_gain(*lacks, currency)? {
            Some(by) => step.push(by),
            None => return Ok(Vec::new()),
        }
    }
    Ok(vec![sums(rise, &step)?])
}
