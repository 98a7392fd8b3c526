//! The text of a plan file: takes lines, gives them between the first line and the last.

use crate::outcome::Outcome;

/// The name of the file beside a plan.
pub const FILE_NAME: &str = "plan.lock";

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 2;

/// How every plan file begins.
pub const FIRST_WORDS: &str = "zbb plan file, version ";

/// How the last line reads.
pub(super) const END: &str = "end";

/// The text of the plan file that keeps an outcome.
#[must_use]
pub fn write(outcome: &Outcome) -> String {
    text_of(outcome.lines().iter().map(|line| line.text()))
}

/// A plan file of lines in order.
pub(super) fn text_of(lines: impl Iterator<Item = String>) -> String {
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
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix('\u{feff}').unwrap_or(text).lines()
}
