//! Evaluation: takes a checked plan, gives what is funded, what it does to KPIs and journeys, and what holds of that.

mod money;
mod rating;
mod sheet;

pub use money::{CountedSaving, LevelMoney, MoneyLine, Phased};
pub use rating::{KpiMove, LevelScore, Rating, RatingSource, ValueForMoney, Way, WayEnd, WayMeasure};
pub use sheet::{
    Blocker, BoundUse, Exclusion, FundingOutcome, Gain, Grant, MoneyUse, NextLevel, OtherPolicy, Placed, PoolWalk,
    RankingSheet, Row, Status, Tie, TieBreak, Unspent,
};
