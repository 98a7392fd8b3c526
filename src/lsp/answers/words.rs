//! Words at a place: completion, hover, help inside a call.

use super::super::capabilities::Client;
use super::asked::{Asked, or_null};
use crate::editor::complete::{Offer, OfferKind, complete};
use crate::editor::hover::hover;
use crate::editor::signature::signature;
use crate::model::Kind;
use crate::source::Span;
use serde_json::{Value, json};

pub(super) fn completion(asked: &Asked<'_>) -> Value {
    let byte = asked.here();
    let brief = asked.brief().map(|(brief, _)| brief);
    let (start, offers) = complete(asked.snapshot, brief, asked.file, byte as usize);
    let replaced = asked.range(Span::new(asked.file, u32::try_from(start).unwrap_or(byte), byte));
    let items = offers.into_iter().enumerate().map(|(place, offer)| offered(asked.client, offer, place, &replaced));
    json!({ "isIncomplete": false, "items": items.collect::<Vec<Value>>() })
}

fn offered(client: Client, offer: Offer, place: usize, replaced: &Value) -> Value {
    let (text, format) = match (offer.snippet, client.snippets) {
        (Some(snippet), true) => (snippet, 2),
        _ => (offer.text, 1),
    };
    let mut item = json!({
        "label": offer.label,
        "kind": completion_kind(offer.kind),
        "detail": offer.detail,
        "sortText": format!("{place:05}"),
        "insertTextFormat": format,
        "textEdit": { "range": replaced, "newText": text },
    });
    if let (Some(item), false) = (item.as_object_mut(), offer.doc.is_empty()) {
        item.insert("documentation".to_owned(), json!({ "kind": "markdown", "value": offer.doc }));
    }
    item
}

fn completion_kind(kind: OfferKind) -> u8 {
    match kind {
        OfferKind::Keyword => 14,
        OfferKind::Key => 10,
        OfferKind::Name(Kind::Kpi | Kind::Driver) => 6,
        OfferKind::Name(Kind::Package) => 7,
        OfferKind::Name(_) => 18,
        OfferKind::Choice => 20,
        OfferKind::Modifier => 24,
        OfferKind::Unit => 11,
        OfferKind::Function => 3,
        OfferKind::Value => 12,
    }
}

pub(super) fn hovered(asked: &Asked<'_>) -> Value {
    or_null(
        hover(asked.snapshot, asked.figures, asked.file, asked.here()),
        |(text, span)| json!({ "contents": { "kind": "markdown", "value": text }, "range": asked.range(span) }),
    )
}

pub(super) fn signature_help(asked: &Asked<'_>) -> Value {
    let text = asked.snapshot.text(asked.file);
    or_null(signature(text, asked.here() as usize), |(function, argument)| {
        let inner = function.signature.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
        let parameters: Vec<Value> = inner.split(", ").map(|label| json!({ "label": label })).collect();
        let active = argument.min(parameters.len().saturating_sub(1));
        json!({
            "signatures": [{ "label": function.signature, "documentation": function.doc, "parameters": parameters }],
            "activeSignature": 0,
            "activeParameter": active,
        })
    })
}
