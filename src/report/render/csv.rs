//! A document's main table as CSV (RFC 4180): takes its typed cells, gives records that a spreadsheet reads as data only.

use super::changes::with_marks;
use super::json::raw;
use super::text::one_line;
use crate::report::dates;
use crate::report::document::{Block, Cell, Column, Document, Room, Row, Truth, in_names};

/// The main table with its columns' keys as the first record, which stands there also where the table has no rows.
#[must_use]
pub fn csv(document: &Document) -> String {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| match block {
        Block::Table(table) if table.key == document.main_table => Some(table),
        Block::Table(_)
        | Block::KeyFigures(_)
        | Block::Notes(_)
        | Block::Form(_)
        | Block::Message(_)
        | Block::Chart(_)
        | Block::Journey(_)
        | Block::Picture(_) => None,
    });
    let table = tables.next();
    let (columns, rows) =
        table.map_or((document.main_columns.as_slice(), &[][..]), |table| (&table.columns, table.rows.as_slice()));
    records(columns, rows, &document.beside_records)
}

fn records(columns: &[Column], rows: &[Row], beside: &[(&'static str, Cell)]) -> String {
    if columns.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let is_told = |column: &Column| column.room != Room::Drawn;
    let keys = columns.iter().filter(|column| is_told(column)).map(|column| quoted(&harmless(&column.key)));
    push_record(&mut text, keys.chain(beside.iter().map(|(key, _)| (*key).to_owned())));
    let beside: Vec<String> = beside.iter().map(|(_, cell)| field(cell)).collect();
    for row in rows {
        match row {
            Row::Cells(cells) => {
                let told = cells.iter().zip(columns).filter(|(_, column)| is_told(column));
                push_record(&mut text, told.map(|(cell, _)| field(cell)).chain(beside.iter().cloned()));
            }
            Row::Rule(_) => {}
        }
    }
    text
}

fn push_record(text: &mut String, fields: impl Iterator<Item = String>) {
    let fields: Vec<String> = fields.collect();
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Strip(_) => String::new(),
        Cell::Text(text) | Cell::Path(text) | Cell::Named(_, text) | Cell::Status(_, text) => {
            quoted(&harmless(&one_line(text)))
        }
        Cell::Known(name, _) => quoted(&harmless(&one_line(&name.path))),
        Cell::Said(pieces) => quoted(&harmless(&one_line(&in_names(pieces)))),
        Cell::Months(first, last) => dates::digits(*first, *last),
        Cell::Words(words) => quoted(&harmless(&with_marks(words))),
        Cell::Truth(Truth::Yes) => "yes".to_owned(),
        Cell::Truth(Truth::No) => "no".to_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Figure(figure) => raw(figure),
        Cell::Series(values) => {
            let values = values.iter().map(|value| value.map_or(String::new(), |value| value.to_string()));
            quoted(&values.collect::<Vec<String>>().join(" "))
        }
        Cell::NotAvailable => "n/a".to_owned(),
    }
}

/// A spreadsheet would run a text that begins like this as a formula; an apostrophe makes it a text. Where a comma parts
/// decimals, a semicolon parts cells, also one within a text whose quotes do not begin the cell: what stands behind it is
/// a beginning too.
fn harmless(text: &str) -> String {
    let runs = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let cells = text.split(';').map(|cell| if runs(cell) { format!("'{cell}") } else { cell.to_owned() });
    cells.collect::<Vec<String>>().join(";")
}

fn quoted(text: &str) -> String {
    // Where a comma parts decimals, spreadsheets part cells by semicolons.
    if text.contains([',', ';', '"', '\n', '\r', '\t']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_data() {
        assert_eq!(field(&Cell::text("=HYPERLINK(\"x\")")), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(field(&Cell::text("plain, not so plain")), "\"plain, not so plain\"");
        assert_eq!(field(&Cell::text(" @x")), "' @x");
        assert_eq!(field(&Cell::text("＝1+1")), "'＝1+1");
        assert_eq!(field(&Cell::text("a;=2+5; b")), "\"a;'=2+5; b\"");
    }
}
