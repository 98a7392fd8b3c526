//! Text of a plan inside of HTML: takes any text, gives it on one line with everything hidden made visible. What makes
//! pages escapes it.

use crate::report::render::text::{one_line, piece_of_line};

/// The text as a page shows it; `maud` escapes it where it stands.
pub(super) fn shown(text: &str) -> String {
    one_line(text)
}

/// The same for a piece of a line, whose blanks are kept.
pub(super) fn shown_piece(text: &str) -> String {
    piece_of_line(text)
}

/// Words with figures in them, as pages write these: the sign of less is as long as that of more. What stands in “ ” is a title
/// of the plan, and stays.
pub(super) fn with_minus(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    let mut before = ' ';
    let mut is_quoted = false;
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        is_quoted = (is_quoted || letter == '“') && letter != '”';
        let is_sign = !is_quoted
            && letter == '-'
            && letters.peek().is_some_and(char::is_ascii_digit)
            && !before.is_alphanumeric();
        written.push(if is_sign && before != '-' { '\u{2212}' } else { letter });
        before = letter;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;

    #[test]
    fn nothing_of_a_plan_is_markup() {
        let page = html! { b title=(shown("\"a\" & 'b'")) { (shown("</style>\n<b a='x' c=\"&amp;\">")) } };
        assert_eq!(
            page.into_string(),
            "<b title=\"&quot;a&quot; &amp; 'b'\">&lt;/style&gt; &lt;b a='x' c=&quot;&amp;amp;&quot;&gt;</b>"
        );
        assert_eq!(shown("left\u{202e}right\u{200b}"), "left⟨U+202E⟩right⟨U+200B⟩");
        assert_eq!(shown_piece(" a\n"), " a ");
    }

    #[test]
    fn what_is_less_has_a_sign_of_its_own() {
        let written = |words: &str| with_minus(words).replace('\u{2212}', "~");
        assert_eq!(
            written("-18% Faults, +3 pts (-2) of 2026-12 .. 2027-01"),
            "~18% Faults, +3 pts (~2) of 2026-12 .. 2027-01"
        );
        assert_eq!(written("“-1” -1"), "“-1” ~1");
        assert_eq!(written("a-1 x --2 - 3 -b"), "a-1 x --2 - 3 -b");
    }
}
