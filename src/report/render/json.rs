//! A document as JSON: takes keys and typed cells, gives the same bytes for the same document. Numbers are decimal
//! strings in full, so that no reader rounds them.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::diagnostic::text::visible;
use crate::quantity::Number;
use crate::report::dates;
use crate::report::document::{
    Block, Cell, Change, Document, Figure, Form, FormLine, Group, KeyFigure, Measure, Name, Note, Room, Row, Section,
    Sentence, SourceLine, Table, Truth, in_names,
};
use crate::report::drawn::{Axis, Chart, Series};

/// The document as JSON, with a line end.
///
/// Each section is an object under its key, each key figure and table under its own; a table is a list of its rows, a row an
/// object of its columns; a form is an object under its name, with its lines in groups. Money is a decimal string in the document's currency, a plain number a decimal string, any
/// other number an object of `value` and `unit`, shares being fractions. Two versions of a text are a list of pieces,
/// objects of `change` and `text`. What cannot be computed is null.
#[must_use]
pub fn json(document: &Document) -> String {
    // Serializing strings and maps to memory cannot fail.
    let mut text = escaped(&serde_json::to_string_pretty(document).unwrap_or_default());
    text.push('\n');
    text
}

/// With characters that a terminal would obey or hide written as escapes; they stand in strings only.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() || matches!(visible(character.encode_utf8(&mut [0; 4])), Cow::Borrowed(_)) {
            text.push(character);
        } else {
            let mut units = [0; 2];
            text.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", self.schema)?;
        map.serialize_entry("title", &self.title)?;
        for (key, value) in &self.properties {
            map.serialize_entry(key, value)?;
        }
        for section in &self.sections {
            map.serialize_entry(section.key, section)?;
        }
        map.end()
    }
}

impl Serialize for Section {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut notes: Vec<&Note> = Vec::new();
        let mut charts: Vec<&Chart> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::KeyFigures(key_figures) => {
                    for key_figure in key_figures {
                        map.serialize_entry(key_figure.key, key_figure)?;
                        key_figure.said.iter().try_for_each(|(key, cell)| map.serialize_entry(key, cell))?;
                    }
                }
                Block::Notes(block) => notes.extend(block),
                Block::Table(table) => map.serialize_entry(table.key, table)?,
                Block::Message(sentences) => map.serialize_entry("message", sentences)?,
                Block::Form(form) => map.serialize_entry(&form.about.path, form)?,
                Block::Chart(chart) => charts.push(chart),
                // What stands on a map stands in tables too.
                Block::Journey(_) | Block::Picture(_) => {}
            }
        }
        // Several charts of a section may show the same of several things.
        if !charts.is_empty() {
            map.serialize_entry("charts", &charts)?;
        }
        if !notes.is_empty() {
            map.serialize_entry("notes", &notes)?;
        }
        map.end()
    }
}

impl Serialize for Chart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("chart", self.key)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("about", &self.about)?;
        map.serialize_entry("sentence", &self.sentence)?;
        if let Axis::Places(places) = &self.across {
            map.serialize_entry("across", places)?;
        }
        map.serialize_entry("series", &self.series)?;
        map.end()
    }
}

impl Serialize for Series {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let points = self.points.iter().map(|point| point.map(|at| [at.across.to_string(), at.up.to_string()]));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("points", &points.collect::<Vec<_>>())?;
        map.end()
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.sentence {
            Sentence::Plain(text) => serializer.serialize_str(text),
            Sentence::Words(words) => serializer.collect_seq(words.iter().map(Piece::of)),
            Sentence::Said(pieces) => serializer.serialize_str(&in_names(pieces)),
        }
    }
}

/// A piece of two versions of a text.
#[derive(serde::Serialize)]
struct Piece<'text> {
    change: &'static str,
    text: &'text str,
}

impl Piece<'_> {
    fn of((change, text): &(Change, String)) -> Piece<'_> {
        let change = match change {
            Change::Kept => "kept",
            Change::Added => "added",
            Change::Removed => "removed",
        };
        Piece { change, text }
    }
}

impl Serialize for KeyFigure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(RowObject { table: self, cells }),
            Row::Rule(_) => None,
        });
        serializer.collect_seq(rows)
    }
}

/// What a form says: its lines in groups, its tables under their keys.
impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.about.kind)?;
        map.serialize_entry("name", &self.about.path)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("at", &self.at)?;
        map.serialize_entry("groups", &self.groups)?;
        self.tables.iter().try_for_each(|table| map.serialize_entry(table.key, table))?;
        map.end()
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", self.key)?;
        map.serialize_entry("heading", &self.heading)?;
        map.serialize_entry("status", &self.status.as_ref().map(|(_, words)| words))?;
        map.serialize_entry("about", &self.about)?;
        map.serialize_entry("at", &self.at)?;
        map.serialize_entry("lines", &self.lines)?;
        map.end()
    }
}

impl Serialize for FormLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", self.key)?;
        map.serialize_entry("what", &self.what)?;
        map.serialize_entry("value", &self.value)?;
        map.serialize_entry("how", &self.how)?;
        map.serialize_entry("at", &self.at)?;
        map.serialize_entry("about", &self.about)?;
        map.end()
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("kind", self.kind)?;
        map.serialize_entry("name", &self.path)?;
        map.end()
    }
}

impl Serialize for SourceLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("path", &self.file)?;
        map.serialize_entry("line", &self.line)?;
        map.end()
    }
}

struct RowObject<'table> {
    table: &'table Table,
    cells: &'table [Cell],
}

impl Serialize for RowObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What is drawn says nothing that the other cells do not say.
        let told = self.table.columns.iter().zip(self.cells).filter(|(column, _)| column.room != Room::Drawn);
        serializer.collect_map(told.map(|(column, cell)| (&*column.key, cell)))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            cell if cell.is_empty() => serializer.serialize_none(),
            Cell::Empty | Cell::NotAvailable | Cell::Strip(_) => serializer.serialize_none(),
            Cell::Text(text) | Cell::Path(text) | Cell::Named(_, text) | Cell::Status(_, text) => {
                serializer.serialize_str(text)
            }
            Cell::Known(name, _) => serializer.serialize_str(&name.path),
            Cell::Said(pieces) => serializer.serialize_str(&in_names(pieces)),
            Cell::Months(first, last) => serializer.serialize_str(&dates::digits(*first, *last)),
            Cell::Words(words) => serializer.collect_seq(words.iter().map(Piece::of)),
            Cell::Truth(truth) => serializer.serialize_bool(*truth == Truth::Yes),
            Cell::Count(count) => count.serialize(serializer),
            Cell::Figure(figure) => figure.serialize(serializer),
            Cell::Series(values) => {
                serializer.collect_seq(values.iter().map(|value| value.map(|value| value.to_string())))
            }
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let unit = match &self.measure {
            Measure::Plain | Measure::Money(_) | Measure::Scaled(..) => return serializer.serialize_str(&raw(self)),
            Measure::Share => "share",
            Measure::Points => "difference of shares",
            Measure::Score => "score",
            Measure::Counted(forms) => &forms.many,
            Measure::Unit(unit) => unit,
        };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("value", &raw(self))?;
        map.serialize_entry("unit", unit)?;
        map.end()
    }
}

/// The number in full: money with all decimals of its currency, everything else with those it has.
pub(super) fn raw(figure: &Figure) -> String {
    match figure.measure {
        Measure::Money(_) => fixed(figure.value, figure.digits),
        Measure::Plain
        | Measure::Scaled(..)
        | Measure::Share
        | Measure::Points
        | Measure::Score
        | Measure::Counted(_)
        | Measure::Unit(_) => figure.value.to_string(),
    }
}

fn fixed(value: Number, digits: u32) -> String {
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    if digits == 0 {
        return text;
    }
    format!("{whole}.{decimals:0<width$}", width = digits as usize)
}
