//! Rows of a text with a delimiter, as ledgers are written.

use std::io::Read;

/// Rows of any width, the first of them too.
pub(super) fn reader<R: Read>(delimiter: u8, stream: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(stream)
}
