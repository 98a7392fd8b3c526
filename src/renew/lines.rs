//! Edits of a text: takes places with what comes instead, gives the text; what is taken out takes its line along.

use std::ops::Range;

/// What comes instead of a stretch of a text.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// The text with all edits. One within another is passed over.
pub(super) fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        if edit.range.start < done {
            continue;
        }
        result.push_str(text.get(done..edit.range.start).unwrap_or(""));
        result.push_str(&edit.text);
        done = edit.range.end;
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}

/// Stretches in order, those that overlap as one.
pub(super) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Whether nothing else stands on the lines of a stretch, but for a comment behind it.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(line_start(text, range.start)..range.start).unwrap_or("");
    let after = text.get(range.end..line_end(text, range.end)).unwrap_or("").trim_start();
    before.trim().is_empty() && (after.is_empty() || after.starts_with('#'))
}

/// A stretch with all that goes when it goes: its lines, and the comments right above it that are indented alike; or within
/// a line the comma that parts it from the next.
pub(super) fn with_its_line(text: &str, range: &Range<usize>) -> Range<usize> {
    if stands_alone(text, range) {
        let end = line_end(text, range.end);
        return line_start(text, range.start)..(end + 1).min(text.len());
    }
    let after = text.get(range.end..).unwrap_or("");
    let behind = after.trim_start_matches([' ', ',']);
    let is_parted = after.trim_start_matches(' ').starts_with(',');
    if is_parted {
        return range.start..range.end + (after.len() - behind.len());
    }
    let before = text.get(..range.start).unwrap_or("");
    before.trim_end_matches([' ', ',']).len()..range.end
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |end| at + end)
}
