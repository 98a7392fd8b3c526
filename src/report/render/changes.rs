//! Two versions of one text on one line: takes its pieces, gives the line with marks where there is no colour, and the
//! colours where there is.

use super::paint::painted;
use super::text::{isolated, piece_of_line};
use crate::diagnostic::human::{Color, Style};
use crate::diagnostic::text::wrapped;
use crate::report::document::Change;
use anstyle::AnsiColor;

/// A line of pieces.
pub(super) struct Line {
    /// The whole of it.
    pub text: String,
    /// Where each piece ends in the text, in order.
    pieces: Vec<(usize, Change)>,
}

/// The pieces as a line, without marks where colours tell them apart.
pub(super) fn line(words: &[(Change, String)], style: &Style) -> Line {
    let mut line = Line { text: String::new(), pieces: Vec::with_capacity(words.len()) };
    for (change, text) in words {
        let text = isolated(piece_of_line(text).into()).into_owned();
        line.text.push_str(&match style.color {
            Color::Plain => marked(*change, &text),
            Color::Ansi => text,
        });
        line.pieces.push((line.text.len(), *change));
    }
    line
}

/// The pieces as one text in which marks tell them apart.
pub(super) fn with_marks(words: &[(Change, String)]) -> String {
    words.iter().map(|(change, text)| marked(*change, &piece_of_line(text))).collect()
}

/// The marks of `git diff --word-diff`.
fn marked(change: Change, text: &str) -> String {
    match change {
        Change::Kept => text.to_owned(),
        Change::Added | Change::Removed if text.is_empty() => String::new(),
        Change::Added => format!("{{+{text}+}}"),
        Change::Removed => format!("[-{text}-]"),
    }
}

impl Line {
    /// A part of the line that begins at a place in its text, in colour; its end may have been cut.
    pub(super) fn painted(&self, part: &str, start: usize, style: &Style) -> String {
        let mut shown = String::new();
        let mut run = (Change::Kept, String::new());
        for (place, character) in part.char_indices() {
            let change = self.change_at(start + place);
            if change != run.0 {
                shown.push_str(&in_colour(run.0, &run.1, style));
                run = (change, String::new());
            }
            run.1.push(character);
        }
        shown + &in_colour(run.0, &run.1, style)
    }

    /// The line in colour, in lines of at most so many columns where its blanks allow.
    pub(super) fn wrapped(&self, room: usize, style: &Style) -> Vec<String> {
        let mut start = 0;
        let lines = wrapped(&self.text, room, 0);
        let lines = lines.split('\n').map(|line| {
            let shown = self.painted(line, start, style);
            // A line end stands where a blank stood.
            start += line.len() + 1;
            shown
        });
        lines.collect()
    }

    fn change_at(&self, place: usize) -> Change {
        self.pieces.iter().find(|(end, _)| place < *end).map_or(Change::Kept, |(_, change)| *change)
    }
}

fn in_colour(change: Change, text: &str, style: &Style) -> String {
    match change {
        Change::Kept => text.to_owned(),
        Change::Added | Change::Removed if text.is_empty() => String::new(),
        // A line below or through the words tells them apart for whoever sees no difference between green and red.
        Change::Added => painted(text, AnsiColor::Green.on_default().underline(), style),
        Change::Removed => painted(text, AnsiColor::Red.on_default().strikethrough(), style),
    }
}
