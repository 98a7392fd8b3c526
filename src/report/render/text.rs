//! Text of a plan made fit for one line: takes any text, gives it without line breaks and safe to show, cut to a width.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::diagnostic::human::Characters;
use crate::diagnostic::text::{columns_of, is_plain, visible};

/// The text on one line, with what a terminal would obey or hide made visible.
pub(super) fn one_line(text: &str) -> String {
    on_one_line(text).into_owned()
}

/// The same, without a copy of what is fit for a line already.
pub(super) fn on_one_line(text: &str) -> Cow<'_, str> {
    if !is_plain(text) && text.contains(['\n', '\r', '\t']) {
        let words: Vec<&str> = text.split_whitespace().collect();
        return Cow::Owned(visible(&words.join(" ")).into_owned());
    }
    visible(text)
}

/// A piece of a line, made fit for it as [`one_line`] does; the blanks at its ends are kept.
pub(super) fn piece_of_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

/// The columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    columns_of(text)
}

/// A cell or a phrase with letters that run from right to left, kept to itself: what follows it on its line would be
/// drawn into it, and figures change their columns.
pub(super) fn isolated(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_leftward = !text.is_ascii() && text.chars().any(runs_leftwards);
    if is_leftward { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { text }
}

fn runs_leftwards(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// The text in at most `width` columns, its end cut.
pub(super) fn cut_end(text: &str, width: usize, characters: Characters) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mark = ellipsis(characters);
    let kept = taken(text.chars(), width.saturating_sub(columns(mark)));
    let kept: String = kept.into_iter().collect();
    format!("{}{mark}", kept.trim_end())
}

/// The text in at most `width` columns, its middle cut: the end of a path says which level it is.
pub(super) fn cut_middle(text: &str, width: usize, characters: Characters) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mark = ellipsis(characters);
    let room = width.saturating_sub(columns(mark));
    let head: String = taken(text.chars(), room / 2).into_iter().collect();
    let tail: String = taken(text.chars().rev(), room - room / 2).into_iter().rev().collect();
    format!("{head}{mark}{tail}")
}

/// A title in at most `width` columns: of `package: level` the package is cut, as levels of one package are told apart by
/// what stands behind it.
pub(super) fn cut_title(text: &str, width: usize, characters: Characters) -> String {
    const FEWEST: usize = 4;
    match text.split_once(": ") {
        Some((head, tail)) if columns(text) > width && columns(tail) + 2 + FEWEST <= width => {
            format!("{}: {tail}", cut_end(head, width - columns(tail) - 2, characters))
        }
        Some((_, tail)) if columns(text) > width => cut_end(tail, width, characters),
        _ => cut_end(text, width, characters),
    }
}

fn ellipsis(characters: Characters) -> &'static str {
    match characters {
        Characters::Unicode => "…",
        Characters::Ascii => "..",
    }
}

fn taken(text: impl Iterator<Item = char>, width: usize) -> Vec<char> {
    let mut used = 0;
    text.take_while(|character| {
        used += character.width().unwrap_or(0);
        used <= width
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_the_column() {
        assert_eq!(cut_end("Answer the first message", 11, Characters::Unicode), "Answer the…");
        assert_eq!(cut_end("世界世界", 5, Characters::Unicode), "世界…");
        assert_eq!(cut_middle("faster_help.minimum", 13, Characters::Unicode), "faster…inimum");
        assert_eq!(cut_middle("short", 13, Characters::Ascii), "short");
        assert_eq!(cut_title("Staff the telephone: Weekends", 20, Characters::Unicode), "Staff the…: Weekends");
        assert_eq!(cut_title("Staff the telephone: Weekends too", 12, Characters::Unicode), "Weekends too");
        assert_eq!(cut_title("Staff the telephone", 12, Characters::Unicode), "Staff the t…");
    }

    #[test]
    fn breaks_and_escapes_never_get_through() {
        assert_eq!(one_line("two\n lines\u{1b}[2J"), "two lines␛[2J");
    }
}
