//! The frontier: takes what is funded at other budgets, shows score and targets against the budget, as points that nothing
//! joins.

use crate::advise::{Frontier, PARTS, Point, Sort};
use crate::check::CheckedPlan;
use crate::evaluate::{Proof, WouldFund};
use crate::model::{Id, Kpi};
use crate::quantity::{Money, Number};

use super::super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Sign, Table};
use super::super::names::{month, path, paths};
use super::super::number::{money, part};
use super::super::unit::{digits, measure};
use super::frontier_chart;
use super::optimum::proved;

/// The key of the table of all points.
pub(super) const KEY: &str = "points";

/// People see every so manieth part of the span.
const SHOWN_PARTS: usize = PARTS / 10;

/// And so many changes of the funded set on each side of the plan's budget.
const SHOWN_CHANGES: usize = 10;

/// How many targets have a column that people see.
const SHOWN_TARGETS: usize = 3;

/// The section.
pub(super) fn section(plan: &CheckedPlan, frontier: &Frontier) -> Section {
    let mut section = Section::new("frontier", "What every budget buys");
    let shown = shown(frontier);
    section.push(Block::Chart(frontier_chart::chart(plan, frontier)));
    section.push(Block::Table(table(plan, frontier, "frontier", &shown)));
    section.push(Block::Notes(notes(plan, frontier)));
    let all: Vec<usize> = (0..frontier.points.len()).collect();
    let mut points = table(plan, frontier, KEY, &all);
    points.columns.iter_mut().for_each(|column| column.room = Room::Data);
    section.push(Block::Table(points));
    section
}

/// The points that people see.
fn shown(frontier: &Frontier) -> Vec<usize> {
    let points = || frontier.points.iter().enumerate();
    let own = points().position(|(_, point)| point.sort == Sort::Plan).unwrap_or(0);
    let changes = |places: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        let is_change = |place: &usize| {
            frontier.points.get(*place).is_some_and(|point| point.is_change && point.sort != Sort::Plan)
        };
        places.filter(is_change).take(SHOWN_CHANGES).collect()
    };
    let below = changes(&mut (0..own).rev());
    let above = changes(&mut (own..frontier.points.len()));
    let is_shown = |(place, point): &(usize, &Point)| {
        let is_near_change = below.contains(place) || above.contains(place);
        let is_told = match point.sort {
            Sort::Plan => true,
            Sort::Part(part) => part.is_multiple_of(SHOWN_PARTS),
            Sort::Change => false,
        };
        is_told || is_near_change || frontier.best_buy == Some(*place)
    };
    points().filter(is_shown).map(|(place, _)| place).collect()
}

fn table(plan: &CheckedPlan, frontier: &Frontier, key: &'static str, places: &[usize]) -> Table {
    let code = plan.currency.code();
    let mut columns = vec![
        Column::text("at", "at", Room::Optional(4)),
        Column::number("budget", format!("budget {code}"), Room::Kept),
        Column::number("funded", format!("funded {code}"), Room::Optional(5)),
        Column::number("levels", "levels", Room::Optional(3)),
        Column::number("score", format!("score, {}", frontier.policy.word()), Room::Kept),
        Column::number("beside", format!("score, {}", frontier.beside.word()), Room::Kept),
        Column::text("bound", "proof", Room::Data),
        Column::text("remark", "", Room::Optional(2)),
        Column::text("gained", "levels in", Room::Data),
        Column::text("lost", "levels out", Room::Data),
    ];
    let targets: Vec<Target<'_>> = plan.plan().kpis.ids().filter_map(|kpi| Target::new(plan, frontier, kpi)).collect();
    for (place, target) in targets.iter().enumerate() {
        let room = if place < SHOWN_TARGETS { Room::Optional(1) } else { Room::Data };
        let heading = format!("{} {}", path(plan, target.kpi), month(plan, target.month));
        columns.push(Column::mixed(path(plan, target.kpi).to_owned(), heading, room));
    }
    let mut table = Table::new(key, columns);
    let own = frontier.points.iter().find(|point| point.sort == Sort::Plan);
    for place in places {
        let Some(point) = frontier.points.get(*place) else { continue };
        let best_buy = frontier.best_buy == Some(*place);
        let mut cells = cells(plan, (own, point), best_buy);
        cells.extend(targets.iter().map(|target| target.cell(point)));
        table.rows.push(Row::Cells(cells));
    }
    table
}

fn cells(plan: &CheckedPlan, (own, point): (Option<&Point>, &Point), is_best_buy: bool) -> Vec<Cell> {
    let at = match point.sort {
        Sort::Plan => "the plan".to_owned(),
        Sort::Part(part) if point.is_change => format!("{part}%, change"),
        Sort::Part(part) => format!("{part}%"),
        Sort::Change => "change".to_owned(),
    };
    let score = |funded: &WouldFund| Cell::Figure(Figure::plain(funded.score, 2));
    let remark = match (point.is_below_poorer, is_best_buy) {
        (true, _) => Cell::Status(Mark::Bad, "a poorer budget scores more".to_owned()),
        (false, true) => Cell::Status(Mark::Good, "most score per money added".to_owned()),
        (false, false) => Cell::Empty,
    };
    let bound = [Some(&point.own), point.beside.as_ref()].into_iter().flatten().find_map(|funded| funded.proof);
    let differ = |from: Option<&WouldFund>, to: Option<&WouldFund>| {
        let (Some(from), Some(to)) = (from, to) else { return Cell::Empty };
        let named = to.levels.iter().filter(|level| !from.set.contains(**level)).map(|level| path(plan, *level));
        Cell::text(named.collect::<Vec<&str>>().join(" "))
    };
    let own = own.map(|own| &own.own);
    vec![
        Cell::text(at),
        Cell::Figure(Figure::money(point.budget, plan.currency)),
        Cell::Figure(Figure::money(point.own.cost, plan.currency)),
        Cell::Count(point.own.levels.len()),
        score(&point.own),
        Cell::or_empty(point.beside.as_ref().map(score)),
        Cell::text(bound.map_or_else(String::new, proved)),
        remark,
        differ(own, Some(&point.own)),
        differ(Some(&point.own), own),
    ]
}

/// A KPI with a target, over the budget.
struct Target<'plan> {
    plan: &'plan CheckedPlan,
    kpi: Id<Kpi>,
    month: usize,
    target: Number,
    digits: u32,
}

impl<'plan> Target<'plan> {
    fn new(plan: &'plan CheckedPlan, frontier: &Frontier, kpi: Id<Kpi>) -> Option<Target<'plan>> {
        let terms = plan.kpis.get(kpi.index())?;
        let target = terms.target?;
        let values = frontier.points.iter().filter_map(|point| point.outcome.as_ref()?.kpi_at(kpi, target.month));
        let shown: Vec<Number> =
            values.chain(std::iter::once(target.value)).map(|value| terms.shown.of(value)).collect();
        let digits = digits(&measure(plan.plan(), &terms.shown.unit), &shown);
        Some(Target { plan, kpi, month: target.month, target: target.value, digits })
    }

    fn cell(&self, point: &Point) -> Cell {
        let Some(terms) = self.plan.kpis.get(self.kpi.index()) else { return Cell::Empty };
        let value = point.outcome.as_ref().and_then(|outcome| outcome.kpi_at(self.kpi, self.month));
        Cell::or_not_available(value.map(|value| {
            let mark = if terms.meets(self.target, value) { Mark::Good } else { Mark::Bad };
            Cell::Figure(Figure {
                value: terms.shown.of(value),
                measure: measure(self.plan.plan(), &terms.shown.unit),
                digits: self.digits,
                sign: Sign::Minus,
                mark: Some(mark),
            })
        }))
    }
}

fn notes(plan: &CheckedPlan, frontier: &Frontier) -> Vec<Note> {
    let mut notes = Vec::new();
    let own = frontier.points.iter().find(|point| point.sort == Sort::Plan);
    let best_buy = frontier.best_buy.and_then(|place| frontier.points.get(place));
    notes.extend(own.zip(best_buy).map(|(own, best)| best_buy_note(plan, own, best)));
    let worse = frontier.points.iter().filter(|point| point.is_below_poorer).count();
    if worse > 0 {
        notes.push(Note::plain(format!(
            "at {worse} of {} points a poorer budget scores more: `{}` may fund a large level with more money, and lose smaller ones for it",
            frontier.points.len(),
            frontier.policy.word(),
        )));
    }
    let unproved = frontier.points.iter().filter(|point| {
        let sets = [Some(&point.own), point.beside.as_ref()];
        sets.into_iter().flatten().any(|funded| matches!(funded.proof, Some(Proof::AtMost(_))))
    });
    let unproved = unproved.count();
    if unproved > 0 {
        notes.push(Note::plain(format!(
            "at {unproved} of {} points the best set is the best that was found, not proved; a larger `--effort` looks further",
            frontier.points.len(),
        )));
    }
    if !frontier.are_changes_exact {
        notes.push(Note::plain("between the points the best set is not worked out: shares of the budget move with it"));
    }
    notes.push(Note::plain(
        "each point is worked out for itself, and nothing is known of what lies between two; budget periods, and shares of the budget, move in proportion",
    ));
    notes
}

fn best_buy_note(plan: &CheckedPlan, own: &Point, best: &Point) -> Note {
    let added = best.budget.subtract(own.budget).unwrap_or(Money::ZERO);
    let gain = best.own.score.subtract(own.own.score).unwrap_or_default();
    let share = part(added, own.budget).map(|share| format!(" ({})", Figure::share(share, 1).in_full()));
    let comes_in = best.own.levels.iter().copied().filter(|level| !own.own.set.contains(*level));
    let goes = paths(plan, own.own.levels.iter().copied().filter(|level| !best.own.set.contains(*level)));
    let goes = if goes.is_empty() { String::new() } else { format!("; out: {goes}") };
    Note::plain(format!(
        "more money buys most with {} more{}: {} of score; in: {}{goes}",
        money(added, plan.currency),
        share.unwrap_or_default(),
        Figure::plain(gain, 2).in_full(),
        paths(plan, comes_in),
    ))
}
