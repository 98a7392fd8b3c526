//! The roadmap in the report of a plan: takes the evaluated plan, gives its milestones by month and package, with owner and
//! order, what is critical, what has slack, what is late.

use super::document::{Block, Cell, Column, Figure, Mark, Measure, Note, Room, Row, Section, Sign, Table};
use super::names::{all_known, path, path_cell, title_cell};
use crate::check::CheckedPlan;
use crate::diagnostic::text::{counted, grouped};
use crate::evaluate::Evaluation;
use crate::quantity::{Month, Number};
use crate::roadmap::{Progress, RoadmapStep, roadmap};

/// The section; without a month to look back from nothing is late.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, as_of: Option<Month>) -> Section {
    let mut section = Section::new("roadmap", "Roadmap");
    let mut steps = roadmap(plan, Some(evaluation), as_of);
    steps.sort_by_key(|step| (step.on.month(), step.package, step.on, step.milestone));
    section.push(Block::Table(table(plan, &steps)));
    section.push(Block::Notes(notes(&steps, as_of)));
    section
}

fn table(plan: &CheckedPlan, steps: &[RoadmapStep]) -> Table {
    let columns = vec![
        Column::text("month", "month", Room::Kept).once(),
        Column::text("standing", "", Room::Kept),
        Column::text("milestone", "milestone", Room::Cut(18)),
        Column::text("title", "title", Room::OptionalCut(4, 14)),
        Column::text("on", "on", Room::Kept),
        Column::text("critical", "", Room::Optional(5)),
        Column::number("slack", "slack", Room::Optional(3)),
        Column::text("owner", "owner", Room::OptionalCut(2, 10)),
        Column::text("after", "after", Room::OptionalCut(1, 14)),
        Column::text("package", "package", Room::Data),
    ];
    let mut table = Table::new("milestones", columns).captioned("Milestones, with their slack in days");
    table.rows = steps.iter().map(|step| row(plan, step)).collect();
    table.without_empty_columns()
}

fn row(plan: &CheckedPlan, step: &RoadmapStep) -> Row {
    let days = |days: i32| {
        let measure = Measure::counted("day", "days");
        let value = Number::from_integer(i64::from(days));
        Cell::Figure(Figure { value, measure, digits: 0, sign: Sign::Minus, mark: None })
    };
    Row::Cells(vec![
        Cell::Months(step.on.month(), step.on.month()),
        standing(plan, step),
        path_cell(plan, step.milestone),
        title_cell(plan, step.milestone),
        Cell::text(step.on.to_string()),
        Cell::text(if step.is_critical && step.is_funded { "critical" } else { "" }),
        Cell::or_empty(step.slack.map(days)),
        Cell::or_empty(step.owner.map(|owner| path_cell(plan, owner))),
        Cell::Said(all_known(plan, step.after.iter().copied())),
        path_cell(plan, step.package),
    ])
}

/// What is not funded is struck out, whatever else would be said of it.
fn standing(plan: &CheckedPlan, step: &RoadmapStep) -> Cell {
    let (mark, words) = match step.progress {
        _ if !step.is_funded => (Mark::Neutral, "struck out: not funded".to_owned()),
        Progress::Done => (Mark::Good, "done".to_owned()),
        Progress::Late => (Mark::Bad, "late".to_owned()),
        Progress::AtRisk { by } => (Mark::Bad, format!("at risk: {} is late", path(plan, by))),
        Progress::Ahead => return Cell::Empty,
    };
    Cell::Status(mark, words)
}

fn notes(steps: &[RoadmapStep], as_of: Option<Month>) -> Vec<Note> {
    let Some(month) = as_of else { return Vec::new() };
    let count =
        |is_meant: &dyn Fn(&RoadmapStep) -> bool| steps.iter().filter(|step| step.is_funded && is_meant(step)).count();
    let late = count(&|step| step.progress == Progress::Late);
    let at_risk = count(&|step| matches!(step.progress, Progress::AtRisk { .. }));
    if late == 0 {
        return vec![Note::marked(Mark::Good, format!("nothing that is funded is late at the end of {month}"))];
    }
    let risk = if at_risk > 0 { format!(", which puts {} more at risk", grouped(at_risk)) } else { String::new() };
    vec![Note::marked(Mark::Bad, format!("{} late at the end of {month}{risk}", counted(late, "milestone")))]
}
