//! Requirements: takes what became of each, shows whether it holds and the values that made it so.

use super::document::{Block, Cell, Column, Figure, Mark, Measure, Room, Row, Section, Table};
use super::names::display;
use super::unit::figure;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, OperandValue, Reading, RequirementResult, Verdict};
use crate::outcome::require;
use crate::source::Sources;

/// The section.
#[must_use]
pub(super) fn section(sources: &Sources, plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let columns = vec![
        Column::text(require::verdict().column, "", Room::Kept),
        Column::text("requirement", "requirement", Room::Cut(30)),
        Column::text("values", "because", Room::Below),
        Column::text("condition", "condition", Room::Data),
    ];
    let mut table = Table::new("requirements", columns);
    table.rows = evaluation.requires.iter().map(|outcome| row(sources, plan, outcome)).collect();
    let mut section = Section::new("requirements", "Requirements");
    section.push(Block::Table(table));
    section
}

fn row(sources: &Sources, plan: &CheckedPlan, outcome: &RequirementResult) -> Row {
    let require = plan.plan().requires.find(outcome.id);
    let condition = require.and_then(|require| require.require.get());
    let condition = condition.map_or_else(String::new, |condition| sources.one_line(condition.span));
    let (mark, word) = match outcome.verdict {
        Verdict::Holds => (Mark::Good, "holds"),
        Verdict::Fails => (Mark::Bad, "fails"),
        Verdict::NotAvailable => (Mark::Bad, "n/a"),
        Verdict::NothingSpent => (Mark::Neutral, "n/a"),
    };
    let values: Vec<String> = outcome.operands.iter().map(|operand| value(sources, plan, operand)).collect();
    Row::Cells(vec![
        Cell::Status(mark, word.to_owned()),
        Cell::text(display(plan, outcome.id)),
        Cell::text(match outcome.operands.as_slice() {
            [only] if sources.one_line(only.span) == condition => values.concat(),
            [] => condition.clone(),
            _ => format!("{condition}: {}", values.join(", ")),
        }),
        Cell::text(condition),
    ])
}

/// `nps at 2027-12 is 33.2 pts`
pub(super) fn value(sources: &Sources, plan: &CheckedPlan, operand: &OperandValue) -> String {
    let written = sources.one_line(operand.span);
    let unit = plan.plan().units.find(operand.unit);
    let shown = match (operand.value, unit) {
        (Some(value), _) if operand.reading == Reading::Truth => if value.is_zero() { "no" } else { "yes" }.to_owned(),
        (Some(value), Some(unit)) => precise(figure(plan.plan(), unit, value)).in_full(),
        _ => "n/a".to_owned(),
    };
    format!("{written} is {shown}")
}

/// Comparisons use unrounded values, so more of them is shown than elsewhere.
fn precise(figure: Figure) -> Figure {
    let digits = match figure.measure {
        Measure::Money(_) | Measure::Scaled(..) => 2,
        Measure::Plain | Measure::Share | Measure::Points | Measure::Score | Measure::Counted(_) | Measure::Unit(_) => {
            4
        }
    };
    Figure { digits, ..figure }.trimmed()
}
