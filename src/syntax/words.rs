//! The words that mean something everywhere, and so can name nothing.

use super::tree::ModifierWord;

/// The words of expressions: operators, truths and the marks of points.
const OPERATORS: &[&str] = &["at", "of", "and", "or", "not", "yes", "no", "previous", "pts", "pp"];

/// The words of time, singular and plural.
const TIMES: &[&str] = &[
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "quarter", "quarters", "year", "years",
];

/// What a stage has without declaring it.
const FLOWS: &[&str] = &["entering", "leaving"];

/// Whether a word is reserved, so that nothing declared may bear it as its name.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    ModifierWord::from_text(word).is_some() || [OPERATORS, TIMES, FLOWS].iter().any(|words| words.contains(&word))
}

/// Every reserved word, in a fixed order: for completion, the manual and the editor grammars.
pub fn reserved() -> impl Iterator<Item = &'static str> {
    let modifiers = ModifierWord::ALL.iter().map(|word| word.text());
    modifiers.chain([OPERATORS, TIMES, FLOWS].into_iter().flatten().copied())
}
