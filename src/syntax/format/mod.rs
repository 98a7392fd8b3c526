//! One layout for every plan: takes a text, gives it as a careful author writes it, saying the same.
//!
//! 1. `lines` ends every line with a line feed, and drops a byte-order mark;
//! 2. `holes` finds the lines that cannot be read: they stay as they are;
//! 3. `layout` writes facts, comments and blocks line by line; `words`, `brackets` and
//!    `wrap` write what stands on a line;
//! 4. `guard` reads the result, and refuses it if it says anything else.

mod brackets;
mod guard;
mod holes;
mod layout;
mod lines;
mod reading;
mod words;
mod wrap;

use reading::Reading;
use std::borrow::Cow;

/// A text in the one layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted<'t> {
    /// The text; borrowed where nothing changes.
    pub text: Cow<'t, str>,
    /// How many lines are left as they are, since they cannot be read.
    pub kept_lines: usize,
}

/// The layout would say something else than the text: a mistake of zbb's own. The text is to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distorted {
    /// The line, counted from one, where it begins to differ.
    pub line: usize,
}

/// Formats a text. Formatting the result again changes nothing, and it says what the text says.
///
/// # Errors
/// When it would not: the place is told, and the text is to be left alone.
pub fn format(text: &str) -> Result<Formatted<'_>, Distorted> {
    // Both sides of a conflict stay for somebody to choose from.
    if !super::conflicts::find(text).is_empty() {
        return Ok(Formatted { text: Cow::Borrowed(text), kept_lines: text.lines().count() });
    }
    let plain = lines::normal(text);
    let reading = Reading::of(&plain);
    let unplain = if plain == text { None } else { guard::difference(&Reading::of(text), &reading) };
    if let Some(place) = unplain {
        return left_alone(Cow::Borrowed(text), &reading, place);
    }
    let laid = layout::lay_out(&reading);
    if laid.text == text {
        return Ok(Formatted { text: Cow::Borrowed(text), kept_lines: laid.kept_lines });
    }
    match refusal(&reading, &laid.text) {
        None => Ok(Formatted { text: Cow::Owned(laid.text), kept_lines: laid.kept_lines }),
        Some(place) if plain == text => left_alone(Cow::Borrowed(text), &reading, place),
        Some(place) => left_alone(Cow::Owned(plain.to_string()), &reading, place),
    }
}

/// Where a layout does not do: it says something else than its text, or, of a text with mistakes, it is not final.
fn refusal(reading: &Reading, laid: &str) -> Option<u32> {
    let after = Reading::of(laid);
    let is_final = || reading.is_whole() || layout::lay_out(&after).text == laid;
    guard::difference(reading, &after).or_else(|| (!is_final()).then_some(0))
}

/// Where braces or quotes do not agree, indentation decides what was meant, and a new one could mean something else: then
/// the lines stay as they are. A right text always has its layout.
fn left_alone<'t>(text: Cow<'t, str>, reading: &Reading, place: u32) -> Result<Formatted<'t>, Distorted> {
    if reading.is_whole() {
        let before = text.as_bytes().get(..place as usize).unwrap_or(&[]);
        return Err(Distorted { line: 1 + memchr::memchr_iter(b'\n', before).count() });
    }
    let kept_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    Ok(Formatted { text, kept_lines })
}

#[cfg(test)]
mod tests {
    use super::{Distorted, Reading, left_alone, refusal};
    use std::borrow::Cow;

    #[test]
    fn a_layout_that_says_something_else_is_refused() {
        let right = Reading::of("role a\nrole b\n");
        assert_eq!(refusal(&right, "role a\n\nrole b\n"), None);
        assert_eq!(refusal(&right, "role a\nrole c\n"), Some(7));
        assert_eq!(left_alone(Cow::Borrowed(right.text), &right, 7), Err(Distorted { line: 2 }));
    }

    #[test]
    fn a_text_with_mistakes_is_left_alone_where_it_could_mean_something_else() {
        let broken = Reading::of("role a {\n\n  person: \"A\n");
        assert_eq!(refusal(&broken, "role b\n"), Some(0));
        let left = left_alone(Cow::Borrowed(broken.text), &broken, 0).expect("no mistake of zbb's own");
        assert_eq!((left.text.as_ref(), left.kept_lines), (broken.text, 2));
    }
}
