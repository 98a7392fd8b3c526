//! A table in HTML: takes its columns and rows, gives a table that scrolls inside of itself where the page is narrow.

use maud::{Markup, html};

use super::cell::{cell, cell_of_figures};
use super::links::Links;
use super::scale::Scale;
use super::strip::scale_of;
use super::text::shown;
use crate::report::dates;
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
        (table_with(section, table, Columns::of(table, links, Rows::Fold)))
    }
}

/// The table, where something else stands above it: in a form, of which there are many. The months of each would make a site
/// several times as large if each figure said what it is.
pub(super) fn table_alone(section: &Section, table: &Table, links: &Links<'_>) -> Markup {
    table_with(section, table, Columns::of(table, links, Rows::Scroll))
}

/// What becomes of rows that are wider than the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// What can be done without stands below them; on a phone each of their cells stands in a line of its own.
    Fold,
    /// They scroll within the table.
    Scroll,
}

fn table_with(section: &Section, table: &Table, columns: Columns<'_>) -> Markup {
    if columns.in_row.is_empty() {
        return html! {};
    }
    let name = table.caption.or(section.heading.as_ref().map(|heading| &*heading.words)).unwrap_or(table.key);
    html! {
        // Whoever has no mouse reaches the table by key to scroll it.
        div class="table" role="group" aria-label=(shown(name)) tabindex="0" data-folds[columns.stacks] {
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
    /// Whether rows are wider than a phone: there each of their cells stands in a line of its own, behind its heading.
    stacks: bool,
    links: &'table Links<'table>,
}

impl<'table> Columns<'table> {
    fn of(table: &'table Table, links: &'table Links<'table>, rows: Rows) -> Columns<'table> {
        let columns = table.columns.iter().enumerate().filter(|(index, column)| match column.room {
            Room::Data => false,
            Room::Drawn => table.rows.iter().any(|row| is_filled(row, *index)),
            _ => true,
        });
        let seen = columns.map(|(index, column)| Seen { index, column, scale: scale_of(table, index) });
        let (below, in_row): (Vec<_>, Vec<_>) = seen.partition(|seen| seen.column.room == Room::Below);
        // Where no column stands in the row, those below it take their places: nothing is lost.
        let (in_row, below) = if in_row.is_empty() { (below, in_row) } else { (in_row, below) };
        let named = name_of(table, &in_row);
        let (in_row, folded) = match rows {
            Rows::Fold if table.rows.len() <= MOST_FOLDED => folded(table, in_row, named),
            Rows::Fold | Rows::Scroll => (in_row, Vec::new()),
        };
        let below: Vec<Seen<'_>> = folded.into_iter().chain(below).collect();
        let stacks = rows == Rows::Fold && in_row.iter().map(|seen| width(table, seen)).sum::<usize>() > PHONE;
        Columns { in_row, below, named, stacks, links }
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
        let inside = match seen.column.align {
            Align::Left => cell(content, self.links, seen.scale),
            Align::Right | Align::Point => cell_of_figures(content, self.links, seen.scale),
        };
        let heading = &seen.column.heading;
        let label = (self.stacks && !content.is_empty() && !heading.is_empty()).then(|| shown(heading));
        html! {
            @if self.named == Some(seen.index) {
                th scope="row" class=[class] { (inside) }
            } @else {
                td class=[class] data-label=[label] { (inside) }
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

/// The column that says what a row is about; none where rows stand in groups.
fn name_of(table: &Table, in_row: &[Seen<'_>]) -> Option<usize> {
    let has_groups = in_row.iter().any(|seen| seen.column.repeats == Repeats::Once);
    let named = in_row.iter().filter(|_| !has_groups).find(|seen| seen.names_rows(table));
    named.map(|seen| seen.index)
}

/// What a row can hold where a page is at its widest, and on a phone, in thousandths of the width of a letter.
const WIDEST: usize = 146_000;
const PHONE: usize = 42_000;
/// What the blank around a cell takes, a row of bars and a line of months.
const BLANK: usize = 3_200;
const BARS: usize = 14_000;
const MONTHS: usize = 12_000;

/// Columns in the row, and those that have no room there and stand below it, as a terminal leaves them out: the first rank of
/// what can be done without goes first.
fn folded<'table>(
    table: &Table,
    in_row: Vec<Seen<'table>>,
    named: Option<usize>,
) -> (Vec<Seen<'table>>, Vec<Seen<'table>>) {
    let rank = |seen: &Seen<'_>| match seen.column.room {
        Room::Optional(rank) | Room::OptionalCut(rank, _)
            if Some(seen.index) != named && !seen.column.heading.is_empty() =>
        {
            Some(rank)
        }
        _ => None,
    };
    let mut widths: Vec<(Option<u8>, usize)> = in_row.iter().map(|seen| (rank(seen), width(table, seen))).collect();
    let mut out = None;
    while widths.iter().map(|(_, width)| width).sum::<usize>() > WIDEST {
        let Some(next) = widths.iter().filter_map(|(rank, _)| *rank).min() else { break };
        widths.retain(|(rank, _)| *rank != Some(next));
        out = Some(next);
    }
    in_row.into_iter().partition(|seen| rank(seen).is_none_or(|rank| out.is_none_or(|out| rank > out)))
}

/// Of more rows none has anything below it: they are looked through, not read, and each line below would make them twice as long.
const MOST_FOLDED: usize = 60;

/// About how wide a column is.
fn width(table: &Table, seen: &Seen<'_>) -> usize {
    let cells = table.rows.iter().filter_map(|row| match row {
        Row::Cells(cells) => cells.get(seen.index),
        Row::Rule(_) => None,
    });
    let is_figures = seen.column.align != Align::Left;
    let letters = |cell: &Cell| match cell {
        Cell::Strip(_) => BARS,
        Cell::Series(_) => MONTHS,
        // Titles and sentences break into lines.
        cell if is_figures => 1_000 * characters(cell),
        cell => 1_000 * characters(cell).min(LONGEST),
    };
    let heading = 1_000 * seen.column.heading.chars().count();
    BLANK + cells.map(letters).max().unwrap_or(0).max(heading)
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
    let breaks = matches!(
        cell,
        Cell::Text(_) | Cell::Status(..) | Cell::Named(..) | Cell::Known(..) | Cell::Said(_) | Cell::Words(_)
    );
    breaks && characters(cell) > LONGEST
}

/// How many letters a cell has.
fn characters(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Status(_, text) | Cell::Named(_, text) | Cell::Known(_, text) | Cell::Path(text) => {
            text.chars().count()
        }
        Cell::Said(pieces) => pieces.iter().map(told_characters).sum(),
        Cell::Words(words) => words.iter().map(|(_, text)| text.chars().count()).sum(),
        Cell::Figure(figure) => figure.amount().chars().count() + figure.suffix().chars().count(),
        Cell::Months(first, last) => dates::words(*first, *last).chars().count(),
        Cell::Count(count) => count.to_string().len(),
        Cell::Empty | Cell::Truth(_) | Cell::Series(_) | Cell::Strip(_) => 1,
        Cell::NotAvailable => 3,
    }
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
