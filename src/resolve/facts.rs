//! What a plan says, each thing in one way: takes the trees, gives a [`Topic`] for each declaration.
//!
//! The schema says what each value is, so this needs no rule of its own for any property: names become full paths, lists
//! of names are sorted, numbers lose their suffixes and units their plurals, brackets that change nothing go.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::classify::{Slots, classify};
use super::declare::{Declared, Entry, declare};
use super::expressions::VALUES;
use super::scenario::set_value_kind;
use super::units::Units;
use crate::diagnostic::Diagnostics;
use crate::model::facts::{Fact, Topic, quoted, unnamed};
use crate::model::functions::{Function, Parameter};
use crate::model::schema::{HeadShape, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind};
use crate::model::{AnyId, Kind};
use crate::quantity::{Number, TimeUnit};
use crate::syntax::tree::{
    BinaryOperator, Expression, ExpressionId, ExpressionKind, ModifierWord, Statement, Subject, Tree, UnaryOperator,
    Word,
};

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
    let line = Line { declared, units, tree: entry.tree, around: &declared.around(id), kind: id.kind };
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
    Some(topic)
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
    units: &'a Units,
    tree: &'t Tree,
    around: &'a [SmolStr],
    kind: Kind,
}

impl Line<'_, '_> {
    fn add(&self, topic: &mut Topic, property: &PropertySchema, line: &Statement) {
        if property.spec.shape == Shape::Items {
            let kinds = named_kinds(property.spec.subject);
            topic.items.push(Fact { key: self.path(&line.key.text, kinds), value: self.modifiers(property, line) });
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
            SubjectKind::KindAndName(_) | SubjectKind::Name(_) | SubjectKind::MaybeName(_) => self.path(&text, kinds),
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
        let value = line.value.map_or_else(String::new, |value| self.value_of(kind, value));
        let modifiers = self.modifiers(property, line);
        let gap = if value.is_empty() || modifiers.is_empty() { "" } else { " " };
        format!("{value}{gap}{modifiers}")
    }

    fn modifiers(&self, property: &PropertySchema, line: &Statement) -> String {
        let mut written = Vec::new();
        for word in ModifierWord::ALL {
            let Some(modifier) = line.modifiers.iter().find(|modifier| modifier.word == *word) else { continue };
            let schema = property.spec.modifiers.iter().find(|schema| schema.word == word.text());
            let value = self.value_of(schema.map_or(ValueKind::Any, |schema| schema.value), modifier.value);
            if !MODIFIER_DEFAULTS.contains(&(*word, value.as_str())) {
                written.push(format!("{} {value}", word.text()));
            }
        }
        written.join(" ")
    }

    fn value_of(&self, kind: ValueKind, id: ExpressionId) -> String {
        match kind {
            ValueKind::Reference(kinds) => self.reference(id, kinds),
            ValueKind::References(kinds) | ValueKind::ReferencesOrTexts(kinds) => self.references(id, kinds),
            ValueKind::Currency | ValueKind::Unit => self.unit_value(id),
            ValueKind::Text
            | ValueKind::Texts
            | ValueKind::Truth
            | ValueKind::Integer(..)
            | ValueKind::Choice(_)
            | ValueKind::Date
            | ValueKind::Month
            | ValueKind::Period
            | ValueKind::Months
            | ValueKind::Path
            | ValueKind::Any
            | ValueKind::Rating
            | ValueKind::Expression(_) => self.formula(id, Binding::Loosest),
        }
    }

    fn reference(&self, id: ExpressionId, kinds: &[Kind]) -> String {
        match &self.tree.expression(id).kind {
            ExpressionKind::Path(path) => self.path(path, kinds),
            _ => self.formula(id, Binding::Loosest),
        }
    }

    /// A list of names means the same in any order, and one name alone is a list of one.
    fn references(&self, id: ExpressionId, kinds: &[Kind]) -> String {
        let ids = match &self.tree.expression(id).kind {
            ExpressionKind::List(elements) => elements.as_slice(),
            _ => &[id],
        };
        let mut names: Vec<String> = ids.iter().map(|id| self.reference(*id, kinds)).collect();
        names.sort();
        names.dedup();
        format!("[{}]", names.join(", "))
    }

    fn unit_value(&self, id: ExpressionId) -> String {
        match &self.tree.expression(id).kind {
            ExpressionKind::Path(text) | ExpressionKind::Unit(text) => self.units.singular(self.declared, text),
            _ => self.formula(id, Binding::Loosest),
        }
    }

    /// The full path of a name; as written where it is unknown.
    fn path(&self, path: &str, kinds: &[Kind]) -> String {
        let found = self.declared.names.find(kinds, path, self.around);
        let entry = found.first().and_then(|id| self.declared.entry(*id));
        entry.map_or_else(|| path.to_owned(), |entry| entry.head.path.to_string())
    }

    /// An expression, in brackets where what surrounds it binds tighter.
    fn formula(&self, id: ExpressionId, around: Binding) -> String {
        let expression = self.tree.expression(id);
        let text = self.bare(expression);
        if binding(self.tree, expression) < around { format!("({text})") } else { text }
    }

    fn bare(&self, expression: &Expression) -> String {
        match &expression.kind {
            ExpressionKind::Number { value, unit } => self.number(*value, unit.as_deref()),
            ExpressionKind::Text(text) => quoted(text),
            ExpressionKind::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            ExpressionKind::Period(period) => period.to_string(),
            ExpressionKind::Path(path) => self.value_name(path),
            ExpressionKind::Unit(unit) => self.units.singular(self.declared, unit),
            ExpressionKind::Call { function, arguments } => self.call(function, arguments),
            ExpressionKind::List(elements) => {
                let elements: Vec<String> = elements.iter().map(|id| self.formula(*id, Binding::Loosest)).collect();
                format!("[{}]", elements.join(", "))
            }
            ExpressionKind::Unary { operator, operand } => {
                format!("{}{}", sign(*operator), self.formula(*operand, binding(self.tree, expression)))
            }
            ExpressionKind::Binary { operator, left, right, .. } => self.joined(expression, *operator, *left, *right),
            ExpressionKind::At { operand, month } => {
                format!("{} at {}", self.formula(*operand, Binding::At), self.formula(*month, Binding::Tightest))
            }
            ExpressionKind::Range { low, high } => self.range(&[*low], *high),
            ExpressionKind::ThreePoint { low, likely, high } => self.range(&[*low, *likely], *high),
            ExpressionKind::Rating { value, of } => {
                format!("{} of {}", self.formula(*value, Binding::Sign), self.formula(*of, Binding::Sign))
            }
            ExpressionKind::Relative(factor) => format!("* {}", self.formula(*factor, Binding::Multiply)),
            ExpressionKind::Group(inner) => self.bare(self.tree.expression(*inner)),
            ExpressionKind::Missing => String::new(),
        }
    }

    /// `a - b - c` needs no brackets on its left, and `a - (b - c)` needs them on its right.
    fn joined(
        &self,
        expression: &Expression,
        operator: BinaryOperator,
        left: ExpressionId,
        right: ExpressionId,
    ) -> String {
        let own = binding(self.tree, expression);
        format!("{} {} {}", self.formula(left, own), operator_text(operator), self.formula(right, own.tighter()))
    }

    /// The unit of the last end stands once, for all.
    fn range(&self, firsts: &[ExpressionId], last: ExpressionId) -> String {
        let unit = self.last_unit(last);
        let end = |id: &ExpressionId| {
            let text = self.formula(*id, Binding::Loosest);
            unit.as_deref().and_then(|unit| text.strip_suffix(unit)).map_or_else(|| text.clone(), str::to_owned)
        };
        let mut ends: Vec<String> = firsts.iter().map(end).collect();
        ends.push(self.formula(last, Binding::Loosest));
        ends.join(" .. ")
    }

    fn last_unit(&self, id: ExpressionId) -> Option<String> {
        match &self.tree.expression(id).kind {
            ExpressionKind::Number { unit, .. } => unit.as_ref().map(|unit| self.unit(Some(unit))),
            ExpressionKind::Unary { operand, .. } | ExpressionKind::Group(operand) => self.last_unit(*operand),
            _ => None,
        }
    }

    /// A length of time has its plural, as it is read aloud: `2 months`.
    fn number(&self, value: Number, unit: Option<&Word>) -> String {
        let unit = self.unit(unit);
        let is_time = TimeUnit::parse(unit.trim_start()).is_some();
        format!("{value}{unit}{}", if is_time && value != Number::ONE { "s" } else { "" })
    }

    fn unit(&self, unit: Option<&Word>) -> String {
        let Some(unit) = unit else { return String::new() };
        let gap = if is_sign(&unit.text) { "" } else { " " };
        format!("{gap}{}", self.units.singular(self.declared, &unit.text))
    }

    /// A KPI, a driver, a stage's flow.
    fn value_name(&self, path: &str) -> String {
        if let Some((stage, end @ ("entering" | "leaving"))) = path.rsplit_once('.') {
            return format!("{}.{end}", self.path(stage, &[Kind::Stage]));
        }
        self.path(path, VALUES)
    }

    fn call(&self, function: &Word, arguments: &[ExpressionId]) -> String {
        let parameters = Function::from_name(&function.text).map_or(&[][..], |function| function.schema().parameters);
        let arguments =
            arguments.iter().enumerate().map(|(index, argument)| match parameters.get(index).or(parameters.last()) {
                Some(Parameter::Name(kinds)) => self.reference(*argument, kinds),
                _ => self.formula(*argument, Binding::Loosest),
            });
        let arguments: Vec<String> = arguments.collect();
        format!("{}({})", function.text, arguments.join(", "))
    }
}

/// `%` and `pp` stand right behind their number.
fn is_sign(unit: &str) -> bool {
    matches!(unit.split('/').next(), Some("%" | "pp"))
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

/// How tight an expression holds together, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Loosest,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Sign,
    At,
    Tightest,
}

impl Binding {
    fn tighter(self) -> Binding {
        match self {
            Binding::Loosest => Binding::Or,
            Binding::Or => Binding::And,
            Binding::And => Binding::Not,
            Binding::Not => Binding::Compare,
            Binding::Compare => Binding::Add,
            Binding::Add => Binding::Multiply,
            Binding::Multiply => Binding::Sign,
            Binding::Sign => Binding::At,
            Binding::At | Binding::Tightest => Binding::Tightest,
        }
    }
}

fn binding(tree: &Tree, expression: &Expression) -> Binding {
    match &expression.kind {
        ExpressionKind::Binary { operator, .. } => operator_binding(*operator),
        ExpressionKind::Unary { operator: UnaryOperator::Not, .. } => Binding::Not,
        ExpressionKind::Unary { .. } => Binding::Sign,
        ExpressionKind::At { .. } => Binding::At,
        ExpressionKind::Range { .. }
        | ExpressionKind::ThreePoint { .. }
        | ExpressionKind::Rating { .. }
        | ExpressionKind::Relative(_) => Binding::Loosest,
        ExpressionKind::Group(inner) => binding(tree, tree.expression(*inner)),
        ExpressionKind::Number { .. }
        | ExpressionKind::Text(_)
        | ExpressionKind::Truth(_)
        | ExpressionKind::Period(_)
        | ExpressionKind::Path(_)
        | ExpressionKind::Unit(_)
        | ExpressionKind::Call { .. }
        | ExpressionKind::List(_)
        | ExpressionKind::Missing => Binding::Tightest,
    }
}

fn operator_binding(operator: BinaryOperator) -> Binding {
    match operator {
        BinaryOperator::Or => Binding::Or,
        BinaryOperator::And => Binding::And,
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
        | BinaryOperator::Equal
        | BinaryOperator::NotEqual => Binding::Compare,
        BinaryOperator::Add | BinaryOperator::Subtract => Binding::Add,
        BinaryOperator::Multiply | BinaryOperator::Divide => Binding::Multiply,
    }
}

fn sign(operator: UnaryOperator) -> &'static str {
    match operator {
        UnaryOperator::Minus => "-",
        UnaryOperator::Plus => "+",
        UnaryOperator::Not => "not ",
    }
}

fn operator_text(operator: BinaryOperator) -> &'static str {
    super::expressions::binary(operator).text()
}
