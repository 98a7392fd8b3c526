//! The next level: takes a finished walk, finds the rise of budget that funds the highest-ranked level that money alone
//! keeps out, and runs funding again to confirm it.
//!
//! All that ranks higher is decided already and stays as it is, so what the level lacked when its turn came is the rise.
//! Where a reserve, a cap or a floor is a share of the budget, some of the rise is lost to it: the walk with the rise
//! shows how much, and the rise is enlarged in proportion, a few times at most. With a second walk nothing above is
//! decided for good: then rises are looked at one after the other.

use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

use super::rises::{self, smallest_rise};
use super::sheet::{NextLevel, NextSearch, Status};
use super::walk::{Problem, Purse, Route, Shortage, Walked, walk, walk_with_shortages};

/// How often a rise is enlarged before it is given up.
const ATTEMPTS: usize = 8;

/// The budgets that a rise is added to.
#[derive(Clone, Copy)]
pub struct Budgets<'funding> {
    /// The budget of each period.
    pub amounts: &'funding [Money],
    /// What they are in.
    pub currency: Currency,
    /// What a rise comes to in the purse.
    pub effect: RiseEffect,
}

/// What a rise of the budget comes to in the purse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiseEffect {
    /// The period that is raised has more, and nothing else changes.
    Plain,
    /// Caps, floors or the reserves of other periods change with it.
    Shared,
}

/// The next level, if there is one; how far it was looked for says what it means if there is none.
pub fn next_level(
    problem: &Problem<'_>,
    route: Route<'_>,
    walked: &Walked,
    budgets: Budgets<'_>,
    refill: impl Fn(&[Money]) -> Result<Purse, ArithmeticError>,
) -> Result<(Option<NextLevel>, NextSearch), ArithmeticError> {
    let Some(shortage) = &walked.shortage else { return Ok((None, NextSearch::Finished)) };
    let currency = budgets.currency;
    let search = Search { problem, route, level: shortage.level, budgets: budgets.amounts, currency, refill: &refill };
    let mut looked = NextSearch::GivenUp;
    if walked.pool.is_some() {
        match smallest_rise(&search, &kept_out(route, walked))? {
            rises::Found::Rise(level, rise, richer) => {
                let next = next(route, walked, level, Found { rise, walked: *richer })?;
                return Ok((Some(next), NextSearch::Finished));
            }
            rises::Found::None if budgets.effect == RiseEffect::Plain => looked = NextSearch::Finished,
            rises::Found::None | rises::Found::GivenUp => {}
        }
    }
    if looked == NextSearch::GivenUp
        && let Some(found) = search.enlarge(shortage)?
    {
        let next = next(route, walked, shortage.level, search.trim(found)?)?;
        return Ok((Some(next), NextSearch::Finished));
    }
    Ok((None, looked))
}

/// What money alone keeps out, in rank order.
fn kept_out(route: Route<'_>, walked: &Walked) -> Vec<Id<Level>> {
    let status = |level: &Id<Level>| walked.statuses.get(level.index()).and_then(Option::as_ref);
    let is_short = |level: &Id<Level>| matches!(status(level), Some(Status::Short { .. } | Status::HeldBack { .. }));
    route.order.iter().copied().filter(is_short).collect()
}

fn next(route: Route<'_>, walked: &Walked, level: Id<Level>, found: Found) -> Result<NextLevel, ArithmeticError> {
    let Found { rise, walked: richer } = found;
    let order = || route.order.iter().copied();
    let is_new = |level: &Id<Level>| richer.is_funded(*level) && !walked.is_funded(*level);
    Ok(NextLevel {
        level,
        rise: Money::sum(rise.iter().copied())?,
        by_period: rise,
        also: order().filter(|other| *other != level && is_new(other)).collect(),
        drops: order().filter(|other| walked.is_funded(*other) && !richer.is_funded(*other)).collect(),
    })
}

/// What rises are tried on.
pub(super) struct Search<'search, 'plan, Refill> {
    /// The levels.
    pub problem: &'search Problem<'plan>,
    route: Route<'search>,
    level: Id<Level>,
    /// The budget of each period.
    pub budgets: &'search [Money],
    currency: Currency,
    refill: Refill,
}

/// A rise that funds the level, and the walk that shows it.
struct Found {
    rise: Vec<Money>,
    walked: Walked,
}

impl<Refill: Fn(&[Money]) -> Result<Purse, ArithmeticError>> Search<'_, '_, Refill> {
    /// Raises the budget by what is missing until the level is funded.
    fn enlarge(&self, shortage: &Shortage) -> Result<Option<Found>, ArithmeticError> {
        let mut rise = vec![Money::ZERO; self.budgets.len()];
        let mut missing = self.missing(shortage)?;
        let mut factor = Number::ONE;
        for _ in 0..ATTEMPTS {
            let step = missing.iter().map(|missing| missing.enlarged(factor, self.currency));
            let step = step.collect::<Result<Vec<Money>, ArithmeticError>>()?;
            rise = sums(&rise, &step)?;
            let walked = self.run(&rise)?;
            if walked.is_funded(self.level) {
                return Ok(Some(Found { rise, walked }));
            }
            let still = match walked.shortage.as_ref().filter(|shortage| shortage.level == self.level) {
                Some(shortage) => self.missing(shortage)?,
                None => return Ok(None),
            };
            let (added, before) = (Money::sum(step)?, Money::sum(missing)?);
            let gained = before.subtract(Money::sum(still.iter().copied())?)?;
            // What gains nothing funded something else, and the rest is short anew.
            factor = if gained.is_positive() { added.number().divide(gained.number())? } else { Number::ONE };
            missing = still;
        }
        Ok(None)
    }

    /// A minor unit less may do, where a reserve was rounded.
    fn trim(&self, found: Found) -> Result<Found, ArithmeticError> {
        let mut best = found;
        for period in 0..self.budgets.len() {
            let mut rise = best.rise.clone();
            let Some(amount) = rise.get_mut(period).filter(|amount| amount.is_positive()) else { continue };
            *amount = amount.subtract(Money::minor_unit(self.currency)?)?;
            let walked = self.run(&rise)?;
            if walked.is_funded(self.level) {
                best = Found { rise, walked };
            }
        }
        Ok(best)
    }

    /// Funding with a rise, and what every level that money keeps out lacks there.
    pub(super) fn run_with_shortages(&self, rise: &[Money]) -> Result<(Walked, Vec<Shortage>), ArithmeticError> {
        walk_with_shortages(self.problem, &(self.refill)(&sums(self.budgets, rise)?)?, self.route)
    }

    /// A rise enlarged by what is missing.
    pub(super) fn raised(&self, rise: &[Money], shortage: &Shortage) -> Result<Vec<Money>, ArithmeticError> {
        sums(rise, &self.missing(shortage)?)
    }

    /// Whether the periods in which something is missing are known: what floors hold back could come in any of them.
    pub(super) fn says_where(&self, shortage: &Shortage) -> Result<bool, ArithmeticError> {
        let in_periods = Money::sum(shortage.by_period.iter().copied())?;
        Ok(self.budgets.len() == 1 || shortage.in_all <= in_periods)
    }

    fn run(&self, rise: &[Money]) -> Result<Walked, ArithmeticError> {
        walk(self.problem, &(self.refill)(&sums(self.budgets, rise)?)?, self.route)
    }

    /// What is missing in each period; what floors hold back beyond that is asked for in the level's dearest period.
    fn missing(&self, shortage: &Shortage) -> Result<Vec<Money>, ArithmeticError> {
        let mut missing = shortage.by_period.clone();
        let beyond = shortage.in_all.subtract(Money::sum(missing.iter().copied())?)?;
        let costs = self.problem.costs(shortage.level).iter().enumerate();
        let dearest = costs.max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(&left.0)));
        if let Some(place) = dearest.and_then(|(period, _)| missing.get_mut(period)) {
            *place = place.add(beyond.maximum(Money::ZERO))?;
        }
        Ok(missing)
    }
}

fn sums(left: &[Money], right: &[Money]) -> Result<Vec<Money>, ArithmeticError> {
    left.iter().zip(right).map(|(left, right)| left.add(*right)).collect()
}
