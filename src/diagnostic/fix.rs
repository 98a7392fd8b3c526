//! Mending by machine: takes findings with safe fixes, gives the new texts of the files they change.

use super::{Applicability, Diagnostic, Edit, Fix};
use crate::source::{FileId, SourceFile, Sources};
use std::collections::BTreeMap;

/// What applying the safe fixes gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The changed files with their new texts, in order.
    pub texts: Vec<(FileId, String)>,
    /// How many fixes were applied.
    pub applied: usize,
    /// How many safe fixes were left out because an earlier one touches the same place; another run may apply them.
    pub left_out: usize,
}

/// Applies the first safe fix of each finding, in order. A fix is applied whole or not at all: one whose edits touch
/// those of an earlier fix is left out. The same fix offered twice is applied once.
#[must_use]
pub fn apply(sources: &Sources, diagnostics: &[Diagnostic]) -> Mended {
    let mut edits = Edits::new();
    let mut mended = Mended { texts: Vec::new(), applied: 0, left_out: 0 };
    for fix in diagnostics.iter().filter_map(safe_fix) {
        match place(&mut edits, sources, fix) {
            Placed::Added => mended.applied += 1,
            Placed::AlreadyThere => {}
            Placed::InTheWay => mended.left_out += 1,
        }
    }
    let changed = sources.files().filter_map(|(id, file)| Some((id, rewritten(file, edits.get(&id)?))));
    mended.texts.extend(changed);
    mended
}

/// The number of findings that have a safe fix.
#[must_use]
pub fn mendable(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter_map(safe_fix).count()
}

/// The accepted edits of each file by where they start; they neither overlap nor touch at an insertion.
type Edits<'a> = BTreeMap<FileId, BTreeMap<u32, &'a Edit>>;

enum Placed {
    Added,
    AlreadyThere,
    InTheWay,
}

fn safe_fix(diagnostic: &Diagnostic) -> Option<&Fix> {
    diagnostic.fixes.iter().find(|fix| fix.applicability == Applicability::Safe && !fix.edits.is_empty())
}

fn place<'a>(edits: &mut Edits<'a>, sources: &Sources, fix: &'a Fix) -> Placed {
    if fix.edits.iter().all(|edit| is_there(edits, edit)) {
        return Placed::AlreadyThere;
    }
    if !fix.edits.iter().all(|edit| fits(sources, edit) && is_free(edits, edit)) || clashes_with_itself(fix) {
        return Placed::InTheWay;
    }
    for edit in &fix.edits {
        edits.entry(edit.span.file).or_default().insert(edit.span.start, edit);
    }
    Placed::Added
}

fn is_there(edits: &Edits<'_>, edit: &Edit) -> bool {
    edits.get(&edit.span.file).and_then(|of_file| of_file.get(&edit.span.start)).is_some_and(|other| *other == edit)
}

fn fits(sources: &Sources, edit: &Edit) -> bool {
    let (start, end) = (edit.span.start as usize, edit.span.end as usize);
    sources.get(edit.span.file).is_some_and(|file| file.text().get(start..end).is_some())
}

fn is_free(edits: &Edits<'_>, edit: &Edit) -> bool {
    let Some(of_file) = edits.get(&edit.span.file) else { return true };
    let before = of_file.range(..=edit.span.start).next_back();
    let after = of_file.range(edit.span.start..).next();
    ![before, after].into_iter().flatten().any(|(_, other)| clash(edit, other))
}

fn clashes_with_itself(fix: &Fix) -> bool {
    let mut in_order: Vec<&Edit> = fix.edits.iter().collect();
    in_order.sort_by_key(|edit| edit.span);
    in_order.iter().zip(in_order.iter().skip(1)).any(|(left, right)| clash(left, right))
}

/// Two replacements may stand side by side; beside an insertion the order of the two would be a guess.
fn clash(left: &Edit, right: &Edit) -> bool {
    let (left, right) = (left.span, right.span);
    let has_insertion = left.start == left.end || right.start == right.end;
    left.file == right.file
        && if has_insertion {
            left.start <= right.end && right.start <= left.end
        } else {
            left.start < right.end && right.start < left.end
        }
}

fn rewritten(file: &SourceFile, edits: &BTreeMap<u32, &Edit>) -> String {
    let mut text = String::with_capacity(file.text().len());
    let mut position = 0;
    for edit in edits.values() {
        text.push_str(file.text().get(position..edit.span.start as usize).unwrap_or(""));
        text.push_str(&edit.replacement);
        position = edit.span.end as usize;
    }
    text.push_str(file.text().get(position..).unwrap_or(""));
    text
}
