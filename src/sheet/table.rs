//! A table as it stands in a file: rows with their line, cells with their column, and what was passed over.

use crate::quantity::{Date, Number};
use std::borrow::Cow;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, and every cell of a CSV file.
    Text(String),
    /// A number of a workbook, to the fifteen digits that spreadsheets keep.
    Number(Number),
    /// A day.
    Date(Date),
    /// Yes or no.
    Truth(bool),
    /// What has no value: `#REF!`, or a formula that was never worked out.
    Fault(String),
}

/// What stands for a cell that is not there.
static EMPTY: Cell = Cell::Empty;

impl Cell {
    /// Whether there is nothing in it, or only space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::Date(_) | Cell::Truth(_) | Cell::Fault(_) => false,
        }
    }

    /// What it says, without space around it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) | Cell::Fault(text) => Cow::Borrowed(text.trim()),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Date(date) => Cow::Owned(date.to_string()),
            Cell::Truth(true) => Cow::Borrowed("yes"),
            Cell::Truth(false) => Cow::Borrowed("no"),
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file it begins in, or its number in the sheet; from one.
    pub line: usize,
    /// What is in it, by column from nought, in order; columns without anything are absent, since a hostile row may
    /// claim to be very wide.
    cells: Vec<(usize, Cell)>,
}

impl Row {
    pub(super) fn new(line: usize, cells: Vec<(usize, Cell)>) -> Row {
        Row { line, cells }
    }

    /// The cell in a column, counted from nought.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        let place = self.cells.binary_search_by_key(&column, |(column, _)| *column);
        place.ok().and_then(|place| self.cells.get(place)).map_or(&EMPTY, |(_, cell)| cell)
    }

    /// What is in it, by column.
    pub fn cells(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().map(|(column, cell)| (*column, cell))
    }

    /// The column after the last one with something in it.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.last().map_or(0, |(column, _)| column + 1)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|(_, cell)| cell.is_empty())
    }
}

/// The rows of a file or a sheet, in order, without empty ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
    /// What was found out about the file, in words: `Windows-1252, separated by ";"`.
    pub read_as: String,
    /// What was passed over.
    pub left_out: Vec<LeftOut>,
}

/// What a table does not bring over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// A sheet that is hidden, or simply another one.
    Sheet {
        /// Its name.
        name: String,
        /// Whether it is hidden.
        hidden: bool,
    },
    /// Rows that are hidden, by their numbers.
    HiddenRows(Vec<usize>),
    /// Cells that are merged, as `B2:B5`: only the first has a value.
    Merged(Vec<String>),
}

/// `A`, `Z`, `AA`: a column, counted from nought, as spreadsheets name it.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let letters: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].into_iter().map(column_letters).collect();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_row_keeps_only_what_is_in_it() {
        let row = Row::new(4, vec![(1, Cell::Text(" a ".into())), (900, Cell::Number(Number::ONE))]);
        assert_eq!((row.cell(0), row.cell(1).text().as_ref(), row.width()), (&Cell::Empty, "a", 901));
    }
}
