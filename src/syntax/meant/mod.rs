//! Values as they are written elsewhere, or in plain words: takes the text of a value that cannot be read, gives the value
//! that was meant, with each change that leads there.
//!
//! A change is told only where what it leads to can be read without a mistake, so that a guess never stands beside another
//! finding, and nothing else about the value is told then: it is read as it was meant.

mod amounts;
mod comparisons;
mod dates;
mod line;
mod paths;
mod ranges;
mod scales;
mod wording;

use std::ops::Range;

use super::tree::ModifierWord;
pub(super) use comparisons::bound_words;
pub(super) use line::{Certainty, Change, Habit};
use line::{Found, Line, applied};
pub(super) use scales::has_scale;

/// A value as it was meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meant {
    /// The value, as it is written here.
    pub right: String,
    /// What was changed, from left to right.
    pub changes: Vec<Change>,
}

/// Whether a value could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Broken,
    Whole,
}

/// The value of a key as it was meant, where it is written otherwise.
pub(super) fn meant(key: &str, value: &str, reading: Reading) -> Option<Meant> {
    let line = Line::new(key, value);
    let changes = match (key, reading) {
        ("calendar", _) => dates::calendar(value).into_iter().collect(),
        ("currency", _) => amounts::currency(value).into_iter().collect(),
        ("range", _) => ranges::range(value).into_iter().collect(),
        (_, Reading::Whole) if has_scale(key) => scales::whole(&line).into_iter().collect(),
        (_, Reading::Whole) if key.starts_with("rate ") => scales::whole(&line).into_iter().collect(),
        (_, Reading::Whole) if key != "require" => paths::list(value),
        (_, Reading::Whole) => {
            comparisons::truth_in(&line).or_else(|| comparisons::of_condition(&line)).into_iter().collect()
        }
        ("require", Reading::Broken) => comparisons::with_month_first(value, changes(&line)),
        (_, Reading::Broken) if value.starts_with('[') && !paths::list(value).is_empty() => paths::list(value),
        (_, Reading::Broken) if paths::takes_names(key) => paths::alone(value).into_iter().collect(),
        (_, Reading::Broken) => changes(&line),
    };
    (!changes.is_empty()).then(|| Meant { right: applied(value, &changes), changes })
}

fn changes(line: &Line<'_>) -> Vec<Change> {
    const RULES: [fn(&Line<'_>, usize) -> Option<Found>; 5] =
        [scales::rule, comparisons::rule, dates::rule, amounts::rule, wording::rule];
    let mut changes = Vec::new();
    let mut next = 0;
    while next < line.words.len() {
        let Some(found) = RULES.iter().find_map(|rule| rule(line, next)) else {
            next += 1;
            continue;
        };
        let place = line.place(next, found.words);
        next += found.words.max(1);
        changes.push(Change { place, right: found.right, habit: found.habit });
    }
    changes
}

impl Meant {
    /// Whether it can be told what was meant, well enough to go on with it.
    pub(super) fn is_sure(&self) -> bool {
        !self.changes.iter().any(|change| change.habit.is_open())
    }

    /// Where a place of the right value stands in the one that was written; within a change it is all of what was changed.
    pub(super) fn written(&self, right: Range<usize>) -> Range<usize> {
        self.start(right.start)..self.end(right.end)
    }

    fn start(&self, place: usize) -> usize {
        self.back(place, |change| change.place.start)
    }

    fn end(&self, place: usize) -> usize {
        self.back(place, |change| change.place.end)
    }

    fn back(&self, place: usize, within: impl Fn(&Change) -> usize) -> usize {
        // How far what stands behind the changes so far has moved.
        let (mut right, mut written) = (0, 0);
        for change in &self.changes {
            let start = right + change.place.start.saturating_sub(written);
            let end = start + change.right.len();
            if place < start || place == start && end > start {
                break;
            }
            if place <= end {
                return within(change);
            }
            (right, written) = (end, change.place.end);
        }
        written + place.saturating_sub(right)
    }
}

/// Whether what stands behind a comma still belongs to the value before it: `, in 2027-06`.
pub(super) fn goes_on(rest: &str) -> bool {
    let line = rest.split(['\n', '#', ',', '}']).next().unwrap_or("");
    let word = line.split_whitespace().next().unwrap_or("");
    ModifierWord::from_text(word).is_some() && !line.contains([':', '{']) && line.trim().len() > word.len()
}

#[cfg(test)]
mod tests;
