//! Evaluation: takes a checked plan, gives what is funded, what it does to KPIs and journeys, and what holds of that.

mod candidates;
mod costing;
mod coverage;
mod drivers;
mod errors;
mod evaluation;
mod funding;
pub mod mandates;
mod money;
pub mod next;
mod projection;
mod purse;
mod ranking;
mod rating;
mod require;
mod rows;
mod score;
mod sheet;
pub mod walk;
mod way;

pub use costing::{cost_levels, counted_savings};
pub use coverage::{Measures, MomentCoverage};
pub use evaluation::Evaluation;
pub use funding::{FundingChoice, fund};
pub use money::{CountedSaving, LevelMoney, MoneyLine, Phased};
pub use projection::{
    Contribution, EffectEstimate, EffectNature, KpiChange, KpiSeries, Outcome, Projection, RangeStanding, StageFlow,
};
pub use ranking::{RankedLevel, rank};
pub use rating::{KpiMove, LevelScore, Rating, RatingSource, ValueForMoney, Way, WayEnd, WayMeasure};
pub use require::{OperandValue, RequireOutcome, Verdict};
pub use score::score_levels;
pub use sheet::{
    Blocker, BoundUse, Exclusion, FundingOutcome, Gain, Grant, MoneyUse, NextLevel, OtherPolicy, Placed, PoolWalk,
    RankingSheet, Row, Status, Tie, TieBreak, Unspent,
};
