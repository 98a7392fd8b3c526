//! Targets on the first screen: how far each KPI comes on its way from today to its target, misses first, the furthest off
//! first. Where there is no target, the KPIs that move most.

use std::cmp::Reverse;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Id, Kpi};
use crate::outcome::share_of_way;
use crate::quantity::Number;
use crate::report::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Table, Truth};
use crate::report::drawn::{Ink, Part, Reach, Strip, Tick, Weight};
use crate::report::kpis::{Met, View};
use crate::report::names::named_cell;

/// So many targets have a row.
const SHOWN: usize = 10;
/// So many KPIs without a target have one.
const MOVED: usize = 6;

/// The section.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let views: Vec<(Id<Kpi>, View<'_>)> =
        plan.plan().kpis.ids().filter_map(|id| Some((id, View::of(plan, evaluation, id)?))).collect();
    let (with, without): (Vec<_>, Vec<_>) = views.into_iter().partition(|(_, view)| view.terms.target.is_some());
    if with.is_empty() { moved(plan, without) } else { targets(plan, with) }
}

fn targets(plan: &CheckedPlan, mut views: Vec<(Id<Kpi>, View<'_>)>) -> Section {
    let mut section = Section::new("targets", "Targets: from today (thin line) to the target (thick line)");
    views.sort_by_key(|(id, view)| {
        let standing = match view.met() {
            Some(Met::No) => 0,
            Some(Met::Yes) => 1,
            Some(Met::NotJudged) | None => 2,
        };
        // What has no way is as far off as can be.
        (standing, view.funded.and_then(|value| share_of_way(view.terms, value)), *id)
    });
    let columns = vec![
        Column::text("met", "", Room::Kept),
        Column::text("kpi", "KPI", Room::Kept),
        Column::mixed("baseline", "today", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::mixed("funded", "plan", Room::Kept),
        Column::mixed("target", "target", Room::Kept),
    ];
    let mut table = Table::new("ways", columns);
    table.rows = views.iter().take(SHOWN).map(|(id, view)| row(plan, *id, view)).collect();
    section.push(Block::Table(table.without_empty_columns()));
    let more = views.get(SHOWN..).unwrap_or_default();
    if !more.is_empty() {
        let is_reached = more.iter().all(|(_, view)| view.met() == Some(Met::Yes));
        let standing = if is_reached { " reached" } else { "" };
        section.push(Block::Notes(vec![Note::plain(format!("{} more{standing}", more.len()))]));
    }
    section
}

fn row(plan: &CheckedPlan, id: Id<Kpi>, view: &View<'_>) -> Row {
    let met = match view.met() {
        Some(Met::Yes) => Cell::Truth(Truth::Yes),
        Some(Met::No) => Cell::Truth(Truth::No),
        Some(Met::NotJudged) | None => Cell::NotAvailable,
    };
    let target = view.terms.target.map(|target| target.value);
    // A plan and a target that differ read differently.
    let digits = view.funded.zip(target).map_or(0, |(plan, target)| view.digits_apart(plan, target));
    let value = |value: Option<Number>| {
        Cell::or_not_available(value.map(|value| {
            let figure = view.figure(value);
            Cell::text(Figure { digits: figure.digits.max(digits), ..figure }.in_full())
        }))
    };
    Row::Cells(vec![
        met,
        named_cell(plan, id),
        view.terms.baseline.map_or(Cell::Empty, |baseline| value(Some(baseline))),
        Cell::or_empty(strip(view).map(|strip| Cell::Strip(Box::new(strip)))),
        value(view.funded),
        value(target),
    ])
}

/// The way, half of it before today and half of it beyond the target.
fn strip(view: &View<'_>) -> Option<Strip> {
    let share = share_of_way(view.terms, view.funded?)?;
    let half = Number::ONE.divide(Number::from_integer(2)).ok()?;
    let mark = match view.met()? {
        Met::Yes => Mark::Good,
        Met::No => Mark::Bad,
        Met::NotJudged => return None,
    };
    let part = Part { mark: Some(mark), ..Part::bar(share, Ink::Plan) };
    Some(Strip {
        bars: vec![vec![part]],
        ticks: vec![Tick { at: Number::ZERO, weight: Weight::Thin }, Tick { at: Number::ONE, weight: Weight::Thick }],
        reach: Reach::Between(half.negate(), Number::ONE.add(half).ok()?),
    })
}

/// The KPIs that move most, against what they are today.
fn moved(plan: &CheckedPlan, mut views: Vec<(Id<Kpi>, View<'_>)>) -> Section {
    let mut section = Section::new("moves", "KPIs that move most");
    let size = |view: &View<'_>| {
        let (from, to) = (view.terms.baseline?, view.funded?);
        let change = to.subtract(from).ok()?.abs();
        if from.is_zero() { Some(change) } else { change.divide(from.abs()).ok() }
    };
    views.retain(|(_, view)| size(view).is_some_and(|size| !size.is_zero()));
    views.sort_by_key(|(id, view)| (Reverse(size(view)), *id));
    let columns = vec![
        Column::text("kpi", "KPI", Room::Kept),
        Column::mixed("baseline", "today", Room::Kept),
        Column::mixed("funded", "plan", Room::Kept),
        Column::mixed("change", "change", Room::Kept),
    ];
    let mut table = Table::new("moves", columns);
    let value = |view: &View<'_>, value: Option<Number>| {
        Cell::or_not_available(value.map(|value| Cell::text(view.figure(value).in_full())))
    };
    table.rows = views
        .iter()
        .take(MOVED)
        .map(|(id, view)| {
            Row::Cells(vec![
                named_cell(plan, *id),
                value(view, view.terms.baseline),
                value(view, view.funded),
                view.change(view.terms.baseline, view.funded),
            ])
        })
        .collect();
    section.push(Block::Table(table));
    if let Some(more) = views.len().checked_sub(MOVED).filter(|more| *more > 0) {
        let verb = if more == 1 { "moves" } else { "move" };
        section.push(Block::Notes(vec![Note::plain(format!("{more} more {verb}"))]));
    }
    section
}
