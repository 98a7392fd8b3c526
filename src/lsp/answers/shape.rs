//! The shape of a file: symbols, folds, selections, links, colours by meaning.

use super::super::capabilities::Client;
use super::super::params::{at, list};
use super::super::plans::PlanState;
use super::super::uri as address;
use super::asked::{Asked, range, symbol_kind};
use crate::editor::Snapshot;
use crate::editor::outline::{Entry, around, data_files, folds, outline};
use crate::editor::tokens::{Token, tokens};
use crate::model::mention::{Mention, Part};
use crate::source::Span;
use serde_json::{Value, json};

pub(super) fn document_symbols(asked: &Asked<'_>) -> Value {
    let entries = asked.snapshot.tree(asked.file).map(outline).unwrap_or_default();
    Value::Array(entries.iter().map(|entry| symbol(asked, entry)).collect())
}

fn symbol(asked: &Asked<'_>, entry: &Entry) -> Value {
    json!({
        "name": if entry.name.is_empty() { &entry.keyword } else { &entry.name },
        "detail": entry.title,
        "kind": symbol_kind(&entry.keyword),
        "range": asked.range(entry.whole),
        "selectionRange": asked.range(entry.span),
        "children": entry.inner.iter().map(|inner| symbol(asked, inner)).collect::<Vec<Value>>(),
    })
}

/// The declarations of a plan whose path or title holds what is looked for.
pub(crate) fn symbols_like(client: &Client, state: &PlanState, snapshot: &Snapshot, query: &str) -> Vec<Value> {
    let declares = snapshot.mentions.items().iter().filter(|mention| mention.part == Part::Declares);
    let like = |mention: &&Mention| {
        let head = snapshot.head(mention.id);
        head.is_some_and(|head| head.path.contains(query) || head.display().to_lowercase().contains(query))
    };
    let found = declares.filter(like).filter_map(|mention| {
        let head = snapshot.head(mention.id)?;
        let location = json!({ "uri": state.uri(head.span.file), "range": range(client, snapshot, head.span) });
        let kind = symbol_kind(mention.id.kind.keyword());
        Some(json!({ "name": head.path.as_str(), "kind": kind, "containerName": head.display(), "location": location }))
    });
    found.collect()
}

pub(super) fn folding(asked: &Asked<'_>) -> Value {
    let Some(tree) = asked.snapshot.tree(asked.file) else { return Value::Null };
    let folds = folds(tree, asked.snapshot.text(asked.file)).into_iter().filter_map(|span| {
        let file = asked.snapshot.sources.get(span.file)?;
        let kind = if asked.snapshot.sources.slice(span).starts_with('#') { "comment" } else { "region" };
        Some(json!({ "startLine": file.line_index(span.start), "endLine": file.line_index(span.end), "kind": kind }))
    });
    Value::Array(folds.collect())
}

pub(super) fn selection(asked: &Asked<'_>) -> Value {
    let Some(tree) = asked.snapshot.tree(asked.file) else { return Value::Null };
    let selected = list(at(asked.params, "/positions")).iter().map(|position| {
        let byte = asked.byte(position);
        let nothing = json!({ "range": asked.range(Span::new(asked.file, byte, byte)) });
        let spans = around(tree, byte);
        let nested = spans.iter().rev().fold(None, |outer: Option<Value>, span| {
            let mut selection = json!({ "range": asked.range(*span) });
            if let (Some(outer), Some(selection)) = (outer, selection.as_object_mut()) {
                selection.insert("parent".to_owned(), outer);
            }
            Some(selection)
        });
        nested.unwrap_or(nothing)
    });
    Value::Array(selected.collect())
}

pub(super) fn links(asked: &Asked<'_>) -> Value {
    let Some(tree) = asked.snapshot.tree(asked.file) else { return Value::Null };
    let folder = address::path(asked.state.uri(asked.file)).and_then(|path| path.parent().map(ToOwned::to_owned));
    let links = data_files(tree).into_iter().filter_map(|(path, span)| {
        let target = address::uri(&folder.as_ref()?.join(path));
        Some(json!({ "range": asked.range(span), "target": target }))
    });
    Value::Array(links.collect())
}

pub(super) fn semantic_tokens(asked: &Asked<'_>) -> Value {
    let mut tokens = tokens(asked.snapshot, asked.file);
    if asked.params.get("range").is_some() {
        let (start, end) = asked.asked_range();
        tokens.retain(|token| token.span.end >= start && token.span.start <= end);
    }
    json!({ "data": relative(asked, &tokens) })
}

/// Each token by its distance from the one before, as the protocol has them.
fn relative(asked: &Asked<'_>, tokens: &[Token]) -> Vec<u64> {
    let mut data = Vec::with_capacity(tokens.len() * 5);
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        let range = asked.range(token.span);
        let number =
            |end: &str, key: &str| range.pointer(&format!("/{end}/{key}")).and_then(Value::as_u64).unwrap_or(0);
        let (at_line, at_column) = (number("start", "line"), number("start", "character"));
        if number("end", "line") != at_line {
            continue;
        }
        let from = if at_line == line { at_column - column } else { at_column };
        let length = number("end", "character") - at_column;
        data.extend([at_line - line, from, length, u64::from(token.kind), u64::from(token.modifiers)]);
        (line, column) = (at_line, at_column);
    }
    data
}
