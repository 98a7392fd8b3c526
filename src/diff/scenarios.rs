//! What became of scenarios: takes what each comes to in two plans, gives those that come to something else.

use super::pair::Pairs;
use super::record::Record;
use super::scenario_figures::ScenarioFigures;
use crate::model::Kind;

/// A scenario that comes to something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioChange {
    /// Its name.
    pub name: String,
    /// What it came to; absent for a new one.
    pub before: Option<ScenarioFigures>,
    /// What it comes to; absent for one that is gone.
    pub after: Option<ScenarioFigures>,
}

/// The scenarios that come to something else, in order of name.
pub(super) fn scenarios(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<ScenarioChange> {
    let changed = pairs.differing(Kind::Scenario, &before.scenarios, &after.scenarios);
    changed.into_iter().map(|(name, before, after)| ScenarioChange { name, before, after }).collect()
}
