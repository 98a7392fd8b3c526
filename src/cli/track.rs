//! `zbb track [PATH]`: how the year goes: budget, actual, variance and forecast, and whether what strays is tolerated.

use super::arguments::TrackArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::ledgers::PlanFolder;
use super::output::ColorChoice;
use super::progress::Progress;
use super::rendered::rendered;
use super::sources::{Limits, load};
use crate::check::CheckedPlan;
use crate::compile::{Options, Parsed};
use crate::control::{self, Track};
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::{Depth, Evaluation};
use crate::ledger;
use crate::quantity::Month;
use crate::report::track_document;

/// Writes the year's course to standard output; findings go to standard error.
///
/// # Errors
/// When the path leads to no plan, the plan names no ledger, or the output is lost.
pub fn track(arguments: &TrackArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let loaded = load(&arguments.path, Limits::default())?;
    let tell = |found: &Diagnostics| tell_findings(found.items(), &loaded.sources, color);
    if loaded.diagnostics.has_errors() {
        tell(&loaded.diagnostics);
        return Ok(Ending::Unusable);
    }
    let today = arguments.today.or_else(clock::today);
    let parsed = Parsed::read(&loaded.sources);
    let compiled = parsed.compile(Options { today, depth: Depth::Findings, ..Options::default() });
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else {
        tell_errors(&compiled.diagnostics, &loaded.sources, color);
        return Ok(Ending::Failed);
    };
    let as_of = arguments.as_of.map(|month| known(plan, month)).transpose()?;
    if plan.plan().actuals.is_empty() {
        let trouble = Trouble::new("the plan does not say where its actuals are read from");
        return Err(trouble.help("declare `actuals { from: \"ledger/*.csv\", … }`; see `zbb explain actuals`"));
    }
    let mut found = Diagnostics::new();
    let track = worked_out(&mut found, plan, evaluation, &PlanFolder::of(&arguments.path), as_of);
    crate::compile::grade(&mut found, plan, today);
    found.sort();
    tell(&found);
    let Some(track) = track else { return Ok(ending(&found)) };
    let document = track_document(plan, &track);
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(ending(&found))
}

fn worked_out(
    found: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    folder: &PlanFolder,
    as_of: Option<usize>,
) -> Option<Track> {
    let _progress = Progress::start("reading ledgers".to_owned());
    let books = ledger::read(found, plan, folder);
    if found.has_errors() {
        return None;
    }
    let ledger = ledger::close(found, plan, books, as_of)?;
    control::track(found, plan, evaluation, ledger)
}

/// A file that could not be used ends as such; any other error as a failed check.
fn ending(found: &Diagnostics) -> Ending {
    let is_file = |code: Code| matches!(code, Code::LedgerUnusable | Code::NoLedger);
    if found.items().iter().any(|finding| is_file(finding.code)) {
        Ending::Unusable
    } else if found.has_errors() {
        Ending::Failed
    } else {
        Ending::Fine
    }
}

/// The place of a month in the plan's calendar.
fn known(plan: &CheckedPlan, month: Month) -> Result<usize, Trouble> {
    plan.calendar.index(month).ok_or_else(|| {
        let (first, last) = (plan.calendar.first(), plan.calendar.last());
        Trouble::new(format!("{month} is no month of the plan")).help(format!("name one from {first} to {last}"))
    })
}
