//! What was observed, set beside the plan: takes an evaluated plan and its observations, gives KPIs with their gaps, targets on
//! the way, benchmarks over time, the journey as planned and as it went, trends, what goes together, and promises kept.

mod kpis;
mod links;
mod past;
mod promises;
mod trends;
mod walked;

use super::course::Year;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::ledger::Observations;
use crate::quantity::ArithmeticError;
pub use past::name;
use past::{Effects, Past};

pub use kpis::{Gap, KpiSeen, OnTheWay, Standing, Way};
pub use links::{Link, Links, Subject};
pub use promises::{Due, GradeKept, KpiKept, PackageKept, Promises};
pub use trends::{Broke, Trend};
pub use walked::{DriverSeen, FlowSeen, TouchpointSeen};

/// Everything observed, beside the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The KPIs that were observed, in the order of the plan's.
    pub kpis: Vec<KpiSeen>,
    /// The flows of stages.
    pub flows: Vec<FlowSeen>,
    /// The drivers.
    pub drivers: Vec<DriverSeen>,
    /// The touchpoints.
    pub touchpoints: Vec<TouchpointSeen>,
    /// How each goes on by itself.
    pub trends: Vec<Trend>,
    /// What goes together.
    pub links: Links,
    /// What was promised, and kept.
    pub promises: Promises,
    /// What was found out about files.
    pub read_as: Vec<(String, String)>,
}

fn effects<'a>(plan: &'a CheckedPlan, evaluation: &Evaluation) -> Effects<'a> {
    let mut effects = Effects::new();
    for level in super::funded(evaluation) {
        for effect in plan.levels.get(level.index()).into_iter().flat_map(|terms| &terms.effects) {
            effects.entry(effect.kpi).or_default().push((*level, effect));
        }
    }
    effects
}

/// Sets what was observed beside the plan.
pub(super) fn seen(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    observations: &Observations,
    year: &Year,
) -> Result<Seen, ArithmeticError> {
    let effects = effects(plan, evaluation);
    let past = Past { plan, evaluation, observations, closed: year.closed, effects: &effects };
    Ok(Seen {
        kpis: kpis::seen(&past)?,
        flows: walked::flows(&past),
        drivers: walked::drivers(&past),
        touchpoints: walked::touchpoints(&past),
        trends: trends::trends(&past)?,
        links: links::links(&past, year)?,
        promises: promises::promises(&past)?,
        read_as: observations.read_as.clone(),
    })
}
