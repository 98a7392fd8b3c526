//! A level as one of the plans that are compared has it.

use crate::outcome::{Amount, LevelStatus};
use crate::quantity::{Money, Number};

/// A level in one of the plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelState {
    /// Its rank, from 1; nothing of a plan file.
    pub rank: Option<usize>,
    /// Whether it is funded, and the kind of reason.
    pub status: LevelStatus,
    /// Its gross cost over the calendar.
    pub cost: Money,
    /// The same by category.
    pub lines: Vec<Amount>,
    /// Its cost less savings and earnings; nothing of a plan file.
    pub net: Option<Money>,
    /// Its score, likewise.
    pub score: Option<Number>,
}
