//! Facts over several lines as one line: takes a text and the keys of such facts, gives the text in which each is a single
//! line, so that it is merged as a whole; and back.

use super::Sides;
use super::conflict::Part;
use super::outline::{Outline, Part as FactPart};
use std::collections::BTreeSet;

/// Stands for a line end within a folded fact; a plan cannot hold it.
const FOLD: char = '\u{2}';

/// The text with these facts folded, and its outline.
pub(super) fn fold(text: &str, mut outline: Outline, keys: &BTreeSet<String>) -> (String, Outline) {
    let is_folded = |key: &str, part: FactPart| part == FactPart::Whole && keys.contains(key);
    let mut is_joined = vec![false; text.lines().count()];
    for fact in outline.facts.iter().filter(|fact| is_folded(&fact.key, fact.part)) {
        let inner = fact.lines.start..fact.lines.end.saturating_sub(1);
        is_joined.iter_mut().take(inner.end).skip(inner.start).for_each(|joined| *joined = true);
    }
    let mut folded = String::with_capacity(text.len());
    let mut numbers = Vec::with_capacity(is_joined.len() + 1);
    let mut number = 0;
    for (line, joined) in text.split_inclusive('\n').zip(&is_joined) {
        numbers.push(number);
        match line.strip_suffix('\n').filter(|_| *joined) {
            Some(line) => folded.extend(line.chars().chain([FOLD])),
            None => {
                folded.push_str(line);
                number += 1;
            }
        }
    }
    numbers.push(number);
    let renumbered = |line: usize| numbers.get(line).copied().unwrap_or(number);
    for fact in &mut outline.facts {
        let last = renumbered(fact.lines.end.saturating_sub(1).max(fact.lines.start));
        fact.lines = renumbered(fact.lines.start)..last + 1;
    }
    (folded, outline)
}

/// A part with its line ends as they were.
pub(super) fn unfold(part: Part) -> Part {
    let plain = |text: String| text.replace(FOLD, "\n");
    match part {
        Part::Text(text) => Part::Text(plain(text)),
        Part::Conflict { lines: Sides { base, ours, theirs }, words } => {
            Part::Conflict { lines: Sides { base: plain(base), ours: plain(ours), theirs: plain(theirs) }, words }
        }
    }
}
