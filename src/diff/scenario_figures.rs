//! What a scenario comes to, as two plans are compared by it.

use crate::evaluate::Verdict;
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
