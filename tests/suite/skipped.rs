//! What is not tested because something is missing on this machine: said aloud, also where the test passes, and nothing
//! more.

use std::io::Write as _;

/// Says what is not tested, and why. Unlike what `eprintln!` writes, this is shown although the test passes.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
