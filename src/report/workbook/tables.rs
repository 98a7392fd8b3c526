//! A section of the report as a sheet: its tables one below the other, numbers as numbers.

use super::cells::{column_of, headings, number, set_up, shown, text};
use super::view::{View, WorkbookError};
use crate::outcome::kpi;
use crate::report::dates;
use crate::report::document::{Block, Cell, Column, Figure, Mark, Measure, Room, Row, Section, Table, Truth, in_names};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// Writes sections on one sheet under a name; nothing where the report has none of them.
pub(super) fn write(workbook: &mut Workbook, view: &View<'_>, keys: &[&str], name: &str) -> Result<(), WorkbookError> {
    let sections: Vec<&Section> = view.document.sections.iter().filter(|section| keys.contains(&section.key)).collect();
    if sections.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet().set_name(name)?;
    set_up(sheet, &[24, 34, 14, 14, 14, 14, 14, 14, 14, 14, 14], (0, 0))?;
    text(sheet, (0, 0), name, &view.styles.title)?;
    let mut row = 2;
    for section in &sections {
        if let Some(heading) = section.heading.as_ref().filter(|_| sections.len() > 1) {
            text(sheet, (row, 0), &heading.words, &view.styles.heading)?;
            row += 1;
        }
        for block in &section.blocks {
            match block {
                Block::KeyFigures(key_figures) => {
                    for key_figure in key_figures {
                        text(sheet, (row, 0), key_figure.label, &view.styles.text)?;
                        write_cell(sheet, view, (row, 1), &key_figure.value)?;
                        text(sheet, (row, 2), &key_figure.comment, &view.styles.sentence)?;
                        row += 1;
                    }
                    row += 1;
                }
                Block::Table(table) => row = one(sheet, view, table, row)?,
                Block::Notes(_)
                | Block::Form(_)
                | Block::Message(_)
                | Block::Chart(_)
                | Block::Journey(_)
                | Block::Picture(_) => {}
            }
        }
    }
    Ok(())
}

/// Writes a table from a row on, and gives the row after it.
fn one(sheet: &mut Worksheet, view: &View<'_>, table: &Table, mut row: u32) -> Result<u32, WorkbookError> {
    if let Some(caption) = table.caption {
        text(sheet, (row, 0), caption, &view.styles.sentence)?;
        row += 1;
    }
    let is_shown = |column: &Column| match column.room {
        Room::Drawn => false,
        Room::Data => column.key.ends_with("_by_month"),
        _ => true,
    };
    let columns: Vec<usize> =
        table.columns.iter().enumerate().filter(|(_, column)| is_shown(column)).map(|(place, _)| place).collect();
    let mut words = Vec::new();
    for place in &columns {
        let Some(column) = table.columns.get(*place) else { continue };
        // A series is a column for each month.
        if is_series(table, *place) {
            words.extend(view.plan.calendar.months().map(|month| format!("{} {month}", column.heading)));
        } else if column.key == kpi::target().column {
            words.push("met".to_owned());
        } else {
            words.push(column.heading.clone());
        }
    }
    headings(sheet, row, &words, &view.styles.heading)?;
    row += 1;
    for cells in table.rows.iter().filter_map(|row| match row {
        Row::Cells(cells) => Some(cells),
        Row::Rule(_) => None,
    }) {
        let mut at = 0;
        for place in &columns {
            let cell = cells.get(*place).unwrap_or(&Cell::Empty);
            let width = if is_series(table, *place) { view.plan.calendar.len() } else { 1 };
            write_cell(sheet, view, (row, at), cell)?;
            at = at.saturating_add(column_of(width));
        }
        row += 1;
    }
    Ok(row + 1)
}

fn is_series(table: &Table, place: usize) -> bool {
    table.rows.iter().any(|row| matches!(row, Row::Cells(cells) if matches!(cells.get(place), Some(Cell::Series(_)))))
}

fn write_cell(sheet: &mut Worksheet, view: &View<'_>, at: (u32, u16), cell: &Cell) -> Result<(), WorkbookError> {
    let words = &view.styles.text;
    match cell {
        Cell::Empty | Cell::Strip(_) => {}
        Cell::Text(content) | Cell::Path(content) | Cell::Named(_, content) => text(sheet, at, content, words)?,
        Cell::Known(name, _) => text(sheet, at, &name.path, words)?,
        Cell::Said(pieces) => text(sheet, at, &in_names(pieces), words)?,
        Cell::Months(first, last) => text(sheet, at, &dates::digits(*first, *last), words)?,
        Cell::Count(count) => {
            let count = crate::quantity::Number::from_integer(i64::try_from(*count).unwrap_or(i64::MAX));
            number(sheet, at, count, &view.styles.count)?;
        }
        Cell::Figure(figure) => number(sheet, at, figure.value, &format_of(figure))?,
        Cell::Status(_, status) => text(sheet, at, status, words)?,
        Cell::Truth(truth) => text(sheet, at, if *truth == Truth::Yes { "yes" } else { "no" }, words)?,
        Cell::Words(pieces) => {
            let joined: String = pieces.iter().map(|(_, piece)| piece.as_str()).collect();
            text(sheet, at, &shown(&joined), words)?;
        }
        Cell::Series(values) => {
            for (place, value) in values.iter().enumerate() {
                let at = (at.0, at.1.saturating_add(column_of(place)));
                match value {
                    Some(value) => number(sheet, at, *value, &view.styles.text)?,
                    None => text(sheet, at, "n/a", words)?,
                }
            }
        }
        Cell::NotAvailable => text(sheet, at, "n/a", words)?,
    }
    Ok(())
}

/// The number keeps all its digits; shown are those of the report.
fn format_of(figure: &Figure) -> Format {
    let decimals = usize::try_from(figure.digits).unwrap_or(0);
    let point = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
    let unit = match figure.measure {
        Measure::Share | Measure::Points => "%",
        Measure::Plain
        | Measure::Money(_)
        | Measure::Scaled(..)
        | Measure::Score
        | Measure::Counted(_)
        | Measure::Unit(_) => "",
    };
    let sign = if figure.mark.is_some_and(|mark| mark != Mark::Neutral) { "+" } else { "" };
    let positive = format!("{sign}#,##0{point}{unit}");
    Format::new().set_num_format(format!("{positive};-#,##0{point}{unit}"))
}
