//! Reading: takes the files of every `actuals`, gives sums by month and names of the plan, and reports what cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};

use super::aside::{Aside, put_aside};
use super::cell::Spent;
use super::columns::{Candidate, NAMES};
use super::files::Files;
use super::layout::{self, BANNER, Wrong};
use super::messages::{self, UnknownWord};
use super::rows::{self, Summing};
use super::split::Splitter;
use super::tally::{Bad, BadRows, Field, Interned, Key, NO_WORD, Sums, SumsByKey, Tally};
use super::token::{millionths, number_of};
use super::twice::{self, Digests, MOST_COMPARED};
use super::words::{Known, Meaning, NAMED, Words};
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::model::control::{Encoding, Sign};
use crate::model::people::CategoryKind;
use crate::model::schema::Truth;
use crate::model::{Actuals, Alternative, AnyId, Id, Kind, Level};
use crate::quantity::{Currency, Number};
use crate::sheet::{self, Content};

/// The bytes in which the header must stand.
const HEAD: usize = 64 << 10;

/// The most bytes of a workbook, which is not streamed.
const MOST_OF_A_WORKBOOK: u64 = 64 << 20;

/// Whether money was paid or ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It was paid.
    Paid,
    /// It was paid, and nothing more comes of its order.
    Final,
    /// It was ordered.
    Ordered,
}

/// What rows are summed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookKey {
    /// The `actuals`.
    pub source: Id<Actuals>,
    /// The month, counted from the year nought.
    pub month: i32,
    /// Paid or ordered.
    pub status: Status,
    /// Whether an order is followed by its reference.
    pub referenced: bool,
    /// The currency.
    pub currency: Currency,
    /// What for.
    pub spent: Spent,
}

/// The sums of rows, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BookSums {
    /// The money; cost and income both above nought.
    pub amount: i128,
    /// How many.
    pub quantity: i128,
    /// The rows.
    pub rows: u64,
    /// Those of them with a quantity.
    pub counted: u64,
}

/// What a payment is joined to an order by: reference, package, activity that ends, category and currency.
pub(super) type OrderKey = (Box<[u8]>, Spent, Currency);

/// Everything that the ledgers of a plan hold, before a month is closed.
#[derive(Debug, Default)]
pub struct Books {
    /// The sums.
    pub cells: BTreeMap<BookKey, BookSums>,
    /// The rows of each order and its payments.
    pub orders: BTreeMap<OrderKey, BTreeMap<BookKey, i128>>,
    /// Rows that do not count, by reason and currency.
    pub ignored: Aside,
    /// What was found out about files.
    pub read_as: Vec<(String, String)>,
    /// Words of a status taken as paid.
    pub taken_as_paid: BTreeSet<String>,
}

/// Reads every ledger of a plan.
pub fn read(diagnostics: &mut Diagnostics, plan: &CheckedPlan, files: &dyn Files) -> Books {
    let mut books = Books::default();
    let mut seen: BTreeMap<String, Id<Actuals>> = BTreeMap::new();
    for (source, actuals) in plan.plan().actuals.iter() {
        let Some(from) = actuals.from.get() else { continue };
        let paths = match files.find(&from.value) {
            Ok(paths) => paths,
            Err(trouble) => {
                diagnostics.add(messages::unusable(from.span, &trouble.path, &trouble.reason));
                continue;
            }
        };
        if paths.is_empty() {
            diagnostics.add(messages::no_file(from.span, &from.value));
        }
        let mut reader = Source::of(plan, source, actuals);
        for path in paths {
            if let Some(other) = seen.insert(path.clone(), source) {
                diagnostics.add(messages::read_twice(plan, from.span, &path, other));
                continue;
            }
            reader.file(diagnostics, &mut books, files, &path);
        }
        reader.finish(diagnostics, files);
    }
    books
}

/// One `actuals`, with what its words stand for.
struct Source<'plan> {
    plan: &'plan CheckedPlan,
    id: Id<Actuals>,
    actuals: &'plan Actuals,
    words: [Words<'plan>; 5],
    statuses: Words<'plan>,
    unknown: BTreeMap<(usize, String), UnknownWord>,
    /// Digests of all rows; nothing once there are too many.
    digests: Option<Digests>,
    paths: Vec<(String, twice::Start)>,
}

impl<'plan> Source<'plan> {
    fn of(plan: &'plan CheckedPlan, id: Id<Actuals>, actuals: &'plan Actuals) -> Source<'plan> {
        Source {
            plan,
            id,
            actuals,
            words: NAMED.map(|kind| Words::of(plan.plan(), actuals, kind)),
            statuses: Words::of_status(actuals),
            unknown: BTreeMap::new(),
            digests: Some(Digests::default()),
            paths: Vec::new(),
        }
    }

    fn file(&mut self, diagnostics: &mut Diagnostics, books: &mut Books, files: &dyn Files, path: &str) {
        let span = self.actuals.from.get().map(|from| from.span).unwrap_or_default();
        let mut stream = match files.open(path) {
            Ok(stream) => stream,
            Err(trouble) => {
                diagnostics.add(messages::unusable(span, &trouble.path, &trouble.reason));
                return;
            }
        };
        let read = match head(&mut stream) {
            Ok(start) => match sheet::content_of(&start) {
                Content::Text => self.text(path, start, stream),
                Content::Workbook => self.workbook(path, start, stream),
                Content::OldWorkbook => Err(Wrong::Unusable(sheet::SheetError::OldWorkbook.to_string())),
            },
            Err(error) => Err(Wrong::Unusable(error.to_string())),
        };
        match read {
            Ok((tally, found)) => {
                books.read_as.push((path.to_owned(), found));
                self.settle(diagnostics, books, path, &tally);
            }
            Err(Wrong::Unusable(reason)) => diagnostics.add(messages::unusable(span, path, &reason)),
            Err(Wrong::NoHeader(candidate)) => {
                diagnostics.add(messages::missing_columns(self.actuals, path, candidate.as_deref()));
            }
        }
    }

    /// Reads a file of text, row by row.
    fn text(&mut self, path: &str, start: Vec<u8>, rest: Box<dyn Read>) -> Result<(Tally, String), Wrong> {
        let bom = if start.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) || start.contains(&0) {
            return Err(Wrong::Unusable("is no text in UTF-8 or Windows-1252; save it as CSV in UTF-8".to_owned()));
        }
        let layout = layout::found(self.actuals, start.get(bom..).unwrap_or_default())?;
        let offset = bom + layout.offset;
        let mut stream = Cursor::new(start).chain(rest);
        io::copy(&mut (&mut stream).take(offset as u64), &mut io::sink()).map_err(unusable)?;
        let tally = Tally::new(self.actuals, layout.candidate.columns, self.plan.currency);
        let summing = Summing { tally, width: layout.candidate.headings.len() };
        let splitter = Splitter::of(layout.delimiter, layout.line());
        let tally = rows::summed(&mut self.digests, stream, splitter, summing).map_err(|error| {
            // Of a file that cannot be read to its end, that is told, and not that its rows were not compared.
            self.digests = Some(Digests::default());
            unusable(error)
        })?;
        let start = twice::Start { offset, line: layout.line(), delimiter: layout.delimiter };
        self.paths.push((path.to_owned(), start));
        Ok((tally, layout.said()))
    }

    /// Reads a workbook, whose size is looked at before it is opened.
    fn workbook(&self, _path: &str, start: Vec<u8>, rest: Box<dyn Read>) -> Result<(Tally, String), Wrong> {
        let mut bytes = start;
        rest.take(MOST_OF_A_WORKBOOK).read_to_end(&mut bytes).map_err(unusable)?;
        if bytes.len() as u64 > MOST_OF_A_WORKBOOK {
            return Err(Wrong::Unusable(format!("is larger than {} MB; save it as CSV", MOST_OF_A_WORKBOOK >> 20)));
        }
        let table = sheet::read_workbook(&bytes, None)
            .map_err(|error| Wrong::Unusable(format!("{error}; {}", error.help())))?;
        let said = self.actuals.skip_lines.map(|lines| usize::from(lines.0));
        let mut best: Option<Candidate> = None;
        for (place, row) in table.rows.iter().enumerate().take(BANNER) {
            if said.is_some_and(|said| row.line != said + 1) {
                continue;
            }
            let headings = (0..row.width()).map(|column| row.cell(column).text().into_owned()).collect();
            let candidate = Candidate::of(self.actuals, headings);
            if candidate.missing.is_empty() && candidate.twice.is_none() {
                let mut tally = Tally::new(self.actuals, candidate.columns, self.plan.currency);
                for row in table.rows.iter().skip(place + 1) {
                    tally.add(row.line as u64, &|column| field(row.cell(column)));
                }
                return Ok((tally, table.read_as));
            }
            if best.as_ref().is_none_or(|best| candidate.missing.len() < best.missing.len()) {
                best = Some(candidate);
            }
        }
        Err(Wrong::NoHeader(best.map(Box::new)))
    }

    /// Decides how a file is read, and adds it to the books.
    fn settle(&mut self, diagnostics: &mut Diagnostics, books: &mut Books, path: &str, tally: &Tally) {
        let span = self.actuals.from.get().map(|from| from.span).unwrap_or_default();
        let day = decided(&tally.bad_days, tally.two_days);
        let amount = decided(&tally.bad_amounts, tally.two_amounts);
        if let Err(line) = day {
            diagnostics.add(messages::two_days(self.actuals, span, path, line));
        }
        if let Err(line) = amount {
            diagnostics.add(messages::two_amounts(self.actuals, span, path, line));
        }
        let (Ok(day), Ok(amount)) = (day, amount) else { return };
        let empty = BadRows::default();
        let of_days = tally.bad_days.get(day).unwrap_or(&empty);
        let of_amounts = tally.bad_amounts.get(amount).unwrap_or(&empty);
        let count = tally.bad.count + of_days.count + of_amounts.count;
        if count > 0 {
            let mut bad: Vec<&Bad> = [&tally.bad, of_days, of_amounts].into_iter().flat_map(|bad| &bad.first).collect();
            bad.sort_by_key(|bad| (bad.line, bad.column));
            if self.actuals.skip_bad_rows == Some(Truth::Yes) {
                let first = bad.first().map_or(0, |bad| bad.line);
                let why = format!("{path}: cannot be read, the first in line {first}");
                put_aside(&mut books.ignored, why, self.plan.currency, (count, 0));
            } else {
                for bad in &bad {
                    diagnostics.add(messages::bad_row(self.actuals, span, path, bad));
                }
                let more = count - bad.len() as u64;
                if more > 0 {
                    diagnostics.add(messages::more_bad_rows(span, path, more));
                }
            }
        }
        let words = self.decoded(diagnostics, path, tally);
        for (key, sums) in sorted(&tally.sums) {
            let rows = sums.rows.get(amount).copied().unwrap_or_default();
            let (Some(Some(month)), true) = (key.months.get(day), rows > 0) else { continue };
            let sum = sums.amount.get(amount).copied().unwrap_or_default();
            let Some(book) = self.book(books, &words, key, *month, (rows, sum), (path, sums.line)) else { continue };
            let cell = books.cells.entry(book).or_default();
            cell.amount = cell.amount.saturating_add(self.natural(&book, sum));
            cell.quantity = cell.quantity.saturating_add(sums.quantity.get(amount).copied().unwrap_or_default());
            cell.rows += rows;
            cell.counted += sums.counted.get(amount).copied().unwrap_or_default();
        }
        #[expect(clippy::iter_over_hash_type, reason = "what is added up goes into maps in order")]
        for (reference, rows) in &tally.references {
            for (key, amounts) in rows {
                let Some(Some(month)) = key.months.get(day) else { continue };
                let Some(book) = self.book_of(&words, key, *month) else { continue };
                let level_apart = Spent { level: None, department: None, channel: None, ..book.spent };
                let order = books.orders.entry((reference.clone(), level_apart, book.currency)).or_default();
                let sum = amounts.get(amount).copied().unwrap_or_default();
                let row = order.entry(book).or_default();
                *row = row.saturating_add(self.natural(&book, sum));
            }
        }
    }

    /// The words of a file as text: UTF-8, else Windows-1252.
    fn decoded(&self, diagnostics: &mut Diagnostics, path: &str, tally: &Tally) -> Vec<Vec<String>> {
        let is_utf8 = |word: &[u8]| std::str::from_utf8(word).is_ok();
        let all = tally.words.iter().flat_map(|interned| &interned.words);
        let old = match self.actuals.encoding {
            Some(Encoding::Windows1252) => true,
            Some(Encoding::Utf8) => false,
            None => !all.clone().all(|word| is_utf8(word)),
        };
        if self.actuals.encoding == Some(Encoding::Utf8)
            && let Some(word) = all.clone().find(|word| !is_utf8(word))
        {
            let span = self.actuals.from.get().map(|from| from.span).unwrap_or_default();
            let reason = format!("has `{}`, which is no UTF-8", String::from_utf8_lossy(word));
            diagnostics.add(messages::unusable(span, path, &reason));
        }
        let text = |word: &[u8]| match old {
            true => encoding_rs::WINDOWS_1252.decode_without_bom_handling(word).0.trim().to_owned(),
            false => String::from_utf8_lossy(word).trim().to_owned(),
        };
        let of_column = |interned: &Interned| interned.words.iter().map(|word| text(word)).collect();
        tally.words.iter().map(of_column).collect()
    }

    /// What a cell of a file is booked to; nothing where its rows do not count or a word is unknown, which is kept.
    fn book(
        &mut self,
        books: &mut Books,
        words: &[Vec<String>],
        key: &Key,
        month: i32,
        (rows, sum): (u64, i128),
        (path, line): (&str, u64),
    ) -> Option<BookKey> {
        for (column, meaning) in self.meanings(words, key).into_iter().enumerate() {
            match meaning {
                Meaning::Ignored(why) => {
                    let currency = self.currency(words, key).unwrap_or(self.plan.currency);
                    put_aside(&mut books.ignored, why, currency, (rows, sum));
                    return None;
                }
                Meaning::Unknown if self.level_of(words, key, column).is_none() => {
                    let word = word(words, key, column).unwrap_or_default().to_owned();
                    let first = || UnknownWord { rows: 0, sum: 0, path: path.to_owned(), line };
                    let unknown = self.unknown.entry((column, word)).or_insert_with(first);
                    unknown.add(rows, sum);
                    return None;
                }
                Meaning::Unknown | Meaning::Nothing | Meaning::Is(_) => {}
            }
        }
        if self.currency(words, key).is_none() {
            let word = word(words, key, 6).unwrap_or_default().to_owned();
            let first = || UnknownWord { rows: 0, sum: 0, path: path.to_owned(), line };
            let unknown = self.unknown.entry((6, word)).or_insert_with(first);
            unknown.add(rows, sum);
            return None;
        }
        let book = self.book_of(words, key, month)?;
        if book.status == Status::Paid
            && let Some(word) = word(words, key, 5)
        {
            books.taken_as_paid.insert(word.to_owned());
        }
        Some(book)
    }

    /// The same of a cell whose words are all known and count.
    fn book_of(&self, words: &[Vec<String>], key: &Key, month: i32) -> Option<BookKey> {
        let mut spent = Spent::default();
        for (column, meaning) in self.meanings(words, key).into_iter().enumerate() {
            match meaning {
                Meaning::Is(id) => self.name(&mut spent, id),
                Meaning::Nothing => {}
                Meaning::Unknown => spent.level = Some(self.level_of(words, key, column)?),
                Meaning::Ignored(_) => return None,
            }
        }
        if let Some(level) = spent.level {
            spent.package = self.plan.levels.get(level.index()).map(|terms| terms.package);
        }
        if spent.package.is_some() {
            spent.department = None;
        }
        let status = word(words, key, 5).map_or(Status::Paid, |word| self.status(word));
        Some(BookKey {
            source: self.id,
            month,
            status,
            referenced: key.referenced,
            currency: self.currency(words, key)?,
            spent,
        })
    }

    fn meanings(&self, words: &[Vec<String>], key: &Key) -> Vec<Meaning> {
        let of_names = self.words.iter().enumerate();
        let mut meanings: Vec<Meaning> = of_names
            .map(|(column, known)| word(words, key, column).map_or(Meaning::Nothing, |word| known.meaning(word)))
            .collect();
        if let Some(status) = word(words, key, 5)
            && let Meaning::Ignored(why) = self.statuses.meaning(status)
        {
            meanings.insert(0, Meaning::Ignored(why));
        }
        meanings
    }

    /// A level by its own name, within the package of its row.
    fn level_of(&self, words: &[Vec<String>], key: &Key, column: usize) -> Option<Id<Level>> {
        if column != 1 {
            return None;
        }
        let Meaning::Is(package) = self.words.first()?.meaning(word(words, key, 0)?) else { return None };
        let path = format!("{}.{}", self.plan.plan().head(package).path, word(words, key, 1)?);
        self.plan.plan().levels.iter().find(|(_, level)| level.head.path == path).map(|(id, _)| id)
    }

    fn name(&self, spent: &mut Spent, id: AnyId) {
        match id.kind {
            Kind::Package => spent.package = id.cast(),
            Kind::Retire => spent.retire = id.cast(),
            Kind::Level => spent.level = id.cast(),
            Kind::Alternative => {
                let alternative: Option<Id<Alternative>> = id.cast();
                let of_it = |parent: Option<AnyId>| parent == alternative.map(AnyId::from);
                let mut levels = self.plan.plan().levels.iter().filter(|(_, level)| of_it(level.parent));
                let first = levels.next().map(|(level, _)| level);
                spent.package = alternative.and_then(|one| self.plan.plan().parent(one.into())?.cast());
                spent.level = first.filter(|_| levels.next().is_none());
            }
            Kind::Category => spent.category = id.cast(),
            Kind::Department => spent.department = id.cast(),
            Kind::Channel => spent.channel = id.cast(),
            _ => {}
        }
    }

    fn currency(&self, words: &[Vec<String>], key: &Key) -> Option<Currency> {
        match word(words, key, 6) {
            Some(code) if !code.is_empty() => Currency::parse(code),
            _ => Some(self.plan.currency),
        }
    }

    fn status(&self, word: &str) -> Status {
        let says = |words: Option<&crate::model::schema::Texts>| {
            words.is_some_and(|words| words.0.iter().any(|said| said.value.trim() == word))
        };
        if says(self.actuals.committed.as_ref()) {
            Status::Ordered
        } else if says(self.actuals.r#final.as_ref()) {
            Status::Final
        } else {
            Status::Paid
        }
    }

    /// An amount with cost and income both above nought.
    fn natural(&self, book: &BookKey, sum: i128) -> i128 {
        let category = book.spent.category.and_then(|category| self.plan.plan().categories.find(category));
        let income = category.is_some_and(|category| category.kind == Some(CategoryKind::Income));
        let by_side = self.actuals.amount.is_none();
        match (self.actuals.sign.unwrap_or(Sign::Natural), income) {
            (Sign::Natural, true) if by_side => sum.saturating_neg(),
            (Sign::Debit, true) | (Sign::Cash, false) => sum.saturating_neg(),
            (Sign::Natural, _) | (Sign::Debit, false) | (Sign::Cash, true) => sum,
        }
    }

    /// Reports what nothing knows, and rows that are twice the same.
    fn finish(mut self, diagnostics: &mut Diagnostics, files: &dyn Files) {
        let known = if self.unknown.is_empty() {
            [(); 5].map(|()| Known::default())
        } else {
            self.words.each_ref().map(Words::known)
        };
        for ((column, word), unknown) in &self.unknown {
            let near = known.get(*column).and_then(|known| known.nearest(word));
            let sum = number_of(unknown.sum).unwrap_or(Number::ZERO);
            let column = NAMED.get(*column).map_or(NAMES.get(4).copied().unwrap_or_default(), |kind| kind.keyword());
            diagnostics.add(messages::unknown_word(self.plan, self.actuals, column, word, unknown, sum, near));
        }
        let span = self.actuals.from.get().map(|from| from.span).unwrap_or_default();
        match self.digests.take() {
            None => diagnostics.add(messages::not_compared(self.actuals, span, MOST_COMPARED)),
            Some(digests) => {
                for (path, lines) in twice::found(digests, &self.paths, files) {
                    diagnostics.add(messages::twice(self.actuals, span, &path, &lines));
                }
            }
        }
    }
}

fn unusable(error: io::Error) -> Wrong {
    Wrong::Unusable(error.to_string())
}

/// The first bytes of a stream.
fn head(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(HEAD);
    stream.take(HEAD as u64).read_to_end(&mut start)?;
    Ok(start)
}

fn field(cell: &sheet::Cell) -> Field<'_> {
    match cell {
        sheet::Cell::Empty => Field::Bytes(b""),
        sheet::Cell::Text(text) | sheet::Cell::Fault(text) => Field::Bytes(text.as_bytes()),
        sheet::Cell::Number(number) => Field::Number(millionths(*number)),
        sheet::Cell::Date(day) => Field::Month(day.month().number()),
        sheet::Cell::Truth(truth) => Field::Bytes(if *truth { b"yes" } else { b"no" }),
    }
}

fn word<'w>(words: &'w [Vec<String>], key: &Key, column: usize) -> Option<&'w str> {
    let place = key.words.get(column).copied().filter(|place| *place != NO_WORD)?;
    words.get(column)?.get(place as usize).map(String::as_str)
}

fn sorted(sums: &SumsByKey) -> Vec<(&Key, &Sums)> {
    let mut sorted: Vec<(&Key, &Sums)> = sums.iter().collect();
    sorted.sort_by_key(|(key, _)| **key);
    sorted
}

/// The reading that stands, or the first row that two readings read otherwise.
fn decided(bad: &[BadRows; 2], two: Option<u64>) -> Result<usize, u64> {
    let [first, second] = bad;
    match (first.count.cmp(&second.count), two) {
        (std::cmp::Ordering::Equal, Some(line)) => Err(line),
        (std::cmp::Ordering::Greater, _) => Ok(1),
        (std::cmp::Ordering::Less | std::cmp::Ordering::Equal, _) => Ok(0),
    }
}
