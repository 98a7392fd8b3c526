//! Text made safe to show: takes any text of a plan, gives it with what a terminal would hide or obey made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with control characters as pictures (`␛`) and invisible or direction-changing ones by number
/// (`⟨U+202E⟩`). Everything of a plan that reaches a terminal goes through here.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.chars().for_each(|character| push_visible(&mut shown, character));
    Cow::Owned(shown)
}

/// Whether a text is of printable ASCII alone, as most are: it is safe on one line, and as wide as long.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The columns a text takes as it is.
#[must_use]
pub fn columns_of(text: &str) -> usize {
    if is_plain(text) { text.len() } else { unicode_width::UnicodeWidthStr::width(text) }
}

/// As [`visible`], of a text of several lines: its line ends stay.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// Adds one character to a shown text, as itself or as its picture.
pub fn push_visible(shown: &mut String, character: char) {
    match character {
        '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(character))),
        '\u{7f}' => shown.push('␡'),
        hidden if is_hidden(hidden) => {
            // Writing to a `String` cannot fail.
            let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(hidden));
        }
        plain => shown.push(plain),
    }
}

/// The columns a character takes when shown.
#[must_use]
pub fn columns(character: char) -> usize {
    match character {
        '\0'..='\u{1f}' | '\u{7f}' => 1,
        hidden if is_hidden(hidden) => 9,
        plain => unicode_width::UnicodeWidthChar::width(plain).unwrap_or(0),
    }
}

/// A count and its noun: `1 error`, `10,000 errors`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A count with commas between its thousands.
#[must_use]
pub fn grouped(count: usize) -> String {
    let mut shown = String::new();
    push_grouped(&mut shown, &count.to_string(), ',');
    shown
}

/// Digits, with a mark between their thousands.
pub fn push_grouped(shown: &mut String, digits: &str, mark: char) {
    shown.reserve(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(mark);
        }
        shown.push(digit);
    }
}

/// The text in lines of at most `width` columns where its spaces allow, `first` columns of the first line being taken.
#[must_use]
pub fn wrapped(text: &str, width: usize, first: usize) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    let mut column = first;
    for word in text.split(' ') {
        let columns = columns_of(word);
        if !shown.is_empty() && column + 1 + columns > width {
            shown.push('\n');
            column = 0;
        } else if !shown.is_empty() {
            shown.push(' ');
            column += 1;
        }
        shown.push_str(word);
        column += columns;
    }
    shown
}

/// Characters a terminal obeys or hides: controls, direction marks, zero-width and blank letters. The joiners
/// U+200C and U+200D stay as they are: scripts and emoji need them.
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{grouped, visible, wrapped};

    #[test]
    fn controls_become_pictures() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\n"), "a␛[31m⟨U+202E⟩b␊");
        assert_eq!(visible("naïve 👩‍🚀"), "naïve 👩‍🚀");
        assert_eq!(visible("\u{9b}\u{7f}"), "⟨U+009B⟩␡");
    }

    #[test]
    fn thousands_have_commas() {
        assert_eq!((grouped(0), grouped(999), grouped(1_234_567)), ("0".into(), "999".into(), "1,234,567".into()));
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two three", 8, 4), "one\ntwo\nthree");
        assert_eq!(wrapped("one  two", 80, 0), "one  two");
    }
}
