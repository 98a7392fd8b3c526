//! What of a level counts towards a cap, by name: takes a record, gives for each level what the cap's department, category,
//! journey, stage or objective takes of its cost.

use rustc_hash::{FxHashMap, FxHashSet};

use super::record::{Record, package_of};
use crate::model::Kind;
use crate::model::facts::{Fact, Topic};
use crate::outcome::LevelFigures;
use crate::quantity::Money;

/// What counts towards a cap: `department support`.
pub(super) struct Bound<'r> {
    kind: Kind,
    name: &'r str,
    /// Of a department or an objective: itself and all that belong to it.
    members: FxHashSet<&'r str>,
    packages: FxHashMap<&'r str, &'r Topic>,
}

impl<'r> Bound<'r> {
    /// The bound of a cap, as the outcome names it; nothing for what is none.
    pub(super) fn new(record: &'r Record, cap: &'r str) -> Option<Bound<'r>> {
        let (word, name) = cap.split_once(' ')?;
        let kind = Kind::from_keyword(word)?;
        let packages = record.of_kind(Kind::Package).map(|topic| (topic.name(), topic)).collect();
        Some(Bound { kind, name, members: members(record, kind, name), packages })
    }

    /// What of a level counts; a category its own lines, all others the whole cost of what belongs to them.
    pub(super) fn counts(&self, level: &LevelFigures) -> Money {
        if self.kind == Kind::Category {
            let line = level.lines.iter().find(|line| line.name == self.name);
            return line.map_or(Money::ZERO, |line| line.amount);
        }
        let package = self.packages.get(package_of(&level.name));
        if package.is_some_and(|package| self.holds(package)) { level.gross() } else { Money::ZERO }
    }

    fn holds(&self, package: &Topic) -> bool {
        match self.kind {
            Kind::Department => named(package, "department").any(|name| self.members.contains(name)),
            Kind::Objective => named(package, "objective").any(|name| self.members.contains(name)),
            _ => {
                let one_by_one = package.of("serves").filter_map(Fact::about);
                named(package, "serves").chain(one_by_one).any(|served| is_below(served, self.name))
            }
        }
    }
}

/// A name with all that are part of it, directly or by others.
fn members<'r>(record: &'r Record, kind: Kind, name: &'r str) -> FxHashSet<&'r str> {
    let mut parts: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for topic in record.of_kind(kind) {
        for whole in named(topic, "part_of") {
            parts.entry(whole).or_default().push(topic.name());
        }
    }
    let mut members = FxHashSet::default();
    let mut waiting = vec![name];
    while let Some(name) = waiting.pop() {
        if members.insert(name) {
            waiting.extend(parts.get(name).into_iter().flatten());
        }
    }
    members
}

/// Whether a path is of this name or below it: `store.decision.page` is below `store`.
fn is_below(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What a property names.
fn named<'t>(topic: &'t Topic, property: &'static str) -> impl Iterator<Item = &'t str> {
    topic.of(property).flat_map(|fact| fact.value.names())
}
