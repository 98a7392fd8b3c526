//! Fixes that are surely right: takes what was found in a stretch of a plan; where a line cannot be read with all that is
//! surely mended on it, its fixes are offered, and not made.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, Edit};

/// Nobody writes longer lines by hand.
const LONGEST: usize = 2000;

/// What is to be changed on a line.
#[derive(Default)]
struct Line {
    edits: Vec<Edit>,
    /// How many findings these edits mend.
    mended: usize,
}

/// Leaves only those fixes sure with which their line can be read; `count` reads a line and gives how many mistakes it has.
pub(super) fn leave_only_sure(text: &str, diagnostics: &mut Diagnostics, count: impl Fn(&str) -> usize) {
    let mut lines: FxHashMap<usize, Line> = FxHashMap::default();
    for finding in diagnostics.items() {
        let Some(edits) = sure_edits(finding) else { continue };
        let Some(start) = line_of(text, edits) else { continue };
        let line = lines.entry(start).or_default();
        line.edits.extend(edits.iter().cloned());
        line.mended += 1;
    }
    lines.retain(|start, line| !reads_with(text, *start, line, &count));
    if lines.is_empty() {
        return;
    }
    diagnostics.retain(|finding| {
        let start = sure_edits(finding).and_then(|edits| line_of(text, edits));
        if start.is_some_and(|start| lines.contains_key(&start)) {
            finding.fixes.iter_mut().for_each(|fix| fix.applicability = Applicability::Suggestion);
        }
        true
    });
}

fn sure_edits(finding: &Diagnostic) -> Option<&[Edit]> {
    let fix = finding.fixes.first().filter(|fix| fix.applicability == Applicability::Safe)?;
    Some(&fix.edits)
}

/// Where the line begins on which all of these edits stand; nothing where they stand on several.
fn line_of(text: &str, edits: &[Edit]) -> Option<usize> {
    let first = edits.iter().map(|edit| edit.span.start).min()? as usize;
    let last = edits.iter().map(|edit| edit.span.end).max()? as usize;
    let is_on_one = !text.get(first..last)?.contains('\n') && !edits.iter().any(|edit| edit.replacement.contains('\n'));
    is_on_one.then(|| start_of_line(text, first))?
}

/// Where the line of a place begins. Of a line that is longer than anybody writes it is not looked for: its fixes stay sure,
/// and each of them would look through all of it.
fn start_of_line(text: &str, at: usize) -> Option<usize> {
    let from = at.saturating_sub(LONGEST);
    match memchr::memrchr(b'\n', text.as_bytes().get(from..at)?) {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

/// Whether a line has no other mistakes than before once these are mended.
fn reads_with(text: &str, start: usize, line: &mut Line, count: impl Fn(&str) -> usize) -> bool {
    let written = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    if written.len() > LONGEST {
        return true;
    }
    line.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    line.edits.dedup();
    let Some(right) = applied(written, start, &line.edits) else { return false };
    // What is a mistake only among the lines around it cannot be judged by the line alone.
    let before = count(written);
    before < line.mended || count(&right) + line.mended <= before
}

/// A line with edits made; nothing where two of them overlap.
fn applied(written: &str, start: usize, edits: &[Edit]) -> Option<String> {
    let mut right = String::new();
    let mut done = 0;
    for edit in edits {
        let (first, last) =
            ((edit.span.start as usize).checked_sub(start)?, (edit.span.end as usize).checked_sub(start)?);
        right.push_str(written.get(done..first)?);
        right.push_str(&edit.replacement);
        done = last;
    }
    right.push_str(written.get(done..)?);
    Some(right)
}
