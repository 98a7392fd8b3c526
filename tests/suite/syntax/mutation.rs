//! How well mistakes are told: every valid plan with one token deleted, doubled or inserted.
//!
//! A mutation that leaves the text readable does not count here. `score` takes the function that checks a text, so that
//! the same measure can be taken of the whole compiler.

use super::{parse, valid_files};

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
    let score = score(&valid_files(), &lines_of_findings);
    let summary = format!(
        "{} noticed, {} on their own line, {} told once, at most {} findings\n{}",
        score.noticed,
        score.own_line,
        score.single,
        score.most,
        score.misses.join("\n")
    );
    println!("{summary}");
    assert!(score.noticed > 1_000, "{summary}");
    assert!(score.own_line * 100 >= score.noticed * 95, "{summary}");
    assert!(score.single * 100 >= score.noticed * 65, "{summary}");
    assert!(score.most <= 3, "{summary}");
}

/// The lines of the findings of a text.
fn lines_of_findings(text: &str) -> Vec<usize> {
    let sources = zbb::source::Sources::single("plan.zbb", text);
    let (_, diagnostics) = parse(text);
    let file = sources.get(zbb::source::FileId::new(0)).expect("the only file");
    diagnostics.items().iter().map(|finding| file.position(finding.primary.span.start).line).collect()
}

fn score(files: &[(std::path::PathBuf, String)], check: &dyn Fn(&str) -> Vec<usize>) -> Score {
    let mut score = Score::default();
    for (path, text) in files {
        for mutation in mutations(text) {
            let lines = check(&mutation.text);
            if lines.is_empty() {
                continue;
            }
            score.noticed += 1;
            score.own_line += usize::from(lines.contains(&mutation.line));
            score.single += usize::from(lines.len() == 1);
            score.most = score.most.max(lines.len());
            if !lines.contains(&mutation.line) || lines.len() > 3 {
                let place = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
                score.misses.push(format!("{place}:{}: {} gives lines {lines:?}", mutation.line, mutation.what));
            }
        }
    }
    score
}

/// A sample of mutations of a text: spread evenly, the same on every run.
pub fn mutations(text: &str) -> Vec<Mutation> {
    const INSERTED: &[&str] = &["{", "}", ":", ",", "x", "\"", "[", "]", "(", ")", "5", "=", "*", "\"\"\"", "from"];
    let tokens = tokens(text);
    let mut mutations = Vec::new();
    for (count, (start, end)) in tokens.iter().copied().enumerate().step_by(stride(tokens.len())) {
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

fn stride(tokens: usize) -> usize {
    const SAMPLE: usize = 25;
    (tokens / SAMPLE).max(1) | 1
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
