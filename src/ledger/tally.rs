//! The tally of a file: takes its rows one by one, keeps sums by month and words in each way they can be read, and what no
//! way reads. Memory grows with the different words, and with the references that orders are followed by.

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};

use super::columns::Columns;
use super::token::{Amount, Common, DayOrder, Named, Readings, amount, common, months};
use crate::model::Actuals;
use crate::model::control::DecimalMark;
use crate::quantity::Currency;

/// The columns of words: package, level, category, department, channel, status, currency.
pub(super) const WORDS: usize = 7;

/// The places of the word columns among [`Columns`].
pub(super) const WORD_COLUMNS: [usize; WORDS] = [5, 6, 7, 8, 9, 10, 4];

/// The place of the currency among [`Columns`].
const CURRENCY_COLUMN: usize = 4;

/// The word of a column that is not there.
pub(super) const NO_WORD: u32 = u32::MAX;

/// The bad rows that are told one by one.
pub(super) const TOLD: usize = 20;

/// One cell as it stands in a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field<'a> {
    /// Bytes, in the file's encoding.
    Bytes(&'a [u8]),
    /// A number of a workbook, in millionths.
    Number(Option<i128>),
    /// The month of a day of a workbook.
    Month(i32),
}

/// What rows are told apart by: months in both readings, words by their places, and whether an order is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The months.
    pub months: Readings<i32>,
    /// The words, by their places.
    pub words: [u32; WORDS],
    /// Whether the row has a reference.
    pub referenced: bool,
}

impl Key {
    /// Where it is remembered: keys that follow one another differ in month, package or category.
    fn slot(&self) -> usize {
        let [package, level, category, department, ..] = self.words;
        let month = self.months.first().copied().flatten().unwrap_or_default().cast_unsigned();
        let mix = |hash: u32, part: u32| hash.wrapping_mul(0x9E37_79B1).wrapping_add(part);
        let mixed = [level, department, month, category, package].into_iter().fold(0, mix);
        (mixed.wrapping_mul(0x85EB_CA6B) >> 24) as usize % RECENT
    }
}

impl Hash for Key {
    /// Two parts at a time: a ledger asks for its sums with every row.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let pair = |one: u32, other: u32| u64::from(one) << 32 | u64::from(other);
        let month = |reading: Option<i32>| reading.unwrap_or(i32::MIN).cast_unsigned();
        let [first, second] = self.months;
        state.write_u64(pair(month(first), month(second)));
        let [package, level, category, department, channel, status, currency] = self.words;
        state.write_u64(pair(package, level));
        state.write_u64(pair(category, department));
        state.write_u64(pair(channel, status));
        state.write_u64(pair(currency, u32::from(self.referenced)));
    }
}

/// Sums, in both readings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// Millionths.
    pub amount: [i128; 2],
    /// Quantities in millionths.
    pub quantity: [i128; 2],
    /// Rows that can be read so.
    pub rows: [u64; 2],
    /// Those of them with a quantity.
    pub counted: [u64; 2],
    /// The first line.
    pub line: u64,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bad {
    /// The line.
    pub line: u64,
    /// The column, by its place among [`Columns`]; none of the row as a whole.
    pub column: Option<usize>,
    /// What stands there.
    pub cell: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// Rows that cannot be read in some way.
#[derive(Debug, Clone, Default)]
pub(super) struct BadRows {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Bad>,
}

impl BadRows {
    fn add(&mut self, bad: impl FnOnce() -> Bad) {
        self.count += 1;
        if self.first.len() < TOLD {
            self.first.push(bad());
        }
    }
}

/// The words of one column.
#[derive(Debug)]
pub(super) struct Interned {
    places: FxHashMap<Box<[u8]>, u32>,
    /// The words, as written.
    pub words: Vec<Box<[u8]>>,
    /// The words seen last, by a part of their hash.
    recent: [u32; WORDS_REMEMBERED],
}

/// So many words of a column are remembered.
const WORDS_REMEMBERED: usize = 64;

impl Default for Interned {
    fn default() -> Interned {
        Interned { places: FxHashMap::default(), words: Vec::new(), recent: [0; WORDS_REMEMBERED] }
    }
}

/// Where a word is remembered among so many.
fn slot_of(word: &[u8], many: usize) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    (hasher.finish() >> 32) as usize % many
}

impl Interned {
    fn place(&mut self, word: &[u8]) -> u32 {
        let slot = slot_of(word, WORDS_REMEMBERED);
        let recent = self.recent.get(slot).copied().unwrap_or_default();
        if self.words.get(recent as usize).is_some_and(|known| **known == *word) {
            return recent;
        }
        let place = self.searched(word);
        if let Some(recent) = self.recent.get_mut(slot) {
            *recent = place;
        }
        place
    }

    fn searched(&mut self, word: &[u8]) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(NO_WORD);
        self.words.push(word.into());
        self.places.insert(word.into(), place);
        place
    }
}

/// The sums of a file by key. Rows that follow one another have few different keys: those seen last are found without a search.
#[derive(Debug)]
pub(super) struct SumsByKey {
    places: FxHashMap<Key, u32>,
    /// The sums, in the order in which their keys came.
    all: Vec<(Key, Sums)>,
    recent: [u32; RECENT],
}

/// So many keys are remembered.
const RECENT: usize = 256;

impl Default for SumsByKey {
    fn default() -> SumsByKey {
        SumsByKey { places: FxHashMap::default(), all: Vec::new(), recent: [0; RECENT] }
    }
}

impl SumsByKey {
    /// The keys with their sums.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key, &Sums)> {
        self.all.iter().map(|(key, sums)| (key, sums))
    }

    /// The sums of a key, which stand there from now on.
    fn of(&mut self, key: &Key, line: u64) -> Option<&mut Sums> {
        let slot = key.slot();
        let recent = self.recent.get(slot).copied().unwrap_or_default();
        let is_it = self.all.get(recent as usize).is_some_and(|(known, _)| known == key);
        let place = if is_it { recent } else { self.place(key, line) };
        if let Some(recent) = self.recent.get_mut(slot) {
            *recent = place;
        }
        self.all.get_mut(place as usize).map(|(_, sums)| sums)
    }

    fn place(&mut self, key: &Key, line: u64) -> u32 {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = u32::try_from(self.all.len()).unwrap_or(NO_WORD);
        self.all.push((*key, Sums { line, ..Sums::default() }));
        self.places.insert(*key, place);
        place
    }
}

/// Days as they are written, with their month: rows that follow one another have few different days.
#[derive(Debug)]
struct Days([([u8; 10], Option<i32>); DAYS]);

/// So many days are remembered.
const DAYS: usize = 64;

impl Default for Days {
    fn default() -> Days {
        Days([([0; 10], None); DAYS])
    }
}

impl Days {
    /// The month of a day that every order reads alike, if it is remembered.
    fn known(&self, cell: &[u8]) -> Option<i32> {
        let day: &[u8; 10] = cell.try_into().ok()?;
        let (known, month) = self.0.get(slot_of(day, DAYS))?;
        month.filter(|_| known == day)
    }

    fn remember(&mut self, cell: &[u8], month: i32) {
        if let Ok(day) = <&[u8; 10]>::try_from(cell)
            && let Some(slot) = self.0.get_mut(slot_of(day, DAYS))
        {
            *slot = (*day, Some(month));
        }
    }
}

/// What a file comes to.
#[derive(Debug)]
pub(super) struct Tally {
    order: DayOrder,
    mark: Option<usize>,
    own: Currency,
    columns: Columns,
    /// The columns of words that the file has: the place among the words, and the column.
    word_columns: Vec<(usize, usize)>,
    follows_orders: bool,
    /// The words of each column.
    pub words: [Interned; WORDS],
    /// The sums.
    pub sums: SumsByKey,
    known_days: Days,
    /// The rows of each reference.
    pub references: FxHashMap<Box<[u8]>, SmallVec<[(Key, [i128; 2]); 1]>>,
    /// Rows that no reading reads.
    pub bad: BadRows,
    /// Rows whose day cannot be read with the day first, and with the month first.
    pub bad_days: [BadRows; 2],
    /// Rows whose amount cannot be read with a point, and with a comma.
    pub bad_amounts: [BadRows; 2],
    /// The first row that both orders of days read otherwise.
    pub two_days: Option<u64>,
    /// The first row that both marks read otherwise.
    pub two_amounts: Option<u64>,
    /// The rows.
    pub rows: u64,
}

impl Tally {
    /// An empty tally.
    pub(super) fn new(actuals: &Actuals, columns: Columns, own: Currency) -> Tally {
        let order = actuals.dates.as_ref().map_or(DayOrder::Unknown, |dates| DayOrder::of_pattern(&dates.value));
        let mark = actuals.decimal.map(|mark| match mark {
            DecimalMark::Point => 0,
            DecimalMark::Comma => 1,
        });
        Tally {
            order,
            mark,
            own,
            columns,
            word_columns: WORD_COLUMNS
                .iter()
                .enumerate()
                .filter_map(|(place, column)| Some((place, columns.get(*column).copied().flatten()?)))
                .collect(),
            follows_orders: actuals.committed.is_some(),
            words: Default::default(),
            sums: SumsByKey::default(),
            known_days: Days::default(),
            references: FxHashMap::default(),
            bad: BadRows::default(),
            bad_days: Default::default(),
            bad_amounts: Default::default(),
            two_days: None,
            two_amounts: None,
            rows: 0,
        }
    }

    /// Takes a row; `field` gives the cell of a column of the file.
    pub(super) fn add<'a>(&mut self, line: u64, field: &impl Fn(usize) -> Field<'a>) {
        self.rows += 1;
        let of = |column: usize| self.columns.get(column).copied().flatten().map(field);
        let Some(months) = self.days(line, of(0)) else { return };
        let of = |column: usize| self.columns.get(column).copied().flatten().map(field);
        let (amount, debit, credit, quantity, reference) = (of(1), of(2), of(3), of(11), of(12));
        if let (Some(Field::Bytes(cell)), None, None) = (amount, self.mark, quantity)
            && !(self.follows_orders && reference.is_some())
            && let Some(common) = common(cell.trim_ascii())
        {
            let words = self.words(field);
            self.common(line, cell, common, &Key { months, words, referenced: false });
            return;
        }
        let own = self.currency_of(of(CURRENCY_COLUMN));
        let Some(amounts) = self.amounts(line, own, amount, debit, credit) else { return };
        let Some(quantities) = self.quantities(line, quantity) else { return };
        let words = self.words(field);
        let number;
        let reference: &[u8] = match reference {
            Some(Field::Bytes(bytes)) => bytes.trim_ascii(),
            Some(Field::Number(Some(value))) => {
                number = super::token::number_of(value).map_or_else(String::new, |number| number.to_string());
                number.as_bytes()
            }
            _ => &[],
        };
        let key = Key { months, words, referenced: self.follows_orders && !reference.is_empty() };
        let Some(sums) = self.sums.of(&key, line) else { return };
        for reading in 0..2 {
            let (Some(Some(amount)), Some(sum)) = (amounts.get(reading), sums.amount.get_mut(reading)) else {
                continue;
            };
            *sum = sum.saturating_add(*amount);
            if let Some(rows) = sums.rows.get_mut(reading) {
                *rows += 1;
            }
            if let (Some(Some(quantity)), Some(sum), Some(counted)) =
                (quantities.get(reading), sums.quantity.get_mut(reading), sums.counted.get_mut(reading))
            {
                *sum = sum.saturating_add(*quantity);
                *counted += 1;
            }
        }
        if key.referenced {
            self.follow(reference, key, amounts);
        }
    }

    /// The words of a row, by their places.
    fn words<'a>(&mut self, field: &impl Fn(usize) -> Field<'a>) -> [u32; WORDS] {
        let mut words = [NO_WORD; WORDS];
        for (place, column) in &self.word_columns {
            let (Some(word), Some(interned)) = (words.get_mut(*place), self.words.get_mut(*place)) else { continue };
            match field(*column) {
                Field::Bytes(bytes) => *word = interned.place(bytes.trim_ascii()),
                Field::Number(Some(number)) => {
                    let text = super::token::number_of(number).map_or_else(String::new, |number| number.to_string());
                    *word = interned.place(text.as_bytes());
                }
                Field::Number(None) | Field::Month(_) => {}
            }
        }
        words
    }

    /// Adds a row whose one amount is written as nearly all are. What the other mark does not read is told as it always is.
    fn common(&mut self, line: u64, cell: &[u8], common: Common, key: &Key) {
        let bad = |why| move || Bad { line, column: Some(1), cell: shown(cell.trim_ascii()), why };
        let (value, reads) = match common {
            Common::Whole(value) => (value, [true, true]),
            Common::Point(value) => {
                self.bad_amounts[1].add(bad("is no amount with a decimal comma"));
                (value, [true, false])
            }
            Common::Comma(value) => {
                self.bad_amounts[0].add(bad("is no amount with a decimal point"));
                (value, [false, true])
            }
        };
        let Some(sums) = self.sums.of(key, line) else { return };
        for ((sum, rows), _) in sums.amount.iter_mut().zip(&mut sums.rows).zip(reads).filter(|(_, reads)| *reads) {
            *sum = sum.saturating_add(i128::from(value));
            *rows += 1;
        }
    }

    /// Keeps what an order is netted by.
    fn follow(&mut self, reference: &[u8], key: Key, amounts: Readings<i128>) {
        let amounts = amounts.map(Option::unwrap_or_default);
        let Some(rows) = self.references.get_mut(reference) else {
            self.references.insert(reference.into(), SmallVec::from_iter([(key, amounts)]));
            return;
        };
        match rows.iter_mut().find(|(other, _)| *other == key) {
            Some((_, sums)) => {
                sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum = sum.saturating_add(amount));
            }
            None => rows.push((key, amounts)),
        }
    }

    fn days(&mut self, line: u64, cell: Option<Field<'_>>) -> Option<Readings<i32>> {
        let bytes: &[u8] = match cell? {
            Field::Month(month) => return Some([Some(month), Some(month)]),
            Field::Bytes(bytes) => bytes.trim_ascii(),
            Field::Number(_) => b"a number",
        };
        if let Some(month) = self.known_days.known(bytes) {
            return Some([Some(month), Some(month)]);
        }
        let months = months(bytes, self.order);
        let bad = || Bad { line, column: Some(0), cell: shown(bytes), why: "is no day" };
        match months {
            [None, None] => {
                self.bad.add(bad);
                return None;
            }
            [Some(one), Some(other)] if one != other => self.two_days = self.two_days.or(Some(line)),
            [Some(month), Some(_)] => self.known_days.remember(bytes, month),
            [None, Some(_)] => self.bad_days[0].add(bad),
            [Some(_), None] => self.bad_days[1].add(bad),
        }
        Some(months)
    }

    /// What the amounts of a row may be in: its own currency, where it says one.
    fn currency_of(&self, word: Option<Field<'_>>) -> Named {
        match word {
            Some(Field::Bytes(word)) if !word.trim_ascii().is_empty() => {
                let code = std::str::from_utf8(word.trim_ascii()).ok();
                code.and_then(Currency::parse).map_or(Named::Any, Named::Currency)
            }
            Some(_) | None => Named::Currency(self.own),
        }
    }

    fn amounts(
        &mut self,
        line: u64,
        own: Named,
        amount: Option<Field<'_>>,
        debit: Option<Field<'_>>,
        credit: Option<Field<'_>>,
    ) -> Option<Readings<i128>> {
        let single = amount.is_some();
        let debit = self.one_amount(line, if single { 1 } else { 2 }, own, amount.or(debit)?)?;
        if let Some(readings) = debit.filter(|readings| single && *readings != [None, None]) {
            return Some(readings);
        }
        let credit = match credit.filter(|_| !single) {
            Some(credit) => self.one_amount(line, 3, own, credit)?,
            None => None,
        };
        if debit.is_none() && credit.is_none() {
            let column = if single { 1 } else { 2 };
            self.bad.add(|| Bad { line, column: Some(column), cell: String::new(), why: "is empty" });
            return None;
        }
        let nought = [Some(0), Some(0)];
        let (debit, credit) = (debit.unwrap_or(nought), credit.unwrap_or(nought));
        let mut both = [None, None];
        for ((sum, debit), credit) in both.iter_mut().zip(debit).zip(credit) {
            *sum = debit.zip(credit).map(|(debit, credit)| debit.saturating_sub(credit));
        }
        if both == [None, None] {
            self.bad.add(|| Bad { line, column: None, cell: String::new(), why: "has two decimal marks" });
            return None;
        }
        Some(both)
    }

    /// An amount; `Some(None)` is an empty cell.
    fn one_amount(&mut self, line: u64, column: usize, own: Named, cell: Field<'_>) -> Option<Option<Readings<i128>>> {
        let bytes: &[u8] = match cell {
            Field::Number(Some(number)) => return Some(Some([Some(number), Some(number)])),
            Field::Number(None) => b"a number finer than a millionth",
            Field::Month(_) => b"a day",
            Field::Bytes(bytes) => bytes.trim_ascii(),
        };
        let bad = |why| move || Bad { line, column: Some(column), cell: shown(bytes), why };
        let mut readings = match amount(bytes, own) {
            Amount::Empty => return Some(None),
            Amount::Bad(why) => {
                self.bad.add(bad(why));
                return None;
            }
            Amount::Read(readings) => readings,
        };
        if let Some(mark) = self.mark {
            let said = readings.get(mark).copied().flatten();
            if said.is_none() {
                self.bad.add(bad("is no amount with that decimal mark"));
                return None;
            }
            readings = [said, said];
        }
        match readings {
            [Some(one), Some(other)] if one != other => self.two_amounts = self.two_amounts.or(Some(line)),
            [Some(_), Some(_)] | [None, None] => {}
            [None, Some(_)] => self.bad_amounts[0].add(bad("is no amount with a decimal point")),
            [Some(_), None] => self.bad_amounts[1].add(bad("is no amount with a decimal comma")),
        }
        Some(Some(readings))
    }

    fn quantities(&mut self, line: u64, cell: Option<Field<'_>>) -> Option<Readings<i128>> {
        match cell {
            None => Some([None, None]),
            Some(cell) => Some(self.one_amount(line, 11, Named::Nothing, cell)?.unwrap_or([None, None])),
        }
    }

    /// Takes a row that has another number of cells than the header.
    pub(super) fn ragged(&mut self, line: u64, why: &'static str) {
        self.rows += 1;
        self.bad.add(|| Bad { line, column: None, cell: String::new(), why });
    }
}

/// Bytes of a file for a message.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..bytes.len().min(60)).unwrap_or_default()).into_owned()
}
