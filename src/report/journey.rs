//! Journeys: takes the funded plan, shows what passes each stage, touchpoints with what is spent on them, moments of truth
//! with what covers them, and pains and needs with what relieves them.

use super::document::{Block, Cell, Column, Figure, Mark, Room, Row, Said, Section, Table};
use super::names::{all_known, display, month, path_cell};
use super::number::part;
use super::relief::Relief;
use super::relief::share;
use super::unit;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, MomentCoverage, Serving};
use crate::model::schema::{Integer, Rating};
use crate::model::{Id, Level, Moment, Stage, Touchpoint};
use crate::outcome::{at_stake, moment, stage_money};
use crate::quantity::{Money, Number, Unit};

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("journeys", "Journeys");
    section.push(Block::Table(stages(plan, evaluation)));
    section.push(Block::Table(along(plan, evaluation)));
    section.push(Block::Table(touchpoints(plan, evaluation)));
    section.push(Block::Table(moments(plan, evaluation)));
    let relief = Relief::of(plan, evaluation);
    section.push(Block::Table(relief.pains()));
    section.push(Block::Table(relief.needs()));
    section
}

fn stages(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let last = plan.calendar.len().saturating_sub(1);
    let columns = vec![
        Column::text("title", "stage", Room::Cut(18)).once(),
        Column::text("stage", "path", Room::OptionalCut(1, 14)).once(),
        Column::text("flow", "", Room::Kept),
        Column::text("unit", "of", Room::Optional(3)),
        Column::mixed("first_month", month(plan, 0), Room::Kept),
        Column::mixed("last_month", month(plan, last), Room::Kept),
        Column::mixed("total", "in all", Room::Kept),
        Column::text("by_month", "by month", Room::Optional(2)),
    ];
    let mut table = Table::new("stages", columns).captioned("What passes each stage in the funded plan");
    for (id, terms) in plan.plan().stages.ids().zip(&plan.stages) {
        let Some(flow) = evaluation.projection.funded.stages.get(id.index()) else { continue };
        if flow.entering.iter().chain(&flow.leaving).all(Option::is_none) {
            continue;
        }
        table.rows.push(flow_row(plan, id, "enter", &terms.entering_unit, &flow.entering));
        table.rows.push(flow_row(plan, id, "leave", &terms.leaving_unit, &flow.leaving));
    }
    table
}

fn flow_row(plan: &CheckedPlan, id: Id<Stage>, word: &str, unit: &Unit, values: &[Option<Number>]) -> Row {
    let measure = unit::measure(plan.plan(), unit);
    let total = values.iter().try_fold(Number::ZERO, |sum, value| sum.add((*value)?).ok());
    let cell =
        |value: Option<Number>| Cell::or_not_available(value.map(|value| Cell::Figure(counted(value, &measure))));
    Row::Cells(vec![
        Cell::text(display(plan, id)),
        path_cell(plan, id),
        Cell::text(word),
        Cell::text(unit::name(&measure)),
        cell(values.first().copied().flatten()),
        cell(values.last().copied().flatten()),
        cell(total),
        Cell::Series(values.to_vec()),
    ])
}

/// Customers and visitors are whole: a model's decimals say nothing, unless there are only few.
fn counted(value: Number, measure: &super::document::Measure) -> Figure {
    let digits = if value.abs() < Number::from_integer(100) { 1 } else { 0 };
    Figure { value, measure: measure.clone(), digits, sign: super::document::Sign::Minus, mark: None }
}

/// Stage by stage what is spent there, and how much of it goes to moments of truth.
fn along(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("title", "stage", Room::Cut(18)),
        Column::text("stage", "path", Room::OptionalCut(1, 14)),
        Column::number("spend", "spent there", Room::Kept),
        Column::number("share", "share", Room::Kept),
        Column::text("served", "touchpoints served", Room::Optional(3)),
        Column::text("covered", "moments covered", Room::Kept),
        Column::number("on_moments", "spent on them", Room::Optional(4)),
        Column::number("at_stake", "at stake", Room::Optional(2)),
    ];
    let mut table = Table::new("along", columns).captioned("What is spent along the way");
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let given = evaluation.funding.as_ref().map(|funding| funding.total.spent).unwrap_or_default();
    for id in plan.plan().stages.ids() {
        let Some(money) = stage_money(plan, evaluation, id).filter(|money| money.touchpoints > 0) else { continue };
        let has_moments = money.moments > 0;
        table.rows.push(Row::Cells(vec![
            Cell::text(display(plan, id)),
            path_cell(plan, id),
            amount(money.spend),
            Cell::or_empty(part(money.spend, given).map(|share| Cell::Figure(Figure::share(share, 1)))),
            Cell::text(format!("{} of {}", money.served, money.touchpoints)),
            Cell::text(if has_moments { format!("{} of {}", money.covered, money.moments) } else { String::new() }),
            if has_moments { amount(money.on_moments) } else { Cell::Empty },
            Cell::or_empty(money.at_stake.map(amount)),
        ]));
    }
    // Where nothing is given there is no coverage to tell.
    if given.is_zero() {
        table.rows.clear();
    }
    table.without_empty_columns()
}

fn touchpoints(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("title", "touchpoint", Room::Cut(20)),
        Column::text("touchpoint", "path", Room::OptionalCut(1, 16)),
        Column::text("channel", "channel", Room::Optional(2)),
        Column::number("reach", "reach", Room::Optional(3)),
        Column::text("satisfaction", "satisfaction", Room::Kept),
        Column::number("spend", "spent on it", Room::Kept),
        Column::text("served_by", "served by", Room::OptionalCut(4, 14)),
    ];
    let mut table = Table::new("touchpoints", columns).captioned("Touchpoints").in_any_order();
    let serving = &evaluation.serving;
    table.rows =
        plan.plan().touchpoints.iter().map(|(id, touchpoint)| touchpoint_row(plan, serving, id, touchpoint)).collect();
    table.without_empty_columns()
}

fn touchpoint_row(plan: &CheckedPlan, serving: &Serving, id: Id<Touchpoint>, touchpoint: &Touchpoint) -> Row {
    let channel = touchpoint.channel.as_ref().map(|channel| path_cell(plan, channel.value));
    Row::Cells(vec![
        Cell::text(display(plan, id)),
        path_cell(plan, id),
        Cell::or_empty(channel),
        share(plan.figures.reaches.get(id.index()).copied().flatten()),
        Cell::or_empty(touchpoint.satisfaction.as_ref().map(satisfaction)),
        Cell::or_empty(serving.spend(id).map(|spend| Cell::Figure(Figure::money(spend, plan.currency)))),
        Cell::Said(all_known(plan, serving.of_touchpoint(id).map(|(package, _)| package))),
    ])
}

fn satisfaction(rating: &Rating) -> Cell {
    Cell::text(format!("{} of {}", rating.value, rating.of))
}

fn moments(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("covered", "", Room::Kept),
        Column::text("moment", "moment of truth", Room::Cut(24)),
        Column::text("kind", "kind", Room::Optional(2)),
        Column::number("importance", "importance", Room::Optional(4)),
        Column::number("at_stake", "at stake", Room::Optional(1)),
        Column::number("spend", "spent on it", Room::Optional(3)),
        Column::text(moment::cover().column, "by", Room::Below),
        Column::text("touchpoint", "touchpoint", Room::Data),
    ];
    let mut table = Table::new("moments", columns).captioned("Moments of truth").in_any_order();
    let moments = plan.plan().moments.iter().zip(&evaluation.moments);
    table.rows = moments.map(|((id, moment), coverage)| moment_row(plan, id, moment, coverage)).collect();
    table.without_empty_columns()
}

fn moment_row(plan: &CheckedPlan, id: Id<Moment>, moment: &Moment, coverage: &MomentCoverage) -> Row {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let is_covered = coverage.is_covered();
    Row::Cells(vec![
        if is_covered {
            Cell::Status(Mark::Good, "covered".to_owned())
        } else {
            Cell::Status(Mark::Bad, "uncovered".to_owned())
        },
        Cell::text(display(plan, id)),
        Cell::text(moment.kind.get().map_or("", |kind| kind.word()).replace('_', " ")),
        Cell::or_empty(moment.importance.get().map(|Integer(importance)| Cell::Count(usize::from(*importance)))),
        Cell::or_empty(at_stake(plan, id).map(amount)),
        Cell::or_empty(is_covered.then(|| amount(coverage.spend))),
        Cell::Said(measures(plan, coverage)),
        Cell::or_empty(moment.parent.map(|parent| path_cell(plan, parent))),
    ])
}

/// `beforehand a.b and c.d; afterwards e.f; not funded: g.h`
fn measures(plan: &CheckedPlan, coverage: &MomentCoverage) -> Vec<Said> {
    let unfunded: Vec<Id<Level>> =
        coverage.proactive.unfunded.iter().chain(&coverage.reactive.unfunded).copied().collect();
    let parts = [
        ("beforehand ", &coverage.proactive.funded),
        ("afterwards ", &coverage.reactive.funded),
        ("not funded: ", &unfunded),
    ];
    let mut said: Vec<Said> = Vec::new();
    for (word, levels) in parts.into_iter().filter(|(_, levels)| !levels.is_empty()) {
        let before = if said.is_empty() { "" } else { "; " };
        said.push(format!("{before}{word}").into());
        said.extend(all_known(plan, levels.iter().copied()));
    }
    said
}
