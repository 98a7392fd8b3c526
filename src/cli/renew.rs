//! `zbb renew PATH --to FY2028 --into FOLDER`: next year's plan from zero, in a folder of its own.

use super::arguments::RenewArguments;
use super::clock;
use super::ending::{Ending, Trouble, deliver};
use super::findings::{tell_errors, tell_findings};
use super::into;
use super::output::ColorChoice;
use super::part;
use super::sources::{Limits, load};
use crate::check::{CheckedPlan, kpi_amount};
use crate::compile::{Options, Parsed};
use crate::diagnostic::text::{counted, visible};
use crate::evaluate::Depth;
use crate::renew::{Refusal, Renewed, renew as renewed};

/// Writes next year's plan, and tells on standard output what it did. Nothing is written of a plan with errors.
///
/// # Errors
/// When the path leads to no plan, the period does not follow, or the folder is not empty or cannot be written.
pub fn renew(arguments: &RenewArguments, color: ColorChoice) -> Result<Ending, Trouble> {
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
    let renewed = renewed(&loaded.sources, parsed.trees(), plan, evaluation, arguments.to)
        .map_err(|refusal| refused(arguments, plan, refusal))?;
    into::write(&arguments.into, &renewed.files)?;
    deliver(&told(plan, arguments, &renewed))?;
    Ok(Ending::Fine)
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
