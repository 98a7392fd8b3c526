//! The lines of control: package × category with budget, actual, variance and the forecasts of the year's end.

use super::cells::{amount, some_amount, variance};
use crate::check::CheckedPlan;
use crate::control::{BudgetLine, Nature, Track};
use crate::model::AnyId;
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};
use crate::report::names::path_cell;

/// The key of the table, which a format with room for one takes.
pub(super) const KEY: &str = "lines";

/// Its columns.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("package", "package", Room::Cut(18)).once(),
        Column::text("category", "category", Room::Cut(16)),
        Column::text("department", "department", Room::Data),
        Column::text("nature", "nature", Room::Data),
        Column::number("original_budget", "decided", Room::Data),
        Column::number("budget", "budget", Room::Optional(3)),
        Column::number("budget_to_date", "budget to date", Room::Kept),
        Column::number("actual", "actual", Room::Kept),
        Column::number("variance", "variance", Room::Kept),
        Column::number("committed", "ordered", Room::Optional(2)),
        Column::number("run_rate", "run rate", Room::Data),
        Column::number("phased", "phased", Room::Data),
        Column::number("performance", "performance", Room::Data),
        Column::number("estimate", "expected", Room::Optional(4)),
        Column::number("variance_at_completion", "variance then", Room::Optional(1)),
    ]
}

/// The section.
pub(super) fn section(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("lines_of_control", "Lines of control");
    let mut table = Table::new(KEY, columns());
    // Sums that do not fit were reported where they were worked out.
    for (line, course) in track.year.lines().unwrap_or_default() {
        let Ok(figures) = track.year.figures(line.nature, &course) else { continue };
        let forecast = track.forecasts.get(&line).copied().unwrap_or_default();
        table.rows.push(Row::Cells(vec![
            named(plan, line.package.map(AnyId::from), "no package"),
            named(plan, line.category.map(AnyId::from), "no category"),
            Cell::or_empty(line.department(plan).map(|department| path_cell(plan, department))),
            Cell::text(nature(&line)),
            amount(plan, figures.original),
            amount(plan, figures.budget),
            amount(plan, figures.to_date),
            amount(plan, figures.actual),
            variance(plan, figures.variance),
            some_amount(plan, figures.committed),
            amount(plan, forecast.run_rate),
            amount(plan, forecast.phased),
            amount(plan, forecast.performance),
            amount(plan, forecast.estimate),
            variance(plan, forecast.variance),
        ]));
    }
    section.push(Block::Table(table));
    section
}

fn nature(line: &BudgetLine) -> &'static str {
    match line.nature {
        Nature::Income => "income",
        Nature::Expense => "expense",
        Nature::Capital => "capital",
    }
}

/// A name of the plan, or what stands for none.
pub(super) fn named(plan: &CheckedPlan, id: Option<AnyId>, none: &str) -> Cell {
    id.map_or_else(|| Cell::text(none), |id| path_cell(plan, id))
}
