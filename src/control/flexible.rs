//! The flexible budget: takes the year, the drivers that were observed and the quantities of the ledgers, gives what of each
//! line's variance comes of volume, of price and of efficiency.
//!
//! The budget is worked out once more with each observed driver as it was, in the closed months in which it was, and with all
//! that is worked out from it. What transfers moved stays moved.

use std::collections::BTreeMap;

use super::budget::{ByMonth, decided};
use super::course::{Course, Year};
use super::line::{BudgetLine, Nature, Part};
use crate::check::{CheckedPlan, ObservedDrivers, check_as_observed};
use crate::diagnostic::Diagnostic;
use crate::evaluate::{Evaluation, LevelMoney, Quantity, at_planned_price, cost_levels, quantities};
use crate::ledger::{Ledger, Observations, State};
use crate::model::observation::Observed;
use crate::model::plan::Driver;
use crate::model::{Category, Id, Level, Package};
use crate::quantity::{ArithmeticError, Money, Number};

/// What lines stray by, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flexible {
    /// The drivers that were observed in a closed month.
    pub drivers: Vec<Id<Driver>>,
    /// Each line that an observed driver moves, or whose rows carry quantities.
    pub lines: BTreeMap<BudgetLine, Analysis>,
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
    let (counted, costs) = (quantities_by_line(plan, ledger, year.closed)?, costs(plan, evaluation));
    let mut lines = BTreeMap::new();
    for (line, course) in year.lines()? {
        let counted = counted.get(&line).and_then(Option::as_ref).filter(|_| line.nature != Nature::Income);
        let product = counted.and_then(|_| product_of(plan, &costs, line));
        let moves = moved.get(&line);
        if moves.is_none() && product.is_none() {
            continue;
        }
        let nothing = vec![Money::ZERO; course.current.len()];
        let moves = moves.unwrap_or(&nothing);
        let split = product.as_ref().zip(counted);
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
) -> Result<BTreeMap<BudgetLine, ByMonth>, ArithmeticError> {
    let levels = super::funded(evaluation);
    let (before, after) = (decided(plan, levels, &evaluation.money)?, decided(plan, levels, money)?);
    let mut moves: BTreeMap<BudgetLine, ByMonth> = BTreeMap::new();
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

/// The quantities of each line by closed month; nothing of one of which some paid row carries none.
fn quantities_by_line(
    plan: &CheckedPlan,
    ledger: &Ledger,
    closed: usize,
) -> Result<BTreeMap<BudgetLine, Option<Vec<Number>>>, ArithmeticError> {
    let mut lines = BTreeMap::new();
    for cell in ledger.cells.iter().filter(|cell| cell.state == State::Paid) {
        let Some(package) = cell.spent.package else { continue };
        let line = BudgetLine::of_package(plan, package, cell.spent.category);
        let sums = lines.entry(line).or_insert_with(|| Some(vec![Number::ZERO; closed + 1]));
        match (cell.quantity, sums.as_mut()) {
            (Some(quantity), Some(sums)) => {
                if let Some(sum) = sums.get_mut(cell.month) {
                    *sum = sum.add(quantity)?;
                }
            }
            (None, _) => *sums = None,
            (Some(_), None) => {}
        }
    }
    Ok(lines)
}

/// The costs of funded levels, each by its level and its place there, by package and category.
type Costs = BTreeMap<(Id<Package>, Option<Id<Category>>), Vec<(Id<Level>, usize)>>;

fn costs(plan: &CheckedPlan, evaluation: &Evaluation) -> Costs {
    let mut costs = Costs::new();
    for level in super::funded(evaluation) {
        let Some(terms) = plan.levels.get(level.index()) else { continue };
        for (place, cost) in terms.costs.iter().enumerate() {
            costs.entry((terms.package, cost.category)).or_default().push((*level, place));
        }
    }
    costs
}

/// The one cost of a line, where it is a product of how many and a price: its level, and the quantities planned.
fn product_of(plan: &CheckedPlan, costs: &Costs, line: BudgetLine) -> Option<(Id<Level>, Quantity)> {
    let [(level, place)] = costs.get(&(line.package?, line.category))?.as_slice() else { return None };
    let planned = quantities(plan, *level).into_iter().find(|quantity| quantity.line == *place);
    planned.map(|quantity| (*level, quantity))
}

fn analysis(
    plan: &CheckedPlan,
    closed: usize,
    line: BudgetLine,
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
