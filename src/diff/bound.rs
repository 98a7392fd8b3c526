//! What of a level counts towards a cap, by name: takes a record, gives for each level what the cap's department, category,
//! journey, stage or objective takes of its cost.

use rustc_hash::FxHashMap;

use crate::model::Kind;
use crate::model::facts::Topic;
use crate::quantity::Money;
use crate::record::{LevelOutcome, Record};

/// What counts towards a cap: `department support`.
pub(super) struct Bound<'r> {
    kind: Kind,
    name: &'r str,
    packages: FxHashMap<&'r str, &'r Topic>,
    record: &'r Record,
}

impl<'r> Bound<'r> {
    /// The bound of a cap, as the outcome names it; nothing for what is none.
    pub fn new(record: &'r Record, cap: &'r str) -> Option<Bound<'r>> {
        let (word, name) = cap.split_once(' ')?;
        let packages = record.of_kind(Kind::Package).map(|topic| (topic.name.as_str(), topic)).collect();
        Some(Bound { kind: Kind::from_keyword(word)?, name, packages, record })
    }

    /// What of a level counts; a category its own lines, all others the whole cost of what belongs to them.
    pub fn counts(&self, level: &LevelOutcome) -> Money {
        if self.kind == Kind::Category {
            let line = level.lines.iter().find(|line| line.name == self.name);
            return line.map_or(Money::ZERO, |line| line.amount);
        }
        let package = level.path.split('.').next().and_then(|name| self.packages.get(name));
        if package.is_some_and(|package| self.holds(package)) { level.cost() } else { Money::ZERO }
    }

    fn holds(&self, package: &Topic) -> bool {
        match self.kind {
            Kind::Department => package.fact("department").is_some_and(|name| self.is_in(Kind::Department, name)),
            Kind::Objective => names(package.fact("objective")).any(|name| self.is_in(Kind::Objective, name)),
            _ => {
                let one_by_one = package.facts.iter().filter_map(|fact| fact.key.strip_prefix("serves "));
                names(package.fact("serves")).chain(one_by_one).any(|served| is_below(served, self.name))
            }
        }
    }

    /// Whether a department or an objective is this one or belongs to it.
    fn is_in(&self, kind: Kind, name: &str) -> bool {
        let mut next = Some(name);
        // A checked plan has no loop; a plan file may say anything.
        for _ in 0..self.record.topics.len() {
            match next {
                Some(name) if name == self.name => return true,
                Some(name) => next = self.record.topic(kind, name).and_then(|topic| topic.fact("part_of")),
                None => return false,
            }
        }
        false
    }
}

/// Whether a path is of this name or below it: `store.decision.page` is below `store`.
fn is_below(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The names of a list, `[a, b]`.
fn names(list: Option<&str>) -> impl Iterator<Item = &str> {
    let inner = list.unwrap_or("").trim_start_matches('[').trim_end_matches(']');
    inner.split(", ").filter(|name| !name.is_empty())
}
