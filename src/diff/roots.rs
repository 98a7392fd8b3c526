//! What moved the cost of a level: takes its lines in both plans, gives the lines that read otherwise, else the drivers and
//! rates that they are worked out from and that changed. One wage may move every level of a plan: it is to be said once.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::pair::Pairs;
use super::says::{FactChange, Nature, TopicChange};
use crate::model::Kind;
use crate::model::facts::{Fact, Topic, Value};

/// What moved the cost of a level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// A line of its own.
    Line {
        /// `cost salaries`
        key: String,
        /// What it said; nothing of a new one.
        before: Option<String>,
        /// What it says; nothing of one that is gone.
        after: Option<String>,
    },
    /// A driver or a rate of exchange.
    Figure {
        /// Which of the two.
        kind: Kind,
        /// Its name.
        name: String,
        /// What it said.
        before: Option<String>,
        /// What it says.
        after: Option<String>,
    },
}

/// What moves the cost of levels, by level.
pub(super) fn roots(pairs: &Pairs<'_>, topics: &[TopicChange]) -> BTreeMap<String, Vec<Root>> {
    let figures: FxHashMap<&str, &TopicChange> = topics
        .iter()
        .filter(|topic| matches!(topic.kind, Kind::Driver | Kind::Exchange))
        .filter(|topic| topic.nature == Nature::Changed)
        .map(|topic| (topic.name.as_str(), topic))
        .collect();
    let lines: FxHashMap<&str, &TopicChange> =
        topics.iter().filter(|topic| is_level(topic.kind)).map(|topic| (topic.name.as_str(), topic)).collect();
    let worked_out: FxHashMap<&str, &Topic> = pairs
        .after
        .iter()
        .filter(|(topic, _)| matches!(topic.kind, Kind::Driver | Kind::Exchange))
        .map(|(topic, _)| (topic.name(), *topic))
        .collect();
    let levels = pairs.after.iter().filter(|(now, was)| is_level(now.kind) && was.is_some());
    let with_roots = levels.filter_map(|(now, _)| {
        let own = lines.get(now.name()).map(|topic| own_lines(topic)).unwrap_or_default();
        let roots = if own.is_empty() { figures_of(now, &figures, &worked_out) } else { own };
        (!roots.is_empty()).then(|| (now.name().to_owned(), roots))
    });
    with_roots.collect()
}

fn is_level(kind: Kind) -> bool {
    matches!(kind, Kind::Level | Kind::Alternative)
}

fn own_lines(topic: &TopicChange) -> Vec<Root> {
    let costs = topic.facts.iter().filter(|fact| fact.property == "cost");
    let line = |fact: &FactChange| Root::Line {
        key: fact.key.clone(),
        before: fact.before.clone(),
        after: fact.after.clone(),
    };
    costs.map(line).collect()
}

/// The changed figures that the cost lines of a level name, directly or through other drivers.
fn figures_of(level: &Topic, changed: &FxHashMap<&str, &TopicChange>, all: &FxHashMap<&str, &Topic>) -> Vec<Root> {
    if changed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut ahead: Vec<&str> = level.of("cost").flat_map(named).collect();
    while let Some(name) = ahead.pop() {
        if !seen.insert(name) {
            continue;
        }
        if let Some(topic) = changed.get(name) {
            found.extend(topic.facts.iter().filter(|fact| is_value(topic.kind, fact)).map(|fact| Root::Figure {
                kind: topic.kind,
                name: topic.name.clone(),
                before: fact.before.clone(),
                after: fact.after.clone(),
            }));
        }
        ahead.extend(all.get(name).into_iter().flat_map(|topic| topic.facts.iter()).flat_map(named));
    }
    found.sort();
    found
}

/// Whether a fact says what a driver or a rate comes to.
fn is_value(kind: Kind, fact: &FactChange) -> bool {
    match kind {
        Kind::Exchange => fact.property == "rate",
        _ => {
            fact.property != "source" && fact.property != "owner" && fact.property != "title" && fact.property != "note"
        }
    }
}

/// The names in what a fact says, and the currencies, which declare rates.
fn named(fact: &Fact) -> Vec<&str> {
    let Value::Formula(formula) = &fact.value else { return Vec::new() };
    formula.names().map(|(_, name)| name).collect()
}
