//! Checked arithmetic on what plans count: numbers, money, time and dimensions. No `+`, no panic, no silent rounding.
#![deny(clippy::arithmetic_side_effects)]

mod error;
mod functions;
mod literal;
mod money;
mod number;
mod period;
mod ratio;
mod time;
mod time_unit;
mod unit;

pub use error::ArithmeticError;
pub use literal::NumberError;
pub use money::{Currency, Money};
pub use number::Number;
pub use period::{Period, PeriodError};
pub use ratio::Ratio;
pub use time::{Calendar, Date, Month};
pub use time_unit::TimeUnit;
pub use unit::{Base, Dimension, Flavour, Unit};

#[cfg(test)]
mod testing {
    use super::Number;

    /// Reads a number that may have a sign.
    pub(crate) fn number(text: &str) -> Number {
        match text.strip_prefix('-') {
            Some(size) => number(size).negate(),
            None => Number::parse(text).expect("a number"),
        }
    }
}
