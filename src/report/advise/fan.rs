//! Fans: takes how draws of a KPI spread month by month, gives a chart of each: the band in which eight of ten draws lie, the
//! middle draw, the plan and the target.

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::quantity::Number;
use crate::risk::{KpiRisk, Risk, Spread, number};

use super::super::document::{Figure, Mark};
use super::super::drawn::{Axis, Chart, Ink, Point, Series, Shape};
use super::super::kpis::View;
use super::super::names::{display, month, month_words, name};

/// So many KPIs have a chart.
const SHOWN: usize = 24;

/// A chart of each KPI that draws move; where there are targets, of those with one.
pub(super) fn charts(plan: &CheckedPlan, evaluation: &Evaluation, risk: &Risk) -> Vec<Chart> {
    let has_target = |kpi: &&KpiRisk| plan.kpis.get(kpi.kpi.index()).is_some_and(|terms| terms.target.is_some());
    let moved = || risk.kpis.iter().filter(|kpi| kpi.by_month.iter().flatten().any(|spread| spread.p10 < spread.p90));
    let targeted: Vec<&KpiRisk> = moved().filter(has_target).collect();
    let told = if targeted.is_empty() { moved().collect() } else { targeted };
    told.into_iter().take(SHOWN).filter_map(|kpi| chart(plan, evaluation, kpi)).collect()
}

fn chart(plan: &CheckedPlan, evaluation: &Evaluation, kpi: &KpiRisk) -> Option<Chart> {
    let view = View::of(plan, evaluation, kpi.kpi)?;
    let shown = |value: Number| view.terms.shown.of(value);
    let planned = evaluation.projection.funded.kpi(kpi.kpi).iter().map(|value| value.map(shown));
    let middle = kpi.by_month.iter().map(|spread| number(spread.as_ref()?.p50).map(shown));
    let mut series = vec![
        band(kpi, &shown),
        Series::by_place("the middle draw", Ink::Forecast, Shape::Line, middle),
        Series::by_place("plan", Ink::Plan, Shape::Line, planned),
    ];
    series.extend(target(kpi, &view));
    let unit = view.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    Some(Chart {
        key: "fan",
        title: format!("{}{unit}", display(plan, kpi.kpi)),
        about: Some(name(plan, kpi.kpi)),
        sentence: sentence(plan, kpi, &view),
        across: Axis::Places((0..plan.calendar.len()).map(|place| month(plan, place)).collect()),
        up: Axis::Numbers(view.figure(Number::ZERO)),
        series,
    })
}

/// Around each run of months with a value: along the tenth draw of a hundred, and back along the ninetieth.
fn band(kpi: &KpiRisk, shown: &impl Fn(Number) -> Number) -> Series {
    let months: Vec<(usize, Option<Spread>)> = kpi.by_month.iter().copied().enumerate().collect();
    let mut points = Vec::new();
    for run in months.chunk_by(|one, next| one.1.is_some() == next.1.is_some()) {
        let edge = |(month, spread): &(usize, Option<Spread>), value: fn(Spread) -> f64| {
            let across = Number::from_integer(i64::try_from(*month).ok()?);
            Some(Point { across, up: shown(number(value((*spread)?))?) })
        };
        points.extend(run.iter().map(|month| edge(month, |spread| spread.p10)));
        points.extend(run.iter().rev().map(|month| edge(month, |spread| spread.p90)));
    }
    Series { name: "eight of ten draws".to_owned(), ink: Ink::Forecast, mark: None, shape: Shape::Band, points }
}

fn target(kpi: &KpiRisk, view: &View<'_>) -> Option<Series> {
    let target = view.terms.target?;
    let across = Number::from_integer(i64::try_from(target.month).ok()?);
    let is_likely = kpi.target?.share >= 0.5;
    let (mark, word) = if is_likely { (Mark::Good, "met") } else { (Mark::Bad, "missed") };
    Some(Series {
        name: format!("target, more often {word}"),
        ink: Ink::Actual,
        mark: Some(mark),
        shape: Shape::Strokes,
        points: vec![Some(Point { across, up: view.terms.shown.of(target.value) })],
    })
}

/// `Net Promoter Score in June 2027: in eight of ten draws between 45.1 pts and 48.9 pts, 47.0 pts in the middle; the target of
/// 48 pts is met in 31.2%.`
fn sentence(plan: &CheckedPlan, kpi: &KpiRisk, view: &View<'_>) -> String {
    let what = format!("{} in {}", display(plan, kpi.kpi), month_words(plan, kpi.month));
    let written = |value: f64| number(value).map(|value| view.figure(value).in_full()).unwrap_or_default();
    let mut sentence = match kpi.by_month.get(kpi.month).copied().flatten() {
        Some(spread) => {
            let [low, middle, high] = [spread.p10, spread.p50, spread.p90].map(written);
            format!("{what}: in eight of ten draws between {low} and {high}, {middle} in the middle")
        }
        None => format!("{what}: n/a"),
    };
    if let Some((target, chance)) = view.terms.target.zip(kpi.target) {
        let share = number(chance.share).map(|share| Figure::share(share, 1).in_full()).unwrap_or_default();
        sentence.push_str(&format!("; the target of {} is met in {share}", view.figure(target.value).in_full()));
    }
    sentence + "."
}
