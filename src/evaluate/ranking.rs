//! Ranking: takes scored levels, gives the order in which they compete, as the ranking says or by value for money.
//!
//! By value for money means, again and again: of the levels whose predecessor and needs are placed, the best; of equals
//! the one of lower gross cost, then the one whose name comes first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::check::{CheckedPlan, Eligibility, FundingTerms, NeedTerms};
use crate::model::funding::Rank;
use crate::model::{Id, Level};
use crate::quantity::Money;

use super::money::LevelMoney;
use super::rating::LevelScore;
use super::sheet::{Placed, Tie, TieBreak};

/// A level in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankedLevel {
    /// The level.
    pub level: Id<Level>,
    /// How it came there.
    pub placed: Placed,
}

/// All levels that compete, the highest rank first; without a `funding` by value for money.
#[must_use]
pub fn rank(plan: &CheckedPlan, money: &[LevelMoney], scores: &[LevelScore]) -> Vec<RankedLevel> {
    let named = plan.funding.as_ref().map_or(&[][..], named_levels);
    let mut ranking = Ranking::new(plan, money, scores);
    for level in named {
        ranking.place(*level, Placed::Ranked);
    }
    if plan.funding.as_ref().is_none_or(|funding| funding.rank != Rank::Explicit) {
        ranking.place_by_value();
    }
    ranking.placed
}

fn named_levels(funding: &FundingTerms) -> &[Id<Level>] {
    match funding.rank {
        Rank::Explicit | Rank::ExplicitThenScore => &funding.ranked,
        Rank::Score => &[],
    }
}

/// A ranking that grows.
struct Ranking<'plan> {
    plan: &'plan CheckedPlan,
    money: &'plan [LevelMoney],
    scores: &'plan [LevelScore],
    placed: Vec<RankedLevel>,
    /// Whose turn it is.
    turns: Vec<Turn>,
    /// The levels that add to each level or need it.
    followers: Vec<Vec<Id<Level>>>,
}

/// Whether a level has its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Something it cannot do without has none yet.
    ToCome,
    /// It could be next.
    Open,
    /// It has.
    Placed,
}

impl<'plan> Ranking<'plan> {
    fn new(plan: &'plan CheckedPlan, money: &'plan [LevelMoney], scores: &'plan [LevelScore]) -> Ranking<'plan> {
        let mut followers = vec![Vec::new(); plan.levels.len()];
        for (index, level) in plan.levels.iter().enumerate() {
            let needed = level.needs.iter().flat_map(|need| need.any_of.iter());
            for before in level.predecessor.iter().chain(needed) {
                if let Some(followers) = followers.get_mut(before.index()) {
                    followers.push(Id::new(index));
                }
            }
        }
        let turns = vec![Turn::ToCome; plan.levels.len()];
        Ranking { plan, money, scores, placed: Vec::with_capacity(plan.levels.len()), turns, followers }
    }

    fn place(&mut self, level: Id<Level>, placed: Placed) {
        self.set_turn(level, Turn::Placed);
        self.placed.push(RankedLevel { level, placed });
    }

    fn place_by_value(&mut self) {
        let mut open = BinaryHeap::new();
        let levels = (0..self.plan.levels.len()).map(Id::new);
        levels.for_each(|level| self.open(&mut open, level));
        while let Some(best) = open.pop() {
            let tie = open.peek().and_then(|next| best.tie_with(next));
            self.place(best.level, Placed::ByValue { tie });
            let followers = self.followers.get_mut(best.level.index()).map(std::mem::take);
            followers.unwrap_or_default().into_iter().for_each(|follower| self.open(&mut open, follower));
        }
        self.place_stranded();
    }

    /// Puts a level among those that could be next, if it is one.
    fn open(&mut self, open: &mut BinaryHeap<Contender<'plan>>, level: Id<Level>) {
        if self.turn(level) == Turn::ToCome && self.is_ready(level) {
            self.set_turn(level, Turn::Open);
            open.extend(self.contender(level));
        }
    }

    /// What needs something that never gets a place (a rejected alternative) comes last; it stays blocked.
    fn place_stranded(&mut self) {
        let levels = (0..self.plan.levels.len()).map(Id::new);
        let is_stranded = |level: &Id<Level>| self.turn(*level) == Turn::ToCome && self.competes(*level);
        let mut stranded: BinaryHeap<Contender<'plan>> =
            levels.filter(is_stranded).filter_map(|level| self.contender(level)).collect();
        while let Some(best) = stranded.pop() {
            self.place(best.level, Placed::ByValue { tie: None });
        }
    }

    fn contender(&self, level: Id<Level>) -> Option<Contender<'plan>> {
        let (score, money) = (self.scores.get(level.index())?, self.money.get(level.index())?);
        let path = self.plan.plan().levels.find(level)?.head.path.as_str();
        Some(Contender { level, score, cost: money.gross, path })
    }

    fn competes(&self, level: Id<Level>) -> bool {
        self.plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Competes)
    }

    fn is_ready(&self, level: Id<Level>) -> bool {
        let Some(terms) = self.plan.levels.get(level.index()) else { return false };
        let is_met = |need: &NeedTerms| need.any_of.iter().any(|level| self.is_placed(*level));
        self.competes(level)
            && terms.predecessor.is_none_or(|predecessor| self.is_placed(predecessor))
            && terms.needs.iter().all(is_met)
    }

    fn is_placed(&self, level: Id<Level>) -> bool {
        self.turn(level) == Turn::Placed
    }

    fn turn(&self, level: Id<Level>) -> Turn {
        self.turns.get(level.index()).copied().unwrap_or(Turn::Placed)
    }

    fn set_turn(&mut self, level: Id<Level>, turn: Turn) {
        if let Some(place) = self.turns.get_mut(level.index()) {
            *place = turn;
        }
    }
}

/// A level that waits for its place; the greater goes first.
struct Contender<'plan> {
    level: Id<Level>,
    score: &'plan LevelScore,
    cost: Money,
    path: &'plan str,
}

impl Contender<'_> {
    fn tie_with(&self, next: &Contender<'_>) -> Option<Tie> {
        if self.score.compare_value(next.score) != Ordering::Equal {
            return None;
        }
        let broken_by = if self.cost == next.cost { TieBreak::Name } else { TieBreak::LowerCost };
        Some(Tie { with: next.level, broken_by })
    }
}

impl Ord for Contender<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let value = self.score.compare_value(other.score);
        value
            .then_with(|| other.cost.cmp(&self.cost))
            .then_with(|| other.path.cmp(self.path))
            .then_with(|| other.level.cmp(&self.level))
    }
}

impl PartialOrd for Contender<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Contender<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Contender<'_> {}
