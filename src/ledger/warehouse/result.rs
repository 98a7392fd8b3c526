//! What a warehouse gave: takes the rows of the query, gives the ledger, exchanged and rounded here, and reports words that the
//! plan does not know and rows that could not be counted.

use std::collections::{BTreeMap, BTreeSet};

use super::query::digest;
use super::table::source_of;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::ledger::aside::{Aside, left_aside, put_aside};
use crate::ledger::cell::{Ledger, Spent, State};
use crate::ledger::closing::{CellKey, CellSums, exchanged};
use crate::ledger::messages;
use crate::ledger::messages::UnknownWord;
use crate::ledger::split::{self, Rows, Split, Splitter};
use crate::ledger::token::{millionths, number_of};
use crate::ledger::words::{Known, NAMED, Words};
use crate::model::schema::Truth;
use crate::model::{Actuals, AnyId, Id, Kind, Plan};
use crate::quantity::{Currency, Month, Number};
use csv::{ReaderBuilder, StringRecord};
use rustc_hash::FxHashMap;

/// The columns of a result, in order.
const COLUMNS: [&str; 13] = [
    "plan_digest",
    "source",
    "book_month",
    "state",
    "currency",
    "package",
    "level",
    "category",
    "department",
    "channel",
    "amount",
    "quantity",
    "row_count",
];

/// Where the first of the columns that name things is; the others follow in the order of [`NAMED`].
const FIRST_NAMED: usize = 5;

/// Why a result cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It is not what the query gives: what is wrong, with its line.
    Shape(String),
    /// It was made for another plan, or another closed month.
    OtherPlan,
}

/// Takes the result of the query, as CSV with its header, for a closed month.
///
/// # Errors
/// When it is no result of the query, or one of another plan or month.
pub fn read_result(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    (name, bytes): (&str, &[u8]),
    closed: usize,
) -> Result<Option<Ledger>, Mismatch> {
    let month = plan.calendar.month(closed).unwrap_or(plan.calendar.last());
    let mut result = Taken::new(plan, name, closed);
    let wanted = digest(plan, month);
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().from_reader(bytes);
    let shape = |line: u64, what: &str| Mismatch::Shape(format!("line {line}: {what}"));
    let header = reader.headers().map_err(|error| shape(1, &error.to_string()))?.clone();
    let place = |column: &&str| header.iter().position(|heading| heading.trim().eq_ignore_ascii_case(column));
    let places: Vec<Option<usize>> = COLUMNS.iter().map(place).collect();
    if let Some(missing) = COLUMNS.iter().zip(&places).find_map(|(column, place)| place.is_none().then_some(column)) {
        return Err(shape(1, &format!("there is no column `{missing}`")));
    }
    let mut split = Split::of(bytes, Splitter::of(b',', 1));
    let mut room = Rows::default();
    while let Some(rows) = split.next(room).map_err(|error| shape(1, &error.to_string()))? {
        for row in rows.iter() {
            result.row(row, &header, &places, &wanted)?;
        }
        room = rows;
    }
    Ok(result.finish(diagnostics))
}

/// A row of a result.
struct Row<'r> {
    line: u64,
    cells: &'r [&'r str],
}

impl Row<'_> {
    /// A cell; nothing is said where it is empty, as engines write what is null.
    fn cell(&self, column: usize) -> &str {
        match self.cells.get(column) {
            Some(cell) if *cell != "\\N" => cell,
            _ => "",
        }
    }

    /// What stands in the columns that name things.
    fn named(&self) -> impl Iterator<Item = (Kind, &str)> {
        NAMED.into_iter().zip(FIRST_NAMED..).map(|(kind, column)| (kind, self.cell(column)))
    }

    fn millionths(&self, column: usize) -> Result<i128, String> {
        let text = self.cell(column);
        let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
        let named = COLUMNS.get(column).copied().unwrap_or_default();
        let read = Number::parse(size).ok().and_then(millionths);
        let read = read.ok_or_else(|| format!("`{named}` is `{text}`, which is no number of at most six decimals"))?;
        Ok(if negative { read.saturating_neg() } else { read })
    }
}

/// What was taken of a result.
struct Taken<'plan> {
    plan: &'plan CheckedPlan,
    name: String,
    closed: usize,
    ids: FxHashMap<(Kind, &'plan str), AnyId>,
    cells: BTreeMap<CellKey, CellSums>,
    aside: Aside,
    later: BTreeSet<Month>,
    unknown: BTreeMap<(Id<Actuals>, Kind, String), UnknownWord>,
    currencies: BTreeMap<(Id<Actuals>, String), UnknownWord>,
    bad: BTreeMap<Id<Actuals>, u64>,
}

impl<'plan> Taken<'plan> {
    /// Takes a row as it stands in the file.
    fn row(
        &mut self,
        row: split::Row<'_>,
        header: &StringRecord,
        places: &[Option<usize>],
        wanted: &str,
    ) -> Result<(), Mismatch> {
        let shape = |what: &str| Mismatch::Shape(format!("line {}: {what}", row.line));
        if row.len() != header.len() {
            return Err(shape("it has another number of cells than the header"));
        }
        let text = |place: &Option<usize>| std::str::from_utf8(place.map_or(&[][..], |place| row.cell(place)));
        let cells: Result<Vec<&str>, _> = places.iter().map(|place| text(place).map(str::trim)).collect();
        let cells = cells.map_err(|_| shape("it is no text in UTF-8"))?;
        let row = Row { line: row.line, cells: &cells };
        if row.cell(0) != wanted {
            return Err(Mismatch::OtherPlan);
        }
        self.take(&row).map_err(|what| shape(&what))
    }

    fn new(plan: &'plan CheckedPlan, name: &str, closed: usize) -> Taken<'plan> {
        let declared: &Plan = plan.plan();
        let ids = declared.declared().map(|id| ((id.kind, &*declared.head(id).path), id)).collect();
        Taken {
            plan,
            name: name.to_owned(),
            closed,
            ids,
            cells: BTreeMap::new(),
            aside: Aside::new(),
            later: BTreeSet::new(),
            unknown: BTreeMap::new(),
            currencies: BTreeMap::new(),
            bad: BTreeMap::new(),
        }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), String> {
        let source = self.source(row.cell(1))?;
        let amount = row.millionths(10);
        let rows: u64 =
            row.cell(12).parse().map_err(|_| format!("`row_count` is `{}`, which is no number", row.cell(12)))?;
        let currency = Currency::parse(row.cell(4));
        match row.cell(3) {
            "bad" => self.bad(source, row, rows, amount.unwrap_or(0)),
            "ignored" => {
                let why = self.reason(source, row);
                put_aside(&mut self.aside, why, currency.unwrap_or(self.plan.currency), (rows, amount?));
            }
            state @ ("paid" | "open" | "outside" | "outside_ordered") => {
                let amount = amount?;
                let Some(currency) = currency else {
                    let word = (source, row.cell(4).to_owned());
                    add_to(self.currencies.entry(word), &self.name, row.line, rows, amount);
                    return Ok(());
                };
                let month = month(row.cell(2))?;
                if state.starts_with("outside") {
                    let why = match self.plan.calendar.index(month) {
                        Some(_) => "after the closed month",
                        None => "outside of the calendar",
                    };
                    if state == "outside" && self.plan.calendar.index(month).is_some() {
                        self.later.insert(month);
                    }
                    put_aside(&mut self.aside, why.to_owned(), currency, (rows, amount));
                } else {
                    let state = if state == "paid" { State::Paid } else { State::Open };
                    let month = self.plan.calendar.index(month).filter(|month| *month <= self.closed);
                    let month = month.ok_or_else(|| format!("`{}` is no closed month of the plan", row.cell(2)))?;
                    let quantity = if row.cell(11).is_empty() { None } else { Some(row.millionths(11)?) };
                    let cell = self.cells.entry((source, month, state, currency, self.spent(row)?)).or_default();
                    cell.amount = cell.amount.saturating_add(amount);
                    cell.quantity = cell.quantity.saturating_add(quantity.unwrap_or(0));
                    cell.rows += rows;
                    cell.counted += if quantity.is_some() { rows } else { 0 };
                }
            }
            other => return Err(format!("`state` is `{other}`, which the query does not give")),
        }
        Ok(())
    }

    fn source(&self, name: &str) -> Result<Id<Actuals>, String> {
        let mut sources = self.plan.plan().actuals.iter();
        let found = sources.find(|(_, actuals)| source_of(actuals) == name).map(|(id, _)| id);
        found.ok_or_else(|| format!("`source` is `{name}`, and no `actuals` of the plan bears that name"))
    }

    /// What a row was spent on.
    fn spent(&self, row: &Row<'_>) -> Result<Spent, String> {
        let mut spent = Spent::default();
        for (kind, said) in row.named() {
            if said.is_empty() {
                continue;
            }
            let (kind, path) = match said.split_once(' ') {
                Some((keyword, path)) if keyword == Kind::Retire.keyword() => (Kind::Retire, path),
                _ => (kind, said),
            };
            let unknown = || format!("`{said}` is no {} of the plan", kind.word());
            let id = *self.ids.get(&(kind, path)).ok_or_else(unknown)?;
            match kind {
                Kind::Package => spent.package = id.cast(),
                Kind::Retire => spent.retire = id.cast(),
                Kind::Level => spent.level = id.cast(),
                Kind::Category => spent.category = id.cast(),
                Kind::Department => spent.department = id.cast(),
                _ => spent.channel = id.cast(),
            }
        }
        Ok(spent)
    }

    /// Why rows do not count, as the plan says it beside the word.
    fn reason(&self, source: Id<Actuals>, row: &Row<'_>) -> String {
        let said = row.named().find_map(|(kind, said)| Some((kind, said.strip_prefix('!')?)));
        let Some((kind, said)) = said else { return String::new() };
        let (column, word) = match said.strip_prefix("status ") {
            Some(word) if kind == Kind::Package => ("status", word),
            _ => (kind.keyword(), said),
        };
        let actuals = &self.plan.plan().actuals[source];
        let mut ignored = actuals.ignore.iter();
        let line = ignored.rfind(|line| line.column.word() == column && line.word.value.trim() == word);
        line.and_then(|line| line.because.as_ref()).map_or_else(String::new, |why| why.value.to_string())
    }

    /// Rows with a word that nothing knows, or without a month or an amount.
    fn bad(&mut self, source: Id<Actuals>, row: &Row<'_>, rows: u64, amount: i128) {
        let word = row.named().find_map(|(kind, said)| Some((kind, said.strip_prefix('?')?)));
        match word {
            Some((kind, word)) => {
                let entry = self.unknown.entry((source, kind, word.to_owned()));
                add_to(entry, &self.name, row.line, rows, amount);
            }
            None if self.plan.plan().actuals[source].skip_bad_rows == Some(Truth::Yes) => {
                put_aside(&mut self.aside, format!("{}: cannot be read", self.name), self.plan.currency, (rows, 0));
            }
            None => *self.bad.entry(source).or_default() += rows,
        }
    }

    fn finish(self, diagnostics: &mut Diagnostics) -> Option<Ledger> {
        let plan = self.plan;
        let mut known: BTreeMap<(Id<Actuals>, Kind), Known> = BTreeMap::new();
        for ((source, kind, word), unknown) in &self.unknown {
            let actuals = &plan.plan().actuals[*source];
            let known = known.entry((*source, *kind));
            let near = known.or_insert_with(|| Words::of(plan.plan(), actuals, *kind).known()).nearest(word);
            let sum = number_of(unknown.sum).unwrap_or(Number::ZERO);
            diagnostics.add(messages::unknown_word(plan, actuals, kind.keyword(), word, unknown, sum, near));
        }
        for ((source, word), unknown) in &self.currencies {
            let actuals = &plan.plan().actuals[*source];
            let sum = number_of(unknown.sum).unwrap_or(Number::ZERO);
            diagnostics.add(messages::unknown_word(plan, actuals, "currency", word, unknown, sum, None));
        }
        for (source, rows) in &self.bad {
            diagnostics.add(messages::bad_in_warehouse(&plan.plan().actuals[*source], &self.name, *rows));
        }
        if diagnostics.has_errors() {
            return None;
        }
        let cells = exchanged(diagnostics, plan, self.cells)?;
        let unseen =
            "added up in a warehouse; rows twice the same, and words of a status taken as paid, were not looked for";
        Some(Ledger {
            closed: self.closed,
            cells,
            left_aside: left_aside(self.aside),
            later: self.later.into_iter().collect(),
            read_as: vec![(self.name, unseen.to_owned())],
            taken_as_paid: Vec::new(),
        })
    }
}

type Slot<'a, K> = std::collections::btree_map::Entry<'a, K, UnknownWord>;

fn add_to<K: Ord>(slot: Slot<'_, K>, path: &str, line: u64, rows: u64, amount: i128) {
    slot.or_insert_with(|| UnknownWord { rows: 0, sum: 0, path: path.to_owned(), line }).add(rows, amount);
}

/// Reads `2027-03`.
fn month(text: &str) -> Result<Month, String> {
    let parts = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    let read = parts.and_then(|(year, month)| Month::new(year.parse().ok()?, month.parse().ok()?));
    read.ok_or_else(|| format!("`book_month` is `{text}`; the date column holds days, or texts as `2027-03-15`"))
}
