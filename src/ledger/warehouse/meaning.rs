//! What a word stands for, as one `CASE`: the same order as [`Words`](crate::ledger::words::Words) goes by when rows are read
//! here: exact words, beginnings by falling length, names, titles.
//!
//! What comes out is a token: `package p`, `level p.l`, `retire r`; `!word*` where a line of the plan says that the row does
//! not count; `?word` where nothing knows the word; nothing where nothing is said.

use super::dialect::Dialect;
use crate::ledger::words::{Meaning, Words};
use crate::model::{AnyId, Kind, Plan};

/// The token of a declaration.
pub(super) fn token(plan: &Plan, id: AnyId) -> String {
    format!("{} {}", id.kind.keyword(), plan.head(id).path)
}

/// The token of the words of a column; `otherwise` stands for what nothing knows.
pub(super) fn case(dialect: Dialect, plan: &Plan, words: &Words<'_>, column: &str, otherwise: &str) -> String {
    let line = |(condition, said, meaning): (String, String, Meaning)| {
        Some(format!("      WHEN {condition} THEN {}", dialect.text(&told(plan, &said, &meaning)?)))
    };
    let is = |word: &str| format!("{column} = {}", dialect.text(word));
    let begins = |beginning: &str| match beginning.chars().count() {
        0 => "1 = 1".to_owned(),
        letters => format!("{} = {}", dialect.beginning(column, letters), dialect.text(beginning)),
    };
    let exact = words.exact().map(|(word, meaning)| (is(word), word.to_owned(), meaning.clone()));
    let beginnings = words.beginnings().map(|(word, meaning)| (begins(word), format!("{word}*"), meaning.clone()));
    let named = words.named().map(|(word, id)| (is(word), word.to_owned(), Meaning::Is(id)));
    let mut lines: Vec<String> = exact.filter_map(line).collect();
    // An empty cell says nothing, whatever begins with nothing.
    lines.push(format!("      WHEN {} THEN NULL", is("")));
    lines.extend(beginnings.chain(named).filter_map(line));
    format!("CASE\n{}\n      ELSE {otherwise} END", lines.join("\n"))
}

/// The token of what a line of the plan says of a word.
fn told(plan: &Plan, said: &str, meaning: &Meaning) -> Option<String> {
    match meaning {
        Meaning::Is(id) => Some(token(plan, *id)),
        Meaning::Ignored(_) => Some(format!("!{said}")),
        Meaning::Nothing | Meaning::Unknown => None,
    }
}

/// Whether an expression is the token of a kind.
pub(super) fn is_of(dialect: Dialect, token: &str, kind: Kind) -> String {
    let start = format!("{} ", kind.keyword());
    format!("{} = {}", dialect.beginning(token, start.chars().count()), dialect.text(&start))
}

/// The path in a token of a kind.
pub(super) fn path(dialect: Dialect, token: &str, kind: Kind) -> String {
    dialect.part(token, kind.keyword().chars().count() + 2, None)
}
