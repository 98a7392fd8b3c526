//! In which order merged things stand: takes the things of three bodies, gives their places, with the stretches of which
//! nobody has said what stands first.
//!
//! Where order means nothing it is that of the side that changed it, ours if both did. Levels, stages and the items of a
//! ranking are merged as an order, and put where such things stand.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{Changes, Contest, Key, Stretch};
use super::sides::Sides;
use super::things::{Thing, Things};
use super::{order, rising};

/// What stands at a place.
#[derive(Debug)]
pub(super) enum Slot {
    /// A thing.
    One(Key),
    /// Things in an order that is left to decide.
    Contested { keys: Sides<Vec<Key>>, about: Vec<(Key, Contest)> },
}

/// The places; of the things that stand nowhere there is none.
pub(super) fn sequence(things: &Things<'_, '_>) -> Vec<Slot> {
    let is_step = |key: &Key| things.all.get(*key).is_some_and(|thing| any(*thing, |node| node.is_step));
    let steps = Sides {
        base: filtered(&things.orders.base, is_step),
        ours: filtered(&things.orders.ours, is_step),
        theirs: filtered(&things.orders.theirs, is_step),
    };
    let all = interleaved(things);
    let mut ordered = ordered_steps(things, &steps).into_iter();
    let last = all.iter().rposition(is_step);
    let mut slots = Vec::with_capacity(all.len());
    for (index, key) in all.iter().enumerate() {
        if !is_step(key) {
            slots.push(Slot::One(*key));
        } else if Some(index) == last {
            slots.extend(ordered.by_ref());
        } else {
            slots.extend(ordered.next());
        }
    }
    slots.extend(ordered);
    slots
}

fn any(thing: Thing<'_, '_>, is: impl Fn(&super::nodes::Node<'_>) -> bool) -> bool {
    [thing.base, thing.ours, thing.theirs].into_iter().flatten().any(is)
}

fn filtered(keys: &[Key], is: impl Fn(&Key) -> bool) -> Vec<Key> {
    keys.iter().copied().filter(is).collect()
}

fn ordered_steps(things: &Things<'_, '_>, steps: &Sides<Vec<Key>>) -> Vec<Slot> {
    let mut changes = Changes::default();
    for key in &steps.base {
        let Some(thing) = things.all.get(*key) else { continue };
        let says = thing.map(|node| node.map(|node| node.says.as_str()));
        if says.ours.is_some() && says.ours != says.base {
            changes.ours.insert(*key);
        }
        if says.theirs.is_some() && says.theirs != says.base {
            changes.theirs.insert(*key);
        }
    }
    let slot = |stretch: Stretch| match stretch {
        Stretch::Agreed(key) => Slot::One(key),
        Stretch::Contested { keys, about } => Slot::Contested { keys, about },
    };
    order::merge(steps, &changes).into_iter().map(slot).collect()
}

/// All that either side has, in the order of one, each thing of the other behind what it stands behind there.
fn interleaved(things: &Things<'_, '_>) -> Vec<Key> {
    let Sides { base, ours, theirs } = &things.orders;
    let (spine, other) =
        if is_in_order(base, ours) && !is_in_order(base, theirs) { (theirs, ours) } else { (ours, theirs) };
    let known: BTreeSet<Key> = spine.iter().copied().collect();
    let mut behind: BTreeMap<Option<Key>, Vec<Key>> = BTreeMap::new();
    let mut last = None;
    for key in other {
        if known.contains(key) {
            last = Some(*key);
        } else {
            behind.entry(last).or_default().push(*key);
        }
    }
    let shared: BTreeSet<Key> = other.iter().copied().collect();
    let mut all = Vec::with_capacity(spine.len());
    // What only this side has stands above what only the other has.
    let mut waiting = behind.remove(&None).unwrap_or_default();
    for key in spine {
        if shared.contains(key) {
            all.append(&mut waiting);
        }
        all.push(*key);
        waiting.extend(behind.remove(&Some(*key)).unwrap_or_default());
    }
    all.append(&mut waiting);
    all
}

fn is_in_order(base: &[Key], side: &[Key]) -> bool {
    let places: BTreeMap<Key, usize> = side.iter().enumerate().map(|(place, key)| (*key, place)).collect();
    let kept: Vec<usize> = base.iter().filter_map(|key| places.get(key).copied()).collect();
    rising::longest_rising(&kept).len() == kept.len()
}
