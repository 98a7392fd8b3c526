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

/// Tables of `key: value` below a key, as other languages have them: how the first of them is written here, and where the
/// last of them ends.
pub(super) fn tables_below_key(before: &str, lines: &str) -> Option<(String, usize)> {
    let key = before.trim().strip_suffix(':').filter(|key| !key.is_empty() && !key.contains(['#', '"', ' ']))?;
    let outer = before.len() - before.trim_start().len();
    let mut first: Vec<(&str, &str)> = Vec::new();
    let (mut tables, mut at, mut end) = (0, 0, 0);
    for line in lines.split_inclusive('\n') {
        let mark = mark(line);
        let indent = line.len() - line.trim_start().len();
        let is_within = mark.is_some() || indent > outer && tables > 0;
        let Some((word, value)) = line.get(mark.as_ref().map_or(0, |mark| mark.end)..)?.split_once(':') else { break };
        if !is_within || value.contains(['{', '}']) || word.trim().contains([' ', '"', '#']) {
            break;
        }
        tables += usize::from(mark.is_some());
        if tables == 1 {
            first.push((word.trim(), value.split('#').next()?.trim()));
        }
        end = at + line.trim_end().len();
        at += line.len();
    }
    (tables > 0).then(|| (as_declared(key, &first), end))
}

/// `cost people: 40k EUR` for a table with `name: people` and `amount: 40k EUR` in a list `costs`.
fn as_declared(key: &str, table: &[(&str, &str)]) -> String {
    const NAMES: [&str; 9] = ["name", "id", "title", "kpi", "category", "level", "package", "role", "department"];
    let one = match key.strip_suffix("ies") {
        Some(start) => format!("{start}y"),
        None => key.strip_suffix('s').unwrap_or(key).to_owned(),
    };
    let name = table.iter().find(|(word, _)| NAMES.contains(word)).or(table.first());
    let Some((word, name)) = name else { return one };
    match table.iter().filter(|(other, _)| other != word).collect::<Vec<_>>().as_slice() {
        [(_, value)] => format!("{one} {name}: {value}"),
        _ => format!("{one} {name} {{ … }}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{below_key, mark, tables_below_key};

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

    #[test]
    fn tables_below_their_key_are_lines_of_their_own() {
        let costs = "  - name: people\n    amount: 40k EUR\n  - name: tools\n    amount: 3k EUR\neffect csat: +1pp\n";
        assert_eq!(tables_below_key("costs:", costs), Some(("cost people: 40k EUR".to_owned(), 71)));
        let levels = "    - name: minimum\n      title: \"M\"\n      cost: 3k EUR\n  }\n";
        assert_eq!(
            tables_below_key("  levels:", levels).map(|(right, _)| right),
            Some("level minimum { … }".to_owned())
        );
        assert_eq!(tables_below_key("ranking board {", levels), None);
        assert_eq!(tables_below_key("  needs:", "  a: b\n"), None);
    }
}
