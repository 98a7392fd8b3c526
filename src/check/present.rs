//! Present spend: takes a `today`, gives what it is over as many months as the calendar has.

use super::checked::{PresentTerms, Written};
use super::context::{Checker, Position};
use super::expect::MoneyRead;
use crate::model::package::Today;
use crate::quantity::{ArithmeticError, Calendar, Money, Number};

/// The months of a year.
const A_YEAR: usize = 12;

/// Money per time is spent in every month; money of a period as long as the calendar, or of none, counts as it is; of
/// another length, it is made as long: six months of a plan are compared with half of a year.
pub(super) fn read(checker: &mut Checker, today: &Today) -> Option<PresentTerms> {
    let length = count(checker.calendar.len());
    match checker.money_or_rate(today.amount.id, Position::Constant)? {
        MoneyRead::Once(program) => {
            let written = program.constant()?;
            let months = today.of.map_or(checker.calendar.len(), |period| {
                let (first, last) = period.value.months(checker.fiscal_start);
                Calendar::new(first, last).map_or(1, Calendar::len)
            });
            let amount = scaled(written, length, count(months)).ok()?;
            let yearly = scaled(written, count(A_YEAR), count(today.of.map_or(A_YEAR, |_| months))).ok()?;
            let is_scaled = months != checker.calendar.len();
            let written = is_scaled.then(|| Written { amount: Money::round(written, checker.currency), months });
            let round = |amount| Money::round(amount, checker.currency);
            Some(PresentTerms { amount: round(amount), yearly: round(yearly), written })
        }
        MoneyRead::Monthly(program, ratio) => {
            let monthly = program.constant()?;
            let over = |months: Number| {
                Some(Money::round(monthly.multiply(months).ok()?.scale(ratio).ok()?, checker.currency))
            };
            Some(PresentTerms { amount: over(length)?, yearly: over(count(A_YEAR))?, written: None })
        }
    }
}

fn scaled(amount: Number, to: Number, from: Number) -> Result<Number, ArithmeticError> {
    amount.multiply(to)?.divide(from)
}

fn count(months: usize) -> Number {
    Number::from_integer(i64::try_from(months).unwrap_or(i64::MAX))
}
