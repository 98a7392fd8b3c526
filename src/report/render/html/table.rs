//! A table in HTML: takes its columns and rows, gives a table that scrolls inside of itself where the page is narrow.

use maud::{Markup, html};

use super::cell::cell;
use super::links::Links;
use super::scale::Scale;
use super::strip::scale_of;
use super::text::shown;
use crate::report::document::{Align, Cell, Column, Order, Repeats, Room, Row, Said, Section, Table};

/// No text of more characters stays on one line.
const LONGEST: usize = 28;

/// The table below its caption.
pub(super) fn table_of(section: &Section, table: &Table, links: &Links<'_>) -> Markup {
    let anchor = format!("{}-{}", section.key, table.key);
    html! {
        @if let Some(words) = table.caption {
            h3 id=[links.once(&anchor)] { a href={ "#" (shown(&anchor)) } { (shown(words)) } } "\n"
        }
        (table_alone(section, table, links))
    }
}

/// The table, where something else stands above it.
pub(super) fn table_alone(section: &Section, table: &Table, links: &Links<'_>) -> Markup {
    let columns = Columns::of(table, links);
    if columns.in_row.is_empty() {
        return html! {};
    }
    let name = table.caption.or(section.heading.as_ref().map(|heading| &*heading.words)).unwrap_or(table.key);
    html! {
        // Whoever has no mouse reaches the table by key to scroll it.
        div class="table" role="group" aria-label=(shown(name)) tabindex="0" {
            table class=(table.key) data-sort[table.order == Order::Free] {
                @if let Some(unit) = &table.unit { caption { (shown(unit)) } }
                thead { tr { (columns.headings()) } } "\n"
                (columns.rows(&table.rows))
            }
        } "\n"
    }
}

/// A column that people see.
struct Seen<'table> {
    index: usize,
    column: &'table Column,
    scale: Option<Scale>,
}

/// The columns that people see.
struct Columns<'table> {
    in_row: Vec<Seen<'table>>,
    below: Vec<Seen<'table>>,
    /// The column that says what a row is about.
    named: Option<usize>,
    links: &'table Links<'table>,
}

impl<'table> Columns<'table> {
    fn of(table: &'table Table, links: &'table Links<'table>) -> Columns<'table> {
        let columns = table.columns.iter().enumerate().filter(|(index, column)| match column.room {
            Room::Data => false,
            Room::Drawn => table.rows.iter().any(|row| is_filled(row, *index)),
            _ => true,
        });
        let seen = columns.map(|(index, column)| Seen { index, column, scale: scale_of(table, index) });
        let (below, in_row): (Vec<_>, Vec<_>) = seen.partition(|seen| seen.column.room == Room::Below);
        // Where no column stands in the row, those below it take their places: nothing is lost.
        let (in_row, below) = if in_row.is_empty() { (below, in_row) } else { (in_row, below) };
        let has_groups = in_row.iter().any(|seen| seen.column.repeats == Repeats::Once);
        let names = in_row.iter().filter(|_| !has_groups).find(|seen| seen.names_rows(table));
        let named = names.map(|seen| seen.index);
        Columns { in_row, below, named, links }
    }

    fn headings(&self) -> Markup {
        html! {
            @for seen in &self.in_row {
                th scope="col" class=[class(seen.column.align)] {
                    // A column that needs no heading for who sees it needs one for who does not.
                    @if seen.column.heading.is_empty() {
                        span class="unseen" { (shown(&seen.column.key)) }
                    } @else {
                        (shown(&seen.column.heading))
                    }
                }
            }
        }
    }

    /// Each row with what stands below it is a body of its own, so that no page break parts them; rows without anything
    /// below them are one body.
    fn rows(&self, rows: &[Row]) -> Markup {
        let mut above: &[Cell] = &[];
        let mut bodies = Vec::new();
        let mut open: Vec<Markup> = Vec::new();
        for row in rows {
            match row {
                Row::Cells(cells) if self.below.is_empty() => {
                    open.push(self.row(cells, above));
                    above = cells;
                }
                Row::Cells(cells) => {
                    bodies.push(html! { tbody { (self.row(cells, above)) (self.lines_below(cells)) } "\n" });
                    above = cells;
                }
                Row::Rule(words) => {
                    bodies.extend(body(&mut open));
                    bodies.push(self.rule(words));
                    above = &[];
                }
            }
        }
        bodies.extend(body(&mut open));
        html! { @for body in bodies { (body) } }
    }

    fn rule(&self, words: &str) -> Markup {
        html! { tbody class="rule" { tr { th scope="rowgroup" colspan=(self.in_row.len()) { (shown(words)) } } } "\n" }
    }

    fn row(&self, cells: &[Cell], above: &[Cell]) -> Markup {
        // As on a terminal: a cell is told apart by all grouping cells before it.
        let mut is_again = true;
        let mut shown_cells = Vec::with_capacity(self.in_row.len());
        for seen in &self.in_row {
            let groups = seen.column.repeats == Repeats::Once;
            is_again &= !groups || cells.get(seen.index) == above.get(seen.index);
            let content = cells.get(seen.index).filter(|_| !(groups && is_again)).unwrap_or(&Cell::Empty);
            shown_cells.push(self.cell_of(seen, content));
        }
        html! { tr { @for cell in shown_cells { (cell) } } }
    }

    fn cell_of(&self, seen: &Seen<'_>, content: &Cell) -> Markup {
        let is_wide = seen.column.align == Align::Left && is_long(content);
        let class = if seen.column.room == Room::Drawn {
            Some("bars")
        } else if is_wide {
            Some("long")
        } else {
            class(seen.column.align)
        };
        let inside = cell(content, self.links, seen.scale);
        html! {
            @if self.named == Some(seen.index) {
                th scope="row" class=[class] { (inside) }
            } @else {
                td class=[class] { (inside) }
            }
        }
    }

    fn lines_below(&self, cells: &[Cell]) -> Markup {
        let lines: Vec<(&Seen<'_>, &Cell)> = self
            .below
            .iter()
            .filter_map(|seen| Some((seen, cells.get(seen.index).filter(|cell| !cell.is_empty())?)))
            .collect();
        html! {
            @if !lines.is_empty() {
                tr class="below" {
                    td colspan=(self.in_row.len()) {
                        @for (seen, content) in lines {
                            p {
                                @if !seen.column.heading.is_empty() { span class="label" { (shown(&seen.column.heading)) } " " }
                                (cell(content, self.links, None))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The rows that wait as one body, if there are some.
fn body(open: &mut Vec<Markup>) -> Option<Markup> {
    let rows = std::mem::take(open);
    (!rows.is_empty()).then(|| html! { tbody class="rows" { @for row in rows { (row) "\n" } } })
}

impl Seen<'_> {
    /// Whether the cells of the column say what their rows are about.
    fn names_rows(&self, table: &Table) -> bool {
        let mut cells = table.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => cells.get(self.index),
            Row::Rule(_) => None,
        });
        let is_name = |cell: &Cell| match cell {
            Cell::Named(..) | Cell::Path(_) | Cell::Known(..) | Cell::Months(..) => true,
            Cell::Text(text) => !text.is_empty(),
            _ => false,
        };
        self.column.align == Align::Left && self.column.heading != "status" && cells.all(is_name)
    }
}

fn is_filled(row: &Row, column: usize) -> bool {
    match row {
        Row::Cells(cells) => cells.get(column).is_some_and(|cell| !cell.is_empty()),
        Row::Rule(_) => false,
    }
}

/// Whether a cell is broken into lines; everything else stays on one.
fn is_long(cell: &Cell) -> bool {
    let characters = match cell {
        Cell::Text(text) | Cell::Status(_, text) | Cell::Named(_, text) | Cell::Known(_, text) => text.chars().count(),
        Cell::Said(pieces) => pieces.iter().map(told_characters).sum(),
        Cell::Words(words) => words.iter().map(|(_, text)| text.chars().count()).sum(),
        Cell::Empty
        | Cell::Path(_)
        | Cell::Count(_)
        | Cell::Figure(_)
        | Cell::Truth(_)
        | Cell::Series(_)
        | Cell::Strip(_)
        | Cell::Months(..)
        | Cell::NotAvailable => 0,
    };
    characters > LONGEST
}

fn told_characters(piece: &Said) -> usize {
    match piece {
        Said::Words(words) | Said::Known(_, words) => words.chars().count(),
        Said::Money(_) => 6,
    }
}

fn class(align: Align) -> Option<&'static str> {
    match align {
        Align::Left => None,
        Align::Right | Align::Point => Some("number"),
    }
}
