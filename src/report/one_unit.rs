//! One unit for a table: takes a table with amounts to the cent, gives it with all of them in the largest of one, a thousand and a
//! million in which each that is not nought is at least one. The exact amounts stay behind what is shown.

use super::document::{Align, Cell, Column, Figure, Measure, Room, Row, Said, Table};
use super::scale::Scale;
use crate::quantity::{Currency, Money};

/// The table in one unit; nothing where its amounts are of several currencies, or so small that they are best as they are.
#[must_use]
pub(super) fn in_one_unit(table: &Table) -> Option<Table> {
    // Where each row says its own unit, no unit is that of all.
    if table.columns.iter().any(|column| column.key == "unit" || column.key == "currency" && is_seen(column)) {
        return None;
    }
    let mut amounts = Vec::new();
    let mut code = None;
    for (column, cell) in cells(table).filter(|(column, _)| is_seen(column)) {
        for figure in money_of(column, cell) {
            let Measure::Money(own) = figure.measure else { continue };
            if *code.get_or_insert(own) != own {
                return None;
            }
            amounts.push(Money::round(figure.value, Currency::parse(own)?));
        }
    }
    let currency = Currency::parse(code?)?;
    let scale = Scale::of(amounts, currency);
    scale.is_short().then(|| scaled(table, &scale, currency))
}

fn cells(table: &Table) -> impl Iterator<Item = (&Column, &Cell)> {
    table.rows.iter().flat_map(|row| match row {
        Row::Cells(cells) => table.columns.iter().zip(cells.as_slice()),
        Row::Rule(_) => table.columns.iter().zip(&[]),
    })
}

/// What stands below a row has its own short amounts, and people never see what is for machines.
fn is_seen(column: &Column) -> bool {
    !matches!(column.room, Room::Below | Room::Data | Room::Drawn)
}

fn money_of<'c>(column: &Column, cell: &'c Cell) -> Vec<&'c Figure> {
    match cell {
        Cell::Figure(figure) if column.align != Align::Left => vec![figure],
        Cell::Said(pieces) => pieces.iter().filter_map(figure_of).collect(),
        _ => Vec::new(),
    }
}

fn figure_of(piece: &Said) -> Option<&Figure> {
    match piece {
        Said::Money(figure) => Some(figure),
        Said::Words(_) | Said::Known(..) => None,
    }
}

fn scaled(table: &Table, scale: &Scale, currency: Currency) -> Table {
    let mut table = Table { unit: Some(scale.caption()), ..table.clone() };
    let code = format!(" {}", currency.code());
    let seen: Vec<bool> = table.columns.iter().map(is_seen).collect();
    for (column, _) in table.columns.iter_mut().zip(&seen).filter(|(_, is_seen)| **is_seen) {
        if let Some(heading) = column.heading.strip_suffix(&code) {
            column.heading = heading.to_owned();
        }
    }
    for row in &mut table.rows {
        let Row::Cells(cells) = row else { continue };
        for (cell, _) in cells.iter_mut().zip(&seen).filter(|(_, is_seen)| **is_seen) {
            match cell {
                Cell::Figure(figure) => scale.fit(figure),
                Cell::Said(pieces) => pieces.iter_mut().for_each(|piece| match piece {
                    Said::Money(figure) => scale.fit(figure),
                    Said::Words(_) | Said::Known(..) => {}
                }),
                _ => {}
            }
        }
    }
    table
}
