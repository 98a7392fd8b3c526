//! How fast the server is to a client that types: `cargo bench --bench lsp`. A scripted client speaks to the program over its
//! standard input and output, and prints what an author would wait: from a keystroke to the findings of names and checks, for
//! a hover and a completion beside a running compile; and what the server holds in memory after ten thousand edits.
//!
//! The times are of the clock, so nothing else should run; beside each stands the processor's time of the server.

#[allow(dead_code, reason = "only the other bench measures sizes")]
mod generate;

use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use generate::Size;
use serde_json::{Value, json};
use zbb::lsp::uri;
use zbb::lsp::wire::{self, Frame};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("zbb-bench-lsp-{}", std::process::id()));
    let result = measure(&folder);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn measure(folder: &Path) -> Outcome<()> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/post_purchase_support");
    typing("an example of 45 kB", &example, &example.join("plan.zbb"), 300)?;
    beside_a_compile("an example of 45 kB", &example, &example.join("plan.zbb"))?;

    let files = generate::plan(Size::packages(1_000));
    let many = folder.join("many");
    let merged = in_files(&files, 20);
    generate::write(&many, &merged)?;
    typing("1 MB in 20 files", &many, &many.join("part_07.zbb"), 100)?;
    beside_a_compile("1 MB in 20 files", &many, &many.join("part_07.zbb"))?;

    let one = folder.join("one");
    let whole = in_files(&files, 1);
    generate::write(&one, &whole)?;
    let start = cpu_of_children()?;
    let status = Command::new(env!("CARGO_BIN_EXE_zbb")).arg("check").arg(&one).stdout(Stdio::null()).status()?;
    println!("zbb check of 1 MB in one file: {:?} of the processor, {status}", cpu_of_children()? - start);
    typing("1 MB in one file", &one, &one.join("part_00.zbb"), 40)?;

    memory(&example, &example.join("plan.zbb"))
}

/// The same texts in so many files.
fn in_files(files: &[(String, String)], count: usize) -> Vec<(String, String)> {
    let mut merged: Vec<(String, String)> =
        (0..count).map(|place| (format!("part_{place:02}.zbb"), String::new())).collect();
    for (place, (_, text)) in files.iter().enumerate() {
        if let Some((_, into)) = merged.get_mut(place % count) {
            into.push_str(text);
            into.push('\n');
        }
    }
    merged
}

/// A client with one text open.
struct Client {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    uri: String,
    lines: Vec<String>,
    version: i64,
    id: i64,
}

impl Client {
    fn start(folder: &Path, file: &Path) -> Outcome<Client> {
        let program = env!("CARGO_BIN_EXE_zbb");
        let mut server = Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (to, from) = (server.stdin.take().ok_or("a pipe")?, server.stdout.take().ok_or("a pipe")?);
        let text = std::fs::read_to_string(file)?;
        let lines = text.lines().map(str::to_owned).collect();
        let uri = uri::uri(file);
        let mut client = Client { server, to, from: BufReader::new(from), uri, lines, version: 1, id: 0 };
        let folders = json!([{ "uri": uri::uri(folder), "name": "plans" }]);
        client.ask("initialize", json!({ "workspaceFolders": folders, "capabilities": {} }))?;
        client.tell("initialized", json!({}))?;
        let document = json!({ "uri": client.uri, "languageId": "zbb", "version": 1, "text": text });
        client.tell("textDocument/didOpen", json!({ "textDocument": document }))?;
        client.ask("zbb/settled", json!({}))?;
        Ok(client)
    }

    fn tell(&mut self, method: &str, params: Value) -> Outcome<()> {
        Ok(wire::write(&mut self.to, &json!({ "jsonrpc": "2.0", "method": method, "params": params }))?)
    }

    /// Reads until a message is as wanted.
    fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Outcome<Value> {
        while let Some(frame) = wire::read(&mut self.from)? {
            match frame {
                Frame::Message(message) if wanted(&message) => return Ok(message),
                _ => {}
            }
        }
        Err("the server has ended".into())
    }

    fn ask(&mut self, method: &str, params: Value) -> Outcome<Value> {
        self.id += 1;
        let id = self.id;
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        wire::write(&mut self.to, &message)?;
        self.until(|answer| answer.get("id").is_some_and(|answered| *answered == id))
    }

    /// Types a letter behind a line, or takes it away again.
    fn stroke(&mut self, line: usize, is_typed: bool) -> Outcome<()> {
        self.version += 1;
        let column = self.lines.get(line).map_or(0, |line| line.encode_utf16().count());
        let end = if is_typed { column } else { column + 1 };
        let range =
            json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": end } });
        let change = json!({ "range": range, "text": if is_typed { "x" } else { "" } });
        let document = json!({ "uri": self.uri, "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }))
    }

    /// Until the findings of the last stroke have come.
    fn findings(&mut self) -> Outcome<()> {
        let (uri, version) = (self.uri.clone(), self.version);
        let said = |message: &Value, key: &str| message.pointer(key).cloned().unwrap_or_default();
        self.until(|message| said(message, "/params/uri") == *uri && said(message, "/params/version") == version)?;
        Ok(())
    }

    fn resident(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    fn cpu(&self) -> Outcome<Duration> {
        cpu(&format!("/proc/{}/stat", self.server.id()), 11)
    }

    fn stop(mut self) -> Outcome<()> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)?;
        self.to.flush()?;
        self.server.wait()?;
        Ok(())
    }
}

/// The processor's time of a process: its own, from the twelfth number behind its name; of its children, from the fourteenth.
fn cpu(path: &str, from: usize) -> Outcome<Duration> {
    let text = std::fs::read_to_string(path)?;
    let (_, rest) = text.rsplit_once(')').ok_or("a process")?;
    let ticks: Result<Vec<u64>, _> = rest.split_whitespace().skip(from).take(2).map(str::parse).collect();
    Ok(Duration::from_millis(ticks?.iter().sum::<u64>() * 10))
}

fn cpu_of_children() -> Outcome<Duration> {
    cpu("/proc/self/stat", 13)
}

/// The middle and the hundredth from the end.
fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    format!("p50 {:.1?}, p99 {:.1?}", at(50), at(99))
}

fn typing(words: &str, folder: &Path, file: &Path, strokes: usize) -> Outcome<()> {
    let mut client = Client::start(folder, file)?;
    let line = client.lines.len() / 2;
    let before = client.cpu()?;
    let mut times = Vec::new();
    for stroke in 0..strokes {
        let start = Instant::now();
        client.stroke(line, stroke % 2 == 0)?;
        client.findings()?;
        times.push(start.elapsed());
    }
    let each = (client.cpu()? - before) / u32::try_from(strokes)?;
    println!("{words}: keystroke to findings {}, {each:.1?} of the processor each", told(times));
    client.stop()
}

/// Hovers and completions while the figures of an edit are worked out.
fn beside_a_compile(words: &str, folder: &Path, file: &Path) -> Outcome<()> {
    let mut client = Client::start(folder, file)?;
    let line = client.lines.iter().position(|line| line.trim_start().starts_with("owner:")).unwrap_or(0);
    let column = client.lines.get(line).map_or(0, String::len);
    let place = json!({ "textDocument": { "uri": client.uri }, "position": { "line": line, "character": column } });
    let (mut hovers, mut completions) = (Vec::new(), Vec::new());
    for round in 0..4 {
        client.stroke(client.lines.len() / 2, round % 2 == 0)?;
        client.findings()?;
        std::thread::sleep(Duration::from_millis(210));
        for _ in 0..100 {
            for (method, times) in [("textDocument/hover", &mut hovers), ("textDocument/completion", &mut completions)]
            {
                let start = Instant::now();
                client.ask(method, place.clone())?;
                times.push(start.elapsed());
            }
        }
    }
    println!("{words}: beside a compile, hover {}; completion {}", told(hovers), told(completions));
    client.stop()
}

fn memory(folder: &Path, file: &Path) -> Outcome<()> {
    let mut client = Client::start(folder, file)?;
    let line = client.lines.len() / 2;
    let mut held = Vec::new();
    for stroke in 0..10_000 {
        client.stroke(line, stroke % 2 == 0)?;
        client.findings()?;
        if stroke % 1_000 == 999 {
            client.ask("zbb/settled", json!({}))?;
            held.push(client.resident()?);
        }
    }
    let (first, last) = (held.first().copied().unwrap_or(1), held.last().copied().unwrap_or(0));
    println!("10,000 edits: {first} kB after the first thousand, {last} kB after the last: {}%", last * 100 / first);
    client.stop()
}
