//! What the plan says otherwise: takes paired declarations, gives those that came, went, were renamed or say something else,
//! fact by fact.

use rustc_hash::FxHashMap;

use super::pair::{Pairs, Renames};
use crate::model::Kind;
use crate::model::facts::{Fact, Phrase, Topic};

/// A declaration that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicChange {
    /// What is declared.
    pub kind: Kind,
    /// Its name; of a removed one, the last it had.
    pub name: String,
    /// Its title, likewise.
    pub title: Option<String>,
    /// What became of it.
    pub nature: Nature,
    /// What it says otherwise, in the order of the schema.
    pub facts: Vec<FactChange>,
}

/// What became of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nature {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It had this name; it may say something else, too.
    Renamed(String),
}

/// A fact that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// Of which property: `cost`; `title` for the title.
    pub property: &'static str,
    /// What it is about: `owner`, `cost salaries`; `title` for the title.
    pub key: String,
    /// What was said, with the names of now.
    pub before: Option<String>,
    /// What is said.
    pub after: Option<String>,
}

/// The key of a change of title.
const TITLE: &str = "title";

/// The declarations that changed: those of now in their order, then those that are gone.
pub(super) fn topics(pairs: &Pairs<'_>) -> Vec<TopicChange> {
    let now = pairs.after.iter().filter_map(|(after, before)| match before {
        Some(before) => changed(&pairs.renames, before, after),
        None => Some(whole(after, Nature::Added)),
    });
    let gone = pairs.removed.iter().map(|topic| whole(topic, Nature::Removed));
    let mut changes: Vec<TopicChange> = now.chain(gone).collect();
    changes.sort_by_key(|change| change.kind);
    changes
}

/// A declaration that is new or gone, with all that it says.
fn whole(topic: &Topic, nature: Nature) -> TopicChange {
    let fact = |fact: &Fact| {
        let value = Some(fact.says());
        match nature {
            Nature::Removed => {
                FactChange { property: fact.property, key: fact.key.to_string(), before: value, after: None }
            }
            Nature::Added | Nature::Changed | Nature::Renamed(_) => {
                FactChange { property: fact.property, key: fact.key.to_string(), before: None, after: value }
            }
        }
    };
    let facts = topic.facts.iter().map(fact).collect();
    TopicChange { kind: topic.kind, name: topic.name.to_string(), title: topic.title.clone(), nature, facts }
}

fn changed(renames: &Renames, before: &Topic, after: &Topic) -> Option<TopicChange> {
    let mut facts = Vec::new();
    if before.title != after.title {
        let (before, after) = (before.title.clone(), after.title.clone());
        facts.push(FactChange { property: TITLE, key: TITLE.to_owned(), before, after });
    }
    facts.extend(fact_changes(renames, before, after));
    // A name that follows the rename of what is around it is no rename of its own.
    let nature = if renames.name_now(&before.name) == after.name {
        Nature::Changed
    } else {
        Nature::Renamed(before.name.to_string())
    };
    let title = after.title.clone();
    (!facts.is_empty() || nature != Nature::Changed).then(|| TopicChange {
        kind: after.kind,
        name: after.name.to_string(),
        title,
        nature,
        facts,
    })
}

fn fact_changes(renames: &Renames, before: &Topic, after: &Topic) -> Vec<FactChange> {
    if before.facts == after.facts {
        return Vec::new();
    }
    let said: Vec<Fact> = before.facts.iter().map(|fact| renames.fact_now(fact)).collect();
    let earlier: FxHashMap<&Phrase, &Fact> = said.iter().map(|fact| (&fact.key, fact)).collect();
    let later: FxHashMap<&Phrase, &Fact> = after.facts.iter().map(|fact| (&fact.key, fact)).collect();
    let change = |before: Option<&Fact>, after: Option<&Fact>, key: &Phrase| FactChange {
        property: after.or(before).map_or("", |fact| fact.property),
        key: key.to_string(),
        before: before.map(Fact::says),
        after: after.map(Fact::says),
    };
    let otherwise = after.facts.iter().filter(|fact| earlier.get(&fact.key) != Some(fact));
    let now = otherwise.map(|fact| change(earlier.get(&fact.key).copied(), Some(fact), &fact.key));
    let gone = said.iter().filter(|fact| !later.contains_key(&fact.key));
    now.chain(gone.map(|fact| change(Some(fact), None, &fact.key))).collect()
}
