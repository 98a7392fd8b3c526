//! The year's course for commands that show it: reads the ledgers and observations that a plan names, gives what control makes
//! of them.

use std::path::Path;

use super::ledgers::PlanFolder;
use super::progress::Progress;
use crate::check::CheckedPlan;
use crate::control::{self, Track};
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::Evaluation;
use crate::ledger::{self, Ledger, Observations};
use crate::quantity::Date;

use super::ending::{Ending, Trouble};

/// Whether a plan says anything of its year.
pub(super) fn has_course(plan: &CheckedPlan) -> bool {
    !plan.plan().actuals.is_empty() || !plan.plan().observes.is_empty()
}

/// The patterns of the files that a plan's course is read from.
pub(super) fn files_of_course(plan: &CheckedPlan) -> Vec<String> {
    let ledgers = plan.plan().actuals.values().filter_map(|actuals| actuals.from.get());
    let surveys = plan.plan().observes.values().filter_map(|observe| observe.from.as_ref());
    ledgers.chain(surveys.map(|from| &from.file)).map(|pattern| pattern.value.to_string()).collect()
}

/// Why a plan has no course to show.
pub(super) fn no_course() -> Trouble {
    Trouble::new("the plan does not say where its actuals are read from, nor what was observed")
        .help("declare `actuals { from: \"ledger/*.csv\", … }` or `observe`; see `zbb explain actuals`")
}

/// The year's course up to a month, from the files that the plan names, graded as the plan says; what is wrong with files or
/// strays too far is reported.
pub(super) fn course(
    found: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    path: &Path,
    as_of: Option<usize>,
    today: Option<Date>,
) -> Option<Track> {
    let folder = PlanFolder::of(path);
    course_with(found, plan, evaluation, path, today, |found, observations| {
        if plan.plan().actuals.is_empty() {
            return ledger::close_without_books(found, plan, observations, as_of);
        }
        let books = ledger::read(found, plan, &folder);
        if found.has_errors() { None } else { ledger::close(found, plan, books, as_of) }
    })
}

/// The same, from a ledger that somebody else has.
pub(super) fn course_with(
    found: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    path: &Path,
    today: Option<Date>,
    ledger: impl FnOnce(&mut Diagnostics, &Observations) -> Option<Ledger>,
) -> Option<Track> {
    let progress = Progress::start("reading ledgers".to_owned());
    let observations = ledger::observations(found, plan, &PlanFolder::of(path));
    let ledger = ledger(found, &observations).filter(|_| !found.has_errors());
    drop(progress);
    let track = ledger.and_then(|ledger| control::track(found, plan, evaluation, ledger, &observations));
    crate::compile::grade(found, plan, today);
    found.sort();
    track
}

/// A file that could not be used ends as such; any other error as a failed check.
pub(super) fn ending(found: &Diagnostics) -> Ending {
    let is_file = |code: Code| matches!(code, Code::LedgerUnusable | Code::NoLedger | Code::ObservedFile);
    if found.items().iter().any(|finding| is_file(finding.code)) {
        Ending::Unusable
    } else if found.has_errors() {
        Ending::Failed
    } else {
        Ending::Fine
    }
}
