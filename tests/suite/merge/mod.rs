//! Merging: what becomes of changes that two people made to one file, and what they are told where that is not clear.

mod cases;
mod command;
mod elsewhere;
mod model;
mod orders;
mod planfile;

use zbb::merge::{Merged, Sides, merge};

/// Merges, with markers of the usual size.
fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge(Sides { base, ours, theirs }, 7)
}

/// The text with one side taken wherever something is left to decide.
fn taken(text: &str, take_ours: bool) -> String {
    let mut taken = String::new();
    let mut is_shown = true;
    for line in text.lines() {
        match line.get(..7).unwrap_or_default() {
            "<<<<<<<" => is_shown = take_ours,
            "|||||||" => is_shown = false,
            "=======" => is_shown = !take_ours,
            ">>>>>>>" => is_shown = true,
            _ if is_shown => taken.push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    taken
}
