//! KPIs as observed, in a report: beside what was planned, targets on the way, and benchmarks over time.

use super::told::months_of;
use crate::check::CheckedPlan;
use crate::control::{Gap, KpiSeen, OnTheWay, Standing, Track, Way};
use crate::diagnostic::text::counted;
use crate::evaluate::Evaluation;
use crate::model::{Id, Package, Practice};
use crate::report::document::{Block, Cell, Column, Mark, Room, Row, Section, Table, Truth};
use crate::report::kpis::View;
use crate::report::names::{all_known, display, month_cell, path_cell, title_cell};

/// The section of KPIs.
pub(super) fn kpis(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Section {
    let mut section = Section::new("observed", "KPIs observed");
    section.push(Block::Table(values(plan, evaluation, track)));
    section.push(Block::Table(way(plan, evaluation, track)));
    section
}

fn values(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("title", "title", Room::OptionalCut(1, 16)),
        Column::text("unit", "in", Room::OptionalCut(6, 8)),
        Column::mixed("baseline", "baseline", Room::Optional(5)),
        Column::text("month", "in month", Room::Optional(7)),
        Column::mixed("planned", "planned", Room::Kept),
        Column::mixed("observed", "observed", Room::Kept),
        Column::mixed("gap", "gap", Room::Kept),
        Column::mixed("ends", "ends planned", Room::Optional(4)),
        Column::mixed("would_end", "ends so", Room::Kept),
        Column::mixed("target", "target", Room::Kept),
        Column::text("met", "", Room::Kept),
        Column::text("by_month", "by month", Room::Optional(3)),
    ];
    let mut table = Table::new("kpis", columns)
        .captioned("Beside the plan, and where the plan ends if the gap stays as it was last seen");
    for seen in &track.seen.kpis {
        let Some(view) = View::of(plan, evaluation, seen.kpi) else { continue };
        table.rows.push(Row::Cells(row(plan, &view, seen)));
    }
    table.without_empty_columns()
}

fn row(plan: &CheckedPlan, view: &View<'_>, seen: &KpiSeen) -> Vec<Cell> {
    let figure = |value| Cell::Figure(view.figure(value));
    let observed = seen.latest.map(|(_, value)| value);
    let target = view.terms.target;
    // The target's own month, if the gap stays.
    let last = seen.way.last().filter(|way| Some(way.month) == target.map(|target| target.month));
    let met = last.and_then(|way| match way.way {
        Way::Met | Way::Ahead => Some(Cell::Truth(Truth::Yes)),
        Way::Missed | Way::Behind => Some(Cell::Truth(Truth::No)),
        Way::NotObserved | Way::ToCome => None,
    });
    let by_month =
        months_of(&seen.series).map(|month| seen.series.get(&month).map(|value| view.terms.shown.of(*value)));
    vec![
        path_cell(plan, seen.kpi),
        title_cell(plan, seen.kpi),
        Cell::text(view.unit()),
        Cell::or_empty(view.terms.baseline.map(figure)),
        Cell::or_empty(seen.latest.map(|(place, _)| month_cell(plan, place))),
        Cell::or_not_available(seen.planned.map(figure)),
        Cell::or_not_available(observed.map(figure)),
        view.change_or_not_available(seen.planned, observed),
        Cell::or_not_available(seen.ends.map(figure)),
        Cell::or_not_available(seen.would_end.map(figure)),
        Cell::or_empty(target.map(|target| figure(target.value))),
        Cell::or_empty(met),
        Cell::Series(by_month.collect()),
    ]
}

fn way(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("status", "", Room::Kept),
        Column::text("kpi", "KPI", Room::Cut(12)).once(),
        Column::text("month", "by", Room::Kept),
        Column::mixed("target", "target", Room::Kept),
        Column::mixed("observed", "observed", Room::Kept),
        Column::mixed("planned", "planned", Room::Kept),
    ];
    let mut table = Table::new("way", columns).captioned("Targets, and markers on the way to them");
    for seen in &track.seen.kpis {
        let Some(view) = View::of(plan, evaluation, seen.kpi) else { continue };
        table.rows.extend(seen.way.iter().map(|way| Row::Cells(way_row(plan, &view, seen, way))));
    }
    table
}

fn way_row(plan: &CheckedPlan, view: &View<'_>, seen: &KpiSeen, way: &OnTheWay) -> Vec<Cell> {
    let (mark, words) = match way.way {
        Way::Met => (Mark::Good, "met"),
        Way::Missed => (Mark::Bad, "missed"),
        Way::NotObserved => (Mark::Neutral, "not observed"),
        Way::Ahead => (Mark::Good, "on the way"),
        Way::Behind => (Mark::Bad, "behind"),
        Way::ToCome => (Mark::Neutral, "to come"),
    };
    let figure = |value| Cell::Figure(view.figure(value));
    vec![
        Cell::Status(mark, words.to_owned()),
        path_cell(plan, seen.kpi),
        month_cell(plan, way.month),
        figure(way.target),
        Cell::or_empty(way.observed.map(figure)),
        Cell::or_not_available(way.planned.map(figure)),
    ]
}

/// The section of benchmarks.
pub(super) fn benchmarks(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Section {
    let mut section = Section::new("benchmarks", "Benchmarks over time");
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(12)).once(),
        Column::text("benchmark", "benchmark", Room::Cut(16)).once(),
        Column::text("age", "age", Room::Optional(2)).once(),
        Column::text("standing", "who", Room::Kept),
        Column::mixed("value", "they reach", Room::Kept),
        Column::text("since", "since", Room::Optional(4)),
        Column::mixed("first_gap", "gap then", Room::Optional(3)),
        Column::mixed("gap", "gap now", Room::Kept),
        Column::text("gaps", "by month", Room::Optional(1)),
    ];
    let mut table = Table::new("gaps", columns);
    for seen in &track.seen.kpis {
        let Some(view) = View::of(plan, evaluation, seen.kpi) else { continue };
        table.rows.extend(seen.gaps.iter().map(|gap| Row::Cells(gap_row(plan, &view, seen, gap))));
    }
    section.push(Block::Table(table));
    section.push(Block::Table(practices(plan, evaluation, track)));
    section
}

fn gap_row(plan: &CheckedPlan, view: &View<'_>, seen: &KpiSeen, gap: &Gap) -> Vec<Cell> {
    let (first, last) = (seen.series.first_key_value(), seen.series.last_key_value());
    let age = gap.age.and_then(|age| usize::try_from(age).ok()).map(|age| counted(age, "month"));
    let to = |value: Option<(&_, &_)>| view.change_or_not_available(Some(gap.reaches), value.map(|(_, value)| *value));
    let by_month: std::collections::BTreeMap<_, _> = gap.by_month.iter().copied().collect();
    let series = months_of(&seen.series).map(|month| by_month.get(&month).map(|gap| view.terms.shown.of(*gap)));
    vec![
        path_cell(plan, seen.kpi),
        title_cell(plan, gap.benchmark),
        Cell::or_empty(age.map(Cell::text)),
        Cell::text(match gap.standing {
            Standing::Leader => "leader",
            Standing::TopQuartile => "top quartile",
            Standing::Median => "median",
        }),
        Cell::Figure(view.figure(gap.reaches)),
        Cell::or_empty(first.map(|(month, _)| Cell::Months(*month, *month))),
        to(first),
        to(last),
        Cell::Series(series.collect()),
    ]
}

/// Practices of those who reach more, what adopts them, and whether that is funded.
fn practices(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Table {
    let columns = vec![
        Column::text("status", "", Room::Kept),
        Column::text("practice", "practice", Room::Cut(30)),
        Column::text("kpi", "KPI", Room::Cut(12)),
        Column::text("adopted_by", "adopted by", Room::Cut(16)),
    ];
    let mut table = Table::new("practices", columns).captioned("What they do, and what adopts it here");
    let observed = |id: &&(Id<Practice>, &Practice)| {
        let benchmark = id.1.parent.and_then(|parent| parent.cast::<crate::model::Benchmark>());
        let about = benchmark.and_then(|benchmark| plan.plan().benchmarks[benchmark].about.0);
        about.is_some_and(|about| track.seen.kpis.iter().any(|seen| seen.kpi == about.value))
    };
    let all: Vec<(Id<Practice>, &Practice)> = plan.plan().practices.iter().collect();
    for (id, practice) in all.iter().filter(observed) {
        let benchmark = practice.parent.and_then(|parent| parent.cast::<crate::model::Benchmark>());
        let kpi = benchmark.and_then(|benchmark| plan.plan().benchmarks[benchmark].about.0);
        let adopters: Vec<Id<Package>> =
            practice.adopted_by.iter().flat_map(|list| &list.0).map(|named| named.value).collect();
        let funded = adopters.iter().any(|package| is_funded(plan, evaluation, *package));
        let (mark, words) = match (adopters.is_empty(), funded) {
            (true, _) => (Mark::Neutral, "not adopted"),
            (false, true) => (Mark::Good, "funded"),
            (false, false) => (Mark::Bad, "not funded"),
        };
        table.rows.push(Row::Cells(vec![
            Cell::Status(mark, words.to_owned()),
            Cell::text(display(plan, *id)),
            Cell::or_empty(kpi.map(|kpi| path_cell(plan, kpi.value))),
            Cell::Said(all_known(plan, adopters)),
        ]));
    }
    table
}

fn is_funded(plan: &CheckedPlan, evaluation: &Evaluation, package: Id<Package>) -> bool {
    let funded = evaluation.funding.iter().flat_map(|funding| &funding.funded);
    funded.filter_map(|level| plan.levels.get(level.index())).any(|terms| terms.package == package)
}
