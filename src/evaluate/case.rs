//! All that funding reads of a plan.

use super::money::LevelMoney;
use super::ranking::RankedLevel;
use super::rating::LevelScore;
use crate::check::{CheckedPlan, FundingTerms};

/// All that funding reads.
#[derive(Clone, Copy)]
pub(super) struct Case<'plan> {
    pub plan: &'plan CheckedPlan,
    pub terms: &'plan FundingTerms,
    pub money: &'plan [LevelMoney],
    pub scores: &'plan [LevelScore],
    pub ranked: &'plan [RankedLevel],
}
