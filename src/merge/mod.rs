//! Three versions of a file into one: takes the text both sides began with and what each made of it, gives the text that
//! holds what both changed, or says in words of the plan where they contradict each other.
//!
//! 1. `ranking` lifts the items of each ranking out, since they are merged as an order and not as lines;
//! 2. `lines` merges the rest line by line, and where changes touch, fact by fact (`outline` knows them, `spoken` says
//!    what sides disagree on);
//! 3. `order` merges the rankings, and what they come to is put back;
//! 4. a result that cannot be read, though both sides could, is given as a conflict.

mod conflict;
mod ending;
mod fold;
mod lines;
mod order;
mod outline;
mod ranking;
mod rising;
mod spoken;
mod units;

use crate::diagnostic::{Diagnostics, Severity};
use crate::source::FileId;
use crate::syntax::parse;
use conflict::Part;
use ranking::Lifted;

pub use rising::longest_rising;

/// What both sides began with, and what each side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides<T> {
    /// What both began with.
    pub base: T,
    /// What we have.
    pub ours: T,
    /// What they have.
    pub theirs: T,
}

impl<T> Sides<T> {
    fn as_ref(&self) -> Sides<&T> {
        Sides { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    fn map<U>(self, mut change: impl FnMut(T) -> U) -> Sides<U> {
        Sides { base: change(self.base), ours: change(self.ours), theirs: change(self.theirs) }
    }
}

impl<T: PartialEq> Sides<T> {
    /// What all come to, if at most one side changed it, or both alike.
    fn agreed(self) -> Option<T> {
        if self.ours == self.theirs || self.theirs == self.base {
            Some(self.ours)
        } else if self.ours == self.base {
            Some(self.theirs)
        } else {
            None
        }
    }
}

/// A merged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Its text, with markers around what is left to decide.
    pub text: String,
    /// What is left to decide, in words; nothing when all is merged.
    pub conflicts: Vec<String>,
}

/// Merges; a marker of a conflict repeats its sign as often as `marker_size` says.
#[must_use]
pub fn merge(texts: Sides<&str>, marker_size: usize) -> Merged {
    if let Some(text) = texts.agreed() {
        return Merged { text: text.to_owned(), conflicts: Vec::new() };
    }
    let ending = ending::merged(texts);
    let plain = texts.map(ending::plain);
    let texts = plain.as_ref().map(String::as_str);
    let parts = readable(texts, merged(texts));
    let text = ending.restore(&conflict::render(&parts, marker_size));
    Merged { text, conflicts: conflict::words(&parts) }
}

/// Merges with the rankings lifted out; a ranking that does not come back once, and alone, is merged as lines after all.
fn merged(texts: Sides<&str>) -> Vec<Part> {
    let mut lifted = Lifted::from(texts);
    loop {
        let parts = lines::merge(lifted.texts.as_ref().map(String::as_str));
        match lifted.lost(&parts) {
            None => return lifted.put_back(parts),
            Some(lost) => lifted = lifted.without(&lost),
        }
    }
}

/// The parts as they are, unless they have mistakes of syntax that neither side has: then all that theirs changed is left
/// to decide.
fn readable(texts: Sides<&str>, parts: Vec<Part>) -> Vec<Part> {
    let is_clean = parts.iter().all(|part| matches!(part, Part::Text(_)));
    let most = mistakes(texts.ours).max(mistakes(texts.theirs));
    if !is_clean || mistakes(&conflict::render(&parts, 0)) <= most {
        return parts;
    }
    lines::undecided(texts)
}

fn mistakes(text: &str) -> usize {
    let mut diagnostics = Diagnostics::new();
    parse(&mut diagnostics, FileId::default(), text);
    diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error).count()
}
