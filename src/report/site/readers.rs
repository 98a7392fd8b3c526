//! Sections of a report for who reads pages: takes one as every format has it, gives it with titles before names, each table in
//! one unit, and amounts beside labels as short as they are told in a sentence.

use crate::quantity::Period;
use crate::report::dates;
use crate::report::document::{Block, Cell, Column, KeyFigure, Measure, Room, Row, Said, Section, Table};
use crate::report::one_unit::in_one_unit;

/// Makes a section one for readers. Forms stay: they have every figure in full.
pub(super) fn for_readers(section: &mut Section) {
    for block in &mut section.blocks {
        match block {
            Block::Table(table) => {
                by_title(table);
                table.columns.iter_mut().for_each(month_in_words);
                if let Some(scaled) = in_one_unit(table) {
                    *table = scaled;
                }
            }
            Block::KeyFigures(key_figures) => key_figures.iter_mut().for_each(short),
            Block::Notes(_)
            | Block::Form(_)
            | Block::Message(_)
            | Block::Chart(_)
            | Block::Journey(_)
            | Block::Picture(_) => {}
        }
    }
}

/// `July 2026` at the head of a column of that month.
fn month_in_words(column: &mut Column) {
    if let Ok(Period::Month(month)) = Period::parse(&column.heading) {
        column.heading = dates::month(month);
    }
}

/// `2.09M AUD`
fn short(key_figure: &mut KeyFigure) {
    if let Cell::Figure(figure) = &key_figure.value
        && let Measure::Money(code) = figure.measure
        && figure.mark.is_none()
    {
        key_figure.value = Cell::Said(vec![Said::Money(figure.clone()), format!(" {code}").into()]);
    }
}

/// Whoever reads a page knows things by their titles: where a table has those, the column of names goes, and a name stands
/// where there is no title.
fn by_title(table: &mut Table) {
    let Some(title) = table.columns.iter().position(|column| column.key == "title") else { return };
    let is_names = |index: usize| {
        table.rows.iter().all(|row| match row {
            Row::Cells(cells) => matches!(cells.get(index), Some(Cell::Path(_) | Cell::Known(..))),
            Row::Rule(_) => true,
        })
    };
    // The column of names is the nearest one beside the titles.
    let beside = [title.checked_sub(1), title.checked_add(1)].into_iter().flatten();
    let Some(names) = beside.filter(|index| *index < table.columns.len()).find(|index| is_names(*index)) else {
        return;
    };
    for row in &mut table.rows {
        let Row::Cells(cells) = row else { continue };
        let name = cells.get(names).cloned().unwrap_or_default();
        if let Some(cell) = cells.get_mut(title) {
            let is_plain = matches!(cell, Cell::Text(_));
            if cell.is_empty() || (is_plain && matches!(name, Cell::Known(..))) {
                *cell = name;
            }
        }
    }
    let heading = table.columns.get(names).map(|column| column.heading.clone()).unwrap_or_default();
    if let Some(column) = table.columns.get_mut(title).filter(|column| column.heading == "title") {
        column.heading = heading;
    }
    if let Some(column) = table.columns.get_mut(names) {
        column.room = Room::Data;
    }
}
