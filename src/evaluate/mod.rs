//! Evaluation: takes a checked plan, gives what is funded, what it does to KPIs and journeys, and what holds of that.

mod coverage;
mod evaluation;
mod money;
mod projection;
mod rating;
mod require;
mod sheet;

pub use coverage::{Measures, MomentCoverage};
pub use evaluation::Evaluation;
pub use money::{CountedSaving, LevelMoney, MoneyLine, Phased};
pub use projection::{
    Contribution, EffectEstimate, EffectNature, KpiChange, KpiSeries, Outcome, Projection, RangeStanding, StageFlow,
};
pub use rating::{KpiMove, LevelScore, Rating, RatingSource, ValueForMoney, Way, WayEnd, WayMeasure};
pub use require::{OperandValue, RequireOutcome, Verdict};
pub use sheet::{
    Blocker, BoundUse, Exclusion, FundingOutcome, Gain, Grant, MoneyUse, NextLevel, OtherPolicy, Placed, PoolWalk,
    RankingSheet, Row, Status, Tie, TieBreak, Unspent,
};
