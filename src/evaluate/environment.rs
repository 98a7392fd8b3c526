//! What formulas read: takes the plan and the figures so far, answers as the environment of a program.

use super::costs::CostTable;
use super::drivers::driver_value;
use super::values::Values;
use crate::check::{CheckedPlan, Environment, Failure};
use crate::model::{AnyId, Driver, Id, Kpi, Stage};
use crate::quantity::Number;

/// Drivers, KPIs, flows and funded costs.
pub(super) struct PlanEnvironment<'run> {
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// KPIs and flows, as far as they are computed.
    pub values: &'run Values,
    /// What is funded.
    pub costs: &'run CostTable,
}

impl Environment for PlanEnvironment<'_> {
    fn months(&self) -> usize {
        self.plan.calendar.len()
    }

    fn driver(&self, driver: Id<Driver>, month: usize) -> Result<Number, Failure> {
        driver_value(self.plan, driver, month)
    }

    fn kpi(&self, kpi: Id<Kpi>, month: Option<usize>) -> Result<Number, Failure> {
        match month {
            Some(month) => known(self.values.kpi(kpi, month)),
            None => baseline(self.plan, kpi),
        }
    }

    fn kpi_before_effects(&self, kpi: Id<Kpi>, month: Option<usize>) -> Result<Number, Failure> {
        match month {
            Some(month) => known(self.values.kpi_before_effects(kpi, month)),
            None => baseline(self.plan, kpi),
        }
    }

    fn entering(&self, stage: Id<Stage>, month: usize) -> Result<Number, Failure> {
        known(self.values.entering(stage, month))
    }

    fn leaving(&self, stage: Id<Stage>, month: usize) -> Result<Number, Failure> {
        known(self.values.leaving(stage, month))
    }

    fn cost(&self, about: AnyId, month: usize) -> Result<Number, Failure> {
        known(self.costs.at(about, month))
    }
}

/// A KPI's value in the month before the calendar.
pub(super) fn baseline(plan: &CheckedPlan, kpi: Id<Kpi>) -> Result<Number, Failure> {
    known(plan.kpis.get(kpi.index()).and_then(|terms| terms.baseline))
}

/// The value, or that there is none.
pub(super) fn known(value: Option<Number>) -> Result<Number, Failure> {
    value.ok_or(Failure::Unavailable)
}
