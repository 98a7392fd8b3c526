//! Three versions of a file into one: takes the text both sides began with and what each made of it, gives the text that
//! holds what both changed, or says in words of the plan where they contradict each other.
//!
//! 1. `nodes` reads each text as a tree of its statements; what a mistake leaves open is merged by `textual` instead,
//!    which decides nothing where lines of both sides touch;
//! 2. `things` matches the statements of the sides by name, and `sequence` says in which order they stand;
//! 3. `combine` merges each property by what it says, `lists` value by value, and leaves what both sides changed
//!    differently to be decided, whole statements with the words of `words`;
//! 4. `elsewhere` asks where else a declaration stands that is gone from the file, so that a move is told from a removal;
//! 5. a result in which something stands twice, or that cannot be read though both sides could, is left undecided.

mod combine;
mod conflict;
mod elsewhere;
mod ending;
mod indent;
mod lists;
mod meaning;
mod naming;
mod nodes;
mod order;
mod rising;
mod sequence;
mod sides;
mod sound;
mod textual;
mod things;
mod words;

use conflict::Part;
use nodes::Parsed;
pub use sides::Sides;
use sound::Sound;

pub use elsewhere::{Elsewhere, Look, declared, plan_declared};
pub use rising::longest_rising;

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
    merge_among(texts, marker_size, &|_| Elsewhere::default())
}

/// Merges one of the files of a plan: `look` says in which other file each side has what is gone from this one. It is asked
/// at most once, and only where the sides disagree about something that is gone.
#[must_use]
pub fn merge_among(texts: Sides<&str>, marker_size: usize, look: Look<'_>) -> Merged {
    if let Some(text) = texts.agreed() {
        return Merged { text: text.to_owned(), conflicts: Vec::new() };
    }
    let ending = ending::merged(texts);
    let plain = texts.map(ending::plain);
    let texts = plain.as_ref().map(String::as_str);
    let parts = merged(texts, look);
    let text = ending.restore(&conflict::render(&parts, marker_size));
    Merged { text, conflicts: conflict::words(&parts) }
}

fn merged(texts: Sides<&str>, look: Look<'_>) -> Vec<Part> {
    let sides = texts.in_parallel(Parsed::of);
    let several = [&sides.base, &sides.ours, &sides.theirs].into_iter().flat_map(Parsed::several).collect();
    let (sound, bodies) = rayon::join(
        || Sound::of(&sides.ours, &sides.theirs),
        || sides.as_ref().in_parallel(|side| nodes::read(side, &several)),
    );
    let Sides { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = bodies else {
        return textual::merge(&sides, &sound);
    };
    match combine::merge(Sides { base: &base, ours: &ours, theirs: &theirs }, look) {
        Some(parts) if is_sound(&sound, &parts) => parts,
        Some(_) => textual::undecided(texts),
        None => textual::merge(&sides, &sound),
    }
}

/// Whether either way to decide gives a text in which nothing stands more often than on both sides, and that has no mistake
/// of syntax that neither has.
fn is_sound(sound: &Sound, parts: &[Part]) -> bool {
    let is_clean = parts.iter().all(|part| matches!(part, Part::Text(_)));
    let ours = || sound.holds(&conflict::taken(parts, |lines| lines.ours));
    let theirs = || is_clean || sound.holds(&conflict::taken(parts, |lines| lines.theirs));
    let (ours, theirs) = rayon::join(ours, theirs);
    ours && theirs
}
