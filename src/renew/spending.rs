//! What the ledgers of a year say to the next one.

use std::collections::BTreeMap;

use crate::model::{Id, Package};
use crate::quantity::{Money, Month};

/// What the year's ledgers say to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spending {
    /// The last month they are closed for.
    pub closed: Month,
    /// What each package is expected to have cost at the calendar's end.
    pub expected: BTreeMap<Id<Package>, Money>,
    /// What goes over of each; known once the calendar is over.
    pub carried: Option<BTreeMap<Id<Package>, Money>>,
}
