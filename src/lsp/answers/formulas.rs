//! Who computes with whom, as a hierarchy of calls.

use super::asked::{Asked, or_null};
use crate::editor::{Snapshot, calls};
use crate::model::AnyId;
use crate::source::Span;
use serde_json::{Value, json};

pub(super) fn prepare_calls(asked: &Asked<'_>) -> Value {
    let named = asked.named().filter(|named| calls::computes(named.id.kind));
    or_null(named.and_then(|named| asked.named_item(named.id)), |item| json!([item]))
}

pub(super) fn outgoing(asked: &Asked<'_>) -> Value {
    called(asked, "to", calls::reads)
}

pub(super) fn incoming(asked: &Asked<'_>) -> Value {
    called(asked, "from", calls::read_by)
}

fn called(asked: &Asked<'_>, end: &str, find: fn(&Snapshot, AnyId) -> Vec<(AnyId, Vec<Span>)>) -> Value {
    or_null(asked.item(), |id| {
        let found = find(asked.snapshot, id).into_iter().filter_map(|(other, places)| {
            let ranges: Vec<Value> = places.into_iter().map(|span| asked.range(span)).collect();
            Some(json!({ end: asked.named_item(other)?, "fromRanges": ranges }))
        });
        Value::Array(found.collect())
    })
}
