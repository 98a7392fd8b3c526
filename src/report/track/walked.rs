//! The journey as it went, in a report: flows and drivers beside what was planned, and satisfaction at touchpoints.

use super::told::months_of;
use crate::check::CheckedPlan;
use crate::control::{TouchpointSeen, Track};
use crate::evaluate::Evaluation;
use crate::model::observation::FlowEnd;
use crate::quantity::{Number, Unit};
use crate::report::document::{Block, Cell, Column, Figure, Mark, Measure, Room, Row, Section, Sign, Table};
use crate::report::kpis::View;
use crate::report::names::{month_cell, path, path_cell};
use crate::report::unit::{digits, figure, measure, name};

/// The section.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Section {
    let mut section = Section::new("walked", "The journey as it went");
    section.push(Block::Table(flows(plan, track)));
    section.push(Block::Table(touchpoints(plan, evaluation, track)));
    section.push(Block::Table(drivers(plan, track)));
    section
}

type Months = [(usize, Option<Number>, Number)];

fn columns(what: &'static str) -> Vec<Column> {
    vec![
        Column::text(what, what, Room::Cut(20)),
        Column::text("unit", "in", Room::OptionalCut(2, 10)),
        Column::text("month", "in month", Room::Optional(4)),
        Column::mixed("planned", "planned", Room::Kept),
        Column::mixed("observed", "observed", Room::Kept),
        Column::mixed("share", "of planned", Room::Kept),
        Column::mixed("to_date", "of planned to date", Room::Optional(3)),
        Column::text("by_month", "by month", Room::Optional(1)),
    ]
}

fn flows(plan: &CheckedPlan, track: &Track) -> Table {
    let mut table = Table::new("flows", columns("flow")).captioned("Who passed the stages");
    for seen in &track.seen.flows {
        let Some(terms) = plan.stages.get(seen.stage.index()) else { continue };
        let unit = if seen.end == FlowEnd::Entering { &terms.entering_unit } else { &terms.leaving_unit };
        let name = format!("{}.{}", path(plan, seen.stage), seen.end.word());
        table.rows.push(Row::Cells(row(plan, Cell::path(name), unit, &seen.months)));
    }
    table
}

fn drivers(plan: &CheckedPlan, track: &Track) -> Table {
    let mut table = Table::new("drivers", columns("driver")).captioned("What drives cost and KPIs");
    for seen in &track.seen.drivers {
        let Some(terms) = plan.drivers.get(seen.driver.index()) else { continue };
        table.rows.push(Row::Cells(row(plan, path_cell(plan, seen.driver), &terms.unit, &seen.months)));
    }
    table
}

fn row(plan: &CheckedPlan, what: Cell, unit: &Unit, months: &Months) -> Vec<Cell> {
    let value = |value: Number| Cell::Figure(figure(plan.plan(), unit, value));
    let last = months.last().copied();
    let share = |observed: Number, planned: Option<Number>| {
        Some(Cell::Figure(Figure::share(observed.divide(planned?).ok()?, 1)))
    };
    let both = |planned: Option<Number>, observed: Number| planned.map(|planned| (planned, observed));
    let to_date = months
        .iter()
        .filter_map(|(_, planned, observed)| both(*planned, *observed))
        .try_fold((Number::ZERO, Number::ZERO), |(sum, came), (planned, observed)| {
            Some((sum.add(planned).ok()?, came.add(observed).ok()?))
        });
    vec![
        what,
        Cell::text(name(&measure(plan.plan(), unit))),
        Cell::or_empty(last.map(|(place, ..)| month_cell(plan, place))),
        Cell::or_not_available(last.and_then(|(_, planned, _)| planned).map(value)),
        Cell::or_empty(last.map(|(.., observed)| value(observed))),
        Cell::or_not_available(last.and_then(|(_, planned, observed)| share(observed, planned))),
        Cell::or_not_available(to_date.and_then(|(planned, observed)| share(observed, Some(planned)))),
        Cell::Series(months.iter().map(|(.., observed)| Some(*observed)).collect()),
    ]
}

fn touchpoints(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("touchpoint", "touchpoint", Room::Cut(20)),
        Column::text("of", "rated of", Room::Optional(2)),
        Column::mixed("planned", "planned with", Room::Kept),
        Column::text("month", "in month", Room::Optional(4)),
        Column::mixed("observed", "observed", Room::Kept),
        Column::mixed("change", "change", Room::Kept),
        Column::text("by_month", "by month", Room::Optional(1)),
        Column::text("kpis", "KPIs measured there", Room::Below),
    ];
    let mut table = Table::new("touchpoints", columns).captioned("Satisfaction and sentiment at touchpoints");
    for seen in &track.seen.touchpoints {
        table.rows.push(Row::Cells(touchpoint(plan, evaluation, seen)));
    }
    table.without_empty_columns()
}

fn touchpoint(plan: &CheckedPlan, evaluation: &Evaluation, seen: &TouchpointSeen) -> Vec<Cell> {
    let plain = |value: Number| Figure::plain(value, digits(&Measure::Plain, &[value]));
    let latest = seen.series.last_key_value();
    let change = seen.planned.zip(latest).and_then(|((planned, _), (_, observed))| {
        let value = observed.subtract(planned).ok()?;
        let mark = match (value.is_positive(), value.is_negative()) {
            (true, _) => Some(Mark::Good),
            (_, true) => Some(Mark::Bad),
            (false, false) => None,
        };
        Some(Cell::Figure(Figure { sign: Sign::Both, mark, ..plain(value) }))
    });
    let kpis = seen.kpis.iter().filter_map(|(kpi, value)| {
        let figure = View::of(plan, evaluation, *kpi)?.figure(*value);
        Some(format!("{} {}", path(plan, *kpi), figure.in_full()))
    });
    vec![
        path_cell(plan, seen.touchpoint),
        Cell::or_empty(seen.planned.map(|(_, of)| Cell::text(of.to_string()))),
        Cell::or_empty(seen.planned.map(|(planned, _)| Cell::Figure(plain(planned)))),
        Cell::or_empty(latest.map(|(month, _)| Cell::Months(*month, *month))),
        Cell::or_empty(latest.map(|(_, value)| Cell::Figure(plain(*value)))),
        Cell::or_empty(change),
        Cell::Series(months_of(&seen.series).map(|month| seen.series.get(&month).copied()).collect()),
        Cell::text(kpis.collect::<Vec<String>>().join(", ")),
    ]
}
