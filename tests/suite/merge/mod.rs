//! Merging: what becomes of changes that two people made to one file, and what they are told where that is not clear.

mod cases;
mod command;
mod model;
mod orders;
mod planfile;

use zbb::merge::{Merged, Sides, merge};

/// Merges, with markers of the usual size.
fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge(Sides { base, ours, theirs }, 7)
}
