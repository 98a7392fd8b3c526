//! Cuts: takes the year's cells, gives their sums by month, quarter, year, department, category, package, level, channel,
//! touchpoint and moment. Every cut sums to the same total, to the cent.

use std::collections::BTreeMap;

use super::course::{Figures, Year};
use super::line::{Nature, Part};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{AnyId, Department, Id, Level, Moment, Package, Touchpoint};
use crate::quantity::{ArithmeticError, Money, Month, Number};

/// What sums are cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    /// Months of the calendar.
    Month,
    /// Quarters of the fiscal year.
    Quarter,
    /// Fiscal years.
    Year,
    /// Departments.
    Department,
    /// Categories.
    Category,
    /// Packages.
    Package,
    /// Levels.
    Level,
    /// Channels.
    Channel,
    /// Touchpoints.
    Touchpoint,
    /// Moments of truth.
    Moment,
}

impl Cut {
    /// Every cut, in the order of reports.
    pub const ALL: [Cut; 10] = [
        Cut::Month,
        Cut::Quarter,
        Cut::Year,
        Cut::Department,
        Cut::Category,
        Cut::Package,
        Cut::Level,
        Cut::Channel,
        Cut::Touchpoint,
        Cut::Moment,
    ];
}

/// What a row of a cut is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    /// Months from the first to the last, by their places in the calendar.
    Months(usize, usize),
    /// A name of the plan.
    Named(AnyId),
    /// What belongs to none.
    Rest,
}

/// The sums of money out or in, cut in one way.
pub fn cut(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    year: &Year,
    by: Cut,
    counts: impl Fn(Nature) -> bool,
) -> Result<BTreeMap<Of, Figures>, ArithmeticError> {
    let parts = year.parts.iter().filter(|(part, _)| counts(part.line.nature));
    let mut rows: BTreeMap<Of, Figures> = BTreeMap::new();
    if let Some(months) = periods(plan, by) {
        for (part, course) in parts {
            for (first, last) in &months {
                let figures = year.figures(part.line.nature, &within(course, *first, *last))?;
                add(&mut rows, Of::Months(*first, *last), figures)?;
            }
        }
        return Ok(rows);
    }
    let mut shared: BTreeMap<(Option<Id<Package>>, Option<Id<Level>>), Figures> = BTreeMap::new();
    for (part, course) in parts {
        let figures = year.figures(part.line.nature, course)?;
        match by {
            Cut::Touchpoint => add(&mut shared, (part.line.package, None), figures)?,
            Cut::Moment => add(&mut shared, (part.line.package, part.level), figures)?,
            _ => add(&mut rows, named(plan, part, by), figures)?,
        }
    }
    for ((package, level), figures) in shared {
        for (touchpoint, figures) in by_touchpoint(plan, package, figures)? {
            match (by, touchpoint) {
                (Cut::Moment, Some(touchpoint)) => {
                    for (moment, figures) in by_moment(plan, evaluation, touchpoint, level, figures)? {
                        add(&mut rows, moment.map_or(Of::Rest, |moment| Of::Named(moment.into())), figures)?;
                    }
                }
                (_, touchpoint) => {
                    let of = touchpoint.filter(|_| by == Cut::Touchpoint);
                    add(&mut rows, of.map_or(Of::Rest, |touchpoint| Of::Named(touchpoint.into())), figures)?;
                }
            }
        }
    }
    Ok(rows)
}

/// The sums of a cut by department, each with those of the departments that are part of it; nothing where none is part of
/// another. A sum stands in several rows: these rows do not sum to the total.
pub(super) fn with_inner(
    plan: &CheckedPlan,
    departments: &BTreeMap<Of, Figures>,
) -> Result<BTreeMap<Of, Figures>, ArithmeticError> {
    let mut rows: BTreeMap<Of, Figures> = BTreeMap::new();
    if plan.plan().departments.values().all(|department| department.part_of.is_none()) {
        return Ok(rows);
    }
    for (of, figures) in departments {
        let department = match of {
            Of::Named(id) => id.cast::<Department>(),
            Of::Months(..) | Of::Rest => None,
        };
        for above in department.into_iter().flat_map(|department| plan.department_chains.of(department)) {
            add(&mut rows, Of::Named(above.into()), *figures)?;
        }
    }
    Ok(rows)
}

fn add<K: Ord>(rows: &mut BTreeMap<K, Figures>, of: K, figures: Figures) -> Result<(), ArithmeticError> {
    let sum = rows.entry(of).or_default();
    *sum = sum.add(figures)?;
    Ok(())
}

/// Some months of a course; the others hold nothing.
fn within(course: &super::course::Course, first: usize, last: usize) -> super::course::Course {
    let only = |amounts: &Vec<Money>| {
        let amount =
            |(month, amount): (usize, &Money)| if (first..=last).contains(&month) { *amount } else { Money::ZERO };
        amounts.iter().enumerate().map(amount).collect()
    };
    super::course::Course {
        original: only(&course.original),
        current: only(&course.current),
        actual: only(&course.actual),
        committed: only(&course.committed),
    }
}

fn periods(plan: &CheckedPlan, by: Cut) -> Option<Vec<(usize, usize)>> {
    let length: i32 = match by {
        Cut::Month => 1,
        Cut::Quarter => 3,
        Cut::Year => 12,
        Cut::Department | Cut::Category | Cut::Package | Cut::Level | Cut::Channel | Cut::Touchpoint | Cut::Moment => {
            return None;
        }
    };
    let counted = |month: Month| month.year() * 12 + i32::from(month.month()) - i32::from(plan.fiscal_start);
    let mut periods: Vec<(usize, usize, i32)> = Vec::new();
    for (index, month) in plan.calendar.months().enumerate() {
        let period = counted(month).div_euclid(length);
        match periods.last_mut() {
            Some((_, last, of)) if *of == period => *last = index,
            _ => periods.push((index, index, period)),
        }
    }
    Some(periods.into_iter().map(|(first, last, _)| (first, last)).collect())
}

fn named(plan: &CheckedPlan, part: &Part, by: Cut) -> Of {
    let id: Option<AnyId> = match by {
        Cut::Department => part.line.department(plan).map(AnyId::from),
        Cut::Category => part.line.category.map(AnyId::from),
        Cut::Package => part.line.package.map(AnyId::from),
        Cut::Level => part.level.map(AnyId::from),
        Cut::Channel => part.channel.map(AnyId::from),
        Cut::Month | Cut::Quarter | Cut::Year | Cut::Touchpoint | Cut::Moment => None,
    };
    id.map_or(Of::Rest, Of::Named)
}

/// What of a package's money falls to each touchpoint, as `serves` says, in the order of their paths.
fn by_touchpoint(
    plan: &CheckedPlan,
    package: Option<Id<Package>>,
    figures: Figures,
) -> Result<Vec<(Option<Id<Touchpoint>>, Figures)>, ArithmeticError> {
    let terms = package.and_then(|package| plan.packages.get(package.index()));
    let mut serves = terms.map_or_else(Vec::new, |terms| terms.serves.clone());
    if serves.is_empty() {
        return Ok(vec![(None, figures)]);
    }
    serves.sort_by_key(|(touchpoint, _)| &plan.plan().head((*touchpoint).into()).path);
    let weights: Vec<Number> = serves.iter().map(|(_, share)| *share).collect();
    let parts = shared(plan, figures, &weights)?;
    Ok(serves.into_iter().map(|(touchpoint, _)| Some(touchpoint)).zip(parts).collect())
}

/// The money of a touchpoint, in equal parts over its moments that a level acts on.
fn by_moment(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    touchpoint: Id<Touchpoint>,
    level: Option<Id<Level>>,
    figures: Figures,
) -> Result<Vec<(Option<Id<Moment>>, Figures)>, ArithmeticError> {
    let here = |moment: Id<Moment>| plan.plan().parent(moment.into()) == Some(touchpoint.into());
    let acts = |coverage: &&crate::evaluate::MomentCoverage| {
        let funded = [&coverage.proactive.funded, &coverage.reactive.funded];
        here(coverage.moment) && level.is_some_and(|level| funded.iter().any(|levels| levels.contains(&level)))
    };
    let moments: Vec<Id<Moment>> = evaluation.moments.iter().filter(acts).map(|coverage| coverage.moment).collect();
    if moments.is_empty() {
        return Ok(vec![(None, figures)]);
    }
    let parts = shared(plan, figures, &vec![Number::ONE; moments.len()])?;
    Ok(moments.into_iter().map(Some).zip(parts).collect())
}

/// Figures in parts by weights: each amount is spread by itself, so that the parts of each sum to it.
fn shared(plan: &CheckedPlan, figures: Figures, weights: &[Number]) -> Result<Vec<Figures>, ArithmeticError> {
    let mut parts = vec![Figures::default(); weights.len()];
    let mut spread = |amount: Money, set: fn(&mut Figures, Money)| -> Result<(), ArithmeticError> {
        for (part, amount) in parts.iter_mut().zip(amount.spread(weights, plan.currency)?) {
            set(part, amount);
        }
        Ok(())
    };
    spread(figures.original, |part, amount| part.original = amount)?;
    spread(figures.budget, |part, amount| part.budget = amount)?;
    spread(figures.to_date, |part, amount| part.to_date = amount)?;
    spread(figures.actual, |part, amount| part.actual = amount)?;
    spread(figures.committed, |part, amount| part.committed = amount)?;
    spread(figures.variance, |part, amount| part.variance = amount)?;
    Ok(parts)
}
