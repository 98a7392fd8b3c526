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
}
