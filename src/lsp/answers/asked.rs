//! A question about a text, with all that answers it.

use std::collections::BTreeMap;

use super::super::capabilities::Client;
use super::super::params::at;
use super::super::plans::{Document, PlanState};
use crate::diagnostic::{Diagnostic, Edit};
use crate::editor::Snapshot;
use crate::editor::snapshot::{Figures, Good};
use crate::model::mention::{Mention, Part};
use crate::model::{AnyId, Kind};
use crate::quantity::Date;
use crate::report::brief::Brief;
use crate::source::{FileId, Span};
use serde_json::{Map, Value, json};

/// A question about a text, with all that answers it.
pub(in crate::lsp) struct Asked<'a> {
    /// The plan as it stands.
    pub snapshot: &'a Snapshot,
    /// What it last came to.
    pub figures: Option<(&'a Good, Figures)>,
    /// Its findings.
    pub findings: &'a [Diagnostic],
    /// The plan's files.
    pub state: &'a PlanState,
    /// The open texts.
    pub open: &'a BTreeMap<String, Document>,
    /// What the client can.
    pub client: Client,
    /// The file the question is about.
    pub file: FileId,
    /// The day.
    pub today: Option<Date>,
    /// What the message says.
    pub params: &'a Value,
}

impl Asked<'_> {
    /// What the plan last came to, in short.
    pub(super) fn brief(&self) -> Option<(&Brief, Figures)> {
        self.figures.map(|(good, figures)| (&good.brief, figures))
    }

    /// What the text that stands there comes to.
    pub(super) fn now(&self) -> Option<&Good> {
        self.figures.filter(|(_, figures)| *figures == Figures::OfNow).map(|(good, _)| good)
    }

    pub(super) fn byte(&self, position: &Value) -> u32 {
        let file = self.snapshot.sources.get(self.file);
        file.map_or(0, |file| self.client.encoding.byte(file, position))
    }

    pub(super) fn here(&self) -> u32 {
        self.byte(at(self.params, "/position"))
    }

    pub(super) fn range(&self, span: Span) -> Value {
        range(&self.client, self.snapshot, span)
    }

    pub(super) fn location(&self, span: Span) -> Value {
        json!({ "uri": self.state.uri(span.file), "range": self.range(span) })
    }

    pub(super) fn named(&self) -> Option<Mention> {
        self.snapshot.mentions.at(self.file, self.here())
    }

    /// The place of a declaration's own name.
    pub(super) fn place_of(&self, id: AnyId) -> Option<Span> {
        self.snapshot.head(id).map(|head| head.span)
    }

    pub(super) fn asked_range(&self) -> (u32, u32) {
        let range = at(self.params, "/range");
        (self.byte(at(range, "/start")), self.byte(at(range, "/end")))
    }

    pub(super) fn edit(&self, edits: &[Edit]) -> Value {
        let mut by_file: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
        for edit in edits {
            let change = json!({ "range": self.range(edit.span), "newText": edit.replacement });
            by_file.entry(edit.span.file).or_default().push(change);
        }
        if self.client.versioned_edits {
            let changes = by_file.into_iter().map(|(file, edits)| {
                let uri = self.state.uri(file);
                let version = self.open.get(uri).map(|document| document.version);
                json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
            });
            return json!({ "documentChanges": changes.collect::<Vec<Value>>() });
        }
        let changes = by_file.into_iter().map(|(file, edits)| (self.state.uri(file).to_owned(), Value::Array(edits)));
        json!({ "changes": changes.collect::<Map<String, Value>>() })
    }

    pub(super) fn named_item(&self, id: AnyId) -> Option<Value> {
        let head = self.snapshot.head(id)?;
        Some(json!({
            "name": head.path.as_str(),
            "detail": head.title.as_ref().map_or("", |title| &title.value),
            "kind": symbol_kind(id.kind.keyword()),
            "uri": self.state.uri(head.span.file),
            "range": self.range(head.whole),
            "selectionRange": self.range(head.span),
            "data": { "kind": id.kind.keyword(), "path": head.path.as_str() },
        }))
    }

    /// The declaration that an item of a call hierarchy is about.
    pub(super) fn item(&self) -> Option<AnyId> {
        let data = at(self.params, "/item/data");
        let kind = Kind::from_keyword(at(data, "/kind").as_str()?)?;
        declared(self.snapshot, at(data, "/path").as_str()?).find(|id| id.kind == kind)
    }
}

pub(super) fn range(client: &Client, snapshot: &Snapshot, span: Span) -> Value {
    match snapshot.sources.get(span.file) {
        Some(file) => client.encoding.range(file, span),
        None => json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }),
    }
}

/// The declarations that bear a path.
pub(super) fn declared<'a>(snapshot: &'a Snapshot, path: &'a str) -> impl Iterator<Item = AnyId> + 'a {
    let declares = snapshot.mentions.items().iter().filter(|mention| mention.part == Part::Declares);
    declares.map(|mention| mention.id).filter(move |id| snapshot.head(*id).is_some_and(|head| head.path == path))
}

pub(super) fn or_null<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

pub(super) fn symbol_kind(keyword: &str) -> u8 {
    match keyword {
        "plan" => 4,
        "journey" | "stage" | "touchpoint" => 3,
        "package" => 5,
        "level" | "alternative" => 22,
        "kpi" => 13,
        "driver" => 14,
        "moment" | "pain" | "need" | "milestone" => 24,
        "ranking" | "scenario" | "objective" => 11,
        "require" => 17,
        _ => 19,
    }
}
