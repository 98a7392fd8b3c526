//! The flexible budget: takes the year, the drivers that were observed and the quantities of the ledgers, gives what of each
//! line's variance comes of volume, of price and of efficiency.
//!
//! The budget is worked out once more with each observed driver as it was, in the closed months in which it was, and with all
//! that is worked out from it. What transfers moved stays moved.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{ByMonth, decided};
use super::course::{Course, Year};
use super::line::{Line, Nature, Part};
use crate::check::{CheckedPlan, ObservedDrivers, check_as_observed};
use crate::diagnostic::Diagnostic;
use crate::evaluate::{Evaluation, LevelMoney, Quantity, at_planned_price, cost_levels, quantities};
use crate::ledger::{Ledger, Observations, State};
use crate::model::observation::Observed;
use crate::model::plan::Driver;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// What lines stray by, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flexible {
    /// The drivers that were observed in a closed month.
    pub drivers: Vec<Id<Driver>>,
    /// Each line that an observed driver moves, or whose rows carry quantities.
    pub lines: BTreeMap<Line, Analysis>,
}

/// What one line strays by, to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Analysis {
    /// The budget to date as planned.
    pub planned: Money,
    /// The budget to date had the drivers been known.
    pub flexible: Money,
    /// What came about.
    pub actual: Money,
    /// Static less flexible budget; of income the other way round.
    pub volume: Money,
    /// What price and efficiency each come to, where quantities tell them apart.
    pub split: Option<Split>,
}

/// Price and efficiency: with volume they are all that the line strays by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// Planned price × actual quantity − actual amount.
    pub price: Money,
    /// Flexible budget − planned price × actual quantity.
    pub efficiency: Money,
}

/// The analysis of every line; what cannot be worked out with drivers as observed is told.
pub(super) fn flexible(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    observations: &Observations,
    year: &Year,
    ledger: &Ledger,
) -> Result<(Flexible, Vec<Diagnostic>), ArithmeticError> {
    let drivers = observed(plan, observations, year.closed);
    let mut found = Vec::new();
    let mut moved = BTreeMap::new();
    if !drivers.is_empty() {
        let as_it_was = check_as_observed(plan, values(plan, observations, &drivers, year.closed));
        match as_it_was.map(|plan| cost_levels(&plan)) {
            Some(Ok(money)) => moved = moves(plan, evaluation, &money)?,
            Some(Err(findings)) => found = findings,
            None => {}
        }
    }
    let mut lines = BTreeMap::new();
    for (line, course) in year.lines()? {
        let counted = quantities_of(plan, ledger, line, year.closed)?;
        let product = counted.as_ref().and_then(|_| product_of(plan, evaluation, line));
        let moves = moved.get(&line);
        if moves.is_none() && product.is_none() {
            continue;
        }
        let nothing = vec![Money::ZERO; course.current.len()];
        let moves = moves.unwrap_or(&nothing);
        let split = product.as_ref().zip(counted.as_ref());
        if let Some(analysis) = analysis(plan, year.closed, line, &course, moves, split)? {
            lines.insert(line, analysis);
        }
    }
    Ok((Flexible { drivers, lines }, found))
}

/// The drivers observed in a closed month of the calendar.
fn observed(plan: &CheckedPlan, observations: &Observations, closed: usize) -> Vec<Id<Driver>> {
    let is_seen = |driver: &Id<Driver>| {
        let months = observations.of(Observed::Driver(*driver)).into_iter().flat_map(|series| series.keys());
        months.filter_map(|month| plan.calendar.index(*month)).any(|month| month <= closed)
    };
    plan.plan().drivers.ids().filter(is_seen).collect()
}

/// What drivers were, by the places of months in the calendar, up to the closed one.
fn values(plan: &CheckedPlan, observations: &Observations, drivers: &[Id<Driver>], closed: usize) -> ObservedDrivers {
    let of = |driver: &Id<Driver>| {
        let series = observations.of(Observed::Driver(*driver)).into_iter().flatten();
        let places = series.filter_map(|(month, value)| Some((plan.calendar.index(*month)?, *value)));
        (*driver, places.filter(|(place, _)| *place <= closed).collect())
    };
    drivers.iter().map(of).collect()
}

/// By line and month, how much more the budget is with drivers as observed; only lines that move in some month.
fn moves(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    money: &[LevelMoney],
) -> Result<BTreeMap<Line, ByMonth>, ArithmeticError> {
    let levels = super::funded(evaluation);
    let (before, after) = (decided(plan, levels, &evaluation.money)?, decided(plan, levels, money)?);
    let mut moves: BTreeMap<Line, ByMonth> = BTreeMap::new();
    for (budget, adds) in [(&after, true), (&before, false)] {
        for (Part { line, .. }, months) in budget {
            let sums = moves.entry(*line).or_insert_with(|| vec![Money::ZERO; months.len()]);
            for (sum, amount) in sums.iter_mut().zip(months) {
                *sum = if adds { sum.add(*amount)? } else { sum.subtract(*amount)? };
            }
        }
    }
    moves.retain(|_, months| months.iter().any(|amount| !amount.is_zero()));
    Ok(moves)
}

/// The quantities of a line by closed month, where every paid row of it carries one.
fn quantities_of(
    plan: &CheckedPlan,
    ledger: &Ledger,
    line: Line,
    closed: usize,
) -> Result<Option<Vec<Number>>, ArithmeticError> {
    let (Some(package), true) = (line.package, line.nature != Nature::Income) else { return Ok(None) };
    let mut sums = vec![Number::ZERO; closed + 1];
    let mut has_rows = false;
    for cell in ledger.cells.iter().filter(|cell| cell.state == State::Paid) {
        if cell.spent.package != Some(package) || Line::of_package(plan, package, cell.spent.category) != line {
            continue;
        }
        let Some(quantity) = cell.quantity else { return Ok(None) };
        has_rows = true;
        if let Some(sum) = sums.get_mut(cell.month) {
            *sum = sum.add(quantity)?;
        }
    }
    Ok(has_rows.then_some(sums))
}

/// The one cost of a line, where it is a product of how many and a price: its level, and the quantities planned.
fn product_of(plan: &CheckedPlan, evaluation: &Evaluation, line: Line) -> Option<(Id<Level>, Quantity)> {
    let funded: BTreeSet<Id<Level>> = super::funded(evaluation).iter().copied().collect();
    let mut costs = funded.iter().flat_map(|level| {
        let terms = plan.levels.get(level.index()).filter(|terms| Some(terms.package) == line.package);
        let costs = terms.map_or(&[][..], |terms| &terms.costs).iter().enumerate();
        costs.filter(|(_, cost)| cost.category == line.category).map(|(place, _)| (*level, place)).collect::<Vec<_>>()
    });
    let (level, place) = costs.next()?;
    if costs.next().is_some() {
        return None;
    }
    quantities(plan, level).into_iter().find(|quantity| quantity.line == place).map(|quantity| (level, quantity))
}

fn analysis(
    plan: &CheckedPlan,
    closed: usize,
    line: Line,
    course: &Course,
    moves: &ByMonth,
    split: Option<(&(Id<Level>, Quantity), &Vec<Number>)>,
) -> Result<Option<Analysis>, ArithmeticError> {
    let mut analysis = Analysis { split: split.map(|_| Split::default()), ..Analysis::default() };
    for month in 0..=closed {
        let of = |months: &ByMonth| months.get(month).copied().unwrap_or_default();
        let (planned, actual) = (of(&course.current), of(&course.actual));
        let flexible = planned.add(of(moves))?;
        analysis.planned = analysis.planned.add(planned)?;
        analysis.flexible = analysis.flexible.add(flexible)?;
        analysis.actual = analysis.actual.add(actual)?;
        let Some(((level, planned), counted)) = split else { continue };
        let quantity = counted.get(month).copied().unwrap_or_default();
        let worth = match at_planned_price(plan, *level, planned, month, quantity) {
            Some(worth) => Money::round(worth, plan.currency),
            // Nothing is planned for the month, and so no price.
            None if quantity.is_zero() && actual.is_zero() => Money::ZERO,
            None => {
                analysis.split = None;
                continue;
            }
        };
        if let Some(split) = &mut analysis.split {
            split.price = split.price.add(worth.subtract(actual)?)?;
            split.efficiency = split.efficiency.add(flexible.subtract(worth)?)?;
        }
    }
    analysis.volume = line.nature.variance(analysis.planned, analysis.flexible)?;
    Ok((!analysis.volume.is_zero() || analysis.split.is_some()).then_some(analysis))
}
