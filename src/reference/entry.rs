//! The pages of functions, kinds of KPI, and single words.

use std::fmt::Write;

use super::declaration;
use crate::model::Kind;
use crate::model::functions::Function;
use crate::model::kpi::Better;
use crate::model::kpi_kinds::{KindUnit, KpiKind, KpiKindSchema};
use crate::model::schema::{Choice, ModifierSchema, PropertySchema, SubjectKind, ValueKind};
use crate::quantity::TimeUnit;

/// The page of a function.
pub(super) fn function_page(function: Function) -> String {
    let schema = function.schema();
    let mut page = format!("# {}\n\n```text\n{}\n```\n\n", schema.name, schema.signature);
    let _ = writeln!(page, "A function: it gives {}.\n", schema.doc);
    let _ = write!(page, "- Formula: {}\n- Example: `{}`\n", schema.formula, schema.example);
    page
}

/// The page of a kind of KPI.
pub(super) fn kpi_kind_page(kind: KpiKind) -> String {
    let schema = kind.schema();
    let doc = doc_of(KpiKind::CHOICES, kind.word());
    let mut page = format!("# kind: {}\n\nA kind of KPI: {doc}.\n\n", kind.word());
    let _ = writeln!(page, "- Unit: {}{}", unit(schema), range(schema));
    let _ = writeln!(page, "- Better: {}", better(schema.better));
    let _ = writeln!(page, "- Formula: {}", schema.formula);
    let _ = writeln!(page, "- Traps: {}", schema.traps);
    let _ = writeln!(page, "- Source: {}", schema.source);
    page
}

/// The page of a word that follows values or is one of the choices of a property; none where no property takes it.
pub(super) fn word_page(word: &str) -> Option<String> {
    let mut lines = String::new();
    for (kind, property) in properties() {
        let place = format!("{}.{}", kind.keyword(), property.key);
        for (says, after) in meanings(property, word) {
            let _ = writeln!(lines, "- `{place}`{after} — {says}");
        }
    }
    (!lines.is_empty()).then(|| format!("# {word}\n\nA word that is written in these places:\n\n{lines}"))
}

/// The page of a key that several declarations hold: every place.
pub(super) fn key_page(key: &str) -> Option<String> {
    let places: Vec<(Kind, &PropertySchema)> = properties().filter(|(_, property)| property.key == key).collect();
    match places.as_slice() {
        [] => None,
        [(kind, property)] => Some(declaration::property_page(*kind, property)),
        several => {
            let mut page = format!("# {key}\n\nIt is written in several declarations:\n\n");
            several.iter().for_each(|(kind, property)| {
                let _ = writeln!(page, "- `{}.{key}` — {}", kind.keyword(), declaration::summary(property));
            });
            let _ = write!(page, "\nSee `zbb explain {}.{key}` and the like.\n", several.first()?.0.keyword());
            Some(page)
        }
    }
}

/// Every property that is not a declaration of its own.
pub(super) fn properties() -> impl Iterator<Item = (Kind, &'static PropertySchema)> {
    let of_kind = |kind: &Kind| {
        let kind = *kind;
        kind.schema().properties.iter().map(move |property| (kind, property))
    };
    Kind::ALL.iter().flat_map(of_kind)
}

/// The words that a property takes: its choices, those of its subject, its modifiers and theirs.
pub(super) fn words(property: &'static PropertySchema) -> impl Iterator<Item = &'static str> {
    let modifiers = property.spec.modifiers.iter();
    let choices = choices_of(property).into_iter().flatten().map(|choice| choice.word);
    choices.chain(modifiers.flat_map(|modifier| {
        let own = modifier_choices(modifier).iter().map(|choice| choice.word);
        std::iter::once(modifier.word).chain(own)
    }))
}

/// What a word means in a property, and after which modifier it stands there.
fn meanings(property: &'static PropertySchema, word: &str) -> Vec<(String, String)> {
    let of_choices = choices_of(property).into_iter().flatten().filter(|choice| choice.word == word);
    let mut found: Vec<(String, String)> =
        of_choices.map(|choice| (choice.doc.trim().to_owned(), String::new())).collect();
    for modifier in property.spec.modifiers {
        if modifier.word == word {
            found.push((modifier.doc.trim().to_owned(), String::new()));
        }
        let own = modifier_choices(modifier).iter().filter(|choice| choice.word == word);
        found.extend(own.map(|choice| (choice.doc.trim().to_owned(), format!(", after `{}`", modifier.word))));
    }
    found
}

fn choices_of(property: &PropertySchema) -> [&'static [Choice]; 2] {
    let subject = match property.spec.subject {
        SubjectKind::Word(choices) => choices,
        _ => &[],
    };
    [choices(property.spec.value), subject]
}

fn modifier_choices(modifier: &ModifierSchema) -> &'static [Choice] {
    choices(modifier.value)
}

fn choices(value: ValueKind) -> &'static [Choice] {
    match value {
        ValueKind::Choice(choices) => choices,
        _ => &[],
    }
}

fn doc_of(choices: &[Choice], word: &str) -> &'static str {
    choices.iter().find(|choice| choice.word == word).map_or("", |choice| choice.doc)
}

fn unit(schema: &KpiKindSchema) -> &'static str {
    match schema.unit {
        KindUnit::Score => "`pts`",
        KindUnit::Share => "`%`",
        KindUnit::Money => "the plan's currency, or that per something counted (`USD/contact`)",
        KindUnit::Time(TimeUnit::Hour) => "hours",
        KindUnit::Time(TimeUnit::Minute) => "minutes",
        KindUnit::Time(_) => "a length of time",
    }
}

fn range(schema: &KpiKindSchema) -> String {
    match (schema.low, schema.high) {
        (Some(low), Some(high)) => format!(", from {low} to {high}"),
        (Some(low), None) => format!(", from {low}"),
        (None, Some(high)) => format!(", to {high}"),
        (None, None) => String::new(),
    }
}

fn better(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Nearer => "nearer to its target",
    }
}
