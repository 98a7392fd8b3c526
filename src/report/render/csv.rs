//! A document's main table as CSV (RFC 4180): takes its typed cells, gives records that a spreadsheet reads as data only.

use super::changes::with_marks;
use super::json::raw;
use super::text::one_line;
use crate::report::document::{Block, Cell, Document, Row, Table, Truth};

/// The main table with its columns' keys as the first record; empty where the document has none.
#[must_use]
pub fn csv(document: &Document) -> String {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let table = blocks.filter_map(|block| match block {
        Block::Table(table) if table.key == document.main_table => Some(table),
        Block::Table(_) | Block::Facts(_) | Block::Notes(_) | Block::Form(_) | Block::Message(_) => None,
    });
    table.map(|table| records(table, &document.beside_records)).next().unwrap_or_default()
}

fn records(table: &Table, beside: &[(&'static str, Cell)]) -> String {
    let mut text = String::new();
    let keys = table.columns.iter().map(|column| quoted(&harmless(&column.key)));
    push_record(&mut text, keys.chain(beside.iter().map(|(key, _)| (*key).to_owned())));
    let beside: Vec<String> = beside.iter().map(|(_, cell)| field(cell)).collect();
    for row in &table.rows {
        match row {
            Row::Cells(cells) => push_record(&mut text, cells.iter().map(field).chain(beside.iter().cloned())),
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
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Path(text) | Cell::Named(_, text) | Cell::Status(_, text) => {
            quoted(&harmless(&one_line(text)))
        }
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

/// A spreadsheet would run a text that begins like this as a formula; an apostrophe makes it a text.
fn harmless(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        return format!("'{text}");
    }
    text.to_owned()
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
    }
}
