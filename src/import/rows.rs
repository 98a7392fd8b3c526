//! Rows to packages: takes a table whose columns are known, gives what it asks for, to the cent, or every row that stands
//! in the way.

use super::columns::{Columns, Meaning};
use super::currency;
use super::entry::{Level, Line, Package, Sheet, When};
use super::scale::is_scaled;
use super::today;
use super::told::{numbers, place_of, shown_amount};
use super::{Field, Missing, Problem, Said};
use crate::quantity::{Calendar, Currency, Month, Number, Period};
use crate::sheet::{Cell, DecimalMark, FoundMark, LeftOut, Row, Table, amount, column_letters, find_mark};

/// How many rows that stand in the way are told.
const MOST_TOLD: usize = 20;

/// Reads every row below the headings.
pub(super) fn read(table: &Table, columns: &Columns, said: &Said) -> Result<Sheet, Problem> {
    let terms = Terms::find(table, columns, said)?;
    let mut reading = Reading::new(columns, terms);
    for row in columns.body(table) {
        reading.row(row);
    }
    reading.finish()
}

/// How amounts are to be read.
struct Terms {
    currency: Currency,
    calendar: Calendar,
    scale: Number,
    mark: DecimalMark,
    /// The columns of months and quarters that count; a quarter beside its months is their sum.
    periods: Vec<(usize, Period)>,
    amount: Option<usize>,
    today: Option<usize>,
    /// A cell whose mark was taken for one of thousands, since no cell tells.
    taken_for_thousands: Option<String>,
}

impl Terms {
    /// What somebody said, else what the sheet says; everything that is missing at once.
    fn find(table: &Table, columns: &Columns, said: &Said) -> Result<Terms, Problem> {
        let amount = columns.field(Field::Amount);
        let today = columns.field(Field::Today);
        let periods: Vec<(usize, Period)> = columns.periods().collect();
        let money: Vec<usize> = periods.iter().map(|(column, _)| *column).chain(amount).chain(today).collect();
        let mut missing = Vec::new();
        if columns.field(Field::Package).is_none() {
            missing.push(Missing::Column(Field::Package));
        }
        if amount.is_none() && periods.is_empty() {
            missing.push(Missing::Column(Field::Amount));
        }
        let is_in_thousands = money.iter().any(|column| is_scaled(columns.words(*column)));
        if said.scale.is_none() && is_in_thousands {
            missing.push(Missing::Scale);
        }
        let currency = match currency::find(table, columns, &money, said)? {
            Ok(currency) => Some(currency),
            Err(lacking) => {
                missing.push(lacking);
                None
            }
        };
        let calendar = said.calendar.or_else(|| calendar_of(&periods));
        missing.extend(calendar.is_none().then_some(Missing::Calendar));
        let (mark, taken_for_thousands) = match said.decimal {
            Some(mark) => (Some(mark), None),
            None => mark_of(table, columns, &money, currency)?,
        };
        missing.extend(mark.is_none().then_some(Missing::Decimal));
        match (currency, calendar, mark) {
            (Some(currency), Some(calendar), Some(mark)) if missing.is_empty() => {
                let scale = said.scale.unwrap_or(Number::ONE);
                let periods = counted(&periods);
                Ok(Terms { currency, calendar, scale, mark, periods, amount, today, taken_for_thousands })
            }
            _ => Err(Problem::Missing(missing)),
        }
    }
}

/// From the first month of a column to the last.
fn calendar_of(periods: &[(usize, Period)]) -> Option<Calendar> {
    let first = periods.iter().map(|(_, period)| period.months(1).0).min()?;
    let last = periods.iter().map(|(_, period)| period.months(1).1).max()?;
    Calendar::new(first, last)
}

/// What begins the decimals, nothing where that has to be said; and a cell that was taken to count in thousands.
fn mark_of(
    table: &Table,
    columns: &Columns,
    money: &[usize],
    currency: Option<Currency>,
) -> Result<(Option<DecimalMark>, Option<String>), Problem> {
    let cells = columns.body(table).flat_map(|row| money.iter().map(move |column| (row, *column)));
    let cells: Vec<(&Row, usize)> = cells.filter(|(row, column)| matches!(row.cell(*column), Cell::Text(_))).collect();
    let texts: Vec<_> = cells.iter().map(|(row, column)| row.cell(*column).text()).collect();
    match find_mark(texts.iter().map(AsRef::as_ref)) {
        FoundMark::Sure(mark) => Ok((Some(mark), None)),
        FoundMark::Plain => Ok((Some(DecimalMark::Point), None)),
        // Three digits behind a mark are no cents.
        FoundMark::Grouped(mark) if currency.is_none_or(|currency| currency.minor_digits() < 3) => {
            let example = texts.iter().find(|text| matches!(find_mark([text.as_ref()]), FoundMark::Grouped(_)));
            Ok((Some(mark), example.map(ToString::to_string)))
        }
        FoundMark::Grouped(_) => Ok((None, None)),
        FoundMark::Clash { point, comma } => Err(Problem::Rows(vec![clash(&cells, point, comma)])),
    }
}

fn clash(cells: &[(&Row, usize)], point: usize, comma: usize) -> String {
    let told = |place: usize| {
        let cell = cells.get(place);
        cell.map_or_else(String::new, |(row, column)| {
            format!("`{}` in {}", row.cell(*column).text(), place_of(row, *column))
        })
    };
    format!(
        "{} and {} cannot both be right: what begins the decimals? (say `--decimal comma` or `--decimal point`)",
        told(point),
        told(comma)
    )
}

/// The columns of periods without quarters whose months all have columns of their own.
fn counted(periods: &[(usize, Period)]) -> Vec<(usize, Period)> {
    let has_month = |month: Month| periods.iter().any(|(_, period)| *period == Period::Month(month));
    let is_sum = |period: &Period| {
        let (first, last) = period.months(1);
        first != last && (0..=first.months_until(last)).all(|place| first.plus(place).is_some_and(has_month))
    };
    periods.iter().filter(|(_, period)| !is_sum(period)).copied().collect()
}

/// What is said of money in one row.
#[derive(Default)]
struct Money {
    amounts: Vec<(When, Number)>,
    total: Option<Number>,
}

struct Reading<'a> {
    columns: &'a Columns,
    terms: Terms,
    packages: Vec<Package>,
    /// The title that rows without one belong to, and the package, once it has a line.
    title: Option<(usize, String)>,
    current: Option<usize>,
    /// The sum of all lines, and of those since the last row of a sum.
    all: Number,
    since: Number,
    total_row: Option<Number>,
    problems: Vec<String>,
    remarks: Vec<String>,
    filled: Vec<usize>,
}

impl<'a> Reading<'a> {
    fn new(columns: &'a Columns, terms: Terms) -> Reading<'a> {
        Reading {
            columns,
            terms,
            packages: Vec::new(),
            title: None,
            current: None,
            all: Number::ZERO,
            since: Number::ZERO,
            total_row: None,
            problems: Vec::new(),
            remarks: Vec::new(),
            filled: Vec::new(),
        }
    }

    fn row(&mut self, row: &Row) {
        let label = self.label(row);
        let Some(money) = self.money(row) else { return };
        match money.total {
            Some(total) if self.is_total(row, label.as_deref(), total) => {}
            Some(total) => self.line(row, money, total),
            None => self.without_amount(row, label),
        }
    }

    /// The first words of a row among the columns that say what it is.
    fn label(&self, row: &Row) -> Option<String> {
        let unmeant = self.columns.headings.iter().filter(|heading| {
            !matches!(heading.meaning, Some(Meaning::Period(_) | Meaning::Field(Field::Amount | Field::Today)))
        });
        let mut cells = unmeant
            .map(|heading| row.cell(heading.column))
            .filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_empty());
        cells.next().map(|cell| one_line(&cell.text()))
    }

    /// A field's words in a row.
    fn text(&mut self, row: &Row, field: Field) -> Option<String> {
        let column = self.columns.field(field)?;
        let cell = row.cell(column);
        if let Cell::Fault(fault) = cell {
            self.problems.push(format!("{}: {fault}", place_of(row, column)));
        }
        let text = one_line(&cell.text());
        (!text.is_empty()).then_some(text)
    }

    /// The amounts of a row; nothing where some of them cannot be read.
    fn money(&mut self, row: &Row) -> Option<Money> {
        let mut money = Money::default();
        let mut is_whole = true;
        let mut sum = Number::ZERO;
        for (column, period) in self.terms.periods.clone() {
            match self.amount(row, column) {
                Ok(Some(number)) => {
                    is_whole &= self.add(row, &mut sum, number);
                    if !number.is_zero() {
                        money.amounts.push((When::In(period), number));
                    }
                    money.total = Some(sum);
                }
                Ok(None) => {}
                Err(()) => is_whole = false,
            }
        }
        let stated = match self.terms.amount.map(|column| self.amount(row, column)) {
            Some(Ok(stated)) => stated,
            Some(Err(())) => return None,
            None => None,
        };
        match (money.total, stated) {
            (Some(months), Some(stated)) if is_whole && months != stated => {
                let (months, stated) = (self.shown(months), self.shown(stated));
                self.problems.push(format!("row {}: its months come to {months}, its amount says {stated}", row.line));
                is_whole = false;
            }
            (None, Some(stated)) => {
                money.total = Some(stated);
                if !stated.is_zero() {
                    money.amounts.push((When::Calendar, stated));
                }
            }
            (Some(_), _) | (None, None) => {}
        }
        is_whole.then_some(money)
    }

    /// An amount to the cent.
    fn amount(&mut self, row: &Row, column: usize) -> Result<Option<Number>, ()> {
        let cell = row.cell(column);
        let read = match cell {
            Cell::Empty => return Ok(None),
            Cell::Number(number) => Ok(Some(*number)),
            Cell::Text(text) => match amount(text, self.terms.mark) {
                Ok(Some(amount)) if amount.denomination.is_some_and(|found| !found.may_mean(self.terms.currency)) => {
                    Err(format!("`{}` is not in {}", text.trim(), self.terms.currency.code()))
                }
                Ok(read) => Ok(read.map(|amount| amount.number)),
                Err(_) => Err(format!("`{}` is no amount", one_line(text))),
            },
            Cell::Fault(fault) => Err(fault.clone()),
            Cell::Date(_) | Cell::Truth(_) => Err(format!("`{}` is no amount", cell.text())),
        };
        let digits = self.terms.currency.minor_digits();
        let scaled = read.and_then(|number| {
            number.map(|number| number.multiply(self.terms.scale).map_err(|error| error.to_string())).transpose()
        });
        match scaled {
            Ok(Some(number)) if number.round_half_even(digits) != number => {
                self.problems.push(format!(
                    "{}: `{}` is finer than {} is booked",
                    place_of(row, column),
                    cell.text(),
                    self.terms.currency.code()
                ));
                Err(())
            }
            Ok(number) => Ok(number),
            Err(why) => {
                self.problems.push(format!("{}: {why}", place_of(row, column)));
                Err(())
            }
        }
    }

    fn add(&mut self, row: &Row, sum: &mut Number, number: Number) -> bool {
        match sum.add(number) {
            Ok(total) => {
                *sum = total;
                true
            }
            Err(error) => {
                self.problems.push(format!("row {}: {error}", row.line));
                false
            }
        }
    }

    /// Whether a row is the sum of those above; one that says so and is not stands in the way.
    fn is_total(&mut self, row: &Row, label: Option<&str>, total: Number) -> bool {
        let says_so = label.is_some_and(is_total_word);
        if !says_so && label.is_some() {
            return false;
        }
        let ties = total == self.since || total == self.all;
        match (ties, label) {
            (true, _) => {
                let what = label.unwrap_or("it says nothing else").to_owned();
                self.remarks.push(format!(
                    "row {} is the sum of those above, and left out: {what}, {}",
                    row.line,
                    self.shown(total)
                ));
            }
            (false, Some(label)) => {
                let (says, sum) =
                    (self.shown(total), self.shown(if self.since.is_zero() { self.all } else { self.since }));
                self.problems
                    .push(format!("row {}: `{label}` says {says}, and the rows above come to {sum}", row.line));
            }
            (false, None) => {
                let says = self.shown(total);
                self.problems.push(format!("row {}: {says}, and nothing says what for", row.line));
            }
        }
        if total == self.all {
            self.total_row = Some(total);
        }
        self.since = Number::ZERO;
        // Its title is none: what follows belongs to nothing above.
        self.current = None;
        self.title = None;
        true
    }

    /// A row with an amount.
    fn line(&mut self, row: &Row, money: Money, total: Number) {
        if self.text(row, Field::Package).is_none() && self.title.is_none() {
            let says = self.shown(total);
            self.problems.push(format!("row {}: {says}, and no package", row.line));
            return;
        }
        let outside = money.amounts.iter().find_map(|(when, _)| match when {
            When::In(period) => {
                let (first, last) = period.months(1);
                let is_inside = self.terms.calendar.contains(first) && self.terms.calendar.contains(last);
                (!is_inside).then_some(*period)
            }
            When::Calendar => None,
        });
        if let Some(period) = outside {
            self.problems.push(format!(
                "row {}: {period} has an amount and lies outside {} .. {}",
                row.line,
                self.terms.calendar.first(),
                self.terms.calendar.last()
            ));
            return;
        }
        let (mut all, mut since) = (self.all, self.since);
        if !self.add(row, &mut all, total) || !self.add(row, &mut since, total) {
            return;
        }
        (self.all, self.since) = (all, since);
        let category = self.text(row, Field::Category);
        let level = self.text(row, Field::Level);
        let Some(package) = self.package(row) else { return };
        let Some(package) = self.packages.get_mut(package) else { return };
        let is_same = |known: &Level| level.is_none() || known.title == level;
        let place = match level {
            // A row without one belongs to the level of the row above.
            None if !package.levels.is_empty() => package.levels.len() - 1,
            _ => package.levels.iter().position(is_same).unwrap_or_else(|| {
                package.levels.push(Level { title: level.clone(), lines: Vec::new() });
                package.levels.len() - 1
            }),
        };
        if let Some(level) = package.levels.get_mut(place) {
            level.lines.push(Line { row: row.line, category, amounts: money.amounts });
        }
    }

    /// A row without an amount: a heading of rows, a package without cost, or words.
    fn without_amount(&mut self, row: &Row, label: Option<String>) {
        let has_more =
            [Field::Justification, Field::Consequence, Field::Alternative, Field::Owner, Field::Level].into_iter();
        let has_more = has_more.filter(|field| self.text(row, *field).is_some()).count() > 0;
        let package = self.text(row, Field::Package);
        match (package, has_more) {
            (_, true)
                if self.title.is_some()
                    || self.columns.field(Field::Package).is_some_and(|column| !row.cell(column).is_empty()) =>
            {
                self.package(row);
            }
            (Some(package), _) => {
                self.told_unused();
                self.title = Some((row.line, package));
                self.current = None;
            }
            (None, _) => {
                if let Some(label) = label {
                    self.remarks.push(format!("row {} has no amount: `{label}`", row.line));
                }
            }
        }
    }

    /// Says of a title without lines that it did not come over.
    fn told_unused(&mut self) {
        if let (Some((line, title)), None) = (&self.title, self.current) {
            self.remarks.push(format!("row {line} has no amount: `{title}`"));
        }
    }

    /// The package of a row, with what the row says about it.
    fn package(&mut self, row: &Row) -> Option<usize> {
        let department = self.text(row, Field::Department);
        match self.text(row, Field::Package) {
            Some(title) => {
                self.told_unused_unless(&title);
                self.current = self.known(&title, department.as_deref());
                self.title = Some((row.line, title));
            }
            None => self.filled.push(row.line),
        }
        let (_, title) = self.title.clone()?;
        let place = self.current.unwrap_or_else(|| {
            self.packages.push(Package { title, ..Package::default() });
            self.packages.len() - 1
        });
        self.current = Some(place);
        let owner = self.text(row, Field::Owner);
        let justification = self.text(row, Field::Justification);
        let consequence = self.text(row, Field::Consequence);
        let alternative = self.text(row, Field::Alternative);
        let today = match self.terms.today.map(|column| self.amount(row, column)) {
            Some(Ok(today)) => today,
            Some(Err(())) | None => None,
        };
        let package = self.packages.get_mut(place)?;
        let mut differing = Vec::new();
        keep(&mut package.department, department, "department", &mut differing);
        keep(&mut package.owner, owner, "owner", &mut differing);
        keep(&mut package.justification, justification, "justification", &mut differing);
        keep(&mut package.consequence, consequence, "consequence", &mut differing);
        if let Some(alternative) = alternative.filter(|alternative| !package.alternatives.contains(alternative)) {
            package.alternatives.push(alternative);
        }
        package.today.extend(today.map(|today| (row.line, today)));
        let title = package.title.clone();
        for (what, text) in differing {
            self.remarks.push(format!("row {}: another {what} of `{title}`, not brought over: `{text}`", row.line));
        }
        Some(place)
    }

    fn told_unused_unless(&mut self, title: &str) {
        if self.title.as_ref().is_some_and(|(_, known)| known != title) {
            self.told_unused();
        }
    }

    /// A package that has been there before: of the same title, and not of another department.
    fn known(&self, title: &str, department: Option<&str>) -> Option<usize> {
        let is_same =
            |known: &Option<String>| known.as_deref().zip(department).is_none_or(|(left, right)| left == right);
        self.packages.iter().position(|package| package.title == title && is_same(&package.department))
    }

    fn shown(&self, number: Number) -> String {
        shown_amount(number, self.terms.currency)
    }

    fn finish(mut self) -> Result<Sheet, Problem> {
        self.told_unused();
        let more = self.problems.len().saturating_sub(MOST_TOLD);
        if !self.problems.is_empty() {
            self.problems.truncate(MOST_TOLD);
            self.problems.extend((more > 0).then(|| format!("and {more} more")));
            return Err(Problem::Rows(self.problems));
        }
        if self.packages.is_empty() {
            return Err(Problem::Nothing);
        }
        if let Some(cell) = &self.terms.taken_for_thousands {
            let sum = self.shown(self.all);
            self.remarks
                .push(format!("`{cell}` is read as thousands, and the sum as {sum}: say `--decimal` if it is not"));
        }
        if !self.filled.is_empty() {
            self.remarks.push(format!("of the package of the row above: {}", numbers("row", &self.filled)));
        }
        Ok(Sheet {
            packages: self.packages,
            currency: self.terms.currency,
            calendar: self.terms.calendar,
            total: self.all,
            has_total: self.total_row == Some(self.all),
            remarks: self.remarks,
        })
    }
}

/// Keeps what is said first; what differs is told.
fn keep(
    known: &mut Option<String>,
    text: Option<String>,
    what: &'static str,
    differing: &mut Vec<(&'static str, String)>,
) {
    match (known.as_ref(), text) {
        (None, text) => *known = text,
        (Some(known), Some(text)) if *known != text => differing.push((what, text)),
        (Some(_), _) => {}
    }
}

/// Words that a row of a sum begins with.
fn is_total_word(label: &str) -> bool {
    const WORDS: [&str; 17] = [
        "total",
        "totals",
        "sum",
        "subtotal",
        "grand",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "somme",
        "totale",
        "totaal",
        "suma",
        "razem",
        "sous",
        "sub",
        "итого",
    ];
    let lower = label.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    match words.next() {
        Some("grand" | "sous" | "sub") => matches!(words.next(), Some("total")),
        Some(first) => WORDS.contains(&first),
        None => false,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the table and its columns leave behind, then what was found in the rows.
pub(super) fn remarks_of(table: &Table, columns: &Columns, sheet: &Sheet) -> Vec<String> {
    let mut remarks: Vec<String> = table.left_out.iter().map(left_out).collect();
    let banner: Vec<usize> = table.rows.iter().take(columns.heading_row).map(|row| row.line).collect();
    if !banner.is_empty() {
        remarks.push(format!("above the headings: {}", numbers("row", &banner)));
    }
    for heading in columns.headings.iter().filter(|heading| heading.meaning.is_none()) {
        let words =
            if heading.words.is_empty() { "without a heading".to_owned() } else { format!("`{}`", heading.words) };
        remarks.push(format!("column {}, {words}", column_letters(heading.column)));
    }
    remarks.extend(sheet.remarks.iter().cloned());
    remarks.extend(today::remarks(sheet));
    remarks
}

fn left_out(left_out: &LeftOut) -> String {
    match left_out {
        LeftOut::Sheet { name, hidden: true } => format!("sheet `{name}`, which is hidden"),
        LeftOut::Sheet { name, hidden: false } => format!("sheet `{name}`"),
        LeftOut::HiddenRows(rows) => format!("hidden {}", numbers("row", rows)),
        LeftOut::Merged(ranges) => {
            let shown: Vec<&str> = ranges.iter().take(12).map(String::as_str).collect();
            format!("merged cells count in their first one: {}", shown.join(", "))
        }
    }
}
