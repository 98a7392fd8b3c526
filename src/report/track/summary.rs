//! What a year's course comes to in a few lines: cost, investment, revenue and profit, to date and at the year's end.

use super::cells::{amount, share, some_amount, variance};
use crate::check::CheckedPlan;
use crate::control::{Figures, Forecast, Nature, Track};
use crate::quantity::Money;
use crate::report::document::{Block, Cell, Column, KeyFigure, Room, Row, Section, Table};
use crate::report::names::month_cell;

/// The section.
pub(super) fn section(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section { key: "summary", heading: None, blocks: Vec::new() };
    section.push(Block::KeyFigures(key_figures(plan, track)));
    section.push(Block::Table(table(plan, track)));
    section
}

/// How far the year has gone, and how much of the budget with it.
pub(super) fn key_figures(plan: &CheckedPlan, track: &Track) -> Vec<KeyFigure> {
    let out = out(track);
    let closed = KeyFigure::new("closed", "closed", month_cell(plan, track.year.closed));
    let passed = format!("{} of {} months", track.year.closed + 1, plan.calendar.len());
    let mut key_figures = vec![closed.comment(passed)];
    let spent = out.0.actual.add(out.0.committed).unwrap_or_default();
    let utilisation = KeyFigure::new("utilisation", "utilisation", share(spent, out.0.budget));
    key_figures.push(utilisation.comment("of the current budget is paid or ordered"));
    if let Ok(left) = out.0.left() {
        key_figures.push(KeyFigure::new("left", "left", amount(plan, left)).comment("of the current budget"));
    }
    key_figures
}

/// Running cost and investment together.
fn out(track: &Track) -> (Figures, Forecast) {
    let natures = [Nature::Expense, Nature::Capital].iter().filter_map(|nature| track.totals.get(nature));
    natures.fold(Default::default(), |(figures, forecast), (more, later)| {
        (figures.add(*more).unwrap_or(figures), forecast.add(*later).unwrap_or(forecast))
    })
}

/// Revenue, cost and profit, to date and at the year's end.
pub(super) fn table(plan: &CheckedPlan, track: &Track) -> Table {
    let columns = vec![
        Column::text("what", "", Room::Kept),
        Column::number("budget_to_date", "budget to date", Room::Kept),
        Column::number("actual", "actual", Room::Kept),
        Column::number("variance", "variance", Room::Kept),
        Column::number("committed", "ordered", Room::Optional(1)),
        Column::number("budget", "budget", Room::Optional(2)),
        Column::number("estimate", "expected", Room::Optional(4)),
        Column::number("variance_at_completion", "variance then", Room::Optional(3)),
    ];
    let mut table = Table::new("totals", columns);
    let of = |nature: Nature| track.totals.get(&nature).copied().unwrap_or_default();
    let (revenue, cost, capital) = (of(Nature::Income), of(Nature::Expense), of(Nature::Capital));
    let mut row = |what: &str, (figures, forecast): (Figures, Forecast)| {
        table.rows.push(Row::Cells(vec![
            Cell::text(what),
            amount(plan, figures.to_date),
            amount(plan, figures.actual),
            variance(plan, figures.variance),
            some_amount(plan, figures.committed),
            amount(plan, figures.budget),
            amount(plan, forecast.estimate),
            variance(plan, forecast.variance),
        ]));
    };
    let has_income = track.totals.contains_key(&Nature::Income);
    if has_income {
        row("revenue", revenue);
    }
    row("cost", cost);
    if has_income {
        row("profit", less(revenue, cost));
    }
    if track.totals.contains_key(&Nature::Capital) {
        row("investment", capital);
        if has_income {
            row("balance", less(less(revenue, cost), capital));
        } else {
            row("all", out(track));
        }
    }
    table
}

/// What is left of money that comes in; what is favourable in both adds up.
fn less((one, later): (Figures, Forecast), (other, other_later): (Figures, Forecast)) -> (Figures, Forecast) {
    let minus = |left: Money, right: Money| left.subtract(right).unwrap_or(left);
    let plus = |left: Money, right: Money| left.add(right).unwrap_or(left);
    let figures = Figures {
        original: minus(one.original, other.original),
        budget: minus(one.budget, other.budget),
        to_date: minus(one.to_date, other.to_date),
        actual: minus(one.actual, other.actual),
        committed: Money::ZERO,
        variance: plus(one.variance, other.variance),
    };
    let forecast = Forecast {
        budget: minus(later.budget, other_later.budget),
        run_rate: minus(later.run_rate, other_later.run_rate),
        phased: minus(later.phased, other_later.phased),
        performance: minus(later.performance, other_later.performance),
        estimate: minus(later.estimate, other_later.estimate),
        variance: plus(later.variance, other_later.variance),
    };
    (figures, forecast)
}
