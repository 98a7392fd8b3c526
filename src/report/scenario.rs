//! Which scenario a report is of: takes a plan as a scenario sets it, shows what that does to the plan as written.

use super::document::{Block, Cell, Column, KeyFigure, Room, Row, Section, Table};
use crate::check::CheckedPlan;
use crate::diagnostic::text::counted;
use crate::model::funding::UNNAMED;
use crate::model::{Id, Scenario};
use crate::source::{Sources, Span};

/// The scenario, what it sets and changes, and then what those it starts from do; empty for the plan as written.
pub(super) fn section(sources: &Sources, plan: &CheckedPlan) -> Section {
    let mut section = Section::new("scenario", "Scenario");
    let Some(scenario) = chosen(plan) else { return section };
    let title = scenario.head.title.as_ref().map_or("", |title| &title.value);
    let comment = if is_unnamed(scenario) { "without a name: for this run only" } else { title };
    section.push(Block::KeyFigures(vec![
        KeyFigure::new("name", "scenario", Cell::text(scenario.head.path.as_str())).comment(comment.to_owned()),
    ]));
    let columns = vec![
        Column::text("scenario", "in", Room::Optional(1)),
        Column::text("line", "what it does to the plan as written", Room::Kept),
    ];
    let mut table = Table::new("lines", columns);
    table.rows.extend(lines(sources, plan).map(|(name, line)| Row::Cells(vec![Cell::path(name), Cell::text(line)])));
    if !table.rows.is_empty() {
        section.push(Block::Table(table));
    }
    section
}

/// The scenario for the line under the title: its name; of one without, the one it starts from and that it sets something.
pub(super) fn subtitle(plan: &CheckedPlan) -> String {
    let named = |id: Id<Scenario>| plan.plan().scenarios.find(id).map(|scenario| scenario.head.path.as_str());
    let Some(scenario) = chosen(plan) else { return String::new() };
    if !is_unnamed(scenario) {
        return format!(", scenario {}", scenario.head.path);
    }
    let of = scenario.of.as_ref().and_then(|of| named(of.value)).map(|name| format!(", scenario {name}"));
    let count = scenario.set.len() + scenario.change.len();
    format!("{}, with {} set for this run", of.unwrap_or_default(), counted(count, "figure"))
}

fn is_unnamed(scenario: &Scenario) -> bool {
    scenario.head.path == UNNAMED
}

/// The name of the scenario, if it is one.
pub(super) fn chosen_name(plan: &CheckedPlan) -> Option<&str> {
    chosen(plan).map(|scenario| scenario.head.path.as_str())
}

/// The title of the scenario, if it is one.
pub(super) fn chosen_title(plan: &CheckedPlan) -> Option<&str> {
    chosen(plan).map(|scenario| scenario.head.display())
}

/// What every record says besides, where a format has room for one table alone.
pub(super) fn beside_records(sources: &Sources, plan: &CheckedPlan) -> Vec<(&'static str, Cell)> {
    let Some(scenario) = chosen(plan) else { return Vec::new() };
    let lines: Vec<String> = lines(sources, plan).map(|(_, line)| line).collect();
    vec![("scenario", Cell::text(scenario.head.path.as_str())), ("scenario_lines", Cell::text(lines.join("; ")))]
}

fn chosen(plan: &CheckedPlan) -> Option<&Scenario> {
    plan.plan().scenarios.find(plan.plan().scenario?)
}

/// The lines of the scenario and of those it starts from, the nearest first, each with the name of its scenario.
fn lines<'a>(sources: &'a Sources, plan: &'a CheckedPlan) -> impl Iterator<Item = (&'a str, String)> {
    chain(plan).into_iter().filter_map(|id| plan.plan().scenarios.find(id)).flat_map(move |scenario| {
        let set = scenario.set.iter().map(|line| line.span);
        let mut spans: Vec<Span> = set.chain(scenario.change.iter().map(|line| line.span)).collect();
        spans.sort();
        let name = scenario.head.path.as_str();
        spans.into_iter().map(move |span| (name, sources.one_line(span)))
    })
}

/// A scenario and those it starts from. In a plan that was checked they form no ring.
fn chain(plan: &CheckedPlan) -> Vec<Id<Scenario>> {
    let scenarios = &plan.plan().scenarios;
    let parent = |id: &Id<Scenario>| Some(scenarios.find(*id)?.of.as_ref()?.value);
    std::iter::successors(plan.plan().scenario, parent).take(scenarios.len()).collect()
}
