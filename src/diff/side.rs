//! One side of a comparison: takes a record and the names its levels have now, gives them by name, by rank and by turn.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bound::Bound;
use super::record::Record;
use crate::model::Kind;
use crate::model::facts::Fact;
use crate::outcome::{CapFigures, LevelFigures, LevelStatus, Outcome};
use crate::quantity::Money;

/// One of the two plans, level by level.
pub(super) struct Side<'r> {
    /// What the plan comes to.
    pub outcome: &'r Outcome,
    /// The names of its levels in rank order, as they are now.
    pub names: Vec<String>,
    /// The names of all levels and alternatives that it declares, rejected ones too.
    pub declared: FxHashSet<String>,
    /// The score below which nothing is funded, as the plan says it.
    pub least_score: Option<String>,
    /// Whether what floors leave is given to others.
    pub pool: bool,
    places: FxHashMap<String, usize>,
    /// The places of its levels in the order in which money was given: mandates first, the pool last.
    walk: Vec<usize>,
    /// Each level's turn in that order.
    turns: Vec<usize>,
    /// What counts towards each cap, by the cap's name.
    pub bounds: FxHashMap<&'r str, (Bound<'r>, Money)>,
}

impl<'r> Side<'r> {
    /// The levels of a record, under the names that `now` gives for those they have in it.
    pub(super) fn new(record: &'r Record, now: impl Fn(&str) -> String) -> Side<'r> {
        let names: Vec<String> = record.outcome.levels.iter().map(|level| now(&level.name)).collect();
        let levels = record.topics.iter().filter(|topic| matches!(topic.kind, Kind::Level | Kind::Alternative));
        let declared = levels.map(|topic| now(topic.name())).collect();
        let funding = record.topic(Kind::Funding, "");
        let least_score = funding.and_then(|funding| funding.fact("minimum_score")).map(Fact::says);
        let pool = funding.and_then(|funding| funding.fact("pool")).is_some_and(|fact| fact.value.is("yes"));
        let outcome = &record.outcome;
        let places = names.iter().cloned().enumerate().map(|(place, name)| (name, place)).collect();
        let mut walk: Vec<usize> = (0..outcome.levels.len()).collect();
        walk.sort_by_key(|place| outcome.levels.get(*place).map(|level| walked(&level.status)));
        let mut turns = vec![0; walk.len()];
        for (turn, place) in walk.iter().enumerate() {
            if let Some(slot) = turns.get_mut(*place) {
                *slot = turn;
            }
        }
        let bound = |line: &'r CapFigures| Some((line.name.as_str(), (Bound::new(record, &line.name)?, line.most)));
        let bounds = outcome.caps.iter().filter_map(bound).collect();
        Side { outcome, names, declared, least_score, pool, places, walk, turns, bounds }
    }

    /// A level and its place in the rank order.
    pub(super) fn level(&self, name: &str) -> Option<(usize, &'r LevelFigures)> {
        let place = *self.places.get(name)?;
        Some((place, self.outcome.levels.get(place)?))
    }

    /// The last funded level by rank; nothing where no ranks are known.
    pub(super) fn line(&self) -> Option<&str> {
        let place = self.outcome.levels.iter().rposition(|level| level.rank.is_some() && level.status.is_funded())?;
        self.names.get(place).map(String::as_str)
    }

    /// The level that draws the line of `stop`.
    pub(super) fn drawer(&self) -> Option<&str> {
        let draws = |level: &LevelFigures| matches!(level.status, LevelStatus::Short(_) | LevelStatus::HeldBack);
        let place = self.outcome.levels.iter().position(draws)?;
        self.names.get(place).map(String::as_str)
    }

    /// How much a cap lets through; nothing without it.
    pub(super) fn room(&self, cap: &str) -> Money {
        self.bounds.get(cap).map_or(Money::ZERO, |(_, amount)| *amount)
    }

    /// Its levels in the order in which money was given.
    pub(super) fn walked(&self) -> impl Iterator<Item = &str> + '_ {
        self.walk.iter().filter_map(|place| self.names.get(*place)).map(String::as_str)
    }

    /// Its turn in that order.
    pub(super) fn turn(&self, name: &str) -> usize {
        let place = self.places.get(name);
        place.and_then(|place| self.turns.get(*place)).copied().unwrap_or(self.turns.len())
    }
}

/// Mandates first, then by rank, the pool last.
fn walked(status: &LevelStatus) -> u8 {
    match status {
        LevelStatus::Mandated | LevelStatus::MandatedVia(_) => 0,
        LevelStatus::Pooled => 2,
        LevelStatus::Funded
        | LevelStatus::BelowLine
        | LevelStatus::Short(_)
        | LevelStatus::HeldBack
        | LevelStatus::Blocked(_)
        | LevelStatus::Excluded(_)
        | LevelStatus::Capped(_)
        | LevelStatus::BelowMinimumScore
        | LevelStatus::Best
        | LevelStatus::NotBest
        | LevelStatus::NoSet
        | LevelStatus::NoFunding => 1,
    }
}
