//! Cells of observations: takes a column with its lines, gives months, values or what counts come to. How a column is to be
//! read is decided on all of it; what stays open is an error.

use super::survey_messages::{BadCell, NO_MONTH};
use super::token::{DayOrder, Named, months as months_of_day};
use crate::model::functions::Function;
use crate::quantity::{Month, Number, Period};
use crate::sheet::{Cell, DecimalMark, FoundMark, amount, find_mark};
use crate::syntax::MONTHS;

/// The most bad cells that are told.
const TOLD: usize = 20;

/// A column, with the line of each cell.
pub(super) type Column<'a> = Vec<(usize, &'a Cell)>;

fn bad(line: usize, cell: &Cell, why: &'static str) -> BadCell {
    BadCell { line, cell: cell.text().into_owned(), why }
}

/// The first and last month of each row.
pub(super) fn months(cells: &[(usize, &Cell)], fiscal_start: u8) -> Result<Vec<(Month, Month)>, Vec<BadCell>> {
    let read: Vec<[Option<(Month, Month)>; 2]> = cells.iter().map(|(_, cell)| month(cell, fiscal_start)).collect();
    let fails = |reading: usize| read.iter().filter(|months| months.get(reading).is_none_or(Option::is_none)).count();
    let differs = read.iter().position(|[one, other]| one.is_some() && other.is_some() && one != other);
    let reading = usize::from(fails(1) < fails(0));
    if let (Some(place), true) = (differs, fails(0) == fails(1)) {
        let told = cells.get(place).map(|(line, cell)| bad(*line, cell, "may be two days: write `yyyy-mm`"));
        return Err(told.into_iter().collect());
    }
    let mut wrong = Vec::new();
    let mut found = Vec::with_capacity(cells.len());
    for ((line, cell), months) in cells.iter().zip(&read) {
        match months.get(reading).copied().flatten() {
            Some(months) => found.push(months),
            None => wrong.push(bad(*line, cell, NO_MONTH)),
        }
    }
    wrong.truncate(TOLD);
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A month with the day first, and with the month first.
fn month(cell: &Cell, fiscal_start: u8) -> [Option<(Month, Month)>; 2] {
    if let Cell::Date(date) = cell {
        return [Some((date.month(), date.month())); 2];
    }
    let text = cell.text();
    let period = Period::parse(&text).or_else(|_| Period::parse_alone(&text)).ok();
    if let Some(period) = period {
        return [Some(period.months(fiscal_start)); 2];
    }
    if let Some(month) = month_and_year(&text).or_else(|| month_by_name(&text)) {
        return [Some((month, month)); 2];
    }
    months_of_day(text.as_bytes(), DayOrder::Unknown).map(|counted| {
        let month = Month::of_number(counted?)?;
        Some((month, month))
    })
}

/// `03/2027`, `3.2027`, `2027/03`
fn month_and_year(text: &str) -> Option<Month> {
    let (one, other) = text.split_once(['/', '.'])?;
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || month.len() > 2 || !digits(year) || !digits(month) {
        return None;
    }
    Month::new(year.parse().ok()?, month.parse().ok()?)
}

/// `Mar 2027`, `March 2027`, `2027 Mar`, `mar-2027`: as spreadsheets show a month in English.
fn month_by_name(text: &str) -> Option<Month> {
    let (one, other) = text.trim().split_once([' ', '-', '/', '.'])?;
    let other = other.trim_start();
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, name) = if is_year(one) { (one, other) } else { (other, one) };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_named = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    let number = (1..).zip(MONTHS).find(|(_, month)| is_named(month)).map(|(number, _)| number)?;
    if is_year(year) { Month::new(year.parse().ok()?, number) } else { None }
}

/// A column of values.
#[derive(Debug)]
pub(super) struct Figures<'a> {
    /// The cells.
    pub cells: Column<'a>,
    /// Whether they are shares, which may be written in percent or as fractions.
    pub shares: bool,
    /// Of how much they are rated, where they are ratings.
    pub scale: Option<Number>,
    /// What they may name beside their numbers.
    pub named: Named,
}

impl Figures<'_> {
    /// The values as they are shown: shares as fractions; nothing in empty cells.
    pub(super) fn values(&self) -> Result<Vec<Option<Number>>, Vec<BadCell>> {
        let texts: Vec<String> = self.cells.iter().map(|(_, cell)| cell.text().into_owned()).collect();
        let mark = self.mark(&texts)?;
        let mut wrong = Vec::new();
        let mut read = Vec::with_capacity(texts.len());
        for ((line, cell), text) in self.cells.iter().zip(&texts) {
            match self.value(text, mark) {
                Ok(value) => read.push(value),
                Err(why) => {
                    wrong.push(bad(*line, cell, why));
                    read.push(None);
                }
            }
        }
        if wrong.is_empty()
            && self.shares
            && let Some(place) = undecided(&read)
        {
            let (line, cell) = self.cells.get(place).copied().unwrap_or((0, &Cell::Empty));
            wrong.push(bad(line, cell, "may be a share or percent, as may all of its column: write `%` behind"));
        }
        wrong.truncate(TOLD);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let percent = |(value, signed): (Number, Percent)| match signed {
            Percent::Bare if self.shares => value.divide(Number::from_integer(100)).unwrap_or(value),
            Percent::Bare | Percent::Signed => value,
        };
        Ok(read.into_iter().map(|value| value.map(percent)).collect())
    }

    /// What begins the decimals, by the whole column.
    fn mark(&self, texts: &[String]) -> Result<DecimalMark, Vec<BadCell>> {
        let bare = |text: &String| text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).to_owned();
        let bare: Vec<String> = texts.iter().map(bare).collect();
        let told = |place: usize, why| {
            let (line, cell) = self.cells.get(place).copied().unwrap_or((0, &Cell::Empty));
            Err(vec![bad(line, cell, why)])
        };
        // Numbers of a workbook have a point, and have it for sure.
        if self.cells.iter().any(|(_, cell)| matches!(cell, Cell::Number(_))) {
            return Ok(DecimalMark::Point);
        }
        match find_mark(bare.iter().map(String::as_str)) {
            FoundMark::Sure(mark) => Ok(mark),
            FoundMark::Plain => Ok(DecimalMark::Point),
            FoundMark::Grouped(mark) => {
                let marked = bare.iter().position(|text| text.contains(['.', ','])).unwrap_or(0);
                match mark {
                    // 1,234: who writes a comma before three digits groups thousands.
                    DecimalMark::Point => Ok(mark),
                    DecimalMark::Comma => told(marked, "may be thousands or decimals, as may all of its column"),
                }
            }
            FoundMark::Clash { comma, .. } => told(comma, "has another decimal mark than the cells above"),
        }
    }

    fn value(&self, text: &str, mark: DecimalMark) -> Result<Option<(Number, Percent)>, &'static str> {
        let text = text.trim();
        let (text, signed) = match text.strip_suffix('%') {
            Some(rest) => (rest.trim_end(), Percent::Signed),
            None => (text, Percent::Bare),
        };
        if signed == Percent::Signed && !self.shares {
            return Err("is a share, and what is observed is none");
        }
        let (text, of) = match text.split_once(" of ") {
            Some((value, of)) if self.scale.is_some() => (value, Some(of)),
            _ => (text, None),
        };
        let number = |text: &str| match amount(text, mark).map_err(|_| "is no number")? {
            Some(amount) => match amount.denomination.and_then(|found| self.named.refusal(found)) {
                Some(_) => Err("names a currency that what is observed is not in"),
                None => Ok(Some(amount.number)),
            },
            None => Ok(None),
        };
        let Some(value) = number(text)? else { return Ok(None) };
        let value = match (signed, of, self.scale) {
            (Percent::Signed, ..) => value.divide(Number::from_integer(100)).map_err(|_| "is too large")?,
            (Percent::Bare, Some(of), Some(scale)) => {
                let of = number(of).ok().flatten().ok_or("is no rating")?;
                value.multiply(scale).and_then(|value| value.divide(of)).map_err(|_| "is no rating")?
            }
            (Percent::Bare, ..) => value,
        };
        Ok(Some((value, signed)))
    }
}

/// Whether a share was written with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Percent {
    /// `71%`
    Signed,
    /// `71`
    Bare,
}

/// The first of shares without a sign that are all so small that they may be fractions. Where one is above 1, all are percent.
fn undecided(read: &[Option<(Number, Percent)>]) -> Option<usize> {
    let bare = || {
        read.iter().enumerate().filter_map(|(place, value)| match value {
            Some((value, Percent::Bare)) if !value.is_zero() => Some((place, *value)),
            _ => None,
        })
    };
    if bare().any(|(_, value)| value.abs() > Number::ONE) { None } else { bare().next().map(|(place, _)| place) }
}

/// Columns of counts.
#[derive(Debug)]
pub(super) struct Counts<'a> {
    /// What they make.
    pub function: Function,
    /// The columns, in the order of its arguments.
    pub columns: Vec<Column<'a>>,
}

impl Counts<'_> {
    /// The value of each row; nothing where no count stands.
    pub(super) fn values(&self) -> Result<Vec<Option<Number>>, Vec<BadCell>> {
        let rows = self.columns.first().map_or(0, Vec::len);
        let mut wrong = Vec::new();
        let mut values = Vec::with_capacity(rows);
        for row in 0..rows {
            let cells: Vec<(usize, &Cell)> =
                self.columns.iter().filter_map(|column| column.get(row).copied()).collect();
            if cells.iter().all(|(_, cell)| cell.is_empty()) {
                values.push(None);
                continue;
            }
            let mut counts = Vec::with_capacity(cells.len());
            for (line, cell) in &cells {
                match count(cell) {
                    Some(count) => counts.push(count),
                    None => wrong.push(bad(*line, cell, "is no count")),
                }
            }
            if counts.len() == cells.len() {
                match value(self.function, &counts) {
                    Some(value) => values.push(Some(value)),
                    None => wrong.extend(cells.last().map(|(line, cell)| bad(*line, cell, "cannot be all there are"))),
                }
            }
        }
        wrong.truncate(TOLD);
        if wrong.is_empty() { Ok(values) } else { Err(wrong) }
    }
}

/// A whole number from nought on, with or without marks between thousands.
fn count(cell: &Cell) -> Option<Number> {
    if let Cell::Number(number) = cell {
        return number.to_integer().filter(|count| *count >= 0).map(Number::from_integer);
    }
    let digits: String =
        cell.text().chars().filter(|letter| !matches!(letter, ',' | '.' | '\'' | ' ' | '\u{a0}')).collect();
    let is_count = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = cell.text().split([',', '.', '\'', ' ', '\u{a0}']).skip(1).all(|group| group.len() == 3);
    if is_count && grouped { Number::parse(&digits).ok() } else { None }
}

/// What counts come to, in the unit of the KPI; nothing where there is no answer, or a part is more than all.
fn value(function: Function, counts: &[Number]) -> Option<Number> {
    match (function, counts) {
        (Function::Nps, [promoters, passives, detractors]) => {
            let all = promoters.add(*passives).and_then(|some| some.add(*detractors)).ok()?;
            let more = promoters.subtract(*detractors).ok()?;
            more.multiply(Number::from_integer(100)).ok()?.divide(all).ok()
        }
        (_, [part, all]) if part <= all => part.divide(*all).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<Cell> {
        cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect()
    }

    fn read(cells: &[&str], shares: bool) -> Result<Vec<String>, String> {
        read_in(Named::Nothing, cells, shares)
    }

    fn read_in(named: Named, cells: &[&str], shares: bool) -> Result<Vec<String>, String> {
        let cells = texts(cells);
        let column: Column<'_> = cells.iter().enumerate().collect();
        let values = Figures { cells: column, shares, scale: None, named }.values();
        let shown = |value: Option<Number>| value.map_or("-".to_owned(), |value| value.to_string());
        values.map(|values| values.into_iter().map(shown).collect()).map_err(|bad| bad[0].why.to_owned())
    }

    #[test]
    fn money_is_read_in_the_currency_of_what_is_observed() {
        let euros = Named::Currency(crate::quantity::Currency::parse("EUR").expect("a currency"));
        assert_eq!(read_in(euros, &["€ 31.50", "EUR 7"], false), Ok(vec!["31.5".into(), "7".into()]));
        for foreign in ["$31", "31 kr", "USD 31"] {
            assert!(read_in(euros, &[foreign], false).expect_err(foreign).contains("currency"));
            assert!(read(&[foreign], false).expect_err(foreign).contains("currency"));
        }
    }

    #[test]
    fn values_are_read_as_the_whole_column_says() {
        assert_eq!(read(&["31", "", "-2.5"], false), Ok(vec!["31".into(), "-".into(), "-2.5".into()]));
        assert_eq!(read(&["31,5", "1.031,5"], false), Ok(vec!["31.5".into(), "1031.5".into()]));
        assert_eq!(read(&["71%", "0.8 %"], true), Ok(vec!["0.71".into(), "0.008".into()]));
        assert_eq!(read(&["71", "0.8"], true), Ok(vec!["0.71".into(), "0.008".into()]));
        assert!(read(&["0.71", "0.8"], true).expect_err("open").contains("share or percent"));
        assert!(read(&["1.234"], false).expect_err("open").contains("thousands"));
        assert!(read(&["71%"], false).is_err());
        assert!(read(&["thirty"], false).is_err());
    }

    #[test]
    fn months_are_read_in_one_way() {
        let read = |cells: &[&str]| {
            let cells = texts(cells);
            let column: Column<'_> = cells.iter().enumerate().collect();
            let months = months(&column, 1).map_err(|bad| bad[0].why.to_owned())?;
            Ok::<_, String>(months.into_iter().map(|(_, last)| last.to_string()).collect::<Vec<String>>())
        };
        let found = read(&["2027-03", "03/2027", "2027-Q1", "2027-03-31", "31.03.2027"]);
        assert_eq!(found, Ok(vec!["2027-03".to_owned(); 5]));
        assert_eq!(read(&["04/03/2027", "04/30/2027"]), Ok(vec!["2027-04".to_owned(); 2]));
        assert!(read(&["04/03/2027"]).expect_err("open").contains("two days"));
        assert!(read(&["March"]).is_err());
        let named = read(&["Mar 2027", "march 2027", "2027 Mar", "mar-2027", "Mar. 2027"]);
        assert_eq!(named, Ok(vec!["2027-03".to_owned(); 5]));
        for other in ["Mar 27", "Ma 2027", "Marz 2027", "2027 2027", "15 March 2027"] {
            assert!(read(&[other]).is_err(), "{other}");
        }
    }

    #[test]
    fn counts_make_values() {
        let whole = |counts: &[i64]| counts.iter().copied().map(Number::from_integer).collect::<Vec<_>>();
        assert_eq!(value(Function::Nps, &whole(&[520, 300, 180])), Some(Number::from_integer(34)));
        assert_eq!(value(Function::Csat, &whole(&[3, 4])).map(|value| value.to_string()), Some("0.75".to_owned()));
        assert_eq!(value(Function::Csat, &whole(&[5, 4])), None);
        assert_eq!(value(Function::Nps, &whole(&[0, 0, 0])), None);
    }
}
