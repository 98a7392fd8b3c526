//! Exchanges: takes what a plan funds, gives the best set that can be had by changing what is funded of one package, of two,
//! and so on. Each starts from what is funded, and none hangs on the one before.

use super::case::Case;
use super::evaluation::Evaluation;
use super::funding::{EFFORT, steps};
use super::mandates::Refusal;
use super::optimal::{LISTED, instance, number, proof, score_of};
use super::optimum;
use super::optimum::{Changes, Instance};
use super::ranking::rank;
use super::sheet::Proof;
use crate::check::CheckedPlan;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// How many packages may change at most.
const MOST: usize = 5;

/// What share of the gain is enough, in percent.
const ENOUGH: i128 = 80;

/// The best set that changes what is funded of so many packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeStep {
    /// How many packages may change.
    pub packages: usize,
    /// What is funded that was not, in rank order.
    pub gained: Vec<Id<Level>>,
    /// What was funded, and is not.
    pub lost: Vec<Id<Level>>,
    /// The score of the set.
    pub score: Number,
    /// Its gross cost.
    pub cost: Money,
    /// How sure it is.
    pub proof: Proof,
}

/// The best sets that can be had by changing what is funded of few packages, from what one evaluation funds towards the
/// best set of another.
#[must_use]
pub fn best_exchanges(
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    best: &[Id<Level>],
    effort: Option<u64>,
) -> Vec<ExchangeStep> {
    let (Some(terms), Some(funding)) = (&plan.funding, &evaluation.funding) else { return Vec::new() };
    let ranked = rank(plan, &evaluation.money, &evaluation.scores);
    let case = Case { plan, terms, money: &evaluation.money, scores: &evaluation.scores, ranked: &ranked };
    let budgets: Vec<Money> = funding.periods.iter().map(|period| period.budget).collect();
    // An exchange is a small question: a tenth of the effort answers it.
    let millions = (effort.unwrap_or(EFFORT) / 10).max(1);
    exchanges(&case, &budgets, &funding.funded, best, millions).unwrap_or_default()
}

/// The exchanges from what is funded, until they bring most of what the best set brings; `millions` of steps for each.
fn exchanges(
    case: &Case<'_>,
    budgets: &[Money],
    funded: &[Id<Level>],
    best: &[Id<Level>],
    millions: u64,
) -> Result<Vec<ExchangeStep>, Refusal> {
    let ground = case.ground()?;
    let prepared = ground.prepare(case.terms, case.scores, budgets, case.plan.currency)?;
    let choosing = prepared.choosing();
    let Some(plain) = instance(choosing, LISTED)? else { return Ok(Vec::new()) };
    let marks = |levels: &[Id<Level>]| -> Vec<bool> {
        let mut marks = vec![false; case.plan.levels.len()];
        levels.iter().filter_map(|level| marks.get_mut(level.index()).map(|mark| *mark = true)).for_each(drop);
        choosing.order.iter().map(|level| marks.get(level.index()).copied().unwrap_or(false)).collect()
    };
    let (from, best) = (marks(funded), marks(best));
    let (least, most) = (score_of(&plain, &from), score_of(&plain, &best));
    let mut found: Vec<ExchangeStep> = Vec::new();
    for packages in 1..=MOST {
        let limited = limited(case.plan, choosing.order, &plain, &from, packages);
        let Some(set) = optimum::best(&limited, &[from.clone(), best.clone()], &mut steps(millions)) else { continue };
        // Where a change of fewer packages is as good, one of more is none.
        if set.score <= least
            || found.last().is_some_and(|last| number(set.score).is_ok_and(|score| score <= last.score))
        {
            continue;
        }
        let is_enough = (set.score - least).saturating_mul(100) >= (most - least).saturating_mul(ENOUGH);
        found.push(step(case, choosing.order, (&from, &set), packages)?);
        if is_enough {
            break;
        }
    }
    Ok(found)
}

/// The choice in which only so many packages may differ from a set.
fn limited(plan: &CheckedPlan, order: &[Id<Level>], plain: &Instance, from: &[bool], packages: usize) -> Instance {
    let mut limited = plain.clone();
    let package = |level: &Id<Level>| plan.levels.get(level.index()).map_or(0, |terms| terms.package.index());
    limited.changes =
        Some(Changes { packages: order.iter().map(package).collect(), from: from.to_vec(), cap: limited.caps.len() });
    limited.caps.push(i64::try_from(packages).unwrap_or(i64::MAX));
    limited
}

fn step(
    case: &Case<'_>,
    order: &[Id<Level>],
    (from, set): (&[bool], &optimum::Best),
    packages: usize,
) -> Result<ExchangeStep, ArithmeticError> {
    let named = |is_named: fn(bool, bool) -> bool| -> Vec<Id<Level>> {
        let levels = order.iter().zip(from).zip(&set.set);
        levels.filter(|((_, before), after)| is_named(**before, **after)).map(|((level, _), _)| *level).collect()
    };
    let levels = named(|_, after| after);
    Ok(ExchangeStep {
        packages,
        gained: named(|before, after| !before && after),
        lost: named(|before, after| before && !after),
        score: number(set.score)?,
        cost: case.cost_of(&levels)?,
        proof: proof(set)?,
    })
}
