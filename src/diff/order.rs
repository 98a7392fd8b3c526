//! What stands in another order: takes what rankings, packages and journeys put in order, gives as few moves as explain the
//! change.

use super::pair::Pairs;
use super::record::Record;
use crate::merge::longest_rising;
use crate::model::Kind;
use crate::model::facts::Topic;
use rustc_hash::{FxHashMap, FxHashSet};

/// An order that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderChange {
    /// What puts things in order: a ranking, a package, a journey.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What moved against the rest.
    pub moves: Vec<Move>,
    /// What is new in it, with its place from 1.
    pub added: Vec<(String, usize)>,
    /// What is gone from it, with the place it had.
    pub removed: Vec<(String, usize)>,
    /// What says another reason to stand where it does.
    pub reasons: Vec<(String, Option<String>, Option<String>)>,
}

/// One thing that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub name: String,
    /// The place it had, from 1.
    pub from: usize,
    /// The place it has.
    pub to: usize,
}

/// The orders that changed: of rankings, then of the levels of packages and the stages of journeys.
pub(super) fn orders(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<OrderChange> {
    let rankings = pairs.after.iter().filter(|(topic, _)| topic.kind == Kind::Ranking);
    let rankings = rankings.filter_map(|(now, was)| ranking(pairs, (*was)?, now));
    let inner = [(Kind::Level, Kind::Package), (Kind::Stage, Kind::Journey)];
    let inner = inner.into_iter().flat_map(|(kind, outer)| siblings(pairs, before, after, kind, outer));
    rankings.chain(inner).collect()
}

fn ranking(pairs: &Pairs<'_>, was: &Topic, now: &Topic) -> Option<OrderChange> {
    let before: Vec<&str> = was.items.iter().map(|item| pairs.renames.level_now(item.key.as_str())).collect();
    let after: Vec<&str> = now.items.iter().map(|item| item.key.as_str()).collect();
    let said: FxHashMap<&str, String> =
        before.iter().copied().zip(&was.items).map(|(level, item)| (level, item.says())).collect();
    let reason = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let reasons = now.items.iter().filter_map(|item| {
        let (was, is) = (said.get(item.key.as_str())?, item.says());
        (*was != is).then(|| (item.key.to_string(), reason(was), reason(&is)))
    });
    let change = OrderChange { reasons: reasons.collect(), ..change(now.kind, now.name(), &before, &after) };
    let is_change =
        !(change.moves.is_empty() && change.added.is_empty() && change.removed.is_empty() && change.reasons.is_empty());
    is_change.then_some(change)
}

/// The order of what stands in one declaration: only moves count, what is new or gone is told where it is declared.
fn siblings(pairs: &Pairs<'_>, before: &Record, after: &Record, kind: Kind, outer: Kind) -> Vec<OrderChange> {
    let was = by_outer(before.of_kind(kind).map(|topic| pairs.renames.now(kind, topic.name())));
    let was: FxHashMap<&str, Vec<&str>> = was.into_iter().collect();
    let now = by_outer(after.of_kind(kind).map(Topic::name));
    let mut changes = Vec::new();
    for (name, after) in &now {
        let Some(before) = was.get(name).filter(|before| *before != after) else { continue };
        let OrderChange { moves, .. } = change(outer, name, before, after);
        if !moves.is_empty() {
            changes.push(OrderChange { moves, ..empty(outer, name) });
        }
    }
    changes
}

/// Successive names of the same declaration around them.
fn by_outer<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in names {
        let outer = name.rsplit_once('.').map_or("", |(outer, _)| outer);
        match groups.last_mut() {
            Some((last, group)) if *last == outer => group.push(name),
            _ => groups.push((outer, vec![name])),
        }
    }
    groups
}

fn empty(kind: Kind, name: &str) -> OrderChange {
    OrderChange {
        kind,
        name: name.to_owned(),
        moves: Vec::new(),
        added: Vec::new(),
        removed: Vec::new(),
        reasons: Vec::new(),
    }
}

/// The moves between two orders of names.
pub(super) fn change<S: AsRef<str>>(kind: Kind, name: &str, before: &[S], after: &[S]) -> OrderChange {
    let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
    let after: Vec<&str> = after.iter().map(AsRef::as_ref).collect();
    let places = |names: &[&str]| -> FxHashMap<String, usize> {
        names.iter().enumerate().map(|(place, name)| ((*name).to_owned(), place + 1)).collect()
    };
    let (was, now) = (places(&before), places(&after));
    let missing = |names: &[&str], places: &FxHashMap<String, usize>| -> Vec<(String, usize)> {
        let named = names.iter().enumerate().filter(|(_, name)| !places.contains_key(**name));
        named.map(|(place, name)| ((*name).to_owned(), place + 1)).collect()
    };
    let common: Vec<(&str, usize)> = after.iter().filter_map(|name| Some((*name, *was.get(*name)?))).collect();
    let places_had: Vec<usize> = common.iter().map(|(_, place)| *place).collect();
    let kept = longest_rising(&places_had);
    let kept: FxHashSet<&str> = kept.into_iter().filter_map(|index| common.get(index)).map(|(name, _)| *name).collect();
    let moved = common.iter().filter(|(name, _)| !kept.contains(name));
    let moves =
        moved.filter_map(|(name, from)| Some(Move { name: (*name).to_owned(), from: *from, to: *now.get(*name)? }));
    OrderChange {
        moves: moves.collect(),
        added: missing(&after, &was),
        removed: missing(&before, &now),
        ..empty(kind, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_moves_as_explain_the_change() {
        let change = change(Kind::Ranking, "board", &["a", "b", "c", "d"], &["d", "a", "b", "x", "c"]);
        assert_eq!(change.moves, vec![Move { name: "d".into(), from: 4, to: 1 }]);
        assert_eq!(change.added, vec![("x".to_owned(), 4)]);
        assert!(change.removed.is_empty());
    }
}
