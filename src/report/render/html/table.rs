//! A table in HTML: takes its columns and rows, gives a table that scrolls inside of itself where the page is narrow.

use super::cell::cell;
use super::text::escaped;
use crate::report::document::{Align, Cell, Column, Repeats, Room, Row, Section, Table};

/// No text of more characters stays on one line.
const LONGEST: usize = 28;

/// The table below its caption.
pub(super) fn table_of(section: &Section, table: &Table) -> String {
    let columns = Columns::of(table);
    if columns.in_row.is_empty() {
        return String::new();
    }
    let caption = table.caption.map(|words| {
        let anchor = escaped(&format!("{}-{}", section.key, table.key));
        format!("<h3 id=\"{anchor}\"><a href=\"#{anchor}\">{}</a></h3>\n", escaped(words))
    });
    let name = table.caption.or(section.heading.as_ref().map(|heading| &*heading.words)).unwrap_or(table.key);
    // Whoever has no mouse reaches the table by key to scroll it.
    let frame = format!("<div class=\"table\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">", escaped(name));
    let head = format!("<thead>\n<tr>{}</tr>\n</thead>", columns.headings());
    format!("{}{frame}\n<table>\n{head}\n{}</table>\n</div>\n", caption.unwrap_or_default(), columns.rows(&table.rows))
}

/// The columns that people see, each with its place.
struct Columns<'table> {
    in_row: Vec<(usize, &'table Column)>,
    below: Vec<(usize, &'table Column)>,
}

impl Columns<'_> {
    fn of(table: &Table) -> Columns<'_> {
        let columns = table.columns.iter().enumerate().filter(|(_, column)| column.room != Room::Data);
        let (below, in_row): (Vec<_>, Vec<_>) = columns.partition(|(_, column)| column.room == Room::Below);
        // Where no column stands in the row, those below it take their places: nothing is lost.
        if in_row.is_empty() { Columns { in_row: below, below: in_row } } else { Columns { in_row, below } }
    }

    fn headings(&self) -> String {
        let heading = |(_, column): &(usize, &Column)| {
            let words = match escaped(&column.heading) {
                // A column that needs no heading for who sees it needs one for who does not.
                words if words.is_empty() => format!("<span class=\"unseen\">{}</span>", escaped(&column.key)),
                words => words,
            };
            format!("<th scope=\"col\"{}>{words}</th>", class(column.align))
        };
        self.in_row.iter().map(heading).collect()
    }

    /// Each row with what stands below it is a body of its own, so that no page break parts them.
    fn rows(&self, rows: &[Row]) -> String {
        let mut text = String::new();
        let mut above: &[Cell] = &[];
        for row in rows {
            match row {
                Row::Cells(cells) => {
                    text.push_str(&format!("<tbody>\n{}{}</tbody>\n", self.row(cells, above), self.lines_below(cells)));
                    above = cells;
                }
                Row::Rule(words) => {
                    text.push_str(&self.rule(words));
                    above = &[];
                }
            }
        }
        text
    }

    fn row(&self, cells: &[Cell], above: &[Cell]) -> String {
        // As on a terminal: a cell is told apart by all grouping cells before it.
        let mut is_again = true;
        let shown = self.in_row.iter().map(|(index, column)| {
            let groups = column.repeats == Repeats::Once;
            is_again &= !groups || cells.get(*index) == above.get(*index);
            let cell = cells.get(*index).filter(|_| !(groups && is_again)).unwrap_or(&Cell::Empty);
            cell_of(column.align, cell)
        });
        format!("<tr>{}</tr>\n", shown.collect::<String>())
    }

    fn lines_below(&self, cells: &[Cell]) -> String {
        let lines = self.below.iter().filter_map(|(index, column)| {
            let cell_below = cells.get(*index).filter(|cell| !cell.is_empty())?;
            let label = match escaped(&column.heading) {
                label if label.is_empty() => label,
                label => format!("<span class=\"label\">{label}</span> "),
            };
            Some(format!("<p>{label}{}</p>", cell(cell_below)))
        });
        let lines: String = lines.collect();
        if lines.is_empty() {
            return lines;
        }
        format!("<tr class=\"below\"><td colspan=\"{}\">{lines}</td></tr>\n", self.in_row.len())
    }

    fn rule(&self, words: &str) -> String {
        let cell = format!("<th scope=\"rowgroup\" colspan=\"{}\">{}</th>", self.in_row.len(), escaped(words));
        format!("<tbody class=\"rule\">\n<tr>{cell}</tr>\n</tbody>\n")
    }
}

fn cell_of(align: Align, content: &Cell) -> String {
    let class = if align == Align::Left && is_long(content) { " class=\"long\"" } else { class(align) };
    format!("<td{class}>{}</td>", cell(content))
}

/// Whether a cell is broken into lines; everything else stays on one.
fn is_long(cell: &Cell) -> bool {
    let characters = match cell {
        Cell::Text(text) | Cell::Named(_, text) | Cell::Status(_, text) => text.chars().count(),
        Cell::Words(words) => words.iter().map(|(_, text)| text.chars().count()).sum(),
        Cell::Empty
        | Cell::Path(_)
        | Cell::Count(_)
        | Cell::Figure(_)
        | Cell::Truth(_)
        | Cell::Series(_)
        | Cell::NotAvailable => 0,
    };
    characters > LONGEST
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right | Align::Point => " class=\"number\"",
    }
}
