//! Words for messages: takes kinds, names and choices, gives how people say them.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::Kind;
use crate::source::Span;

pub(super) fn offer(diagnostic: Diagnostic, span: Span, near: &str) -> Diagnostic {
    diagnostic.label(format!("did you mean `{near}`?")).help(format!("write `{near}`")).fix(
        format!("write `{near}`"),
        span,
        near,
        Applicability::Suggestion,
    )
}

/// `a package`, `a level or a package`
pub(crate) fn a_kind(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| kind.one().to_owned()).collect();
    or_list(&words)
}

pub(super) fn kinds_or(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| kind.word().to_owned()).collect();
    or_list(&words)
}

pub(super) fn one_of_kinds(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| with_article(&format!("`{}`", kind.keyword()))).collect();
    or_list(&words)
}

pub(super) fn or_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

pub(super) fn with_article(word: &str) -> String {
    let first = word.trim_start_matches('`').chars().next().unwrap_or('x');
    let article = if matches!(first, 'a' | 'e' | 'i' | 'o') { "an" } else { "a" };
    format!("{article} {word}")
}

pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
