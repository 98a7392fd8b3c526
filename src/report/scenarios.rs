//! Scenarios side by side: takes each with its evaluation, shows money, which levels each funds, and the KPIs.

use super::document::{Block, Cell, Column, Document, Figure, Mark, Room, Row, Section, Table};
use super::head::{properties, subtitle, title};
use super::kpis::{Met, View};
use super::names::{month, path};
use super::ranking_sheet;
use super::unit::{measure, name};
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, FundingOutcome};
use crate::model::{Id, Kpi, Level};
use crate::quantity::Money;

/// The form of the document, with its version.
const SCHEMA: &str = "zbb-scenarios/1";

/// A scenario and what comes of it.
#[derive(Debug, Clone, Copy)]
pub struct ScenarioResult<'plan> {
    /// Its name; that of the plan itself is up to the caller.
    pub name: &'plan str,
    /// The plan with what the scenario sets.
    pub plan: &'plan CheckedPlan,
    /// What that comes to.
    pub evaluation: &'plan Evaluation,
}

/// The scenarios side by side; all are of one plan, so that levels and KPIs have the same ids in each.
#[must_use]
pub fn scenarios_document(scenarios: &[ScenarioResult]) -> Document {
    let Some(first) = scenarios.first() else {
        return Document {
            schema: SCHEMA,
            title: String::new(),
            subtitle: String::new(),
            properties: Vec::new(),
            main_table: ranking_sheet::KEY,
            main_columns: columns_of_levels(scenarios),
            beside_records: Vec::new(),
            sections: Vec::new(),
        };
    };
    let sections = [
        section("money", "Money", money(scenarios, first)),
        section("ranking", "Levels", levels(scenarios, first)),
        section("kpis", "KPIs", kpis(scenarios, first)),
    ];
    Document {
        schema: SCHEMA,
        title: title(first.plan).to_owned(),
        subtitle: subtitle(first.plan),
        properties: properties(first.plan),
        main_table: ranking_sheet::KEY,
        main_columns: columns_of_levels(scenarios),
        beside_records: Vec::new(),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

fn section(key: &'static str, heading: &'static str, table: Table) -> Section {
    let mut section = Section::new(key, heading);
    section.push(Block::Table(table));
    section
}

/// The columns of the scenarios, after those that say what a row is about.
fn with_scenarios(
    mut columns: Vec<Column>,
    scenarios: &[ScenarioResult],
    column: fn(String, String, Room) -> Column,
) -> Vec<Column> {
    columns.extend(
        scenarios.iter().map(|scenario| column(scenario.name.to_owned(), scenario.name.to_owned(), Room::Kept)),
    );
    columns
}

fn number_column(key: String, heading: String, room: Room) -> Column {
    Column::number(key, heading, room)
}

fn mixed_column(key: String, heading: String, room: Room) -> Column {
    Column::mixed(key, heading, room)
}

fn text_column(key: String, heading: String, room: Room) -> Column {
    Column::text(key, heading, room)
}

fn money(scenarios: &[ScenarioResult], first: &ScenarioResult) -> Table {
    let columns = vec![Column::text("figure", format!("in {}", first.plan.currency.code()), Room::Kept)];
    let mut table = Table::new("figures", with_scenarios(columns, scenarios, number_column));
    let mut push = |words: &str, cell: &dyn Fn(&ScenarioResult) -> Cell| {
        let cells = scenarios.iter().map(cell);
        table.rows.push(Row::Cells(std::iter::once(Cell::text(words)).chain(cells).collect()));
    };
    let amount = |of: fn(&FundingOutcome) -> Money| {
        move |scenario: &ScenarioResult| {
            let funding = scenario.evaluation.funding.as_ref();
            Cell::or_empty(funding.map(|funding| Cell::Figure(Figure::money(of(funding), scenario.plan.currency))))
        }
    };
    push("budget", &amount(|funding| funding.total.budget));
    push("reserve", &amount(|funding| funding.total.reserve));
    push("funded", &amount(|funding| funding.total.spent));
    push("unspent", &amount(|funding| funding.total.left));
    push("net cost", &amount(|funding| funding.gain.net));
    push("levels funded", &|scenario| {
        Cell::Count(scenario.evaluation.funding.as_ref().map_or(0, |funding| funding.funded.len()))
    });
    push("requirements broken", &|scenario| {
        let requires = scenario.evaluation.requires.iter();
        Cell::Count(requires.filter(|outcome| outcome.verdict.is_broken()).count())
    });
    table
}

fn columns_of_levels(scenarios: &[ScenarioResult]) -> Vec<Column> {
    let columns = vec![Column::text("level", "level", Room::Cut(20)), Column::text("differs", "", Room::Optional(1))];
    with_scenarios(columns, scenarios, text_column)
}

/// Every level that some scenario ranks, in the order of the first that does.
fn levels(scenarios: &[ScenarioResult], first: &ScenarioResult) -> Table {
    let mut table = Table::new(ranking_sheet::KEY, columns_of_levels(scenarios));
    for level in ranked(scenarios) {
        let cells: Vec<Cell> = scenarios
            .iter()
            .map(|scenario| ranking_sheet::standing(scenario.evaluation.funding.as_ref(), level))
            .collect();
        let mut row =
            vec![Cell::path(path(first.plan, level)), Cell::text(if all_alike(&cells) { "" } else { "differs" })];
        row.extend(cells);
        table.rows.push(Row::Cells(row));
    }
    table.without_empty_columns()
}

fn ranked(scenarios: &[ScenarioResult]) -> Vec<Id<Level>> {
    let sheets = scenarios.iter().filter_map(|scenario| scenario.evaluation.funding.as_ref());
    let rows = sheets.flat_map(|funding| &funding.sheet.rows);
    let levels: indexmap::IndexSet<Id<Level>> = rows.map(|row| row.level).collect();
    levels.into_iter().collect()
}

/// Whether all fund the level or none does.
fn all_alike(cells: &[Cell]) -> bool {
    let is_funded = |cell: &Cell| matches!(cell, Cell::Status(Mark::Good, _));
    let first = cells.first().is_some_and(is_funded);
    cells.iter().all(|cell| is_funded(cell) == first)
}

fn kpis(scenarios: &[ScenarioResult], first: &ScenarioResult) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(14)),
        Column::text("unit", "in", Room::Optional(2)),
        Column::text("month", "in month", Room::Optional(1)),
        Column::mixed("target", "target", Room::Optional(3)),
    ];
    let mut table = Table::new("values", with_scenarios(columns, scenarios, mixed_column));
    for (id, _) in first.plan.plan().kpis.iter() {
        table.rows.extend(kpi_rows(scenarios, id));
    }
    table.without_empty_columns()
}

/// A KPI in each month and with each target that some scenario has for it; a scenario is judged by its own alone.
fn kpi_rows(scenarios: &[ScenarioResult], id: Id<Kpi>) -> Vec<Row> {
    let views: Vec<Option<View>> =
        scenarios.iter().map(|scenario| View::of(scenario.plan, scenario.evaluation, id)).collect();
    let aim = |view: &View| (view.month, view.terms.target.map(|target| target.value));
    let mut told = Vec::new();
    let mut rows = Vec::new();
    for (own, scenario) in views.iter().zip(scenarios).filter_map(|(view, scenario)| Some((view.as_ref()?, scenario))) {
        if told.contains(&aim(own)) {
            continue;
        }
        told.push(aim(own));
        let mut cells = vec![
            Cell::path(path(scenario.plan, id)),
            Cell::text(name(&measure(scenario.plan.plan(), &own.terms.shown.unit))),
            Cell::text(month(scenario.plan, own.month)),
            Cell::or_empty(own.terms.target.map(|target| Cell::Figure(own.figure(target.value)))),
        ];
        cells.extend(scenarios.iter().zip(&views).map(|(other, view)| {
            let value = other.evaluation.projection.funded.kpi_at(id, own.month);
            let judged = view.as_ref().filter(|view| aim(view) == aim(own)).and_then(View::met);
            let mark = judged.and_then(|met| match met {
                Met::Yes => Some(Mark::Good),
                Met::No => Some(Mark::Bad),
                Met::NotJudged => None,
            });
            Cell::or_not_available(value.map(|value| Cell::Figure(Figure { mark, ..own.figure(value) })))
        }));
        rows.push(Row::Cells(cells));
    }
    rows
}
