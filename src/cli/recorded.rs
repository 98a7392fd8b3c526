//! What there is to compare: takes a side, reads it, gives what its plan says and comes to, or why there is nothing of that.

use super::clock;
use super::ending::Trouble;
use super::findings::tell_findings;
use super::keep;
use super::output::{self, ColorChoice};
use super::part;
use super::sides::{Place, PlanPath, Side};
use super::unnamed::UnnamedScenario;
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::visible;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::diff::{Record, ScenarioFigures, record};
use crate::evaluate::Depth;
use crate::files::git::Held;
use crate::files::sources::{CannotRead, Limits, Loaded, PassedOver, load};
use crate::model::facts::Topic;
use crate::model::funding::UNNAMED;
use crate::outcome::{Outcome, outcome};
use crate::planfile;
use crate::quantity::Date;
use crate::source::{FileId, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// A side as it was read; nothing of it is compiled yet.
pub(super) enum Read {
    /// The files of a plan.
    Plan(Loaded),
    /// What a plan file keeps of what a plan comes to.
    Figures(Box<Outcome>),
    /// A plan file that cannot be read.
    NoFigures(Broken),
    /// There is no plan where the other side has one, in words for whoever is sure that there is.
    Nothing(Trouble),
}

/// A plan that could be compared, or the findings that keep it from that.
pub(super) enum Recorded {
    /// What it says and comes to, and its files.
    Record(Box<Record>, Sources),
    /// What is wrong with it.
    Broken(Broken),
}

/// A plan with errors.
pub(super) struct Broken {
    /// Its files.
    pub sources: Sources,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
    /// What it says, as far as that can be read.
    pub topics: Vec<Topic>,
}

/// Reads a side.
///
/// # Errors
/// When there is no plan at a path that was named, or its files cannot be read.
pub(super) fn read(side: &Side) -> Result<Read, Trouble> {
    match &side.place {
        Place::Path(path) if is_kept(path) => Ok(kept(keep::read(path)?)),
        Place::Path(path) => match load(path, Limits::default()) {
            Ok(loaded) => Ok(Read::Plan(loaded)),
            Err(nothing) if side.path == PlanPath::Shared && is_absence(&nothing) => Ok(Read::Nothing(nothing.into())),
            Err(error) => Err(error.into()),
        },
        Place::Revision(repository, revision) => match repository.held(revision, Limits::default())? {
            Held::Plan(loaded) => Ok(Read::Plan(loaded)),
            Held::Nothing(trouble) if side.path == PlanPath::Shared => Ok(Read::Nothing(trouble)),
            Held::Nothing(trouble) => Err(trouble),
        },
        Place::FileAtRevision(name, text) => Ok(kept(keep::parsed(name, text.clone()))),
    }
}

/// Whether a path has no plan, and nothing that may be one.
fn is_absence(error: &CannotRead) -> bool {
    match error {
        CannotRead::Missing { .. } | CannotRead::NoPlan { passed_over: PassedOver::Nothing, .. } => true,
        CannotRead::LeadsNowhere { .. }
        | CannotRead::NotAFile { .. }
        | CannotRead::Unreadable { .. }
        | CannotRead::NoPlan { passed_over: PassedOver::Some, .. } => false,
    }
}

/// Whether a path is that of a plan file: a file that is no `.zbb` file.
fn is_kept(path: &Path) -> bool {
    path.is_file() && path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("zbb"))
}

fn kept(kept: keep::Kept) -> Read {
    match kept.outcome {
        Ok(outcome) => Read::Figures(Box::new(outcome)),
        Err(finding) => Read::NoFigures(Broken { sources: kept.sources, findings: vec![*finding], topics: Vec::new() }),
    }
}

/// What a plan says and comes to. One that misses a requirement still comes to something; one with other errors does not.
/// `unnamed` is what the command line sets in it.
pub(super) fn recorded(side: &Side, mut loaded: Loaded, unnamed: &UnnamedScenario, today: Option<Date>) -> Recorded {
    if loaded.diagnostics.has_errors() {
        return broken(loaded.sources, &loaded.diagnostics, Vec::new());
    }
    let (parsed, file) = unnamed.read(&mut loaded, None);
    of_parsed(side, loaded, parsed, file, today)
}

/// The same of both sides of a comparison: what is the same in both is read once.
pub(super) fn both_recorded(
    (before, was): (&Side, Loaded),
    (after, mut now): (&Side, Loaded),
    unnamed: &UnnamedScenario,
    today: Option<Date>,
) -> (Recorded, Recorded) {
    if was.diagnostics.has_errors() || now.diagnostics.has_errors() {
        let earlier = || recorded(before, was, &UnnamedScenario::default(), today);
        return rayon::join(earlier, || recorded(after, now, unnamed, today));
    }
    let parsed_was = Parsed::read(&was.sources);
    let (parsed_now, file) = if unnamed.is_empty() {
        (Parsed::read_beside(&now.sources, (&was.sources, &parsed_was)), None)
    } else {
        unnamed.read(&mut now, None)
    };
    let earlier = || of_parsed(before, was, parsed_was, None, today);
    rayon::join(earlier, || of_parsed(after, now, parsed_now, file, today))
}

/// What the files of a side come to; `file` is that of what the command line sets.
fn of_parsed(side: &Side, loaded: Loaded, parsed: Parsed, file: Option<FileId>, today: Option<Date>) -> Recorded {
    let options = Options { today: today.or_else(clock::today), depth: Depth::Findings, ..Options::default() };
    let scenario = file.map(|_| UNNAMED);
    let (compiled, facts) = parsed.compile_with_facts(Options { scenario, ..options });
    match (&compiled.checked, &compiled.evaluation) {
        (Some(checked), Some(evaluation)) => {
            let mut record = record(facts, checked, evaluation);
            record.scenarios = scenarios(&parsed, options);
            Recorded::Record(Box::new(record), loaded.sources)
        }
        _ => {
            let mut found = compiled.diagnostics;
            // Of a part of a plan, the path tells where the whole is.
            if let Place::Path(path) = &side.place {
                part::narrow(&mut found, &loaded.sources, path);
            }
            part::name_plans(&mut found, &loaded.sources, "--plan ");
            broken(loaded.sources, &found, facts)
        }
    }
}

/// What each scenario comes to; nothing of one with errors.
fn scenarios(parsed: &Parsed, options: Options<'_>) -> BTreeMap<String, ScenarioFigures> {
    let names: Vec<&str> = parsed.scenarios().into_iter().collect();
    let figures = |name: &&str| {
        let compiled = parsed.compile(Options { scenario: Some(name), ..options });
        let (checked, evaluation) = (compiled.checked?, compiled.evaluation?);
        Some(((*name).to_owned(), ScenarioFigures::of(&outcome(&checked, &evaluation))))
    };
    names.par_iter().filter_map(figures).collect()
}

fn broken(sources: Sources, diagnostics: &Diagnostics, topics: Vec<Topic>) -> Recorded {
    let errors = diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error);
    Recorded::Broken(Broken { sources, findings: errors.cloned().collect(), topics })
}

/// Tells what keeps a plan from being compared, and what could be compared in its place.
pub(super) fn tell_broken(side: &Side, broken: &Broken, color: ColorChoice) {
    tell_findings(&broken.findings, &broken.sources, color);
    output::note(&format!("error: `{}` cannot be compared: it has errors\n", side.name));
    offer_plan_file(side);
}

/// Tells that an earlier plan had errors, and what could be compared in its place.
pub(super) fn tell_repaired(side: &Side) {
    output::note(&format!("note: `{}` has errors: the plan is shown as it is now\n", side.name));
    offer_plan_file(side);
}

fn offer_plan_file(side: &Side) {
    let Place::Revision(repository, revision) = &side.place else { return };
    if matches!(repository.read_beside(revision, planfile::FILE_NAME, Limits::default()), Ok(Some(_))) {
        let path = repository.plan_path();
        let gap = if path.is_empty() { "" } else { "/" };
        let file = format!("{}:{path}{gap}{}", visible(&revision.text), planfile::FILE_NAME);
        output::note(&format!("  help: its plan file can be compared: `{file}`\n"));
    }
}
