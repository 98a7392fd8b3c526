//! The next level: takes a finished walk, finds the smallest rise of budget that funds the highest-ranked level that money
//! alone keeps out, and funds again with it to confirm it.
//!
//! Mostly all that ranks higher is decided already and stays as it is, so what the level lacked when its turn came is the
//! rise. Where a reserve, a cap or a floor is a share of the budget, where a second walk follows, or where more money lets
//! mandates take another way, a rise changes what is decided before: then the rises at which something changes are
//! looked at, the smallest first.

mod across;
mod along;
mod search;
mod trial;

use std::cell::Cell;

use crate::evaluate::sheet::{NextLevel, NextSearch, Status};
use crate::evaluate::walk::{Problem, Route, Walked};
use crate::model::{Id, Level};
use crate::quantity::ArithmeticError;
use search::{Found, trimmed, upper};
use trial::{Trial, Trials, sums};

pub use trial::{Budgets, Moves, Refill, Refilled, Refuses, RiseEffect};

/// How many decisions on levels are tried in all before the search is given up.
const EFFORT: usize = 1_000_000;

/// The least number of walks down the list that are tried, however long it is.
const WALKS: usize = 40;

/// The next level, if there is one; how far it was looked for says what it means if there is none.
pub fn next_level(
    problem: &Problem<'_>,
    route: Route<'_>,
    walked: &Walked,
    budgets: Budgets<'_>,
    (refill, is_refused): (impl Refill, impl Refuses),
) -> Result<(Option<NextLevel>, NextSearch), ArithmeticError> {
    let effort = Cell::new(EFFORT.max(WALKS.saturating_mul(route.order.len())));
    let whole = Trials { problem, route, budgets, refill: &refill, effort: &effort };
    for level in kept_out(route, walked) {
        // What stands below it in the list bears on it only where a second walk follows the first.
        let order = match walked.pool {
            Some(_) => route.order,
            None => down_to(route.order, level),
        };
        let trials = Trials { route: Route { order, ..route }, ..whole };
        let (rise, search) = match smallest(&trials, level, walked)? {
            Found::Least(trial) => (trial.rise, NextSearch::Finished),
            Found::AtMost(trial) => (trial.rise, NextSearch::GivenUp),
            Found::None => continue,
            Found::Unknown => return Ok((None, NextSearch::GivenUp)),
        };
        // Floors that are shares grow with the budget, until they are beyond a cap in money.
        if is_refused(&sums(budgets.amounts, &rise)?)? {
            continue;
        }
        return Ok((Some(next(route, walked, level, whole.run(rise)?)?), search));
    }
    Ok((None, NextSearch::Finished))
}

/// What money alone keeps out, in rank order: also what drew the line of a second walk below that of the first.
fn kept_out<'route>(route: Route<'route>, walked: &'route Walked) -> impl Iterator<Item = Id<Level>> + 'route {
    let status = |level: Id<Level>| walked.statuses.get(level.index()).and_then(Option::as_ref);
    let is_short = move |level: &Id<Level>| {
        walked.line == Some(*level) || matches!(status(*level), Some(Status::Short { .. } | Status::HeldBack { .. }))
    };
    route.order.iter().copied().filter(is_short)
}

fn down_to(order: &[Id<Level>], level: Id<Level>) -> &[Id<Level>] {
    let place = order.iter().position(|other| *other == level);
    place.and_then(|place| order.get(..=place)).unwrap_or(order)
}

fn next(route: Route<'_>, walked: &Walked, level: Id<Level>, found: Trial) -> Result<NextLevel, ArithmeticError> {
    let order = || route.order.iter().copied();
    let is_new = |level: &Id<Level>| found.funds(*level) && !walked.is_funded(*level);
    Ok(NextLevel {
        level,
        rise: found.total()?,
        also: order().filter(|other| *other != level && is_new(other)).collect(),
        drops: order().filter(|other| walked.is_funded(*other) && !found.funds(*other)).collect(),
        by_period: found.rise,
    })
}

/// The smallest rise that funds a level, of the periods in which it costs something.
fn smallest<R: Refill>(
    trials: &Trials<'_, '_, R>,
    level: Id<Level>,
    walked: &Walked,
) -> Result<Found, ArithmeticError> {
    let leaves_what_ranks_higher = trials.budgets.effect.leaves_what_ranks_higher();
    if walked.pool.is_none() && leaves_what_ranks_higher && trials.route.mandated.refused.is_empty() {
        return match upper(trials, level, &trials.unchanged()?)? {
            Some(trial) => trimmed(trials, level, trial).map(Found::Least),
            None => Ok(Found::None),
        };
    }
    let raisable: Vec<bool> = trials.problem.costs(level).iter().map(|cost| cost.is_positive()).collect();
    let mut periods = raisable.iter().enumerate().filter(|(_, is_raisable)| **is_raisable).map(|(period, _)| period);
    match (periods.next(), periods.next()) {
        (Some(only), None) => along::least(trials, level, only),
        _ => across::smallest(trials, level, &raisable),
    }
}
