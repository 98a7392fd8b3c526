//! What the server is held to on the plans under `examples`: places, completion, typing, hostile messages. Each is tried on
//! a part of all places with the suite; `cargo test --test suite -- --ignored lsp` tries all of them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};
use zbb::editor::Snapshot;
use zbb::lsp::Session;
use zbb::lsp::wire::{self, Frame};
use zbb::source::{FileId, Sources};
use zbb::syntax::tree::{ExpressionKind, Form, Statement, Tree};

use super::{AT, Client, Memory, PLAN, checked, hotline, told};
use crate::resolve::{examples, sources_below};

fn client_of(sources: &Sources) -> Client {
    let disk = Memory::default();
    for (_, file) in sources.files() {
        disk.0.lock().unwrap().insert(Path::new("/plans").join(file.path()), file.text().to_owned());
    }
    Client::new(&disk, json!({ "zbb": ["status"] }), true)
}

fn uri(sources: &Sources, file: FileId) -> String {
    format!("file:///plans/{}", sources.get(file).unwrap().path())
}

fn is_small(folder: &Path) -> bool {
    folder.ends_with("hotline") || folder.ends_with("aurora")
}

/// Asks everything at some bytes of every file; an answer that is an error fails, and a panic is one.
fn ask_everywhere(step: impl Fn(&Path) -> usize + Sync) {
    examples().par_iter().for_each(|folder| {
        let sources = sources_below(folder);
        let step = step(folder);
        for (id, file) in sources.files() {
            let mut client = client_of(&sources);
            let uri = uri(&sources, id);
            client.open(&uri, file.text());
            client.settle();
            for byte in (0..=file.text().len()).step_by(step) {
                let line = file.line_index(u32::try_from(byte).unwrap());
                let column = byte - file.line_range(line).start;
                AT.iter().for_each(|method| drop(client.at(method, &uri, line, column)));
                let place = json!({ "line": line, "character": column });
                let about = json!({ "uri": uri });
                let range = json!({ "start": place, "end": { "line": line + 3, "character": 0 } });
                for (method, mut params) in [
                    ("codeAction", json!({ "range": range, "context": {} })),
                    ("inlayHint", json!({ "range": range })),
                    ("semanticTokens/range", json!({ "range": range })),
                    ("selectionRange", json!({ "positions": [place] })),
                ] {
                    params["textDocument"] = about.clone();
                    client.ask(&format!("textDocument/{method}"), params);
                }
            }
            for method in
                ["documentSymbol", "foldingRange", "documentLink", "codeLens", "semanticTokens/full", "formatting"]
            {
                client.ask(&format!("textDocument/{method}"), json!({ "textDocument": { "uri": uri } }));
            }
        }
    });
}

#[test]
fn every_place_of_a_plan_can_be_asked_about() {
    ask_everywhere(|folder| if is_small(folder) { 11 } else { 997 });
}

#[test]
#[ignore = "some minutes: every byte of two examples, every 97th of the others"]
fn lsp_every_byte_can_be_asked_about() {
    ask_everywhere(|folder| if is_small(folder) { 1 } else { 97 });
}

/// What a word of a plan is, as completion has it.
fn words_of(tree: &Tree, is_name: impl Fn(u32) -> bool) -> Vec<(&'static str, u32, String)> {
    let mut words = Vec::new();
    let mut waiting: Vec<&Statement> = tree.statements.iter().collect();
    while let Some(statement) = waiting.pop() {
        let key = statement.key.text.to_string();
        let sort = match statement.form {
            Form::Declaration => Some("keyword"),
            Form::Property if key.starts_with(|first: char| first.is_ascii_lowercase()) => Some("key"),
            Form::Property | Form::Item => None,
        };
        words.extend(sort.map(|sort| (sort, statement.key.span.start, key)));
        for modifier in &statement.modifiers {
            words.push(("modifier", modifier.span.start, modifier.word.text().to_owned()));
        }
        waiting.extend(statement.body.iter().flat_map(|body| &body.statements));
    }
    for expression in &tree.expressions {
        match &expression.kind {
            ExpressionKind::Path(path) => {
                let sort = if is_name(expression.span.start) { "name" } else { "choice" };
                words.push((sort, expression.span.start, path.to_string()));
            }
            ExpressionKind::Number { unit: Some(unit), .. } if unit.text != "%" => {
                words.push(("unit", unit.span.start, unit.text.split('/').next().unwrap().to_owned()));
            }
            _ => {}
        }
    }
    words.sort_by_key(|(_, start, _)| *start);
    words
}

/// What is left of a text where only the first letter of a word is typed.
#[derive(Debug, Clone, Copy)]
enum Cut {
    /// The rest of the word is missing.
    Word,
    /// The rest of its line.
    Line,
    /// All that follows.
    File,
}

/// How many words were tried, offered, and among the first ten that begin so.
type Scores = BTreeMap<&'static str, (usize, usize, usize)>;

fn complete(step: usize) -> (Scores, Vec<String>) {
    let folders = examples();
    let results: Vec<(Scores, Vec<String>)> = folders.par_iter().map(|folder| complete_in(folder, step)).collect();
    let mut scores = Scores::new();
    let mut missed = Vec::new();
    for (part, misses) in results {
        for (sort, (all, found, near)) in part {
            let score = scores.entry(sort).or_default();
            *score = (score.0 + all, score.1 + found, score.2 + near);
        }
        missed.extend(misses);
    }
    (scores, missed)
}

fn complete_in(folder: &Path, step: usize) -> (Scores, Vec<String>) {
    let sources = sources_below(folder);
    let snapshot = Snapshot::of(sources_below(folder), None);
    let (mut scores, mut missed) = (Scores::new(), Vec::new());
    let mut client = client_of(&sources);
    let mut turn = 0;
    for (id, file) in sources.files() {
        let uri = uri(&sources, id);
        let text = file.text();
        client.open(&uri, text);
        // A name that stands nowhere else is known by nothing.
        let is_known =
            |word: &str| snapshot.sources.files().map(|(_, file)| file.text().matches(word).count()).sum::<usize>() > 1;
        let words = words_of(snapshot.tree(id).unwrap(), |byte| snapshot.mentions.at(id, byte).is_some());
        for (sort, start, word) in words {
            turn += 1;
            if turn % step != 0 || sort == "name" && !is_known(&word) {
                continue;
            }
            for cut in [Cut::Word, Cut::Line, Cut::File] {
                if sort == "name" && matches!(cut, Cut::File) {
                    // What is declared below is not known yet.
                    continue;
                }
                let place = offered(&mut client, &uri, text, start as usize, &word, cut);
                let score = scores.entry(sort).or_default();
                score.0 += 1;
                score.1 += usize::from(place.is_some());
                score.2 += usize::from(place.is_some_and(|place| place < 10));
                if place.is_none_or(|place| place >= 10) {
                    let line = text[..start as usize].lines().last().unwrap_or("");
                    missed.push(format!("{sort} {cut:?} {place:?} {}: {line}|{word}", file.path()));
                }
            }
        }
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    (scores, missed)
}

/// In which place among those that begin so a word is offered.
fn offered(client: &mut Client, uri: &str, text: &str, start: usize, word: &str, cut: Cut) -> Option<usize> {
    let first = word.chars().next().unwrap();
    let rest = match cut {
        Cut::Word => &text[start + word.len()..],
        Cut::Line => text[start..].find('\n').map_or("", |end| &text[start + end..]),
        Cut::File => "",
    };
    let cut = format!("{}{first}{rest}", &text[..start]);
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": cut }] }),
    );
    let before = &text[..start];
    let line = before.matches('\n').count();
    let column = start - before.rfind('\n').map_or(0, |at| at + 1) + first.len_utf8();
    let items = client.at("textDocument/completion", uri, line, column)["items"].take();
    let labels = items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap());
    labels.filter(|label| label.starts_with(first)).position(|label| label == word)
}

fn hold(scores: &Scores, missed: &[String]) {
    let mut far = Vec::new();
    for (sort, (all, found, near)) in scores {
        let least = match *sort {
            "key" | "keyword" | "choice" => 100,
            "name" => 99,
            _ => 97,
        };
        if found * 100 < all * least || near * 100 < all * 95 {
            far.push(format!("{sort}: of {all}, {found} offered and {near} near"));
        }
    }
    let shown: Vec<&String> = missed.iter().take(60).collect();
    assert!(far.is_empty(), "{far:#?}\n{scores:?}\n{shown:#?}");
}

/// Words cut after their first letter, in three ways: they are offered, and near the top.
#[test]
fn words_that_are_begun_are_offered() {
    let (scores, missed) = complete(67);
    hold(&scores, &missed);
    assert!(scores.len() >= 6, "{scores:?}");
}

#[test]
#[ignore = "some minutes: every third word of every example"]
fn lsp_every_word_that_is_begun_is_offered() {
    let (scores, missed) = complete(3);
    println!("{scores:?}");
    hold(&scores, &missed);
}

/// What an editor writes behind the begin of a line: the end of a text and the brackets that are open, but for the brace of a
/// block that goes on in the lines below.
fn closers(typed: &str, rest: &str) -> String {
    let (mut open, mut is_text) = (Vec::new(), false);
    for letter in typed.chars() {
        match letter {
            '"' => is_text = !is_text,
            '{' | '[' | '(' if !is_text => open.push(letter),
            '}' | ']' | ')' if !is_text => drop(open.pop()),
            _ => {}
        }
    }
    let count = |brace: char| typed.matches(brace).count() + rest.matches(brace).count();
    let goes_on = count('{') > count('}');
    let has_its_brace = goes_on && !is_text && open.first() == Some(&'{');
    let mut closers = if is_text && !typed.contains("\"\"\"") { "\"".to_owned() } else { String::new() };
    for opened in open.iter().skip(usize::from(has_its_brace)).rev() {
        closers.push_str(match opened {
            '{' => " }",
            '[' => "]",
            _ => ")",
        });
    }
    if goes_on && !has_its_brace {
        closers.push_str(" {");
    }
    closers
}

/// Errors while each line of a plan is typed anew, letter by letter, in an editor that closes what is opened: in all, and on
/// other lines than the one that is typed.
fn typing(folder: &str, step: usize) -> (usize, usize, usize) {
    let sources = sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder));
    let (_, file) = sources.files().next().unwrap();
    let text = file.text();
    let states: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii() && *letter != '\n')
        .map(|(at, _)| at)
        .step_by(step)
        .collect();
    let counts: Vec<(usize, usize)> = states
        .par_iter()
        .map(|at| {
            let end = text[*at..].find('\n').map_or(text.len(), |end| at + end);
            let line = text[..*at].matches('\n').count();
            let column = at - text[..*at].rfind('\n').map_or(0, |end| end + 1);
            let start = at - column;
            let behind = closers(&text[start..=*at], &text[*at + 1..end]);
            let mut client = Client::with(&format!("{}{behind}{}", &text[..*at], &text[end..]));
            let place = json!({ "line": line, "character": column });
            let change = json!({ "range": { "start": place, "end": place }, "text": &text[*at..=*at] });
            client.tell(
                "textDocument/didChange",
                json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": [change] }),
            );
            client.rest();
            let errors = || client.told[PLAN].as_array().unwrap().iter().filter(|finding| finding["severity"] == 1);
            (errors().count(), errors().filter(|finding| finding["range"]["start"]["line"] != line).count())
        })
        .collect();
    let (all, off) = counts.iter().fold((0, 0), |(all, off), (more, elsewhere)| (all + more, off + elsewhere));
    (states.len(), all, off)
}

/// What a declaration lacks is told when its author pauses.
#[test]
fn what_is_missing_is_told_in_a_pause() {
    let mut client = Client::with("role a\npackage p \"P\" {\n  owner: a\n}\n");
    client.settle();
    let lacks = |client: &Client| told(client).iter().filter(|finding| finding.1 == "E0212").count();
    let all = lacks(&client);
    assert!(all > 1);
    let place = json!({ "line": 2, "character": 10 });
    let change = json!({ "range": { "start": place, "end": place }, "text": " " });
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": PLAN, "version": 2 }, "contentChanges": [change] }),
    );
    client.rest();
    assert_eq!(lacks(&client), 0);
    client.settle();
    assert_eq!(lacks(&client), all);
}

#[test]
fn a_line_that_is_typed_has_few_errors_and_others_hardly_any() {
    for (folder, step) in [("hotline", 2), ("aurora", 5)] {
        let (states, all, off) = typing(folder, step);
        assert!(states > 300, "{folder}: {states}");
        let told = format!("{folder}: {states} states, {all} errors, {off} off the line");
        println!("{told}");
        assert!(all * 10 <= states * 13, "{told}");
        assert!(off * 10 <= states * 2, "{told}");
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// Something that no message should hold.
fn odd(random: &mut Random) -> Value {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("\u{0}\u{feff}\u{202e}😀"),
        json!("file:///%zz"),
        json!("file:///plans/../../etc/passwd"),
        json!([]),
        json!({ "a": {} }),
        json!({ "line": 4_294_967_296_u64, "character": 18_446_744_073_709_551_615_u64 }),
        json!("x".repeat(10_000)),
        deep,
    ];
    values[random.below(values.len())].clone()
}

/// Puts something odd into one place of a message.
fn spoil(message: &mut Value, random: &mut Random) {
    let mut at = message;
    loop {
        let inner = match at {
            Value::Object(fields) => fields.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if inner == 0 || random.below(4) == 0 {
            *at = odd(random);
            return;
        }
        let place = random.below(inner);
        at = match at {
            Value::Object(fields) => fields.values_mut().nth(place).unwrap(),
            Value::Array(items) => &mut items[place],
            _ => return,
        };
    }
}

fn messages(random: &mut Random, id: usize) -> Value {
    let place = json!({ "line": random.below(40), "character": random.below(60) });
    let range = json!({ "start": place, "end": { "line": random.below(40), "character": random.below(60) } });
    let about = json!({ "uri": PLAN, "version": id });
    let asked = |method: &str, params: Value| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
    let told = |method: &str, params: Value| json!({ "jsonrpc": "2.0", "method": method, "params": params });
    match random.below(16) {
        0 => told(
            "textDocument/didChange",
            json!({ "textDocument": about, "contentChanges": [{ "range": range, "text": "x {\n" }] }),
        ),
        1 => {
            told("textDocument/didChange", json!({ "textDocument": about, "contentChanges": [{ "text": "role a\n" }] }))
        }
        2 => told(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": "untitled:7", "version": 1, "text": "plan x {" } }),
        ),
        3 => told("textDocument/didClose", json!({ "textDocument": about })),
        4 => told("textDocument/didOpen", json!({ "textDocument": { "uri": PLAN, "version": 1, "text": hotline() } })),
        5 => told("$/cancelRequest", json!({ "id": id + 1 })),
        6 => asked(
            "textDocument/codeAction",
            json!({ "textDocument": about, "range": range, "context": { "only": ["refactor"] } }),
        ),
        7 => {
            asked("textDocument/rename", json!({ "textDocument": about, "position": place, "newName": "{ not a name" }))
        }
        8 => asked(
            "codeAction/resolve",
            json!({ "title": "x", "data": { "uri": PLAN, "position": place, "title": "x" } }),
        ),
        9 => asked("textDocument/semanticTokens/range", json!({ "textDocument": about, "range": range })),
        10 => asked(
            "callHierarchy/incomingCalls",
            json!({ "item": { "uri": PLAN, "data": { "kind": "kpi", "path": "csat" } } }),
        ),
        11 => asked("zbb/why", json!({ "uri": PLAN, "about": "phone" })),
        12 => asked("workspace/symbol", json!({ "query": "p" })),
        13 => asked("workspace/executeCommand", json!({ "command": "zbb.explain", "arguments": ["package"] })),
        14 => told(
            "workspace/didChangeWorkspaceFolders",
            json!({ "event": { "added": [{ "uri": "file:///other" }], "removed": [] } }),
        ),
        _ => asked(AT[random.below(AT.len())], json!({ "textDocument": about, "position": place })),
    }
}

/// A thousand messages, most of them spoilt: each question has its answer, and what is told at the end is what a fresh
/// start tells.
#[test]
fn a_thousand_hostile_messages_change_nothing() {
    let mut random = Random(11);
    let mut client = Client::with(&hotline());
    for id in 1..=1000 {
        let mut message = messages(&mut random, id);
        let is_told_to_end = |message: &Value| message["method"] == "exit" || message["method"] == "shutdown";
        if random.below(3) > 0 {
            spoil(&mut message, &mut random);
        }
        let is_question = message.get("id").is_some() && message["method"].is_string();
        assert!(!is_told_to_end(&message));
        let answers = client.session.receive(std::slice::from_ref(&message));
        let answered = answers.iter().filter(|answer| answer.get("method").is_none()).count();
        if is_question {
            assert_eq!(answered, 1, "{message}");
            assert_ne!(answers[0]["error"]["code"], -32_603, "{message}: a mistake of its own");
        }
        client.take(answers);
        if id % 50 == 0 {
            client.rest();
        }
        if id % 250 == 0 {
            client.settle();
        }
    }
    client.open(PLAN, "plan x {\n  currency: EUR\n");
    client.settle();
    client.told.retain(|uri, _| uri == PLAN);
    let expected = checked(&Sources::single("plan.zbb", "plan x {\n  currency: EUR\n"), "column");
    assert_eq!(told(&client), expected);
}

/// A stream of a thousand frames, most of them broken: none costs more than itself.
#[test]
fn broken_frames_cost_only_themselves() {
    let mut random = Random(5);
    let mut stream = Vec::new();
    let mut whole = 0;
    for id in 0..1000 {
        let good = json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": {} });
        let deep = "[".repeat(100_000);
        match random.below(8) {
            0 => stream.extend(b"Content-Length: 7\r\n\r\n{\"a\":\xff}"),
            1 => stream.extend(b"Content-Length: -5\r\nContent-Length: 999999999999999999999999\r\nX: y\r\n"),
            2 => stream.extend(b"Content-Length: 15\r\n\r\n{\"a\":\"\\ud800\"}  "),
            3 => write!(stream, "Content-Length: {}\r\n\r\n{deep}", deep.len()).unwrap(),
            4 => stream.extend(b"GET / HTTP/1.1\nHost: x\n"),
            5 => stream.extend(b"Content-Length: 0\r\n\r\n"),
            _ => {
                wire::write(&mut stream, &good).unwrap();
                whole += 1;
            }
        }
    }
    let mut read = stream.as_slice();
    let mut session = Session::new(Box::new(Memory::default()));
    let mut hovers = 0;
    while let Some(frame) = wire::read(&mut read).unwrap() {
        match frame {
            Frame::Message(message) => {
                hovers += usize::from(message["method"] == "textDocument/hover");
                session.receive(&[message]);
            }
            Frame::Unreadable(why) => assert_eq!(session.unreadable(&why)["error"]["code"], -32_700),
        }
    }
    assert_eq!(hovers, whole);
}
