//! Which declaration of one record is which of the other: by kind and name, and where a name is gone and another came, by
//! what they say. An outer declaration is paired before those inside it, so that a package keeps its levels when it is
//! renamed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::record::Record;
use crate::model::Kind;
use crate::model::facts::{Fact, Phrase, Topic};
use crate::outcome::Outcome;

/// How many pairs are compared word by word in search of renames; beyond, only what is alike in full is found.
const COMPARISONS: usize = 200_000;

/// At least this many of ten facts must be alike for a rename.
const ALIKE_OF_TEN: usize = 5;

/// Two records side by side.
pub(super) struct Pairs<'r> {
    /// Each declaration of the later record with that of the earlier one, in the order of the later.
    pub after: Vec<(&'r Topic, Option<&'r Topic>)>,
    /// The declarations that are only in the earlier record.
    pub removed: Vec<&'r Topic>,
    /// The new name of each renamed declaration.
    pub renames: Renames,
}

/// New names by kind and old name.
#[derive(Debug, Default)]
pub(super) struct Renames {
    by_kind: FxHashMap<Kind, FxHashMap<String, String>>,
}

impl Renames {
    /// The name that a declaration of the earlier record has in the later one.
    pub(super) fn now<'a>(&'a self, kind: Kind, name: &'a str) -> &'a str {
        self.by_kind.get(&kind).and_then(|names| names.get(name)).map_or(name, String::as_str)
    }

    /// The path that a level, or an alternative that is one, has in the later record.
    pub(super) fn level_now<'a>(&'a self, path: &'a str) -> &'a str {
        match self.now(Kind::Level, path) {
            same if same == path => self.now(Kind::Alternative, path),
            other => other,
        }
    }

    /// `department support` with the name of now.
    pub(super) fn bound_now(&self, bound: &str) -> String {
        let named = bound.split_once(' ').and_then(|(word, name)| Some((Kind::from_keyword(word)?, name)));
        named.map_or_else(|| bound.to_owned(), |(kind, name)| format!("{} {}", kind.keyword(), self.now(kind, name)))
    }

    /// What a fact of the earlier record says with the names of the later one.
    pub(super) fn fact_now(&self, fact: &Fact) -> Fact {
        if self.by_kind.is_empty() { fact.clone() } else { fact.renamed(&|kind, name| self.now(kind, name)) }
    }

    /// A name with the names in it as they are now: `crm.minimum` for `chat.minimum`.
    pub(super) fn name_now(&self, name: &Phrase) -> Phrase {
        name.renamed(&|kind, name| self.now(kind, name))
    }

    /// Follows packages of which nothing but their levels is known: one that is gone is the only one that came with levels of
    /// the same names, if it is itself the only one that is gone with these.
    pub(super) fn follow(&mut self, before: &Outcome, after: &Outcome) {
        let (was, now) = (levels_by_package(before), levels_by_package(after));
        let alone = |of: &BTreeMap<&str, Vec<&str>>, other: &BTreeMap<&str, Vec<&str>>| {
            let mut by_levels: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
            for (package, levels) in of.iter().filter(|(package, _)| !other.contains_key(*package)) {
                let levels = levels.iter().map(|level| (*level).to_owned()).collect();
                by_levels.entry(levels).or_default().push((*package).to_owned());
            }
            by_levels
        };
        let came = alone(&now, &was);
        for (levels, packages) in alone(&was, &now) {
            let ([old], Some([new])) = (packages.as_slice(), came.get(&levels).map(Vec::as_slice)) else { continue };
            self.add(Kind::Package, old, new);
            levels.iter().for_each(|level| self.add(Kind::Level, &format!("{old}.{level}"), &format!("{new}.{level}")));
        }
    }

    fn add(&mut self, kind: Kind, before: &str, after: &str) {
        self.by_kind.entry(kind).or_default().insert(before.to_owned(), after.to_owned());
    }
}

/// The names of levels below those of their packages.
fn levels_by_package(outcome: &Outcome) -> BTreeMap<&str, Vec<&str>> {
    let mut packages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for level in &outcome.levels {
        if let Some((package, name)) = level.name.split_once('.') {
            packages.entry(package).or_default().push(name);
        }
    }
    packages.values_mut().for_each(|names| names.sort_unstable());
    packages
}

impl Pairs<'_> {
    /// What differs of the figures that two records have by name, in order of the names of now: before, and after.
    pub(super) fn differing<T: Copy + PartialEq>(
        &self,
        kind: Kind,
        before: &BTreeMap<String, T>,
        after: &BTreeMap<String, T>,
    ) -> Vec<(String, Option<T>, Option<T>)> {
        let mut rows: BTreeMap<&str, (Option<T>, Option<T>)> = BTreeMap::new();
        for (name, was) in before {
            rows.entry(self.renames.now(kind, name)).or_default().0 = Some(*was);
        }
        for (name, now) in after {
            rows.entry(name).or_default().1 = Some(*now);
        }
        let changed = rows.into_iter().filter(|(_, (before, after))| before != after);
        changed.map(|(name, (before, after))| (name.to_owned(), before, after)).collect()
    }
}

/// Pairs the declarations of two records.
pub(super) fn pair<'r>(before: &'r Record, after: &'r Record) -> Pairs<'r> {
    let mut renames = Renames::default();
    let mut earlier: FxHashMap<(Kind, &str), &'r Topic> = FxHashMap::default();
    let mut removed = Vec::new();
    // A level can stand in an alternative, and a waiver is about anything: their names must be known by then.
    let last = [Kind::Level, Kind::Waive];
    let kinds = Kind::ALL.iter().filter(|kind| !last.contains(kind)).chain(&last);
    for kind in kinds {
        let of_kind = |record: &'r Record| record.of_kind(*kind).collect::<Vec<&'r Topic>>();
        pair_kind(&mut renames, &mut earlier, &mut removed, &of_kind(before), &of_kind(after));
    }
    let after = after.topics.iter().map(|topic| (topic, earlier.get(&(topic.kind, topic.name())).copied())).collect();
    Pairs { after, removed, renames }
}

/// Pairs the declarations of one kind: those of the same name, then those that are alike in full, then those that are
/// alike enough.
fn pair_kind<'r>(
    renames: &mut Renames,
    earlier: &mut FxHashMap<(Kind, &'r str), &'r Topic>,
    removed: &mut Vec<&'r Topic>,
    before: &[&'r Topic],
    after: &[&'r Topic],
) {
    let names: FxHashSet<&str> = after.iter().map(|topic| topic.name()).collect();
    let mut gone = Vec::new();
    for topic in before {
        let now = renames.name_now(&topic.name);
        match names.get(now.as_str()) {
            Some(name) => {
                if *name != topic.name() {
                    renames.add(topic.kind, topic.name(), name);
                }
                earlier.insert((topic.kind, *name), *topic);
            }
            None => gone.push(*topic),
        }
    }
    let came: Vec<&'r Topic> =
        after.iter().copied().filter(|topic| !earlier.contains_key(&(topic.kind, topic.name()))).collect();
    let alike = Alike::new(&came, gone.len());
    let mut taken = vec![false; came.len()];
    for topic in gone {
        let place = alike.find(renames, topic, &came, &taken);
        match place.and_then(|place| Some((taken.get_mut(place)?, came.get(place)?))) {
            Some((is_taken, now)) => {
                *is_taken = true;
                renames.add(topic.kind, topic.name(), now.name());
                earlier.insert((topic.kind, now.name()), topic);
            }
            None => removed.push(topic),
        }
    }
}

/// How the declarations that came are searched for one that is gone.
enum Alike<'r> {
    /// One by one: the most alike, and of those the first.
    Most,
    /// There are too many for that: only what says the same in full is found.
    InFull(FxHashMap<Face<'r>, usize>),
}

/// Where a declaration stands, its title, and what it says.
type Face<'r> = (Phrase, Option<&'r str>, Cow<'r, [Fact]>);

impl<'r> Alike<'r> {
    fn new(came: &[&'r Topic], gone: usize) -> Alike<'r> {
        if came.len().saturating_mul(gone) <= COMPARISONS {
            return Alike::Most;
        }
        let faces = came.iter().enumerate().map(|(place, topic)| {
            ((topic.outer.clone(), topic.title.as_deref(), Cow::Borrowed(topic.facts.as_slice())), place)
        });
        Alike::InFull(faces.collect())
    }

    /// The place of the declaration that a gone one became, if one is alike enough.
    fn find(&self, renames: &Renames, gone: &Topic, came: &[&Topic], taken: &[bool]) -> Option<usize> {
        let around = renames.name_now(&gone.outer);
        let is_free = |place: &usize| taken.get(*place) == Some(&false);
        match self {
            Alike::InFull(faces) => {
                let facts: Vec<Fact> = gone.facts.iter().map(|fact| renames.fact_now(fact)).collect();
                faces.get(&(around, gone.title.as_deref(), Cow::Owned(facts))).copied().filter(is_free)
            }
            Alike::Most => {
                let beside = |(place, topic): &(usize, &&Topic)| is_free(place) && topic.outer == around;
                let candidates = came.iter().enumerate().filter(beside);
                let graded = candidates.map(|(place, topic)| (alike_of_ten(renames, gone, topic), place));
                let alike = graded.filter(|(alike, _)| *alike >= ALIKE_OF_TEN);
                alike.max_by_key(|(alike, place)| (*alike, std::cmp::Reverse(*place))).map(|(_, place)| place)
            }
        }
    }
}

/// How many of ten facts two declarations have in common, their titles counting as two facts.
fn alike_of_ten(renames: &Renames, before: &Topic, after: &Topic) -> usize {
    let facts: FxHashSet<&Fact> = after.facts.iter().collect();
    let common = before.facts.iter().filter(|fact| facts.contains(&renames.fact_now(fact))).count();
    let titled = usize::from(before.title.is_some() && before.title == after.title) * 2;
    let weight = |topic: &Topic| topic.facts.len() + usize::from(topic.title.is_some()) * 2;
    let most = weight(before).max(weight(after));
    ((common + titled) * 10).checked_div(most).unwrap_or(0)
}
