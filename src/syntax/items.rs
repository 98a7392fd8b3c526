//! Lists as they are written elsewhere: takes lines, gives the mark that an item begins with, and the list below a key.

use std::ops::Range;

/// The mark of a line that begins with `- `, `* `, `• `, `1. ` or `1) ` and goes on with a word.
pub(super) fn mark(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = line.get(start..)?;
    let sign = match rest.chars().next()? {
        sign @ ('-' | '*' | '•' | '–') => sign.len_utf8(),
        '0'..='9' => {
            let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
            (digits <= 3 && rest.get(digits..)?.starts_with(['.', ')'])).then_some(digits + 1)?
        }
        _ => return None,
    };
    let after = rest.get(sign..)?;
    let word = after.trim_start_matches([' ', '\t']);
    let gap = after.len() - word.len();
    (gap > 0 && word.starts_with(char::is_alphabetic)).then(|| start..start + sign + gap)
}

/// `[a.b, c.d]` for the items below `needs:`, and where the last of them ends.
pub(super) fn below_key(before: &str, lines: &str) -> Option<(String, usize)> {
    let key = before.trim_end().strip_suffix(':').filter(|key| !key.contains('#'))?;
    if key.trim().is_empty() {
        return None;
    }
    let mut items = Vec::new();
    let (mut at, mut end) = (0, 0);
    for line in lines.split_inclusive('\n') {
        let Some(mark) = mark(line) else { break };
        let item = line.get(mark.end..)?.split('#').next()?.trim();
        if item.is_empty() || item.contains([':', '{', '}', '"']) {
            return None;
        }
        items.push(item.trim_end_matches(','));
        end = at + line.trim_end().len();
        at += line.len();
    }
    (!items.is_empty()).then(|| (format!("[{}]", items.join(", ")), end))
}

#[cfg(test)]
mod tests {
    use super::{below_key, mark};

    #[test]
    fn items_of_elsewhere_are_known_by_their_marks() {
        for (line, length) in [("- owner: lead", 2), ("  * a.b", 4), ("• a", 4), ("1. a.b", 3), ("12) a", 4)] {
            assert_eq!(mark(line).map(|mark| mark.end), Some(length), "{line}");
        }
        for line in ["-5", "- 5", "2027-01: 3", "a - b", "* 0.9", "2027. a"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn a_list_below_its_key_is_one_value() {
        assert_eq!(below_key("  needs:", "  - a.b\n  - c.d\nowner: x"), Some(("[a.b, c.d]".to_owned(), 15)));
        assert_eq!(below_key("  needs:", "  - name: a\n"), None);
        assert_eq!(below_key("ranking board {", "  - a.b\n"), None);
    }
}
