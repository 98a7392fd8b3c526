//! Names: where they are declared and used, and how they are changed.

use super::super::params::at;
use super::asked::{Asked, or_null};
use crate::editor::currency::uses;
use crate::editor::rename::{renamable, renaming};
use crate::model::mention::Part;
use crate::source::Span;
use serde_json::{Value, json};

pub(super) fn definition(asked: &Asked<'_>) -> Value {
    let named = asked.named().and_then(|mention| asked.place_of(mention.id));
    let place =
        named.or_else(|| coded(asked).into_iter().find(|(_, part)| *part == Part::Declares).map(|(span, _)| span));
    or_null(place, |span| asked.location(span))
}

pub(super) fn references(asked: &Asked<'_>) -> Value {
    let with_declaration = at(asked.params, "/context/includeDeclaration").as_bool().unwrap_or(true);
    let all = places(asked);
    let wanted = || all.iter().filter(|(_, part)| with_declaration || *part == Part::Uses);
    or_null((!all.is_empty()).then_some(()), |()| {
        Value::Array(wanted().map(|(span, _)| asked.location(*span)).collect())
    })
}

pub(super) fn highlights(asked: &Asked<'_>) -> Value {
    let all = places(asked);
    let here = || all.iter().filter(|(span, _)| span.file == asked.file);
    let highlight = |(span, part): &(Span, Part)| {
        let kind = if *part == Part::Declares { 3 } else { 2 };
        json!({ "range": asked.range(*span), "kind": kind })
    };
    or_null((!all.is_empty()).then_some(()), |()| Value::Array(here().map(highlight).collect()))
}

/// Every place of the name or the currency that stands here.
fn places(asked: &Asked<'_>) -> Vec<(Span, Part)> {
    match asked.named() {
        Some(named) => asked.snapshot.mentions.of(named.id).map(|mention| (mention.span, mention.part)).collect(),
        None => coded(asked),
    }
}

/// Every place of the currency whose code stands here.
fn coded(asked: &Asked<'_>) -> Vec<(Span, Part)> {
    uses(asked.snapshot, asked.file, asked.here())
}

/// The name that would be changed.
///
/// # Errors
/// When nothing there can be renamed.
pub(super) fn prepare_rename(asked: &Asked<'_>) -> Result<Value, String> {
    let (named, old) = renamable(asked.snapshot, asked.file, asked.here()).map_err(|refusal| refusal.to_string())?;
    Ok(json!({ "range": asked.range(named.span), "placeholder": old }))
}

/// The edits that change a name.
///
/// # Errors
/// When it cannot be what was asked for.
pub(super) fn renamed(asked: &Asked<'_>) -> Result<Value, String> {
    let new = at(asked.params, "/newName").as_str().unwrap_or("");
    let edits = renaming(asked.snapshot, (asked.file, asked.here()), new, asked.today);
    edits.map(|edits| asked.edit(&edits)).map_err(|refusal| refusal.to_string())
}
