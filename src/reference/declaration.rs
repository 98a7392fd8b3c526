//! The pages of declarations and of their properties, from the one schema.

use std::fmt::Write;

use super::form;
use crate::model::Kind;
use crate::model::schema::{Choice, ModifierSchema, Presence, PropertySchema, Shape, SubjectKind, ValueKind};

/// The page of a declaration: what it is for, its form, what it holds, an example.
pub(super) fn page(kind: Kind) -> String {
    let schema = kind.schema();
    let mut page = format!("# {}\n\n{}\n\n", schema.keyword, schema.doc.trim());
    // Writing to a `String` cannot fail, here and below.
    let _ = write!(page, "```text\n{}\n```\n\n{}\n", form::head(kind), place(kind));
    if schema.properties.iter().any(has_line) {
        page.push_str("\n## What it holds\n\n");
        schema.properties.iter().filter(|property| has_line(property)).for_each(|property| {
            let _ = writeln!(page, "- `{}` — {}", form::line(property), summary(property));
        });
    } else {
        schema.properties.iter().for_each(|property| page.push_str(&details(property)));
    }
    if !schema.example.is_empty() {
        let _ = write!(page, "\n## Example\n\n```zbb\n{}\n```\n", schema.example);
    }
    page
}

/// The page of one property: its form, what it says, its modifiers and the words it takes.
pub(super) fn property_page(kind: Kind, property: &PropertySchema) -> String {
    let mut page = format!("# {}.{}\n\n{}\n\n", kind.keyword(), property.key, summary(property));
    let _ = write!(page, "```text\n{}\n```\n", form::line(property).replace("` or `", "\n"));
    page.push_str(&details(property));
    if let Shape::Children(child) = property.spec.shape {
        let _ = write!(page, "\nSee `zbb explain {}`.\n", child.keyword());
    }
    page
}

/// Whether a property has a line of its own in the body.
fn has_line(property: &PropertySchema) -> bool {
    let is_the_head = Kind::ALL.iter().any(|kind| kind.keyword() == property.key && is_one_line(*kind));
    property.spec.shape != Shape::Head && !is_the_head
}

/// Whether a declaration is one line without a body: `require "what": condition`.
fn is_one_line(kind: Kind) -> bool {
    use crate::model::schema::HeadShape::{CodeLine, TitledLine};
    matches!(kind.schema().head, TitledLine | CodeLine)
}

/// What a property says, and whether it must be there.
pub(super) fn summary(property: &PropertySchema) -> String {
    let doc = property.doc.trim();
    match property.spec.presence {
        Presence::Required => format!("{doc} **Must be there.**"),
        Presence::Optional => doc.to_owned(),
        Presence::Unsaid(value) => format!("{doc} `{value}` unless said."),
    }
}

/// The value's examples, the words a property takes and the modifiers that may follow, each with what it means.
fn details(property: &PropertySchema) -> String {
    let mut text = String::new();
    if let Some(example) = form::example(property.spec.value) {
        let _ = write!(text, "\nThe value: `{}`.\n", example.replace(", ", "`, `"));
    }
    if let SubjectKind::Word(choices) = property.spec.subject {
        text.push_str(&words_of(choices));
    }
    if let ValueKind::Choice(choices) = property.spec.value {
        text.push_str(&words_of(choices));
    }
    if !property.spec.modifiers.is_empty() {
        text.push('\n');
    }
    property.spec.modifiers.iter().for_each(|modifier| text.push_str(&modifier_line(modifier)));
    text
}

fn words_of(choices: &[Choice]) -> String {
    let lines = choices.iter().map(|choice| format!("- `{}` — {}\n", choice.word, choice.doc.trim()));
    std::iter::once("\n".to_owned()).chain(lines).collect()
}

fn modifier_line(modifier: &ModifierSchema) -> String {
    let must = match modifier.presence {
        Presence::Required => " (must be there)".to_owned(),
        Presence::Optional => String::new(),
        Presence::Unsaid(value) => format!(" (`{value}` unless said)"),
    };
    let choices = match modifier.value {
        ValueKind::Choice(choices) => {
            let words: Vec<String> =
                choices.iter().map(|choice| format!("`{}`: {}", choice.word, choice.doc)).collect();
            format!(" ({})", words.join("; "))
        }
        _ => String::new(),
    };
    let form = form::modifier_form(modifier);
    format!("- `{}` — {}{must}{choices}\n", form.trim_matches(['[', ']']), modifier.doc.trim())
}

/// Where a declaration stands.
fn place(kind: Kind) -> String {
    let holders: Vec<String> = holders(kind).map(|holder| format!("`{}`", holder.keyword())).collect();
    match holders.split_last() {
        None => "It stands by itself, in any file of the plan.".to_owned(),
        Some((last, [])) => format!("It stands inside a {last}."),
        Some((last, others)) => format!("It stands inside a {} or {last}.", others.join(", ")),
    }
}

/// The declarations that hold a kind.
fn holders(kind: Kind) -> impl Iterator<Item = Kind> {
    let holds = move |holder: &Kind| {
        holder.schema().properties.iter().any(|property| property.spec.shape == Shape::Children(kind))
    };
    Kind::ALL.iter().copied().filter(holds)
}
