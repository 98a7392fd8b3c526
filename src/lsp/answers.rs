//! What `editor` says, in the words of the protocol: one function for each question.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::capabilities::Client;
use super::params::{at, list, notification};
use super::plans::{Document, PlanState};
use super::uri as address;
use crate::diagnostic::text::counted;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity, fix};
use crate::editor::actions::{actions, waiver};
use crate::editor::complete::{Offer, OfferKind, complete};
use crate::editor::hover::{Figures, hover};
use crate::editor::outline::{Entry, around, data_files, folds, outline};
use crate::editor::rename::rename;
use crate::editor::signature::signature;
use crate::editor::tokens::{Token, tokens};
use crate::editor::{Snapshot, calls, hints};
use crate::model::mention::{Mention, Part};
use crate::model::{AnyId, Kind};
use crate::quantity::{Date, Month};
use crate::report::brief::Brief;
use crate::source::{FileId, Span};
use crate::syntax::format;

/// A question about a text, with all that answers it.
pub struct Asked<'a> {
    /// The plan as it stands.
    pub snapshot: &'a Snapshot,
    /// What it last came to.
    pub figures: Option<(&'a Brief, Figures)>,
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

type Answer = fn(&Asked<'_>) -> Value;

/// What answers a question about a text.
pub fn of(method: &str) -> Option<Answer> {
    let answer: Answer = match method {
        "textDocument/completion" => completion,
        "textDocument/hover" => hovered,
        "textDocument/signatureHelp" => signature_help,
        "textDocument/definition" => definition,
        "textDocument/references" => references,
        "textDocument/documentHighlight" => highlights,
        "textDocument/documentSymbol" => document_symbols,
        "textDocument/foldingRange" => folding,
        "textDocument/selectionRange" => selection,
        "textDocument/formatting" => formatting,
        "textDocument/rangeFormatting" => range_formatting,
        "textDocument/prepareRename" => prepare_rename,
        "textDocument/rename" => renamed,
        "textDocument/documentLink" => links,
        "textDocument/inlayHint" => inlay_hints,
        "textDocument/codeLens" => lenses,
        "textDocument/codeAction" => code_actions,
        "textDocument/semanticTokens/full" | "textDocument/semanticTokens/range" => semantic_tokens,
        "textDocument/prepareCallHierarchy" => prepare_calls,
        "callHierarchy/outgoingCalls" => outgoing,
        "callHierarchy/incomingCalls" => incoming,
        "zbb/locate" => locate,
        "zbb/why" => why,
        "zbb/preview" => preview,
        _ => return None,
    };
    Some(answer)
}

impl Asked<'_> {
    fn byte(&self, position: &Value) -> u32 {
        let file = self.snapshot.sources.get(self.file);
        file.map_or(0, |file| self.client.encoding.byte(file, position))
    }

    fn here(&self) -> u32 {
        self.byte(at(self.params, "/position"))
    }

    fn range(&self, span: Span) -> Value {
        range(&self.client, self.snapshot, span)
    }

    fn location(&self, span: Span) -> Value {
        json!({ "uri": self.state.uri(span.file), "range": self.range(span) })
    }

    fn named(&self) -> Option<Mention> {
        self.snapshot.mentions.at(self.file, self.here())
    }

    /// The place of a declaration's own name.
    fn place_of(&self, id: AnyId) -> Option<Span> {
        self.snapshot.head(id).map(|head| head.span)
    }

    fn asked_range(&self) -> (u32, u32) {
        let range = at(self.params, "/range");
        (self.byte(at(range, "/start")), self.byte(at(range, "/end")))
    }

    fn edit(&self, edits: &[Edit]) -> Value {
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

    fn named_item(&self, id: AnyId) -> Option<Value> {
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
    fn item(&self) -> Option<AnyId> {
        let data = at(self.params, "/item/data");
        let kind = Kind::from_keyword(at(data, "/kind").as_str()?)?;
        declared(self.snapshot, at(data, "/path").as_str()?).find(|id| id.kind == kind)
    }
}

fn range(client: &Client, snapshot: &Snapshot, span: Span) -> Value {
    match snapshot.sources.get(span.file) {
        Some(file) => client.encoding.range(file, span),
        None => json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }),
    }
}

/// The declarations that bear a path.
fn declared<'a>(snapshot: &'a Snapshot, path: &'a str) -> impl Iterator<Item = AnyId> + 'a {
    let declares = snapshot.mentions.items().iter().filter(|mention| mention.part == Part::Declares);
    declares.map(|mention| mention.id).filter(move |id| snapshot.head(*id).is_some_and(|head| head.path == path))
}

fn or_null<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

// ── Findings ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The findings of a plan, a message for each of its files that has some or had some.
pub fn published(
    client: &Client,
    state: &mut PlanState,
    snapshot: &Snapshot,
    findings: &[Diagnostic],
    open: &BTreeMap<String, Document>,
) -> Vec<Value> {
    let mut by_uri: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for finding in findings {
        let uri = state.uri(finding.primary.span.file).to_owned();
        by_uri.entry(uri).or_default().push(diagnostic(client, state, snapshot, finding));
    }
    let now: BTreeSet<String> = by_uri.keys().cloned().collect();
    let before = std::mem::replace(&mut state.told, now);
    before.into_iter().for_each(|uri| {
        by_uri.entry(uri).or_default();
    });
    for uri in state.uris().filter(|uri| open.contains_key(*uri)) {
        by_uri.entry(uri.to_owned()).or_default();
    }
    let message = |(uri, diagnostics): (String, Vec<Value>)| {
        let version = open.get(&uri).map(|document| document.version);
        let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), json!(version));
        }
        notification("textDocument/publishDiagnostics", params)
    };
    by_uri.into_iter().map(message).collect()
}

fn diagnostic(client: &Client, state: &PlanState, snapshot: &Snapshot, finding: &Diagnostic) -> Value {
    let mut message = finding.message.clone();
    if !finding.primary.text.is_empty() {
        message.push_str(&format!("\n{}", finding.primary.text));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let related = finding.secondary.iter().map(|label| {
        let location = json!({ "uri": state.uri(label.span.file), "range": range(client, snapshot, label.span) });
        json!({ "location": location, "message": label.text })
    });
    json!({
        "range": range(client, snapshot, finding.primary.span),
        "severity": match finding.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": finding.code.id(),
        "source": "zbb",
        "message": message,
        "relatedInformation": related.collect::<Vec<Value>>(),
        "data": { "about": finding.about },
    })
}

/// What is told of the figures of a plan to clients that want it.
pub fn told_of_figures(client: &Client, state: &PlanState, findings: &[Diagnostic]) -> Vec<Value> {
    let mut out = Vec::new();
    let uri = state.uris().next().unwrap_or("");
    if client.status {
        out.push(notification("zbb/status", status(state, uri, findings)));
    }
    if client.preview {
        out.push(notification("zbb/previewChanged", json!({ "uri": uri, "version": state.generation })));
    }
    out
}

fn status(state: &PlanState, uri: &str, findings: &[Diagnostic]) -> Value {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let Some((brief, figures)) = state.figures() else {
        return json!({ "uri": uri, "errors": errors, "warnings": warnings, "stale": true, "text": counted(errors, "error") });
    };
    let judged: Vec<bool> = brief.kpis.values().filter_map(|kpi| kpi.is_met).collect();
    let met = judged.iter().filter(|met| **met).count();
    let money = brief.money.as_ref();
    let text = match (errors, money) {
        (1.., _) => format!("{} · figures of the last good plan", counted(errors, "error")),
        (0, Some(money)) => {
            let missed = judged.len() - met;
            let (funded, budget, currency) = (&money.funded, &money.budget, brief.currency);
            let word = if missed == 1 { "target" } else { "targets" };
            format!("{funded} of {budget} {currency} · {} left · {missed} {word} missed", money.left)
        }
        (0, None) => String::new(),
    };
    json!({
        "uri": uri,
        "title": brief.title,
        "currency": brief.currency,
        "budget": money.map(|money| &money.budget),
        "funded": money.map(|money| &money.funded),
        "left": money.map(|money| &money.left),
        "levels": money.map(|money| [money.levels_funded, money.levels]),
        "targets": [met, judged.len()],
        "errors": errors,
        "warnings": warnings,
        "stale": figures == Figures::OfBefore,
        "text": text,
    })
}

// ── Words at a place ────────────────────────────────────────────────────────────────────────────────────────────────

fn completion(asked: &Asked<'_>) -> Value {
    let byte = asked.here();
    let brief = asked.figures.map(|(brief, _)| brief);
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

fn hovered(asked: &Asked<'_>) -> Value {
    or_null(
        hover(asked.snapshot, asked.figures, asked.file, asked.here()),
        |(text, span)| json!({ "contents": { "kind": "markdown", "value": text }, "range": asked.range(span) }),
    )
}

fn signature_help(asked: &Asked<'_>) -> Value {
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

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn definition(asked: &Asked<'_>) -> Value {
    let place = asked.named().and_then(|mention| asked.place_of(mention.id));
    or_null(place, |span| asked.location(span))
}

fn references(asked: &Asked<'_>) -> Value {
    let with_declaration = at(asked.params, "/context/includeDeclaration").as_bool().unwrap_or(true);
    or_null(asked.named(), |named| {
        let places = asked.snapshot.mentions.of(named.id);
        let wanted = places.filter(|mention| with_declaration || mention.part == Part::Uses);
        Value::Array(wanted.map(|mention| asked.location(mention.span)).collect())
    })
}

fn highlights(asked: &Asked<'_>) -> Value {
    or_null(asked.named(), |named| {
        let here = asked.snapshot.mentions.of(named.id).filter(|mention| mention.span.file == asked.file);
        let highlight = |mention: Mention| {
            let kind = if mention.part == Part::Declares { 3 } else { 2 };
            json!({ "range": asked.range(mention.span), "kind": kind })
        };
        Value::Array(here.map(highlight).collect())
    })
}

fn prepare_rename(asked: &Asked<'_>) -> Value {
    or_null(
        asked.named(),
        |named| json!({ "range": asked.range(named.span), "placeholder": asked.snapshot.sources.slice(named.span) }),
    )
}

fn renamed(asked: &Asked<'_>) -> Value {
    let new = at(asked.params, "/newName").as_str().unwrap_or("");
    let Some(named) = asked.named() else { return Value::Null };
    let head = asked.snapshot.head(named.id);
    let Some(old) = head.and_then(|head| head.name.as_ref()) else { return Value::Null };
    let edits = rename(&asked.snapshot.sources, &asked.snapshot.mentions, named.id, &old.value, new);
    asked.edit(&edits)
}

// ── The shape of a file ─────────────────────────────────────────────────────────────────────────────────────────────

fn document_symbols(asked: &Asked<'_>) -> Value {
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

fn symbol_kind(keyword: &str) -> u8 {
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

/// The declarations of a plan whose path or title holds what is looked for.
pub fn symbols_like(client: &Client, state: &PlanState, snapshot: &Snapshot, query: &str) -> Vec<Value> {
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

fn folding(asked: &Asked<'_>) -> Value {
    let Some(tree) = asked.snapshot.tree(asked.file) else { return Value::Null };
    let folds = folds(tree, asked.snapshot.text(asked.file)).into_iter().filter_map(|span| {
        let file = asked.snapshot.sources.get(span.file)?;
        let kind = if asked.snapshot.sources.slice(span).starts_with('#') { "comment" } else { "region" };
        Some(json!({ "startLine": file.line_index(span.start), "endLine": file.line_index(span.end), "kind": kind }))
    });
    Value::Array(folds.collect())
}

fn selection(asked: &Asked<'_>) -> Value {
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

fn links(asked: &Asked<'_>) -> Value {
    let Some(tree) = asked.snapshot.tree(asked.file) else { return Value::Null };
    let folder = address::path(asked.state.uri(asked.file)).and_then(|path| path.parent().map(ToOwned::to_owned));
    let links = data_files(tree).into_iter().filter_map(|(path, span)| {
        let target = address::uri(&folder.as_ref()?.join(path));
        Some(json!({ "range": asked.range(span), "target": target }))
    });
    Value::Array(links.collect())
}

fn semantic_tokens(asked: &Asked<'_>) -> Value {
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

// ── Layout ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn formatting(asked: &Asked<'_>) -> Value {
    Value::Array(layout_edits(asked).into_iter().map(|edit| text_edit(asked, &edit)).collect())
}

fn range_formatting(asked: &Asked<'_>) -> Value {
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

// ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────

fn inlay_hints(asked: &Asked<'_>) -> Value {
    let (Some((brief, figures)), true) = (asked.figures, asked.client.hints) else { return json!([]) };
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

fn lenses(asked: &Asked<'_>) -> Value {
    let Some((brief, _)) = asked.figures else { return json!([]) };
    let uri = asked.state.uri(asked.file);
    let lenses = hints::lenses(asked.snapshot, brief, asked.file).into_iter().map(|hint| {
        let command = if asked.client.commands { "zbb.why" } else { "" };
        let command = json!({ "title": hint.text, "command": command, "arguments": [uri, hint.about] });
        json!({ "range": asked.range(hint.span), "command": command })
    });
    Value::Array(lenses.collect())
}

// ── What can be done ────────────────────────────────────────────────────────────────────────────────────────────────

fn code_actions(asked: &Asked<'_>) -> Value {
    let (start, end) = asked.asked_range();
    let only = list(at(asked.params, "/context/only"));
    let wants = |kind: &str| {
        only.is_empty() || only.iter().filter_map(Value::as_str).any(|wanted| kind == wanted || is_below(kind, wanted))
    };
    let mut found = Vec::new();
    let here = |finding: &&Diagnostic| {
        let span = finding.primary.span;
        span.file == asked.file && span.start <= end && start <= span.end
    };
    if wants("quickfix") {
        asked.findings.iter().filter(here).for_each(|finding| found.extend(fixes(asked, finding)));
    }
    if wants("refactor.rewrite") {
        let done = actions(asked.snapshot, asked.file, start).into_iter();
        let action = |title: &str, edits: &[Edit]| json!({ "title": title, "kind": "refactor.rewrite", "edit": asked.edit(edits) });
        found.extend(done.map(|done| action(&done.title, &done.edits)));
    }
    if wants("source.fixAll.zbb") {
        found.extend(fix_all(asked));
    }
    Value::Array(found)
}

fn is_below(kind: &str, wanted: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
}

fn fixes(asked: &Asked<'_>, finding: &Diagnostic) -> Vec<Value> {
    let diagnostics = [diagnostic(&asked.client, asked.state, asked.snapshot, finding)];
    let fix = |(place, fix): (usize, &crate::diagnostic::Fix)| {
        let preferred = place == 0 && fix.applicability == Applicability::Safe;
        json!({
            "title": fix.title,
            "kind": "quickfix",
            "diagnostics": diagnostics,
            "isPreferred": preferred,
            "edit": asked.edit(&fix.edits),
        })
    };
    let mut found: Vec<Value> = finding.fixes.iter().enumerate().map(fix).collect();
    let later = asked.today.and_then(|today| today.month().plus(3)).map(Month::last_day);
    if let Some(waiver) = later.and_then(|until| waiver(asked.snapshot, finding, until)) {
        found.push(json!({
            "title": waiver.title, "kind": "quickfix", "diagnostics": diagnostics, "edit": asked.edit(&waiver.edits),
        }));
    }
    if asked.client.commands {
        let title = format!("explain {}", finding.code.id());
        let command = json!({ "title": title, "command": "zbb.explain", "arguments": [finding.code.id()] });
        found.push(json!({ "title": title, "kind": "quickfix", "diagnostics": diagnostics, "command": command }));
    }
    found
}

/// All that can be mended without asking in this text.
fn fix_all(asked: &Asked<'_>) -> Option<Value> {
    let here: Vec<Diagnostic> =
        asked.findings.iter().filter(|finding| finding.primary.span.file == asked.file).cloned().collect();
    let mended = fix::apply(&asked.snapshot.sources, &here);
    let (_, text) = mended.texts.into_iter().find(|(file, _)| *file == asked.file)?;
    let length = u32::try_from(asked.snapshot.text(asked.file).len()).unwrap_or(u32::MAX);
    let whole = Edit { span: Span::new(asked.file, 0, length), replacement: text };
    Some(json!({ "title": "mend all that is safe", "kind": "source.fixAll.zbb", "edit": asked.edit(&[whole]) }))
}

// ── Formulas ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn prepare_calls(asked: &Asked<'_>) -> Value {
    let named = asked.named().filter(|named| calls::computes(named.id.kind));
    or_null(named.and_then(|named| asked.named_item(named.id)), |item| json!([item]))
}

fn outgoing(asked: &Asked<'_>) -> Value {
    called(asked, "to", calls::reads)
}

fn incoming(asked: &Asked<'_>) -> Value {
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

// ── Our own ─────────────────────────────────────────────────────────────────────────────────────────────────────────

fn locate(asked: &Asked<'_>) -> Value {
    let id = at(asked.params, "/about").as_str().and_then(|path| declared(asked.snapshot, path).next());
    or_null(id.and_then(|id| asked.place_of(id)), |span| asked.location(span))
}

/// The page of the plan; while it has errors, the last one that could be made.
fn preview(asked: &Asked<'_>) -> Value {
    let is_stale = !asked.state.is_evaluated() || asked.figures.is_none_or(|(_, figures)| figures == Figures::OfBefore);
    or_null(asked.state.page(), |html| json!({ "html": html, "version": asked.state.generation, "stale": is_stale }))
}

fn why(asked: &Asked<'_>) -> Value {
    let id = at(asked.params, "/about").as_str().and_then(|path| declared(asked.snapshot, path).next());
    let place = id.and_then(|id| asked.place_of(id));
    let text = place.and_then(|span| hover(asked.snapshot, asked.figures, span.file, span.start));
    or_null(text, |(markdown, _)| json!({ "markdown": markdown }))
}
