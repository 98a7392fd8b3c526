//! Units of time: takes their words, gives their lengths.

use std::fmt;

/// A unit of time. Years have 365 days and twelve equal months, so that all of them convert exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// A second.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year.
    Month,
    /// A quarter of a year.
    Quarter,
    /// 365 days.
    Year,
}

impl TimeUnit {
    /// Every unit, the shortest first.
    pub const ALL: [TimeUnit; 8] = [
        TimeUnit::Second,
        TimeUnit::Minute,
        TimeUnit::Hour,
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Month,
        TimeUnit::Quarter,
        TimeUnit::Year,
    ];

    /// Reads `month` or `months`.
    #[must_use]
    pub fn parse(word: &str) -> Option<TimeUnit> {
        let singular = word.strip_suffix('s').unwrap_or(word);
        TimeUnit::ALL.into_iter().find(|unit| unit.word() == singular)
    }

    /// The word for one of it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TimeUnit::Second => "second",
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Quarter => "quarter",
            TimeUnit::Year => "year",
        }
    }

    /// How many seconds it is long.
    #[must_use]
    pub fn seconds(self) -> u64 {
        match self {
            TimeUnit::Second => 1,
            TimeUnit::Minute => 60,
            TimeUnit::Hour => 3_600,
            TimeUnit::Day => 86_400,
            TimeUnit::Week => 604_800,
            TimeUnit::Month => 2_628_000,
            TimeUnit::Quarter => 7_884_000,
            TimeUnit::Year => 31_536_000,
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_and_many() {
        for unit in TimeUnit::ALL {
            assert_eq!(TimeUnit::parse(unit.word()), Some(unit));
            assert_eq!(TimeUnit::parse(&format!("{unit}s")), Some(unit));
        }
        assert_eq!((TimeUnit::parse("monthss"), TimeUnit::parse("s"), TimeUnit::parse("Month")), (None, None, None));
    }

    #[test]
    fn a_year_is_12_months_4_quarters_and_365_days() {
        let year = TimeUnit::Year.seconds();
        assert_eq!(TimeUnit::Month.seconds().checked_mul(12), Some(year));
        assert_eq!(TimeUnit::Quarter.seconds().checked_mul(4), Some(year));
        assert_eq!(TimeUnit::Day.seconds().checked_mul(365), Some(year));
        assert_eq!(TimeUnit::Day.seconds().checked_mul(7), Some(TimeUnit::Week.seconds()));
    }
}
