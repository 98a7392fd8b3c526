//! Groups of levels that hang together: takes what is settled, gives for each group every way to choose from it, with what
//! that uses and what it is worth.

use super::fates::{Fate, Links};
use super::instance::{Admission, Changes, Instance};
use crate::evaluate::slots::{at, put};

/// How many ways a group may have to choose from it.
pub(super) const MOST: usize = 4096;

/// To a group of so many levels none is tied that neither adds to one of it nor is added to, where ties are let go.
const NEAR: usize = 9;

/// What ties levels together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    /// All that hangs together.
    All,
    /// Of what hangs together too widely as much as makes small groups; what ties one group to another is let go. A bound: the
    /// nearer to all, the better.
    Near,
    /// Only predecessors: a bound for those that hang together too widely.
    Predecessors,
    /// Nothing.
    Nothing,
}

/// The groups with their ways.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    /// How many figures say what a way uses.
    pub width: usize,
    /// The ways of each group end here.
    pub ends: Vec<usize>,
    /// What each way is worth.
    pub worth: Vec<i128>,
    /// What each way uses: way after way.
    pub used: Vec<i64>,
    /// The levels of each way end here.
    member_ends: Vec<usize>,
    members: Vec<usize>,
    /// What is in anyway: what it is worth and uses.
    pub settled_worth: i128,
    pub settled_use: Vec<i64>,
}

impl Groups {
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The places of a group's ways.
    pub(super) fn ways(&self, group: usize) -> std::ops::Range<usize> {
        let start = if group == 0 { 0 } else { at(&self.ends, group - 1) };
        start..at(&self.ends, group)
    }

    /// The levels of a way.
    pub(super) fn members(&self, way: usize) -> &[usize] {
        let start = if way == 0 { 0 } else { at(&self.member_ends, way - 1) };
        self.members.get(start..at(&self.member_ends, way)).unwrap_or(&[])
    }

    /// What a way uses.
    pub(super) fn used(&self, way: usize) -> &[i64] {
        self.used.get(way * self.width..(way + 1) * self.width).unwrap_or(&[])
    }
}

/// Why there are no groups.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unlisted {
    /// A group has too many ways; its levels.
    TooMany(Vec<usize>),
    /// A group has no way at all.
    Impossible,
}

/// What a level is worth: its score before its cost, as one number.
#[derive(Debug, Clone)]
pub(super) struct Worths {
    /// More than all levels cost together.
    pub scale: i128,
    pub of: Vec<i128>,
    /// Less than any set is worth.
    pub least: i128,
}

impl Worths {
    /// The worth of every level; nothing where sums of them could not be written.
    pub(super) fn new(instance: &Instance) -> Option<Worths> {
        let places = 0..instance.levels.len();
        let all = places.clone().map(|level| i128::from(instance.cost_of(level))).sum::<i128>();
        let scale = all.checked_add(1)?;
        let worth = |place: usize| {
            let score = instance.levels.get(place).map_or(0, |level| level.score);
            score.checked_mul(scale)?.checked_sub(i128::from(instance.cost_of(place)))
        };
        let of: Vec<i128> = places.map(worth).collect::<Option<_>>()?;
        let sum = of.iter().try_fold(0_i128, |sum, worth| sum.checked_add(worth.checked_abs()?))?;
        // Prices times amounts stay within sixteen times that.
        sum.checked_mul(64)?;
        Some(Worths { scale, of, least: -sum - 1 })
    }

    /// What no set is worth more than: all levels that are worth anything.
    pub(super) fn all(&self) -> i128 {
        self.of.iter().filter(|worth| **worth > 0).sum()
    }

    /// The highest score that a set of at most this worth can have.
    pub(super) fn score_within(&self, worth: i128) -> i128 {
        worth.saturating_add(self.scale - 1).div_euclid(self.scale)
    }
}

/// All ways to choose from the levels that are open.
pub(super) fn groups(
    instance: &Instance,
    links: &Links<'_>,
    worths: &Worths,
    fates: &[Fate],
    ties: Ties,
) -> Result<Groups, Unlisted> {
    let width = instance.width();
    let mut groups = Groups { width, settled_use: vec![0; width], ..Groups::default() };
    for (place, _) in fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::In) {
        instance.add_use(&mut groups.settled_use, place);
        groups.settled_worth += at(&worths.of, place);
    }
    let packages = Packages::of(instance);
    if let Some(packages) = &packages {
        let is_settled =
            |package: &usize| packages.levels(*package).iter().all(|place| at(fates, *place) != Fate::Open);
        let settled: Vec<usize> = (0..packages.count()).filter(is_settled).collect();
        packages.add_changes(&mut groups.settled_use, &settled, &|place| at(fates, place) == Fate::In);
    }
    let (order, ends) = gathered(instance, links, fates, ties);
    let mut start = 0;
    let mut lister = Lister {
        instance,
        links,
        worths,
        fates,
        ties,
        packages,
        touched: Vec::new(),
        chosen: vec![false; fates.len()],
        own: vec![false; fates.len()],
        stack: Vec::new(),
        looked: 0,
    };
    for end in ends {
        let levels = order.get(start..end).unwrap_or(&[]);
        start = end;
        let before = groups.worth.len();
        lister.list(&mut groups, levels, before)?;
        if groups.worth.len() == before {
            return Err(Unlisted::Impossible);
        }
        groups.ends.push(groups.worth.len());
    }
    Ok(groups)
}

/// The open levels, those of one group side by side, each after what it hangs on; and where groups end.
fn gathered(instance: &Instance, links: &Links<'_>, fates: &[Fate], ties: Ties) -> (Vec<usize>, Vec<usize>) {
    let mut seen = vec![false; fates.len()];
    let mut order = Vec::new();
    let mut ends = Vec::new();
    let is_open = |place: usize| at(fates, place) == Fate::Open;
    for start in (0..fates.len()).filter(|place| is_open(*place)) {
        if at(&seen, start) {
            continue;
        }
        let first = order.len();
        put(&mut seen, start, true);
        order.push(start);
        let mut next = first;
        while let Some(place) = order.get(next).copied() {
            next += 1;
            let Some(level) = instance.levels.get(place) else { continue };
            let mut join = |other: usize| {
                if is_open(other) && !at(&seen, other) {
                    put(&mut seen, other, true);
                    order.push(other);
                }
            };
            if ties == Ties::Nothing {
                continue;
            }
            level.predecessor.iter().for_each(|before| join(*before));
            for dependent in links.dependents.of(place) {
                if instance.levels.get(*dependent).is_some_and(|other| other.predecessor == Some(place)) {
                    join(*dependent);
                }
            }
            if ties == Ties::Predecessors {
                continue;
            }
            let mut join = |other: usize| {
                let has_room = ties == Ties::All || order.len() - first < NEAR;
                if has_room && is_open(other) && !at(&seen, other) {
                    put(&mut seen, other, true);
                    order.push(other);
                }
            };
            for dependent in links.dependents.of(place) {
                let Some(other) = instance.levels.get(*dependent) else { continue };
                if other.predecessor != Some(place) {
                    join(*dependent);
                    // What is in and needs one of several holds these together.
                    let is_in = at(fates, *dependent) == Fate::In;
                    let needs = other.needs.iter().filter(|need| is_in && need.contains(&place));
                    needs.flatten().for_each(|member| join(*member));
                }
            }
            level.needs.iter().flatten().for_each(|other| join(*other));
            links.excludes.of(place).iter().for_each(|other| join(*other));
        }
        let group = order.get_mut(first..).unwrap_or_default();
        if group.len() > 1 {
            let sorted = sorted(instance, group);
            group.copy_from_slice(&sorted);
        }
        ends.push(order.len());
    }
    (order, ends)
}

/// Levels each after what it adds to and needs, the highest-ranked first where there is a choice.
fn sorted(instance: &Instance, group: &[usize]) -> Vec<usize> {
    let mut ranked = group.to_vec();
    ranked.sort_unstable();
    let mut done: Vec<bool> = vec![false; ranked.len()];
    let mut sorted = Vec::with_capacity(ranked.len());
    // Depth first, on a stack of its own: a level goes in once all that it hangs on has.
    for start in 0..ranked.len() {
        let mut stack = vec![(start, false)];
        while let Some((index, is_ready)) = stack.pop() {
            if at(&done, index) && !is_ready {
                continue;
            }
            let place = at(&ranked, index);
            if is_ready {
                sorted.push(place);
                continue;
            }
            put(&mut done, index, true);
            stack.push((index, true));
            if let Some(level) = instance.levels.get(place) {
                let on = level.predecessor.iter().chain(level.needs.iter().flatten());
                let on = on.filter_map(|other| ranked.binary_search(other).ok());
                stack.extend(on.filter(|index| !at(&done, *index)).map(|index| (index, false)));
            }
        }
    }
    sorted
}

/// Lists the ways of one group after another.
struct Lister<'l, 'i> {
    instance: &'i Instance,
    links: &'l Links<'i>,
    worths: &'l Worths,
    fates: &'l [Fate],
    ties: Ties,
    packages: Option<Packages<'i>>,
    /// The packages of the group.
    touched: Vec<usize>,
    chosen: Vec<bool>,
    /// The levels of the group, where others may be tied to them.
    own: Vec<bool>,
    stack: Vec<usize>,
    looked: usize,
}

impl Lister<'_, '_> {
    fn list(&mut self, groups: &mut Groups, levels: &[usize], before: usize) -> Result<(), Unlisted> {
        self.looked = 0;
        self.stack.clear();
        if let Some(packages) = &self.packages {
            self.touched = levels.iter().map(|level| packages.of_level(*level)).collect();
            self.touched.sort_unstable();
            self.touched.dedup();
        }
        levels.iter().for_each(|level| put(&mut self.own, *level, true));
        let is_listed = levels.len() <= MOST && self.down(groups, levels, 0, before);
        levels.iter().for_each(|level| put(&mut self.chosen, *level, false));
        levels.iter().for_each(|level| put(&mut self.own, *level, false));
        if is_listed { Ok(()) } else { Err(Unlisted::TooMany(levels.to_vec())) }
    }

    /// Whether all ways could be listed.
    fn down(&mut self, groups: &mut Groups, levels: &[usize], next: usize, before: usize) -> bool {
        self.looked += 1;
        if self.looked > 16 * MOST || groups.worth.len() - before > MOST {
            return false;
        }
        let Some(place) = levels.get(next).copied() else {
            if self.is_whole(levels) {
                self.emit(groups);
            }
            return true;
        };
        // In first: the ways of higher rank come first.
        if self.may_be_in(place) {
            put(&mut self.chosen, place, true);
            self.stack.push(place);
            let is_listed = self.down(groups, levels, next + 1, before);
            self.stack.pop();
            put(&mut self.chosen, place, false);
            if !is_listed {
                return false;
            }
        }
        self.down(groups, levels, next + 1, before)
    }

    fn is_in(&self, place: &usize) -> bool {
        at(&self.chosen, *place) || at(self.fates, *place) == Fate::In
    }

    fn may_be_in(&self, place: usize) -> bool {
        let Some(level) = self.instance.levels.get(place) else { return false };
        match self.ties {
            Ties::Nothing => true,
            Ties::Near => {
                // Whatever is open in another group may be in.
                let may_be =
                    |other: &usize| self.is_in(other) || at(self.fates, *other) == Fate::Open && !at(&self.own, *other);
                level.predecessor.as_ref().is_none_or(may_be)
                    && level.needs.iter().all(|need| need.iter().any(may_be))
                    && !self.links.excludes.of(place).iter().any(|other| self.is_in(other))
            }
            Ties::Predecessors => level.predecessor.as_ref().is_none_or(|before| self.is_in(before)),
            Ties::All => {
                level.predecessor.as_ref().is_none_or(|before| self.is_in(before))
                    && level.needs.iter().all(|need| need.iter().any(|other| self.is_in(other)))
                    && !self.links.excludes.of(place).iter().any(|other| self.is_in(other))
            }
        }
    }

    /// Whether a way keeps to what asks for some of its levels from outside.
    fn is_whole(&self, levels: &[usize]) -> bool {
        if self.ties != Ties::All {
            return true;
        }
        let meets = |place: &usize| {
            let dependents = self.links.dependents.of(*place).iter();
            let mut settled = dependents.filter(|dependent| at(self.fates, **dependent) == Fate::In);
            settled.all(|dependent| {
                let Some(level) = self.instance.levels.get(*dependent) else { return true };
                level.needs.iter().all(|need| !need.contains(place) || need.iter().any(|other| self.is_in(other)))
            })
        };
        let carries = |place: &usize| {
            let is_only_for =
                self.instance.levels.get(*place).is_some_and(|level| level.standing == Admission::OnlyFor);
            !is_only_for || self.links.is_carrying(*place, &|other| self.is_in(other))
        };
        levels.iter().all(meets) && self.stack.iter().all(carries)
    }

    fn emit(&self, groups: &mut Groups) {
        let start = groups.used.len();
        groups.used.resize(start + groups.width, 0);
        let used = groups.used.get_mut(start..).unwrap_or_default();
        let mut worth = 0;
        for place in &self.stack {
            self.instance.add_use(used, *place);
            worth += at(&self.worths.of, *place);
        }
        // Where ties are let go, levels of one package may be in several groups, and it is not known whether it changes.
        if let Some(packages) = self.packages.as_ref().filter(|_| self.ties == Ties::All) {
            packages.add_changes(used, &self.touched, &|place| self.is_in(&place));
        }
        groups.worth.push(worth);
        groups.members.extend(&self.stack);
        groups.member_ends.push(groups.members.len());
    }
}

/// Packages, where it counts how many of them change.
pub(super) struct Packages<'i> {
    changes: &'i Changes,
    row: usize,
    levels: Vec<Vec<usize>>,
}

impl<'i> Packages<'i> {
    pub(super) fn of(instance: &'i Instance) -> Option<Packages<'i>> {
        let changes = instance.changes.as_ref()?;
        let count = changes.packages.iter().max().map_or(0, |most| most + 1);
        let mut levels = vec![Vec::new(); count];
        for (place, package) in changes.packages.iter().enumerate() {
            if let Some(levels) = levels.get_mut(*package) {
                levels.push(place);
            }
        }
        Some(Packages { changes, row: instance.periods.len() + changes.cap, levels })
    }

    pub(super) fn count(&self) -> usize {
        self.levels.len()
    }

    fn of_level(&self, level: usize) -> usize {
        at(&self.changes.packages, level)
    }

    fn levels(&self, package: usize) -> &[usize] {
        self.levels.get(package).map_or(&[], Vec::as_slice)
    }

    /// Adds how many of some packages differ from the set.
    pub(super) fn add_changes(&self, used: &mut [i64], packages: &[usize], is_in: &dyn Fn(usize) -> bool) {
        let differs = |place: &usize| is_in(*place) != at(&self.changes.from, *place);
        let changed = packages.iter().filter(|package| self.levels(**package).iter().any(differs)).count();
        if let Some(sum) = used.get_mut(self.row) {
            *sum += i64::try_from(changed).unwrap_or(i64::MAX);
        }
    }
}
