//! The best set: takes levels with what they cost and bring and what bounds a set of them, gives the allowed set with the
//! highest score, of those the one that costs least, of those the one that holds the highest-ranked level in which they
//! differ. Proved, or with a bound that nobody can beat.
//!
//! 1. `fates` settles what must be in or out, and what follows from it;
//! 2. `groups` lists, for levels that hang together, every way to choose from them; where those are too many, a level that
//!    much hangs on is settled one way and the other;
//! 3. `pure` chooses from the groups where one amount of money is all that bounds them, `bounded` where several things do,
//!    by `prices` on them.
//!
//! Whole numbers decide; effort is counted in steps.

mod bounded;
mod effort;
mod fates;
mod groups;
mod instance;
mod prices;
mod pure;

pub use effort::Effort;
pub use instance::{Admission, Changes, Choice, Floor, Instance, Part};

use crate::evaluate::slots::{at, put};
use fates::{Fate, Links};
use groups::{Groups, Packages, Ties, Unlisted, Worths, groups};
use pure::{Equals, Pure, first_difference};
use std::cmp::Ordering;

/// How many figures may say what levels use: half a gibibyte.
const MOST_FIGURES: u64 = 32_000_000;

/// The best set that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// Which levels are in it.
    pub set: Vec<bool>,
    /// Its score.
    pub score: i128,
    /// What it costs.
    pub cost: i128,
    /// How sure it is.
    pub proof: Proof,
}

/// How sure a best set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// No allowed set has a higher score, none of that score a lower cost.
    Proved(Rival),
    /// No allowed set has a higher score than this.
    Within(i128),
}

/// Whether other sets are equal in score and cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    /// Of any such, this holds the highest-ranked level in which they differ.
    Settled,
    /// That was not worked out.
    Unsettled,
}

/// Whether a set is allowed.
#[must_use]
pub fn allows(instance: &Instance, set: &[bool]) -> bool {
    is_allowed(instance, &Links::of(instance), set)
}

fn is_allowed(instance: &Instance, links: &Links<'_>, set: &[bool]) -> bool {
    let mut used = vec![0; instance.width()];
    (0..instance.levels.len()).filter(|place| at(set, *place)).for_each(|place| instance.add_use(&mut used, place));
    if let Some(packages) = Packages::of(instance) {
        let all: Vec<usize> = (0..packages.count()).collect();
        packages.add_changes(&mut used, &all, &|place| at(set, place));
    }
    links.allow(set) && instance.affords(&used)
}

/// The best set. `known` are sets to begin with; those that are not allowed are passed over. Nothing where no set is allowed,
/// or where sums of scores and money are too large to be written.
#[must_use]
pub fn best(instance: &Instance, known: &[Vec<bool>], effort: &mut Effort) -> Option<Best> {
    let links = Links::of(instance);
    let worths = Worths::new(instance)?;
    let fates = links.settled()?;
    let mut search =
        Search { instance, links: &links, worths: &worths, equals: Equals::Ranked, best: None, unsearched: None };
    for set in known.iter().filter(|set| is_allowed(instance, &links, set)) {
        search.note(set.clone());
    }
    if !search.is_small_enough(effort) {
        search.leave(worths.all());
        return search.finish(Rival::Unsettled);
    }
    let mut half = Effort::new(effort.left() / 2);
    let all = half.left();
    search.explore(fates.clone(), i128::MAX, &mut half);
    effort.spend(all - half.left());
    let mut rival = Rival::Settled;
    if search.unsearched.is_some() || half.is_spent() {
        // All equals could not be told apart: it may still be proved that there is nothing better.
        rival = Rival::Unsettled;
        search.equals = Equals::Any;
        search.unsearched = None;
        search.explore(fates, i128::MAX, effort);
    }
    search.finish(rival)
}

/// By level: the highest score that an allowed set with it may have, by a bound; nothing where no allowed set holds it.
/// `set` is the best set.
#[must_use]
pub fn reach(instance: &Instance, set: &[bool], effort: &mut Effort) -> Vec<Option<i128>> {
    let mut reach = vec![None; instance.levels.len()];
    let links = Links::of(instance);
    let (Some(worths), Some(fates)) = (Worths::new(instance), links.settled()) else { return reach };
    let known = set.iter().zip(&worths.of).filter(|(is_in, _)| **is_in).map(|(_, worth)| worth).sum();
    for (slot, fate) in reach.iter_mut().zip(&fates) {
        *slot = (*fate != Fate::Out).then_some(i128::MAX);
    }
    let listed = [Ties::All, Ties::Near, Ties::Predecessors, Ties::Nothing];
    let Some(groups) = listed.into_iter().find_map(|ties| groups(instance, &links, &worths, &fates, ties).ok()) else {
        return reach;
    };
    let Some(worth) = bounded::reach(instance, &groups, known, effort) else { return reach };
    let mut most = vec![None; instance.levels.len()];
    for (way, worth) in worth.into_iter().enumerate() {
        let score = worths.score_within(worth);
        for place in groups.members(way) {
            let known: Option<i128> = at(&most, *place);
            put(&mut most, *place, Some(known.map_or(score, |known| known.max(score))));
        }
    }
    for ((slot, most), fate) in reach.iter_mut().zip(most).zip(&fates) {
        if *fate == Fate::Open {
            *slot = most;
        }
    }
    reach
}

/// By level of a set: the required level that it is in for, which may be itself; the highest-ranked such.
#[must_use]
pub fn carriers(instance: &Instance, set: &[bool]) -> Vec<Option<usize>> {
    let mut carriers = vec![None; instance.levels.len()];
    let is_required = |level: &Choice| level.standing == Admission::Required;
    for (root, _) in instance.levels.iter().enumerate().filter(|(_, level)| is_required(level)) {
        put(&mut carriers, root, Some(root));
    }
    for root in (0..carriers.len()).filter(|place| instance.levels.get(*place).is_some_and(is_required)) {
        let mut waiting = vec![root];
        while let Some(level) = waiting.pop().and_then(|place| instance.levels.get(place)) {
            for on in level.predecessor.iter().chain(level.needs.iter().flatten()) {
                if at(set, *on) && at(&carriers, *on).is_none() {
                    put(&mut carriers, *on, Some(root));
                    waiting.push(*on);
                }
            }
        }
    }
    carriers
}

/// What the cost may come to together with what the floors of each kind lack, in each period: what the period holds or,
/// where that is more, what the mandated levels as a walk takes them cost and leave lacking.
#[must_use]
pub fn with_floors(instance: &Instance, kinds: usize, mandated: &[bool]) -> Vec<i64> {
    let count = instance.periods.len();
    let with = Instance { with_floors: vec![0; kinds * count], ..instance.clone() };
    let mut used = vec![0; with.width()];
    (0..with.levels.len()).filter(|place| at(mandated, *place)).for_each(|place| with.add_use(&mut used, place));
    let lacks = with.lacks(&used, |_, _| {});
    let costs = used.iter().take(count).cycle();
    let holds = instance.periods.iter().cycle();
    lacks.iter().zip(costs).zip(holds).map(|((lack, cost), holds)| (lack + cost).max(*holds)).collect()
}

struct Search<'s> {
    instance: &'s Instance,
    links: &'s Links<'s>,
    worths: &'s Worths,
    equals: Equals,
    best: Option<(i128, Vec<bool>)>,
    /// The most that what was not searched may be worth.
    unsearched: Option<i128>,
}

impl Search<'_> {
    /// Whether what is listed of all levels can be held, and looked at once with the effort there is.
    fn is_small_enough(&self, effort: &Effort) -> bool {
        let figures = (self.instance.levels.len() as u64).saturating_mul(self.instance.width() as u64);
        figures <= MOST_FIGURES && figures / 8 <= effort.left()
    }

    fn known(&self) -> i128 {
        self.best.as_ref().map_or(self.worths.least, |(worth, _)| *worth)
    }

    fn note(&mut self, set: Vec<bool>) {
        let worth = set.iter().zip(&self.worths.of).filter(|(is_in, _)| **is_in).map(|(_, worth)| worth).sum::<i128>();
        let is_better = match (worth.cmp(&self.known()), &self.best) {
            (Ordering::Less, _) => false,
            (Ordering::Greater, _) | (Ordering::Equal, None) => true,
            (Ordering::Equal, Some((_, best))) => first_difference(&places(&set), &places(best)) == Ordering::Greater,
        };
        if is_better {
            self.best = Some((worth, set));
        }
    }

    fn leave(&mut self, bound: i128) {
        self.unsearched = Some(self.unsearched.map_or(bound, |known| known.max(bound)));
    }

    fn explore(&mut self, fates: Vec<Fate>, above: i128, effort: &mut Effort) {
        if !effort.spend(fates.len() as u64 / 8 + 1) {
            self.leave(above);
            return;
        }
        match groups(self.instance, self.links, self.worths, &fates, Ties::All) {
            Ok(groups) => self.choose(&fates, &groups, above, effort),
            Err(Unlisted::Impossible) => {}
            Err(Unlisted::TooMany(levels)) => self.split(fates, &levels, above, effort),
        }
    }

    fn choose(&mut self, fates: &[Fate], groups: &Groups, above: i128, effort: &mut Effort) {
        let known = self.known();
        let found = match self.only_bound(groups) {
            Some((row, most)) => pure::best(Pure { groups, row, most, equals: self.equals }, known, effort),
            None => bounded::best(self.instance, groups, known, self.equals, effort),
        };
        if let Some(ways) = found.ways {
            let mut set: Vec<bool> = fates.iter().map(|fate| *fate == Fate::In).collect();
            ways.iter().flat_map(|way| groups.members(*way)).for_each(|place| put(&mut set, *place, true));
            if self.links.allow(&set) {
                self.note(set);
            } else {
                self.leave(above);
            }
        }
        if let Some(open) = found.open {
            self.leave(open.min(above));
        }
    }

    /// The one thing that bounds what can be chosen, if it is one alone.
    fn only_bound(&self, groups: &Groups) -> Option<(usize, i64)> {
        let instance = self.instance;
        if instance.held.iter().any(|held| *held > 0) {
            return None;
        }
        let mut most = groups.settled_use.clone();
        for group in 0..groups.count() {
            for (row, sum) in most.iter_mut().enumerate().take(instance.periods.len() + instance.caps.len()) {
                *sum += groups.ways(group).map(|way| at(groups.used(way), row)).max().unwrap_or(0);
            }
        }
        let limits = instance.periods.iter().chain(&instance.caps);
        let mut binding = most.iter().zip(limits).enumerate().filter(|(_, (most, limit))| most > limit);
        match (binding.next(), binding.next()) {
            (None, _) => Some((0, i64::MAX / 4)),
            (Some((row, (_, limit))), None) => Some((row, *limit)),
            (Some(_), Some(_)) => None,
        }
    }

    /// Settles the level that most hangs on, one way and the other.
    fn split(&mut self, fates: Vec<Fate>, levels: &[usize], above: i128, effort: &mut Effort) {
        let bound = above.min(self.bound(&fates, effort));
        let is_beaten = match self.equals {
            Equals::Any => bound <= self.known(),
            Equals::Ranked => bound < self.known(),
        };
        if is_beaten {
            return;
        }
        let degree = |place: &usize| {
            let needs = self.instance.levels.get(*place).map_or(0, |level| level.needs.len());
            let only_for = self.instance.levels.get(*place).is_some_and(|level| level.standing == Admission::OnlyFor);
            let count = self.links.dependents.of(*place).len() + self.links.excludes.of(*place).len() + needs;
            (only_for, count, std::cmp::Reverse(*place))
        };
        let Some(place) = levels.iter().copied().max_by_key(degree) else { return };
        for fate in [Fate::In, Fate::Out] {
            let mut fates = fates.clone();
            if self.links.settle(&mut fates, vec![(place, fate)]) {
                self.explore(fates, bound, effort);
            }
        }
    }

    /// What no set is worth more than, by a choice in which less hangs together.
    fn bound(&self, fates: &[Fate], effort: &mut Effort) -> i128 {
        for ties in [Ties::Near, Ties::Predecessors, Ties::Nothing] {
            if let Ok(groups) = groups(self.instance, self.links, self.worths, fates, ties) {
                return bounded::bound(self.instance, &groups, self.known(), effort);
            }
        }
        i128::MAX
    }

    fn finish(self, rival: Rival) -> Option<Best> {
        let (worth, set) = self.best?;
        let chosen = places(&set);
        let score = chosen.iter().filter_map(|place| self.instance.levels.get(*place)).map(|level| level.score).sum();
        let cost = chosen.iter().map(|place| i128::from(self.instance.cost_of(*place))).sum();
        let proof = match self.unsearched {
            None => Proof::Proved(rival),
            Some(open) if open <= worth => Proof::Proved(rival),
            Some(open) => Proof::Within(self.worths.score_within(open)),
        };
        Some(Best { set, score, cost, proof })
    }
}

fn places(set: &[bool]) -> Vec<usize> {
    set.iter().enumerate().filter(|(_, is_in)| **is_in).map(|(place, _)| place).collect()
}
