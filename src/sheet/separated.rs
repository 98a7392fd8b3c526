//! CSV and its kin: takes the bytes of a file, gives its rows, with the delimiter found out where it is not said.

use super::text::decode;
use super::{Cell, Row, SheetError, Table};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// How a file is written, as far as somebody said so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Separated {
    /// What stands between cells.
    pub delimiter: Option<u8>,
    /// The encoding.
    pub encoding: Option<&'static Encoding>,
    /// How many lines stand before the table.
    pub skip_lines: usize,
}

/// What may stand between cells. Where two would do, the earlier: a comma stands in amounts and in prose too.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How many rows tell the delimiter.
const LOOKED_AT: usize = 200;

/// Reads rows; empty ones are left out. Cells are text, as written.
///
/// # Errors
/// When it is no text, or a quotation mark is never closed.
pub fn read_separated(bytes: &[u8], separated: Separated) -> Result<Table, SheetError> {
    let (text, encoding) = decode(bytes, separated.encoding)?;
    let (skipped, text) = without_lines(&text, separated.skip_lines);
    let delimiter = separated.delimiter.unwrap_or_else(|| delimiter_of(text));
    if let Some(line) = open_quote(text, delimiter) {
        return Err(SheetError::OpenQuote { line: line + skipped });
    }
    let rows: Vec<Row> = records(text, delimiter).map(|(line, record)| row(line + skipped, &record)).collect();
    let rows: Vec<Row> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    if rows.is_empty() {
        return Err(SheetError::Empty);
    }
    let between = if delimiter == b'\t' { "tabs".to_owned() } else { format!("`{}`", char::from(delimiter)) };
    Ok(Table { rows, read_as: format!("{encoding}, separated by {between}"), left_out: Vec::new() })
}

/// The text after some lines, and how many there were.
fn without_lines(text: &str, lines: usize) -> (usize, &str) {
    let Some(last) = lines.checked_sub(1) else { return (0, text) };
    match memchr::memchr_iter(b'\n', text.as_bytes()).nth(last) {
        Some(end) => (lines, text.get(end + 1..).unwrap_or("")),
        None => (lines, ""),
    }
}

/// The delimiter with which the most rows have the same number of cells, and at least two.
#[must_use]
pub fn delimiter_of(text: &str) -> u8 {
    let rated = DELIMITERS.iter().rev().map(|delimiter| (agreement(text, *delimiter), *delimiter));
    rated.max_by_key(|(agreement, _)| *agreement).map_or(b',', |(_, delimiter)| delimiter)
}

/// How many rows agree in their number of cells, and in how many.
fn agreement(text: &str, delimiter: u8) -> (usize, usize) {
    let mut rows_by_width: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, record) in records(text, delimiter).take(LOOKED_AT).filter(|(_, record)| record.len() > 1) {
        *rows_by_width.entry(record.len()).or_default() += 1;
    }
    rows_by_width.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
}

/// The records with the line each begins in.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (usize, StringRecord)> + '_ {
    let reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    // Only what is no UTF-8 or of another width could fail, and neither can be here.
    reader.into_records().filter_map(Result::ok).map(|record| (line_of(text, record.position()), record))
}

/// The line a record begins in. The reader counts empty lines before a record as part of it.
fn line_of(text: &str, position: Option<&csv::Position>) -> usize {
    let Some(position) = position else { return 1 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(start..).unwrap_or_default();
    let empty = before.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    usize::try_from(position.line()).unwrap_or(usize::MAX).saturating_add(empty)
}

fn row(line: usize, record: &StringRecord) -> Row {
    let cells = record.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    Row::new(line, cells.map(|(column, cell)| (column, Cell::Text(cell.to_owned()))).collect())
}

/// The line of a quotation mark that opens a cell and is never closed. The reader would take all that follows as one cell,
/// and sums would be short without a word.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut line = 1;
    let mut opened = None;
    let mut at_start = true;
    for byte in text.bytes() {
        match (opened, byte) {
            (None, b'"') if at_start => opened = Some(line),
            // A doubled mark closes and opens again: `at_start` stays.
            (Some(_), b'"') => opened = None,
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r' || byte == b'"');
        line += usize::from(byte == b'\n');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = read_separated(text.as_bytes(), Separated::default()).expect("a table");
        let row = |row: &Row| (0..row.width()).map(|column| row.cell(column).text().into_owned()).collect();
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn the_delimiter_is_found_out() {
        assert_eq!(delimiter_of("a;b\n1,5;2,5\n3,5;4,5\n"), b';');
        assert_eq!(delimiter_of("a,b,c\n1;2,3,4\n5,6,7\n"), b',');
        assert_eq!(delimiter_of("a\tb\n1,5\t2\n"), b'\t');
        assert_eq!(delimiter_of("Ledger, all of it\n\na;b;c\n1,00;2,00;3,00\n1;2;3\n"), b';');
        assert_eq!(delimiter_of("\"a;b;c\",2\n\"d;e;f\",3\n"), b',');
    }

    #[test]
    fn quoted_cells_keep_lines_and_marks() {
        let rows = cells("a,b\r\n\"two\nlines\",\"say \"\"hello\"\"\"\r\n\r\n,\r\nc,5\" pipe\r\n");
        assert_eq!(rows, [vec!["a", "b"], vec!["two\nlines", "say \"hello\""], vec!["c", "5\" pipe"]]);
    }

    #[test]
    fn rows_know_their_line() {
        let options = Separated { skip_lines: 1, ..Separated::default() };
        let table = read_separated(b"banner\na,b\n\"x\ny\",1\n\nz,2\n", options).expect("a table");
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 6]);
    }

    #[test]
    fn an_open_quotation_mark_is_no_cell() {
        let read = |text: &str| read_separated(text.as_bytes(), Separated::default()).map(|table| table.rows.len());
        assert_eq!(read("a,b\nc,\"open\nd,1\n"), Err(SheetError::OpenQuote { line: 2 }));
        assert_eq!(read("a,b\n\"\"\"quoted\"\"\",1\n"), Ok(2));
    }
}
