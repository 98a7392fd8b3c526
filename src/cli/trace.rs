//! `zbb trace [NAME] [PATH]`: all that a name hangs on and all that hangs on it; without a name, what no thread holds.

use super::arguments::TraceArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::output::ColorChoice;
use super::part;
use super::progress::Progress;
use super::rendered::rendered;
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::{counted, visible};
use crate::evaluate::Depth;
use crate::files::sources::{Limits, load};
use crate::model::AnyId;
use crate::report::{Traced, orphans_document, trace_document};
use crate::resolve::{Bearer, bearers, look_up, nearest_name};
use crate::trace::{Links, orphans};
use std::path::{Path, PathBuf};

/// Writes the threads to standard output. A plan with errors is traced without figures; what no thread holds is only known
/// of one without.
///
/// # Errors
/// When the path leads to no plan, nothing bears the name, or the output is lost.
pub(super) fn trace(arguments: &TraceArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let (name, path) = asked(arguments);
    let loaded = load(&path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let progress = Progress::start(format!("tracing {}", counted(loaded.sources.files().len(), "file")));
    let parsed = Parsed::read(&loaded.sources);
    let today = arguments.today.or_else(clock::today);
    let (compiled, plan, mentions) =
        parsed.compile_with_mentions(Options { today, depth: Depth::Findings, ..Options::default() });
    let links = Links::of(&plan, &mentions);
    drop(progress);
    let mut found = compiled.diagnostics;
    part::narrow(&mut found, &loaded.sources, &path);
    let has_errors = tell_errors(&found, &loaded.sources, color);
    let figures = compiled.checked.as_ref().zip(compiled.evaluation.as_ref());
    let traced = Traced { sources: &loaded.sources, plan: &plan, links: &links, figures };
    let document = match (name, figures) {
        (Some(name), _) => {
            let (declared, bearers) = bearers(&plan);
            let found = look_up(&bearers, name);
            let ids: Vec<AnyId> = found.iter().filter_map(|place| declared.get(*place).copied()).collect();
            if ids.is_empty() {
                return Err(unknown(&bearers, name));
            }
            trace_document(traced, &ids)
        }
        (None, Some((checked, evaluation))) => orphans_document(traced, checked, &orphans(checked, evaluation, &links)),
        (None, None) => return Ok(Ending::Failed),
    };
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(if has_errors { Ending::Failed } else { Ending::Fine })
}

/// The name and the path. One word alone that is a folder, or a file of a plan, is the path.
fn asked(arguments: &TraceArguments) -> (Option<&str>, PathBuf) {
    match (&arguments.name, &arguments.path) {
        (Some(word), None) if leads_to_plan(Path::new(word)) => (None, PathBuf::from(word)),
        (name, path) => (name.as_deref(), path.clone().unwrap_or_else(|| PathBuf::from("."))),
    }
}

fn leads_to_plan(path: &Path) -> bool {
    path.is_dir() || path.is_file() && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zbb"))
}

fn unknown(bearers: &[Bearer<'_>], name: &str) -> Trouble {
    let trouble = Trouble::new(format!("nothing in the plan is called `{}`", visible(name)));
    match nearest_name(bearers, name) {
        Some(near) => trouble.help(format!("did you mean `{}`?", visible(near))),
        None => {
            trouble.help("name a path such as `store.decision`, a title in quotes, or a kind and a name: `\"kpi nps\"`")
        }
    }
}
