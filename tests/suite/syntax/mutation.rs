//! How well mistakes are told: every valid plan with one token deleted, doubled or inserted.
//!
//! A mutation that leaves the plan right does not count. `score` takes the function that checks a text: the reading
//! alone, or the whole compiler on the plan that the text is a file of.

use std::path::{Path, PathBuf};

use zbb::compile::Parsed;
use zbb::diagnostic::Diagnostic;
use zbb::source::{FileId, Sources};

use super::{parse, plans, valid_files};

/// About how many tokens of a file are tried when only reading.
pub const SAMPLE: usize = 25;

/// About how many tokens of a file are tried when the whole plan around it is compiled each time.
const SPARSE_SAMPLE: usize = 3;

/// One small mistake.
pub struct Mutation {
    pub text: String,
    pub line: usize,
    pub what: String,
}

/// What became of the mutations that were noticed.
#[derive(Default)]
struct Score {
    noticed: usize,
    own_line: usize,
    single: usize,
    most: usize,
    misses: Vec<String>,
}

#[test]
fn mistakes_are_told_once_and_where_they_are() {
    let mut score = Score::default();
    for (path, text) in valid_files() {
        score.add(&path, mutations(&text, SAMPLE), &findings_of_reading);
    }
    score.assert_good(1_000);
}

#[test]
fn mistakes_in_plans_are_told_once_and_where_they_are() {
    let mut score = Score::default();
    for files in plans() {
        let known = findings(&files, None);
        for (place, (path, text)) in files.iter().enumerate() {
            let check = |text: &str| {
                let found = findings(&files, Some((place, text)));
                found.into_iter().filter(|finding| !finding.is_among(&known)).collect()
            };
            score.add(path, mutations(text, SPARSE_SAMPLE), &check);
        }
    }
    score.assert_good(400);
}

/// What reading alone finds in a text.
fn findings_of_reading(text: &str) -> Vec<Finding> {
    let sources = Sources::single("plan.zbb", text);
    let (_, diagnostics) = parse(text);
    diagnostics.items().iter().map(|finding| Finding::new(&sources, finding, FileId::new(0))).collect()
}

/// A finding of a plan. Its line is zero where it lies in another file than the one with the mistake.
#[derive(Debug)]
struct Finding {
    code: &'static str,
    message: String,
    line: usize,
}

impl Finding {
    fn new(sources: &Sources, finding: &Diagnostic, own: FileId) -> Finding {
        let span = finding.primary.span;
        let file = sources.get(span.file).filter(|_| own == span.file);
        let line = file.map_or(0, |file| file.position(span.start).line);
        Finding { code: finding.code.id(), message: finding.message.clone(), line }
    }

    fn is_among(&self, known: &[Finding]) -> bool {
        known.iter().any(|other| (other.code, &other.message) == (self.code, &self.message))
    }
}

/// The findings of a plan, with another text in the place of one file.
fn findings(files: &[(PathBuf, String)], changed: Option<(usize, &str)>) -> Vec<Finding> {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(path.display().to_string(), text.as_str());
    }
    if let Some((place, text)) = changed {
        sources.replace(FileId::new(place), text);
    }
    let own = changed.map_or(FileId::new(files.len()), |(place, _)| FileId::new(place));
    let found = Parsed::read(&sources).check(None);
    found.items().iter().map(|finding| Finding::new(&sources, finding, own)).collect()
}

impl Score {
    fn add(&mut self, path: &Path, mutations: Vec<Mutation>, check: &dyn Fn(&str) -> Vec<Finding>) {
        for mutation in mutations {
            let found = check(&mutation.text);
            if found.is_empty() {
                continue;
            }
            let on_own_line = found.iter().any(|finding| finding.line == mutation.line);
            self.noticed += 1;
            self.own_line += usize::from(on_own_line);
            self.single += usize::from(found.len() == 1);
            self.most = self.most.max(found.len());
            if !on_own_line || found.len() > 3 {
                let place = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
                self.misses.push(format!("{place}:{}: {} gives {found:#?}", mutation.line, mutation.what));
            }
        }
    }

    fn assert_good(&self, least: usize) {
        let summary = format!(
            "{} noticed, {} on their own line, {} told once, at most {} findings\n{}",
            self.noticed,
            self.own_line,
            self.single,
            self.most,
            self.misses.join("\n")
        );
        println!("{summary}");
        assert!(self.noticed > least, "{summary}");
        assert!(self.own_line * 100 >= self.noticed * 95, "{summary}");
        assert!(self.single * 100 >= self.noticed * 65, "{summary}");
        assert!(self.most <= 3, "{summary}");
    }
}

/// A sample of mutations of a text: spread evenly, the same on every run.
pub fn mutations(text: &str, sample: usize) -> Vec<Mutation> {
    const INSERTED: &[&str] = &["{", "}", ":", ",", "x", "\"", "[", "]", "(", ")", "5", "=", "*", "\"\"\"", "from"];
    let tokens = tokens(text);
    let mut mutations = Vec::new();
    for (count, (start, end)) in tokens.iter().copied().enumerate().step_by((tokens.len() / sample).max(1) | 1) {
        let token = &text[start..end];
        let line = text[..start].matches('\n').count() + 1;
        let inserted = INSERTED[count % INSERTED.len()];
        let changed = [
            ("without", format!("{}{}", &text[..start], &text[end..])),
            ("doubled", format!("{} {token}{}", &text[..end], &text[end..])),
            ("inserted", format!("{}{inserted} {}", &text[..start], &text[start..])),
        ];
        for (what, text) in changed {
            let shown: String = if what == "inserted" { inserted.into() } else { token.chars().take(30).collect() };
            mutations.push(Mutation { text, line, what: format!("{what} `{shown}`") });
        }
    }
    mutations
}

/// The tokens of a text, comments left out: words, figures, texts and single signs.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let length = match bytes[at] {
            b'#' => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            b' ' | b'\n' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'"' if rest.starts_with("\"\"\"") => {
                let end = rest[3..].find("\"\"\"").map_or(rest.len(), |end| end + 6);
                tokens.push((at, at + 3));
                tokens.push((at + end - 3, at + end));
                at += end;
                continue;
            }
            b'"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            first if first.is_ascii_alphanumeric() => {
                rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || "_.-/%".contains(sign))).unwrap_or(rest.len())
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        tokens.push((at, at + length));
        at += length;
    }
    tokens
}
