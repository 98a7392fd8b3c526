//! Findings for code-scanning services: takes findings, gives a SARIF 2.1.0 log with every code as a rule.

use super::place::{Location, Locator, fitted};
use super::short::{one_line, severity_word};
use super::{Code, Diagnostic, Edit, Fix, Label};
use crate::source::{FileId, Sources};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// All findings as one SARIF log.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut locator = Locator::new(sources);
    let mut fingerprints = Fingerprints { sources, seen: BTreeMap::new() };
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(&mut locator, diagnostic, fingerprints.of(diagnostic))).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "zbb",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "name": format!("{code:?}"),
        "shortDescription": { "text": code.title() },
        "help": { "text": format!("zbb explain {}", code.id()), "markdown": code.page() },
        "defaultConfiguration": { "level": severity_word(code.severity()) },
    })
}

fn result(locator: &mut Locator<'_>, diagnostic: &Diagnostic, fingerprint: String) -> Value {
    let primary = &diagnostic.primary;
    let mut result = json!({
        "ruleId": diagnostic.code.id(),
        "level": severity_word(diagnostic.severity),
        "message": { "text": one_line(diagnostic) },
        "locations": [location(locator, primary)],
        "partialFingerprints": { "zbbFinding/v1": fingerprint },
    });
    let mut set = |key: &str, values: Vec<Value>| {
        if let (Some(object), false) = (result.as_object_mut(), values.is_empty()) {
            object.insert(key.to_owned(), Value::Array(values));
        }
    };
    set("relatedLocations", related_locations(locator, &diagnostic.secondary));
    set("fixes", diagnostic.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|each| fix(locator, each)).collect());
    result
}

fn related_locations(locator: &mut Locator<'_>, labels: &[Label]) -> Vec<Value> {
    let mut locations: Vec<Value> = labels.iter().map(|label| location(locator, label)).collect();
    for (index, location) in locations.iter_mut().enumerate() {
        if let Some(object) = location.as_object_mut() {
            object.insert("id".to_owned(), json!(index + 1));
        }
    }
    locations
}

fn location(locator: &mut Locator<'_>, label: &Label) -> Value {
    let place = locator.place(label.span);
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&place.path) },
        "region": region(&place),
    }});
    if let (Some(object), false) = (location.as_object_mut(), label.text.is_empty()) {
        object.insert("message".to_owned(), json!({ "text": label.text }));
    }
    location
}

fn region(place: &Location) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "byteOffset": place.start.byte,
        "byteLength": place.end.byte - place.start.byte,
    })
}

/// One change for each file the fix touches.
fn fix(locator: &mut Locator<'_>, fix: &Fix) -> Value {
    let mut files: BTreeMap<FileId, (String, Vec<Value>)> = BTreeMap::new();
    for edit in &fix.edits {
        let place = locator.place(edit.span);
        let (_, replacements) = files.entry(edit.span.file).or_insert_with(|| (uri(&place.path), Vec::new()));
        replacements.push(replacement(&place, edit));
    }
    let changes: Vec<Value> = files
        .into_values()
        .map(|(uri, replacements)| json!({ "artifactLocation": { "uri": uri }, "replacements": replacements }))
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn replacement(place: &Location, edit: &Edit) -> Value {
    json!({ "deletedRegion": region(place), "insertedContent": { "text": edit.replacement } })
}

/// A path as a URI: everything but letters, digits and `-._~/` by its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Names for findings that stay the same when lines move: made from the code, what it is about and the text of its
/// line, and a number among those alike.
struct Fingerprints<'a> {
    sources: &'a Sources,
    seen: BTreeMap<u64, usize>,
}

impl Fingerprints<'_> {
    fn of(&mut self, diagnostic: &Diagnostic) -> String {
        let parts = [diagnostic.code.id(), diagnostic.about.as_deref().unwrap_or(""), self.line(diagnostic)];
        let hash = hash(&parts.join("\n"));
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}:{count}")
    }

    fn line(&self, diagnostic: &Diagnostic) -> &str {
        let Some(file) = self.sources.get(diagnostic.primary.span.file) else { return "" };
        let start = fitted(file.text(), diagnostic.primary.span).start;
        let line = file.line_range(file.line_index(u32::try_from(start).unwrap_or(u32::MAX)));
        let text = file.text().get(line).unwrap_or("");
        let end = text.char_indices().nth(LINE_PART).map_or(text.len(), |(byte, _)| byte);
        text.get(..end).unwrap_or("").trim()
    }
}

/// So much of a line is enough to know it again; thousands of findings on one endless line stay linear.
const LINE_PART: usize = 400;

/// FNV-1a: the same on every machine and in every release, unlike the hashers of the standard library.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
