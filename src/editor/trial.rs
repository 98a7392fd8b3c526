//! Trying edits before they are made: takes a plan and edits, gives the plan as it would be, and where everything would stand.

use std::collections::BTreeMap;

use super::snapshot::Snapshot;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::quantity::Date;
use crate::source::{FileId, Span};

/// The plan as it would be with some edits.
pub(super) struct Trial<'e> {
    /// It, read and checked.
    pub(super) after: Snapshot,
    edits: BTreeMap<FileId, Vec<&'e Edit>>,
}

impl<'e> Trial<'e> {
    /// Makes the edits, which do not overlap.
    pub(super) fn of(before: &Snapshot, all: &'e [Edit], today: Option<Date>) -> Trial<'e> {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        all.iter().for_each(|edit| edits.entry(edit.span.file).or_default().push(edit));
        edits.values_mut().for_each(|edits| edits.sort_by_key(|edit| edit.span));
        let mut sources = before.sources.clone();
        for (file, edits) in &edits {
            sources.replace(*file, edited(before.text(*file), edits));
        }
        Trial { after: Snapshot::after(before, sources, today), edits }
    }

    /// Where something stands once the edits are made; what is edited itself ends where its replacement does.
    pub(super) fn moved(&self, span: Span) -> Span {
        let edits = self.edits.get(&span.file).map_or(&[][..], Vec::as_slice);
        let at = |byte: u32, until: usize| {
            let by: i64 = edits.get(..until).unwrap_or_default().iter().map(|edit| growth(edit)).sum();
            u32::try_from(i64::from(byte) + by).unwrap_or(0)
        };
        let before = edits.partition_point(|edit| edit.span.end <= span.start);
        let within = edits.partition_point(|edit| edit.span.end <= span.end);
        Span::new(span.file, at(span.start, before), at(span.end, within))
    }
}

/// The errors of reading and checking.
pub(super) fn errors(snapshot: &Snapshot) -> impl Iterator<Item = &Diagnostic> {
    snapshot.diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error)
}

/// How many bytes an edit adds.
fn growth(edit: &Edit) -> i64 {
    i64::try_from(edit.replacement.len()).unwrap_or(0) - i64::from(edit.span.end) + i64::from(edit.span.start)
}

fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        changed.push_str(text.get(done..edit.span.start as usize).unwrap_or(""));
        changed.push_str(&edit.replacement);
        done = edit.span.end as usize;
    }
    changed.push_str(text.get(done..).unwrap_or(""));
    changed
}
