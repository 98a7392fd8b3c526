//! Several bounds at once: takes groups and all that an instance bounds, gives the best allowed choice.
//!
//! Branch and bound. At each node prices bound what is left; ways that the bound rules out are struck, and the group on
//! which prices agree least is settled next.
#![expect(
    clippy::float_arithmetic,
    reason = "prices guide the search; every bound that discards is recomputed in whole numbers"
)]

use std::cmp::Ordering;

use super::effort::Effort;
use super::groups::Groups;
use super::instance::Instance;
use super::prices::{Exact, Market, Open, Prices};
use super::pure::{Equals, Found, first_difference};
use crate::evaluate::slots::{at, put};

/// How often prices are moved before the first branch, and at each node after it.
const FIRST: usize = 300;
const LATER: usize = 24;

/// No choice hangs on more groups settled one after the other.
const DEEPEST: usize = 2000;

/// A look of fewer steps than this is over in a moment.
const SHORT: u64 = 20_000;

/// Up to how many groups pairs of exchanges are tried.
const PAIRS: usize = 250;

/// The best choice worth at least `known`.
pub(super) fn best(instance: &Instance, groups: &Groups, known: i128, equals: Equals, effort: &mut Effort) -> Found {
    let market = Market::new(instance, groups);
    let prices = market.free();
    let open: Open = (0..groups.count()).map(|group| groups.ways(group).collect()).collect();
    let mut search = Search { market, equals, known, best: None, open, trail: Vec::new(), unsearched: None };
    search.node(prices, i128::MAX, 0, effort);
    let known = search.known;
    Found { ways: search.best, open: search.unsearched.filter(|open| *open > known) }
}

/// What no allowed choice is worth more than.
pub(super) fn bound(instance: &Instance, groups: &Groups, known: i128, effort: &mut Effort) -> i128 {
    let market = Market::new(instance, groups);
    let prices = market.free();
    let open: Open = (0..groups.count()).map(|group| groups.ways(group).collect()).collect();
    let mut search =
        Search { market, equals: Equals::Any, known, best: None, open, trail: Vec::new(), unsearched: None };
    search.look(prices, FIRST, effort).and_then(|look| look.exact).map_or(i128::MAX, |exact| exact.bound)
}

/// By way: what no allowed choice with it is worth more than; nothing where that could not be worked out.
pub(super) fn reach(instance: &Instance, groups: &Groups, known: i128, effort: &mut Effort) -> Option<Vec<i128>> {
    let market = Market::new(instance, groups);
    let prices = market.free();
    let open: Open = (0..groups.count()).map(|group| groups.ways(group).collect()).collect();
    let mut search =
        Search { market, equals: Equals::Any, known, best: None, open, trail: Vec::new(), unsearched: None };
    let exact = search.look(prices, FIRST, effort)?.exact?;
    Some(exact.short.iter().flatten().map(|short| exact.bound.saturating_sub(*short)).collect())
}

struct Search<'g> {
    market: Market<'g>,
    equals: Equals,
    known: i128,
    best: Option<Vec<usize>>,
    open: Open,
    /// What groups had open before it was struck.
    trail: Vec<(usize, Vec<usize>)>,
    /// The most that what was not searched may be worth.
    unsearched: Option<i128>,
}

/// What prices say of a node.
struct Look {
    prices: Prices,
    exact: Option<Exact>,
    /// How often each group would have chosen each open way.
    tally: Vec<Vec<u32>>,
    ways: Vec<usize>,
}

impl Search<'_> {
    fn may_beat(&self, worth: i128) -> bool {
        match self.equals {
            Equals::Any => worth > self.known,
            Equals::Ranked => worth >= self.known,
        }
    }

    fn node(&mut self, prices: Prices, above: i128, depth: usize, effort: &mut Effort) {
        if effort.is_spent() || depth > DEEPEST {
            self.leave(above);
            return;
        }
        let mark = self.trail.len();
        let moves = if depth == 0 { FIRST } else { LATER };
        if let Some(look) = self.look(prices, moves, effort) {
            self.within(look, above, depth, effort);
        }
        self.undo(mark);
    }

    fn within(&mut self, look: Look, above: i128, depth: usize, effort: &mut Effort) {
        let bound = look.exact.as_ref().map_or(above, |exact| exact.bound.min(above));
        if !self.may_beat(bound) {
            return;
        }
        self.complete(&look, depth, effort);
        if !self.may_beat(bound) {
            return;
        }
        if let Some(exact) = &look.exact {
            self.strike(exact);
        }
        if self.open.iter().any(Vec::is_empty) {
            return;
        }
        let Some(group) = self.most_divided(&look) else {
            let ways: Vec<usize> = self.open.iter().filter_map(|ways| ways.first().copied()).collect();
            self.note(&ways);
            return;
        };
        let mut children = self.open.get(group).cloned().unwrap_or_default();
        let tally = |way: &usize| {
            let first = self.market.groups.ways(group).start;
            look.tally.get(group).map_or(0, |tally| at(tally, way - first))
        };
        children.sort_by_key(|way| std::cmp::Reverse(tally(way)));
        for way in children {
            let mark = self.trail.len();
            self.fix(group, vec![way]);
            self.node(look.prices.clone(), bound, depth + 1, effort);
            self.undo(mark);
        }
    }

    fn leave(&mut self, bound: i128) {
        self.unsearched = Some(self.unsearched.map_or(bound, |known| known.max(bound)));
    }

    fn fix(&mut self, group: usize, ways: Vec<usize>) {
        if let Some(open) = self.open.get_mut(group) {
            self.trail.push((group, std::mem::replace(open, ways)));
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some((group, ways)) = self.trail.pop() else { return };
            put(&mut self.open, group, ways);
        }
    }

    /// Moves prices for a while; nothing comes of a node without any way.
    fn look(&mut self, start: Prices, moves: usize, effort: &mut Effort) -> Option<Look> {
        let known = self.known as f64 / self.market.unit;
        let mut prices = start.clone();
        let mut best = (f64::INFINITY, start);
        let mut boldness = if moves == FIRST { 1.5 } else { 1.0 };
        let mut idle = 0;
        let groups = self.market.groups;
        let mut tally: Vec<Vec<u32>> = (0..groups.count()).map(|group| vec![0; groups.ways(group).len()]).collect();
        let mut ways = Vec::new();
        for turn in 0..moves {
            if !self.goes_on(effort) {
                break;
            }
            let priced = self.market.priced(&prices, &self.open);
            if turn * 2 >= moves {
                for (group, way) in priced.ways.iter().enumerate() {
                    let first = groups.ways(group).start;
                    if let Some(count) = tally.get_mut(group).and_then(|tally| tally.get_mut(way - first)) {
                        *count += 1;
                    }
                }
            }
            if priced.bound < best.0 - 1e-12 {
                best = (priced.bound, prices.clone());
                ways.clone_from(&priced.ways);
                idle = 0;
            } else {
                idle += 1;
            }
            if idle > 6 {
                boldness *= 0.7;
                idle = 0;
                prices = best.1.clone();
                continue;
            }
            if best.0 < known - 1e-9 || boldness < 1e-4 {
                break;
            }
            let blend = if turn < 10 { 0.5 } else { 0.1 };
            self.market.moved(&mut prices, &priced, known, boldness, blend);
        }
        effort.spend(self.look_costs());
        let exact = self.market.exact(&best.1, &self.open);
        Some(Look { prices: best.1, exact, tally, ways })
    }

    /// Spends a look, and says whether there was enough for it. A short one is taken in any case: with it something is found.
    fn goes_on(&self, effort: &mut Effort) -> bool {
        effort.spend(self.look_costs()) || self.look_costs() < SHORT
    }

    /// The steps of a look at all that groups may choose, each at all that bounds it.
    fn look_costs(&self) -> u64 {
        let figures = self.market.groups.width as u64 / 8;
        (self.open.len() as u64).saturating_mul(1 + figures)
    }

    /// Strikes each way with which nothing is worth enough.
    fn strike(&mut self, exact: &Exact) {
        for (group, short) in exact.short.iter().enumerate() {
            let Some(ways) = self.open.get(group) else { continue };
            let kept: Vec<usize> = ways
                .iter()
                .zip(short)
                .filter(|(_, short)| self.may_beat(exact.bound.saturating_sub(**short)))
                .map(|(way, _)| *way)
                .collect();
            if kept.len() < ways.len() {
                self.fix(group, kept);
            }
        }
    }

    /// The group whose choice changed most while prices moved; of those alike, the one whose choice hangs by the least.
    fn most_divided(&self, look: &Look) -> Option<usize> {
        let several = self.open.iter().enumerate().filter(|(_, ways)| ways.len() > 1);
        let unrest = |(group, ways): &(usize, &Vec<usize>)| {
            let first = self.market.groups.ways(*group).start;
            let tally = look.tally.get(*group);
            let counts = ways.iter().map(|way| tally.map_or(0, |tally| at(tally, way - first)));
            let (sum, most) = counts.fold((0_u32, 0_u32), |(sum, most), count| (sum + count, most.max(count)));
            let short = look.exact.as_ref().and_then(|exact| exact.short.get(*group));
            let mut short: Vec<i128> = short.cloned().unwrap_or_default();
            short.sort_unstable();
            (sum - most, std::cmp::Reverse(at(&short, 1)), std::cmp::Reverse(*group))
        };
        several.max_by_key(unrest).map(|(group, _)| group)
    }

    /// Makes an allowed choice of the one that prices would make.
    fn complete(&mut self, look: &Look, depth: usize, effort: &mut Effort) {
        let Some(mut ways) = self.repaired(&look.ways, effort) else { return };
        self.fill(&mut ways, effort);
        if depth == 0 {
            while self.exchange_two(&mut ways, effort) {
                self.fill(&mut ways, effort);
            }
        }
        self.note(&ways);
    }

    fn use_of(&self, ways: &[usize]) -> Vec<i64> {
        let groups = self.market.groups;
        let mut used = groups.settled_use.clone();
        ways.iter().for_each(|way| used.iter_mut().zip(groups.used(*way)).for_each(|(sum, own)| *sum += own));
        used
    }

    fn worth_of(&self, ways: &[usize]) -> i128 {
        let groups = self.market.groups;
        groups.settled_worth + ways.iter().map(|way| at(&groups.worth, *way)).sum::<i128>()
    }

    /// How far a use is beyond what is allowed, each bound on the scale of what there is.
    fn excess(&self, used: &[i64]) -> f64 {
        let instance = self.market.instance;
        let count = instance.periods.len();
        let over = |used: i64, most: i64| if used > most { (used - most) as f64 / most.max(1) as f64 } else { 0.0 };
        let money = instance.periods.iter().zip(used).map(|(most, used)| over(*used, *most));
        let caps = instance.caps.iter().zip(used.iter().skip(count)).map(|(most, used)| over(*used, *most));
        let mut sum = money.sum::<f64>() + caps.sum::<f64>();
        if !instance.floors.is_empty() {
            let lacks = instance.lacks(used, |_, _| {});
            let costs = used.iter().take(count).cycle();
            let rows = lacks.iter().zip(costs).zip(&instance.with_floors);
            sum += rows.map(|((lack, cost), most)| over(lack + cost, *most)).sum::<f64>();
        }
        sum
    }

    fn repaired(&self, ways: &[usize], effort: &mut Effort) -> Option<Vec<usize>> {
        let groups = self.market.groups;
        let mut ways = ways.to_vec();
        let mut used = self.use_of(&ways);
        let mut excess = self.excess(&used);
        for _ in 0..ways.len().min(200) {
            if excess <= 0.0 {
                break;
            }
            if !self.goes_on(effort) {
                return None;
            }
            let mut best: Option<(f64, usize, usize)> = None;
            for (group, open) in self.open.iter().enumerate() {
                let now = at(&ways, group);
                for way in open.iter().filter(|way| **way != now) {
                    let changed: Vec<i64> = used
                        .iter()
                        .zip(groups.used(now))
                        .zip(groups.used(*way))
                        .map(|((sum, old), new)| sum - old + new)
                        .collect();
                    let relief = excess - self.excess(&changed);
                    if relief > 1e-15 {
                        let lost = (at(&groups.worth, now) - at(&groups.worth, *way)).max(0) as f64 / self.market.unit;
                        let price = (lost + 1e-9) / relief;
                        if best.is_none_or(|(least, ..)| price < least) {
                            best = Some((price, group, *way));
                        }
                    }
                }
            }
            let (_, group, way) = best?;
            let now = at(&ways, group);
            used.iter_mut().zip(groups.used(now)).zip(groups.used(way)).for_each(|((sum, old), new)| *sum += new - old);
            put(&mut ways, group, way);
            excess = self.excess(&used);
        }
        self.market.instance.affords(&used).then_some(ways)
    }

    /// Takes better ways while money allows them, the greatest gain first.
    fn fill(&self, ways: &mut [usize], effort: &mut Effort) {
        let groups = self.market.groups;
        let mut used = self.use_of(ways);
        loop {
            if !self.goes_on(effort) {
                return;
            }
            let mut gains: Vec<(i128, usize, usize)> = Vec::new();
            for (group, open) in self.open.iter().enumerate() {
                let now = at(&groups.worth, at(ways, group));
                gains.extend(
                    open.iter().map(|way| (at(&groups.worth, *way) - now, group, *way)).filter(|(gain, ..)| *gain > 0),
                );
            }
            gains.sort_by(|one, other| other.cmp(one));
            let mut is_better = false;
            let mut changed = vec![false; self.open.len()];
            for (_, group, way) in gains {
                if at(&changed, group) {
                    continue;
                }
                let now = at(ways, group);
                let after: Vec<i64> = used
                    .iter()
                    .zip(groups.used(now))
                    .zip(groups.used(way))
                    .map(|((sum, old), new)| sum - old + new)
                    .collect();
                if self.market.instance.affords(&after) {
                    used = after;
                    put(ways, group, way);
                    put(&mut changed, group, true);
                    is_better = true;
                }
            }
            if !is_better {
                return;
            }
        }
    }

    /// Exchanges ways of two groups where that is worth more; whether it did.
    fn exchange_two(&self, ways: &mut [usize], effort: &mut Effort) -> bool {
        let groups = self.market.groups;
        if groups.count() > PAIRS {
            return false;
        }
        let used = self.use_of(ways);
        effort.spend(self.look_costs().saturating_mul(self.open.len() as u64));
        let mut best: Option<(i128, [(usize, usize); 2])> = None;
        for (group, open) in self.open.iter().enumerate() {
            let now = at(ways, group);
            for way in open.iter().filter(|way| **way != now) {
                let gain = at(&groups.worth, *way) - at(&groups.worth, now);
                let after: Vec<i64> = used
                    .iter()
                    .zip(groups.used(now))
                    .zip(groups.used(*way))
                    .map(|((sum, old), new)| sum - old + new)
                    .collect();
                for (second, others) in self.open.iter().enumerate().skip(group + 1) {
                    let now = at(ways, second);
                    for other in others.iter().filter(|other| **other != now) {
                        let gain = gain + at(&groups.worth, *other) - at(&groups.worth, now);
                        if gain <= best.map_or(0, |(most, _)| most) {
                            continue;
                        }
                        let after: Vec<i64> = after
                            .iter()
                            .zip(groups.used(now))
                            .zip(groups.used(*other))
                            .map(|((sum, old), new)| sum - old + new)
                            .collect();
                        if self.market.instance.affords(&after) {
                            best = Some((gain, [(group, *way), (second, *other)]));
                        }
                    }
                }
            }
        }
        let Some((_, exchanges)) = best else { return false };
        exchanges.into_iter().for_each(|(group, way)| put(ways, group, way));
        true
    }

    /// Keeps a choice as the best, if it is one and allowed.
    fn note(&mut self, ways: &[usize]) {
        let worth = self.worth_of(ways);
        let is_better = match (worth.cmp(&self.known), &self.best) {
            (Ordering::Less, _) => false,
            (Ordering::Greater, _) | (Ordering::Equal, None) => true,
            (Ordering::Equal, Some(best)) => self.equals == Equals::Ranked && self.ranks_higher(ways, best),
        };
        if is_better && self.market.instance.affords(&self.use_of(ways)) {
            self.known = worth;
            self.best = Some(ways.to_vec());
        }
    }

    fn ranks_higher(&self, one: &[usize], other: &[usize]) -> bool {
        let groups = self.market.groups;
        let differing = one.iter().zip(other).filter(|(one, other)| one != other);
        let (mut in_one, mut in_other) = (Vec::new(), Vec::new());
        for (one, other) in differing {
            in_one.extend(groups.members(*one));
            in_other.extend(groups.members(*other));
        }
        first_difference(&in_one, &in_other) == Ordering::Greater
    }
}
