//! A cell in HTML: takes what it holds, gives elements. Good news and bad are told by sign and word, never by colour
//! alone.

use super::chart::chart;
use super::text::{escaped, escaped_piece};
use crate::diagnostic::text::grouped;
use crate::report::document::{Cell, Change, Figure, Mark, Sentence, Truth};

/// A cell of a table.
pub(super) fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Named(_, text) => escaped(text),
        Cell::Path(path) if path.is_empty() => String::new(),
        Cell::Path(path) => format!("<code>{}</code>", escaped(path)),
        Cell::Count(count) => grouped(*count),
        Cell::Figure(figure) => figure_of(figure, &format!("{}{}", figure.amount(), figure.suffix())),
        Cell::Status(mark, text) => signed(*mark, &escaped(text)),
        Cell::Truth(Truth::Yes) => signed(Mark::Good, "yes"),
        Cell::Truth(Truth::No) => signed(Mark::Bad, "no"),
        Cell::Words(words) => changed(words),
        Cell::Series(values) => chart(values),
        Cell::NotAvailable => "<span class=\"none\">n/a</span>".to_owned(),
    }
}

/// A value that stands by itself: a figure with its unit.
pub(super) fn value(value: &Cell) -> String {
    match value {
        Cell::Figure(figure) => figure_of(figure, &escaped(&figure.in_full())),
        other => cell(other),
    }
}

fn figure_of(figure: &Figure, words: &str) -> String {
    match figure.mark {
        Some(mark) => format!("<span class=\"{}\">{} {words}</span>", class(mark), told(mark)),
        None => words.to_owned(),
    }
}

/// Words with the sign of good news or bad, where the words say themselves which it is.
fn signed(mark: Mark, words: &str) -> String {
    format!("<span class=\"{}\"><span aria-hidden=\"true\">{}</span> {words}</span>", class(mark), sign(mark))
}

/// The sign of good news or bad; who cannot see it hears what it says.
pub(super) fn told(mark: Mark) -> String {
    let word = class(mark);
    format!("<span class=\"{word}\" role=\"img\" aria-label=\"{word}\">{}</span>", sign(mark))
}

/// A word for it, which is its class too.
fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "good",
        Mark::Neutral => "neutral",
        Mark::Bad => "bad",
    }
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "✓",
        Mark::Neutral => "·",
        Mark::Bad => "✗",
    }
}

/// What a note says.
pub(super) fn sentence(sentence: &Sentence) -> String {
    match sentence {
        Sentence::Plain(text) => escaped(text),
        Sentence::Words(words) => changed(words),
    }
}

/// Two versions of a text.
fn changed(words: &[(Change, String)]) -> String {
    let pieces = words.iter().filter(|(_, text)| !text.is_empty());
    let pieces = pieces.map(|(change, text)| match change {
        Change::Kept => escaped_piece(text),
        Change::Added => format!("<ins>{}</ins>", escaped_piece(text)),
        Change::Removed => format!("<del>{}</del>", escaped_piece(text)),
    });
    pieces.collect()
}
