//! Conflicts that a merge left in a file: takes its text, gives where each begins, parts and ends.

use std::ops::Range;

/// One conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The line of `<<<<<<<`.
    pub open: Range<usize>,
    /// The line of `=======`.
    pub middle: Range<usize>,
    /// The line of `>>>>>>>`.
    pub close: Range<usize>,
    /// Where one side ends: at `|||||||`, else at `=======`.
    pub first_side_ends: usize,
}

/// The conflicts of a text, in order; lines that only look like a part of one are none.
pub(super) fn find(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = marker(text, "<<<<<<<", at) {
        let Some(middle) = marker(text, "=======", open.end) else { break };
        let Some(close) = marker(text, ">>>>>>>", middle.end) else { break };
        let base = marker(text, "|||||||", open.end).filter(|base| base.start < middle.start);
        let first_side_ends = base.map_or(middle.start, |base| base.start);
        at = close.end;
        found.push(Conflict { open, middle, close, first_side_ends });
    }
    found
}

/// The next line that is a marker: seven signs, and a name after a space or nothing.
fn marker(text: &str, signs: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes.get(from..)?, signs).find_map(|at| {
        let start = from + at;
        let begins = start == 0 || bytes.get(start - 1) == Some(&b'\n');
        let ends = matches!(bytes.get(start + signs.len()), None | Some(b' ' | b'\n' | b'\r'));
        let rest = bytes.get(start..)?;
        let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        (begins && ends).then_some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_whole_conflicts_count() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| base\nx\n=======\nc\n>>>>>>> other\nd\n";
        let found = find(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found.first().map(|conflict| text.get(conflict.open.end..conflict.first_side_ends)),
            Some(Some("\nb\n"))
        );
        assert_eq!(find("=======\n<<<<<<< HEAD\n"), Vec::new());
        assert_eq!(find("<<<<<<<< eight\n=======\n>>>>>>>\n"), Vec::new());
    }
}
