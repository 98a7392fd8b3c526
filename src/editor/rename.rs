//! Renaming: takes a declaration and its new name, gives the edits that write it everywhere it is named.

use crate::diagnostic::Edit;
use crate::model::AnyId;
use crate::model::mention::Mentions;
use crate::source::Sources;

/// The edits that give a declaration another name. A unit's own plural, `agents`, goes with it; a plural that the plan
/// declares is a word of its own and stays.
#[must_use]
pub fn rename(sources: &Sources, mentions: &Mentions, id: AnyId, old: &str, new: &str) -> Vec<Edit> {
    let replacement = |written: &str| match written.strip_prefix(old) {
        Some("") => Some(new.to_owned()),
        Some("s") => Some(format!("{new}s")),
        Some(_) | None => None,
    };
    let edit = |span| Some(Edit { span, replacement: replacement(sources.slice(span))? });
    mentions.of(id).filter_map(|mention| edit(mention.span)).collect()
}
