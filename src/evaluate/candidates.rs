//! Candidates: takes the levels of a plan with money and scores, gives them as the plain figures that funding walks over.

use crate::check::{BoundTerms, CheckedPlan, FundingTerms, LevelTerms, PackageTerms};
use crate::model::{AnyId, Category, Department, Id, Journey, Objective, Stage};
use crate::quantity::{ArithmeticError, Money};

use super::money::LevelMoney;
use super::rating::LevelScore;
use super::walk::{Candidate, Mandate, Merit, Problem};

/// The levels as funding sees them, in the order of the plan's.
pub(super) fn problem<'plan>(
    plan: &'plan CheckedPlan,
    terms: &FundingTerms,
    money: &[LevelMoney],
    scores: &[LevelScore],
) -> Result<Problem<'plan>, ArithmeticError> {
    let kinds = terms.floors.iter().map(|floor| floor.about.kind).collect();
    let mut problem = Problem::new(terms.periods.len(), kinds);
    for ((level, money), score) in plan.levels.iter().zip(money).zip(scores) {
        let candidate = Candidate {
            cost: money.gross,
            predecessor: level.predecessor,
            needs: &level.needs,
            excludes: &level.excludes,
            rivals: &level.rivals,
            mandate: if level.mandate.is_some() { Mandate::Required } else { Mandate::Free },
            merit: merit(terms, score),
            caps: counted(plan, &terms.caps, level, money)?,
            floors: counted(plan, &terms.floors, level, money)?,
        };
        problem.add(candidate, &by_period(terms, money)?);
    }
    Ok(problem)
}

fn merit(terms: &FundingTerms, score: &LevelScore) -> Merit {
    terms.minimum_score.filter(|minimum| score.score < *minimum).map_or(Merit::Enough, Merit::Below)
}

fn by_period(terms: &FundingTerms, money: &LevelMoney) -> Result<Vec<Money>, ArithmeticError> {
    let months = |first: usize, last: usize| money.gross_by_month.get(first..=last).unwrap_or(&[]).iter().copied();
    terms.periods.iter().map(|period| Money::sum(months(period.first, period.last))).collect()
}

/// What of a level's cost counts towards each cap or floor that it falls under: a category counts its own lines, all else
/// counts the whole level.
fn counted(
    plan: &CheckedPlan,
    bounds: &[BoundTerms],
    level: &LevelTerms,
    money: &LevelMoney,
) -> Result<Vec<(usize, Money)>, ArithmeticError> {
    let mut counted = Vec::new();
    for (index, bound) in bounds.iter().enumerate() {
        let amount = match bound.about.cast::<Category>() {
            Some(category) => {
                let own = money.costs.iter().filter(|cost| cost.category == Some(category));
                Money::sum(own.map(|cost| cost.total))?
            }
            None if falls_under(plan, level, bound.about) => money.gross,
            None => Money::ZERO,
        };
        if amount.is_positive() {
            counted.push((index, amount));
        }
    }
    Ok(counted)
}

/// Whether a level is of a department or one below it, or serves an objective or one below it, a journey or a stage.
fn falls_under(plan: &CheckedPlan, level: &LevelTerms, about: AnyId) -> bool {
    let Some(package) = plan.packages.get(level.package.index()) else { return false };
    if let Some(department) = about.cast::<Department>() {
        return plan.department_chains.of(package.department).any(|around| around == department);
    }
    if let Some(objective) = about.cast::<Objective>() {
        let mut around = package.objectives.iter().flat_map(|id| plan.objective_chains.of(*id));
        return around.any(|around| around == objective);
    }
    let mut stages = served_stages(plan, package);
    if let Some(stage) = about.cast::<Stage>() {
        return stages.any(|served| served == stage);
    }
    let journey = about.cast::<Journey>();
    stages.any(|served| plan.stages.get(served.index()).map(|terms| terms.journey) == journey)
}

fn served_stages(plan: &CheckedPlan, package: &PackageTerms) -> impl Iterator<Item = Id<Stage>> {
    let touchpoints = &plan.plan().touchpoints;
    package.serves.iter().filter_map(|(touchpoint, _)| touchpoints.find(*touchpoint)?.parent?.cast::<Stage>())
}
