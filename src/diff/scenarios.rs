//! What became of scenarios: takes what each comes to in two plans, gives those that come to something else.

use std::collections::BTreeMap;

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
    let mut figures: BTreeMap<&str, (Option<ScenarioFigures>, Option<ScenarioFigures>)> = BTreeMap::new();
    for (name, was) in &before.scenarios {
        figures.entry(pairs.renames.now(Kind::Scenario, name)).or_default().0 = Some(*was);
    }
    for (name, now) in &after.scenarios {
        figures.entry(name).or_default().1 = Some(*now);
    }
    let changed = figures.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(name, (before, after))| ScenarioChange { name: name.to_owned(), before, after }).collect()
}
