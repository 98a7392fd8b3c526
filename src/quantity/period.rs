//! Periods as plans name them: takes `2027-03`, `2027-Q2`, `FY2027`, gives their first and last month.

use std::fmt;

use crate::quantity::time::{FIRST_YEAR, LAST_YEAR, MONTHS_A_YEAR};
use crate::quantity::{Date, Month};

/// A stretch of time as a plan names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// `2027-03-15`.
    Date(Date),
    /// `2027-03`.
    Month(Month),
    /// `2027-Q2`, of the calendar year.
    Quarter {
        /// The calendar year.
        year: i32,
        /// 1–4.
        quarter: u8,
    },
    /// `2027-H1`, of the calendar year.
    HalfYear {
        /// The calendar year.
        year: i32,
        /// 1 or 2.
        half: u8,
    },
    /// `FY2027`, named by the calendar year it ends in.
    FiscalYear(i32),
    /// `FY2027-H2`.
    FiscalHalfYear {
        /// The fiscal year, named by the calendar year it ends in.
        year: i32,
        /// 1 or 2.
        half: u8,
    },
    /// `FY2027-Q2`.
    FiscalQuarter {
        /// The fiscal year, named by the calendar year it ends in.
        year: i32,
        /// 1–4.
        quarter: u8,
    },
    /// `2027`, where a place asks for a period.
    Year(i32),
    /// `2027-03 .. 2027-11`, both ends in, the earlier first.
    Months {
        /// The first month.
        first: Month,
        /// The last one.
        last: Month,
    },
}

/// Why a text is not a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodError {
    /// `2027-13`.
    NoSuchMonth,
    /// `2027-02-29`.
    NoSuchDay,
    /// `2027-Q5`.
    NoSuchQuarter,
    /// `2027-H3`.
    NoSuchHalf,
    /// Anything else, a bare year among it: that is a number until a place asks for a period.
    NotAPeriod,
    /// `1812-06`.
    YearOutOfRange,
    /// `2027-11 .. 2027-03`.
    Backwards(Month, Month),
    /// `2027-Q1 .. 2027-Q3`: the months it runs over, where they do not depend on when a fiscal year begins.
    EndsAreNotMonths(Option<(Month, Month)>),
}

impl Date {
    /// Reads `2027-03-15`.
    pub fn parse(text: &str) -> Result<Date, PeriodError> {
        match Period::parse(text)? {
            Period::Date(date) => Ok(date),
            _ => Err(PeriodError::NotAPeriod),
        }
    }
}

impl Period {
    /// Reads `2027-03-15`, `2027-03`, `2027-Q2`, `2027-H1`, `FY2027`, `FY2027-Q2` or `FY2027-H2`.
    pub fn parse(text: &str) -> Result<Period, PeriodError> {
        let (fiscal, rest) = match text.strip_prefix("FY") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut parts = rest.split('-');
        let year = parts.next().and_then(|part| digits(part, 4)).ok_or(PeriodError::NotAPeriod)?;
        match (fiscal, parts.next(), parts.next(), parts.next()) {
            (true, None, None, None) => Ok(Period::FiscalYear(known_year(year)?)),
            (true, Some(half), None, None) if half.starts_with('H') => {
                let (year, half) = parse_half(year, half)?;
                Ok(Period::FiscalHalfYear { year, half })
            }
            (false, Some(half), None, None) if half.starts_with('H') => {
                let (year, half) = parse_half(year, half)?;
                Ok(Period::HalfYear { year, half })
            }
            (true, Some(quarter), None, None) => {
                let (year, quarter) = parse_quarter(year, quarter)?;
                Ok(Period::FiscalQuarter { year, quarter })
            }
            (false, Some(month), Some(day), None) => parse_date(year, month, day),
            (false, Some(quarter), None, None) if quarter.starts_with('Q') => {
                let (year, quarter) = parse_quarter(year, quarter)?;
                Ok(Period::Quarter { year, quarter })
            }
            (false, Some(month), None, None) => Ok(Period::Month(parse_month(year, month)?)),
            _ => Err(PeriodError::NotAPeriod),
        }
    }

    /// Reads what stands where only a period can: also a year, `2027`, and months, `2027-03 .. 2027-11`.
    pub fn parse_alone(text: &str) -> Result<Period, PeriodError> {
        match text.split_once("..") {
            Some((first, last)) => parse_months(first.trim(), last.trim()),
            None => parse_end(text),
        }
    }

    /// The calendar year `year` (1900–2199), for a place that asks for a period and finds a number.
    #[must_use]
    pub fn year(year: i32) -> Option<Period> {
        known_year(year).ok().map(Period::Year)
    }

    /// Of a part of a fiscal year, the same part of the next: what is meant by whoever names years by their beginning.
    #[must_use]
    pub fn next_fiscal(self) -> Option<Period> {
        match self {
            Period::FiscalYear(year) => Some(Period::FiscalYear(year.saturating_add(1))),
            Period::FiscalHalfYear { year, half } => {
                Some(Period::FiscalHalfYear { year: year.saturating_add(1), half })
            }
            Period::FiscalQuarter { year, quarter } => {
                Some(Period::FiscalQuarter { year: year.saturating_add(1), quarter })
            }
            Period::Date(_)
            | Period::Month(_)
            | Period::Quarter { .. }
            | Period::HalfYear { .. }
            | Period::Year(_)
            | Period::Months { .. } => None,
        }
    }

    /// Its first and its last month. Fiscal years begin in the month `fiscal_start` (1–12) and are named by the
    /// calendar year they end in: with 4, `FY2027` is 2026-04 to 2027-03.
    #[must_use]
    pub fn months(self, fiscal_start: u8) -> (Month, Month) {
        match self {
            Period::Date(date) => (date.month(), date.month()),
            Period::Month(month) => (month, month),
            Period::Quarter { year, quarter } => quarter_of(Month::counted(year, 1), quarter),
            Period::HalfYear { year, half } => half_of(Month::counted(year, 1), half),
            Period::FiscalHalfYear { year, half } => half_of(fiscal_first(year, fiscal_start), half),
            Period::FiscalYear(year) => stretch(fiscal_first(year, fiscal_start), MONTHS_A_YEAR),
            Period::FiscalQuarter { year, quarter } => quarter_of(fiscal_first(year, fiscal_start), quarter),
            Period::Year(year) => stretch(Month::counted(year, 1), MONTHS_A_YEAR),
            Period::Months { first, last } => (first, last),
        }
    }
}

/// A period without a range in it; a year too.
fn parse_end(text: &str) -> Result<Period, PeriodError> {
    match digits(text, 4) {
        Some(year) => known_year(year).map(Period::Year),
        None => Period::parse(text),
    }
}

fn parse_months(first: &str, last: &str) -> Result<Period, PeriodError> {
    match (parse_end(first)?, parse_end(last)?) {
        (Period::Month(first), Period::Month(last)) if first > last => Err(PeriodError::Backwards(first, last)),
        (Period::Month(first), Period::Month(last)) => Ok(Period::Months { first, last }),
        (first, last) => Err(PeriodError::EndsAreNotMonths(months_of_ends(first, last))),
    }
}

/// From the first month of one period to the last of another, where any fiscal year gives the same.
fn months_of_ends(first: Period, last: Period) -> Option<(Month, Month)> {
    let ends = |fiscal_start| (first.months(fiscal_start).0, last.months(fiscal_start).1);
    let (first, last) = ends(1);
    (ends(2) == (first, last) && first <= last).then_some((first, last))
}

fn digits(text: &str, count: usize) -> Option<i32> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn known_year(year: i32) -> Result<i32, PeriodError> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(year) } else { Err(PeriodError::YearOutOfRange) }
}

fn parse_quarter(year: i32, quarter: &str) -> Result<(i32, u8), PeriodError> {
    parse_part(year, quarter.strip_prefix('Q'), &["1", "2", "3", "4"], PeriodError::NoSuchQuarter)
}

fn parse_half(year: i32, half: &str) -> Result<(i32, u8), PeriodError> {
    parse_part(year, half.strip_prefix('H'), &["1", "2"], PeriodError::NoSuchHalf)
}

/// A part of a year by its number, one of `numbers`, which count from one.
fn parse_part(
    year: i32,
    number: Option<&str>,
    numbers: &[&str],
    no_such: PeriodError,
) -> Result<(i32, u8), PeriodError> {
    let number = number.ok_or(PeriodError::NotAPeriod)?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PeriodError::NotAPeriod);
    }
    let year = known_year(year)?;
    let part = (1_u8..).zip(numbers).find(|(_, known)| **known == number);
    part.map(|(part, _)| (year, part)).ok_or(no_such)
}

fn parse_month(year: i32, month: &str) -> Result<Month, PeriodError> {
    let month = two_digits(month)?;
    Month::new(known_year(year)?, month).ok_or(PeriodError::NoSuchMonth)
}

fn parse_date(year: i32, month: &str, day: &str) -> Result<Period, PeriodError> {
    let day = two_digits(day)?;
    let month = parse_month(year, month)?;
    let date = Date::new(year, month.month(), day).ok_or(PeriodError::NoSuchDay)?;
    Ok(Period::Date(date))
}

fn two_digits(text: &str) -> Result<u8, PeriodError> {
    digits(text, 2).and_then(|number| u8::try_from(number).ok()).ok_or(PeriodError::NotAPeriod)
}

fn fiscal_first(year: i32, fiscal_start: u8) -> Month {
    let last = Month::counted(year, fiscal_start).later(-1);
    // A fiscal year that begins in January ends in the December of the year it is named by.
    let last = if fiscal_start <= 1 { last.later(MONTHS_A_YEAR) } else { last };
    last.later(-11)
}

fn quarter_of(first: Month, quarter: u8) -> (Month, Month) {
    let before = i32::from(quarter).saturating_sub(1).saturating_mul(3);
    stretch(first.later(before), 3)
}

fn half_of(first: Month, half: u8) -> (Month, Month) {
    let before = i32::from(half).saturating_sub(1).saturating_mul(6);
    stretch(first.later(before), 6)
}

fn stretch(first: Month, months: i32) -> (Month, Month) {
    (first, first.later(months.saturating_sub(1)))
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Date(date) => write!(formatter, "{date}"),
            Period::Month(month) => write!(formatter, "{month}"),
            Period::Quarter { year, quarter } => write!(formatter, "{year}-Q{quarter}"),
            Period::HalfYear { year, half } => write!(formatter, "{year}-H{half}"),
            Period::FiscalHalfYear { year, half } => write!(formatter, "FY{year}-H{half}"),
            Period::FiscalYear(year) => write!(formatter, "FY{year}"),
            Period::FiscalQuarter { year, quarter } => write!(formatter, "FY{year}-Q{quarter}"),
            Period::Year(year) => write!(formatter, "{year}"),
            Period::Months { first, last } => write!(formatter, "{first} .. {last}"),
        }
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            PeriodError::NoSuchMonth => "there is no such month: months are 01 to 12",
            PeriodError::NoSuchDay => "that month has no such day",
            PeriodError::NoSuchQuarter => "there is no such quarter: quarters are Q1 to Q4",
            PeriodError::NoSuchHalf => "there is no such half-year: half-years are H1 and H2",
            PeriodError::NotAPeriod => "this is not a date, month, quarter or year",
            PeriodError::YearOutOfRange => "years are 1900 to 2199",
            PeriodError::Backwards(..) => "the later month stands first",
            PeriodError::EndsAreNotMonths(_) => "a range runs from a month to a month",
        })
    }
}

impl std::error::Error for PeriodError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(text: &str, fiscal_start: u8) -> String {
        let (first, last) = Period::parse(text).expect("a period").months(fiscal_start);
        format!("{first} .. {last}")
    }

    #[test]
    fn prints_what_it_reads() {
        for text in ["2027-03-15", "2027-03", "2027-Q2", "2027-H1", "FY2027", "FY2027-Q4", "FY2027-H2"] {
            assert_eq!(Period::parse(text).map(|period| period.to_string()), Ok(text.into()));
        }
        assert_eq!(Period::year(2027).map(|period| period.to_string()), Some("2027".into()));
        assert_eq!(Period::year(27), None);
    }

    #[test]
    fn half_years_are_six_months() {
        assert_eq!(
            (months("2027-H1", 4), months("2027-H2", 4)),
            ("2027-01 .. 2027-06".into(), "2027-07 .. 2027-12".into())
        );
        assert_eq!(
            (months("FY2027-H1", 4), months("FY2027-H2", 4)),
            ("2026-04 .. 2026-09".into(), "2026-10 .. 2027-03".into())
        );
    }

    #[test]
    fn says_what_is_wrong() {
        use PeriodError::{NoSuchDay, NoSuchHalf, NoSuchMonth, NoSuchQuarter, NotAPeriod, YearOutOfRange};
        let cases = [
            ("2027-13", NoSuchMonth),
            ("2027-00", NoSuchMonth),
            ("2027-13-01", NoSuchMonth),
            ("2027-04-31", NoSuchDay),
            ("2027-04-00", NoSuchDay),
            ("2027-Q5", NoSuchQuarter),
            ("2027-H3", NoSuchHalf),
            ("FY2027-H0", NoSuchHalf),
            ("2027-Q0", NoSuchQuarter),
            ("FY2027-Q12", NoSuchQuarter),
            ("1812-06", YearOutOfRange),
            ("FY2200", YearOutOfRange),
            ("2027", NotAPeriod),
            ("2027-1", NotAPeriod),
            ("2027-Q", NotAPeriod),
            ("2027-Qx", NotAPeriod),
            ("2027-03-15-1", NotAPeriod),
            ("FY27", NotAPeriod),
            ("FY2027-03", NotAPeriod),
            ("FY", NotAPeriod),
            ("", NotAPeriod),
            ("+027-01", NotAPeriod),
        ];
        for (text, error) in cases {
            assert_eq!(Period::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn alone_a_year_and_months_are_periods_too() {
        for text in ["2027", "2027-03 .. 2027-11", "2027-03 .. 2027-03", "FY2027", "2027-03"] {
            assert_eq!(Period::parse_alone(text).map(|period| period.to_string()), Ok(text.into()));
        }
        let months = |text| Period::parse_alone(text).map(|period| period.months(4));
        assert_eq!(months("2027-03..2027-11"), Ok((Month::counted(2027, 3), Month::counted(2027, 11))));
        assert_eq!(
            months("2027-11 .. 2027-03"),
            Err(PeriodError::Backwards(Month::counted(2027, 11), Month::counted(2027, 3)))
        );
        let quarters = Some((Month::counted(2027, 1), Month::counted(2027, 9)));
        assert_eq!(months("2027-Q1 .. 2027-Q3"), Err(PeriodError::EndsAreNotMonths(quarters)));
        assert_eq!(months("FY2027-Q1 .. 2027-11"), Err(PeriodError::EndsAreNotMonths(None)));
        assert_eq!(months("2027 .. 2027-13"), Err(PeriodError::NoSuchMonth));
    }

    #[test]
    fn a_date_is_a_day() {
        assert_eq!(Date::parse("2028-02-29").map(|date| date.to_string()), Ok("2028-02-29".into()));
        assert_eq!(Date::parse("2027-02-29"), Err(PeriodError::NoSuchDay));
        assert_eq!(Date::parse("2027-02"), Err(PeriodError::NotAPeriod));
    }

    #[test]
    fn calendar_periods_ignore_the_fiscal_year() {
        assert_eq!(months("2027-03-15", 4), "2027-03 .. 2027-03");
        assert_eq!(months("2027-03", 4), "2027-03 .. 2027-03");
        assert_eq!(months("2027-Q4", 4), "2027-10 .. 2027-12");
    }

    #[test]
    fn fiscal_years_are_named_by_the_year_they_end_in() {
        assert_eq!(months("FY2027", 1), "2027-01 .. 2027-12");
        assert_eq!(months("FY2027", 4), "2026-04 .. 2027-03");
        assert_eq!(months("FY2027", 12), "2026-12 .. 2027-11");
        assert_eq!(months("FY2027-Q1", 1), "2027-01 .. 2027-03");
        assert_eq!(months("FY2027-Q1", 4), "2026-04 .. 2026-06");
        assert_eq!(months("FY2027-Q4", 10), "2027-07 .. 2027-09");
        assert_eq!(months("FY1900", 4), "1899-04 .. 1900-03");
    }
}
