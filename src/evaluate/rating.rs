//! How levels score: what scoring gives, with how each figure came about.

use std::cmp::Ordering;

use crate::model::{Criterion, Id, Kpi};
use crate::quantity::Number;

/// A level's score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelScore {
    /// Its rating on each criterion, in the order of the plan's criteria.
    pub ratings: Vec<Rating>,
    /// Σ weight × rating, to 12 decimals.
    pub score: Number,
    /// What the score is for the money.
    pub value: ValueForMoney,
}

/// A level's rating on a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The criterion.
    pub criterion: Id<Criterion>,
    /// From −10, harm, to 10; people rate from 0.
    pub value: Number,
    /// How it came about.
    pub source: RatingSource,
}

/// How a rating came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RatingSource {
    /// `rates risk: 4`
    People,
    /// People rate this criterion, and have not rated this level: it counts 0.
    Missing,
    /// `measured_by`: what the level does to each of the KPIs it moves; the others count 0.
    Computed(Vec<KpiMove>),
}

/// What a level does to a KPI, as a share of the way that the KPI has before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KpiMove {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// Its share of the criterion, as a fraction.
    pub weight: Number,
    /// The level's direct effect at full size, in the KPI's unit.
    pub effect: Number,
    /// The way it is measured against.
    pub way: Way,
    /// The share of the way, from −1 to 1.
    pub moved: Number,
}

/// The way that a KPI has before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Where it starts: the value when nothing is funded, else the baseline.
    pub from: Number,
    /// Where it leads.
    pub to: Number,
    /// What lies there.
    pub end: WayEnd,
    /// How a move along it counts.
    pub measure: WayMeasure,
}

/// What lies at the end of a KPI's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayEnd {
    /// The target.
    Target,
    /// The ceiling.
    Ceiling,
    /// The good end of the range.
    Range,
}

/// How a move counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayMeasure {
    /// As a share of the way.
    Along,
    /// `better: nearer`: by how much nearer it comes, from either side, as a share of the distance.
    Nearer,
}

/// Score per 1,000 of net cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueForMoney {
    /// It costs nothing after savings and earnings: above all that costs, by score.
    Free,
    /// So much score for each 1,000 of the currency, to 20 decimals.
    PerThousand(Number),
}

impl LevelScore {
    /// Which of two is worth more for its money: the better is the greater.
    #[must_use]
    pub fn compare_value(&self, other: &LevelScore) -> Ordering {
        match (self.value, other.value) {
            (ValueForMoney::Free, ValueForMoney::Free) => self.score.cmp(&other.score),
            (ValueForMoney::Free, ValueForMoney::PerThousand(_)) => Ordering::Greater,
            (ValueForMoney::PerThousand(_), ValueForMoney::Free) => Ordering::Less,
            (ValueForMoney::PerThousand(value), ValueForMoney::PerThousand(other)) => value.cmp(&other),
        }
    }
}
