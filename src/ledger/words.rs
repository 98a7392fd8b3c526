//! Words of a ledger to names of the plan: takes the `map` and `ignore` lines of an `actuals`, gives what each word stands
//! for. An exact word goes before a beginning, a longer beginning before a shorter, then names, then titles.

use std::collections::BTreeMap;

use crate::model::control::{IgnoredColumn, stands_for};
use crate::model::{Actuals, AnyId, Kind, Plan};
use crate::resolve::nearest;

/// What the columns of words name, in the order in which a row is looked at.
pub(super) const NAMED: [Kind; 5] = [Kind::Package, Kind::Level, Kind::Category, Kind::Department, Kind::Channel];

/// What a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing is said.
    Nothing,
    /// This.
    Is(AnyId),
    /// Its rows do not count, for this reason.
    Ignored(String),
    /// Nothing knows it.
    Unknown,
}

/// The words of one column.
#[derive(Debug)]
pub(super) struct Words<'plan> {
    exact: BTreeMap<&'plan str, Meaning>,
    /// Beginnings, the longest first.
    beginnings: Vec<(&'plan str, Meaning)>,
    names: BTreeMap<&'plan str, AnyId>,
    titles: BTreeMap<&'plan str, AnyId>,
}

impl<'plan> Words<'plan> {
    /// The words of the column of a kind of names.
    pub(super) fn of(plan: &'plan Plan, actuals: &'plan Actuals, column: Kind) -> Words<'plan> {
        let mapped = actuals.map.iter().filter(|mapping| mapping.column == column);
        let mapped = mapped.map(|mapping| (&*mapping.word.value, Meaning::Is(mapping.to.value)));
        let ignored = ignored(actuals, column.keyword());
        let mut words = Words::with(mapped.chain(ignored));
        for kind in stands_for(column) {
            for index in 0..plan.count(*kind) {
                let id = AnyId { kind: *kind, index: u32::try_from(index).unwrap_or(u32::MAX) };
                let head = plan.head(id);
                words.names.entry(&head.path).or_insert(id);
                if let Some(title) = &head.title {
                    words.titles.entry(title.value.trim()).or_insert(id);
                }
            }
        }
        words
    }

    /// The statuses whose rows do not count.
    pub(super) fn of_status(actuals: &'plan Actuals) -> Words<'plan> {
        Words::with(ignored(actuals, IgnoredColumn::Status.word()))
    }

    fn with(lines: impl Iterator<Item = (&'plan str, Meaning)>) -> Words<'plan> {
        let mut words =
            Words { exact: BTreeMap::new(), beginnings: Vec::new(), names: BTreeMap::new(), titles: BTreeMap::new() };
        for (word, meaning) in lines {
            match word.strip_suffix('*') {
                Some(beginning) => words.beginnings.push((beginning, meaning)),
                None => drop(words.exact.insert(word.trim(), meaning)),
            }
        }
        words.beginnings.sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.chars().count()));
        words
    }

    /// What a word stands for.
    pub(super) fn meaning(&self, word: &str) -> Meaning {
        let word = word.trim();
        if let Some(meaning) = self.exact.get(word) {
            return meaning.clone();
        }
        // An empty cell says nothing, whatever begins with nothing.
        if word.is_empty() {
            return Meaning::Nothing;
        }
        let beginning = self.beginnings.iter().find(|(beginning, _)| word.starts_with(beginning));
        if let Some((_, meaning)) = beginning {
            return meaning.clone();
        }
        let named = self.names.get(word).or_else(|| self.titles.get(word));
        named.map_or(Meaning::Unknown, |id| Meaning::Is(*id))
    }

    /// The words that are said whole, with what each stands for.
    pub(super) fn exact(&self) -> impl Iterator<Item = (&'plan str, &Meaning)> {
        self.exact.iter().map(|(word, meaning)| (*word, meaning))
    }

    /// The beginnings of words, the longest first.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = (&'plan str, &Meaning)> {
        self.beginnings.iter().map(|(beginning, meaning)| (*beginning, meaning))
    }

    /// Names, then titles.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'plan str, AnyId)> {
        self.names.iter().chain(&self.titles).map(|(word, id)| (*word, *id))
    }

    /// What unknown words could have been.
    pub(super) fn known(&self) -> Known<'plan> {
        let paths: BTreeMap<AnyId, &'plan str> = self.names.iter().map(|(path, id)| (*id, *path)).collect();
        let titles = self.titles.iter().filter_map(|(title, id)| Some((title.to_lowercase(), *paths.get(id)?)));
        Known { names: self.names.keys().copied().collect(), titles: titles.collect() }
    }
}

/// The names of a column, and the titles that stand for them.
#[derive(Debug, Default)]
pub(super) struct Known<'plan> {
    names: Vec<&'plan str>,
    /// In small letters, each with its name.
    titles: BTreeMap<String, &'plan str>,
}

impl<'plan> Known<'plan> {
    /// The name whose title a word is in other letters, else the name or title that is written nearly so.
    pub(super) fn nearest(&self, word: &str) -> Option<&'plan str> {
        let small = word.trim().to_lowercase();
        let titled = |title: &str| self.titles.get(title).copied();
        let as_name = small.replace([' ', '-'], "_");
        let is_name = || self.names.iter().copied().find(|name| *name == as_name);
        let near_name = || nearest(&as_name, self.names.iter().copied());
        let near_title = || nearest(&small, self.titles.keys().map(String::as_str)).and_then(titled);
        titled(&small).or_else(is_name).or_else(near_name).or_else(near_title)
    }
}

fn ignored<'plan>(actuals: &'plan Actuals, column: &'static str) -> impl Iterator<Item = (&'plan str, Meaning)> {
    let lines = actuals.ignore.iter().filter(move |ignored| ignored.column.word() == column);
    lines.map(|ignored| {
        let why = ignored.because.as_ref().map_or_else(String::new, |why| why.value.to_string());
        (&*ignored.word.value, Meaning::Ignored(why))
    })
}
