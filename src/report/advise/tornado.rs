//! The tornado: takes what a KPI comes to with one estimate at its ends, gives a table of these, the widest first, each drawn
//! from its low to its high on one scale for each KPI.

use super::super::document::{Cell, Column, Mark, Room, Row, Table};
use super::super::drawn::{Ink, Part, Reach, Strip, Tick, Weight};
use super::super::kpis::View;
use super::super::names::path_cell;
use super::scale::{Scale, name};
use crate::check::{CheckedPlan, KpiTerms};
use crate::evaluate::Evaluation;
use crate::model::kpi::Better;
use crate::quantity::Number;
use crate::risk::{Risk, Swing, number};

/// The table.
pub(super) fn table(plan: &CheckedPlan, evaluation: &Evaluation, risk: &Risk) -> Table {
    let columns = vec![
        Column::text("kpi", "KPI", Room::Cut(16)).once(),
        Column::text("estimate", "one estimate", Room::Cut(24)),
        Column::mixed("low", "at its low end", Room::Kept),
        Column::text("drawn", "from end to end", Room::Drawn),
        Column::mixed("high", "at its high end", Room::Kept),
        Column::mixed("likely", "as planned", Room::Optional(1)),
    ];
    let mut table =
        Table::new("tornado", columns).captioned("Each KPI with one estimate at its ends, the widest first");
    for swings in risk.swings.chunk_by(|one, next| one.kpi == next.kpi) {
        table.rows.extend(rows(plan, evaluation, risk, swings));
    }
    table
}

/// The rows of one KPI.
fn rows(plan: &CheckedPlan, evaluation: &Evaluation, risk: &Risk, swings: &[Swing]) -> Vec<Row> {
    let Some(first) = swings.first() else { return Vec::new() };
    let view = View::of(plan, evaluation, first.kpi);
    let planned = view.as_ref().and_then(|view| Some((view, view.funded?)));
    let reach = planned.as_ref().and_then(|(_, planned)| reach(swings, *planned));
    let row = |swing: &Swing| {
        let scale = Scale::new(plan, swing.kpi, &[swing.low, swing.high]);
        let drawn = reach.zip(planned.as_ref()).and_then(|(reach, (view, planned))| {
            Some(strip(view.terms, *planned, [number(swing.low)?, number(swing.high)?], reach))
        });
        Row::Cells(vec![
            path_cell(plan, swing.kpi),
            name(risk, swing.estimate),
            scale.cell(swing.low),
            Cell::or_empty(drawn.map(|drawn| Cell::Strip(Box::new(drawn)))),
            scale.cell(swing.high),
            Cell::or_not_available(planned.as_ref().map(|(view, planned)| Cell::Figure(view.figure(*planned)))),
        ])
    };
    swings.iter().map(row).collect()
}

/// From the least to the most that any of the estimates makes of the KPI.
fn reach(swings: &[Swing], planned: Number) -> Option<Reach> {
    let ends = || swings.iter().flat_map(|swing| [number(swing.low), number(swing.high)]).flatten();
    let low = ends().fold(planned, Number::minimum);
    let high = ends().fold(planned, Number::maximum);
    (low < high).then_some(Reach::Between(low, high))
}

/// A bar on each side of what is planned; the target stands where it is in sight.
fn strip(terms: &KpiTerms, planned: Number, ends: [Number; 2], reach: Reach) -> Strip {
    let part = |to: Number| Part { from: planned, to, ink: Ink::Forecast, mark: mark(terms, planned, to) };
    let mut ticks = vec![Tick { at: planned, weight: Weight::Thin }];
    if let (Some(target), Reach::Between(low, high)) = (terms.target, reach)
        && (low..=high).contains(&target.value)
    {
        ticks.push(Tick { at: target.value, weight: Weight::Thick });
    }
    Strip { bars: vec![ends.map(part).into_iter().filter(|part| part.from != part.to).collect()], ticks, reach }
}

/// Whether a value is better news than what is planned.
fn mark(terms: &KpiTerms, planned: Number, value: Number) -> Option<Mark> {
    let is_better = match terms.better {
        Better::Higher => value > planned,
        Better::Lower => value < planned,
        Better::Nearer => return None,
    };
    Some(if is_better { Mark::Good } else { Mark::Bad })
}
