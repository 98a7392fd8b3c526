//! A fix as a change of lines: takes a fix, gives the lines it takes away (`-`) and those it writes (`+`).

use super::place::fitted;
use super::window::{Room, Window};
use super::{Edit, Fix};
use crate::source::{SourceFile, Sources};

/// A fix that touches more lines than this is told by its title alone.
const TALLEST: usize = 8;

/// Whether a line goes or comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Taken,
    Written,
}

/// The lines a fix changes, in order; none where it changes several files or many lines.
pub(super) fn changed_lines(fix: &Fix, sources: &Sources, room: Room) -> Vec<(Change, String)> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let Some(first) = edits.first() else { return Vec::new() };
    match sources.get(first.span.file) {
        Some(file) if edits.iter().all(|edit| edit.span.file == first.span.file) => difference(file, &edits, room),
        Some(_) | None => Vec::new(),
    }
}

/// Whether the help already says what the fix writes.
pub(super) fn is_told(fix: &Fix, help: Option<&str>) -> bool {
    let Some(help) = help else { return false };
    match fix.edits.as_slice() {
        [edit] => !edit.replacement.trim().is_empty() && help.contains(edit.replacement.trim()),
        _ => false,
    }
}

fn difference(file: &SourceFile, edits: &[&Edit], room: Room) -> Vec<(Change, String)> {
    let text = file.text();
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Vec::new() };
    let start = file.line_range(file.line_index(first.span.start)).start.min(text.len());
    let end = file.line_range(file.line_index(last.span.end)).end.max(fitted(text, last.span).end);
    let before = text.get(start..end).unwrap_or("");
    let after = rewritten(text, start, end, edits);
    let (taken, written) = without_common(before.lines().collect(), after.lines().collect());
    if taken.len() + written.len() > TALLEST {
        return Vec::new();
    }
    let anchor = fitted(text, first.span).start - start;
    let show = |line: &str| Window::new(line, anchor, room).text();
    let taken = taken.iter().map(|line| (Change::Taken, show(line)));
    taken.chain(written.iter().map(|line| (Change::Written, show(line)))).collect()
}

fn rewritten(text: &str, start: usize, end: usize, edits: &[&Edit]) -> String {
    let mut after = String::new();
    let mut position = start;
    for edit in edits {
        let bytes = fitted(text, edit.span);
        after.push_str(text.get(position..bytes.start).unwrap_or(""));
        after.push_str(&edit.replacement);
        position = bytes.end;
    }
    after.push_str(text.get(position..end).unwrap_or(""));
    after
}

/// Both lists without the lines they begin and end with in common.
fn without_common<'a>(mut taken: Vec<&'a str>, mut written: Vec<&'a str>) -> (Vec<&'a str>, Vec<&'a str>) {
    while !taken.is_empty() && taken.last() == written.last() {
        taken.pop();
        written.pop();
    }
    let common = taken.iter().zip(&written).take_while(|(left, right)| left == right).count();
    taken.drain(..common);
    written.drain(..common);
    (taken, written)
}
