//! What the protocol does not have: places of names, reasons, the page of a plan, its status.

use super::super::capabilities::Client;
use super::super::params::{at, notification};
use super::super::plans::{PlanState, Root};
use super::super::uri as address;
use super::asked::{Asked, or_null};
use crate::diagnostic::text::{counted, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::editor::snapshot;
use crate::editor::snapshot::{Figures, Good};
use crate::model::Kind;
use crate::report::render::{page_with_places, pages_of};
use crate::resolve::{Bearer, look_up};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// Where something is written: a name in any way that `zbb why` takes it, or a line such as `plan.zbb:31`.
pub(super) fn locate(asked: &Asked<'_>) -> Value {
    let Some(about) = at(asked.params, "/about").as_str() else { return Value::Null };
    let place = line_of(&asked.snapshot.sources, about).or_else(|| named_by(asked, about));
    or_null(place, |span| asked.location(span))
}

/// Where what is meant by some words is written: exactly what a page says it is about, else whatever `zbb why` takes them for.
fn named_by(asked: &Asked<'_>, about: &str) -> Option<Span> {
    let about = Some(about.trim()).filter(|about| !about.is_empty())?;
    let is = |kind: Kind, name: &str| about.strip_prefix(kind.keyword()).is_some_and(|rest| rest.trim_start() == name);
    let topics = asked.snapshot.topics();
    if let Some(topic) = topics.iter().find(|topic| is(topic.kind, topic.name())) {
        return Some(topic.span);
    }
    let plan = &asked.snapshot.plan;
    if let Some(id) = plan.ids().find(|id| is(id.kind, &plan.head(*id).path)) {
        return asked.place_of(id);
    }
    let bearers: Vec<Bearer<'_>> = topics.iter().map(Bearer::of_topic).collect();
    let found = look_up(&bearers, about);
    found.first().and_then(|place| topics.get(*place)).map(|topic| topic.span)
}

/// The first letter of a line that is named by its file and number.
fn line_of(sources: &Sources, words: &str) -> Option<Span> {
    let (path, line) = words.rsplit_once(':')?;
    let line = line.parse::<usize>().ok()?.checked_sub(1)?;
    let (id, file) = sources.files().find(|(_, file)| file.path() == path)?;
    let text = file.text().get(file.line_range(line))?;
    let indent = text.len() - text.trim_start().len();
    let start = u32::try_from(file.line_range(line).start + indent).ok()?;
    Some(Span::new(id, start, start))
}

/// A page of the plan, the first unless one is named; while it has errors, of the last plan without.
///
/// # Errors
/// When the plan has no page of that name.
pub(super) fn preview(asked: &Asked<'_>) -> Result<Value, String> {
    let Some(site) = asked.figures.and_then(|(good, _)| good.site()) else { return Ok(Value::Null) };
    let pages = pages_of(site);
    let wanted = at(asked.params, "/page");
    let first = pages.first().map_or("", |(name, _)| name);
    let wanted = if wanted.is_null() { first } else { wanted.as_str().unwrap_or("") };
    let Some(html) = page_with_places(site, wanted) else {
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        return Err(format!("there is no page `{}`: the plan has {}", visible(wanted), names.join(", ")));
    };
    let is_stale = !asked.state.is_evaluated() || asked.figures.is_none_or(|(_, figures)| figures == Figures::OfBefore);
    let listed: Vec<Value> = pages.iter().map(|(name, title)| json!({ "page": name, "title": title })).collect();
    Ok(json!({ "html": html, "version": asked.state.generation, "stale": is_stale, "page": wanted, "pages": listed }))
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
