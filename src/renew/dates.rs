//! Dates in the text of a plan: takes text outside of quotes and comments, gives each period in it moved by whole months.

use crate::quantity::{Date, Month, Period};

/// A period moved by some months; nothing where it would be no such period any more: a quarter moved by a month.
pub(super) fn moved(period: Period, by: i32) -> Option<Period> {
    let whole = |months: i32| (by % months == 0).then_some(by / 12);
    let month = |month: Month| month.plus(by);
    Some(match period {
        Period::Date(date) => Period::Date(day(date, by)?),
        Period::Month(own) => Period::Month(month(own)?),
        Period::Months { first, last } => Period::Months { first: month(first)?, last: month(last)? },
        Period::Year(year) => Period::Year(year + whole(12)?),
        Period::FiscalYear(year) => Period::FiscalYear(year + whole(12)?),
        Period::Quarter { year, quarter } => {
            let (year, quarter) = part(year, quarter, 4, by)?;
            Period::Quarter { year, quarter }
        }
        Period::FiscalQuarter { year, quarter } => {
            let (year, quarter) = part(year, quarter, 4, by)?;
            Period::FiscalQuarter { year, quarter }
        }
        Period::HalfYear { year, half } => {
            let (year, half) = part(year, half, 2, by)?;
            Period::HalfYear { year, half }
        }
        Period::FiscalHalfYear { year, half } => {
            let (year, half) = part(year, half, 2, by)?;
            Period::FiscalHalfYear { year, half }
        }
    })
}

/// A part of a year, counted from one, moved by some months.
fn part(year: i32, part: u8, parts: i32, by: i32) -> Option<(i32, u8)> {
    let months = 12 / parts;
    if by % months != 0 {
        return None;
    }
    let index = year * parts + i32::from(part) - 1 + by / months;
    Some((index.div_euclid(parts), u8::try_from(index.rem_euclid(parts) + 1).ok()?))
}

/// The same day of another month, or its last where that month is shorter.
fn day(date: Date, by: i32) -> Option<Date> {
    let month = date.month().plus(by)?;
    Date::new(month.year(), month.month(), date.day().min(month.days()))
}

/// A period in a text: where it stands, as bytes.
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub period: Period,
}

/// Words after which a bare number is a year.
const BEFORE_YEARS: [&str; 6] = ["in", "from", "to", "by", "until", "budget"];

/// The periods in a text, outside of quotes and comments.
pub(super) fn periods(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: &str = "";
    let mut starts_line = true;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = if rest.starts_with('#') {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with('"') {
            quoted(rest)
        } else {
            word(rest)
        };
        let piece = rest.get(..length).unwrap_or(rest);
        if rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
            let is_year = piece.len() == 4 && piece.bytes().all(|byte| byte.is_ascii_digit());
            let is_key = starts_line && text.get(at + length..).is_some_and(|rest| rest.trim_start().starts_with(':'));
            let period = if is_year {
                (is_key || BEFORE_YEARS.contains(&before)).then(|| Period::year(piece.parse().ok()?)).flatten()
            } else {
                // What a scenario sets may name a period: `funding.budget.2027-Q3`.
                let name = piece.rsplit('.').next().unwrap_or(piece);
                Period::parse(name).ok()
            };
            let name = if is_year { piece } else { piece.rsplit('.').next().unwrap_or(piece) };
            if let Some(period) = period {
                found.push(Found { start: at + length - name.len(), end: at + length, period });
            }
            before = piece;
            starts_line = false;
        } else if piece.contains('\n') || piece.ends_with(['{', ',']) {
            starts_line = true;
        } else if !piece.trim().is_empty() {
            starts_line = false;
        }
        at += length.max(1);
    }
    found
}

/// How long a text in quotes is.
fn quoted(text: &str) -> usize {
    if let Some(rest) = text.strip_prefix("\"\"\"") {
        return rest.find("\"\"\"").map_or(text.len(), |end| end + 6);
    }
    let mut is_escaped = false;
    for (index, letter) in text.char_indices().skip(1) {
        match letter {
            '\\' if !is_escaped => is_escaped = true,
            '"' if !is_escaped => return index + 1,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// How long a word is, or one sign.
fn word(text: &str) -> usize {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if text.starts_with(is_part) && !text.starts_with(['-', '.']) {
        let end = text.find(|letter: char| !is_part(letter)).unwrap_or(text.len());
        // The dots of a range are no part of a month before them.
        return text.get(..end).and_then(|word| word.find("..")).unwrap_or(end).max(1);
    }
    text.chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(text: &str) -> String {
        let mut shown = text.to_owned();
        for found in periods(text).iter().rev() {
            let period = moved(found.period, 12).expect("a year later");
            shown.replace_range(found.start..found.end, &period.to_string());
        }
        shown
    }

    #[test]
    fn every_period_moves_and_nothing_else() {
        for (text, later) in [
            ("calendar: 2027-01 .. 2027-12", "calendar: 2028-01 .. 2028-12"),
            ("a: 2027-01..2027-12", "a: 2028-01..2028-12"),
            ("cost c: 2027 USD in 2027 # 2027-01", "cost c: 2027 USD in 2028 # 2027-01"),
            ("set funding.budget.FY2028-Q3: 262k NZD", "set funding.budget.FY2029-Q3: 262k NZD"),
            ("x: \"2027-01\" at 2027-Q1", "x: \"2027-01\" at 2028-Q1"),
            ("{ 2027: 3, FY2027-H1: 4 }", "{ 2028: 3, FY2028-H1: 4 }"),
            ("on: 2028-02-29", "on: 2029-02-28"),
            ("n: 2027-Q4 - 3 * 20270", "n: 2028-Q4 - 3 * 20270"),
        ] {
            assert_eq!(next(text), later);
        }
    }
}
