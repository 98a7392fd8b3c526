//! Names: where they are declared and used, and how they are changed.

use super::super::params::at;
use super::asked::{Asked, or_null};
use crate::editor::rename::{renamable, renaming};
use crate::model::mention::{Mention, Part};
use serde_json::{Value, json};

pub(super) fn definition(asked: &Asked<'_>) -> Value {
    let place = asked.named().and_then(|mention| asked.place_of(mention.id));
    or_null(place, |span| asked.location(span))
}

pub(super) fn references(asked: &Asked<'_>) -> Value {
    let with_declaration = at(asked.params, "/context/includeDeclaration").as_bool().unwrap_or(true);
    or_null(asked.named(), |named| {
        let places = asked.snapshot.mentions.of(named.id);
        let wanted = places.filter(|mention| with_declaration || mention.part == Part::Uses);
        Value::Array(wanted.map(|mention| asked.location(mention.span)).collect())
    })
}

pub(super) fn highlights(asked: &Asked<'_>) -> Value {
    or_null(asked.named(), |named| {
        let here = asked.snapshot.mentions.of(named.id).filter(|mention| mention.span.file == asked.file);
        let highlight = |mention: Mention| {
            let kind = if mention.part == Part::Declares { 3 } else { 2 };
            json!({ "range": asked.range(mention.span), "kind": kind })
        };
        Value::Array(here.map(highlight).collect())
    })
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
