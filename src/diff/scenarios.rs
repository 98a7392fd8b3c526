//! What became of scenarios: takes what each comes to in two plans, gives those that come to something else.

use super::pair::Pairs;
use super::record::Record;
use crate::evaluate::Verdict;
use crate::model::Kind;
use crate::outcome::{LevelFigures, Outcome};
use crate::quantity::Money;

/// What a scenario comes to, in a few figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScenarioFigures {
    /// The gross cost of what is funded.
    pub funded: Money,
    /// How many levels are funded.
    pub levels: usize,
    /// How many targets are met.
    pub met: usize,
    /// How many requirements fail.
    pub failing: usize,
}

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

impl ScenarioFigures {
    /// Those of an outcome.
    #[must_use]
    pub fn of(outcome: &Outcome) -> ScenarioFigures {
        let given = || outcome.levels.iter().filter(|level| level.status.is_funded());
        ScenarioFigures {
            // The evaluation has formed this sum.
            funded: Money::sum(given().map(LevelFigures::gross)).unwrap_or_default(),
            levels: given().count(),
            met: outcome.kpis.iter().filter(|kpi| kpi.target == Some(Verdict::Holds)).count(),
            failing: outcome.requires.iter().filter(|require| require.verdict.is_broken()).count(),
        }
    }
}

/// The scenarios that come to something else, in order of name.
pub(super) fn scenarios(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<ScenarioChange> {
    let changed = pairs.differing(Kind::Scenario, &before.scenarios, &after.scenarios);
    changed.into_iter().map(|(name, before, after)| ScenarioChange { name, before, after }).collect()
}
