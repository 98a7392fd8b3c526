//! Today: the only place that reads a clock. Everything below takes the day as an argument.

use crate::quantity::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The day it is, in UTC, so that two people who check one commit at one moment see the same.
#[must_use]
pub(super) fn today() -> Option<Date> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let month = u8::try_from(today.month()).ok()?;
    let day = u8::try_from(today.day()).ok()?;
    Date::new(i32::from(today.year()), month, day)
}
