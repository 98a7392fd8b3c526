//! Checked arithmetic on what plans count: numbers, money, time and dimensions. No `+`, no panic, no silent rounding.
#![deny(clippy::arithmetic_side_effects)]

mod functions;
mod number;
mod period;
mod ratio;
mod time;
mod time_unit;

pub use number::{ArithmeticError, Number, NumberError};
pub use period::{Period, PeriodError};
pub use ratio::Ratio;
pub use time::{Calendar, Date, Month};
pub use time_unit::TimeUnit;
