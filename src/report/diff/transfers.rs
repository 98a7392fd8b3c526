//! What transfers do otherwise: the budgets that they leave packages.

use super::figures::money;
use crate::diff::{Changes, Record, Transferred, TransferredChange};
use crate::quantity::{Currency, Money};
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let currency = after.outcome.currency;
    let columns = vec![
        Column::text("package", "package", Room::Cut(16)),
        Column::number("decided", "decided", Room::Optional(1)),
        Column::number("moved_before", "moved before", Room::Optional(2)),
        Column::number("moved", "moved", Room::Kept),
        Column::number("current_before", "left before", Room::Optional(3)),
        Column::number("current", format!("left {currency}"), Room::Kept),
    ];
    let mut table = Table::new("transfers", columns);
    table.rows = changes.transferred.iter().map(|change| row(change, currency)).collect();
    let mut section = Section::new("transfers", "Transfers between packages");
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn row(change: &TransferredChange, currency: Currency) -> Row {
    let cell = |amount: Option<Money>| Cell::or_empty(amount.map(|amount| money(amount, currency)));
    let moved = |moved: Option<Transferred>| moved.and_then(|moved| moved.current.subtract(moved.decided).ok());
    let current = |moved: Option<Transferred>| moved.map(|moved| moved.current);
    Row::Cells(vec![
        Cell::path(change.name.as_str()),
        cell(change.after.or(change.before).map(|moved| moved.decided)),
        cell(moved(change.before)),
        cell(moved(change.after)),
        cell(current(change.before)),
        cell(current(change.after)),
    ])
}
