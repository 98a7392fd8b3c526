//! What a plan says, each thing in one way: takes the declarations, gives a [`Topic`] for each.
//!
//! The schema says what each value is, so this needs no rule of its own for any property: names become full paths, lists
//! of names are sorted, numbers lose their suffixes and units their plurals, brackets that change nothing go.

use super::canonical::Canonical;
use super::classify::{Slots, classify};
use super::declare::{Entry, SymbolTable};
use super::scenario::set_value_kind;
use super::targets::targets;
use super::units::Units;
use crate::diagnostic::Diagnostics;
use crate::model::facts::{Fact, Phrase, Topic, Value, quoted};
use crate::model::schema::{HeadShape, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind};
use crate::model::{AnyId, Kind};
use crate::syntax::tree::{ExpressionKind, ModifierWord, Path, Statement, Subject};
use rustc_hash::FxHashMap;

/// Every declaration with its facts, by kind, and in order of name (stages and levels as written). What is broken is
/// passed over: it is reported elsewhere.
pub(super) fn facts(declared: &SymbolTable<'_>) -> Vec<Topic> {
    let mut unheard = Diagnostics::new();
    let units = Units::new(declared);
    let mut topics = Vec::new();
    for kind in Kind::ALL {
        let ids = (0..declared.of_kind(*kind).len()).map(|index| u32::try_from(index).unwrap_or(u32::MAX));
        let ids = ids.map(|index| AnyId { kind: *kind, index });
        let mut of_kind: Vec<Topic> = ids.filter_map(|id| topic(&mut unheard, declared, &units, id)).collect();
        tell_apart(&mut of_kind);
        topics.append(&mut of_kind);
    }
    topics
}

/// Numbers declarations of the same name, as two benchmarks without a title; the order of files plays no part in it.
fn tell_apart(topics: &mut [Topic]) {
    let mut alike: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (place, topic) in topics.iter().enumerate() {
        alike.entry(topic.name()).or_default().push(place);
    }
    let several: Vec<Vec<usize>> = alike.into_values().filter(|places| places.len() > 1).collect();
    for places in several {
        let mut same: Vec<Topic> = places.iter().filter_map(|place| topics.get(*place).cloned()).collect();
        same.sort_by_cached_key(said);
        for (number, (place, mut topic)) in places.into_iter().zip(same).enumerate() {
            topic.name.push_str(&format!("#{}", number + 1));
            if let Some(slot) = topics.get_mut(place) {
                *slot = topic;
            }
        }
    }
}

/// All that a declaration says, as text.
fn said(topic: &Topic) -> (Option<String>, [Vec<(String, String)>; 2]) {
    let said = |facts: &[Fact]| facts.iter().map(|fact| (fact.key.to_string(), fact.says())).collect();
    (topic.title.clone(), [said(&topic.facts), said(&topic.items)])
}

fn topic(unheard: &mut Diagnostics, declared: &SymbolTable<'_>, units: &Units, id: AnyId) -> Option<Topic> {
    let entry = declared.entry(id)?;
    let around = declared.around(id);
    let canonical = Canonical { declared, units, tree: entry.tree, around: &around };
    let line = Line { declared, canonical, kind: id.kind };
    let named = is_named(entry, id.kind);
    let title = entry.head.title.as_ref().filter(|_| named).map(|title| title.value.to_string());
    let outer = outer(declared, entry);
    let mut topic = Topic {
        kind: id.kind,
        name: line.name(entry, &outer),
        outer,
        title,
        facts: Vec::new(),
        items: Vec::new(),
        span: entry.head.span,
    };
    if matches!(id.kind.schema().head, HeadShape::TitledLine | HeadShape::CodeLine) {
        let property = id.kind.schema().properties.first()?;
        topic.facts.push(line.fact(property, Phrase::default(), entry.statement));
        return Some(topic);
    }
    let mut slots = Slots::new();
    classify(unheard, id.kind, (entry.tree, entry.statement), &mut slots);
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
    let month = |fact: &Fact| match fact.modifier("by") {
        Some(Value::Formula(month)) => Some(month.to_string()),
        Some(Value::Nothing | Value::Text(_) | Value::Names(_)) | None => None,
    };
    let is_target = |fact: &Fact| fact.property == "target";
    let first = topic.facts.iter().position(is_target).unwrap_or(0);
    let targets = topic.of("target").count();
    // They stand together, as what is said stands in the order of the schema.
    let targets = topic.facts.get_mut(first..first + targets).filter(|_| topic.kind == Kind::Kpi).unwrap_or_default();
    targets.sort_by_cached_key(month);
    if let Some((_, markers)) = targets.split_last_mut() {
        for marker in markers {
            marker.key = Phrase::from("target ").and(&month(marker).unwrap_or_default());
        }
    }
}

fn is_named(entry: &Entry<'_>, kind: Kind) -> bool {
    entry.head.name.is_some() && matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed)
}

/// The path of the declaration around one.
fn outer(declared: &SymbolTable<'_>, entry: &Entry<'_>) -> Phrase {
    let mut outer = Phrase::default();
    if let Some((parent, around)) = entry.parent.and_then(|parent| Some((parent, declared.entry(parent)?))) {
        outer.push_name(&around.head.path, &[parent]);
    }
    outer
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

/// What the lines of one declaration are read with.
#[derive(Clone, Copy)]
struct Line<'a, 't> {
    declared: &'a SymbolTable<'t>,
    canonical: Canonical<'a, 't>,
    kind: Kind,
}

impl Line<'_, '_> {
    /// What tells a declaration from others of its kind.
    fn name(&self, entry: &Entry<'_>, outer: &Phrase) -> Phrase {
        let title = entry.head.title.as_ref().map(|title| quoted(&title.value));
        match self.kind.schema().head {
            HeadShape::Named | HeadShape::MaybeNamed if is_named(entry, self.kind) || self.is_always_named() => {
                let path = entry.head.path.as_str();
                let own = path.strip_prefix(outer.as_str()).filter(|_| !outer.as_str().is_empty());
                match own {
                    Some(own) => outer.clone().and(own),
                    None => Phrase::from(path),
                }
            }
            HeadShape::Named | HeadShape::MaybeNamed | HeadShape::Titled | HeadShape::TitledLine | HeadShape::Bare => {
                let gap = if outer.as_str().is_empty() || title.is_none() { "" } else { "." };
                outer.clone().and(gap).and(title.as_deref().unwrap_or(""))
            }
            HeadShape::CodeLine => self.waived(entry),
            HeadShape::About(kinds) => self.about(entry, kinds, title),
            HeadShape::AboutKindAndName(kinds) | HeadShape::AboutMaybeKind(kinds) => self.about(entry, kinds, title),
            HeadShape::AboutCurrency => self.about(entry, &[], title),
        }
    }

    fn is_always_named(&self) -> bool {
        self.kind.schema().head == HeadShape::Named
    }

    /// `nps "Panel, wave 7"`, `department support`
    fn about(&self, entry: &Entry<'_>, kinds: &[Kind], title: Option<String>) -> Phrase {
        let mut name = Phrase::default();
        let last = entry.statement.subjects.len().saturating_sub(1);
        for (index, subject) in entry.statement.subjects.iter().enumerate() {
            if index > 0 {
                name.push(' ');
            }
            let text = subject_text(subject);
            let ids = kinds.iter().filter_map(|kind| self.declared.names.get(*kind, &text)).collect::<Vec<AnyId>>();
            name.push_name(&text, if index == last { &ids } else { &[] });
        }
        match title {
            Some(title) => name.and(" ").and(&title),
            None => name,
        }
    }

    /// The code and the name of a waiver.
    fn waived(&self, entry: &Entry<'_>) -> Phrase {
        let mut name = Phrase::from(subjects(entry.statement).as_str());
        name.push(' ');
        let about = entry.statement.value.map(|value| &entry.tree.expression(value).kind);
        if let Some(ExpressionKind::Path(path)) = about {
            name.push_name(path, &self.canonical.bearers(path));
        }
        name
    }

    fn add(&self, topic: &mut Topic, property: &'static PropertySchema, line: &Statement) {
        if property.spec.shape == Shape::Items {
            let kinds = named_kinds(property.spec.subject);
            let mut key = Phrase::default();
            self.canonical.push_path(&mut key, &line.key.text, kinds);
            let modifiers = self.modifiers(property, line);
            topic.items.push(Fact { property: property.key, key, value: Value::Nothing, modifiers, span: line.span });
            return;
        }
        let fact = self.fact(property, self.key(property, line), line);
        if property.spec.presence.unsaid().is_none_or(|value| fact.says() != value) {
            topic.facts.push(fact);
        }
    }

    fn fact(&self, property: &'static PropertySchema, key: Phrase, line: &Statement) -> Fact {
        let modifiers = self.modifiers(property, line);
        Fact { property: property.key, key, value: self.value(property, line), modifiers, span: line.span }
    }

    /// `cost salaries "Nights"`
    fn key(&self, property: &PropertySchema, line: &Statement) -> Phrase {
        if property.spec.shape == Shape::Periods {
            let period = line.subjects.first().map_or_else(|| line.key.text.to_string(), subject_text);
            return Phrase::from(period.as_str());
        }
        let mut key = Phrase::from(property.key);
        for (index, subject) in line.subjects.iter().enumerate() {
            key.push(' ');
            self.push_subject(&mut key, property, line, index, subject);
        }
        if let Some(title) = &line.title
            && property.spec.title != TitleUse::Refused
        {
            key.push(' ');
            key.push_str(&quoted(&title.value));
        }
        key
    }

    /// A name a line is about, in full; of a kind and a name, the kind as it is.
    fn push_subject(
        &self,
        key: &mut Phrase,
        property: &PropertySchema,
        line: &Statement,
        index: usize,
        subject: &Subject,
    ) {
        let text = subject_text(subject);
        let kinds = named_kinds(property.spec.subject);
        match (property.spec.subject, subject) {
            (SubjectKind::KindAndName(_) | SubjectKind::KindAndText(_), _) if index + 1 < line.subjects.len() => {
                key.push_str(&text);
            }
            (SubjectKind::KindNameMaybePeriod(_), _) if index != 1 => key.push_str(&text),
            (
                SubjectKind::KindNameMaybePeriod(_)
                | SubjectKind::KindAndName(_)
                | SubjectKind::Name(_)
                | SubjectKind::MaybeName(_),
                _,
            ) => {
                self.canonical.push_path(key, &text, kinds);
            }
            (SubjectKind::Path | SubjectKind::TwoFigures, Subject::Path(path)) => self.push_target(key, path),
            (
                SubjectKind::None
                | SubjectKind::MaybePeriod
                | SubjectKind::Code
                | SubjectKind::Word(_)
                | SubjectKind::KindAndText(_)
                | SubjectKind::TwoFigures
                | SubjectKind::Path,
                _,
            ) => key.push_str(&text),
        }
    }

    /// `faster_help.minimum.cost.salaries`: what it sets is in a declaration, whose path it begins with.
    fn push_target(&self, key: &mut Phrase, path: &Path) {
        let targets = targets(self.declared, path);
        let owner = targets.first().map_or("", |target| target.owner);
        let ids: Vec<AnyId> = targets.iter().map(|target| target.id).collect();
        key.push_name(owner, &ids);
        key.push_str(path.text.strip_prefix(owner).unwrap_or(""));
    }

    /// What stands after the colon.
    fn value(&self, property: &PropertySchema, line: &Statement) -> Value {
        let kind = match property.spec.value {
            // A list, or a share of one of its names.
            ValueKind::References(_) if !line.subjects.is_empty() => ValueKind::Any,
            ValueKind::Any => set_value_kind(self.declared, line).unwrap_or(ValueKind::Any),
            kind => kind,
        };
        line.value.map_or(Value::Nothing, |value| self.canonical.value(kind, value))
    }

    /// Its modifiers but those that go without saying, in one order.
    fn modifiers(&self, property: &PropertySchema, line: &Statement) -> Vec<(&'static str, Value)> {
        let modifier = |word: &ModifierWord| {
            let modifier = line.modifiers.iter().find(|modifier| modifier.word == *word)?;
            let schema = property.spec.modifiers.iter().find(|schema| schema.word == word.text());
            let value = self.canonical.value(schema.map_or(ValueKind::Any, |schema| schema.value), modifier.value);
            let unsaid = schema.and_then(|schema| schema.presence.unsaid());
            unsaid.is_none_or(|unsaid| !value.is(unsaid)).then_some((word.text(), value))
        };
        if line.modifiers.is_empty() { Vec::new() } else { ModifierWord::ALL.iter().filter_map(modifier).collect() }
    }
}

fn named_kinds(subject: SubjectKind) -> &'static [Kind] {
    match subject {
        SubjectKind::Name(kinds)
        | SubjectKind::MaybeName(kinds)
        | SubjectKind::KindAndName(kinds)
        | SubjectKind::KindNameMaybePeriod(kinds) => kinds,
        SubjectKind::None
        | SubjectKind::MaybePeriod
        | SubjectKind::Code
        | SubjectKind::Word(_)
        | SubjectKind::Path
        | SubjectKind::TwoFigures
        | SubjectKind::KindAndText(_) => &[],
    }
}
