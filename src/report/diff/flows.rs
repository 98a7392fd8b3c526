//! What passes through the stages of journeys otherwise, in the calendar's last month.

use super::figures::Values;
use crate::diff::{Changes, StageChange};
use crate::outcome::{Measure, StageFigures};
use crate::quantity::Number;
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};

/// Whatever passes is counted; what it is called stands in the plan.
const COUNTED: &str = "passing";

/// The section.
pub(super) fn section(changes: &Changes) -> Section {
    let columns = vec![
        Column::text("stage", "stage", Room::Cut(16)),
        Column::text("month", "month", Room::Optional(1)),
        Column::mixed("entering_before", "entering before", Room::Optional(2)),
        Column::mixed("entering", "entering", Room::Kept),
        Column::mixed("leaving_before", "leaving before", Room::Optional(3)),
        Column::mixed("leaving", "leaving", Room::Kept),
    ];
    let mut table = Table::new("stages", columns);
    table.rows = changes.stages.iter().map(row).collect();
    let mut section = Section::new("stages", "Journeys");
    section.push(Block::Table(table.without_empty_columns()));
    section
}

fn row(change: &StageChange) -> Row {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let entering = flow(before, after, |stage| stage.entering);
    let leaving = flow(before, after, |stage| stage.leaving);
    let month = after.or(before).map(|stage| stage.month.as_str()).unwrap_or_default();
    let mut cells = vec![Cell::path(change.name.as_str()), Cell::text(month)];
    cells.extend(entering);
    cells.extend(leaving);
    Row::Cells(cells)
}

/// A flow before and after, with as many decimals.
fn flow(
    before: Option<&StageFigures>,
    after: Option<&StageFigures>,
    of: fn(&StageFigures) -> Option<Number>,
) -> [Cell; 2] {
    let [was, is] = [before, after].map(|stage| stage.map(of));
    let values = Values::new(&Measure::Unit(COUNTED.into()), &[was.flatten(), is.flatten()]);
    [was, is].map(|value| value.map_or(Cell::Empty, |value| values.cell(value)))
}
