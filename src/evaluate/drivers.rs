//! The environment that costs, savings, earnings and effects read: drivers only, so that funding never depends on projections.

use crate::check::program::Program;
use crate::check::{CheckedPlan, DriverTerms, Environment, Failure};
use crate::model::{Driver, Id};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// The drivers of a plan.
pub(super) struct Drivers<'plan>(pub &'plan CheckedPlan);

impl Drivers<'_> {
    /// What a program gives in a month, which is one of the calendar's; else why not, and where in the plan.
    pub(super) fn run(&self, program: &Program, month: usize) -> Result<Number, (ArithmeticError, Span)> {
        program.run(self, month).map_err(|(failure, span)| match failure {
            Failure::Arithmetic(error) => (error, span),
            Failure::Unavailable | Failure::NothingSpent => (ArithmeticError::OutsideDomain, span),
        })
    }
}

/// The drivers that have one value in all months.
pub(super) struct SteadyDrivers(Vec<bool>);

impl SteadyDrivers {
    /// Those of a plan.
    pub(super) fn of(plan: &CheckedPlan) -> SteadyDrivers {
        let is_steady = |terms: &DriverTerms| terms.values.windows(2).all(|pair| pair.first() == pair.last());
        SteadyDrivers(plan.drivers.iter().map(is_steady).collect())
    }

    /// Whether a program that reads drivers gives the same in all months.
    pub(super) fn hold(&self, program: &Program) -> bool {
        program.drivers().all(|driver| self.0.get(driver.index()).copied().unwrap_or(false))
    }
}

impl Environment for Drivers<'_> {
    fn months(&self) -> usize {
        self.0.calendar.len()
    }
    fn driver(&self, driver: Id<Driver>, month: usize) -> Result<Number, Failure> {
        driver_value(self.0, driver, month)
    }
}

/// A driver's value in a month; nought in one that it leaves out, which is read only between bookings, where nothing counts.
pub(super) fn driver_value(plan: &CheckedPlan, driver: Id<Driver>, month: usize) -> Result<Number, Failure> {
    let values = plan.drivers.get(driver.index()).map(|terms| &terms.values);
    values.and_then(|values| values.get(month)).copied().ok_or(Failure::Unavailable)
}
