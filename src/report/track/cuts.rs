//! The cuts of a year's course: one table for months, quarters, departments, categories and all else that money is cut by.

use std::collections::BTreeMap;

use super::cells::{amount, share, some_amount, variance};
use crate::check::CheckedPlan;
use crate::control::{Cut, Figures, Forecast, Line, Nature, Of, Track};
use crate::model::AnyId;
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};
use crate::report::names::{months_cell, path_cell};

/// Money that goes out.
pub(super) fn out(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("cuts", "Cost and investment, cut by");
    for (by, rows) in &track.out {
        // What nothing is cut by says nothing: every row would be the rest.
        if rows.keys().any(|of| *of != Of::Rest) {
            section.push(Block::Table(table(plan, track, *by, rows, |nature| nature != Nature::Income)));
        }
    }
    section
}

/// Money that comes in.
pub(super) fn income(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("income", "Income, cut by");
    if track.totals.contains_key(&Nature::Income) {
        for (by, rows) in &track.income {
            section.push(Block::Table(table(plan, track, *by, rows, |nature| nature == Nature::Income)));
        }
    }
    section
}

/// The key of a cut, and what one of it is called.
fn words(by: Cut) -> (&'static str, &'static str, &'static str) {
    match by {
        Cut::Month => ("by_month", "month", ""),
        Cut::Quarter => ("by_quarter", "quarter", ""),
        Cut::Year => ("by_year", "year", ""),
        Cut::Department => ("by_department", "department", "no department"),
        Cut::Category => ("by_category", "category", "no category"),
        Cut::Package => ("by_package", "package", "no package"),
        Cut::Level => ("by_level", "level", "not assigned"),
        Cut::Channel => ("by_channel", "channel", "not assigned"),
        Cut::Touchpoint => ("by_touchpoint", "touchpoint", "no touchpoint"),
        Cut::Moment => ("by_moment", "moment of truth", "no moment"),
    }
}

fn table(
    plan: &CheckedPlan,
    track: &Track,
    by: Cut,
    rows: &BTreeMap<Of, Figures>,
    counts: impl Fn(Nature) -> bool,
) -> Table {
    let (key, word, none) = words(by);
    let is_forecast = matches!(by, Cut::Department | Cut::Category | Cut::Package);
    let room = |rank| if is_forecast { Room::Optional(rank) } else { Room::Data };
    let columns = vec![
        Column::text(word.replace(' ', "_"), word, Room::Cut(20)),
        Column::number("original_budget", "decided", Room::Data),
        Column::number("budget", "budget", Room::Optional(5)),
        Column::number("budget_to_date", "budget to date", Room::Kept),
        Column::number("actual", "actual", Room::Kept),
        Column::number("variance", "variance", Room::Kept),
        Column::number("committed", "ordered", Room::Optional(3)),
        Column::number("utilisation", "used", Room::Optional(2)),
        Column::number("estimate", "expected", room(4)),
        Column::number("variance_at_completion", "variance then", room(1)),
    ];
    let mut table = Table::new(key, columns);
    let forecasts = if is_forecast { forecasts(plan, track, by, counts) } else { BTreeMap::new() };
    let mut sum = Figures::default();
    for (of, figures) in in_order(plan, rows) {
        sum = sum.add(*figures).unwrap_or(sum);
        let forecast = forecasts.get(of).copied();
        table.rows.push(Row::Cells(row(plan, label(plan, *of, none), *figures, forecast)));
    }
    let forecast = forecasts.values().copied().reduce(|one, other| one.add(other).unwrap_or(one));
    table.rows.push(Row::Rule("in all".to_owned()));
    table.rows.push(Row::Cells(row(plan, Cell::text("total"), sum, forecast)));
    table
}

/// Months in order, names by path, and what belongs to none last.
fn in_order<'r>(plan: &CheckedPlan, rows: &'r BTreeMap<Of, Figures>) -> Vec<(&'r Of, &'r Figures)> {
    let mut sorted: Vec<(&Of, &Figures)> = rows.iter().collect();
    sorted.sort_by_cached_key(|(of, _)| match of {
        Of::Months(first, _) => (0, *first, String::new()),
        Of::Named(id) => (1, 0, plan.plan().head(*id).path.to_string()),
        Of::Rest => (2, 0, String::new()),
    });
    sorted
}

fn label(plan: &CheckedPlan, of: Of, none: &str) -> Cell {
    match of {
        Of::Named(id) => path_cell(plan, id),
        Of::Rest => Cell::text(none),
        Of::Months(first, last) => months_cell(plan, first, last),
    }
}

fn row(plan: &CheckedPlan, label: Cell, figures: Figures, forecast: Option<Forecast>) -> Vec<Cell> {
    let spent = figures.actual.add(figures.committed).unwrap_or(figures.actual);
    vec![
        label,
        amount(plan, figures.original),
        amount(plan, figures.budget),
        amount(plan, figures.to_date),
        amount(plan, figures.actual),
        variance(plan, figures.variance),
        some_amount(plan, figures.committed),
        share(spent, figures.budget),
        Cell::or_empty(forecast.map(|forecast| amount(plan, forecast.estimate))),
        Cell::or_empty(forecast.map(|forecast| variance(plan, forecast.variance))),
    ]
}

/// The forecasts of the lines, by what they are cut by.
fn forecasts(plan: &CheckedPlan, track: &Track, by: Cut, counts: impl Fn(Nature) -> bool) -> BTreeMap<Of, Forecast> {
    let mut sums: BTreeMap<Of, Forecast> = BTreeMap::new();
    for (line, forecast) in track.forecasts.iter().filter(|(line, _)| counts(line.nature)) {
        let sum = sums.entry(of(plan, line, by)).or_default();
        *sum = sum.add(*forecast).unwrap_or(*sum);
    }
    sums
}

fn of(plan: &CheckedPlan, line: &Line, by: Cut) -> Of {
    let id: Option<AnyId> = match by {
        Cut::Department => line.department(plan).map(AnyId::from),
        Cut::Category => line.category.map(AnyId::from),
        _ => line.package.map(AnyId::from),
    };
    id.map_or(Of::Rest, Of::Named)
}
