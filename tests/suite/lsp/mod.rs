//! The language server, as text in and text out: what it tells and answers while a plan is written.

mod held;
mod jobs;
mod names;
mod pages;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use zbb::compile::Parsed;
use zbb::diagnostic::{Diagnostics, json as findings_json};
use zbb::lsp::{Files, PlanFile, PlanFiles, Session};
use zbb::quantity::Date;
use zbb::source::Sources;

use crate::resolve::{examples, sources_below};

/// A disk in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<PathBuf, String>>>);

impl Files for Memory {
    fn plan(&self, folder: &Path) -> PlanFiles {
        let disk = self.0.lock().unwrap();
        let below = disk.iter().filter_map(|(path, text)| {
            let shown = path.strip_prefix(folder).ok()?.to_string_lossy().into_owned();
            Some(PlanFile { shown, path: path.clone(), text: text.clone() })
        });
        PlanFiles { files: below.collect(), findings: Diagnostics::new() }
    }

    fn declares_plan(&self, folder: &Path) -> bool {
        let disk = self.0.lock().unwrap();
        disk.iter()
            .any(|(path, text)| path.parent() == Some(folder) && text.lines().any(|line| line.starts_with("plan ")))
    }

    fn today(&self) -> Option<Date> {
        None
    }
}

/// A client that waits for every answer.
struct Client {
    session: Session,
    told: BTreeMap<String, Value>,
    notes: Vec<Value>,
    id: u64,
}

impl Client {
    fn new(disk: &Memory, options: Value, utf8: bool) -> Client {
        let encodings = if utf8 { json!(["utf-8", "utf-16"]) } else { json!(["utf-16"]) };
        let (client, offered) = Client::begun(disk, options, json!({ "general": { "positionEncodings": encodings } }));
        assert_eq!(offered["positionEncoding"], if utf8 { "utf-8" } else { "utf-16" });
        client
    }

    /// A client, and what the server offers it.
    fn begun(disk: &Memory, options: Value, capabilities: Value) -> (Client, Value) {
        let session = Session::new(Box::new(disk.clone()));
        let mut client = Client { session, told: BTreeMap::new(), notes: Vec::new(), id: 0 };
        let mut started = client.ask(
            "initialize",
            json!({
                "workspaceFolders": [{ "uri": "file:///plans", "name": "plans" }],
                "capabilities": capabilities,
                "initializationOptions": options,
            }),
        );
        client.tell("initialized", json!({}));
        (client, started["capabilities"].take())
    }

    /// A client that can more, with the one text `/plans/plan.zbb` open.
    fn capable(capabilities: Value, text: &str) -> Client {
        let (mut client, _) = Client::begun(&Memory::default(), json!({}), capabilities);
        client.open(PLAN, text);
        client
    }

    /// A client with the one text `/plans/plan.zbb` open.
    fn with(text: &str) -> Client {
        let mut client = Client::new(&Memory::default(), json!({}), true);
        client.open("file:///plans/plan.zbb", text);
        client
    }

    fn take(&mut self, messages: Vec<Value>) {
        for message in messages {
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                self.told.insert(params["uri"].as_str().unwrap().to_owned(), params["diagnostics"].clone());
            }
            self.notes.push(message);
        }
    }

    fn tell(&mut self, method: &str, params: Value) {
        let out = self.session.receive(&[json!({ "jsonrpc": "2.0", "method": method, "params": params })]);
        self.take(out);
    }

    fn send(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let message = json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params });
        let mut out = self.session.receive(&[message]);
        let place = out.iter().position(|answer| answer["id"] == self.id).expect("an answer");
        let answer = out.remove(place);
        self.take(out);
        answer
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.send(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    fn open(&mut self, uri: &str, text: &str) {
        self.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "version": 1, "text": text } }));
    }

    /// Names and checks, as soon as no message waits.
    fn rest(&mut self) {
        let out = self.session.rest();
        self.take(out);
    }

    /// All that is worked out in a pause.
    fn settle(&mut self) {
        self.rest();
        while let Some(job) = self.session.job() {
            self.session.finish(job.run());
            self.rest();
        }
    }

    /// An answer at a place; that nothing can be renamed there is one.
    fn at(&mut self, method: &str, uri: &str, line: usize, character: usize) -> Value {
        let position = json!({ "line": line, "character": character });
        let mut answer = self.send(method, json!({ "textDocument": { "uri": uri }, "position": position }));
        let is_refused = method == "textDocument/prepareRename" && answer["error"]["code"] == -32_803;
        assert!(is_refused || answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }
}

const PLAN: &str = "file:///plans/plan.zbb";

fn hotline() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hotline/plan.zbb")).unwrap()
}

fn line_of(text: &str, part: &str) -> (usize, usize) {
    let (line, found) = text.lines().enumerate().find(|(_, line)| line.contains(part)).expect(part);
    (line, found.find(part).unwrap())
}

/// Code, place and severity of what `zbb check --format json` prints, as the protocol counts.
fn checked(sources: &Sources, column: &str) -> Vec<(String, String, u64, u64, u64, u64)> {
    let diagnostics = Parsed::read(sources).check(None);
    let printed: Value = serde_json::from_str(&findings_json(diagnostics.items(), sources)).unwrap();
    let mut found: Vec<_> = printed["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let end = |end: &str, key: &str| finding[end][key].as_u64().unwrap() - 1;
            let file = finding["file"].as_str().unwrap().to_owned();
            let code = finding["code"].as_str().unwrap().to_owned();
            (file, code, end("start", "line"), end("start", column), end("end", "line"), end("end", column))
        })
        .collect();
    found.sort();
    found
}

fn told(client: &Client) -> Vec<(String, String, u64, u64, u64, u64)> {
    let mut found: Vec<_> = client
        .told
        .iter()
        .flat_map(|(uri, findings)| {
            let file = uri.strip_prefix("file:///plans/").unwrap().to_owned();
            findings.as_array().unwrap().iter().map(move |finding| {
                let at = |end: &str, key: &str| finding["range"][end][key].as_u64().unwrap();
                let code = finding["code"].as_str().unwrap().to_owned();
                (
                    file.clone(),
                    code,
                    at("start", "line"),
                    at("start", "character"),
                    at("end", "line"),
                    at("end", "character"),
                )
            })
        })
        .collect();
    found.sort();
    found
}

fn cases() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "zbb") {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn at_rest_the_findings_are_those_of_check() {
    for (place, case) in cases().into_iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(&case) else { continue };
        let mut client = Client::new(&Memory::default(), json!({}), false);
        client.open(PLAN, &text);
        client.settle();
        let expected = checked(&Sources::single("plan.zbb", &text), "utf16_column");
        assert_eq!(told(&client), expected, "{} ({place})", case.display());
    }
}

#[test]
fn files_that_nobody_opened_belong_to_the_plan() {
    for folder in examples() {
        let sources = sources_below(&folder);
        let disk = Memory::default();
        for (_, file) in sources.files() {
            disk.0.lock().unwrap().insert(Path::new("/plans").join(file.path()), file.text().to_owned());
        }
        let (_, first) = sources.files().next().unwrap();
        let mut client = Client::new(&disk, json!({ "zbb": ["status"] }), true);
        client.open(&format!("file:///plans/{}", first.path()), first.text());
        client.settle();
        assert_eq!(told(&client), checked(&sources, "column"), "{}", folder.display());
        assert!(client.notes.iter().any(|note| note["method"] == "zbb/status"), "{}", folder.display());
    }
}

#[test]
fn figures_of_the_last_good_plan_stand_while_a_line_is_half_typed() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let (line, column) = line_of(&text, "weekdays \"");
    let hover = |client: &mut Client| {
        client.at("textDocument/hover", PLAN, line, column)["contents"]["value"].as_str().unwrap().to_owned()
    };
    assert!(hover(&mut client).contains("✓ funded · rank 1 · costs 132,000.00 EUR"));
    assert!(!hover(&mut client).contains("last plan"));
    let (cost, start) = line_of(&text, "3 agent");
    let range =
        json!({ "start": { "line": cost, "character": start }, "end": { "line": cost, "character": start + 7 } });
    let change = json!({ "range": range, "text": "3 ag" });
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": [change] }),
    );
    client.rest();
    assert_eq!(told(&client).iter().map(|finding| finding.1.as_str()).collect::<Vec<_>>(), ["E0222"]);
    assert!(hover(&mut client).contains("132,000.00 EUR"));
    assert!(hover(&mut client).contains("figures of the last plan without errors"));
    client.settle();
    assert!(hover(&mut client).contains("figures of the last plan without errors"));
}

#[test]
fn a_name_is_found_changed_and_shown_everywhere() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let (line, column) = line_of(&text, "csat \"");
    let (use_line, use_column) = line_of(&text, "effect csat");
    let definition = client.at("textDocument/definition", PLAN, use_line, use_column + 8);
    assert_eq!(definition["range"]["start"], json!({ "line": line, "character": column }));
    let references = client.at("textDocument/references", PLAN, line, column);
    assert_eq!(references.as_array().unwrap().len(), text.matches("csat").count() - 1, "all but the kind of the KPI");
    let position = json!({ "line": line, "character": column });
    let renamed = client
        .ask("textDocument/rename", json!({ "textDocument": { "uri": PLAN }, "position": position, "newName": "joy" }));
    assert_eq!(renamed["changes"][PLAN].as_array().unwrap().len(), references.as_array().unwrap().len());
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": PLAN } }));
    assert!(symbols.as_array().unwrap().iter().any(|symbol| symbol["name"] == "phone"));
    let found = client.ask("workspace/symbol", json!({ "query": "telephone" }));
    assert_eq!(found.as_array().unwrap().len(), 2, "the plan and the package bear it in their titles");
}

#[test]
fn rankings_and_targets_have_their_figures_beside_them() {
    let mut client = Client::with(&hotline());
    client.settle();
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": PLAN }, "range": range }));
    let labels: Vec<&str> = hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap()).collect();
    let expected = ["✗ 75.0% in 2027-12", "✓ funded · 132,000 · 132,000 running", "✗ short by 24,000 · 72,000"];
    assert_eq!(labels, expected);
}

#[test]
fn what_mends_a_finding_is_offered_and_mends_it() {
    let text = hotline().replace("budget: 180k EUR", "budget: 180k");
    let mut client = Client::with(&text);
    client.settle();
    let (line, column) = line_of(&text, "180k");
    let place = json!({ "line": line, "character": column });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": PLAN }, "range": { "start": place, "end": place }, "context": {} }),
    );
    let fix = actions.as_array().unwrap().iter().find(|action| action["title"] == "write the currency").expect("a fix");
    assert_eq!(fix["isPreferred"], true);
    let edits = fix["edit"]["changes"][PLAN].as_array().unwrap();
    let changes: Vec<Value> =
        edits.iter().map(|edit| json!({ "range": edit["range"], "text": edit["newText"] })).collect();
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": changes }),
    );
    client.settle();
    assert_eq!(told(&client), []);
}

#[test]
fn a_level_is_moved_in_its_ranking() {
    let text =
        "plan x { currency: EUR, calendar: 2027-01 .. 2027-02 }\nranking board {\n  a.one\n  a.two because \"x\"\n}\n";
    let mut client = Client::with(text);
    let place = json!({ "line": 2, "character": 3 });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": PLAN }, "range": { "start": place, "end": place },
            "context": { "only": ["refactor"] },
        }),
    );
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["move `a.one` down, past `a.two`"]);
    let texts: Vec<&str> = actions[0]["edit"]["changes"][PLAN]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| edit["newText"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["a.two because \"x\"", "a.one"]);
}

#[test]
fn layout_touches_only_the_lines_that_change() {
    let text = "role a\r\nrole   b \"B\"\r\nrole c\r\n";
    let mut client = Client::with(text);
    let edits = client.ask("textDocument/formatting", json!({ "textDocument": { "uri": PLAN }, "options": {} }));
    let range = json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 2, "character": 0 } });
    assert_eq!(edits, json!([{ "range": range, "newText": "role b \"B\"\r\n" }]));
}

/// Every request that asks about a place.
const AT: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/prepareCallHierarchy",
];

#[test]
fn a_use_is_among_the_references_of_what_it_names() {
    for folder in examples().into_iter().filter(|folder| !folder.ends_with("city_lists")) {
        let sources = sources_below(&folder);
        let (_, mentions) = zbb::resolve::resolve_with_mentions(
            &mut Diagnostics::new(),
            &zbb::syntax::parse_all(&mut Diagnostics::new(), &sources),
        );
        for mention in mentions.items() {
            let found = mentions.at(mention.span.file, mention.span.start).expect("a mention");
            assert!(mentions.of(found.id).any(|other| other.span == mention.span));
        }
    }
}

#[test]
fn edits_of_any_kind_end_in_the_findings_of_a_fresh_start() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let mut now = text.clone();
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below.max(1)
    };
    for version in 2..160 {
        let lines: Vec<&str> = now.split('\n').collect();
        let (first, last) = (random(lines.len()), random(lines.len()));
        let (first, last) = (first.min(last), first.max(last).min(first + 2));
        let (from, to) = (random(lines[first].len() + 1), random(lines[last].len() + 1));
        let (from, to) = if first == last { (from.min(to), from.max(to)) } else { (from, to) };
        let new = ["", "x", "{", "}", "\n", "owner: lead\n", "\"", "é😀"][random(8)];
        let change = json!({
            "range": {
                "start": { "line": first, "character": from }, "end": { "line": last, "character": to },
            },
            "text": new,
        });
        client.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": PLAN, "version": version }, "contentChanges": [change] }),
        );
        let at = |line: usize, column: usize| lines[..line].iter().map(|line| line.len() + 1).sum::<usize>() + column;
        let (start, end) = (at(first, from), at(last, to));
        let boundary = |at: usize| (0..=at).rev().find(|at| now.is_char_boundary(*at)).unwrap();
        now = format!("{}{new}{}", &now[..boundary(start)], &now[boundary(end)..]);
        client.rest();
        if version % 20 == 0 {
            client.settle();
            let expected = checked(&Sources::single("plan.zbb", &now), "column");
            let bytes: Vec<_> = expected.iter().map(|finding| (&finding.1, finding.2)).collect();
            assert_eq!(told(&client).iter().map(|finding| (&finding.1, finding.2)).collect::<Vec<_>>(), bytes);
        }
        if version % 50 == 0 {
            now.clone_from(&text);
            client.tell(
                "textDocument/didChange",
                json!({ "textDocument": { "uri": PLAN, "version": version }, "contentChanges": [{ "text": now }] }),
            );
        }
    }
}

#[test]
fn no_message_ends_the_session() {
    let mut client = Client::with(&hotline());
    let odd = [
        json!(null),
        json!([]),
        json!({ "method": 3 }),
        json!({ "id": {}, "method": "textDocument/hover" }),
        json!({ "id": 1, "method": "textDocument/hover", "params": { "textDocument": 5, "position": "x" } }),
        json!({ "id": 1, "method": "textDocument/hover", "params": { "textDocument": { "uri": PLAN },
            "position": { "line": 1e300, "character": -4 } } }),
        json!({ "id": 1, "method": "textDocument/completion", "params": { "textDocument": { "uri": PLAN },
            "position": { "line": 4_000_000_000_u64, "character": 4_000_000_000_u64 } } }),
        json!({ "id": 1, "method": "textDocument/hover", "params": { "textDocument": { "uri": "file://%zz" } } }),
        json!({ "id": 1, "method": "no/such", "params": null }),
        json!({ "id": 1, "method": "callHierarchy/outgoingCalls", "params": { "item": { "uri": PLAN, "data": 7 } } }),
        json!({ "method": "textDocument/didChange", "params": { "textDocument": { "uri": PLAN },
            "contentChanges": [{ "range": { "start": { "line": 9, "character": 9 }, "end": { "line": 2, "character": 0 } },
            "text": "\u{0}" }] } }),
        json!({ "method": "textDocument/didClose", "params": { "textDocument": { "uri": "untitled:7" } } }),
        json!({ "id": "x", "result": 5 }),
    ];
    for message in &odd {
        let answers = client.session.receive(std::slice::from_ref(message));
        if message.get("id").is_some() && message.get("method").is_some_and(Value::is_string) {
            assert_eq!(answers.len(), 1, "{message}");
        }
    }
    let asked = json!({ "id": 8, "method": "textDocument/hover", "params": {} });
    let cancel = json!({ "method": "$/cancelRequest", "params": { "id": 8 } });
    let answers = client.session.receive(&[asked, cancel]);
    assert_eq!(answers[0]["error"]["code"], -32_800);
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN }, "contentChanges": [{ "text": hotline() }] }),
    );
    client.settle();
    assert_eq!(told(&client), []);
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    client.tell("exit", Value::Null);
    assert_eq!(client.session.exit(), Some(0));
}

#[test]
fn hovers_say_who_moves_a_kpi_and_what_a_quantity_is_of() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let mut hover = |part: &str, into: usize| {
        let (line, column) = line_of(&text, part);
        let hover = client.at("textDocument/hover", PLAN, line, column + into);
        hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{part}: {hover}")).to_owned()
    };
    assert!(hover("csat \"", 0).contains("moved by ✓ `phone.weekdays`, ✗ `phone.weekends`"));
    assert!(hover("48k EUR", 0).contains("cost"));
}

/// What the line of a quantity comes to, by which formula, in which unit; beside it what a value there means.
#[test]
fn hovers_say_what_a_line_comes_to() {
    let text = hotline();
    let mut client = Client::with(&text);
    client.settle();
    let hover = |client: &mut Client, part: &str, into: usize| {
        let (line, column) = line_of(&text, part);
        let hover = client.at("textDocument/hover", PLAN, line, column + into);
        hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{part}: {hover}")).to_owned()
    };
    let cost = hover(&mut client, "48k EUR", 0);
    assert!(cost.contains("**salaries**: 132,000.00 EUR — 3 agent \\* 48k EUR/agent/year from 2027-02"), "{cost}");
    assert!(!cost.contains("last plan") && cost.contains("# level.cost"), "{cost}");
    let effect = hover(&mut client, "+4pp", 1);
    assert!(effect.contains("**Satisfaction**: +4pp"), "{effect}");
    // A line that stands beside one that is half-typed keeps its figures, and says of when they are.
    let (line, column) = line_of(&text, "unit agent");
    let end = json!({ "line": line, "character": column + "unit agent".len() });
    let change = json!({ "range": { "start": end, "end": end }, "text": " {" });
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": [change] }),
    );
    client.rest();
    let cost = hover(&mut client, "48k EUR", 0);
    assert!(cost.contains("132,000.00 EUR") && cost.contains("figures of the last plan without errors"), "{cost}");
}

/// A first word of a line that is no word of a plan has nothing to be offered, and breaks nothing.
#[test]
fn a_line_that_begins_oddly_can_be_asked_about() {
    for line in ["a-b", "!name", "(x", "\u{201e}text", "1/x"] {
        let text = format!("role a\npackage p \"P\" {{\n  {line}\n}}\n{line}\n");
        let mut client = Client::with(&text);
        for (row, indent) in [(2, 2), (4, 0)] {
            for method in ["textDocument/completion", "textDocument/hover", "textDocument/signatureHelp"] {
                client.at(method, PLAN, row, indent + line.len());
            }
        }
    }
}

/// Every word of the language has a page, wherever it is hovered over.
#[test]
fn every_word_has_a_page() {
    let words = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/words.json")).unwrap();
    let words: Value = serde_json::from_str(&words).unwrap();
    let lists = words.as_object().unwrap().values().filter_map(Value::as_array);
    let words: Vec<&str> = lists.flatten().filter_map(Value::as_str).collect();
    assert!(words.len() > 250, "{}", words.len());
    let without: Vec<&&str> = words.iter().filter(|word| zbb::reference::pages(word).is_empty()).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// Of the files of a plan only those are told of again of which something else is to be told; what was found in a file that is not
/// read again is found still.
#[test]
fn only_what_changed_is_told_again() {
    let disk = Memory::default();
    for (name, text) in [("plan.zbb", hotline()), ("more.zbb", "role two \"Two\"\nrole ! \"Broken\"\n".to_owned())] {
        disk.0.lock().unwrap().insert(Path::new("/plans").join(name), text);
    }
    let more = "file:///plans/more.zbb";
    let mut client = Client::new(&disk, json!({}), true);
    client.open(PLAN, &hotline());
    client.settle();
    let broken = client.told[more].clone();
    assert_eq!(broken.as_array().unwrap().len(), 1, "{broken}");
    let told_of = |client: &mut Client| -> Vec<String> {
        client.notes.clear();
        client.rest();
        let told = client.notes.iter().filter(|note| note["method"] == "textDocument/publishDiagnostics");
        told.map(|note| note["params"]["uri"].as_str().unwrap().to_owned()).collect()
    };
    let mut version = 1;
    let mut write = |client: &mut Client, part: &str, new: &str, length: usize| {
        let (line, column) = line_of(&hotline(), part);
        let (start, end) =
            (json!({ "line": line, "character": column }), json!({ "line": line, "character": column + length }));
        version += 1;
        let change = json!({ "range": { "start": start, "end": end }, "text": new });
        client.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": PLAN, "version": version }, "contentChanges": [change] }),
        );
    };
    write(&mut client, "Head of service", "X", 1);
    assert_eq!(told_of(&mut client), [PLAN]);
    // What one file takes away is told of in the other.
    disk.0
        .lock()
        .unwrap()
        .insert(Path::new("/plans/more.zbb").to_path_buf(), "role two\ndepartment other { owner: lead }\n".to_owned());
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let told = told_of(&mut client);
    assert!(told.contains(&more.to_owned()) && client.told[more].as_array().unwrap().is_empty(), "{told:?}");
    for (name, count) in [("role gone", 1), ("role lead", 0)] {
        // While a name is typed, others wait.
        write(&mut client, "role lead", name, 9);
        client.settle();
        let told = client.told[more].as_array().unwrap().len();
        assert_eq!(told, count, "{name}: {}", client.told[more]);
    }
}

#[test]
fn what_is_on_record_only_is_told_as_such() {
    let text = hotline();
    let mut client = Client::with(&text);
    let tokens = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": PLAN } }));
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut found) = (0, Vec::new());
    for token in data.chunks(5) {
        line += token[0];
        if token[4] & 8 > 0 {
            found.push(line);
        }
    }
    assert_eq!(found, [u64::try_from(line_of(&text, "alternative chatbot").0).unwrap()]);
}
