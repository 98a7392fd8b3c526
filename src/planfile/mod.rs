//! The plan file, `plan.lock`: keeps beside a plan what it comes to, so that reviewers see what a change does. Takes an
//! outcome and gives its text; takes a text and gives the outcome, or what is wrong with the file.
//!
//! One line holds one figure and stands by itself: it names what it is about, and counts nothing that stands above it, so
//! that a change of the plan changes just the lines it is about, and changes of two people meet in few. The format, with
//! its version, is:
//!
//! ```text
//! zbb plan file, version 2
//! kpi nps target: holds
//! level faster_help.minimum cost 2027-Q1: 95333.30
//! level faster_help.minimum status: funded
//! end
//! ```

mod errors;
mod merge;
mod parse;

pub use merge::merge;
pub use parse::{is_plan_file, parse, stale_version};

use crate::outcome::Outcome;

/// The name of the file beside a plan.
pub const FILE_NAME: &str = "plan.lock";

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 2;

/// How every plan file begins.
pub const FIRST_WORDS: &str = "zbb plan file, version ";

/// How the last line reads.
const END: &str = "end";

/// The text of the plan file that keeps an outcome.
#[must_use]
pub fn write(outcome: &Outcome) -> String {
    text_of(outcome.lines().iter().map(|line| line.text()))
}

/// A plan file of lines in order.
fn text_of(lines: impl Iterator<Item = String>) -> String {
    let mut text = format!("{FIRST_WORDS}{VERSION}\n");
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// Whether two texts have the same lines, whatever ends them; a byte-order mark is no part of a line.
#[must_use]
pub fn same_lines(one: &str, other: &str) -> bool {
    lines(one).eq(lines(other))
}

/// The lines of a text, without what ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix('\u{feff}').unwrap_or(text).lines()
}
