//! What every drawing is made of: words in lines that fit, and marks with the room they take.

use maud::{Markup, html};

use crate::diagnostic::human::Characters;
use crate::report::render::text::{columns, cut_end, one_line};

/// The height of a line of words.
pub(super) const LINE: usize = 15;
/// What a column of words takes, in tenths, at the size of 12.
const GLYPH: usize = 68;

/// What is drawn, and how large it is.
pub(super) struct Drawing {
    pub width: usize,
    pub height: usize,
    pub marks: Markup,
}

/// About what a text takes, set in 12.
pub(super) fn width_of(text: &str) -> usize {
    (columns(text) * GLYPH).div_ceil(10)
}

/// The words in lines of at most so many columns; of more lines than there is room for, the last is cut.
pub(super) fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let text = one_line(text);
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() {
        let is_last = lines.len() + 1 == most;
        let mut line = String::new();
        while let Some(word) = words.peek() {
            let fits = line.is_empty() || columns(&line) + 1 + columns(word) <= width;
            if !fits && !is_last {
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            words.next();
        }
        lines.push(cut_end(&line, width, Characters::Unicode));
    }
    lines
}

/// Words below each other from a place on, each a line.
pub(super) fn text_lines(x: usize, y: usize, class: &str, lines: &[String]) -> Markup {
    html! {
        @for (index, line) in lines.iter().enumerate() {
            text class=(class) x=(x) y=(y + index * LINE) { (line) }
        }
    }
}
