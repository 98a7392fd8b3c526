//! A report as data: sections of key figures, notes and tables with typed cells. What renders it knows nothing of budgets;
//! what builds it knows nothing of widths, colours and formats.
//!
//! Every section, key figure, table and column has a key for machines beside its words for people. Texts are as the plan has
//! them: each renderer makes them safe for where they go.

pub use super::figure::{Figure, Mark, Measure, Name, Sign, Size};
use std::borrow::Cow;

use super::drawn::{Chart, Strip};
use super::picture::{JourneyMap, Picture};
use crate::quantity::{Month, Number};

/// A whole report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What kind of document this is, with its version: `zbb-plan/1`.
    pub schema: &'static str,
    /// The title.
    pub title: String,
    /// What stands beside the title.
    pub subtitle: String,
    /// What machines want to know besides, by key.
    pub properties: Vec<(&'static str, Cell)>,
    /// The key of the table that a format with room for one takes.
    pub main_table: &'static str,
    /// The columns of that table, for a document that has nothing to put into it.
    pub main_columns: Vec<Column>,
    /// What every record of that table says besides, by key, in a format that has room for nothing else.
    pub beside_records: Vec<(&'static str, Cell)>,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// Who reads a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// People: cells that no format shows them are not made. Of a large plan these are more than half of all.
    People,
    /// Programs too.
    Programs,
}

/// A part of a report under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its key.
    pub key: &'static str,
    /// Its heading; the first section may go without.
    pub heading: Option<Heading>,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// What stands above a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub words: Cow<'static, str>,
    /// Whether what is below is in sight.
    pub fold: Fold,
}

/// Whether what is below a heading is in sight where a format can fold things away. Data for machines and lines on a
/// terminal are never folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// It is.
    Open,
    /// It is once somebody asks for it.
    Folded,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Labels with values.
    KeyFigures(Vec<KeyFigure>),
    /// Sentences, one a line.
    Notes(Vec<Note>),
    /// Rows and columns.
    Table(Table),
    /// All that is known of one thing.
    Form(Form),
    /// What it all comes to, in a few sentences that are read as one.
    Message(Vec<Note>),
    /// A chart; its figures stand in a table too.
    Chart(Chart),
    /// The way of a customer.
    Journey(JourneyMap),
    /// Boxes and lines, or days on a row of months; what stands on it stands in tables too.
    Picture(Picture),
}

/// All that is known of one thing of a plan, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is about.
    pub about: Name,
    /// Its title, else its name.
    pub title: String,
    /// Where it is declared.
    pub at: Option<SourceLine>,
    /// Its lines, by what they belong to.
    pub groups: Vec<Group>,
    /// Its figures by month and the like.
    pub tables: Vec<Table>,
}

/// Lines of a form that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its key; several of one form may have the same.
    pub key: &'static str,
    /// What stands above it; empty for the first.
    pub heading: String,
    /// Good news or bad, and in which words.
    pub status: Option<(Mark, String)>,
    /// What it is about, where that is something else than the form is.
    pub about: Option<Name>,
    /// Where that is declared.
    pub at: Option<SourceLine>,
    /// Its lines, in order.
    pub lines: Vec<FormLine>,
}

/// What is known, its value, how that came about, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// Its key: the word of the property or figure.
    pub key: &'static str,
    /// What it is.
    pub what: String,
    /// The value.
    pub value: Cell,
    /// How it came about.
    pub how: String,
    /// Where it is written.
    pub at: Option<SourceLine>,
    /// The thing of the plan that the value is, where it is one.
    pub about: Option<Name>,
}

/// A line of a file of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLine {
    /// The file, within the plan's folder.
    pub file: String,
    /// The line, from one.
    pub line: usize,
}

/// A label with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// Its key.
    pub key: &'static str,
    /// What it is.
    pub label: &'static str,
    /// The value.
    pub value: Cell,
    /// What more there is to say about it to people.
    pub comment: String,
    /// The figures that the comment says in words, by key: records have them beside the value.
    pub said: Vec<(&'static str, Cell)>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whether it is good news.
    pub mark: Option<Mark>,
    /// The sentence.
    pub sentence: Sentence,
}

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sentence {
    /// Words.
    Plain(String),
    /// Words of two versions of one text, as in [`Cell::Words`].
    Words(Vec<(Change, String)>),
    /// Words with names and amounts, as in [`Cell::Said`].
    Said(Vec<Said>),
}

/// A piece of what is said with names of the plan and amounts in it. Where names lead it is read by [`in_names`]: paths, and
/// amounts to the cent; a page has titles, and amounts as short as they tell what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Words(String),
    /// Something the plan declares, with its title.
    Known(Name, String),
    /// An amount of money, without its currency.
    Money(Figure),
}

/// What became of words between two versions of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They stand in both.
    Kept,
    /// They stand only in the later one.
    Added,
    /// They stand only in the earlier one.
    Removed,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It is, and that is good news.
    Yes,
    /// It is not, and that is bad news.
    No,
}

impl Truth {
    /// The mark.
    #[must_use]
    pub fn mark(self) -> Mark {
        match self {
            Truth::Yes => Mark::Good,
            Truth::No => Mark::Bad,
        }
    }
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its key.
    pub key: &'static str,
    /// What stands above it.
    pub caption: Option<&'static str>,
    /// The one unit of its amounts, where they are not exact: `thousand AUD, rounded`.
    pub unit: Option<String>,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Whether that order is the only one that says what they say.
    pub order: Order,
}

/// Whether the rows of a table say the same in another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// They do not: some stand below what they belong to, or one is the sum of the others.
    Fixed,
    /// Each says what it says by itself.
    Free,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its key.
    pub key: Cow<'static, str>,
    /// What stands at its head.
    pub heading: String,
    /// To which side its cells lean.
    pub align: Align,
    /// What becomes of it where there is little room.
    pub room: Room,
    /// Whether people see a cell again that is the same as in the row above.
    pub repeats: Repeats,
}

/// Whether people see a cell again that is the same as in the row above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// In every row.
    Shown,
    /// Only in the first of successive rows.
    Once,
}

/// To which side cells lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers of various units.
    Right,
    /// Numbers of one unit, with their decimal points below each other.
    Point,
}

/// What becomes of a column where there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// It is shown in full, or on the narrowest terminals left out, from the right.
    Kept,
    /// Its texts are cut, down to this many columns.
    Cut(usize),
    /// It is left out; the lower goes first.
    Optional(u8),
    /// It is cut down to so many columns, and then left out; the lower goes first.
    OptionalCut(u8, usize),
    /// Its cells stand below their rows.
    Below,
    /// People never see it; it is for machines.
    Data,
    /// It is drawn, where a format can draw; the other cells of its row say the figures.
    Drawn,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A cell for each column.
    Cells(Vec<Cell>),
    /// A line across the table, with its words.
    Rule(String),
}

// A sheet has a dozen cells for each level of a plan: most of what a report weighs.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Cell>() <= 80);

/// A value in a table, with its type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words; where there is no room their end is cut.
    Text(String),
    /// A name in the plan; where there is no room its middle is cut.
    Path(String),
    /// Something the plan declares, by its title: `package: level` where it stands in something else.
    Named(Name, String),
    /// The same, by its path where names lead and by its title where titles do.
    Known(Name, String),
    /// Words with names and amounts between them.
    Said(Vec<Said>),
    /// From one month to another, which may be the same.
    Months(Month, Month),
    /// How many.
    Count(usize),
    /// A number.
    Figure(Figure),
    /// Good news or bad, in words.
    Status(Mark, String),
    /// Whether it is so: only the sign of good news or bad.
    Truth(Truth),
    /// Two versions of one text, by what became of the words. The blanks between words are part of the pieces.
    Words(Vec<(Change, String)>),
    /// A value for each month.
    Series(Vec<Option<Number>>),
    /// Bars.
    Strip(Box<Strip>),
    /// It cannot be computed.
    NotAvailable,
}

impl Section {
    /// A section under a heading.
    #[must_use]
    pub fn new(key: &'static str, heading: impl Into<Cow<'static, str>>) -> Section {
        Section { key, heading: Some(Heading { words: heading.into(), fold: Fold::Open }), blocks: Vec::new() }
    }

    /// A section that is folded away below its heading.
    #[must_use]
    pub fn folded(key: &'static str, heading: impl Into<Cow<'static, str>>) -> Section {
        Section { key, heading: Some(Heading { words: heading.into(), fold: Fold::Folded }), blocks: Vec::new() }
    }

    /// Adds a block, unless there is nothing in it.
    pub fn push(&mut self, block: Block) {
        let is_empty = match &block {
            Block::KeyFigures(key_figures) => key_figures.is_empty(),
            Block::Notes(notes) => notes.is_empty(),
            Block::Table(table) => table.rows.is_empty(),
            Block::Form(form) => form.groups.is_empty() && form.tables.is_empty(),
            Block::Message(sentences) => sentences.is_empty(),
            Block::Chart(chart) => chart.series.iter().all(super::drawn::Series::is_empty),
            Block::Journey(journey) => journey.stages.is_empty(),
            Block::Picture(picture) => picture.is_empty(),
        };
        if !is_empty {
            self.blocks.push(block);
        }
    }
}

impl std::fmt::Display for SourceLine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

impl Group {
    /// A group without lines yet.
    #[must_use]
    pub fn new(key: &'static str, heading: impl Into<String>) -> Group {
        Group { key, heading: heading.into(), status: None, about: None, at: None, lines: Vec::new() }
    }

    /// Adds a line, unless it says nothing.
    pub fn push(&mut self, line: FormLine) {
        if !line.value.is_empty() || !line.how.is_empty() {
            self.lines.push(line);
        }
    }
}

impl FormLine {
    /// What it is and its value.
    #[must_use]
    pub fn new(key: &'static str, what: impl Into<String>, value: Cell) -> FormLine {
        FormLine { key, what: what.into(), value, how: String::new(), at: None, about: None }
    }

    /// The same with how the value came about.
    #[must_use]
    pub fn how(self, how: impl Into<String>) -> FormLine {
        FormLine { how: how.into(), ..self }
    }

    /// The same with where it is written.
    #[must_use]
    pub fn at(self, at: Option<SourceLine>) -> FormLine {
        FormLine { at, ..self }
    }

    /// The same with what the value is.
    #[must_use]
    pub fn about(self, about: Option<Name>) -> FormLine {
        FormLine { about, ..self }
    }
}

impl Note {
    /// A sentence that is neither good news nor bad.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Note {
        Note { mark: None, sentence: Sentence::Plain(text.into()) }
    }

    /// A sentence that is good news or bad.
    #[must_use]
    pub fn marked(mark: Mark, text: impl Into<String>) -> Note {
        Note { mark: Some(mark), sentence: Sentence::Plain(text.into()) }
    }

    /// A sentence that may be good news or bad.
    #[must_use]
    pub fn marked_as(mark: Option<Mark>, text: impl Into<String>) -> Note {
        Note { mark, sentence: Sentence::Plain(text.into()) }
    }

    /// A sentence with names and amounts in it.
    #[must_use]
    pub fn said(mark: Option<Mark>, pieces: Vec<Said>) -> Note {
        Note { mark, sentence: Sentence::Said(pieces) }
    }

    /// Two versions of one sentence.
    #[must_use]
    pub fn words(mark: Option<Mark>, words: Vec<(Change, String)>) -> Note {
        Note { mark, sentence: Sentence::Words(words) }
    }
}

impl From<&str> for Said {
    fn from(words: &str) -> Said {
        Said::Words(words.to_owned())
    }
}

impl From<String> for Said {
    fn from(words: String) -> Said {
        Said::Words(words)
    }
}

/// What is said, by paths and to the cent.
#[must_use]
pub fn in_names(pieces: &[Said]) -> String {
    let piece = |piece: &Said| match piece {
        Said::Words(words) => words.clone(),
        Said::Known(name, _) => name.path.clone(),
        Said::Money(figure) => figure.amount(),
    };
    pieces.iter().map(piece).collect()
}

impl KeyFigure {
    /// A label with a value and nothing more to say.
    #[must_use]
    pub fn new(key: &'static str, label: &'static str, value: Cell) -> KeyFigure {
        KeyFigure { key, label, value, comment: String::new(), said: Vec::new() }
    }

    /// The same with a comment.
    #[must_use]
    pub fn comment(self, comment: impl Into<String>) -> KeyFigure {
        KeyFigure { comment: comment.into(), ..self }
    }

    /// The same with the figures that its comment says.
    #[must_use]
    pub fn said(self, said: impl IntoIterator<Item = (&'static str, Cell)>) -> KeyFigure {
        KeyFigure { said: said.into_iter().collect(), ..self }
    }
}

impl Block {
    /// Whether it is for machines alone.
    #[must_use]
    pub fn is_data(&self) -> bool {
        matches!(self, Block::Table(table) if table.is_data())
    }
}

impl Table {
    /// Whether it is for machines alone: people see none of its columns.
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.columns.iter().all(|column| column.room == Room::Data)
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(key: impl Into<Cow<'static, str>>, heading: impl Into<String>, room: Room) -> Column {
        Column { key: key.into(), heading: heading.into(), align: Align::Left, room, repeats: Repeats::Shown }
    }

    /// A column of numbers of various units.
    #[must_use]
    pub fn mixed(key: impl Into<Cow<'static, str>>, heading: impl Into<String>, room: Room) -> Column {
        Column { align: Align::Right, ..Column::number(key, heading, room) }
    }

    /// The same column, in which people see only the first of successive cells that are the same.
    #[must_use]
    pub fn once(self) -> Column {
        Column { repeats: Repeats::Once, ..self }
    }

    /// A column of numbers of one unit.
    #[must_use]
    pub fn number(key: impl Into<Cow<'static, str>>, heading: impl Into<String>, room: Room) -> Column {
        Column { key: key.into(), heading: heading.into(), align: Align::Point, room, repeats: Repeats::Shown }
    }
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A name in the plan.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Cell {
        Cell::Path(path.into())
    }

    /// The cell, or an empty one.
    #[must_use]
    pub fn or_empty(cell: Option<Cell>) -> Cell {
        cell.unwrap_or_default()
    }

    /// The cell, or n/a.
    #[must_use]
    pub fn or_not_available(cell: Option<Cell>) -> Cell {
        cell.unwrap_or(Cell::NotAvailable)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) | Cell::Path(text) | Cell::Named(_, text) => text.is_empty(),
            Cell::Known(name, _) => name.path.is_empty(),
            Cell::Said(pieces) => pieces.is_empty(),
            Cell::Words(words) => words.iter().all(|(_, text)| text.is_empty()),
            Cell::Count(_)
            | Cell::Figure(_)
            | Cell::Status(..)
            | Cell::Truth(_)
            | Cell::Series(_)
            | Cell::Strip(_)
            | Cell::Months(..)
            | Cell::NotAvailable => false,
        }
    }
}

impl Table {
    /// A table without rows yet.
    #[must_use]
    pub fn new(key: &'static str, columns: Vec<Column>) -> Table {
        Table { key, caption: None, unit: None, columns, rows: Vec::new(), order: Order::Fixed }
    }

    /// The same with a caption.
    #[must_use]
    pub fn captioned(self, caption: &'static str) -> Table {
        Table { caption: Some(caption), ..self }
    }

    /// The same whose rows may stand in any order.
    #[must_use]
    pub fn in_any_order(self) -> Table {
        Table { order: Order::Free, ..self }
    }

    /// The same with the one unit of its amounts.
    #[must_use]
    pub fn in_unit(self, unit: String) -> Table {
        Table { unit: Some(unit), ..self }
    }

    /// Leaves out the columns for people that hold nothing in any row.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Table {
        let rows = &self.rows;
        for (index, column) in self.columns.iter_mut().enumerate() {
            let is_empty = rows.iter().all(|row| match row {
                Row::Cells(cells) => cells.get(index).is_none_or(Cell::is_empty),
                Row::Rule(_) => true,
            });
            // What is drawn is for no machine, whether there is something to draw or not.
            if is_empty && column.room != Room::Drawn {
                column.room = Room::Data;
            }
        }
        self
    }
}
