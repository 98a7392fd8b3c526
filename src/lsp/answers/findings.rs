//! Findings in the words of the protocol: takes a plan's findings, gives a message for each file that has some or had some.

use std::collections::{BTreeMap, BTreeSet};

use super::super::capabilities::Client;
use super::super::params::notification;
use super::super::plans::{Document, PlanState};
use super::asked::range;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::editor::Snapshot;
use serde_json::{Value, json};

/// The findings of a plan, a message for each of its files that has some or had some.
pub(crate) fn published(
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
