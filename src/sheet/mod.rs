//! Spreadsheets: takes the bytes of a CSV file or a workbook, gives rows of cells with the line each stands in.
//!
//! What a person would see at a glance is found out: encoding, delimiter, decimal comma. What is not certain is said or
//! refused, never guessed. A workbook is refused before it inflates to more than a plan's sheets ever hold.

mod amount;
mod currency;
mod error;
mod guard;
mod scan;
mod separated;
mod table;
mod text;
mod workbook;

pub use amount::{Amount, DecimalMark, FoundMark, NotAnAmount, amount, find_mark};
pub use currency::{Denomination, Sign};
pub use error::SheetError;
pub use separated::{Separated, delimiter_of, read_separated};
pub use table::{Cell, LeftOut, Row, Table, column_letters};
pub use text::{decode, encoding_named};
pub use workbook::read_workbook;

/// What the bytes of a file are, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A workbook of today's kind (`.xlsx`).
    Workbook,
    /// A workbook of before 2007 (`.xls`), or one behind a password.
    OldWorkbook,
    /// Text, such as CSV.
    Text,
}

/// Tells what a file is by its first bytes.
#[must_use]
pub fn content_of(bytes: &[u8]) -> Content {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Content::Workbook
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Content::OldWorkbook
    } else {
        Content::Text
    }
}

/// Reads a table, whichever kind of file it is in; of a workbook the sheet of that name, or its only visible one.
///
/// # Errors
/// When the file is not what it seems, is too large, or leaves open what to read.
pub fn read_table(bytes: &[u8], separated: Separated, sheet: Option<&str>) -> Result<Table, SheetError> {
    match content_of(bytes) {
        Content::Workbook => read_workbook(bytes, sheet),
        Content::OldWorkbook => Err(SheetError::OldWorkbook),
        Content::Text => read_separated(bytes, separated),
    }
}
