//! A level that competes for money, with all that bears on whether it is funded.

use crate::check::{NeedTerms, Rivals};
use crate::model::{Id, Level};
use crate::quantity::{Money, Number};

/// A level as funding sees it.
#[derive(Debug, Clone)]
pub struct Candidate<'plan> {
    /// Its name, which decides between ways that are alike.
    pub name: &'plan str,
    /// The gross cost over the calendar.
    pub cost: Money,
    /// The level it adds to.
    pub predecessor: Option<Id<Level>>,
    /// What it cannot do without: of each group at least one.
    pub needs: &'plan [NeedTerms],
    /// What it rules out; those rule it out, too.
    pub excludes: &'plan [Id<Level>],
    /// The levels of other ways to do the same job; those have it as a rival, too.
    pub rivals: &'plan Rivals,
    /// Whether an authority requires it.
    pub mandate: Mandate,
    /// Whether its score suffices.
    pub merit: Merit,
    /// What of its cost counts towards which caps, and all around them; only amounts above zero.
    pub caps: Vec<(usize, Money)>,
    /// What of its cost counts towards which floors. All of it counts towards those around these, too; a floor towards
    /// which only a part counts is in no other.
    pub floors: Vec<(usize, Counted)>,
}

/// What of a level's cost counts towards a floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// All of it.
    Whole,
    /// So much in each budget period.
    Part(Vec<Money>),
}

/// Whether an authority requires a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mandate {
    /// It has a `mandate`.
    Required,
    /// It has none.
    Free,
}

/// Whether a score suffices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merit {
    /// There is no least score, or it is reached.
    Enough,
    /// The score is below this least.
    Below(Number),
}
