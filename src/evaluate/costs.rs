//! Funded costs as formulas ask for them: takes the money of funded levels, gives the gross cost of a department,
//! category, package, level, touchpoint, … month by month.
//!
//! Only what some formula or condition asks for has a row, so that a plan without `cost( )` pays nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::level_set::LevelSet;
use super::money::LevelMoney;
use crate::check::program::{Program, Step};
use crate::check::{CheckedPlan, Failure, KpiTerms};
use crate::model::{AnyId, Id, Level};
use crate::quantity::{ArithmeticError, Number};

/// Shares of serving are fractions such as thirds; amounts are held to so many decimals as numbers of any size keep, so
/// that three thirds make the whole again, and taking a level out is the same as never adding it.
const DECIMALS: u32 = 8;

/// What each level adds to each row, for all levels that can be funded.
#[derive(Debug)]
pub(super) struct CostShares {
    /// What is asked for, sorted.
    asked: Vec<AnyId>,
    by_level: BTreeMap<Id<Level>, Vec<RowPart>>,
}

/// What a level adds to a row.
#[derive(Debug)]
struct RowPart {
    row: usize,
    by_month: Vec<Number>,
}

/// The funded gross cost of what is asked for, month by month.
#[derive(Debug, Clone)]
pub(super) struct CostTable {
    /// Sorted, as in [`CostShares`].
    asked: Vec<AnyId>,
    rows: Vec<Vec<Number>>,
}

impl CostShares {
    /// Who adds what, by the money of each level (parallel to the plan's levels).
    pub(super) fn new(plan: &CheckedPlan, money: &[LevelMoney]) -> Result<CostShares, ArithmeticError> {
        let asked: Vec<AnyId> = asked_costs(plan).into_iter().collect();
        let mut by_level = BTreeMap::new();
        if asked.is_empty() {
            return Ok(CostShares { asked, by_level });
        }
        for (index, money) in money.iter().enumerate() {
            let level = Id::new(index);
            let parts = level_parts(plan, &asked, level, money)?;
            if !parts.is_empty() {
                by_level.insert(level, parts);
            }
        }
        Ok(CostShares { asked, by_level })
    }

    /// What each level adds to what is asked for, month by month.
    pub(super) fn of(&self, about: AnyId) -> Option<impl Iterator<Item = (Id<Level>, &[Number])>> {
        let row = self.asked.binary_search(&about).ok()?;
        Some(self.by_level.iter().filter_map(move |(level, parts)| {
            let part = parts.iter().find(|part| part.row == row)?;
            Some((*level, part.by_month.as_slice()))
        }))
    }

    /// The costs of a set of levels.
    pub(super) fn table(&self, plan: &CheckedPlan, set: &LevelSet) -> Result<CostTable, ArithmeticError> {
        let rows = vec![vec![Number::ZERO; plan.calendar.len()]; self.asked.len()];
        let mut table = CostTable { asked: self.asked.clone(), rows };
        for (level, parts) in &self.by_level {
            if set.contains(*level) {
                parts.iter().try_for_each(|part| table.change(part, Number::add))?;
            }
        }
        Ok(table)
    }

    /// Takes some levels out of a table that has them.
    pub(super) fn take_out(&self, table: &mut CostTable, falls: &[Id<Level>]) -> Result<CostChange, ArithmeticError> {
        let mut change = CostChange { rows: BTreeSet::new(), first: usize::MAX };
        for part in falls.iter().filter_map(|level| self.by_level.get(level)).flatten() {
            let first = part.by_month.iter().position(|amount| !amount.is_zero());
            change.first = change.first.min(first.unwrap_or(usize::MAX));
            change.rows.insert(part.row);
            table.change(part, Number::subtract)?;
        }
        Ok(change)
    }

    /// What a change is about.
    pub(super) fn abouts(&self, change: &CostChange) -> impl Iterator<Item = AnyId> {
        change.rows.iter().filter_map(|row| self.asked.get(*row)).copied()
    }
}

/// What of a table changed.
#[derive(Debug, Clone)]
pub(super) struct CostChange {
    rows: BTreeSet<usize>,
    /// The first month that changed; beyond all when none did.
    pub first: usize,
}

impl CostTable {
    /// The gross cost of a month; nothing for what no formula asks for.
    pub(super) fn at(&self, about: AnyId, month: usize) -> Option<Number> {
        self.row(about)?.get(month).copied()
    }

    /// Whether a KPI divides costs of which there are none in a month: it is n/a then, whatever its formula comes to.
    pub(super) fn is_nothing_spent(&self, terms: &KpiTerms, month: usize) -> bool {
        let costs = &terms.divided_costs;
        !costs.is_empty() && costs.iter().all(|about| self.at(*about, month).is_none_or(Number::is_zero))
    }

    /// The gross cost over the calendar.
    pub(super) fn total(&self, about: AnyId) -> Result<Number, Failure> {
        let row = self.row(about).ok_or(Failure::Unavailable)?;
        row.iter().try_fold(Number::ZERO, |sum, amount| sum.add(*amount)).map_err(Failure::Arithmetic)
    }

    fn row(&self, about: AnyId) -> Option<&[Number]> {
        self.rows.get(self.asked.binary_search(&about).ok()?).map(Vec::as_slice)
    }

    /// Takes over the rows of a change as they stand in another table.
    pub(super) fn put_back(&mut self, change: &CostChange, from: &CostTable) {
        for row in &change.rows {
            if let (Some(to), Some(from)) = (self.rows.get_mut(*row), from.rows.get(*row)) {
                to.copy_from_slice(from);
            }
        }
    }

    fn change(
        &mut self,
        part: &RowPart,
        by: fn(Number, Number) -> Result<Number, ArithmeticError>,
    ) -> Result<(), ArithmeticError> {
        for (cell, amount) in self.rows.get_mut(part.row).into_iter().flatten().zip(&part.by_month) {
            *cell = by(*cell, *amount)?;
        }
        Ok(())
    }
}

/// Everything that `cost( )` or `spend( )` names somewhere in formulas, flows and conditions.
fn asked_costs(plan: &CheckedPlan) -> BTreeSet<AnyId> {
    let formulas = plan.kpis.iter().filter_map(|kpi| kpi.formula.as_ref());
    let journeys = plan.journeys.iter().filter_map(|journey| journey.entering.as_ref());
    let stages =
        plan.stages.iter().flat_map(|stage| stage.converts.iter().chain(stage.returns.iter().map(|(share, _)| share)));
    let requires = plan.requires.iter().flat_map(|require| {
        std::iter::once(&require.condition).chain(require.operands.iter().map(|(_, program)| program))
    });
    formulas.chain(journeys).chain(stages).chain(requires).flat_map(costs_of).collect()
}

/// What a program asks the cost of.
pub(super) fn costs_of(program: &Program) -> impl Iterator<Item = AnyId> {
    program.steps().iter().filter_map(|(step, _)| match step {
        Step::Cost(about) | Step::CostAt(about, _) | Step::Spend(about) => Some(*about),
        _ => None,
    })
}

/// What a level's whole cost counts for besides its categories and channels, each with its share; nothing where shares are too
/// large to be summed.
#[must_use]
pub fn cost_belongings(plan: &CheckedPlan, level: Id<Level>) -> BTreeMap<AnyId, Number> {
    belongings(plan, level).unwrap_or_default()
}

fn level_parts(
    plan: &CheckedPlan,
    asked: &[AnyId],
    level: Id<Level>,
    money: &LevelMoney,
) -> Result<Vec<RowPart>, ArithmeticError> {
    let mut parts: BTreeMap<usize, Vec<Number>> = BTreeMap::new();
    let months = plan.calendar.len();
    let mut add = |about: AnyId, share: Number, amounts: &mut dyn Iterator<Item = (usize, Number)>| {
        let Ok(row) = asked.binary_search(&about) else { return Ok(()) };
        let cells = parts.entry(row).or_insert_with(|| vec![Number::ZERO; months]);
        for (month, amount) in amounts {
            if let Some(cell) = cells.get_mut(month) {
                *cell = cell.add(amount.multiply(share)?.round_half_even(DECIMALS))?;
            }
        }
        Ok(())
    };
    for (about, share) in belongings(plan, level)? {
        let mut amounts = money.gross_by_month.iter().map(|amount| amount.number()).enumerate();
        add(about, share, &mut amounts)?;
    }
    for line in &money.costs {
        let abouts = line.category.map(AnyId::from).into_iter().chain(line.channel.map(AnyId::from));
        for about in abouts {
            let mut amounts = line.by_month.months().map(|(month, amount)| (month, amount.number()));
            add(about, Number::ONE, &mut amounts)?;
        }
    }
    Ok(parts.into_iter().map(|(row, by_month)| RowPart { row, by_month }).collect())
}

/// What a level's whole cost counts for, each with its share: all of it for what the level is part of, and the served
/// share for touchpoints and what holds them.
fn belongings(plan: &CheckedPlan, level: Id<Level>) -> Result<BTreeMap<AnyId, Number>, ArithmeticError> {
    let mut shares = BTreeMap::from([(AnyId::from(level), Number::ONE)]);
    let Some(terms) = plan.levels.get(level.index()) else { return Ok(shares) };
    let Some(package) = plan.packages.get(terms.package.index()) else { return Ok(shares) };
    shares.insert(terms.package.into(), Number::ONE);
    shares.extend(plan.plan().parent(level.into()).map(|around| (around, Number::ONE)));
    let departments = plan.department_chains.of(package.department);
    shares.extend(departments.map(|department| (AnyId::from(department), Number::ONE)));
    for objective in &package.objectives {
        let objectives = plan.objective_chains.of(*objective);
        shares.extend(objectives.map(|objective| (AnyId::from(objective), Number::ONE)));
    }
    for (touchpoint, share) in &package.serves {
        let mut place = Some(AnyId::from(*touchpoint));
        while let Some(about) = place {
            let sum = shares.entry(about).or_default();
            *sum = sum.add(*share)?;
            place = plan.plan().parent(about);
        }
    }
    Ok(shares)
}
