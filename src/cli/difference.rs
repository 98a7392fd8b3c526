//! What changes in a file: takes its text before and after, gives a unified diff, for `patch` or for people.

use crate::diagnostic::human::Color;
use crate::diagnostic::text::visible;
use anstyle::{AnsiColor, Style};
use similar::TextDiff;
use std::fmt::Write;

/// How many lines that stay are shown around each change.
#[derive(Clone, Copy)]
pub(super) enum Around {
    /// Three.
    Three,
    /// None: each line says what it is about.
    Nothing,
}

/// The changes of the file at `path`; `git apply -p0` and `patch -p0` take them.
pub(super) fn difference(path: &str, before: &str, after: &str, around: Around) -> String {
    let radius = match around {
        Around::Three => 3,
        Around::Nothing => 0,
    };
    TextDiff::from_lines(before, after).unified_diff().context_radius(radius).header(path, path).to_string()
}

/// The same for people: in colour, and with what a terminal would hide or obey made visible.
pub(super) fn for_people(difference: &str, color: Color) -> String {
    let mut shown = String::with_capacity(difference.len());
    for line in difference.split_terminator('\n') {
        let style = match color {
            Color::Plain => Style::new(),
            Color::Ansi => style(line),
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(shown, "{style}{}{style:#}", visible(line));
    }
    shown
}

fn style(line: &str) -> Style {
    match line.as_bytes().first() {
        Some(b'+') => AnsiColor::Green.on_default(),
        Some(b'-') => AnsiColor::Red.on_default(),
        Some(b'@') => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    }
}
