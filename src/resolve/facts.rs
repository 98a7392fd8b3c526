//! What a plan says, each thing in one way: takes the trees, gives a [`Topic`] for each declaration.
//!
//! The schema says what each value is, so this needs no rule of its own for any property: names become full paths, lists
//! of names are sorted, numbers lose their suffixes and units their plurals, brackets that change nothing go.

use rustc_hash::FxHashMap;

use super::canonical::Canonical;
use super::classify::{Slots, classify};
use super::declare::{Declared, Entry, declare};
use super::scenario::set_value_kind;
use super::units::Units;
use crate::diagnostic::Diagnostics;
use crate::model::facts::{Fact, Topic, quoted, unnamed};
use crate::model::schema::{HeadShape, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind};
use crate::model::{AnyId, Kind};
use crate::syntax::tree::{ExpressionKind, ModifierWord, Statement, Subject, Tree};

/// What goes without saying: a plan that says it means the same as one that does not.
const DEFAULTS: &[(Kind, &str, &str)] = &[
    (Kind::Plan, "fiscal_year_starts", "1"),
    (Kind::Stage, "converts", "100%"),
    (Kind::Category, "kind", "expense"),
    (Kind::Funding, "pool", "no"),
    (Kind::Funding, "rank", "explicit"),
    (Kind::Milestone, "done", "no"),
    (Kind::Actuals, "skip_bad_rows", "no"),
];

/// The same of modifiers.
const MODIFIER_DEFAULTS: &[(ModifierWord, &str)] =
    &[(ModifierWord::After, "0 months"), (ModifierWord::Over, "1 month")];

/// Every declaration with its facts, by kind, and in order of name (stages and levels as written). What is broken is
/// passed over: it is reported elsewhere.
#[must_use]
pub fn facts(trees: &[Tree]) -> Vec<Topic> {
    let mut unheard = Diagnostics::new();
    let declared = declare(&mut unheard, trees);
    let units = Units::new(&declared);
    let mut topics = Vec::new();
    for kind in Kind::ALL {
        let ids = (0..declared.of_kind(*kind).len()).map(|index| u32::try_from(index).unwrap_or(u32::MAX));
        let ids = ids.map(|index| AnyId { kind: *kind, index });
        let mut of_kind: Vec<Topic> = ids.filter_map(|id| topic(&mut unheard, &declared, &units, id)).collect();
        tell_apart(&mut of_kind);
        topics.append(&mut of_kind);
    }
    topics
}

/// Numbers declarations of the same name, as two benchmarks without a title; the order of files plays no part in it.
fn tell_apart(topics: &mut [Topic]) {
    let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (place, topic) in topics.iter().enumerate() {
        alike.entry(topic.name.clone()).or_default().push(place);
    }
    let several: Vec<Vec<usize>> = alike.into_values().filter(|places| places.len() > 1).collect();
    for places in several {
        let mut same: Vec<Topic> = places.iter().filter_map(|place| topics.get(*place).cloned()).collect();
        same.sort();
        for (number, (place, mut topic)) in places.into_iter().zip(same).enumerate() {
            topic.name = format!("{}#{}", topic.name, number + 1);
            if let Some(slot) = topics.get_mut(place) {
                *slot = topic;
            }
        }
    }
}

fn topic(unheard: &mut Diagnostics, declared: &Declared<'_>, units: &Units, id: AnyId) -> Option<Topic> {
    let entry = declared.entry(id)?;
    let around = declared.around(id);
    let canonical = Canonical { declared, units, tree: entry.tree, around: &around };
    let line = Line { declared, canonical, kind: id.kind };
    let named = entry.head.name.is_some() && matches!(id.kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed);
    let title = entry.head.title.as_ref().filter(|_| named).map(|title| title.value.to_string());
    let mut topic =
        Topic { kind: id.kind, name: name(declared, entry, id), title, facts: Vec::new(), items: Vec::new() };
    if matches!(id.kind.schema().head, HeadShape::TitledLine | HeadShape::CodeLine) {
        let property = id.kind.schema().properties.first()?;
        topic.facts.push(Fact { key: String::new(), value: line.value(property, entry.statement) });
        return Some(topic);
    }
    let mut slots = Slots::new();
    classify(unheard, id.kind, entry.statement, &mut slots);
    slots.sort_by_key(|(slot, _)| *slot);
    for (slot, statement) in slots {
        let Some(property) = id.kind.schema().properties.get(usize::from(slot)) else { continue };
        line.add(&mut topic, property, statement);
    }
    tell_markers_apart(&mut topic);
    Some(topic)
}

/// Of several targets of a KPI, the latest is the target; the others, markers on the way, are told apart by their months.
fn tell_markers_apart(topic: &mut Topic) {
    let month = |fact: &Fact| fact.value.rsplit_once(" by ").map(|(_, month)| month.to_owned());
    let is_target = |fact: &Fact| fact.key == "target";
    let first = topic.facts.iter().position(is_target).unwrap_or(0);
    let targets = topic.facts.iter().filter(|fact| is_target(fact)).count();
    // They stand together, as what is said stands in the order of the schema.
    let targets = topic.facts.get_mut(first..first + targets).filter(|_| topic.kind == Kind::Kpi).unwrap_or_default();
    targets.sort_by_cached_key(month);
    if let Some((_, markers)) = targets.split_last_mut() {
        for marker in markers {
            marker.key = format!("target {}", month(marker).unwrap_or_default());
        }
    }
}

/// What tells a declaration from others of its kind.
fn name(declared: &Declared<'_>, entry: &Entry<'_>, id: AnyId) -> String {
    let title = entry.head.title.as_ref().map(|title| &*title.value);
    match id.kind.schema().head {
        HeadShape::Named => entry.head.path.to_string(),
        HeadShape::MaybeNamed if entry.head.name.is_some() => entry.head.path.to_string(),
        HeadShape::MaybeNamed | HeadShape::Titled | HeadShape::TitledLine | HeadShape::Bare => {
            let outer = entry.parent.and_then(|parent| declared.entry(parent));
            unnamed(outer.map(|outer| outer.head.path.as_str()), title)
        }
        HeadShape::CodeLine => waived(entry),
        HeadShape::About(_) | HeadShape::AboutKindAndName(_) | HeadShape::AboutCurrency => {
            let title = title.map(|title| format!(" {}", quoted(title)));
            format!("{}{}", subjects(entry.statement), title.unwrap_or_default())
        }
    }
}

fn subjects(statement: &Statement) -> String {
    let words: Vec<String> = statement.subjects.iter().map(subject_text).collect();
    words.join(" ")
}

fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Path(path) => path.text.to_string(),
        Subject::Period(period, _) => period.to_string(),
    }
}

/// The code and the name of a waiver.
fn waived(entry: &Entry<'_>) -> String {
    let about = entry.statement.value.map(|value| &entry.tree.expression(value).kind);
    let about = match about {
        Some(ExpressionKind::Path(path)) => path.to_string(),
        _ => String::new(),
    };
    format!("{} {about}", subjects(entry.statement))
}

/// What the lines of one declaration are read with.
#[derive(Clone, Copy)]
struct Line<'a, 't> {
    declared: &'a Declared<'t>,
    canonical: Canonical<'a, 't>,
    kind: Kind,
}

impl Line<'_, '_> {
    fn add(&self, topic: &mut Topic, property: &PropertySchema, line: &Statement) {
        if property.spec.shape == Shape::Items {
            let kinds = named_kinds(property.spec.subject);
            let mut value = String::new();
            self.push_modifiers(&mut value, property, line);
            topic.items.push(Fact { key: self.canonical.path(&line.key.text, kinds).to_owned(), value });
            return;
        }
        let fact = Fact { key: self.key(property, line), value: self.value(property, line) };
        let goes_without_saying = (self.kind, property.key, fact.value.as_str());
        if !DEFAULTS.contains(&goes_without_saying) {
            topic.facts.push(fact);
        }
    }

    /// `cost salaries "Nights"`
    fn key(&self, property: &PropertySchema, line: &Statement) -> String {
        if property.spec.shape == Shape::Periods {
            return line.subjects.first().map_or_else(|| line.key.text.to_string(), subject_text);
        }
        let mut key = property.key.to_owned();
        for (index, subject) in line.subjects.iter().enumerate() {
            key.push(' ');
            key.push_str(&self.subject(property, line, index, subject));
        }
        if let Some(title) = &line.title
            && property.spec.title == TitleUse::Accepted
        {
            key.push(' ');
            key.push_str(&quoted(&title.value));
        }
        key
    }

    /// A name a line is about, in full; of a kind and a name, the kind as it is.
    fn subject(&self, property: &PropertySchema, line: &Statement, index: usize, subject: &Subject) -> String {
        let text = subject_text(subject);
        let kinds = named_kinds(property.spec.subject);
        match property.spec.subject {
            SubjectKind::KindAndName(_) | SubjectKind::KindAndText(_) if index + 1 < line.subjects.len() => text,
            SubjectKind::KindAndText(_) => text,
            SubjectKind::KindAndName(_) | SubjectKind::Name(_) | SubjectKind::MaybeName(_) => {
                self.canonical.path(&text, kinds).to_owned()
            }
            SubjectKind::None
            | SubjectKind::MaybePeriod
            | SubjectKind::Code
            | SubjectKind::Word(_)
            | SubjectKind::Path => text,
        }
    }

    /// What stands after the colon, with its modifiers.
    fn value(&self, property: &PropertySchema, line: &Statement) -> String {
        let kind = match property.spec.value {
            // A list, or a share of one of its names.
            ValueKind::References(_) if !line.subjects.is_empty() => ValueKind::Any,
            ValueKind::Any => set_value_kind(self.declared, line).unwrap_or(ValueKind::Any),
            kind => kind,
        };
        let mut text = String::new();
        if let Some(value) = line.value {
            self.canonical.push_value(&mut text, kind, value);
        }
        self.push_modifiers(&mut text, property, line);
        text
    }

    fn push_modifiers(&self, text: &mut String, property: &PropertySchema, line: &Statement) {
        if line.modifiers.is_empty() {
            return;
        }
        for word in ModifierWord::ALL {
            let Some(modifier) = line.modifiers.iter().find(|modifier| modifier.word == *word) else { continue };
            let schema = property.spec.modifiers.iter().find(|schema| schema.word == word.text());
            let before = text.len();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word.text());
            text.push(' ');
            let start = text.len();
            self.canonical.push_value(text, schema.map_or(ValueKind::Any, |schema| schema.value), modifier.value);
            if MODIFIER_DEFAULTS.contains(&(*word, text.get(start..).unwrap_or(""))) {
                text.truncate(before);
            }
        }
    }
}

fn named_kinds(subject: SubjectKind) -> &'static [Kind] {
    match subject {
        SubjectKind::Name(kinds) | SubjectKind::MaybeName(kinds) | SubjectKind::KindAndName(kinds) => kinds,
        SubjectKind::None
        | SubjectKind::MaybePeriod
        | SubjectKind::Code
        | SubjectKind::Word(_)
        | SubjectKind::Path
        | SubjectKind::KindAndText(_) => &[],
    }
}
