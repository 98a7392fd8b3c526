//! What a statement is called: takes one of a tree, gives what tells it from its neighbours, and what a person calls it.

use super::meaning;
use crate::diagnostic::text::visible;
use crate::model::Kind;
use crate::model::schema::HeadShape;
use crate::syntax::tree::{Form, Statement, Subject, Tree};

/// What tells a statement from its neighbours: its key and subjects, the title where those tell nothing, and of a waiver what
/// it is about.
pub(super) fn identity(tree: &Tree, statement: &Statement) -> String {
    let title = statement.title.as_ref().filter(|_| is_told_by_title(statement)).map_or("", |title| &*title.value);
    let subjects: Vec<String> = statement.subjects.iter().map(subject_text).collect();
    let about = statement.value.filter(|_| is_of(statement, |head| matches!(head, HeadShape::CodeLine)));
    let about = about.map_or_else(String::new, |value| format!(" {}", meaning::value(tree, value)));
    format!("{}\t{}{about}\t{title}", statement.key.text, subjects.join(" "))
}

/// The same of one that another has the key and subjects of: of two benchmarks of one KPI, the title tells which it is.
pub(super) fn identity_among(tree: &Tree, statement: &Statement) -> String {
    let title = statement.title.as_ref().filter(|_| !is_told_by_title(statement) && is_about(statement));
    format!("{}{}", identity(tree, statement), title.map_or("", |title| &*title.value))
}

/// Whether a statement declares no name of its own, but what it says of another.
fn is_about(statement: &Statement) -> bool {
    is_of(statement, |head| {
        matches!(head, HeadShape::About(_) | HeadShape::AboutKindAndName(_) | HeadShape::AboutMaybeKind(_))
    })
}

fn is_of(statement: &Statement, is: impl Fn(HeadShape) -> bool) -> bool {
    Kind::from_keyword(&statement.key.text).is_some_and(|kind| is(kind.schema().head))
}

/// A statement as a person calls it: ``cost `software` ``, `owner`, `` `crm.minimum` ``, `moment "The first cry"`.
pub(super) fn name(statement: &Statement) -> String {
    let key = visible(&statement.key.text);
    if statement.form == Form::Item {
        return format!("`{key}`");
    }
    let subjects: String = statement.subjects.iter().map(|subject| format!(" `{}`", subject_text(subject))).collect();
    let title = statement.title.as_ref().filter(|_| is_told_by_title(statement));
    let title = title.map(|title| format!(" \"{}\"", shortened(&title.value))).unwrap_or_default();
    format!("{key}{subjects}{title}")
}

pub(super) fn is_told_by_title(statement: &Statement) -> bool {
    statement.subjects.is_empty() || statement.form == Form::Property
}

/// Whether a statement is one of those whose order means something: a level, a stage, or an item of a ranking.
pub(super) fn is_step(statement: &Statement) -> bool {
    let is_kind = |kind: &Kind| statement.key.text == kind.keyword();
    match statement.form {
        Form::Item => true,
        Form::Declaration => [Kind::Level, Kind::Stage].iter().any(is_kind),
        Form::Property => false,
    }
}

/// A text on one line and not too long for a message.
pub(super) fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line = visible(&line);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.into_owned(),
    }
}

const LONGEST: usize = 80;

/// Where the head of a statement ends, and its value begins.
pub(super) fn head_end(statement: &Statement) -> u32 {
    let subjects = statement.subjects.last().map(|subject| subject.span().end);
    statement.colon.map_or_else(|| subjects.unwrap_or(statement.key.span.end), |colon| colon.end)
}

fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Path(path) => visible(&path.text).into_owned(),
        Subject::Period(period, _) => period.to_string(),
    }
}
