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
    let mut lines = Vec::new();
    let mut add = |condition: String, said: &str, meaning: &Meaning| {
        if let Some(token) = told(plan, said, meaning) {
            lines.push(format!("      WHEN {condition} THEN {}", dialect.text(&token)));
        }
    };
    for (word, meaning) in words.exact() {
        add(format!("{column} = {}", dialect.text(word)), word, meaning);
    }
    let nothing = format!("      WHEN {column} = '' THEN NULL");
    let after_exact = lines.len();
    let mut add = |condition: String, said: &str, meaning: &Meaning| {
        if let Some(token) = told(plan, said, meaning) {
            lines.push(format!("      WHEN {condition} THEN {}", dialect.text(&token)));
        }
    };
    for (beginning, meaning) in words.beginnings() {
        let letters = beginning.chars().count();
        let condition = match letters {
            0 => "1 = 1".to_owned(),
            _ => format!("{} = {}", dialect.beginning(column, letters), dialect.text(beginning)),
        };
        add(condition, &format!("{beginning}*"), meaning);
    }
    for (word, id) in words.named() {
        add(format!("{column} = {}", dialect.text(word)), word, &Meaning::Is(id));
    }
    lines.insert(after_exact, nothing);
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
