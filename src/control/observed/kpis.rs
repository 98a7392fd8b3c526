//! KPIs as observed: takes what was observed of each, gives it beside baseline, projection, targets on the way and benchmarks,
//! and where the plan ends if the gap stays.

use super::past::Past;
use crate::check::{BenchmarkTerms, KpiTerms};
use crate::ledger::Series;
use crate::model::kpi::Better;
use crate::model::{Benchmark, Id, Kpi};
use crate::quantity::{ArithmeticError, Month, Number};

/// A KPI that was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiSeen {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// What was observed, months before the calendar included.
    pub series: Series,
    /// The last month observed in the calendar, by its place there, with the value.
    pub latest: Option<(usize, Number)>,
    /// The projection of that month.
    pub planned: Option<Number>,
    /// How far it is from the projection: above nought is favourable.
    pub gap: Option<Number>,
    /// The last month's projection.
    pub ends: Option<Number>,
    /// The same if the observed gap stays.
    pub would_end: Option<Number>,
    /// Its targets, markers on the way among them, by month.
    pub way: Vec<OnTheWay>,
    /// Its gaps to benchmarks.
    pub gaps: Vec<Gap>,
}

/// A target, or a marker on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTheWay {
    /// The month, by its place in the calendar.
    pub month: usize,
    /// What is to be reached.
    pub target: Number,
    /// What was observed in that month.
    pub observed: Option<Number>,
    /// What the plan projects for it.
    pub planned: Option<Number>,
    /// What became of it.
    pub way: Way,
}

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was reached.
    Met,
    /// It was not.
    Missed,
    /// Its month is over, and nothing was observed in it.
    NotObserved,
    /// It would be reached if the observed gap stays.
    Ahead,
    /// It would not.
    Behind,
    /// Its month is to come, and nothing tells how it will be.
    ToCome,
}

/// Who of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The best.
    Leader,
    /// The best quarter.
    TopQuartile,
    /// Half of them.
    Median,
}

/// The gap to a benchmark, by month: above nought is better than it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The benchmark.
    pub benchmark: Id<Benchmark>,
    /// Who.
    pub standing: Standing,
    /// What they reach.
    pub reaches: Number,
    /// The gap of each month that was observed.
    pub by_month: Vec<(Month, Number)>,
    /// How old the benchmark is in the closed month, in months.
    pub age: Option<i32>,
}

/// How far a value is from another, in the direction of the KPI: above nought is better. Nearer is better where it says so:
/// what is off on either side counts against it.
fn improvement(terms: &KpiTerms, from: Number, to: Number) -> Result<Number, ArithmeticError> {
    let more = to.subtract(from)?;
    Ok(match terms.better {
        Better::Higher => more,
        Better::Lower => more.negate(),
        Better::Nearer => more.abs().negate(),
    })
}

pub(super) fn seen(past: &Past<'_>) -> Result<Vec<KpiSeen>, ArithmeticError> {
    past.kpis().into_iter().filter_map(|(kpi, series)| one(past, kpi, series).transpose()).collect()
}

fn one(past: &Past<'_>, kpi: Id<Kpi>, series: Series) -> Result<Option<KpiSeen>, ArithmeticError> {
    let Some(terms) = past.plan.kpis.get(kpi.index()) else { return Ok(None) };
    let funded = |month| past.evaluation.projection.funded.kpi_at(kpi, month);
    let latest = past.latest(&series);
    let planned = latest.and_then(|(month, _)| funded(month));
    let off = latest.zip(planned).map(|((_, value), planned)| value.subtract(planned)).transpose()?;
    let gap = latest.zip(planned).map(|((_, value), planned)| improvement(terms, planned, value)).transpose()?;
    let ends = funded(past.plan.calendar.len().saturating_sub(1));
    let would_end = ends.zip(off).map(|(ends, off)| ends.add(off)).transpose()?;
    let mut way = Vec::new();
    for target in terms.markers.iter().chain(&terms.target) {
        let observed = past.plan.calendar.month(target.month).and_then(|month| series.get(&month)).copied();
        let planned = funded(target.month);
        let staying = planned.zip(off).map(|(planned, off)| planned.add(off)).transpose()?;
        let became = match (observed, target.month <= past.closed, staying) {
            (Some(value), _, _) if terms.meets(target.value, value) => Way::Met,
            (Some(_), _, _) => Way::Missed,
            (None, true, _) => Way::NotObserved,
            (None, false, Some(value)) if terms.meets(target.value, value) => Way::Ahead,
            (None, false, Some(_)) => Way::Behind,
            (None, false, None) => Way::ToCome,
        };
        way.push(OnTheWay { month: target.month, target: target.value, observed, planned, way: became });
    }
    way.sort_by_key(|target| target.month);
    let gaps = gaps(past, kpi, terms, &series)?;
    Ok(Some(KpiSeen { kpi, series, latest, planned, gap, ends, would_end, way, gaps }))
}

fn gaps(past: &Past<'_>, kpi: Id<Kpi>, terms: &KpiTerms, series: &Series) -> Result<Vec<Gap>, ArithmeticError> {
    let mut gaps = Vec::new();
    for ((id, benchmark), figures) in past.plan.plan().benchmarks.iter().zip(&past.plan.benchmarks) {
        if benchmark.about.0.is_none_or(|about| about.value != kpi) {
            continue;
        }
        let taken = benchmark.as_of.get().map(|as_of| as_of.value.months(past.plan.fiscal_start).1);
        let age = taken.zip(past.plan.calendar.month(past.closed)).map(|(taken, now)| taken.months_until(now));
        for (standing, reaches) in standings(figures) {
            let gap = |(month, value): (&Month, &Number)| Ok((*month, improvement(terms, reaches, *value)?));
            let by_month = series.iter().map(gap).collect::<Result<Vec<_>, ArithmeticError>>()?;
            gaps.push(Gap { benchmark: id, standing, reaches, by_month, age });
        }
    }
    Ok(gaps)
}

fn standings(figures: &BenchmarkTerms) -> impl Iterator<Item = (Standing, Number)> {
    let all = [
        (Standing::Leader, figures.leader),
        (Standing::TopQuartile, figures.top_quartile),
        (Standing::Median, figures.median),
    ];
    all.into_iter().filter_map(|(standing, value)| Some((standing, value?)))
}
