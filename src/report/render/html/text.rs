//! Text of a plan inside of HTML: takes any text, gives it on one line without markup.

use crate::report::render::text::{one_line, piece_of_line};

/// The text as it may stand in an element or between the quotes of an attribute.
pub(super) fn escaped(text: &str) -> String {
    without_markup(&one_line(text))
}

/// The same for a piece of a line, whose blanks are kept.
pub(super) fn escaped_piece(text: &str) -> String {
    without_markup(&piece_of_line(text))
}

fn without_markup(line: &str) -> String {
    let mut shown = String::with_capacity(line.len() + 8);
    for character in line.chars() {
        match character {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            plain => shown.push(plain),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_plan_is_markup() {
        assert_eq!(
            escaped("</style>\n<b a='x' c=\"&amp;\">"),
            "&lt;/style&gt; &lt;b a=&#39;x&#39; c=&quot;&amp;amp;&quot;&gt;"
        );
        assert_eq!(escaped("left\u{202e}right\u{200b}"), "left⟨U+202E⟩right⟨U+200B⟩");
        assert_eq!(escaped_piece(" a\n"), " a ");
    }
}
