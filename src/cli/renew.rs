//! `zbb renew PATH --to FY2028 --into FOLDER`: next year's plan from zero, in a folder of its own.

use super::arguments::RenewArguments;
use super::clock;
use super::course::{course, ending};
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::into;
use super::ledgers::PlanFolder;
use super::output::ColorChoice;
use super::part;
use crate::check::{CheckedPlan, kpi_amount};
use crate::compile::{Options, Parsed};
use crate::control::Nature;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::text::{counted, visible};
use crate::evaluate::{Depth, Evaluation};
use crate::files::sources::{Limits, load};
use crate::ledger::observations;
use crate::model::{Id, Package};
use crate::quantity::{Date, Money};
use crate::renew::{Refusal, Renewed, Spending, renew as renewed};
use std::collections::BTreeMap;

/// Writes next year's plan, and tells on standard output what it did. Nothing is written of a plan with errors.
///
/// # Errors
/// When the path leads to no plan, the period does not follow, or the folder is not empty or cannot be written.
pub(super) fn renew(arguments: &RenewArguments, color: ColorChoice) -> Result<Ending, Trouble> {
    let loaded = load(&arguments.path, Limits::default())?;
    if loaded.diagnostics.has_errors() {
        tell_findings(loaded.diagnostics.items(), &loaded.sources, color);
        return Ok(Ending::Unusable);
    }
    let parsed = Parsed::read(&loaded.sources);
    let today = arguments.today.or_else(clock::today);
    let mut compiled = parsed.compile(Options { today, depth: Depth::Findings, ..Options::default() });
    part::narrow(&mut compiled.diagnostics, &loaded.sources, &arguments.path);
    tell_errors(&compiled.diagnostics, &loaded.sources, color);
    let (Some(plan), Some(evaluation)) = (&compiled.checked, &compiled.evaluation) else { return Ok(Ending::Failed) };
    let mut found = Diagnostics::new();
    let spending = spending(&mut found, plan, evaluation, arguments, today);
    // What strays is no matter of the next year; what cannot be read is.
    let mut unread = Diagnostics::new();
    let observations = observations(&mut unread, plan, &PlanFolder::of(&arguments.path));
    // The year's course tells the same of files of observations.
    if spending.is_none() && found.has_errors() || unread.has_errors() {
        let told = if found.has_errors() { &found } else { &unread };
        tell_findings(told.items(), &loaded.sources, color);
        return Ok(ending(told));
    }
    let renewed =
        renewed(&loaded.sources, parsed.trees(), plan, evaluation, spending.as_ref(), &observations, arguments.to)
            .map_err(|refusal| refused(arguments, plan, refusal))?;
    into::write(&arguments.into, &renewed.files)?;
    deliver(&told(plan, arguments, &renewed))?;
    Ok(Ending::Fine)
}

/// What the plan's ledgers say of the year, where it names some.
fn spending(
    found: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    arguments: &RenewArguments,
    today: Option<Date>,
) -> Option<Spending> {
    if plan.plan().actuals.is_empty() {
        return None;
    }
    let track = course(found, plan, evaluation, &arguments.path, None, today)?;
    let mut expected: BTreeMap<Id<Package>, Money> = BTreeMap::new();
    for (line, forecast) in track.forecasts.iter().filter(|(line, _)| line.nature != Nature::Income) {
        if let Some(package) = line.package {
            let sum = expected.entry(package).or_default();
            // The sum of all of them was worked out already, and is a number.
            *sum = sum.add(forecast.estimate).unwrap_or(*sum);
        }
    }
    let is_over = track.year.closed + 1 == plan.calendar.len();
    let carried = (is_over && !plan.plan().carries.is_empty()).then_some(track.carried);
    Some(Spending { closed: plan.calendar.month(track.year.closed)?, expected, carried })
}

fn refused(arguments: &RenewArguments, plan: &CheckedPlan, refusal: Refusal) -> Trouble {
    let (to, calendar) = (arguments.to, plan.calendar);
    match refusal {
        Refusal::Length { months } => {
            let (months, own) = (counted(months, "month"), counted(calendar.len(), "month"));
            Trouble::new(format!("{to} has {months}, and the plan's calendar {own}"))
                .help("name a period of the same length")
        }
        Refusal::NotNext { first } => {
            Trouble::new(format!("{to} begins in {first}, and the plan's calendar ends in {}", calendar.last()))
                .help("name the period that follows it")
        }
    }
}

fn told(plan: &CheckedPlan, arguments: &RenewArguments, renewed: &Renewed) -> String {
    let folder = visible(&arguments.into.to_string_lossy()).into_owned();
    let mut text = format!("{} written to {folder}, for {}\n", counted(renewed.files.len(), "file"), arguments.to);
    for baseline in renewed.baselines.iter().filter(|baseline| baseline.was.is_some_and(|was| was != baseline.now)) {
        let (Some(terms), Some(was)) = (plan.kpis.get(baseline.kpi.index()), baseline.was) else { continue };
        let path = &plan.plan().head(baseline.kpi.into()).path;
        let amount = |value| kpi_amount(plan.plan(), terms, value);
        let observed =
            baseline.observed.map(|month| format!(" if it stays as far from the plan as observed in {month}"));
        text.push_str(&format!(
            "  {path} begins at {}, where it now ends{}; it began at {}\n",
            amount(baseline.now),
            observed.unwrap_or_default(),
            amount(was)
        ));
    }
    if !renewed.left_behind.is_empty() {
        text.push_str(&format!("left behind: {}\n", renewed.left_behind.join(", ")));
    }
    for remark in &renewed.remarks {
        text.push_str(&format!("  {}\n", visible(remark)));
    }
    text.push_str("to write: each justification and consequence, which are empty; `zbb check` lists them\n");
    text
}
