//! The cuts of a year's course: one table for months, quarters, departments, categories and all else that money is cut by.

use std::collections::BTreeMap;

use super::cells::{amount, share, some_amount, variance};
use crate::check::CheckedPlan;
use crate::control::{BudgetLine, Cut, Figures, Forecast, Nature, Of, Track};
use crate::model::AnyId;
use crate::report::document::{Block, Cell, Column, Room, Row, Section, Table};
use crate::report::names::{months_cell, path_cell};

/// Money that goes out.
pub(super) fn out(plan: &CheckedPlan, track: &Track) -> Section {
    let section = Section::new("cuts", "Cost and investment, cut by");
    let side = Side { plan, track, comes_in: false, cuts: &track.out, of_trees: &track.out_of_trees };
    side.tables(section)
}

/// Money that comes in.
pub(super) fn income(plan: &CheckedPlan, track: &Track) -> Section {
    let section = Section::new("income", "Income, cut by");
    let side = Side { plan, track, comes_in: true, cuts: &track.income, of_trees: &track.income_of_trees };
    if track.totals.contains_key(&Nature::Income) { side.tables(section) } else { section }
}

/// Money that goes out, or money that comes in.
struct Side<'a> {
    plan: &'a CheckedPlan,
    track: &'a Track,
    comes_in: bool,
    cuts: &'a BTreeMap<Cut, BTreeMap<Of, Figures>>,
    of_trees: &'a BTreeMap<Of, Figures>,
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

impl Side<'_> {
    fn tables(&self, mut section: Section) -> Section {
        for (by, rows) in self.cuts {
            // What nothing is cut by says nothing: every row would be the rest.
            if rows.keys().all(|of| *of == Of::Rest) {
                continue;
            }
            section.push(Block::Table(self.cut(*by, rows)));
            if *by == Cut::Department && !self.of_trees.is_empty() {
                section.push(Block::Table(self.trees()));
            }
        }
        section
    }

    fn cut(&self, by: Cut, rows: &BTreeMap<Of, Figures>) -> Table {
        let (key, word, none) = words(by);
        let forecasts = self.forecasts(|line| vec![of(self.plan, line, by)]);
        let is_forecast = matches!(by, Cut::Department | Cut::Category | Cut::Package);
        let mut table = Table::new(key, columns(word, is_forecast));
        let mut sum = Figures::default();
        for (of, figures) in in_order(self.plan, rows) {
            sum = sum.add(*figures).unwrap_or(sum);
            let forecast = forecasts.get(of).copied().filter(|_| is_forecast);
            table.rows.push(Row::Cells(row(self.plan, label(self.plan, *of, none), *figures, forecast)));
        }
        let all = forecasts.values().copied().reduce(|one, other| one.add(other).unwrap_or(one));
        table.rows.push(Row::Rule("in all".to_owned()));
        table.rows.push(Row::Cells(row(self.plan, Cell::text("total"), sum, all.filter(|_| is_forecast))));
        table
    }

    /// Departments with those that are part of them; what stands in several rows has no total.
    fn trees(&self) -> Table {
        let (_, word, none) = words(Cut::Department);
        let above = |line: &BudgetLine| {
            let own = line.department(self.plan).into_iter();
            own.flat_map(|own| self.plan.department_chains.of(own)).map(|id| Of::Named(id.into())).collect()
        };
        let forecasts = self.forecasts(above);
        let mut table = Table::new("by_department_tree", columns(word, true))
            .captioned("By department, with those that are part of it");
        for (of, figures) in in_order(self.plan, self.of_trees) {
            let forecast = forecasts.get(of).copied();
            table.rows.push(Row::Cells(row(self.plan, label(self.plan, *of, none), *figures, forecast)));
        }
        table
    }

    /// The forecasts of the lines, by what of the cut each of them belongs to.
    fn forecasts(&self, belongs_to: impl Fn(&BudgetLine) -> Vec<Of>) -> BTreeMap<Of, Forecast> {
        let mut sums: BTreeMap<Of, Forecast> = BTreeMap::new();
        let lines = self.track.forecasts.iter();
        for (line, forecast) in lines.filter(|(line, _)| (line.nature == Nature::Income) == self.comes_in) {
            for of in belongs_to(line) {
                let sum = sums.entry(of).or_default();
                *sum = sum.add(*forecast).unwrap_or(*sum);
            }
        }
        sums
    }
}

fn columns(word: &str, is_forecast: bool) -> Vec<Column> {
    let room = |rank| if is_forecast { Room::Optional(rank) } else { Room::Data };
    vec![
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
    ]
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

fn of(plan: &CheckedPlan, line: &BudgetLine, by: Cut) -> Of {
    let id: Option<AnyId> = match by {
        Cut::Department => line.department(plan).map(AnyId::from),
        Cut::Category => line.category.map(AnyId::from),
        _ => line.package.map(AnyId::from),
    };
    id.map_or(Of::Rest, Of::Named)
}
