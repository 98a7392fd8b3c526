//! What a set of levels can be asked to keep.

use crate::model::{Id, Kpi, Level, Require};

/// Something that a set of levels is to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// A mandate.
    Mandate(Id<Level>),
    /// A floor, by its place among the plan's.
    Floor(usize),
    /// A cap, by its place among the plan's.
    Cap(usize),
    /// A requirement.
    Require(Id<Require>),
    /// The target of a KPI.
    Target(Id<Kpi>),
}
