//! What the protocol does not have: places of names, reasons, the page of a plan, its status.

use super::super::capabilities::Client;
use super::super::params::{at, notification};
use super::super::plans::{PlanState, Root};
use super::super::uri as address;
use super::asked::{Asked, declared, or_null};
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostic, Severity};
use crate::editor::snapshot;
use crate::editor::snapshot::{Figures, Good};
use serde_json::{Value, json};

pub(super) fn locate(asked: &Asked<'_>) -> Value {
    let id = at(asked.params, "/about").as_str().and_then(|path| declared(asked.snapshot, path).next());
    or_null(id.and_then(|id| asked.place_of(id)), |span| asked.location(span))
}

/// The page of the plan; while it has errors, the last one that could be made.
pub(super) fn preview(asked: &Asked<'_>) -> Value {
    let is_stale = !asked.state.is_evaluated() || asked.figures.is_none_or(|(_, figures)| figures == Figures::OfBefore);
    or_null(asked.state.page(), |html| json!({ "html": html, "version": asked.state.generation, "stale": is_stale }))
}

/// Everything about a name, or about what is named at a position.
pub(super) fn why(asked: &Asked<'_>) -> Value {
    let here = || Some(asked.snapshot.head(asked.named()?.id)?.path.to_string());
    let Some(about) = at(asked.params, "/about").as_str().map(str::to_owned).or_else(here) else { return Value::Null };
    let good = asked.figures.map(|(good, _)| good);
    let text = snapshot::why(asked.snapshot, good, &about);
    or_null(text, |mut markdown| {
        if asked.now().is_none() && good.is_some() {
            markdown.push_str("\n*figures of the last plan without errors*\n");
        }
        json!({ "about": about, "markdown": markdown })
    })
}

/// What is told of the figures of a plan to clients that want it.
pub(crate) fn told_of_figures(client: &Client, root: &Root, state: &PlanState, findings: &[Diagnostic]) -> Vec<Value> {
    let mut out = Vec::new();
    let uri = state.uris().next().unwrap_or("");
    if client.status {
        out.push(notification("zbb/status", status(root, state, uri, findings)));
    }
    if client.preview {
        out.push(notification("zbb/previewChanged", json!({ "uri": uri, "version": state.generation })));
    }
    out
}

fn status(root: &Root, state: &PlanState, uri: &str, findings: &[Diagnostic]) -> Value {
    let folder = match root {
        Root::Folder(folder) => address::uri(folder),
        Root::Alone(text) => text.clone(),
    };
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let Some((Good { brief, .. }, figures)) = state.figures() else {
        let text = if errors > 0 { counted(errors, "error") } else { String::new() };
        return json!({
            "uri": uri, "folder": folder, "errors": errors, "warnings": warnings, "stale": true, "text": text,
        });
    };
    let judged: Vec<bool> = brief.kpis.values().filter_map(|kpi| kpi.is_met).collect();
    let met = judged.iter().filter(|met| **met).count();
    let money = brief.money.as_ref();
    let text = match (errors, money) {
        (1.., _) => format!("{} · figures of the last good plan", counted(errors, "error")),
        (0, Some(money)) => {
            let missed = judged.len() - met;
            let [budget, funded, left] = &money.short;
            let currency = brief.currency;
            let targets =
                if judged.is_empty() { String::new() } else { format!(" · {} missed", counted(missed, "target")) };
            format!("{funded} of {budget} {currency} · {left} left{targets}")
        }
        (0, None) => String::new(),
    };
    json!({
        "uri": uri,
        "folder": folder,
        "title": brief.title,
        "currency": brief.currency,
        "budget": money.map(|money| &money.budget),
        "funded": money.map(|money| &money.funded),
        "left": money.map(|money| &money.left),
        "levels": money.map(|money| [money.levels_funded, money.levels]),
        "targets": [met, judged.len()],
        "errors": errors,
        "warnings": warnings,
        "stale": figures == Figures::OfBefore,
        "text": text,
    })
}
