//! Tables on a terminal: takes a table and the columns there are, gives lines in which columns stand below each other.

use super::changes;
use super::fit::{GAP, Place, fit};
use super::paint::{paint_of, painted};
use super::sparkline::sparkline;
use super::text::{columns, cut_end, cut_middle, cut_title, isolated, on_one_line, one_line};
use crate::diagnostic::human::{Characters, Color, Style};
use crate::diagnostic::text::{grouped, wrapped};
use crate::report::dates;
use crate::report::document::{Align, Cell, Column, Figure, Mark, Repeats, Room, Row, Table, in_names};
use crate::report::one_unit::in_one_unit;
use anstyle::Style as Paint;
use std::borrow::Cow;

/// The blanks before every line of a table.
pub(super) const INDENT: usize = 2;

/// So many columns shorter amounts leave free.
const FREED: usize = 12;

/// From this width on amounts stand to the cent.
const WIDE: usize = 100;

/// Lines below a row begin no further to the right than this.
const WIDEST_STEP: usize = 14;

/// The lines of a table, each with its line end.
pub(super) fn table_lines(table: &Table, style: &Style) -> String {
    if style.width >= WIDE {
        return lines_of(table, style);
    }
    // Where cents cost words or whole columns, thousands or millions tell more.
    match in_one_unit(table).filter(|_| is_tight(table, style)) {
        Some(scaled) => lines_of(&titles_first(scaled), style),
        None => lines_of(table, style),
    }
}

/// What shorter amounts leave free is for titles, before it is for further columns.
fn titles_first(mut table: Table) -> Table {
    for column in &mut table.columns {
        if let Room::Cut(least) = column.room {
            column.room = Room::Cut(least + FREED);
        }
    }
    table
}

/// Whether titles are cut or figures left out.
fn is_tight(table: &Table, style: &Style) -> bool {
    let (places, wanted) = placed(table, &shapes_of(table, style), style);
    let columns = table.columns.iter().zip(&places).zip(&wanted);
    columns.into_iter().any(|((column, place), wanted)| match (place, column.room) {
        (Place::InRow(width), Room::Cut(_)) => width < wanted,
        (Place::Hidden, _) => !is_never(column) && column.align != Align::Left,
        _ => false,
    })
}

fn shapes_of(table: &Table, style: &Style) -> Vec<Shape> {
    table.columns.iter().enumerate().map(|(index, column)| Shape::of(table, index, column, style)).collect()
}

fn placed(table: &Table, shapes: &[Shape], style: &Style) -> (Vec<Place>, Vec<usize>) {
    let rooms: Vec<_> = table.columns.iter().map(|column| column.room).collect();
    let wanted: Vec<usize> = shapes.iter().map(|shape| shape.width).collect();
    (fit(&rooms, &wanted, style.width.saturating_sub(INDENT)), wanted)
}

fn lines_of(table: &Table, style: &Style) -> String {
    let shapes = shapes_of(table, style);
    let (places, wanted) = placed(table, &shapes, style);
    let grid = Grid { table, shapes: &shapes, places: &places, style };
    grid.lines() + &grid.left_out(&wanted)
}

/// How wide the cells of a column are, and where their decimal points stand.
struct Shape {
    width: usize,
    /// The columns before the point.
    whole: usize,
    /// The columns from the point on, with what stands after the number.
    tail: usize,
}

impl Shape {
    fn of(table: &Table, index: usize, column: &Column, style: &Style) -> Shape {
        let mut shape = Shape { width: columns(&one_line(&column.heading)), whole: 0, tail: 0 };
        // A large table has a dozen columns of data: what is never shown is not measured.
        if is_never(column) {
            return shape;
        }
        for cell in cells_of(table, index) {
            match (column.align, Parts::of(cell)) {
                (Align::Point, Some(parts)) => {
                    shape.whole = shape.whole.max(columns(parts.whole()));
                    shape.tail = shape.tail.max(columns(parts.tail()));
                }
                (Align::Point | Align::Right | Align::Left, _) => {
                    shape.width = shape.width.max(columns(&words(cell, style)))
                }
            }
        }
        shape.width = shape.width.max(shape.whole + shape.tail);
        shape
    }
}

fn cells_of(table: &Table, index: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| match row {
        Row::Cells(cells) => cells.get(index),
        Row::Rule(_) => None,
    })
}

/// A number around its decimal point.
struct Parts {
    text: String,
    /// Where the point stands, or what follows a number without one.
    point: usize,
}

impl Parts {
    fn of(cell: &Cell) -> Option<Parts> {
        match cell {
            Cell::Figure(figure) => Some(Parts::of_figure(figure)),
            Cell::Count(count) => Some(Parts::of_whole(grouped(*count))),
            Cell::Empty
            | Cell::Text(_)
            | Cell::Path(_)
            | Cell::Named(..)
            | Cell::Known(..)
            | Cell::Said(_)
            | Cell::Months(..)
            | Cell::Status(..)
            | Cell::Truth(_)
            | Cell::Words(_)
            | Cell::Series(_)
            | Cell::Strip(_)
            | Cell::NotAvailable => None,
        }
    }

    fn of_figure(figure: &Figure) -> Parts {
        let mut text = figure.amount();
        let point = text.find('.').unwrap_or(text.len());
        text.push_str(figure.suffix());
        Parts { text, point }
    }

    fn of_whole(text: String) -> Parts {
        Parts { point: text.len(), text }
    }

    fn whole(&self) -> &str {
        self.text.get(..self.point).unwrap_or("")
    }

    /// From the point on, with the sign of the unit.
    fn tail(&self) -> &str {
        self.text.get(self.point..).unwrap_or("")
    }
}

/// Whether no terminal is wide enough for a column.
fn is_never(column: &Column) -> bool {
    matches!(column.room, Room::Data | Room::Drawn)
}

/// A cell in words, in full.
pub(super) fn words<'cell>(cell: &'cell Cell, style: &Style) -> Cow<'cell, str> {
    match cell {
        Cell::Empty | Cell::Strip(_) => "".into(),
        Cell::Text(text) | Cell::Path(text) | Cell::Named(_, text) => on_one_line(text),
        Cell::Known(name, _) => on_one_line(&name.path),
        Cell::Said(pieces) => one_line(&in_names(pieces)).into(),
        Cell::Months(first, last) => dates::digits(*first, *last).into(),
        Cell::Count(count) => grouped(*count).into(),
        Cell::Figure(figure) => (figure.amount() + figure.suffix()).into(),
        Cell::Status(mark, text) => format!("{} {}", sign(*mark, style.characters), on_one_line(text)).into(),
        Cell::Truth(truth) => sign(truth.mark(), style.characters).into(),
        Cell::Words(words) => changes::line(words, style).text.into(),
        Cell::Series(values) => sparkline(values, style.characters).into(),
        Cell::NotAvailable => "n/a".into(),
    }
}

/// The sign of good news or bad.
pub(super) fn sign(mark: Mark, characters: Characters) -> &'static str {
    match (mark, characters) {
        (Mark::Good, Characters::Unicode) => "✓",
        (Mark::Neutral, Characters::Unicode) => "·",
        (Mark::Bad, Characters::Unicode) => "✗",
        (Mark::Good, Characters::Ascii) => "+",
        (Mark::Neutral, Characters::Ascii) => ".",
        (Mark::Bad, Characters::Ascii) => "x",
    }
}

/// A level line, with words in it or without.
pub(super) fn rule(words: &str, width: usize, style: &Style) -> String {
    let dash = match style.characters {
        Characters::Unicode => "─",
        Characters::Ascii => "-",
    };
    if words.is_empty() {
        return dash.repeat(width);
    }
    let words = cut_end(&one_line(words), width.saturating_sub(8), style.characters);
    let rest = width.saturating_sub(columns(&words) + 4);
    format!("{} {words} {}", dash.repeat(2), dash.repeat(rest))
}

/// A table with its columns placed.
struct Grid<'table> {
    table: &'table Table,
    shapes: &'table [Shape],
    places: &'table [Place],
    style: &'table Style,
}

impl Grid<'_> {
    fn lines(&self) -> String {
        let mut text = String::new();
        if let Some(unit) = &self.table.unit {
            let unit = padded_left(unit, self.width());
            self.line(&mut text, &painted(&unit, Paint::new().dimmed(), self.style));
        }
        self.line(&mut text, &painted(&self.header(), Paint::new().bold(), self.style));
        self.line(&mut text, &painted(&rule("", self.width(), self.style), Paint::new().dimmed(), self.style));
        let mut above: &[Cell] = &[];
        for row in &self.table.rows {
            match row {
                Row::Cells(cells) => {
                    self.row(&mut text, cells, above);
                    above = cells;
                }
                Row::Rule(words) => {
                    above = &[];
                    let line = rule(words, self.width(), self.style);
                    self.line(&mut text, &painted(&line, Paint::new().bold(), self.style));
                }
            }
        }
        text
    }

    /// Which figures found no room, and the width at which all columns do; nothing where none was left out. Titles and
    /// paths say again what stands in the row: of them nothing is said.
    fn left_out(&self, wanted: &[usize]) -> String {
        let columns = || self.table.columns.iter().zip(self.places).zip(wanted);
        let is_hidden = |column: &Column, place: Place| {
            let says_more = column.align != Align::Left || column.room == Room::Kept;
            place == Place::Hidden && !is_never(column) && says_more && !column.heading.is_empty()
        };
        let hidden: Vec<String> = columns()
            .filter(|((column, place), _)| is_hidden(column, **place))
            .map(|((column, _), _)| one_line(&column.heading))
            .collect();
        if hidden.is_empty() {
            return String::new();
        }
        let all = columns().filter(|((column, place), _)| **place != Place::Below && !is_never(column));
        let width = all.map(|(_, wanted)| wanted + GAP).sum::<usize>().saturating_sub(GAP) + INDENT;
        let words = format!("no room for: {}; `--width {width}` shows all columns", hidden.join(", "));
        let mut text = String::new();
        for line in wrapped(&words, self.style.width.saturating_sub(INDENT), 0).lines() {
            self.line(&mut text, &painted(line, Paint::new().dimmed(), self.style));
        }
        text
    }

    fn line(&self, text: &mut String, line: &str) {
        push_blanks(text, INDENT);
        text.push_str(line.trim_end());
        text.push('\n');
    }

    /// The columns of a line.
    fn width(&self) -> usize {
        self.in_row().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP)
    }

    /// The columns that stand in the row, each with its width.
    fn in_row(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().enumerate().filter_map(|(index, place)| match place {
            Place::InRow(width) => Some((index, *width)),
            Place::Below | Place::Hidden => None,
        })
    }

    fn header(&self) -> String {
        let headings = self.in_row().filter_map(|(index, width)| {
            let column = self.table.columns.get(index)?;
            let heading = cut_end(&one_line(&column.heading), width, self.style.characters);
            Some(match column.align {
                Align::Left => padded_right(&heading, width),
                Align::Right | Align::Point => padded_left(&heading, width),
            })
        });
        headings.collect::<Vec<String>>().join(&" ".repeat(GAP))
    }

    fn row(&self, text: &mut String, cells: &[Cell], above: &[Cell]) {
        // A cell is told apart by all grouping cells before it: the first that differs ends the repetition.
        let mut is_again = true;
        push_blanks(text, INDENT);
        let start = text.len();
        for (place, (index, width)) in self.in_row().enumerate() {
            let groups = self.table.columns.get(index).is_some_and(|column| column.repeats == Repeats::Once);
            is_again &= !groups || cells.get(index) == above.get(index);
            let cell = cells.get(index).filter(|_| !(groups && is_again)).unwrap_or(&Cell::Empty);
            if place > 0 {
                push_blanks(text, GAP);
            }
            self.cell(text, index, cell, width);
        }
        text.truncate(text.trim_end().len().max(start));
        text.push('\n');
        for (index, place) in self.places.iter().enumerate() {
            if *place == Place::Below {
                self.below(text, cells.get(index).unwrap_or(&Cell::Empty));
            }
        }
    }

    /// A cell that has no place in the row: lines of its own, a step to the right.
    fn below(&self, text: &mut String, cell: &Cell) {
        if cell.is_empty() {
            return;
        }
        let first = self.in_row().next().map_or(0, |(_, width)| width + GAP);
        // Beside a narrow first column, as that of ranks, but not beside names.
        let first = if first > WIDEST_STEP { GAP } else { first };
        let room = self.style.width.saturating_sub(INDENT + first).max(20);
        for line in wrapped_lines(cell, room, self.style) {
            self.line(text, &format!("{}{line}", " ".repeat(first)));
        }
    }

    fn colored<'text>(&self, cell: &Cell, text: Cow<'text, str>) -> Cow<'text, str> {
        match (cell, mark_of(cell)) {
            (Cell::Words(words), _) => changes::line(words, self.style).painted(&text, 0, self.style).into(),
            (_, Some(mark)) if self.style.color == Color::Ansi => painted(&text, paint_of(mark), self.style).into(),
            (_, Some(_) | None) => text,
        }
    }

    fn cell(&self, text: &mut String, index: usize, cell: &Cell, width: usize) {
        let align = self.table.columns.get(index).map_or(Align::Left, |column| column.align);
        if let (Align::Point, Some(parts), Some(shape)) = (align, Parts::of(cell), self.shapes.get(index)) {
            text.push_str(&self.colored(cell, number(&parts, shape, width).into()));
            return;
        }
        let mut words = words(cell, self.style);
        let mut taken = columns(&words);
        if taken > width {
            words = Cow::Owned(match cell {
                Cell::Path(_) | Cell::Known(..) => cut_middle(&words, width, self.style.characters),
                Cell::Named(..) => cut_title(&words, width, self.style.characters),
                _ => cut_end(&words, width, self.style.characters),
            });
            taken = columns(&words);
        }
        let blanks = width.saturating_sub(taken);
        let shown = isolated(self.colored(cell, words));
        match align {
            Align::Left => {
                text.push_str(&shown);
                push_blanks(text, blanks);
            }
            Align::Right | Align::Point => {
                push_blanks(text, blanks);
                text.push_str(&shown);
            }
        }
    }
}

/// A cell in lines of at most so many columns: two versions of a text in their colours, everything else dimmed.
fn wrapped_lines(cell: &Cell, room: usize, style: &Style) -> Vec<String> {
    match cell {
        Cell::Words(words) => changes::line(words, style).wrapped(room, style),
        cell => {
            let lines = wrapped(&words(cell, style), room, 0);
            lines.lines().map(|line| painted(line, Paint::new().dimmed(), style)).collect()
        }
    }
}

fn mark_of(cell: &Cell) -> Option<Mark> {
    match cell {
        Cell::Figure(figure) => figure.mark,
        Cell::Status(mark, _) => Some(*mark),
        Cell::Truth(truth) => Some(truth.mark()),
        Cell::Empty
        | Cell::Text(_)
        | Cell::Path(_)
        | Cell::Named(..)
        | Cell::Known(..)
        | Cell::Said(_)
        | Cell::Months(..)
        | Cell::Count(_)
        | Cell::Words(_)
        | Cell::Series(_)
        | Cell::Strip(_)
        | Cell::NotAvailable => None,
    }
}

/// With its decimal point below those of the column.
fn number(parts: &Parts, shape: &Shape, width: usize) -> String {
    let before = shape.whole.saturating_sub(columns(parts.whole()));
    let after = shape.tail.saturating_sub(columns(parts.tail()));
    let aside = width.saturating_sub(before + columns(&parts.text) + after);
    let mut text = String::with_capacity(aside + before + parts.text.len() + after);
    push_blanks(&mut text, aside + before);
    text.push_str(&parts.text);
    push_blanks(&mut text, after);
    text
}

fn push_blanks(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n(' ', count));
}

fn padded_right(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

fn padded_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}
