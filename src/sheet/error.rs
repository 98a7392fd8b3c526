//! Why a file cannot be read as a table, and what to do about it.

use std::fmt;

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetError {
    /// A workbook of before 2007, or one behind a password: both have the same outer form.
    OldWorkbook,
    /// An archive that is no workbook, or a broken one.
    NotAWorkbook(String),
    /// It would inflate to more than `limit` bytes.
    TooLarge {
        /// The most that is inflated.
        limit: u64,
    },
    /// It is packed tighter than any honest sheet: by more than `limit` times.
    TooTight {
        /// The most.
        limit: u64,
    },
    /// A cell lies outside of what is read.
    TooWide {
        /// The cell, as `XFD7`.
        cell: String,
    },
    /// The sheet that was asked for is not there.
    NoSheet {
        /// What was asked for.
        name: String,
        /// What there is, as far as it is visible.
        sheets: Vec<String>,
    },
    /// There are several sheets, and none was asked for.
    WhichSheet(Vec<String>),
    /// It is no text in the encoding it is said to be in.
    NotText {
        /// The encoding.
        encoding: String,
        /// The line of the first byte that says so.
        line: usize,
    },
    /// A quotation mark that is never closed: all that follows would be one cell.
    OpenQuote {
        /// The line it stands in.
        line: usize,
    },
    /// There is nothing in it.
    Empty,
}

impl SheetError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            SheetError::OldWorkbook => "save it as `.xlsx` without a password, or as CSV".to_owned(),
            SheetError::NotAWorkbook(_) => "open it in a spreadsheet and save it as `.xlsx`, or as CSV".to_owned(),
            SheetError::TooLarge { .. } | SheetError::TooTight { .. } => {
                "save the one sheet that matters as CSV".to_owned()
            }
            SheetError::TooWide { .. } => "clear what lies beyond column 1,024, or save the sheet as CSV".to_owned(),
            SheetError::NoSheet { sheets, .. } | SheetError::WhichSheet(sheets) => {
                format!("it has {}", listed(sheets))
            }
            SheetError::NotText { .. } => "save it as CSV in UTF-8".to_owned(),
            SheetError::OpenQuote { .. } => {
                "close the quotation mark, or double it where it belongs to the text".to_owned()
            }
            SheetError::Empty => "is this the right file?".to_owned(),
        }
    }
}

fn listed(sheets: &[String]) -> String {
    let shown: Vec<String> = sheets.iter().take(12).map(|sheet| format!("`{sheet}`")).collect();
    let more = sheets.len().saturating_sub(shown.len());
    match (shown.is_empty(), more) {
        (true, _) => "no visible sheet".to_owned(),
        (false, 0) => shown.join(", "),
        (false, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

impl fmt::Display for SheetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SheetError::OldWorkbook => {
                formatter.write_str("this is a workbook of before 2007, or one behind a password")
            }
            SheetError::NotAWorkbook(why) => write!(formatter, "this cannot be read as a workbook: {why}"),
            SheetError::TooLarge { limit } => {
                write!(formatter, "this workbook would inflate to more than {} MB", limit / (1 << 20))
            }
            SheetError::TooTight { limit } => {
                write!(formatter, "this workbook is packed more than {limit} times tighter than what it holds")
            }
            SheetError::TooWide { cell } => {
                write!(formatter, "cell {cell} lies outside the 1,048,576 rows and 1,024 columns that are read")
            }
            SheetError::NoSheet { name, .. } => write!(formatter, "there is no sheet `{name}`"),
            SheetError::WhichSheet(sheets) => write!(formatter, "the workbook has {} sheets", sheets.len()),
            SheetError::NotText { encoding, line } => write!(formatter, "line {line} is no text in {encoding}"),
            SheetError::OpenQuote { line } => write!(formatter, "the quotation mark in line {line} is never closed"),
            SheetError::Empty => formatter.write_str("there is nothing in it"),
        }
    }
}

impl std::error::Error for SheetError {}
