//! The next level: takes a finished walk, finds the rise of budget that funds the highest-ranked level that money alone
//! keeps out, and runs funding again to confirm it.
//!
//! All that ranks higher is decided already and stays as it is, so what the level lacked when its turn came is the rise.
//! Where a reserve, a cap or a floor is a share of the budget, some of the rise is lost to it: the walk with the rise
//! shows how much, and the rise is enlarged in proportion, a few times at most.

use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

use super::sheet::NextLevel;
use super::walk::{Problem, Purse, Route, Shortage, Walked, walk};

/// How often a rise is enlarged before it is given up.
const ATTEMPTS: usize = 8;

/// The next level; none when money alone keeps nothing out, or when no rise of the budget is seen to fund it.
pub fn next_level(
    problem: &Problem<'_>,
    route: Route<'_>,
    walked: &Walked,
    budgets: &[Money],
    currency: Currency,
    refill: impl Fn(&[Money]) -> Result<Purse, ArithmeticError>,
) -> Result<Option<NextLevel>, ArithmeticError> {
    let Some(shortage) = &walked.shortage else { return Ok(None) };
    // With a second walk, more money may never get there, as the first spends it; then what the first lacked counts.
    let is_out = |shortage: &&Shortage| !walked.is_funded(shortage.level);
    let shortages = std::iter::once(shortage).chain(walked.shortage_before_pool.iter().filter(is_out));
    for shortage in shortages {
        let search = Search { problem, route, level: shortage.level, budgets, currency, refill: &refill };
        if let Some(found) = search.enlarge(shortage)? {
            return next(route, walked, shortage.level, search.trim(found)?).map(Some);
        }
    }
    Ok(None)
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

struct Search<'search, 'plan, Refill> {
    problem: &'search Problem<'plan>,
    route: Route<'search>,
    level: Id<Level>,
    budgets: &'search [Money],
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
            let step = missing.iter().map(|missing| self.enlarged(*missing, factor));
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
            *amount = amount.subtract(minor_unit(self.currency)?)?;
            let walked = self.run(&rise)?;
            if walked.is_funded(self.level) {
                best = Found { rise, walked };
            }
        }
        Ok(best)
    }

    fn run(&self, rise: &[Money]) -> Result<Walked, ArithmeticError> {
        walk(self.problem, &(self.refill)(&sums(self.budgets, rise)?)?, self.route)
    }

    /// What is missing in each period; what floors hold back beyond that is asked for in the level's dearest period.
    fn missing(&self, shortage: &Shortage) -> Result<Vec<Money>, ArithmeticError> {
        let mut missing = shortage.by_period.clone();
        let beyond = shortage.in_all.subtract(Money::sum(missing.iter().copied())?)?;
        let costs = self.problem.costs(self.level).iter().enumerate();
        let dearest = costs.max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(&left.0)));
        if let Some(place) = dearest.and_then(|(period, _)| missing.get_mut(period)) {
            *place = place.add(beyond.maximum(Money::ZERO))?;
        }
        Ok(missing)
    }

    /// An amount times a factor, rounded up to the minor unit.
    fn enlarged(&self, amount: Money, factor: Number) -> Result<Money, ArithmeticError> {
        let exact = amount.number().multiply(factor)?;
        let rounded = Money::round(exact, self.currency);
        if rounded.number() < exact { rounded.add(minor_unit(self.currency)?) } else { Ok(rounded) }
    }
}

/// 0.01 for `USD`.
fn minor_unit(currency: Currency) -> Result<Money, ArithmeticError> {
    let units = 10_i64.checked_pow(currency.minor_digits()).ok_or(ArithmeticError::Overflow)?;
    Ok(Money::round(Number::ONE.divide(Number::from_integer(units))?, currency))
}

fn sums(left: &[Money], right: &[Money]) -> Result<Vec<Money>, ArithmeticError> {
    left.iter().zip(right).map(|(left, right)| left.add(*right)).collect()
}
