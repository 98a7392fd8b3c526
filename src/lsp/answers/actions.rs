//! What can be done at a place: mends of findings, waivers, and actions of the job.

use super::super::params::{at, list};
use super::asked::Asked;
use super::findings::diagnostic;
use crate::diagnostic::{Applicability, Diagnostic, Edit, fix};
use crate::editor::action::Action;
use crate::editor::actions::{actions, waiver};
use crate::quantity::Month;
use crate::source::Span;
use serde_json::{Value, json};

pub(super) fn code_actions(asked: &Asked<'_>) -> Value {
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
        let here = actions(asked.snapshot, asked.now(), (asked.file, start), asked.today);
        let shown = here.iter().filter(|action| action.disabled.is_none() || asked.client.disabled);
        found.extend(shown.map(|action| job(asked, action)));
    }
    if wants("source.fixAll.zbb") {
        found.extend(fix_all(asked));
    }
    Value::Array(found)
}

/// An action of the job; its edit comes when it is chosen, where the client can ask for it.
fn job(asked: &Asked<'_>, action: &Action) -> Value {
    let mut told = json!({ "title": action.title, "kind": "refactor.rewrite" });
    let (key, value) = match &action.disabled {
        Some(why) => ("disabled", json!({ "reason": why })),
        None if asked.client.resolves => {
            let place = at(asked.params, "/range/start");
            ("data", json!({ "uri": asked.state.uri(asked.file), "position": place, "title": action.title }))
        }
        None => ("edit", asked.edit(&action.edits)),
    };
    if let Some(told) = told.as_object_mut() {
        told.insert(key.to_owned(), value);
    }
    told
}

/// The action that was chosen, with its edit of the texts as they stand; without one where it is there no longer.
pub(super) fn resolved(asked: &Asked<'_>) -> Value {
    let data = at(asked.params, "/data");
    let byte = asked.byte(at(data, "/position"));
    let here = actions(asked.snapshot, asked.now(), (asked.file, byte), asked.today);
    let chosen = here.iter().find(|action| action.disabled.is_none() && at(data, "/title") == action.title.as_str());
    let mut told = asked.params.clone();
    if let (Some(chosen), Some(told)) = (chosen, told.as_object_mut()) {
        told.insert("edit".to_owned(), asked.edit(&chosen.edits));
    }
    told
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
