//! `zbb track [PATH]`: how the year goes: budget, actual, variance and forecast, and whether what strays is tolerated.

use super::arguments::TrackArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::ledgers::PlanFolder;
use super::output::ColorChoice;
use super::progress::Progress;
use super::read::bytes;
use super::rendered::rendered;
use super::sources::{Limits, load};
use super::sql::{closed, no_actuals, place};
use crate::check::CheckedPlan;
use crate::compile::{Options, Parsed};
use crate::control;
use crate::diagnostic::text::visible;
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::Depth;
use crate::ledger::warehouse::{self, Mismatch};
use crate::ledger::{self, Ledger};
use crate::report::track_document;
use std::path::Path;

/// The most bytes of what a warehouse gave.
const MOST_OF_A_RESULT: u64 = 256 << 20;

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
    let as_of = arguments.as_of.map(|month| place(plan, month)).transpose()?;
    if plan.plan().actuals.is_empty() {
        return Err(no_actuals());
    }
    let mut found = Diagnostics::new();
    let ledger = match &arguments.from {
        Some(result) => taken(&mut found, plan, result, closed(plan, arguments.as_of)?)?,
        None => read(&mut found, plan, &PlanFolder::of(&arguments.path), as_of),
    };
    let track = ledger.and_then(|ledger| control::track(&mut found, plan, evaluation, ledger));
    crate::compile::grade(&mut found, plan, today);
    found.sort();
    tell(&found);
    let Some(track) = track else { return Ok(ending(&found)) };
    let document = track_document(plan, &track);
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(ending(&found))
}

/// Reads the files that the plan names.
fn read(found: &mut Diagnostics, plan: &CheckedPlan, folder: &PlanFolder, as_of: Option<usize>) -> Option<Ledger> {
    let _progress = Progress::start("reading ledgers".to_owned());
    let books = ledger::read(found, plan, folder);
    if found.has_errors() {
        return None;
    }
    ledger::close(found, plan, books, as_of)
}

/// Takes what the query of `zbb sql` gave in a warehouse, in place of the files.
fn taken(found: &mut Diagnostics, plan: &CheckedPlan, result: &Path, closed: usize) -> Result<Option<Ledger>, Trouble> {
    let name = result.to_string_lossy();
    let shown = visible(&name).into_owned();
    let bytes = bytes(result, MOST_OF_A_RESULT)?;
    warehouse::read_result(found, plan, (&name, &bytes), closed).map_err(|mismatch| match mismatch {
        Mismatch::Shape(what) => Trouble::new(format!("`{shown}` is no result of `zbb sql`: {}", visible(&what)))
            .help("save what the query gives as CSV, with its header"),
        Mismatch::OtherPlan => Trouble::new(format!("`{shown}` was made for another plan, or another closed month"))
            .help("run the query that `zbb sql` writes now, with the same --as-of"),
    })
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
