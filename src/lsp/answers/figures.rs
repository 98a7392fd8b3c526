//! Figures beside and over the text.

use super::asked::Asked;
use crate::editor::hints;
use crate::editor::snapshot::Figures;
use serde_json::{Value, json};

pub(super) fn inlay_hints(asked: &Asked<'_>) -> Value {
    let (Some((brief, figures)), true) = (asked.brief(), asked.client.hints) else { return json!([]) };
    let (start, end) = asked.asked_range();
    let hints = hints::hints(asked.snapshot, brief, asked.file).into_iter();
    let shown = hints.filter(|hint| hint.span.end >= start && hint.span.start <= end).filter_map(|hint| {
        let file = asked.snapshot.sources.get(hint.span.file)?;
        let tooltip = if figures == Figures::OfBefore { "figures of the last plan without errors" } else { "" };
        Some(json!({
            "position": asked.client.encoding.position(file, hint.span.end),
            "label": hint.text,
            "paddingLeft": true,
            "tooltip": tooltip,
        }))
    });
    Value::Array(shown.collect())
}

pub(super) fn lenses(asked: &Asked<'_>) -> Value {
    let (Some((brief, _)), true) = (asked.brief(), asked.client.lenses) else { return json!([]) };
    let uri = asked.state.uri(asked.file);
    let lenses = hints::lenses(asked.snapshot, brief, asked.file).into_iter().map(|hint| {
        let command = if asked.client.commands { "zbb.why" } else { "" };
        let command = json!({ "title": hint.text, "command": command, "arguments": [uri, hint.about] });
        json!({ "range": asked.range(hint.span), "command": command })
    });
    Value::Array(lenses.collect())
}
