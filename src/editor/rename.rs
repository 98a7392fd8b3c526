//! Renaming: takes a declaration and its new name, gives the edits that write it everywhere it is named, or why it cannot
//! be called so.

use std::fmt;

use rustc_hash::FxHashSet;

use super::Snapshot;
use super::trial::{Trial, errors};
use crate::diagnostic::text::visible;
use crate::diagnostic::{Code, Edit};
use crate::model::mention::{Mention, Mentions, Part};
use crate::model::schema::HeadShape;
use crate::model::{AnyId, Kind};
use crate::quantity::Date;
use crate::source::{FileId, Sources, Span};
use crate::syntax::words::meaning;

/// Why a name cannot be changed as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing that bears a name stands there.
    Nothing,
    /// What is named there has no name of its own: an exchange, a moment without one.
    Nameless(Kind),
    /// The new name is no name.
    NoName(String),
    /// The new name is a word of the language; what it says there.
    Reserved(String, &'static str),
    /// Another declaration bears the name there.
    Taken {
        /// The new name.
        new: String,
        /// What the other is.
        kind: Kind,
        /// What holds both; empty where the plan does.
        owner: String,
        /// Where it is declared.
        place: String,
    },
    /// A name would mean something else.
    MeansAnother {
        /// What would be written.
        written: String,
        /// Where.
        place: String,
        /// What it would name; nothing where it would name nothing.
        other: Option<String>,
    },
    /// The plan would have an error that it has not now.
    Breaks {
        /// What is wrong then.
        message: String,
        /// Where.
        place: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Nothing => formatter.write_str("no name stands here: put the cursor on one"),
            Refusal::Nameless(kind) => write!(formatter, "{} has no name of its own that could be changed", kind.one()),
            Refusal::NoName(new) if new.is_empty() => {
                formatter.write_str("a name has at least one letter: write small letters, digits and `_`")
            }
            Refusal::NoName(new) => write!(
                formatter,
                "`{}` is no name: one begins with a letter from a to z, and goes on with these, digits and `_`",
                visible(new)
            ),
            Refusal::Reserved(new, meaning) => write!(formatter, "nothing can be called `{new}`: it {meaning}"),
            Refusal::Taken { new, kind, owner, place } if owner.is_empty() => {
                write!(formatter, "there is {} called `{new}` already, in {place}", kind.one())
            }
            Refusal::Taken { new, kind, owner, place } => {
                write!(formatter, "`{owner}` has {} called `{new}` already, in {place}", kind.one())
            }
            Refusal::MeansAnother { written, place, other: Some(other) } => {
                write!(formatter, "`{written}` in {place} would then name {other}")
            }
            Refusal::MeansAnother { written, place, other: None } => {
                write!(formatter, "`{written}` in {place} would then name nothing")
            }
            Refusal::Breaks { message, place } => {
                write!(formatter, "the plan would then have an error in {place}: {message}")
            }
        }
    }
}

/// The name that stands at a byte and can be changed: its place, and what it is without the plural's ending.
///
/// # Errors
/// When none does.
pub fn renamable(snapshot: &Snapshot, file: FileId, byte: u32) -> Result<(Mention, &str), Refusal> {
    let (mention, head) = snapshot.named(file, byte).ok_or(Refusal::Nothing)?;
    let names = matches!(mention.id.kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed);
    let name = head.name.as_ref().filter(|_| names).ok_or(Refusal::Nameless(mention.id.kind))?;
    Ok((mention, &name.value))
}

/// The edits that give what is named at a byte another name, if the plan then says the same with it.
///
/// # Errors
/// When nothing there can be renamed, the new name is none or is taken, or a name would then mean something else.
pub fn renaming(
    snapshot: &Snapshot,
    (file, byte): (FileId, u32),
    new: &str,
    today: Option<Date>,
) -> Result<Vec<Edit>, Refusal> {
    let (mention, old) = renamable(snapshot, file, byte)?;
    if !is_name(new) {
        return Err(Refusal::NoName(new.to_owned()));
    }
    if let Some(meaning) = meaning(new) {
        return Err(Refusal::Reserved(new.to_owned(), meaning));
    }
    let edits = rename(&snapshot.sources, &snapshot.mentions, mention.id, old, new);
    if new != old {
        not_taken(snapshot, mention.id, old, new)?;
        says_the_same(snapshot, &Trial::of(snapshot, &edits, today))?;
    }
    Ok(edits)
}

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
    let mut edits: Vec<Edit> = mentions.of(id).filter_map(|mention| edit(mention.span)).collect();
    // A level that an alternative implies is named where that is: one word, two declarations.
    edits.dedup();
    edits
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether a name is free where a declaration stands: of its kind, and of those that are named as it is.
fn not_taken(snapshot: &Snapshot, id: AnyId, old: &str, new: &str) -> Result<(), Refusal> {
    let Some(head) = snapshot.head(id) else { return Ok(()) };
    let Some(owner) = head.path.strip_suffix(old) else { return Ok(()) };
    let path = format!("{owner}{new}");
    let is_way = |kind: Kind| matches!(kind, Kind::Level | Kind::Alternative);
    let is_beside = |kind: Kind| kind == id.kind || is_way(kind) && is_way(id.kind);
    let heads =
        snapshot.plan.ids().filter(|other| is_beside(other.kind)).map(|other| (other, snapshot.plan.head(other)));
    match heads.into_iter().find(|(_, other)| other.path == path && other.span != head.span) {
        Some((other, taken)) => Err(Refusal::Taken {
            new: new.to_owned(),
            kind: other.kind,
            owner: owner.trim_end_matches('.').to_owned(),
            place: place(&snapshot.sources, taken.span),
        }),
        None => Ok(()),
    }
}

/// `plan.zbb:31`
fn place(sources: &Sources, span: Span) -> String {
    let Some(file) = sources.get(span.file) else { return String::new() };
    format!("{}:{}", visible(file.path()), file.line_index(span.start) + 1)
}

/// What a word names: the kind and the place of its declaration, as ids go by names and change with them.
type Meaning = (Kind, Span);

/// Whether nothing is wrong that was not, and every word names what it named.
fn says_the_same(before: &Snapshot, trial: &Trial<'_>) -> Result<(), Refusal> {
    let known: FxHashSet<(Code, Span)> =
        errors(before).map(|finding| (finding.code, trial.moved(finding.primary.span))).collect();
    if let Some(new) = errors(&trial.after).find(|finding| !known.contains(&(finding.code, finding.primary.span))) {
        let place = place(&trial.after.sources, new.primary.span);
        return Err(Refusal::Breaks { message: new.message.to_string(), place });
    }
    let moved = |(span, part, (kind, declared)): (Span, Part, Meaning)| {
        (trial.moved(span), part, (kind, trial.moved(declared)))
    };
    let now: FxHashSet<(Span, Part, Meaning)> = named(before).map(moved).collect();
    let then: FxHashSet<(Span, Part, Meaning)> = named(&trial.after).collect();
    let differs = now.symmetric_difference(&then).map(|(span, ..)| *span).min();
    differs.map_or(Ok(()), |span| Err(means_another(&trial.after, span)))
}

fn means_another(after: &Snapshot, span: Span) -> Refusal {
    let named = after.mentions.items().iter().find(|mention| mention.span == span);
    let other = named.and_then(|mention| {
        let head = after.head(mention.id)?;
        let place = place(&after.sources, head.span);
        Some(format!("the {} `{}` of {place}", mention.id.kind.word(), head.path))
    });
    let written = visible(after.sources.slice(span)).into_owned();
    Refusal::MeansAnother { written, place: place(&after.sources, span), other }
}

/// Every word that names something, with what it names.
fn named(snapshot: &Snapshot) -> impl Iterator<Item = (Span, Part, Meaning)> + '_ {
    snapshot.mentions.items().iter().map(|mention| {
        let declared = snapshot.plan.head(mention.id).span;
        (mention.span, mention.part, (mention.id.kind, declared))
    })
}
