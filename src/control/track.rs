//! Everything that `zbb track` tells, as data: takes an evaluated plan and its ledgers, gives the year's course.

use std::collections::BTreeMap;

use super::budget::{Budget, budget};
use super::course::{Figures, Year, year};
use super::cuts::{Cut, Of, cut, with_inner};
use super::findings;
use super::flexible::{Flexible, flexible};
use super::forecast::{Forecast, forecasts};
use super::line::{BudgetLine, Nature};
use super::observed::{Seen, seen};
use super::savings::{Promise, promises};
use super::tolerances::{Judged, judge};
use crate::check::CheckedPlan;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::Evaluation;
use crate::ledger::{Ledger, Observations};
use crate::model::{Id, Package};
use crate::quantity::{ArithmeticError, Money};
use crate::source::Span;

/// The course of a year up to its closed month.
#[derive(Debug, Clone)]
pub struct Track {
    /// Budget, actual and commitment.
    pub year: Year,
    /// The budget with its transfers.
    pub budget: Budget,
    /// The forecast of each line of control.
    pub forecasts: BTreeMap<BudgetLine, Forecast>,
    /// The sums of money that goes out, by each cut.
    pub out: BTreeMap<Cut, BTreeMap<Of, Figures>>,
    /// The sums of money that comes in, by each cut.
    pub income: BTreeMap<Cut, BTreeMap<Of, Figures>>,
    /// The sums of money that goes out of departments with those that are part of them.
    pub out_of_trees: BTreeMap<Of, Figures>,
    /// The sums of money that comes in to departments with those that are part of them.
    pub income_of_trees: BTreeMap<Of, Figures>,
    /// What all lines of one nature come to.
    pub totals: BTreeMap<Nature, (Figures, Forecast)>,
    /// What strays, and whether that is tolerated.
    pub judged: Vec<Judged>,
    /// The savings that were promised.
    pub promises: Vec<Promise>,
    /// What would go over to the next cycle, by package, were this the end.
    pub carried: BTreeMap<Id<Package>, Money>,
    /// What lines stray by for volume, price and efficiency.
    pub flexible: Flexible,
    /// What was observed, beside the plan.
    pub seen: Seen,
    /// What the ledgers hold.
    pub ledger: Ledger,
}

/// Works out the year's course; nothing where sums are too large, which is then reported.
pub fn track(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    ledger: Ledger,
    observations: &Observations,
) -> Option<Track> {
    let (track, found) = match course(plan, evaluation, ledger, observations) {
        Ok(found) => found,
        Err(error) => {
            let span = plan.funding.as_ref().map_or_else(Span::default, |funding| funding.span);
            let message = format!("the amounts of plan and ledgers do not add up: {error}");
            let finding = Diagnostic::new(Code::NoFigure, span, message);
            diagnostics
                .add(finding.label("while actuals are set against the budget").help("look for an amount too large"));
            return None;
        }
    };
    found.into_iter().for_each(|finding| diagnostics.add(finding));
    Some(track)
}

fn course(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    ledger: Ledger,
    observations: &Observations,
) -> Result<(Track, Vec<Diagnostic>), ArithmeticError> {
    let (budget, _) = budget(plan, evaluation)?;
    let year = year(plan, evaluation, &budget, &ledger)?;
    let forecasts = forecasts(plan, &year)?;
    let goes_out = |nature: Nature| nature != Nature::Income;
    let mut out = BTreeMap::new();
    for by in Cut::ALL {
        out.insert(by, cut(plan, evaluation, &year, by, goes_out)?);
    }
    let mut income = BTreeMap::new();
    for by in Cut::ALL {
        income.insert(by, cut(plan, evaluation, &year, by, |nature| !goes_out(nature))?);
    }
    let nothing = BTreeMap::new();
    let of_trees =
        |cuts: &BTreeMap<Cut, BTreeMap<Of, Figures>>| with_inner(plan, cuts.get(&Cut::Department).unwrap_or(&nothing));
    let (out_of_trees, income_of_trees) = (of_trees(&out)?, of_trees(&income)?);
    let mut totals: BTreeMap<Nature, (Figures, Forecast)> = BTreeMap::new();
    for (line, course) in year.lines()? {
        let (figures, forecast) = totals.entry(line.nature).or_default();
        *figures = figures.add(year.figures(line.nature, &course)?)?;
        *forecast = forecast.add(forecasts.get(&line).copied().unwrap_or_default())?;
    }
    let (judged, too_much) = judge(plan, evaluation, observations, &year, &forecasts)?;
    let promises = promises(plan, evaluation, &year)?;
    let carried = carried(plan, &out)?;
    let (flexible, of_drivers) = flexible(plan, evaluation, observations, &year, &ledger)?;
    let seen = seen(plan, evaluation, observations, &year)?;
    let mut found = of_drivers;
    found.extend(findings::of_notes(plan, &too_much));
    found.extend(findings::of_tolerances(plan, &judged));
    found.extend(findings::of_spending(plan, evaluation, &year)?);
    found.extend(findings::of_transfers(plan, &budget, &year)?);
    Ok((
        Track {
            year,
            budget,
            forecasts,
            out,
            income,
            out_of_trees,
            income_of_trees,
            totals,
            judged,
            promises,
            carried,
            flexible,
            seen,
            ledger,
        },
        found,
    ))
}

/// By package, what is left of the current budget: the share that goes over, and open orders in full.
fn carried(
    plan: &CheckedPlan,
    out: &BTreeMap<Cut, BTreeMap<Of, Figures>>,
) -> Result<BTreeMap<Id<Package>, Money>, ArithmeticError> {
    let Some(carry) = plan.control.carry else { return Ok(BTreeMap::new()) };
    let mut carried = BTreeMap::new();
    for (of, figures) in out.get(&Cut::Package).into_iter().flatten() {
        let Of::Named(id) = of else { continue };
        let Some(package) = id.cast::<Package>() else { continue };
        let left = figures.left()?;
        let share = if left.is_negative() { carry.overspent } else { carry.unspent };
        let part = match share {
            Some(share) => Money::round(left.number().multiply(share)?, plan.currency),
            None => Money::ZERO,
        };
        let part = carry.at_most.map_or(part, |most| part.minimum(most));
        carried.insert(package, part.add(figures.committed)?);
    }
    Ok(carried)
}
