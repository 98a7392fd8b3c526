//! An outcome as the lines of a plan file, and back. A line stands by itself: what it is about, a figure and, where there
//! are several, which; then the value: `level crm.minimum cost 2027-Q1: 95333.30`. What stands before the value tells it
//! from all others.

use super::Outcome;
use super::figure::{Figure, Row};
use super::quotes::{split_outside, words};
use crate::quantity::Currency;

/// A line of a plan file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// What it is about.
    pub about: String,
    /// What that comes to.
    pub value: String,
}

/// What the line that says the currency is about.
const CURRENCY: &str = "plan currency";

impl Line {
    /// Reads a line.
    #[must_use]
    pub fn read(text: &str) -> Option<Line> {
        let (about, value) = split_outside(text, ": ")?;
        Some(Line { about: about.to_owned(), value: value.to_owned() })
    }

    /// The line as it is written.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}: {}", self.about, self.value)
    }
}

impl Outcome {
    /// What a plan file keeps, in order.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let currency = Line { about: CURRENCY.to_owned(), value: self.currency.code().to_owned() };
        let mut lines = self.row_lines();
        lines.push(currency);
        lines.sort();
        lines.dedup();
        lines
    }

    /// What lines in any order keep.
    ///
    /// # Errors
    /// The place of the first line that is none of a plan file; past the last where none says the currency.
    pub fn read(lines: &[Line]) -> Result<Outcome, usize> {
        let currency = lines.iter().position(|line| line.about == CURRENCY).ok_or(lines.len())?;
        let code = lines.get(currency).map_or("", |line| line.value.as_str());
        let mut outcome = Outcome::empty(Currency::parse(code).ok_or(currency)?);
        // In order, the lines of one thing stand together.
        let mut places: Vec<usize> = (0..lines.len()).filter(|place| *place != currency).collect();
        places.sort_by_key(|place| lines.get(*place));
        for place in places {
            let line = lines.get(place).ok_or(place)?;
            let about = words(&line.about);
            let (kind, about) = about.split_first().ok_or(place)?;
            outcome.read_line(kind, about, &line.value).ok_or(place)?;
        }
        Ok(outcome)
    }

    /// What is left of it in a plan file: what two plan files, or one and a plan, are compared by.
    #[must_use]
    pub fn kept(&self) -> Outcome {
        Outcome::read(&self.lines()).unwrap_or_else(|_| Outcome::empty(self.currency))
    }
}

/// The lines that keep a figure of something whose name is of so many words.
pub(super) fn lines_of(
    figure: Figure,
    (count, name): (usize, &str),
    values: Vec<(String, String)>,
) -> impl Iterator<Item = Line> {
    let about = match (count, name) {
        (0, _) => format!("{} {}", figure.kind, figure.word),
        (_, "") => format!("{} {NAMELESS} {}", figure.kind, figure.word),
        (_, name) => format!("{} {} {}", figure.kind, close(name), figure.word),
    };
    values.into_iter().map(move |(key, value)| {
        let gap = if key.is_empty() { "" } else { " " };
        Line { about: format!("{about}{gap}{}", close(&key)), value }
    })
}

/// The name of what has none.
const NAMELESS: &str = "\"\"";

/// Reads a line about the last of several rows, or of the next one.
pub(super) fn read_row<R: Row>(rows: &mut Vec<R>, words: &[&str], text: &str, currency: Currency) -> Option<()> {
    let (name, rest) = words.split_at_checked(R::WORDS)?;
    let (figure, key) = rest.split_first()?;
    let name: Vec<String> = name.iter().filter(|word| **word != NAMELESS).map(|word| apart(word)).collect();
    let name = name.join(" ");
    if rows.last().is_none_or(|last| last.name() != name) {
        rows.push(R::unknown(name));
    }
    rows.last_mut()?.read(figure, &apart(&key.join(" ")), text, currency)
}

/// A range of months as one word.
fn close(name: &str) -> String {
    if name.contains('"') { name.to_owned() } else { name.replace(" .. ", "..") }
}

/// A range of months as plans have it.
fn apart(word: &str) -> String {
    if word.contains('"') { word.to_owned() } else { word.replace("..", " .. ") }
}
