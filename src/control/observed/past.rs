//! What was observed up to the closed month, beside the plan: what each figure of the observations is made from.

use std::collections::BTreeMap;

use crate::check::{CheckedPlan, EffectTerms};
use crate::evaluate::Evaluation;
use crate::ledger::{Observations, Series};
use crate::model::observation::Observed;
use crate::model::{Id, Kpi, Level};
use crate::quantity::Number;

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
    pub(super) effects: &'a Effects<'a>,
}
impl Past<'_> {
    /// What was observed of one thing, as far as the year has gone.
    pub(super) fn of(&self, observed: Observed) -> Series {
        let closed = self.plan.calendar.month(self.closed);
        let series = self.observations.of(observed).into_iter().flatten();
        series
            .filter(|(month, _)| closed.is_none_or(|closed| **month <= closed))
            .map(|(month, value)| (*month, *value))
            .collect()
    }

    /// The last of them that lies in the calendar, with its place there.
    pub(super) fn latest(&self, series: &Series) -> Option<(usize, Number)> {
        let mut inside =
            series.iter().rev().filter_map(|(month, value)| Some((self.plan.calendar.index(*month)?, *value)));
        inside.next()
    }

    /// Everything observed, in one order: KPIs, flows, drivers, touchpoints, each by path.
    pub(super) fn all(&self) -> Vec<(Observed, Series)> {
        let mut all: Vec<(Observed, Series)> =
            self.observations.series.keys().map(|observed| (*observed, self.of(*observed))).collect();
        all.retain(|(_, series)| !series.is_empty());
        all.sort_by_cached_key(|(observed, _)| (rank(*observed), name(self.plan, *observed)));
        all
    }

    /// What funded levels do to a KPI.
    pub(super) fn effects_on(&self, kpi: Id<Kpi>) -> &[(Id<Level>, &EffectTerms)] {
        self.effects.get(&kpi).map_or(&[], Vec::as_slice)
    }

    pub(super) fn kpis(&self) -> Vec<(Id<Kpi>, Series)> {
        let of_kpi = |kpi| (kpi, self.of(Observed::Kpi(kpi)));
        self.plan.plan().kpis.ids().map(of_kpi).filter(|(_, series)| !series.is_empty()).collect()
    }
}

/// The effects of funded levels, by what they act on.
pub(super) type Effects<'a> = BTreeMap<Id<Kpi>, Vec<(Id<Level>, &'a EffectTerms)>>;

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
