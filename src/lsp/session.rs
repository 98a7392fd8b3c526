//! A session: takes the messages of a client in their order, gives those for it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answers::{self, Asked};
use super::capabilities::{Client, offered};
use super::files::{Files, PlanFiles};
use super::params::{at, failure, list, notification, response, uri};
use super::plans::{Document, PlanState, Root, root_of};
use super::uri as address;
use crate::editor::Snapshot;
use crate::editor::snapshot::{Evaluated, Pages, evaluate};
use crate::quantity::Date;
use crate::source::{SourceFile, Sources, Span};

const NOT_INITIALIZED: i32 = -32_002;
const UNKNOWN_METHOD: i32 = -32_601;
const INVALID: i32 = -32_600;
const OWN_MISTAKE: i32 = -32_603;
const CANCELLED: i32 = -32_800;
/// What the protocol calls a failed request: it was understood, and cannot be done.
const REFUSED: i32 = -32_803;

/// A session with a client.
pub struct Session {
    files: Box<dyn Files + Send>,
    client: Client,
    stage: Stage,
    folders: Vec<PathBuf>,
    open: BTreeMap<String, Document>,
    plans: BTreeMap<Root, PlanState>,
    /// Requests that are answered once nothing is left to be done.
    waiting: Vec<Value>,
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Begun,
    Running,
    ShutDown,
    Over(i32),
}

/// What a plan comes to, to be worked out on another thread.
#[derive(Debug)]
pub struct Job {
    root: Root,
    generation: u64,
    snapshot: Arc<Snapshot>,
    today: Option<Date>,
    pages: Pages,
}

/// A job that is done.
#[derive(Debug)]
pub struct Done {
    root: Root,
    generation: u64,
    evaluated: Option<Evaluated>,
}

impl Job {
    /// Works it out; a mistake of zbb's own ends in no figures, not in the end of the server.
    #[must_use]
    pub fn run(self) -> Done {
        let Job { root, generation, snapshot, today, pages } = self;
        let evaluated = catch_unwind(AssertUnwindSafe(|| evaluate(&snapshot, today, pages))).ok();
        Done { root, generation, evaluated }
    }
}

impl Session {
    /// A session that has not begun.
    #[must_use]
    pub fn new(files: Box<dyn Files + Send>) -> Session {
        Session {
            files,
            client: Client::default(),
            stage: Stage::Begun,
            folders: Vec::new(),
            open: BTreeMap::new(),
            plans: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    /// The exit code, once the session is over.
    #[must_use]
    pub fn exit(&self) -> Option<i32> {
        match self.stage {
            Stage::Over(code) => Some(code),
            Stage::Begun | Stage::Running | Stage::ShutDown => None,
        }
    }

    /// Takes the messages that have come, in their order; what is cancelled among them is not worked out.
    pub fn receive(&mut self, messages: &[Value]) -> Vec<Value> {
        let cancels = messages.iter().filter(|message| at(message, "/method") == "$/cancelRequest");
        let cancelled: Vec<&Value> = cancels.map(|message| at(message, "/params/id")).collect();
        let mut out = Vec::new();
        for message in messages {
            let id = message.get("id").filter(|_| message.get("method").is_some());
            match id {
                Some(id) if cancelled.contains(&id) => out.push(failure(id, CANCELLED, "cancelled")),
                _ => out.extend(self.take(message)),
            }
        }
        out
    }

    /// What could not be read as a message.
    #[must_use]
    pub fn unreadable(&self, why: &str) -> Value {
        failure(&Value::Null, -32_700, why)
    }

    fn take(&mut self, message: &Value) -> Vec<Value> {
        let Some(method) = at(message, "/method").as_str() else {
            let is_answer = message.get("result").is_some() || message.get("error").is_some();
            return if is_answer { Vec::new() } else { vec![failure(&Value::Null, INVALID, "this is no request")] };
        };
        let params = at(message, "/params");
        match message.get("id") {
            None => catch_unwind(AssertUnwindSafe(|| self.notified(method, params))).unwrap_or_default(),
            Some(id) => {
                let answer = catch_unwind(AssertUnwindSafe(|| self.asked(id, method, params)));
                answer.unwrap_or_else(|_| vec![failure(id, OWN_MISTAKE, "zbb made a mistake of its own")])
            }
        }
    }

    fn asked(&mut self, id: &Value, method: &str, params: &Value) -> Vec<Value> {
        match (self.stage, method) {
            (Stage::Begun, "initialize") => vec![response(id, self.initialize(params))],
            (Stage::Begun, _) => vec![failure(id, NOT_INITIALIZED, "the session has not begun")],
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                vec![response(id, Value::Null)]
            }
            (Stage::Running, "zbb/settled") => {
                self.waiting.push(id.clone());
                Vec::new()
            }
            (Stage::Running, method) => vec![self.answer(id, method, params)],
            (Stage::ShutDown | Stage::Over(_), _) => vec![failure(id, INVALID, "the session has ended")],
        }
    }

    fn answer(&mut self, id: &Value, method: &str, params: &Value) -> Value {
        if method == "workspace/symbol" {
            return response(id, self.workspace_symbols(params));
        }
        if method == "workspace/executeCommand" {
            return response(id, self.execute(params));
        }
        let Some(answer) = answers::of(method) else {
            return failure(id, UNKNOWN_METHOD, &format!("there is no `{method}`"));
        };
        let about = uri(params).or(at(params, "/item/uri").as_str()).or(at(params, "/data/uri").as_str());
        let about = about.or(at(params, "/uri").as_str());
        let today = self.files.today();
        let Some((plan, client)) = about.and_then(|about| self.plan(about)) else {
            return response(id, Value::Null);
        };
        let open = &self.open;
        let Some(state) = self.plans.get_mut(&plan) else { return response(id, Value::Null) };
        let snapshot = state.now(open, today);
        let Some(file) = about.and_then(|about| state.file(about)) else { return response(id, Value::Null) };
        let findings = state.findings(&snapshot);
        let state: &PlanState = state;
        let asked = Asked {
            snapshot: &snapshot,
            figures: state.figures(),
            findings: &findings,
            state,
            open,
            client,
            file,
            today,
            params,
        };
        match answer.to(&asked) {
            Ok(result) => response(id, result),
            Err(why) => failure(id, REFUSED, &why),
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.client = Client::of(params);
        let folders = list(at(params, "/workspaceFolders")).iter().filter_map(|folder| at(folder, "/uri").as_str());
        let root = at(params, "/rootUri").as_str();
        let root = if folders.clone().next().is_none() { root } else { None };
        self.folders = folders.chain(root).filter_map(address::path).collect();
        self.stage = Stage::Running;
        offered(&self.client)
    }

    fn notified(&mut self, method: &str, params: &Value) -> Vec<Value> {
        match (self.stage, method) {
            (Stage::ShutDown, "exit") => self.stage = Stage::Over(0),
            (_, "exit") => self.stage = Stage::Over(1),
            (Stage::Running, "initialized") if self.client.watches => return vec![watch()],
            (Stage::Running, "textDocument/didOpen") => self.opened(at(params, "/textDocument")),
            (Stage::Running, "textDocument/didChange") => self.changed(params),
            (Stage::Running, "textDocument/didClose") => return self.closed(params),
            (Stage::Running, "textDocument/didSave" | "workspace/didChangeWatchedFiles") => self.look_again(),
            (Stage::Running, "workspace/didChangeWorkspaceFolders") => self.folders_changed(at(params, "/event")),
            _ => {}
        }
        Vec::new()
    }

    fn opened(&mut self, document: &Value) {
        let Some(about) = at(document, "/uri").as_str() else { return };
        let text = at(document, "/text").as_str().unwrap_or("");
        let version = at(document, "/version").as_i64().unwrap_or(0);
        self.open.insert(about.to_owned(), Document { version, text: text.into() });
        if text.lines().any(|line| line.starts_with("plan ")) {
            self.look_again();
        }
        if let Some((root, _)) = self.plan(about)
            && let Some(state) = self.plans.get_mut(&root)
        {
            state.touch();
        }
    }

    fn changed(&mut self, params: &Value) {
        let Some(about) = uri(params) else { return };
        let Some(root) = self.plan(about).map(|(root, _)| root) else { return };
        let Some(document) = self.open.get_mut(about) else { return };
        let Some(state) = self.plans.get_mut(&root) else { return };
        document.version = at(params, "/textDocument/version").as_i64().unwrap_or(document.version + 1);
        for change in list(at(params, "/contentChanges")) {
            let new = at(change, "/text").as_str().unwrap_or("");
            let Some(range) = change.get("range").filter(|range| range.is_object()) else {
                document.text = new.into();
                state.forget_later();
                state.edited_at(None);
                continue;
            };
            let sources = Sources::single("", &document.text);
            let Some((_, file)) = sources.files().next() else { continue };
            let encoding = self.client.encoding;
            let (start, end) = (encoding.byte(file, at(range, "/start")), encoding.byte(file, at(range, "/end")));
            let (start, end) = (start.min(end), start.max(end));
            if let Some(id) = state.file(about) {
                let length = i64::try_from(new.len()).unwrap_or(0);
                state.shift(id, lines(file, Span::new(id, start, end)), length - i64::from(end - start));
                state.edited_at(Some((id, start.saturating_add(u32::try_from(new.len()).unwrap_or(0)))));
            }
            let before = file.text().get(..start as usize).unwrap_or("");
            let after = file.text().get(end as usize..).unwrap_or("");
            document.text = format!("{before}{new}{after}").into();
        }
        state.touch();
    }

    fn closed(&mut self, params: &Value) -> Vec<Value> {
        let Some(about) = uri(params) else { return Vec::new() };
        self.open.remove(about);
        let told = json!({ "uri": about, "diagnostics": [] });
        if self.plans.remove(&Root::Alone(about.to_owned())).is_none() {
            self.look_again();
        }
        vec![notification("textDocument/publishDiagnostics", told)]
    }

    fn folders_changed(&mut self, event: &Value) {
        let paths = |key: &str| -> Vec<PathBuf> {
            list(event.get(key).unwrap_or(&Value::Null))
                .iter()
                .filter_map(|folder| address::path(at(folder, "/uri").as_str()?))
                .collect()
        };
        let removed = paths("removed");
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths("added"));
        self.look_again();
    }

    /// Lists the files of all plans anew, since they may have changed outside of the editor.
    fn look_again(&mut self) {
        let before = std::mem::take(&mut self.plans);
        let open: Vec<String> = self.open.keys().cloned().collect();
        for about in open {
            self.plan(&about);
        }
        for (root, state) in before {
            if let Some(now) = self.plans.get_mut(&root) {
                now.remember(state);
            }
        }
    }

    /// The plan of an open text.
    fn plan(&mut self, about: &str) -> Option<(Root, Client)> {
        if !self.open.contains_key(about) {
            let known = self.plans.iter().find(|(_, state)| state.file(about).is_some());
            return known.map(|(root, _)| (root.clone(), self.client));
        }
        if let Some((root, state)) = self.plans.iter_mut().find(|(_, state)| state.file(about).is_some()) {
            if let Some(file) = state.file(about) {
                state.call(file, about);
            }
            return Some((root.clone(), self.client));
        }
        let root = root_of(self.files.as_ref(), &self.folders, &self.open, about);
        let files = self.files.as_ref();
        let state = self.plans.entry(root.clone()).or_insert_with(|| match &root {
            Root::Folder(folder) => PlanState::of(files.plan(folder)),
            Root::Alone(_) => PlanState::of(PlanFiles::default()),
        });
        let shown = shown(&root, about);
        state.add(about, &shown);
        if let Some(file) = state.file(about) {
            state.call(file, about);
        }
        Some((root, self.client))
    }

    /// What is to be told once no message waits: the findings of what was edited.
    pub fn rest(&mut self) -> Vec<Value> {
        let today = self.files.today();
        let mut out = Vec::new();
        for (root, state) in &mut self.plans {
            let told = state.to_tell();
            if state.told_at == Some(told) {
                continue;
            }
            state.told_at = Some(told);
            let snapshot = state.now(&self.open, today);
            let findings = state.findings(&snapshot);
            out.extend(answers::published(&self.client, state, &snapshot, &findings, &self.open));
            if told.1 {
                out.extend(answers::told_of_figures(&self.client, root, state, &findings));
            }
        }
        if self.plans.values().all(PlanState::is_evaluated) {
            out.extend(self.waiting.drain(..).map(|id| response(&id, json!({}))));
        }
        out
    }

    /// What is to be worked out when the author pauses, or at once where somebody waits for it.
    pub fn job(&mut self) -> Option<Job> {
        let today = self.files.today();
        let (root, state) = self.plans.iter_mut().find(|(_, state)| !state.is_evaluated())?;
        let snapshot = state.now(&self.open, today);
        let pages = if self.client.preview { Pages::Made } else { Pages::LeftOut };
        Some(Job { root: root.clone(), generation: state.generation, snapshot, today, pages })
    }

    /// Whether somebody waits for figures.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes what was worked out; the next [`Session::rest`] tells it.
    pub fn finish(&mut self, done: Done) {
        let Some(state) = self.plans.get_mut(&done.root) else { return };
        let nothing = || Evaluated { diagnostics: crate::diagnostic::Diagnostics::new(), good: None };
        state.keep(done.generation, done.evaluated.unwrap_or_else(nothing));
    }

    fn workspace_symbols(&mut self, params: &Value) -> Value {
        let query = at(params, "/query").as_str().unwrap_or("").to_lowercase();
        let today = self.files.today();
        let mut found = Vec::new();
        for state in self.plans.values_mut() {
            let snapshot = state.now(&self.open, today);
            found.extend(answers::symbols_like(&self.client, state, &snapshot, &query));
        }
        Value::Array(found)
    }

    fn execute(&mut self, params: &Value) -> Value {
        let arguments = list(at(params, "/arguments"));
        let text = |place: usize| arguments.get(place).and_then(Value::as_str).unwrap_or("");
        match at(params, "/command").as_str() {
            Some("zbb.explain") => json!({ "markdown": crate::reference::pages(text(0)).join("\n") }),
            Some("zbb.why") => {
                let answer = self.answer(&Value::Null, "zbb/why", &json!({ "uri": text(0), "about": text(1) }));
                at(&answer, "/result").clone()
            }
            _ => Value::Null,
        }
    }
}

/// The lines that an edit touches, as a span.
fn lines(file: &SourceFile, edited: Span) -> Span {
    let first = file.line_range(file.line_index(edited.start)).start;
    let last = file.line_range(file.line_index(edited.end)).end;
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(edited.file, byte(first), byte(last))
}

/// The path of a text below its plan's folder.
fn shown(root: &Root, about: &str) -> String {
    let path = address::path(about);
    let below = match (root, &path) {
        (Root::Folder(folder), Some(path)) => path.strip_prefix(folder).ok().map(PathBuf::from),
        _ => path.as_ref().and_then(|path| path.file_name()).map(PathBuf::from),
    };
    below.map_or_else(|| about.to_owned(), |below| below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Asks the client to tell of files that change outside of it.
fn watch() -> Value {
    json!({
        "jsonrpc": "2.0",
        "id": "zbb/watch",
        "method": "client/registerCapability",
        "params": { "registrations": [{
            "id": "zbb/watch",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": [{ "globPattern": "**/*.zbb" }, { "globPattern": "**/*.csv" }] },
        }] },
    })
}
