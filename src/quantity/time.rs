//! Months, days and calendars: takes years, months and days that exist, gives what lies between them.
//!
//! Plans count in whole months of the common calendar and have no times of day, so this needs no date library.

use std::fmt;

/// The first year that a plan can name.
pub(super) const FIRST_YEAR: i32 = 1900;
/// The last year that a plan can name.
pub(super) const LAST_YEAR: i32 = 2199;
pub(super) const MONTHS_A_YEAR: i32 = 12;

/// A month of a year, as `2027-01`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since January of the year 0.
    index: i32,
}

impl Month {
    /// The month `month` (1–12) of `year` (1900–2199).
    #[must_use]
    pub fn new(year: i32, month: u8) -> Option<Month> {
        let is_known = (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month);
        is_known.then(|| Month::counted(year, month))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.index.div_euclid(MONTHS_A_YEAR)
    }

    /// The month of the year, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::try_from(self.index.rem_euclid(MONTHS_A_YEAR)).unwrap_or(0).saturating_add(1)
    }

    /// The month `months` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Option<Month> {
        let month = Month { index: self.index.checked_add(months)? };
        (FIRST_YEAR..=LAST_YEAR).contains(&month.year()).then_some(month)
    }

    /// How many months it is after January of the year 0.
    #[must_use]
    pub fn number(self) -> i32 {
        self.index
    }

    /// The month of such a number, of the years that a plan can name.
    #[must_use]
    pub fn of_number(index: i32) -> Option<Month> {
        Month { index }.plus(0)
    }

    /// How many months later `other` is; negative where it is earlier.
    #[must_use]
    pub fn months_until(self, other: Month) -> i32 {
        other.index.saturating_sub(self.index)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date { month: self, day: 1 }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        Date { month: self, day: self.days() }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> u8 {
        match self.month() {
            2 if is_leap(self.year()) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// A month that need not be known: a fiscal year may begin in 1899.
    pub(super) fn counted(year: i32, month: u8) -> Month {
        let before = i32::from(month).saturating_sub(1);
        Month { index: year.saturating_mul(MONTHS_A_YEAR).saturating_add(before) }
    }

    pub(super) fn later(self, months: i32) -> Month {
        Month { index: self.index.saturating_add(months) }
    }
}

fn is_leap(year: i32) -> bool {
    let divides = |divisor: i32| year.rem_euclid(divisor) == 0;
    divides(4) && (!divides(100) || divides(400))
}

/// A day, as `2027-03-15`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    month: Month,
    /// 1 to the number of days that the month has.
    day: u8,
}

impl Date {
    /// The day `day` of the month `month` (1–12) of `year` (1900–2199).
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let month = Month::new(year, month)?;
        (1..=month.days()).contains(&day).then_some(Date { month, day })
    }

    /// The month it is in.
    #[must_use]
    pub fn month(self) -> Month {
        self.month
    }

    /// How many days later `other` is; negative where it is earlier.
    #[must_use]
    pub fn days_until(self, other: Date) -> i32 {
        other.days().saturating_sub(self.days())
    }

    /// Days since the first of January of the year 0, all years having been as they are now.
    fn days(self) -> i32 {
        let year = self.month.year();
        let before = year.saturating_sub(1);
        let leap_days =
            before.div_euclid(4).saturating_sub(before.div_euclid(100)).saturating_add(before.div_euclid(400));
        let months = (1..self.month.month()).filter_map(|month| Month::new(year, month));
        let of_months: i32 = months.map(|month| i32::from(month.days())).sum();
        let of_years = year.saturating_mul(365).saturating_add(leap_days);
        of_years.saturating_add(of_months).saturating_add(i32::from(self.day))
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

/// The months that a plan covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Calendar {
    first: Month,
    /// Not before `first`, and not more than 119 months after it.
    last: Month,
}

impl Calendar {
    /// The most months that a calendar has.
    pub const LONGEST: i32 = 120;

    /// The months from `first` to `last`, 1 to 120 of them.
    #[must_use]
    pub fn new(first: Month, last: Month) -> Option<Calendar> {
        (0..Calendar::LONGEST).contains(&first.months_until(last)).then_some(Calendar { first, last })
    }

    /// The first month.
    #[must_use]
    pub fn first(self) -> Month {
        self.first
    }

    /// The last month.
    #[must_use]
    pub fn last(self) -> Month {
        self.last
    }

    /// How many months there are; at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a calendar is never empty")]
    #[must_use]
    pub fn len(self) -> usize {
        usize::try_from(self.first.months_until(self.last)).unwrap_or(0).saturating_add(1)
    }

    /// The months in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (self.first.index..=self.last.index).map(|index| Month { index })
    }

    /// The place of `month`, from 0.
    #[must_use]
    pub fn index(self, month: Month) -> Option<usize> {
        if self.contains(month) { usize::try_from(self.first.months_until(month)).ok() } else { None }
    }

    /// The month at the place `index`, from 0.
    #[must_use]
    pub fn month(self, index: usize) -> Option<Month> {
        let month = self.first.later(i32::try_from(index).ok()?);
        self.contains(month).then_some(month)
    }

    /// Whether `month` is among them.
    #[must_use]
    pub fn contains(self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:02}", self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, month: u8) -> Month {
        Month::new(year, month).expect("a month")
    }

    #[test]
    fn months_count_across_years() {
        let january = month(2027, 1);
        assert_eq!(january.plus(-1), Some(month(2026, 12)));
        assert_eq!(january.plus(23), Some(month(2028, 12)));
        assert_eq!(january.months_until(month(2028, 3)), 14);
        assert_eq!(january.months_until(month(2026, 11)), -2);
        assert_eq!(month(1900, 1).plus(-1), None);
        assert_eq!(month(2199, 12).plus(1), None);
        assert_eq!(january.plus(i32::MAX), None);
        assert_eq!(january.plus(i32::MIN), None);
        assert_eq!((january.number(), Month::of_number(january.number())), (2027 * 12, Some(january)));
        assert_eq!((Month::of_number(2200 * 12), Month::of_number(-1)), (None, None));
        assert_eq!((Month::new(2027, 0), Month::new(2027, 13), Month::new(2200, 1)), (None, None, None));
        assert_eq!(january.to_string(), "2027-01");
    }

    #[test]
    fn february_knows_its_leap_years() {
        let lengths = [1900, 2000, 2027, 2028, 2100].map(|year| month(year, 2).days());
        assert_eq!(lengths, [28, 29, 28, 29, 28]);
        assert_eq!(month(2028, 2).last_day(), Date::new(2028, 2, 29).expect("a leap day"));
        assert!(month(2027, 1).last_day() < month(2027, 2).first_day());
    }

    #[test]
    fn a_calendar_has_1_to_120_months() {
        let calendar = Calendar::new(month(2026, 11), month(2027, 2)).expect("a calendar");
        let shown: Vec<String> = calendar.months().map(|month| month.to_string()).collect();
        assert_eq!(shown, ["2026-11", "2026-12", "2027-01", "2027-02"]);
        assert_eq!(calendar.len(), 4);
        for (index, month) in calendar.months().enumerate() {
            assert_eq!(calendar.index(month), Some(index));
            assert_eq!(calendar.month(index), Some(month));
        }
        assert_eq!((calendar.month(4), calendar.month(usize::MAX)), (None, None));
        assert_eq!(calendar.index(month(2026, 10)), None);
        assert!(!calendar.contains(month(2027, 3)));
        assert!(Calendar::new(month(2027, 1), month(2036, 12)).is_some());
        assert!(Calendar::new(month(2027, 1), month(2037, 1)).is_none());
        assert!(Calendar::new(month(2027, 2), month(2027, 1)).is_none());
    }
}
