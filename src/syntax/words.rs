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

/// What a reserved word says everywhere, as the end of a sentence about it; nothing declared may bear it as its name.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    match word {
        _ if TIMES.contains(&word) => Some("is a length of time, as in `3 months`"),
        _ if ModifierWord::from_text(word).is_some() => Some("follows a value, as in `40k USD in 2027-03`"),
        _ if FLOWS.contains(&word) => Some("is what passes a stage, as in `store.decision.leaving`"),
        _ if OPERATORS.contains(&word) => Some("is a sign or a value in formulas"),
        _ => None,
    }
}

/// Every reserved word, in a fixed order: for completion, the manual and the editor grammars.
pub fn reserved() -> impl Iterator<Item = &'static str> {
    let modifiers = ModifierWord::ALL.iter().map(|word| word.text());
    modifiers.chain([OPERATORS, TIMES, FLOWS].into_iter().flatten().copied())
}
