//! The ends of an interval: takes where something holds and how to ask whether it holds elsewhere, gives the last step at
//! which it does. What is asked for holds on one unbroken interval around where it begins.

use crate::quantity::{ArithmeticError, Currency, Money, Number};

/// Where an interval ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End<T> {
    /// At the last step at which it holds; one step further it does not.
    At(T),
    /// Nowhere.
    NoLimit,
    /// The effort did not suffice to find it.
    Unknown,
}

impl<T> End<T> {
    /// The same end, as something else.
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> End<U> {
        match self {
            End::At(step) => End::At(change(step)),
            End::NoLimit => End::NoLimit,
            End::Unknown => End::Unknown,
        }
    }
}

/// Amounts of money as steps of the smallest unit of their currency.
#[derive(Debug, Clone, Copy)]
pub(super) struct MoneySteps {
    minor: Money,
    currency: Currency,
}

impl MoneySteps {
    pub(super) fn of(currency: Currency) -> Result<MoneySteps, ArithmeticError> {
        Ok(MoneySteps { minor: Money::minor_unit(currency)?, currency })
    }

    /// One step.
    pub(super) fn one(self) -> Money {
        self.minor
    }

    /// The steps of an amount, whole ones only.
    pub(super) fn count(self, amount: Number) -> i128 {
        let steps = amount.divide(self.minor.number()).ok().and_then(|steps| steps.floor(0).to_integer());
        steps.map_or(0, i128::from)
    }

    /// What so many steps come to.
    pub(super) fn amount(self, steps: i128) -> Option<Money> {
        Some(Money::round(number(steps)?.multiply(self.minor.number()).ok()?, self.currency))
    }
}

/// So many steps, as a number.
pub(super) fn number(steps: i128) -> Option<Number> {
    i64::try_from(steps).ok().map(Number::from_integer)
}

/// The last step from `from` towards `limit` at which it holds, as it does at `from`. `stride` is how far the next end may
/// well be: a good guess saves asking. Nothing said ends the search.
pub(super) fn last_holding(
    from: i128,
    limit: i128,
    stride: i128,
    mut holds: impl FnMut(i128) -> Option<bool>,
) -> End<i128> {
    let sign = if limit < from { -1 } else { 1 };
    let room = (limit - from).abs();
    if room == 0 {
        return End::NoLimit;
    }
    let mut ask = |steps: i128| holds(from + sign * steps);
    let (mut known, mut stride) = (0, stride.clamp(1, room));
    let mut beyond = loop {
        match ask(stride) {
            None => return End::Unknown,
            Some(false) => break stride,
            Some(true) if stride == room => return End::NoLimit,
            Some(true) => (known, stride) = (stride, stride.saturating_mul(2).min(room)),
        }
    };
    // A guess is often the very step.
    let mut middle = beyond - 1;
    while beyond - known > 1 {
        match ask(middle) {
            None => return End::Unknown,
            Some(true) => known = middle,
            Some(false) => beyond = middle,
        }
        middle = known + (beyond - known) / 2;
    }
    End::At(from + sign * known)
}

#[cfg(test)]
mod tests {
    use super::{End, last_holding};

    #[test]
    fn the_last_step_is_found_from_any_guess() {
        for end in [1_i128, 2, 7, 99, 1000] {
            for stride in [1, 3, 98, 99, 5000] {
                let up = last_holding(0, 1_000_000, stride, |step| Some(step <= end));
                assert_eq!(up, End::At(end), "{end} {stride}");
                let down = last_holding(5, -1_000_000, stride, |step| Some(step >= -end));
                assert_eq!(down, End::At(-end), "{end} {stride}");
            }
        }
    }

    #[test]
    fn the_limit_is_no_end() {
        assert_eq!(last_holding(3, 10, 1, |_| Some(true)), End::NoLimit);
        assert_eq!(last_holding(3, 3, 1, |_| Some(false)), End::NoLimit);
        assert_eq!(last_holding(3, 10, 1, |step| Some(step < 4)), End::At(3));
        assert_eq!(last_holding(3, 10, 1, |_| None), End::Unknown);
    }
}
