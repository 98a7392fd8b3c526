//! Tolerances: takes what strays, less what notes explain of it, and says what is beyond a limit.

use super::course::Year;
use super::forecast::Forecast;
use super::line::BudgetLine;
use super::notes::{explained_at_end, explained_to_date, is_about};
use crate::check::{CheckedPlan, Counted, Limit, NoteTerms, ToleranceTerms};
use crate::evaluate::Evaluation;
use crate::ledger::Observations;
use crate::model::control::ToleranceOf;
use crate::model::kpi::Better;
use crate::model::observation::Observed;
use crate::model::{AnyId, Department, Id, Kpi, Variance};
use crate::quantity::{ArithmeticError, Number};
use std::collections::BTreeMap;

/// How far something strays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The place of the tolerance among the plan's terms.
    pub tolerance: usize,
    /// The budget or the projection; nothing where a KPI was not observed.
    pub planned: Option<Number>,
    /// What came about, or is expected to.
    pub actual: Option<Number>,
    /// How far it strays: above nought is favourable.
    pub variance: Number,
    /// What notes explain of that.
    pub explained: Number,
    /// What stays unexplained.
    pub unexplained: Number,
    /// Whether that is tolerated.
    pub compliance: Compliance,
}

/// Whether something is tolerated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compliance {
    /// It was not observed.
    NotObserved,
    /// It is.
    Within,
    /// It is beyond the limit that warns.
    Warns(Broken),
    /// It is beyond the limit that fails.
    Fails(Broken),
}

/// The limit that is broken: a share or an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// A share.
    Share(Number),
    /// An amount.
    Amount(Number),
    /// Nothing is budgeted, and so nothing is tolerated.
    NoBudget,
}

/// A note that explains more than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    /// The note.
    pub note: Id<Variance>,
    /// What strays.
    pub about: AnyId,
    /// What notes on the same thing explain.
    pub explained: Number,
    /// What there is.
    pub variance: Number,
}

/// Judges every tolerance.
pub(super) fn judge(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    observations: &Observations,
    year: &Year,
    forecasts: &BTreeMap<BudgetLine, Forecast>,
) -> Result<(Vec<Judged>, Vec<TooMuch>), ArithmeticError> {
    let mut judged = Vec::new();
    let mut too_much = Vec::new();
    for (index, tolerance) in plan.control.tolerances.iter().enumerate() {
        let seen = match tolerance.about.cast::<Kpi>() {
            Some(kpi) => of_kpi(plan, evaluation, observations, year, kpi)?,
            // Without ledgers nobody knows what was spent.
            None if plan.plan().actuals.is_empty() => None,
            None => Some(of_money(plan, year, forecasts, tolerance)?),
        };
        let Some((planned, actual, variance)) = seen else {
            judged.push(Judged {
                tolerance: index,
                planned: None,
                actual: None,
                variance: Number::ZERO,
                explained: Number::ZERO,
                unexplained: Number::ZERO,
                compliance: Compliance::NotObserved,
            });
            continue;
        };
        let notes: Vec<&NoteTerms> =
            plan.control.notes.iter().filter(|note| explains(plan, note, tolerance.about)).collect();
        let mut explained = Number::ZERO;
        for note in &notes {
            explained = explained.add(match tolerance.of {
                ToleranceOf::ToDate => explained_to_date(note, year.closed)?,
                ToleranceOf::Forecast => explained_at_end(note, plan.calendar.len())?,
            })?;
        }
        // A note of the other sign hides nothing: without what it explains, more would stray.
        let one_way = explained.is_negative() == variance.is_negative();
        let exceeds = one_way && explained.abs() > variance.abs();
        if exceeds && let Some(note) = notes.last() {
            too_much.push(TooMuch { note: note.id, about: tolerance.about, explained, variance });
        }
        let unexplained = if exceeds { Number::ZERO } else { variance.subtract(explained)? };
        let compliance = compliance(tolerance, planned, unexplained)?;
        judged.push(Judged {
            tolerance: index,
            planned: Some(planned),
            actual: Some(actual),
            variance,
            explained,
            unexplained,
            compliance,
        });
    }
    Ok((judged, too_much))
}

/// Whether a note is about the same, or about a part of it.
fn explains(plan: &CheckedPlan, note: &NoteTerms, about: AnyId) -> bool {
    if note.about == about {
        return true;
    }
    let Some(department) = about.cast::<Department>() else { return false };
    let own = match note.about.cast::<Department>() {
        Some(own) => Some(own),
        None => note.about.cast().and_then(|package: Id<crate::model::Package>| {
            plan.packages.get(package.index()).map(|terms| terms.department)
        }),
    };
    own.is_some_and(|own| plan.department_chains.of(own).any(|above| above == department))
}

type Seen = (Number, Number, Number);

fn of_money(
    plan: &CheckedPlan,
    year: &Year,
    forecasts: &BTreeMap<BudgetLine, Forecast>,
    tolerance: &ToleranceTerms,
) -> Result<Seen, ArithmeticError> {
    let (mut planned, mut actual, mut variance) = (Number::ZERO, Number::ZERO, Number::ZERO);
    let mut take = |budget: Number, came: Number, strays: Number| -> Result<(), ArithmeticError> {
        planned = planned.add(budget)?;
        actual = actual.add(came)?;
        variance = variance.add(strays)?;
        Ok(())
    };
    for (line, course) in year.lines()? {
        if !is_about(plan, tolerance.about, &line) {
            continue;
        }
        match tolerance.of {
            ToleranceOf::ToDate => {
                let figures = year.figures(line.nature, &course)?;
                take(figures.to_date.number(), figures.actual.number(), figures.variance.number())?;
            }
            ToleranceOf::Forecast => {
                let forecast = forecasts.get(&line).copied().unwrap_or_default();
                take(forecast.budget.number(), forecast.estimate.number(), forecast.variance.number())?;
            }
        }
    }
    Ok((planned, actual, variance))
}

/// A KPI as it was observed in the closed month, against its projection.
fn of_kpi(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    observations: &Observations,
    year: &Year,
    kpi: Id<Kpi>,
) -> Result<Option<Seen>, ArithmeticError> {
    let month = plan.calendar.month(year.closed);
    let series = observations.of(Observed::Kpi(kpi));
    let observed = series.zip(month).and_then(|(series, month)| series.get(&month)).copied();
    let projected = evaluation.projection.funded.kpi_at(kpi, year.closed);
    let (Some(observed), Some(projected), Some(terms)) = (observed, projected, plan.kpis.get(kpi.index())) else {
        return Ok(None);
    };
    let more = observed.subtract(projected)?;
    let variance = match terms.better {
        Better::Higher => more,
        Better::Lower => more.negate(),
        Better::Nearer => more.abs().negate(),
    };
    Ok(Some((projected, observed, variance)))
}

fn compliance(tolerance: &ToleranceTerms, planned: Number, strays: Number) -> Result<Compliance, ArithmeticError> {
    let favourable = !strays.is_negative();
    let too_small = tolerance.at_least.is_some_and(|least| strays.abs() < least);
    if strays.is_zero() || too_small || (favourable && tolerance.counted == Counted::Adverse) {
        return Ok(Compliance::Within);
    }
    if let Some(broken) = broken(tolerance.fail, tolerance, planned, strays)? {
        return Ok(Compliance::Fails(broken));
    }
    Ok(broken(tolerance.warn, tolerance, planned, strays)?.map_or(Compliance::Within, Compliance::Warns))
}

fn broken(
    limit: Option<Limit>,
    tolerance: &ToleranceTerms,
    planned: Number,
    strays: Number,
) -> Result<Option<Broken>, ArithmeticError> {
    Ok(match limit {
        // Of nothing no share is left; a KPI then has only limits in its own unit.
        Some(Limit::Share(_)) if planned.is_zero() => {
            tolerance.about.cast::<Kpi>().is_none().then_some(Broken::NoBudget)
        }
        Some(Limit::Share(share)) => (strays.abs() > planned.abs().multiply(share)?).then_some(Broken::Share(share)),
        Some(Limit::Amount(amount)) => (strays.abs() > amount).then_some(Broken::Amount(amount)),
        None => None,
    })
}
