//! `zbb track [PATH]`: how the year goes: budget, actual, variance and forecast, and whether what strays is tolerated.

use super::arguments::TrackArguments;
use super::clock;
use super::course::{course, course_with, ending, has_course, no_course};
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::output::ColorChoice;
use super::rendered::rendered;
use super::sql::{closed, no_actuals, place};
use crate::check::CheckedPlan;
use crate::compile::{Options, Parsed};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::visible;
use crate::evaluate::Depth;
use crate::files::read::bytes;
use crate::files::sources::{Limits, load};
use crate::ledger::Ledger;
use crate::ledger::warehouse::{self, Mismatch};
use crate::report::track_document;
use std::path::Path;

/// The most bytes of what a warehouse gave.
const MOST_OF_A_RESULT: u64 = 256 << 20;

/// Writes the year's course to standard output; findings go to standard error.
///
/// # Errors
/// When the path leads to no plan, the plan names no ledger, or the output is lost.
pub(super) fn track(arguments: &TrackArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let loaded = load(&arguments.path, Limits::default())?;
    let tell = |found: &Diagnostics| tell_findings(found.items(), &loaded.sources, color);
    if loaded.diagnostics.has_errors() {
        tell(&loaded.diagnostics);
        return Ok(Ending::Unusable);
    }
    let today = arguments.today.or_else(clock::today);
    let parsed = Parsed::read(&loaded.sources);
    let compiled = parsed.compile(Options { today, depth: Depth::Figures, ..Options::default() });
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else {
        tell_errors(&compiled.diagnostics, &loaded.sources, color);
        return Ok(Ending::Failed);
    };
    let as_of = arguments.as_of.map(|month| place(plan, month)).transpose()?;
    let mut found = Diagnostics::new();
    let track = match &arguments.from {
        None if !has_course(plan) => return Err(no_course()),
        None => course(&mut found, plan, evaluation, &arguments.path, as_of, today),
        Some(_) if plan.plan().actuals.is_empty() => return Err(no_actuals()),
        Some(result) => {
            let ledger = taken(&mut found, plan, result, closed(plan, arguments.as_of)?)?;
            course_with(&mut found, plan, evaluation, &arguments.path, today, |_, _| ledger)
        }
    };
    tell(&found);
    let Some(track) = track else { return Ok(ending(&found)) };
    let document = track_document(plan, evaluation, &track);
    deliver(&rendered(&document, arguments.format, arguments.width, color))?;
    Ok(ending(&found))
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
