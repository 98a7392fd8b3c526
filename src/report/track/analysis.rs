//! Volume, price and efficiency, in a report: what of each line's variance comes of each.

use super::cells::{amount, variance};
use super::lines::named;
use crate::check::CheckedPlan;
use crate::control::{Analysis, BudgetLine, Track};
use crate::model::AnyId;
use crate::report::document::{Block, Cell, Column, Note, Room, Row, Section, Table};
use crate::report::names::all_known;

/// The section.
pub(super) fn section(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("analysis", "Volume, price and efficiency");
    let flexible = &track.flexible;
    let columns = vec![
        Column::text("package", "package", Room::Cut(18)).once(),
        Column::text("category", "category", Room::Cut(16)),
        Column::number("budget_to_date", "budget to date", Room::Optional(3)),
        Column::number("flexible", "flexible budget", Room::Optional(2)),
        Column::number("actual", "actual", Room::Optional(1)),
        Column::number("volume", "volume", Room::Kept),
        Column::number("price", "price", Room::Kept),
        Column::number("efficiency", "efficiency", Room::Kept),
        Column::number("rest", "not split", Room::Kept),
        Column::number("variance", "variance", Room::Kept),
    ];
    let mut table = Table::new("variances", columns);
    table.rows = flexible.lines.iter().map(|(line, analysis)| Row::Cells(row(plan, line, analysis))).collect();
    section.push(Block::Table(table.without_empty_columns()));
    if !section.blocks.is_empty() && !flexible.drivers.is_empty() {
        let mut said = vec!["the flexible budget takes what was observed of ".into()];
        said.extend(all_known(plan, flexible.drivers.iter().copied()));
        said.push(" in place of what was planned".into());
        section.push(Block::Notes(vec![Note::said(None, said)]));
    }
    section
}

fn row(plan: &CheckedPlan, line: &BudgetLine, analysis: &Analysis) -> Vec<Cell> {
    let strays = |from, to| line.nature.variance(from, to).map_or(Cell::NotAvailable, |money| variance(plan, money));
    let (price, efficiency, rest) = match analysis.split {
        Some(split) => (variance(plan, split.price), variance(plan, split.efficiency), Cell::Empty),
        None => (Cell::Empty, Cell::Empty, strays(analysis.flexible, analysis.actual)),
    };
    vec![
        named(plan, line.package.map(AnyId::from), "no package"),
        named(plan, line.category.map(AnyId::from), "no category"),
        amount(plan, analysis.planned),
        amount(plan, analysis.flexible),
        amount(plan, analysis.actual),
        variance(plan, analysis.volume),
        price,
        efficiency,
        rest,
        strays(analysis.planned, analysis.actual),
    ]
}
