//! What was observed, set beside the plan: takes an evaluated plan and its observations, gives KPIs with their gaps, targets on
//! the way, benchmarks over time, the journey as planned and as it went, trends, what goes together, and promises kept.

mod kpis;
mod links;
mod promises;
mod trends;
mod walked;

pub use kpis::{Gap, KpiSeen, OnTheWay, Standing, Way};
pub use links::{Link, Links, Subject};
pub use promises::{Due, GradeKept, KpiKept, PackageKept, Promises};
pub use trends::{Broke, Trend};
pub use walked::{DriverSeen, FlowSeen, TouchpointSeen};

use std::collections::BTreeMap;

use super::course::Year;
use crate::check::{CheckedPlan, EffectTerms};
use crate::evaluate::Evaluation;
use crate::ledger::{Observations, Series};
use crate::model::observation::Observed;
use crate::model::{Id, Kpi, Level};
use crate::quantity::{ArithmeticError, Number};

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

/// What was observed up to the closed month, months before the calendar included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past<'a> {
    /// The plan.
    pub plan: &'a CheckedPlan,
    /// What it comes to.
    pub evaluation: &'a Evaluation,
    /// What was observed.
    pub observations: &'a Observations,
    /// The closed month, by its place in the calendar.
    pub closed: usize,
    /// What funded levels do to each KPI.
    effects: &'a Effects<'a>,
}

/// The effects of funded levels, by what they act on.
type Effects<'a> = BTreeMap<Id<Kpi>, Vec<(Id<Level>, &'a EffectTerms)>>;

fn effects<'a>(plan: &'a CheckedPlan, evaluation: &Evaluation) -> Effects<'a> {
    let mut effects = Effects::new();
    for level in super::funded(evaluation) {
        for effect in plan.levels.get(level.index()).into_iter().flat_map(|terms| &terms.effects) {
            effects.entry(effect.kpi).or_default().push((*level, effect));
        }
    }
    effects
}

impl Past<'_> {
    /// What was observed of one thing, as far as the year has gone.
    fn of(&self, observed: Observed) -> Series {
        let closed = self.plan.calendar.month(self.closed);
        let series = self.observations.of(observed).into_iter().flatten();
        series
            .filter(|(month, _)| closed.is_none_or(|closed| **month <= closed))
            .map(|(month, value)| (*month, *value))
            .collect()
    }

    /// The last of them that lies in the calendar, with its place there.
    fn latest(&self, series: &Series) -> Option<(usize, Number)> {
        let mut inside =
            series.iter().rev().filter_map(|(month, value)| Some((self.plan.calendar.index(*month)?, *value)));
        inside.next()
    }

    /// Everything observed, in one order: KPIs, flows, drivers, touchpoints, each by path.
    fn all(&self) -> Vec<(Observed, Series)> {
        let mut all: Vec<(Observed, Series)> =
            self.observations.series.keys().map(|observed| (*observed, self.of(*observed))).collect();
        all.retain(|(_, series)| !series.is_empty());
        all.sort_by_cached_key(|(observed, _)| (rank(*observed), name(self.plan, *observed)));
        all
    }

    /// What funded levels do to a KPI.
    fn effects_on(&self, kpi: Id<Kpi>) -> &[(Id<Level>, &EffectTerms)] {
        self.effects.get(&kpi).map_or(&[], Vec::as_slice)
    }

    fn kpis(&self) -> Vec<(Id<Kpi>, Series)> {
        let of_kpi = |kpi| (kpi, self.of(Observed::Kpi(kpi)));
        self.plan.plan().kpis.ids().map(of_kpi).filter(|(_, series)| !series.is_empty()).collect()
    }
}

fn rank(observed: Observed) -> u8 {
    match observed {
        Observed::Kpi(_) => 0,
        Observed::Flow(..) => 1,
        Observed::Driver(_) => 2,
        Observed::Touchpoint(_) => 3,
    }
}

/// The path of what was observed: `nps`, `store.decision.leaving`.
#[must_use]
pub fn name(plan: &CheckedPlan, observed: Observed) -> String {
    let head = |id| plan.plan().head(id).path.to_string();
    match observed {
        Observed::Kpi(kpi) => head(kpi.into()),
        Observed::Driver(driver) => head(driver.into()),
        Observed::Touchpoint(touchpoint) => head(touchpoint.into()),
        Observed::Flow(stage, end) => format!("{}.{}", head(stage.into()), end.word()),
    }
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
