//! The one layout of a file, as the smallest edits.

use super::asked::Asked;
use crate::diagnostic::Edit;
use crate::source::Span;
use crate::syntax::format;
use serde_json::{Value, json};

pub(super) fn formatting(asked: &Asked<'_>) -> Value {
    Value::Array(layout_edits(asked).into_iter().map(|edit| text_edit(asked, &edit)).collect())
}

pub(super) fn range_formatting(asked: &Asked<'_>) -> Value {
    let (start, end) = asked.asked_range();
    let within = |edit: &Edit| edit.span.end >= start && edit.span.start <= end;
    Value::Array(layout_edits(asked).iter().filter(|edit| within(edit)).map(|edit| text_edit(asked, edit)).collect())
}

fn text_edit(asked: &Asked<'_>, edit: &Edit) -> Value {
    json!({ "range": asked.range(edit.span), "newText": edit.replacement })
}

/// The lines that the one layout writes otherwise, so that the cursor stays where it is. Line ends stay those of the text.
fn layout_edits(asked: &Asked<'_>) -> Vec<Edit> {
    let text = asked.snapshot.text(asked.file);
    let Ok(formatted) = format(text) else { return Vec::new() };
    let laid = if text.contains("\r\n") { formatted.text.replace('\n', "\r\n") } else { formatted.text.into_owned() };
    let difference = similar::TextDiff::from_lines(text, laid.as_str());
    let new: Vec<&str> = laid.split_inclusive('\n').collect();
    let old_starts: Vec<usize> =
        text.split_inclusive('\n').scan(0, |sum, line| Some(std::mem::replace(sum, *sum + line.len()))).collect();
    let start_of = |line: usize| old_starts.get(line).copied().unwrap_or(text.len());
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let changes = difference.ops().iter().filter(|operation| operation.tag() != similar::DiffTag::Equal);
    changes
        .map(|operation| {
            let (before, after) = (operation.old_range(), operation.new_range());
            let span = Span::new(asked.file, byte(start_of(before.start)), byte(start_of(before.end)));
            Edit { span, replacement: new.get(after).unwrap_or(&[]).concat() }
        })
        .collect()
}
