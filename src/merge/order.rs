//! Three orders of things into one: takes each side's list of keys, gives the list both mean, with the stretches where
//! they contradict each other.
//!
//! 1. What cannot be placed whatever the rest is contested: what both moved to different places, what one removed and
//!    the other moved or changed, what both added in different places.
//! 2. The rest of what all have is ordered pair by pair: two things stand as the side says that turned them around. That
//!    decides every pair; where the pairs go round in a circle (ours puts b above a, theirs c above b, and a stays above
//!    c), the circle is contested.
//! 3. What a side added stands behind what it stands behind there; where both added something, ours comes first.
//! 4. A contested stretch reaches from where ours has the thing to where theirs has it, so that taking either side whole
//!    gives a whole list.

use std::collections::{BTreeMap, BTreeSet};

use super::rising::{in_every_longest_rising, longest_rising};
use super::sides::Sides;

/// A thing in a list, by number.
pub(super) type Key = usize;

/// A stretch of the merged list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch {
    /// One thing that stands where both mean.
    Agreed(Key),
    /// Things on whose order, presence or words the sides disagree.
    Contested {
        /// The stretch as each has it, the rest of the list being merged.
        keys: Sides<Vec<Key>>,
        /// What they disagree on.
        about: Vec<(Key, Contest)>,
    },
}

/// What two sides can disagree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contest {
    /// Both moved it, to different places.
    MovedApart,
    /// Its place follows from what both did, but not to one order.
    Circle,
    /// Both added it, in different places.
    AddedApart,
    /// Ours removed what theirs moved or changed.
    OursRemoved,
    /// Theirs removed what ours moved or changed.
    TheirsRemoved,
    /// Ours added it where theirs added something else.
    AddedBeside,
}

/// What is known of the things besides their order.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// What ours says otherwise than the base.
    pub ours: BTreeSet<Key>,
    /// What theirs says otherwise than the base.
    pub theirs: BTreeSet<Key>,
}

/// More comparisons than this take too long; a list that needs them is contested as a whole.
const COMPARISONS: usize = 20_000_000;

/// Merges the orders; each list holds each key at most once.
pub(super) fn merge(lists: &Sides<Vec<Key>>, changes: &Changes) -> Vec<Stretch> {
    let facts = Facts::new(lists);
    let mut contests = contests(&facts, changes);
    let (common, circles) = ordered(&facts, &contests);
    let mut agreed = with_added(&facts, &contests, &common, Side::Ours);
    agreed = with_added(&facts, &contests, &agreed, Side::Theirs);
    contests.extend(circles.iter().flatten().filter(|key| facts.is_moved(**key)).map(|key| (*key, Contest::Circle)));
    stretches(&facts, &contests, &agreed, &circles)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Ours,
    Theirs,
}

/// What follows from the lists alone.
struct Facts<'a> {
    lists: &'a Sides<Vec<Key>>,
    places: Sides<Places>,
    /// What all three have, in the order of the base.
    common: Vec<Key>,
    /// What has to be moved, at the least, to come from the base to a side.
    moved_in_ours: BTreeSet<Key>,
    moved_in_theirs: BTreeSet<Key>,
}

impl<'a> Facts<'a> {
    fn new(lists: &'a Sides<Vec<Key>>) -> Facts<'a> {
        let places = lists.as_ref().map(|list| Places::new(list));
        let is_common = |key: &Key| places.ours.has(*key) && places.theirs.has(*key);
        let common: Vec<Key> = lists.base.iter().copied().filter(is_common).collect();
        let (moved_in_ours, moved_in_theirs) =
            (out_of_order(&common, &places.ours), out_of_order(&common, &places.theirs));
        Facts { lists, places, common, moved_in_ours, moved_in_theirs }
    }

    fn side(&self, side: Side) -> (&[Key], &Places) {
        match side {
            Side::Ours => (&self.lists.ours, &self.places.ours),
            Side::Theirs => (&self.lists.theirs, &self.places.theirs),
        }
    }

    fn is_moved(&self, key: Key) -> bool {
        self.moved_in_ours.contains(&key) || self.moved_in_theirs.contains(&key)
    }

    /// Whether a thing that a side has still stands where that side has it, once the two are merged.
    fn stays(&self, side: Side, key: Key) -> bool {
        let (own, other) = match side {
            Side::Ours => (&self.moved_in_ours, &self.moved_in_theirs),
            Side::Theirs => (&self.moved_in_theirs, &self.moved_in_ours),
        };
        self.side(side).1.has(key) && (!other.contains(&key) || own.contains(&key))
    }

    /// Whether only ours has put it where it is.
    fn is_of_ours_alone(&self, key: Key) -> bool {
        let is_added = !self.places.base.has(key) && !self.places.theirs.has(key);
        is_added || (self.moved_in_ours.contains(&key) && !self.moved_in_theirs.contains(&key))
    }

    /// Whether one thing stands before another: as the side says that turned them around, else as in the base.
    fn precedes(&self, left: Key, right: Key) -> bool {
        let before = |places: &Places| places.get(left) < places.get(right);
        let base = before(&self.places.base);
        if before(&self.places.ours) == base { before(&self.places.theirs) } else { !base }
    }

    /// For what a side has: how many of the things nobody moved stand before it.
    fn gaps(&self, side: Side) -> BTreeMap<Key, usize> {
        let mut still = 0;
        let mut gap = |key: &Key| {
            let before = still;
            still += usize::from(self.is_common(*key) && !self.is_moved(*key));
            (*key, before)
        };
        self.side(side).0.iter().map(&mut gap).collect()
    }

    fn is_common(&self, key: Key) -> bool {
        self.places.base.has(key) && self.places.ours.has(key) && self.places.theirs.has(key)
    }
}

/// Where each key stands in a list.
struct Places(Vec<Option<usize>>);

impl Places {
    fn new(list: &[Key]) -> Places {
        let mut places = vec![None; list.iter().max().map_or(0, |most| most + 1)];
        for (place, key) in list.iter().enumerate() {
            if let Some(slot) = places.get_mut(*key) {
                *slot = Some(place);
            }
        }
        Places(places)
    }

    fn get(&self, key: Key) -> Option<usize> {
        self.0.get(key).copied().flatten()
    }

    fn has(&self, key: Key) -> bool {
        self.get(key).is_some()
    }
}

/// The keys that are not in a longest run of those that stand in one order in both the list and `places`.
fn out_of_order(list: &[Key], places: &Places) -> BTreeSet<Key> {
    let had: Vec<usize> = list.iter().map(|key| places.get(*key).unwrap_or_default()).collect();
    let mut moved: BTreeSet<Key> = list.iter().copied().collect();
    for index in longest_rising(&had) {
        list.get(index).map(|key| moved.remove(key));
    }
    moved
}

/// What cannot be placed, whatever the rest.
fn contests(facts: &Facts<'_>, changes: &Changes) -> BTreeMap<Key, Contest> {
    let (ours, theirs) = (facts.gaps(Side::Ours), facts.gaps(Side::Theirs));
    let both_moved = |key: &&Key| facts.moved_in_ours.contains(key) && facts.moved_in_theirs.contains(key);
    let apart = |key: &Key| ours.get(key) != theirs.get(key);
    let mut contests = BTreeMap::new();
    for key in facts.common.iter().filter(both_moved).filter(|key| apart(key)) {
        contests.insert(*key, Contest::MovedApart);
    }
    let base_and_ours = moved_from_base(facts, Side::Ours);
    let base_and_theirs = moved_from_base(facts, Side::Theirs);
    for key in &facts.lists.base {
        match (facts.places.ours.has(*key), facts.places.theirs.has(*key)) {
            (true, false) if changes.ours.contains(key) || base_and_ours.contains(key) => {
                contests.insert(*key, Contest::TheirsRemoved);
            }
            (false, true) if changes.theirs.contains(key) || base_and_theirs.contains(key) => {
                contests.insert(*key, Contest::OursRemoved);
            }
            (true | false, true | false) => {}
        }
    }
    let is_added = |key: &&Key| !facts.places.base.has(**key) && facts.places.theirs.has(**key);
    let (astray, added): (Vec<Key>, Vec<Key>) = facts.lists.ours.iter().filter(is_added).partition(|key| apart(key));
    let turned = out_of_order(&added, &facts.places.theirs);
    contests.extend(added_beside(facts));
    contests.extend(astray.iter().chain(&turned).map(|key| (*key, Contest::AddedApart)));
    contests
}

/// What the sides added beside each other: each something of its own, between the same two things that nobody moved.
fn added_beside<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (Key, Contest)> + use<'f> {
    let added = |side: Side, other: &Places| -> BTreeMap<usize, Vec<Key>> {
        let mut added: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
        for (key, gap) in facts.gaps(side) {
            if !facts.places.base.has(key) && !other.has(key) {
                added.entry(gap).or_default().push(key);
            }
        }
        added
    };
    let (ours, theirs) = (added(Side::Ours, &facts.places.theirs), added(Side::Theirs, &facts.places.ours));
    let shared = ours.into_iter().filter_map(move |(gap, keys)| Some([keys, theirs.get(&gap)?.clone()].concat()));
    shared.flatten().map(|key| (key, Contest::AddedBeside))
}

/// What a side may have moved of what it has from the base, whether or not the other side has it. Of two neighbours that
/// changed places either may be meant.
fn moved_from_base(facts: &Facts<'_>, side: Side) -> BTreeSet<Key> {
    let places = facts.side(side).1;
    let kept: Vec<Key> = facts.lists.base.iter().copied().filter(|key| places.has(*key)).collect();
    let had: Vec<usize> = kept.iter().map(|key| places.get(*key).unwrap_or_default()).collect();
    let mut moved: BTreeSet<Key> = kept.iter().copied().collect();
    for index in in_every_longest_rising(&had) {
        kept.get(index).map(|key| moved.remove(key));
    }
    moved
}

/// What all three have and nobody contests, in the order of its pairs, with the circles among them.
fn ordered(facts: &Facts<'_>, contests: &BTreeMap<Key, Contest>) -> (Vec<Key>, Vec<Vec<Key>>) {
    let keys: Vec<Key> = facts.common.iter().copied().filter(|key| !contests.contains_key(key)).collect();
    let (movers, still): (Vec<Key>, Vec<Key>) = keys.iter().partition(|key| facts.is_moved(**key));
    if movers.is_empty() {
        return (keys, Vec::new());
    }
    for (side, still) in [(Side::Ours, &facts.moved_in_theirs), (Side::Theirs, &facts.moved_in_ours)] {
        if still.is_empty() {
            // Only one side turned anything around.
            let mut keys = keys;
            keys.sort_by_key(|key| facts.side(side).1.get(*key));
            return (keys, Vec::new());
        }
    }
    if movers.len().saturating_mul(keys.len()) > COMPARISONS {
        return (keys.clone(), vec![keys]);
    }
    let movers_before = |key: Key| movers.iter().filter(|other| **other != key && facts.precedes(**other, key)).count();
    let still_before = |key: Key| still.iter().filter(|other| facts.precedes(**other, key)).count();
    let of_still = still.iter().enumerate().map(|(index, key)| (index + movers_before(*key), *key));
    let of_movers = movers.iter().map(|key| (still_before(*key) + movers_before(*key), *key));
    let mut ranked: Vec<(usize, Key)> = of_still.chain(of_movers).collect();
    ranked.sort_by_key(|(rank, key)| (*rank, facts.places.ours.get(*key)));
    (ranked.iter().map(|(_, key)| *key).collect(), circles(&ranked))
}

/// In a list by how many stand before each, a circle ends where those so far have only each other before them.
fn circles(ranked: &[(usize, Key)]) -> Vec<Vec<Key>> {
    let (mut sum, mut due) = (0_usize, 0_usize);
    let mut circles = Vec::new();
    let mut circle = Vec::new();
    for (index, (rank, key)) in ranked.iter().enumerate() {
        sum = sum.saturating_add(*rank);
        due = due.saturating_add(index);
        circle.push(*key);
        if sum == due {
            let whole = std::mem::take(&mut circle);
            circles.extend((whole.len() > 1).then_some(whole));
        }
    }
    circles
}

/// The list with what a side added.
fn with_added(facts: &Facts<'_>, contests: &BTreeMap<Key, Contest>, agreed: &[Key], side: Side) -> Vec<Key> {
    let known = Places::new(agreed);
    let is_new = |key: Key| !facts.places.base.has(key) && !known.has(key) && !contests.contains_key(&key);
    let mut added: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    for (key, at) in behind(facts, &known, side) {
        if is_new(key) {
            added.entry(past_ours(facts, agreed, at, side)).or_default().push(key);
        }
    }
    let mut list = Vec::with_capacity(agreed.len() + added.len());
    for index in 0..=agreed.len() {
        list.extend(added.remove(&index).unwrap_or_default());
        list.extend(agreed.get(index));
    }
    list
}

/// For each thing a side has, the index in the merged list behind what it stands behind on that side.
fn behind(facts: &Facts<'_>, known: &Places, side: Side) -> Vec<(Key, usize)> {
    let mut at = 0;
    let mut next = |key: &Key| {
        let before = at;
        if let Some(place) = known.get(*key).filter(|_| facts.stays(side, *key)) {
            at = place + 1;
        }
        (*key, before)
    };
    facts.side(side).0.iter().map(&mut next).collect()
}

/// Behind what ours alone put at an index, for what theirs puts there.
fn past_ours(facts: &Facts<'_>, agreed: &[Key], at: usize, side: Side) -> usize {
    match side {
        Side::Ours => at,
        Side::Theirs => at + agreed.iter().skip(at).take_while(|key| facts.is_of_ours_alone(**key)).count(),
    }
}

/// Cuts the merged list where it is contested.
fn stretches(
    facts: &Facts<'_>,
    contests: &BTreeMap<Key, Contest>,
    agreed: &[Key],
    circles: &[Vec<Key>],
) -> Vec<Stretch> {
    let known = Places::new(agreed);
    let ours = Variant::new(facts, contests, agreed, circles, Side::Ours);
    let theirs = Variant::new(facts, contests, agreed, circles, Side::Theirs);
    let mut stretches = Vec::new();
    let mut index = 0;
    for (from, to) in blocks(contests, &known, circles, &ours, &theirs) {
        stretches.extend(agreed.get(index..from).unwrap_or_default().iter().copied().map(Stretch::Agreed));
        let (ours, theirs) = (ours.between(from, to), theirs.between(from, to));
        let either: BTreeSet<Key> = ours.iter().chain(&theirs).copied().collect();
        let mut base: Vec<Key> = either.iter().copied().filter(|key| facts.places.base.has(*key)).collect();
        base.sort_unstable_by_key(|key| facts.places.base.get(*key));
        let about = either.iter().filter_map(|key| Some((*key, *contests.get(key)?))).collect();
        stretches.push(Stretch::Contested { keys: Sides { base, ours, theirs }, about });
        index = to;
    }
    stretches.extend(agreed.get(index..).unwrap_or_default().iter().copied().map(Stretch::Agreed));
    stretches
}

/// The contested stretches, from and up to an index of the merged list, in order; what touches is one.
fn blocks(
    contests: &BTreeMap<Key, Contest>,
    known: &Places,
    circles: &[Vec<Key>],
    ours: &Variant,
    theirs: &Variant,
) -> Vec<(usize, usize)> {
    let of_circle = |circle: &Vec<Key>| {
        let places = || circle.iter().filter_map(|key| known.get(*key));
        Some((places().min()?, places().max()? + 1))
    };
    let of_key = |key: &Key| {
        let ends = || [ours.homeless.get(key), theirs.homeless.get(key)].into_iter().flatten();
        match known.get(*key) {
            Some(place) => Some((place, place + 1)),
            None => Some((*ends().min()?, *ends().max()?)),
        }
    };
    let mut blocks: Vec<(usize, usize)> =
        circles.iter().filter_map(of_circle).chain(contests.keys().filter_map(of_key)).collect();
    blocks.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, to) in blocks {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            Some(_) | None => joined.push((from, to)),
        }
    }
    joined
}

/// The merged list as one side would have it where it is contested.
struct Variant {
    /// The list, each circle in the order of this side.
    list: Vec<Key>,
    /// What is in the list of neither, and behind how many of the merged list this side has it, in its order.
    homeless: BTreeMap<Key, usize>,
    behind: BTreeMap<usize, Vec<Key>>,
}

impl Variant {
    fn new(
        facts: &Facts<'_>,
        contests: &BTreeMap<Key, Contest>,
        agreed: &[Key],
        circles: &[Vec<Key>],
        side: Side,
    ) -> Variant {
        let known = Places::new(agreed);
        let is_homeless = |key: Key| contests.contains_key(&key) && !known.has(key);
        let homeless = behind(facts, &known, side).into_iter().filter(|(key, _)| is_homeless(*key));
        let homeless: Vec<(Key, usize)> = homeless.collect();
        let mut list = agreed.to_vec();
        for circle in circles {
            let mut places: Vec<usize> = circle.iter().filter_map(|key| known.get(*key)).collect();
            places.sort_unstable();
            let mut keys = circle.clone();
            keys.sort_by_key(|key| facts.side(side).1.get(*key));
            for (place, key) in places.into_iter().zip(keys) {
                if let Some(slot) = list.get_mut(place) {
                    *slot = key;
                }
            }
        }
        let mut behind: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
        homeless.iter().for_each(|(key, index)| behind.entry(*index).or_default().push(*key));
        Variant { list, homeless: homeless.into_iter().collect(), behind }
    }

    fn between(&self, from: usize, to: usize) -> Vec<Key> {
        let mut keys = Vec::new();
        for index in from..=to {
            keys.extend(self.behind.get(&index).into_iter().flatten());
            keys.extend(self.list.get(index).filter(|_| index < to));
        }
        keys
    }
}
