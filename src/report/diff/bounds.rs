//! Caps and floors that changed, or are filled otherwise.

use super::figures::money;
use crate::diff::{BoundChange, BoundState, Changes, Record};
use crate::quantity::{Currency, Money};
use crate::report::document::{Block, Cell, Column, Mark, Room, Row, Section, Table};

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let currency = after.outcome.currency;
    let columns = vec![
        Column::text("bound", "", Room::Kept),
        Column::text("of", "of", Room::Cut(16)),
        Column::number("before", "before", Room::Kept),
        Column::number("after", format!("after {currency}"), Room::Kept),
        Column::number("filled_before", "filled before", Room::Optional(1)),
        Column::number("filled", "filled", Room::Optional(2)),
        Column::text("standing", "", Room::Kept),
    ];
    let mut table = Table::new("bounds", columns);
    table.rows = changes.bounds.iter().map(|bound| row(bound, currency)).collect();
    let mut section = Section::new("bounds", "Caps and floors");
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn row(bound: &BoundChange, currency: Currency) -> Row {
    let amount = |state: Option<BoundState>| Cell::or_empty(state.map(|state| money(state.amount, currency)));
    let filled = |state: Option<BoundState>| state.and_then(|state| state.filled);
    let cell = |amount: Option<Money>| Cell::or_empty(amount.map(|amount| money(amount, currency)));
    Row::Cells(vec![
        Cell::text(bound.word),
        Cell::text(bound.name.as_str()),
        amount(bound.before),
        amount(bound.after),
        cell(filled(bound.before)),
        cell(filled(bound.after)),
        Cell::or_empty(bound.after.and_then(standing)),
    ])
}

/// Whether a floor is filled.
fn standing(state: BoundState) -> Option<Cell> {
    let is_filled = state.filled? >= state.amount;
    Some(match is_filled {
        true => Cell::Status(Mark::Good, "filled".to_owned()),
        false => Cell::Status(Mark::Bad, "not filled".to_owned()),
    })
}
