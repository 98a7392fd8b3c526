//! Line ends: takes a text as any system writes it, gives it with line feeds only and without a byte-order mark.

use std::borrow::Cow;

/// The text with a line feed at the end of each line. Blank lines at its beginning will go, and a mark must not come
/// to the beginning by that: it goes with them.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    let mut text = text;
    while let Some(rest) = text.trim_start_matches([' ', '\t', '\r', '\n']).strip_prefix('\u{feff}') {
        text = rest;
    }
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        assert_eq!(normal("\u{feff}a\r\nb\rc\n\r"), "a\nb\nc\n\n");
        assert_eq!(normal("a\r\r\n"), "a\n\n");
        assert_eq!(normal("\r\n \u{feff} a"), " a");
    }
}
