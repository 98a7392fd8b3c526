//! What levels and departments cost, by name: takes the money of an evaluation, gives sums.

use std::collections::BTreeMap;

use super::decimals::DECIMALS;
use super::table::DepartmentFigures;
use super::value::Amount;
use crate::check::{BudgetPeriod, CheckedPlan, Eligibility};
use crate::evaluate::{Evaluation, LevelMoney};
use crate::model::{AnyId, Department, Id, Level};
use crate::quantity::{Money, Number};

// Every sum here is part of one that evaluation has formed, so none of them can be too large.

/// The gross cost of a level in each budget period; in all, for a plan that funds nothing.
pub(super) fn by_period(plan: &CheckedPlan, evaluation: &Evaluation, level: Id<Level>) -> Vec<Amount> {
    let Some(funding) = &plan.funding else {
        let gross = money(evaluation, level).map_or_else(Money::default, |money| money.gross);
        return vec![Amount { name: String::new(), amount: gross }];
    };
    let months = money(evaluation, level).map_or(&[][..], |money| &money.gross_by_month);
    let sum = |months: &[Money]| Money::sum(months.iter().copied()).unwrap_or_default();
    let amount = |period: &BudgetPeriod| Amount {
        name: period.name.clone(),
        amount: months.get(period.first..=period.last).map_or_else(Money::default, sum),
    };
    funding.periods.iter().map(amount).collect()
}

/// The gross cost of a level by category, in order of name.
pub(super) fn by_category(plan: &CheckedPlan, evaluation: &Evaluation, level: Id<Level>) -> Vec<Amount> {
    let lines = money(evaluation, level).map_or(&[][..], |money| &money.costs);
    let amounts = lines.iter().filter_map(|line| Some((line.category?.into(), line.total)));
    sums(plan, amounts)
}

/// The figures of each department that has funded cost, with those below it, in order of name.
pub(super) fn by_department(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<DepartmentFigures> {
    let funded = evaluation.funding.iter().flat_map(|funding| funding.funded.iter().copied());
    let asked = sums_by_department(plan, evaluation, competing(plan));
    let asked: BTreeMap<&str, Money> = asked.iter().map(|line| (line.name.as_str(), line.amount)).collect();
    let figures = |Amount { name, amount }| {
        let utilisation = asked.get(name.as_str()).and_then(|asked| share(amount, *asked));
        DepartmentFigures { name, funded: amount, utilisation }
    };
    sums_by_department(plan, evaluation, funded).into_iter().map(figures).collect()
}

/// The levels that ask for money.
fn competing(plan: &CheckedPlan) -> impl Iterator<Item = Id<Level>> {
    let competing = plan.levels.iter().enumerate().filter(|(_, terms)| terms.eligibility == Eligibility::Competes);
    competing.map(|(index, _)| Id::new(index))
}

/// A part as a share; nothing of nothing.
fn share(part: Money, whole: Money) -> Option<Number> {
    part.number().divide(whole.number()).ok().map(|share| share.round_half_even(DECIMALS))
}

/// What levels cost by department, with those below it.
fn sums_by_department(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    levels: impl Iterator<Item = Id<Level>>,
) -> Vec<Amount> {
    let mut amounts: Vec<Option<Money>> = vec![None; plan.plan().departments.len()];
    for level in levels {
        let package = plan.levels.get(level.index()).and_then(|terms| plan.packages.get(terms.package.index()));
        let Some(slot) = package.and_then(|package| amounts.get_mut(package.department.index())) else { continue };
        let gross = money(evaluation, level).map_or_else(Money::default, |money| money.gross);
        let sum = slot.unwrap_or_default();
        *slot = Some(sum.add(gross).unwrap_or(sum));
    }
    plan.department_chains.with_inner(&mut amounts, |around, inner| {
        let Some(inner) = inner else { return };
        let sum = around.unwrap_or_default();
        *around = Some(sum.add(*inner).unwrap_or(sum));
    });
    let amounts = amounts.into_iter().enumerate();
    sums(plan, amounts.filter_map(|(index, amount)| Some((AnyId::from(Id::<Department>::new(index)), amount?))))
}

fn money(evaluation: &Evaluation, level: Id<Level>) -> Option<&LevelMoney> {
    evaluation.money.get(level.index())
}

fn sums(plan: &CheckedPlan, amounts: impl Iterator<Item = (AnyId, Money)>) -> Vec<Amount> {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for (id, amount) in amounts {
        let sum = sums.entry(plan.plan().head(id).path.as_str()).or_default();
        *sum = sum.add(amount).unwrap_or(*sum);
    }
    sums.into_iter().map(|(name, amount)| Amount { name: name.to_owned(), amount }).collect()
}
