//! Which column is what: takes a table, finds the row of headings and what each heading means.

use super::months::period_of;
use super::{Field, Problem, Said};
use crate::quantity::Period;
use crate::sheet::{Cell, Row, Table, column_letters};

/// A field, its word on the command line, and the headings that mean it, in lower case; a heading may say more besides.
const FIELDS: [(Field, &str, &[&str]); 10] = [
    (
        Field::Package,
        "package",
        &[
            "package",
            "decision package",
            "initiative",
            "project",
            "activity",
            "programme",
            "program",
            "item",
            "description",
            "measure",
            "maßnahme",
            "massnahme",
            "projekt",
            "vorhaben",
            "entscheidungspaket",
            "paket",
            "projet",
            "proyecto",
        ],
    ),
    (
        Field::Level,
        "level",
        &["level", "increment", "tier", "service level", "option", "stufe", "ausbaustufe", "niveau", "nivel"],
    ),
    (
        Field::Category,
        "category",
        &[
            "category",
            "cost category",
            "account",
            "cost type",
            "gl account",
            "type of cost",
            "kategorie",
            "kostenart",
            "konto",
            "catégorie",
            "categoria",
            "categoría",
            "compte",
        ],
    ),
    (
        Field::Department,
        "department",
        &[
            "department",
            "dept",
            "team",
            "function",
            "cost center",
            "cost centre",
            "business unit",
            "division",
            "abteilung",
            "kostenstelle",
            "bereich",
            "service",
            "département",
            "departamento",
        ],
    ),
    (
        Field::Amount,
        "amount",
        &[
            "amount",
            "ask",
            "request",
            "requested",
            "budget",
            "cost",
            "total",
            "sum",
            "value",
            "betrag",
            "kosten",
            "summe",
            "gesamt",
            "budget ask",
            "montant",
            "importe",
            "coût",
        ],
    ),
    (
        Field::Owner,
        "owner",
        &[
            "owner",
            "responsible",
            "lead",
            "manager",
            "accountable",
            "budget owner",
            "verantwortlich",
            "verantwortliche",
            "responsable",
        ],
    ),
    (
        Field::Today,
        "today",
        &[
            "today",
            "current",
            "current spend",
            "present",
            "baseline",
            "last year",
            "prior year",
            "actual",
            "ist",
            "vorjahr",
            "heute",
            "actuel",
        ],
    ),
    (
        Field::Justification,
        "justification",
        &["justification", "rationale", "why", "business case", "reason", "begründung", "justificación"],
    ),
    (
        Field::Consequence,
        "consequence",
        &[
            "consequence",
            "consequences",
            "if not funded",
            "impact if not funded",
            "risk if not funded",
            "folge",
            "folgen",
            "auswirkung",
            "conséquence",
            "consecuencia",
        ],
    ),
    (
        Field::Alternative,
        "alternative",
        &["alternative", "alternatives", "alternatives considered", "other option", "alternativen"],
    ),
];

impl Field {
    /// Every field.
    pub const ALL: [Field; 10] = [
        Field::Package,
        Field::Level,
        Field::Category,
        Field::Department,
        Field::Amount,
        Field::Owner,
        Field::Today,
        Field::Justification,
        Field::Consequence,
        Field::Alternative,
    ];

    /// Its word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.entry().1
    }

    /// The field of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }

    fn headings(self) -> &'static [&'static str] {
        self.entry().2
    }

    fn entry(self) -> (Field, &'static str, &'static [&'static str]) {
        FIELDS.into_iter().find(|(field, ..)| *field == self).unwrap_or((self, "", &[]))
    }
}

/// A heading of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The column, from nought.
    pub column: usize,
    /// Its words.
    pub words: String,
    /// What it was taken for.
    pub meaning: Option<Meaning>,
}

/// What a column was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A field.
    Field(Field),
    /// The amount of a period.
    Period(Period),
}

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// The index of the row of headings, among the table's rows.
    pub(super) heading_row: usize,
    /// Every heading, in order.
    pub headings: Vec<Heading>,
}

impl Columns {
    /// The column of a field.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<usize> {
        self.headings
            .iter()
            .find(|heading| heading.meaning == Some(Meaning::Field(field)))
            .map(|heading| heading.column)
    }

    /// The columns of periods, in order.
    pub fn periods(&self) -> impl Iterator<Item = (usize, Period)> {
        self.headings.iter().filter_map(|heading| match heading.meaning {
            Some(Meaning::Period(period)) => Some((heading.column, period)),
            Some(Meaning::Field(_)) | None => None,
        })
    }

    /// The rows below the headings.
    pub(super) fn body<'a>(&self, table: &'a Table) -> impl Iterator<Item = &'a Row> + use<'a> {
        table.rows.iter().skip(self.heading_row + 1)
    }

    /// The words of the heading of a column.
    #[must_use]
    pub fn words(&self, column: usize) -> &str {
        self.headings.iter().find(|heading| heading.column == column).map_or("", |heading| heading.words.as_str())
    }

    /// Every heading with its column's letter and what it was taken for, a line each, for people.
    #[must_use]
    pub fn shown(&self) -> String {
        let widest = self.headings.iter().map(|heading| heading.words.chars().count()).max().unwrap_or(0).min(40);
        let mut text = String::new();
        for heading in &self.headings {
            let letters = column_letters(heading.column);
            let meaning = match heading.meaning {
                Some(Meaning::Field(field)) => field.word().to_owned(),
                Some(Meaning::Period(period)) => format!("amount of {period}"),
                None => "–".to_owned(),
            };
            text.push_str(&format!("  {letters:<3} {:<widest$}  {meaning}\n", heading.words));
        }
        text
    }
}

/// How many rows may stand above the headings.
const MOST_BANNER: usize = 40;

/// Finds the row of headings (the first with the most columns that mean something), and what each means.
pub(super) fn find(table: &Table, said: &Said) -> Result<Columns, Problem> {
    let candidates = table.rows.iter().take(MOST_BANNER).enumerate();
    let rated = candidates.map(|(index, row)| (rate(row, said), index));
    let best = rated.rev().max_by_key(|(rating, _)| *rating);
    let heading_row = best.map_or(0, |(_, index)| index);
    let Some(row) = table.rows.get(heading_row) else { return Err(Problem::Nothing) };
    let mut columns = Columns { heading_row, headings: headings(row, table) };
    named(&mut columns, said)?;
    guess_fields(&mut columns, said);
    guess_periods(&mut columns, row, said);
    Ok(columns)
}

/// How many cells of a row are headings; one that was named by somebody tells more than all others.
fn rate(row: &Row, said: &Said) -> usize {
    let is_named = |words: &str| said.columns.values().any(|named| same(named, words));
    let rate = |cell: &Cell| {
        let words = cell.text();
        let is_field = Field::ALL.into_iter().any(|field| likeness(&words, field) > 0);
        let is_heading = is_field || heading_period(cell, said).is_some();
        usize::from(is_heading) + if is_named(&words) { 100 } else { 0 }
    };
    row.cells()
        .filter(|(_, cell)| !matches!(cell, Cell::Number(_) | Cell::Truth(_) | Cell::Fault(_)))
        .map(|(_, cell)| rate(cell))
        .sum()
}

/// All columns that hold anything, also those without a heading.
fn headings(row: &Row, table: &Table) -> Vec<Heading> {
    let width = table.rows.iter().map(Row::width).max().unwrap_or(0);
    let mut is_used = vec![false; width];
    for (column, cell) in table.rows.iter().flat_map(Row::cells) {
        if let Some(used) = is_used.get_mut(column) {
            *used |= !cell.is_empty();
        }
    }
    let used = is_used.iter().enumerate().filter(|(_, used)| **used);
    used.map(|(column, _)| Heading { column, words: one_line(&row.cell(column).text()), meaning: None }).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same(left: &str, right: &str) -> bool {
    one_line(left).to_lowercase() == one_line(right).to_lowercase()
}

/// The columns that somebody named.
fn named(columns: &mut Columns, said: &Said) -> Result<(), Problem> {
    for (field, named) in &said.columns {
        let by_words = columns.headings.iter().position(|heading| same(&heading.words, named));
        let by_letter = || {
            columns
                .headings
                .iter()
                .position(|heading| column_letters(heading.column).eq_ignore_ascii_case(named.trim()))
        };
        let place = by_words.or_else(by_letter);
        match place.and_then(|place| columns.headings.get_mut(place)) {
            Some(heading) => heading.meaning = Some(Meaning::Field(*field)),
            None => return Err(Problem::NoColumn { field: *field, named: named.clone() }),
        }
    }
    Ok(())
}

/// The best heading of each field that nobody named; the first among equals. The amount may also be a plain number of
/// months' sum, so that it is taken last.
fn guess_fields(columns: &mut Columns, said: &Said) {
    for field in Field::ALL.into_iter().filter(|field| !said.columns.contains_key(field)) {
        let free = columns.headings.iter_mut().filter(|heading| heading.meaning.is_none());
        let rated = free.map(|heading| (likeness(&heading.words, field), heading));
        let mut best: Option<(usize, &mut Heading)> = None;
        for (rating, heading) in rated {
            if rating > best.as_ref().map_or(0, |(best, _)| *best) {
                best = Some((rating, heading));
            }
        }
        if let Some((_, heading)) = best {
            heading.meaning = Some(Meaning::Field(field));
        }
    }
}

/// How much a heading sounds like a field: exactly, or with something besides such as `FY27 ask (EUR)`.
fn likeness(words: &str, field: Field) -> usize {
    let words = one_line(words).to_lowercase();
    if field.headings().contains(&words.as_str()) {
        return 3;
    }
    let parts: Vec<&str> =
        words.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let holds = |heading: &&&str| {
        let heading: Vec<&str> = heading.split(' ').collect();
        parts.windows(heading.len()).any(|window| window == heading.as_slice())
    };
    // Prose, such as a banner, holds such words too.
    if parts.len() > 6 {
        return 0;
    }
    match field.headings().iter().find(holds) {
        // `package owner` is an owner; what says who or why comes before what says what.
        Some(_) if field == Field::Package && parts.len() > 1 => 1,
        Some(_) => 2,
        None => 0,
    }
}

fn guess_periods(columns: &mut Columns, row: &Row, said: &Said) {
    for heading in columns.headings.iter_mut().filter(|heading| heading.meaning.is_none()) {
        heading.meaning = heading_period(row.cell(heading.column), said).map(Meaning::Period);
    }
}

/// The period of a heading; a month without a year is of the calendar's, if that has one year.
fn heading_period(cell: &Cell, said: &Said) -> Option<Period> {
    if let Cell::Date(date) = cell {
        return Some(Period::Month(date.month()));
    }
    let year = said.calendar.filter(|calendar| calendar.first().year() == calendar.last().year());
    period_of(&cell.text(), year.map(|calendar| calendar.first().year()))
}
