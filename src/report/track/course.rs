//! Plan, actual to date and forecast side by side, for reports of a plan whose year is under way: figures in tables, with bars
//! after the notation of IBCS (planned outlined, actual solid, expected hatched) and bars of the variance.

use std::collections::BTreeMap;

use super::cells::{amount, share, some_amount, variance_of_cost};
use super::lines::named;
use super::summary;
use crate::check::CheckedPlan;
use crate::control::{Cut, Figures, Forecast, Nature, Of, Track};
use crate::model::{AnyId, Id, Package};
use crate::quantity::{Money, Number};
use crate::report::document::{Block, Cell, Column, Mark, Room, Row, Section, Table};
use crate::report::drawn::{Ink, Part, Strip};
use crate::report::names::month_cell;

/// The key of the table by package, which a format with room for one takes.
pub(super) const KEY: &str = "course_by_package";

/// The section; nothing without ledgers, when nobody knows what was spent.
pub(super) fn section(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("course", "The year's course");
    if plan.plan().actuals.is_empty() {
        return section;
    }
    section.push(Block::KeyFigures(summary::key_figures(plan, track)));
    section.push(Block::Table(summary::table(plan, track)));
    section.push(Block::Table(by_package(plan, track)));
    section.push(Block::Table(by_month(plan, track)));
    section
}

/// The columns of what goes out by package.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("package", "package", Room::Cut(20)),
        Column::number("original_budget", "decided", Room::Optional(2)),
        Column::number("budget", "planned", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("budget_to_date", "budget to date", Room::Data),
        Column::number("actual", "actual", Room::Kept),
        Column::number("variance", "variance", Room::Data),
        Column::number("utilisation", "used", Room::Optional(4)),
        Column::number("committed", "ordered", Room::Optional(3)),
        Column::number("estimate", "expected", Room::Kept),
        Column::number("variance_at_completion", "variance then", Room::Kept),
        Column::text("strays", "", Room::Drawn),
    ]
}

/// What goes out, by package: what was decided, what it came to so far, what it is expected to come to.
fn by_package(plan: &CheckedPlan, track: &Track) -> Table {
    let mut table =
        Table::new(KEY, columns()).captioned("Planned, actual to date, and expected at the end").in_any_order();
    let mut forecasts: BTreeMap<Option<Id<Package>>, Forecast> = BTreeMap::new();
    for (line, forecast) in track.forecasts.iter().filter(|(line, _)| line.nature != Nature::Income) {
        let sum = forecasts.entry(line.package).or_default();
        *sum = sum.add(*forecast).unwrap_or(*sum);
    }
    let mut rows: Vec<(String, Option<Id<Package>>, Figures)> = Vec::new();
    for (of, figures) in track.out.get(&Cut::Package).into_iter().flatten() {
        let package = match of {
            Of::Named(id) => id.cast::<Package>(),
            Of::Months(..) | Of::Rest => None,
        };
        // What names no package stands last.
        let path = package.map_or("~".to_owned(), |package| plan.plan().head(package.into()).path.to_string());
        rows.push((path, package, *figures));
    }
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    for (_, package, figures) in rows {
        let forecast = forecasts.get(&package).copied().unwrap_or_default();
        let spent = figures.actual.add(figures.committed).unwrap_or(figures.actual);
        table.rows.push(Row::Cells(vec![
            named(plan, package.map(AnyId::from), "no package"),
            amount(plan, figures.original),
            amount(plan, figures.budget),
            side_by_side(figures.budget, figures.actual, Some(forecast.estimate)),
            amount(plan, figures.to_date),
            amount(plan, figures.actual),
            variance_of_cost(plan, figures.actual, figures.variance),
            share(spent, figures.budget),
            some_amount(plan, figures.committed),
            amount(plan, forecast.estimate),
            variance_of_cost(plan, forecast.estimate, forecast.variance),
            strays(forecast.variance),
        ]));
    }
    table
}

/// What is planned over what came about and, behind it, what is expected besides.
pub(in crate::report) fn side_by_side(planned: Money, actual: Money, expected: Option<Money>) -> Cell {
    let (planned, actual) = (planned.number(), actual.number());
    let mut came = vec![Part::bar(actual, Ink::Actual)];
    // Money that came back makes the actual shorter than nought: what is expected begins at nought then.
    let begins = actual.maximum(Number::ZERO);
    if let Some(expected) = expected.map(Money::number).filter(|expected| *expected > begins) {
        came.push(Part { from: begins, to: expected, ink: Ink::Forecast, mark: None });
    }
    Cell::Strip(Box::new(Strip::new(vec![vec![Part::bar(planned, Ink::Plan)], came])))
}

/// A variance as a bar: above nought is favourable.
fn strays(variance: Money) -> Cell {
    let mark = if variance.is_negative() { Mark::Bad } else { Mark::Good };
    let bar = Part { mark: Some(mark), ..Part::bar(variance.number(), Ink::Actual) };
    if variance.is_zero() { Cell::Empty } else { Cell::Strip(Box::new(Strip::new(vec![vec![bar]]))) }
}

/// What goes out, month by month, and the running sums of both.
fn by_month(plan: &CheckedPlan, track: &Track) -> Table {
    let columns = vec![
        Column::text("month", "month", Room::Kept),
        Column::number("budget", "planned", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("actual", "actual", Room::Kept),
        Column::number("variance", "variance", Room::Kept),
        Column::text("strays", "", Room::Drawn),
        Column::number("committed", "ordered", Room::Optional(1)),
        Column::number("planned_so_far", "planned so far", Room::Optional(3)),
        Column::number("actual_so_far", "actual so far", Room::Optional(2)),
    ];
    let mut table = Table::new("course_by_month", columns).captioned("Month by month");
    let (mut planned, mut actual) = (Money::ZERO, Money::ZERO);
    for (of, figures) in track.out.get(&Cut::Month).into_iter().flatten() {
        let Of::Months(place, _) = *of else { continue };
        planned = planned.add(figures.budget).unwrap_or(planned);
        let is_closed = place <= track.year.closed;
        let came = if is_closed { figures.actual } else { Money::ZERO };
        let mut cells =
            vec![month_cell(plan, place), amount(plan, figures.budget), side_by_side(figures.budget, came, None)];
        if is_closed {
            actual = actual.add(figures.actual).unwrap_or(actual);
            cells.extend([
                amount(plan, figures.actual),
                variance_of_cost(plan, figures.actual, figures.variance),
                strays(figures.variance),
                some_amount(plan, figures.committed),
                amount(plan, planned),
                amount(plan, actual),
            ]);
        } else {
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, amount(plan, planned), Cell::Empty]);
        }
        table.rows.push(Row::Cells(cells));
    }
    table
}
