//! Which declaration of one record is which of the other: by kind and name, and where a name is gone and another came, by
//! what they say. An outer declaration is paired before those inside it, so that a package keeps its levels when it is
//! renamed.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::record::Record;
use super::references::references;
use crate::model::Kind;
use crate::model::facts::{Fact, Topic};
use crate::model::schema::{HeadShape, Shape};

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
    pub fn now<'a>(&'a self, kind: Kind, name: &'a str) -> &'a str {
        self.by_kind.get(&kind).and_then(|names| names.get(name)).map_or(name, String::as_str)
    }

    /// The path that a level, or an alternative that is one, has in the later record.
    pub fn level_now<'a>(&'a self, path: &'a str) -> &'a str {
        match self.now(Kind::Level, path) {
            same if same == path => self.now(Kind::Alternative, path),
            other => other,
        }
    }

    /// `department support` with the name of now.
    pub fn bound_now(&self, bound: &str) -> String {
        let named = bound.split_once(' ').and_then(|(word, name)| Some((Kind::from_keyword(word)?, name)));
        named.map_or_else(|| bound.to_owned(), |(kind, name)| format!("{} {}", kind.keyword(), self.now(kind, name)))
    }

    /// What a fact of the earlier record reads with the names of the later one.
    pub fn fact_now(&self, kind: Kind, fact: &Fact) -> Fact {
        if self.by_kind.is_empty() {
            return fact.clone();
        }
        let kinds = self.renamed(&references(kind, &fact.key));
        let value = self.text_now(&fact.value, &kinds);
        let value = if value == fact.value { value } else { sorted_list(value) };
        Fact { key: self.text_now(&fact.key, &kinds), value }
    }

    /// Those of some kinds that have renames.
    fn renamed(&self, kinds: &[Kind]) -> Vec<Kind> {
        kinds.iter().copied().filter(|kind| self.by_kind.contains_key(kind)).collect()
    }

    /// A text with every old name of these kinds outside of quotes replaced.
    fn text_now(&self, text: &str, kinds: &[Kind]) -> String {
        if kinds.is_empty() {
            return text.to_owned();
        }
        let mut now = String::with_capacity(text.len());
        for (index, part) in text.split('"').enumerate() {
            if index > 0 {
                now.push('"');
            }
            match index % 2 {
                0 => self.words_now(&mut now, part, kinds),
                _ => now.push_str(part),
            }
        }
        now
    }

    fn words_now(&self, now: &mut String, part: &str, kinds: &[Kind]) {
        let is_word = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '.');
        let mut rest = part;
        while !rest.is_empty() {
            let word = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(word);
            now.push_str(&self.word_now(word, kinds));
            let gap = behind.find(is_word).unwrap_or(behind.len());
            let (gap, behind) = behind.split_at(gap);
            now.push_str(gap);
            rest = behind;
        }
    }

    fn word_now<'a>(&'a self, word: &'a str, kinds: &[Kind]) -> Cow<'a, str> {
        let renamed = |name: &'a str| kinds.iter().map(|kind| self.now(*kind, name)).find(|now| *now != name);
        if let Some(now) = renamed(word) {
            return Cow::Borrowed(now);
        }
        // The flow of a stage ends in a word that is no name.
        match word.rsplit_once('.') {
            Some((stage, flow @ ("entering" | "leaving"))) => match renamed(stage) {
                Some(now) => Cow::Owned(format!("{now}.{flow}")),
                None => Cow::Borrowed(word),
            },
            Some(_) | None => Cow::Borrowed(word),
        }
    }

    fn add(&mut self, kind: Kind, before: &str, after: &str) {
        self.by_kind.entry(kind).or_default().insert(before.to_owned(), after.to_owned());
    }

    /// A name with that of the declaration around it as it is now: `crm.minimum` for `chat.minimum`.
    pub fn inside_now(&self, kind: Kind, name: &str) -> String {
        match kind.schema().head {
            // These are named for what they are about.
            HeadShape::About(kinds) => return self.text_now(name, kinds),
            HeadShape::AboutKindAndName(_) => return self.bound_now(name),
            HeadShape::CodeLine => return self.text_now(name, Kind::ALL),
            HeadShape::Named
            | HeadShape::MaybeNamed
            | HeadShape::Titled
            | HeadShape::Bare
            | HeadShape::AboutCurrency
            | HeadShape::TitledLine => {}
        }
        let around = kinds_around(kind);
        let ends: Vec<usize> = name.match_indices('.').map(|(place, _)| place).collect();
        for end in ends.into_iter().rev() {
            let (outer, inner) = name.split_at(end);
            if let Some(now) = around.iter().map(|kind| self.now(*kind, outer)).find(|now| *now != outer) {
                return format!("{now}{inner}");
            }
        }
        name.to_owned()
    }
}

/// A list of names means the same in any order, and is kept in that of its names: those of now.
fn sorted_list(value: String) -> String {
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) if !inner.contains('"') => {
            let mut names: Vec<&str> = inner.split(", ").collect();
            names.sort_unstable();
            format!("[{}]", names.join(", "))
        }
        Some(_) | None => value,
    }
}

/// The kinds of declaration that one of this kind can stand in, at any depth.
fn kinds_around(kind: Kind) -> Vec<Kind> {
    let holds = |outer: Kind, inner: Kind| {
        outer.schema().properties.iter().any(|property| property.spec.shape == Shape::Children(inner))
    };
    let mut around = Vec::new();
    let mut waiting = vec![kind];
    while let Some(inner) = waiting.pop() {
        let outers = Kind::ALL.iter().copied().filter(|outer| holds(*outer, inner) && !around.contains(outer));
        let outers: Vec<Kind> = outers.collect();
        around.extend(&outers);
        waiting.extend(outers);
    }
    around
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
    let after =
        after.topics.iter().map(|topic| (topic, earlier.get(&(topic.kind, topic.name.as_str())).copied())).collect();
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
    let names: FxHashSet<&str> = after.iter().map(|topic| topic.name.as_str()).collect();
    let mut gone = Vec::new();
    for topic in before {
        let now = renames.inside_now(topic.kind, &topic.name);
        match names.get(now.as_str()) {
            Some(name) => {
                if *name != topic.name {
                    renames.add(topic.kind, &topic.name, name);
                }
                earlier.insert((topic.kind, *name), *topic);
            }
            None => gone.push(*topic),
        }
    }
    let came: Vec<&'r Topic> =
        after.iter().copied().filter(|topic| !earlier.contains_key(&(topic.kind, topic.name.as_str()))).collect();
    let alike = Alike::new(&came, gone.len());
    let mut taken = vec![false; came.len()];
    for topic in gone {
        let place = alike.find(renames, topic, &came, &taken);
        match place.and_then(|place| Some((taken.get_mut(place)?, came.get(place)?))) {
            Some((is_taken, now)) => {
                *is_taken = true;
                renames.add(topic.kind, &topic.name, &now.name);
                earlier.insert((topic.kind, now.name.as_str()), topic);
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
type Face<'r> = (&'r str, Option<&'r str>, Cow<'r, [Fact]>);

impl<'r> Alike<'r> {
    fn new(came: &[&'r Topic], gone: usize) -> Alike<'r> {
        if came.len().saturating_mul(gone) <= COMPARISONS {
            return Alike::Most;
        }
        let faces = came.iter().enumerate().map(|(place, topic)| {
            ((outer(&topic.name), topic.title.as_deref(), Cow::Borrowed(topic.facts.as_slice())), place)
        });
        Alike::InFull(faces.collect())
    }

    /// The place of the declaration that a gone one became, if one is alike enough.
    fn find(&self, renames: &Renames, gone: &Topic, came: &[&Topic], taken: &[bool]) -> Option<usize> {
        let now = renames.inside_now(gone.kind, &gone.name);
        let is_free = |place: &usize| taken.get(*place) == Some(&false);
        match self {
            Alike::InFull(faces) => {
                let facts: Vec<Fact> = gone.facts.iter().map(|fact| renames.fact_now(gone.kind, fact)).collect();
                faces.get(&(outer(&now), gone.title.as_deref(), Cow::Owned(facts))).copied().filter(is_free)
            }
            Alike::Most => {
                let beside = |(place, topic): &(usize, &&Topic)| is_free(place) && outer(&topic.name) == outer(&now);
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
    let common = before.facts.iter().filter(|fact| facts.contains(&renames.fact_now(before.kind, fact))).count();
    let titled = usize::from(before.title.is_some() && before.title == after.title) * 2;
    let weight = |topic: &Topic| topic.facts.len() + usize::from(topic.title.is_some()) * 2;
    let most = weight(before).max(weight(after));
    ((common + titled) * 10).checked_div(most).unwrap_or(0)
}

/// The name of the declaration around: nothing at the top level.
fn outer(name: &str) -> &str {
    if name.starts_with('"') {
        return "";
    }
    let end = name.find(".\"").or_else(|| name.rfind('.'));
    end.and_then(|end| name.get(..end)).unwrap_or("")
}
