//! Moments of truth: takes the funded levels, says which act on each moment and what is spent on that.

use crate::model::{Id, Level, Moment};
use crate::quantity::Money;

/// What is done about a moment of truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentCoverage {
    /// The moment.
    pub moment: Id<Moment>,
    /// What makes it go well beforehand.
    pub proactive: Measures,
    /// What mends it when it went badly.
    pub reactive: Measures,
}

/// The levels that act on a moment in one of the two ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures {
    /// Those that are funded, in the order of the plan's levels.
    pub funded: Vec<Id<Level>>,
    /// Those that are not.
    pub unfunded: Vec<Id<Level>>,
    /// The gross cost of the funded ones over the calendar.
    pub spend: Money,
}

impl MomentCoverage {
    /// Whether anything funded acts on it.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        !self.proactive.funded.is_empty() || !self.reactive.funded.is_empty()
    }
}
