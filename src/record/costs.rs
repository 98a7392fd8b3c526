//! What levels and departments cost, by name: takes the money of an evaluation, gives sums.

use std::collections::BTreeMap;

use super::outcome::CostLine;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, LevelMoney};
use crate::model::{AnyId, Id, Level};
use crate::quantity::Money;

// Every sum here is part of one that evaluation has formed, so none of them can be too large.

/// The gross cost of a level in each budget period.
pub(super) fn by_period(plan: &CheckedPlan, evaluation: &Evaluation, level: Id<Level>) -> Vec<Money> {
    let months = money(evaluation, level).map_or(&[][..], |money| &money.gross_by_month);
    let periods = plan.funding.iter().flat_map(|terms| &terms.periods);
    let sum = |months: &[Money]| Money::sum(months.iter().copied()).unwrap_or_default();
    periods.map(|period| months.get(period.first..=period.last).map_or_else(Money::default, sum)).collect()
}

/// The gross cost of a level by category, in order of name.
pub(super) fn by_category(plan: &CheckedPlan, evaluation: &Evaluation, level: Id<Level>) -> Vec<CostLine> {
    let lines = money(evaluation, level).map_or(&[][..], |money| &money.costs);
    let amounts = lines.iter().filter_map(|line| Some((line.category?.into(), line.total)));
    sums(plan, amounts)
}

/// The funded cost of each department, with those below it, in order of name.
pub(super) fn by_department(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<CostLine> {
    let funded = evaluation.funding.iter().flat_map(|funding| &funding.funded);
    let amounts = funded.flat_map(|level| {
        let package = plan.levels.get(level.index()).and_then(|terms| plan.packages.get(terms.package.index()));
        let chain = package.and_then(|package| plan.department_chains.get(package.department.index()));
        let gross = money(evaluation, *level).map_or_else(Money::default, |money| money.gross);
        chain.into_iter().flatten().map(move |department| (AnyId::from(*department), gross))
    });
    sums(plan, amounts)
}

fn money(evaluation: &Evaluation, level: Id<Level>) -> Option<&LevelMoney> {
    evaluation.money.get(level.index())
}

fn sums(plan: &CheckedPlan, amounts: impl Iterator<Item = (AnyId, Money)>) -> Vec<CostLine> {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for (id, amount) in amounts {
        let sum = sums.entry(plan.plan().head(id).path.as_str()).or_default();
        *sum = sum.add(amount).unwrap_or(*sum);
    }
    sums.into_iter().map(|(name, amount)| CostLine { name: name.to_owned(), amount }).collect()
}
