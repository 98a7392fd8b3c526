//! Findings in the words of the protocol: takes a plan's findings, gives a message for each file of which something new is to be told.

use std::collections::BTreeMap;

use super::super::capabilities::Client;
use super::super::params::notification;
use super::super::plans::{Document, PlanState, ToldFile};
use super::asked::range;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::editor::Snapshot;
use serde_json::{Value, json};

/// The findings of a plan, a message for each of its files of which something else is to be told than before.
pub(crate) fn published(
    client: &Client,
    state: &mut PlanState,
    snapshot: &Snapshot,
    findings: &[Diagnostic],
    open: &BTreeMap<String, Document>,
) -> Vec<Value> {
    let mut by_uri: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for uri in state.uris().filter(|uri| open.contains_key(*uri)) {
        by_uri.entry(uri.to_owned()).or_default();
    }
    for uri in state.told.keys() {
        by_uri.entry(uri.clone()).or_default();
    }
    for finding in findings {
        by_uri.entry(state.uri(finding.primary.span.file).to_owned()).or_default().push(finding);
    }
    let mut messages = Vec::new();
    for (uri, findings) in by_uri {
        let version = open.get(&uri).map(|document| document.version);
        let text = state.text(&uri, open);
        if state.told.get(&uri).is_some_and(|told| is_told(told, (version, &text), &findings)) {
            continue;
        }
        let shown: Vec<Value> = findings.iter().map(|finding| diagnostic(client, state, snapshot, finding)).collect();
        let mut params = json!({ "uri": uri, "diagnostics": shown });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), json!(version));
        }
        messages.push(notification("textDocument/publishDiagnostics", params));
        if findings.is_empty() && version.is_none() {
            state.told.remove(&uri);
        } else {
            let findings = findings.into_iter().cloned().collect();
            state.told.insert(uri, ToldFile { version, text, findings });
        }
    }
    messages
}

/// Whether a client knows all of that already. A place in another file may have moved to another line without being another
/// byte, so what points there is told again.
fn is_told(told: &ToldFile, (version, text): (Option<i64>, &str), findings: &[&Diagnostic]) -> bool {
    let points_elsewhere =
        |finding: &&Diagnostic| finding.secondary.iter().any(|label| label.span.file != finding.primary.span.file);
    told.version == version
        && *told.text == *text
        && told.findings.iter().eq(findings.iter().copied())
        && !findings.iter().any(points_elsewhere)
}

pub(super) fn diagnostic(client: &Client, state: &PlanState, snapshot: &Snapshot, finding: &Diagnostic) -> Value {
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
        "tags": tags(finding),
        "data": { "about": finding.about },
    })
}

/// What could go without changing anything is shown faintly.
fn tags(finding: &Diagnostic) -> &'static [u8] {
    const UNNECESSARY: &[u8] = &[1];
    match finding.code {
        Code::WaivesNothing | Code::WaiverOver => UNNECESSARY,
        _ => &[],
    }
}
