//! What scenarios come to otherwise.

use super::figures::{money, money_moved};
use crate::diff::{Changes, Record, ScenarioChange, ScenarioFigures};
use crate::quantity::Currency;
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let currency = after.outcome.currency;
    let columns = vec![
        Column::text("scenario", "scenario", Room::Cut(12)),
        Column::number("funded_before", "funded before", Room::Optional(1)),
        Column::number("funded", format!("funded {currency}"), Room::Kept),
        Column::number("change", "change", Room::Kept),
        Column::text("levels", "levels", Room::Kept),
        Column::text("targets", "targets met", Room::Kept),
        Column::text("failing", "requirements failing", Room::Kept),
    ];
    let mut table = Table::new("scenarios", columns);
    table.rows = changes.scenarios.iter().map(|change| row(change, currency)).collect();
    let mut section = Section::new("scenarios", "Scenarios");
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn row(change: &ScenarioChange, currency: Currency) -> Row {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let funded =
        |figures: Option<&ScenarioFigures>| Cell::or_empty(figures.map(|figures| money(figures.funded, currency)));
    let moved = before.zip(after).map(|(before, after)| money_moved(before.funded, after.funded, currency));
    let count = |of: fn(&ScenarioFigures) -> usize| Cell::text(counts(before.map(of), after.map(of)));
    Row::Cells(vec![
        Cell::path(change.name.as_str()),
        funded(before),
        funded(after),
        Cell::or_empty(moved),
        count(|figures| figures.levels),
        count(|figures| figures.met),
        count(|figures| figures.failing),
    ])
}

/// `3 → 4`
fn counts(before: Option<usize>, after: Option<usize>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (_, Some(count)) | (Some(count), None) => count.to_string(),
        (None, None) => String::new(),
    }
}
