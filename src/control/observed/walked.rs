//! The journey as it went: takes what was observed of flows, drivers and touchpoints, gives it beside what was planned.

use std::collections::BTreeMap;

use super::past::Past;
use crate::ledger::Series;
use crate::model::observation::{FlowEnd, Observed};
use crate::model::plan::Driver;
use crate::model::{AnyId, Id, Kpi, Stage, Touchpoint};
use crate::quantity::Number;

/// A flow that was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowSeen {
    /// The stage.
    pub stage: Id<Stage>,
    /// Which of its flows.
    pub end: FlowEnd,
    /// Its months in the calendar, by their places: what was planned and what was observed.
    pub months: Vec<(usize, Option<Number>, Number)>,
}

/// A driver that was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverSeen {
    /// The driver.
    pub driver: Id<Driver>,
    /// Its months in the calendar, by their places: what was planned and what was observed.
    pub months: Vec<(usize, Option<Number>, Number)>,
}

/// A touchpoint at which something was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchpointSeen {
    /// The touchpoint.
    pub touchpoint: Id<Touchpoint>,
    /// Its satisfaction as planned with, and of how much.
    pub planned: Option<(Number, Number)>,
    /// The satisfaction observed, months before the calendar included.
    pub series: Series,
    /// The KPIs that are measured there, with their last observation.
    pub kpis: Vec<(Id<Kpi>, Number)>,
}

type Months = Vec<(usize, Option<Number>, Number)>;

fn months(past: &Past<'_>, observed: Observed, planned: impl Fn(usize) -> Option<Number>) -> Months {
    let inside =
        |(month, value): (_, Number)| past.plan.calendar.index(month).map(|place| (place, planned(place), value));
    past.of(observed).into_iter().filter_map(inside).collect()
}

pub(super) fn flows(past: &Past<'_>) -> Vec<FlowSeen> {
    let mut flows = Vec::new();
    let ends = [FlowEnd::Entering, FlowEnd::Leaving];
    for (stage, end) in past.plan.plan().stages.ids().flat_map(|stage| ends.map(|end| (stage, end))) {
        let projected = past.evaluation.projection.funded.stages.get(stage.index());
        let planned = |month: usize| {
            let flow = projected?;
            let amounts = if end == FlowEnd::Entering { &flow.entering } else { &flow.leaving };
            amounts.get(month).copied().flatten()
        };
        let months = months(past, Observed::Flow(stage, end), planned);
        if !months.is_empty() {
            flows.push(FlowSeen { stage, end, months });
        }
    }
    flows
}

pub(super) fn drivers(past: &Past<'_>) -> Vec<DriverSeen> {
    let of = |driver: Id<Driver>| {
        let terms = past.plan.drivers.get(driver.index());
        let planned = |month: usize| terms.and_then(|terms| terms.in_month(month));
        DriverSeen { driver, months: months(past, Observed::Driver(driver), planned) }
    };
    past.plan.plan().drivers.ids().map(of).filter(|seen| !seen.months.is_empty()).collect()
}

pub(super) fn touchpoints(past: &Past<'_>) -> Vec<TouchpointSeen> {
    let mut measured: BTreeMap<AnyId, Vec<(Id<Kpi>, Number)>> = BTreeMap::new();
    for (kpi, series) in past.kpis() {
        if let (Some(at), Some((_, last))) = (past.plan.plan().kpis[kpi].at, series.last_key_value()) {
            measured.entry(at.id).or_default().push((kpi, *last));
        }
    }
    let mut seen = Vec::new();
    for (id, touchpoint) in past.plan.plan().touchpoints.iter() {
        let series = past.of(Observed::Touchpoint(id));
        let kpis = measured.remove(&id.into()).unwrap_or_default();
        if !series.is_empty() || !kpis.is_empty() {
            let planned = touchpoint.satisfaction.map(|rating| (rating.value, rating.of));
            seen.push(TouchpointSeen { touchpoint: id, planned, series, kpis });
        }
    }
    seen
}
