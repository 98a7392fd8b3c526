//! One bound alone: takes groups of which each way uses so much of one thing, gives the best choice from all of them.
//!
//! A price on the thing bounds what any choice is worth (Dantzig). Groups are then opened one by one, the most promising
//! first, and of the partial choices only those are kept that no other beats and that could still beat the best known. All
//! in whole numbers.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::effort::Effort;
use super::groups::Groups;
use crate::evaluate::slots::{at, put};

/// How equals are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Equals {
    /// One of them is enough.
    Any,
    /// The one that holds the highest-ranked level in which they differ.
    Ranked,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Found {
    /// The way of each group, where something as good as what was known is there.
    pub ways: Option<Vec<usize>>,
    /// What no choice is worth more than; nothing where that is what was found or known.
    pub open: Option<i128>,
}

/// The question: groups, how much there is of the thing, and which figure of a way says what it uses of that.
#[derive(Clone, Copy)]
pub(super) struct Pure<'g> {
    pub groups: &'g Groups,
    pub row: usize,
    pub most: i64,
    pub equals: Equals,
}

/// A group's ways that no other way of it beats, by rising use.
#[derive(Debug, Clone, Copy)]
struct Way {
    used: i64,
    worth: i128,
    way: usize,
}

/// From one way of a group that some price would choose to the next: what more of the thing brings.
#[derive(Debug, Clone, Copy)]
struct Edge {
    rate: i128,
    worth: i128,
    used: i64,
    /// The place of the way that it leads to.
    to: usize,
}

impl Edge {
    /// Whether a step brings more than it costs at a price, just so much, or less; a step that brings nothing is not taken.
    fn decided_by(&self, price: i128) -> Ordering {
        match self.worth.cmp(&price.saturating_mul(i128::from(self.used))) {
            Ordering::Equal if price == 0 => Ordering::Less,
            decided => decided,
        }
    }

    /// What more of the thing brings at most. Rates are rounded down, and where they are not whole, a way that was passed
    /// over for one of the same rate may offer a trifle more.
    fn most_rate(&self) -> i128 {
        let is_whole = self.rate.checked_mul(i128::from(self.used)) == Some(self.worth);
        if is_whole { self.rate } else { self.rate + 1 }
    }
}

/// A choice from the groups opened so far, the others as the price has it.
#[derive(Debug, Clone, Copy)]
struct State {
    used: i64,
    worth: i128,
    link: usize,
}

/// What a state chose otherwise than the price has it.
#[derive(Debug, Clone, Copy)]
struct Link {
    before: usize,
    group: usize,
    way: usize,
}

const ROOT: usize = usize::MAX;

/// A group and the best exchange rate it offers.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    rate: i128,
    // The higher group number loses a tie.
    group: std::cmp::Reverse<usize>,
}

/// The best choice worth at least `known`.
pub(super) fn best(pure: Pure<'_>, known: i128, effort: &mut Effort) -> Found {
    Search::new(pure, known).run(effort)
}

struct Search<'g> {
    pure: Pure<'g>,
    ways: Vec<Way>,
    ends: Vec<usize>,
    edges: Vec<Edge>,
    edge_ends: Vec<usize>,
    base: Vec<Way>,
    /// By how much another way of a group at least uses more than its base, and by how much less.
    least: [i64; 2],
    up: BinaryHeap<Offer>,
    down: BinaryHeap<Offer>,
    opened: Vec<bool>,
    links: Vec<Link>,
    known: i128,
    best: Option<State>,
}

impl<'g> Search<'g> {
    fn new(pure: Pure<'g>, known: i128) -> Search<'g> {
        let groups = pure.groups;
        let mut search = Search {
            pure,
            ways: Vec::with_capacity(groups.worth.len()),
            ends: Vec::with_capacity(groups.count()),
            edges: Vec::with_capacity(groups.worth.len()),
            edge_ends: Vec::with_capacity(groups.count()),
            base: Vec::new(),
            least: [i64::MAX; 2],
            up: BinaryHeap::new(),
            down: BinaryHeap::new(),
            opened: vec![false; groups.count()],
            links: Vec::new(),
            known,
            best: None,
        };
        let mut listed: Vec<Way> = Vec::new();
        for group in 0..groups.count() {
            listed.clear();
            listed.extend(groups.ways(group).map(|way| Way {
                used: at(groups.used(way), pure.row),
                worth: at(&groups.worth, way),
                way,
            }));
            search.keep_unbeaten(&mut listed);
        }
        search.draw_edges();
        let price = search.price();
        search.take_base(price);
        search
    }

    fn keep_unbeaten(&mut self, listed: &mut [Way]) {
        // Equals stand in order of rank: the first of them stays.
        listed.sort_by(|one, other| one.used.cmp(&other.used).then(other.worth.cmp(&one.worth)));
        let start = self.ways.len();
        for way in listed.iter() {
            let last = self.ways.get(start..).and_then(<[Way]>::last);
            let is_better = last.is_none_or(|last| match way.worth.cmp(&last.worth) {
                Ordering::Greater => true,
                Ordering::Equal => self.pure.equals == Equals::Ranked && self.ranks_higher(way.way, last.way),
                Ordering::Less => false,
            });
            if is_better && last.is_some_and(|last| last.used == way.used) {
                self.ways.pop();
            }
            if is_better {
                self.ways.push(*way);
            }
        }
        self.ends.push(self.ways.len());
    }

    fn ways_of(&self, group: usize) -> &[Way] {
        let start = if group == 0 { 0 } else { at(&self.ends, group - 1) };
        self.ways.get(start..at(&self.ends, group)).unwrap_or(&[])
    }

    /// The ways of each group that some price would choose, each with what the thing brings on the way to it from the one before.
    fn draw_edges(&mut self) {
        for group in 0..self.ends.len() {
            let start = self.edges.len();
            let first = if group == 0 { 0 } else { at(&self.ends, group - 1) };
            for to in first + 1..at(&self.ends, group) {
                let Some(way) = self.ways.get(to).copied() else { continue };
                loop {
                    let before = self.edges.get(start..).and_then(<[Edge]>::last).copied();
                    let Some(from) = self.ways.get(before.map_or(first, |edge| edge.to)) else { break };
                    let (worth, used) = (way.worth - from.worth, way.used - from.used);
                    let rate = rate(worth, used);
                    if before.is_none_or(|before| rate < before.rate) {
                        self.edges.push(Edge { rate, worth, used, to });
                        break;
                    }
                    self.edges.pop();
                }
            }
            self.edge_ends.push(self.edges.len());
        }
    }

    fn edges_of(&self, group: usize) -> &[Edge] {
        let start = if group == 0 { 0 } else { at(&self.edge_ends, group - 1) };
        self.edges.get(start..at(&self.edge_ends, group)).unwrap_or(&[])
    }

    /// The price at which what is bought in the order of rates just uses all there is.
    fn price(&self) -> i128 {
        let mut left = i128::from(self.pure.most) - i128::from(at(&self.pure.groups.settled_use, self.pure.row));
        let firsts = (0..self.ends.len()).filter_map(|group| self.ways_of(group).first());
        left -= firsts.map(|first| i128::from(first.used)).sum::<i128>();
        let edges = self.edges.iter().filter(|edge| edge.rate > 0);
        let mut steps: Vec<(i128, i64)> = edges.map(|edge| (edge.rate, edge.used)).collect();
        // Halving, as in a search for a median: the whole list need not be sorted.
        let mut rest = steps.as_mut_slice();
        let mut price = 0;
        while !rest.is_empty() {
            let middle = rest.len() / 2;
            rest.select_nth_unstable_by(middle, |one, other| other.0.cmp(&one.0));
            let (above, below) = rest.split_at_mut(middle + 1);
            let uses: i128 = above.iter().map(|(_, used)| i128::from(*used)).sum();
            if uses <= left {
                left -= uses;
                rest = below;
            } else {
                price = above.last().map_or(0, |(rate, _)| *rate);
                rest = above.split_last_mut().map_or(&mut [][..], |(_, before)| before);
            }
        }
        price
    }

    /// The way of each group that a price would choose, and what the next one up and down offers. No division is needed for it.
    ///
    /// Where a price leaves open whether to take a step, it is taken as long as there is room for it: of choices whose worth
    /// goes with their use alone, each step is of that sort.
    fn take_base(&mut self, price: i128) {
        let mut room = self.room_at(price);
        let mut up = Vec::with_capacity(self.ends.len());
        let mut down = Vec::with_capacity(self.ends.len());
        let mut base = Vec::with_capacity(self.ends.len());
        let mut least = [i64::MAX; 2];
        for group in 0..self.ends.len() {
            let first = if group == 0 { 0 } else { at(&self.ends, group - 1) };
            let mut place = first;
            let group_of = std::cmp::Reverse(group);
            let mut less = None;
            for edge in self.edges_of(group) {
                let decided = edge.decided_by(price);
                let is_taken =
                    decided == Ordering::Greater || decided == Ordering::Equal && i128::from(edge.used) <= room;
                if !is_taken {
                    up.push(Offer { rate: edge.most_rate(), group: group_of });
                    break;
                }
                if decided == Ordering::Equal {
                    room -= i128::from(edge.used);
                }
                less = Some(edge.rate);
                place = edge.to;
            }
            down.extend(less.map(|rate| Offer { rate: -rate, group: group_of }));
            let Some(best) = self.ways.get(place).copied() else { continue };
            let [more, fewer] = &mut least;
            if let Some(next) = self.ways.get(place + 1).filter(|_| place + 1 < at(&self.ends, group)) {
                *more = (*more).min(next.used - best.used);
            }
            if let Some(before) =
                place.checked_sub(1).filter(|before| *before >= first).and_then(|before| self.ways.get(before))
            {
                *fewer = (*fewer).min(best.used - before.used);
            }
            base.push(best);
        }
        self.base = base;
        self.least = least;
        self.up = up.into();
        self.down = down.into();
    }

    /// What is left of the thing where only those steps are taken that bring more than a price.
    fn room_at(&self, price: i128) -> i128 {
        let mut room = i128::from(self.pure.most) - i128::from(at(&self.pure.groups.settled_use, self.pure.row));
        for group in 0..self.ends.len() {
            let first = self.ways_of(group).first().map_or(0, |way| way.used);
            let taken = self.edges_of(group).iter().take_while(|edge| edge.decided_by(price) == Ordering::Greater);
            room -= i128::from(first) + taken.map(|edge| i128::from(edge.used)).sum::<i128>();
        }
        room
    }

    fn run(mut self, effort: &mut Effort) -> Found {
        let groups = self.pure.groups;
        let start = State {
            used: at(&groups.settled_use, self.pure.row) + self.base.iter().map(|way| way.used).sum::<i64>(),
            worth: groups.settled_worth + self.base.iter().map(|way| way.worth).sum::<i128>(),
            link: ROOT,
        };
        self.note(start);
        self.change_one(start);
        let mut states = vec![start];
        let mut turn = false;
        let mut open = None;
        loop {
            let before = self.bound();
            let Some(group) = self.next_group(&mut turn) else { break };
            let steps = (self.ways_of(group).len() as u64).saturating_mul(states.len() as u64);
            if !effort.spend(steps) || effort.is_full(self.links.len().saturating_add(states.len())) {
                open = states.iter().map(|state| self.reach(state, before)).max();
                effort.give_up();
                break;
            }
            states = self.merged(&states, group, self.bound());
            if states.is_empty() {
                break;
            }
        }
        let ways = self.best.map(|best| self.ways_in(best));
        Found { ways, open: open.filter(|open| *open > self.known) }
    }

    /// The group to open next: by turns the one that offers most for more of the thing, and the one that asks least for less.
    fn next_group(&mut self, turn: &mut bool) -> Option<usize> {
        *turn = !*turn;
        let opened = &self.opened;
        for heap in [&mut self.up, &mut self.down] {
            while heap.peek().is_some_and(|offer| at(opened, offer.group.0)) {
                heap.pop();
            }
        }
        let heap = if (*turn && !self.up.is_empty()) || self.down.is_empty() { &mut self.up } else { &mut self.down };
        let group = heap.pop()?.group.0;
        put(&mut self.opened, group, true);
        let opened = &self.opened;
        for heap in [&mut self.up, &mut self.down] {
            while heap.peek().is_some_and(|offer| at(opened, offer.group.0)) {
                heap.pop();
            }
        }
        Some(group)
    }

    /// What more of the thing brings at most, and less costs at least, in the groups not opened yet.
    fn bound(&self) -> (i128, Option<i128>) {
        (self.up.peek().map_or(0, |offer| offer.rate), self.down.peek().map(|offer| -offer.rate))
    }

    /// The most that a state may come to by changes of groups that are not opened yet; as little as possible where none comes
    /// within bounds.
    ///
    /// Who takes `taken` more of the thing and gives back `given` brings at most more · taken − less · given, and keeps within
    /// bounds where taken − given is at most what is left: so at most more · left − (less − more) · given. A group is changed
    /// as a whole: where less is left than any takes, something is given back besides, and where something must be, at least
    /// what a group gives. Without that, the last cent would be held against every group there is.
    fn reach(&self, state: &State, (more, less): (i128, Option<i128>)) -> i128 {
        let left = i128::from(self.pure.most) - i128::from(state.used);
        let [least_taken, least_given] = self.least.map(i128::from);
        let given = match (left >= 0, left < least_taken) {
            (true, true) => least_taken - left,
            (true, false) => 0,
            (false, _) => least_given.max(-left),
        };
        match less {
            // Sums too large for comparison say nothing.
            Some(less) if less < more => i128::MAX,
            // What is given back for nothing is worth as much.
            Some(less) if less > 0 || given == 0 => {
                let lost = (less - more).saturating_mul(given);
                state.worth.saturating_add(more.saturating_mul(left)).saturating_sub(lost)
            }
            Some(_) => state.worth.saturating_add(more.saturating_mul(left.max(0))),
            None if given > 0 => i128::MIN,
            None => state.worth.saturating_add(more.saturating_mul(left)),
        }
    }

    fn may_beat(&self, reach: i128) -> bool {
        match self.pure.equals {
            Equals::Any => reach > self.known,
            Equals::Ranked => reach >= self.known,
        }
    }

    /// The states with each way of a group, but for those that are beaten.
    fn merged(&mut self, states: &[State], group: usize, bound: (i128, Option<i128>)) -> Vec<State> {
        let base = self.base.get(group).copied();
        let Some(base) = base else { return states.to_vec() };
        let ways = self.ways_of(group).to_vec();
        let mut all: Vec<(State, Option<usize>)> = Vec::with_capacity(states.len() * 2);
        for way in &ways {
            let (used, worth) = (way.used - base.used, way.worth - base.worth);
            let change = (way.way != base.way).then_some(way.way);
            for state in states {
                let state = State { used: state.used + used, worth: state.worth + worth, link: state.link };
                // A new state counts by itself, too; of an old one that is known.
                let is_worth = change.is_some() && state.used <= self.pure.most && self.may_beat(state.worth);
                if is_worth || self.may_beat(self.reach(&state, bound)) {
                    all.push((state, change));
                }
            }
        }
        // Runs of rising use, one for each way: a stable sort joins them as a merge would.
        all.sort_by(|(one, _), (other, _)| one.used.cmp(&other.used).then(other.worth.cmp(&one.worth)));
        let mut kept: Vec<State> = Vec::with_capacity(all.len());
        for (state, change) in all {
            let last = kept.last().copied();
            let order = last.map_or(Ordering::Greater, |last| state.worth.cmp(&last.worth));
            if order == Ordering::Less || order == Ordering::Equal && self.pure.equals == Equals::Any {
                continue;
            }
            let state = match change {
                Some(way) => {
                    self.links.push(Link { before: state.link, group, way });
                    State { link: self.links.len() - 1, ..state }
                }
                None => state,
            };
            if let (Ordering::Equal, Some(last)) = (order, last) {
                if !self.state_ranks_higher(state, last) {
                    continue;
                }
                if last.used == state.used {
                    kept.pop();
                }
            }
            kept.push(state);
            self.note(state);
        }
        kept
    }

    /// Keeps a state as the best choice so far, if it is one.
    fn note(&mut self, state: State) {
        if state.used > self.pure.most {
            return;
        }
        let is_better = match (state.worth.cmp(&self.known), self.best) {
            (Ordering::Less, _) => false,
            (Ordering::Greater, _) | (Ordering::Equal, None) => true,
            (Ordering::Equal, Some(best)) => self.pure.equals == Equals::Ranked && self.state_ranks_higher(state, best),
        };
        if is_better {
            self.known = state.worth;
            self.best = Some(state);
        }
    }

    /// The best choice that differs from the base in one group: a good one to begin with.
    fn change_one(&mut self, start: State) {
        let left = i128::from(self.pure.most) - i128::from(start.used);
        let mut best: Option<(i128, usize, usize)> = None;
        for group in 0..self.ends.len() {
            let Some(base) = self.base.get(group) else { continue };
            for way in self.ways_of(group) {
                let gain = way.worth - base.worth;
                let fits = i128::from(way.used - base.used) <= left;
                if fits && way.way != base.way && best.is_none_or(|(most, ..)| gain > most) {
                    best = Some((gain, group, way.way));
                }
            }
        }
        let Some((gain, group, way)) = best else { return };
        let (used, row) =
            (at(self.pure.groups.used(way), self.pure.row), self.base.get(group).map_or(0, |way| way.used));
        self.links.push(Link { before: ROOT, group, way });
        self.note(State { used: start.used + used - row, worth: start.worth + gain, link: self.links.len() - 1 });
    }

    /// Whether of two ways of one group the first holds the highest-ranked level in which they differ.
    fn ranks_higher(&self, one: usize, other: usize) -> bool {
        let groups = self.pure.groups;
        first_difference(groups.members(one), groups.members(other)) == Ordering::Greater
    }

    /// The same of all that two states chose otherwise.
    fn state_ranks_higher(&self, one: State, other: State) -> bool {
        let (mut ones, mut others) = (Vec::new(), Vec::new());
        let (mut left, mut right) = (one.link, other.link);
        while left != right {
            // The later of two links stands further from the root.
            let (link, list) = match right == ROOT || left != ROOT && left > right {
                true => (&mut left, &mut ones),
                false => (&mut right, &mut others),
            };
            let Some(found) = self.links.get(*link) else { break };
            list.push((found.group, found.way));
            *link = found.before;
        }
        let groups = self.pure.groups;
        let way = |list: &[(usize, usize)], group: usize| {
            let own = list.iter().find(|(other, _)| *other == group).map(|(_, way)| *way);
            own.or_else(|| self.base.get(group).map(|way| way.way)).unwrap_or_default()
        };
        let changed: std::collections::BTreeSet<usize> = ones.iter().chain(&others).map(|(group, _)| *group).collect();
        let (mut in_one, mut in_other) = (Vec::new(), Vec::new());
        for group in changed {
            in_one.extend(groups.members(way(&ones, group)));
            in_other.extend(groups.members(way(&others, group)));
        }
        first_difference(&in_one, &in_other) == Ordering::Greater
    }

    fn ways_in(&self, state: State) -> Vec<usize> {
        let mut ways: Vec<usize> = self.base.iter().map(|way| way.way).collect();
        let mut link = state.link;
        while let Some(found) = self.links.get(link) {
            put(&mut ways, found.group, found.way);
            link = found.before;
        }
        ways
    }
}

/// Which of two sets of levels holds the highest-ranked one in which they differ.
pub(super) fn first_difference(one: &[usize], other: &[usize]) -> Ordering {
    let (mut one, mut other) = (one.to_vec(), other.to_vec());
    one.sort_unstable();
    other.sort_unstable();
    let difference = one.iter().zip(&other).find(|(one, other)| one != other);
    match difference {
        Some((one, other)) => other.cmp(one),
        None => one.len().cmp(&other.len()),
    }
}

/// What comes for each of a thing, rounded down; no way brings less and uses more than the one before.
fn rate(worth: i128, used: i64) -> i128 {
    if used == 0 { i128::MAX / 4 } else { worth / i128::from(used) }
}
