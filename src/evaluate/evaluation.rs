//! The evaluated plan: everything a report, a comparison or a plan file reads, side by side.

use super::coverage::MomentCoverage;
use super::money::{CountedSaving, LevelMoney};
use super::projection::Projection;
use super::rating::LevelScore;
use super::require::RequirementResult;
use super::serving::Serving;
use super::sheet::FundingOutcome;

/// What a checked plan comes to. Lists of levels run parallel to the plan's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// What each level costs, saves and earns.
    pub money: Vec<LevelMoney>,
    /// How each level scores.
    pub scores: Vec<LevelScore>,
    /// What is funded and why; absent for a plan without `funding`, which funds nothing.
    pub funding: Option<FundingOutcome>,
    /// The savings of the funded levels that count.
    pub savings: Vec<CountedSaving>,
    /// What that does to KPIs and journeys.
    pub projection: Projection,
    /// What of it falls to each touchpoint.
    pub serving: Serving,
    /// What is done about each moment of truth, in the order of the plan's.
    pub moments: Vec<MomentCoverage>,
    /// Whether each requirement holds, in the order of the plan's.
    pub requires: Vec<RequirementResult>,
}
