//! The lines of a plan file that differ, where one is compared: each figure as the file has it.

use crate::diff::Changes;
use crate::report::document::{Block, Cell, Column, Fold, Heading, Room, Row, Section, Table};

/// The section.
pub(super) fn section(changes: &Changes) -> Section {
    let columns = vec![
        Column::text("figure", "figure", Room::Cut(20)),
        Column::mixed("before", "before", Room::Kept),
        Column::mixed("after", "after", Room::Kept),
    ];
    let mut table = Table::new("figures", columns);
    let cell = |value: &Option<String>| Cell::or_empty(value.as_deref().map(Cell::text));
    let rows = changes.lines.iter();
    table.rows =
        rows.map(|line| Row::Cells(vec![Cell::path(&line.about), cell(&line.before), cell(&line.after)])).collect();
    let heading = Heading { words: "Lines of the plan file".into(), fold: Fold::Folded };
    let mut section = Section { key: "figures", heading: Some(heading), blocks: Vec::new() };
    section.push(Block::Table(table));
    section
}
