//! Conflicts: takes an evaluated plan, gives mandates, floors, caps and requirements that no set keeps together, of which none
//! can be left out; and by what requirements on KPIs are kept.

use super::frontier::Frontier;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::evaluate::optimum::Effort;
use crate::evaluate::{Claim, Depth, Evaluation, Keeping, Kept, LevelSet, Verdict, evaluate_funded};
use crate::model::{Id, Level, Require};
use crate::quantity::{ArithmeticError, Money};

/// For how many searches the effort is.
const SEARCHES: u64 = 100;

/// Whether all that a plan asks for can be kept.
#[derive(Debug)]
pub struct Conflict {
    /// Whether a set keeps all of it with the plan's budget.
    pub standing: Feasibility,
    /// By what each requirement that does not add up level by level is kept.
    pub requirements: Vec<KeptBy>,
}

/// Whether all mandates, floors, caps and requirements that add up can be kept together.
#[derive(Debug)]
pub enum Feasibility {
    /// By what is funded.
    ByFunded,
    /// By these levels, which cost so much, and not by what is funded.
    By(Vec<Id<Level>>, Money),
    /// By none: these clash, and without any one of them the others can be kept.
    Clash(Vec<Claim>),
    /// It was not worked out.
    Unknown,
}

/// By what a requirement is kept.
#[derive(Debug)]
pub struct KeptBy {
    /// The requirement.
    pub id: Id<Require>,
    /// By what is funded.
    pub funded: bool,
    /// By the best set, where one was found.
    pub best: Option<bool>,
    /// At how many points of the frontier.
    pub points: usize,
    /// Of how many.
    pub of: usize,
}

/// Whether all that a plan asks for can be kept.
pub(super) fn conflict(
    plan: &CheckedPlan,
    keeping: &Keeping<'_, '_>,
    evaluation: &Evaluation,
    frontier: &Frontier,
    millions: u64,
) -> Option<Conflict> {
    let steps = (millions.saturating_mul(1_000_000) / SEARCHES).max(100_000);
    let standing = standing(keeping, evaluation, steps).ok()?;
    Some(Conflict { standing, requirements: requirements(plan, keeping, evaluation, frontier) })
}

fn standing(keeping: &Keeping<'_, '_>, evaluation: &Evaluation, steps: u64) -> Result<Feasibility, ArithmeticError> {
    let requires = evaluation.requires.iter().filter(|outcome| keeping.adds_up(Claim::Require(outcome.id)));
    if requires.clone().all(|outcome| !outcome.verdict.is_broken()) {
        return Ok(Feasibility::ByFunded);
    }
    // What is left out first is tried first: a clash is said of requirements rather than of bounds where both would do.
    let mut claims = keeping.bounds();
    claims.extend(requires.map(|outcome| Claim::Require(outcome.id)));
    match keeping.set(&claims, None, &mut Effort::new(steps))? {
        Kept::By(levels, cost) => return Ok(Feasibility::By(levels, cost)),
        Kept::Unknown => return Ok(Feasibility::Unknown),
        Kept::ByNone => {}
    }
    let mut place = 0;
    while place < claims.len() {
        let mut without = claims.clone();
        without.remove(place);
        match keeping.set(&without, None, &mut Effort::new(steps))? {
            Kept::ByNone => claims = without,
            Kept::By(..) => place += 1,
            Kept::Unknown => return Ok(Feasibility::Unknown),
        }
    }
    Ok(Feasibility::Clash(claims))
}

fn requirements(
    plan: &CheckedPlan,
    keeping: &Keeping<'_, '_>,
    evaluation: &Evaluation,
    frontier: &Frontier,
) -> Vec<KeptBy> {
    let others: Vec<Id<Require>> =
        plan.requires.iter().map(|terms| terms.id).filter(|id| !keeping.adds_up(Claim::Require(*id))).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let kept = |set: &LevelSet| -> Vec<Id<Require>> {
        let then = evaluate_funded(&mut Diagnostics::new(), plan, evaluation, set, Depth::Findings);
        let held = then.into_iter().flat_map(|then| then.requires).filter(|then| then.verdict == Verdict::Holds);
        held.map(|then| then.id).collect()
    };
    let at_points: Vec<Vec<Id<Require>>> = frontier.points.iter().map(|point| kept(&point.own.set)).collect();
    let budget = evaluation.funding.as_ref().map(|funding| funding.total.budget);
    let own = frontier.points.iter().find(|point| Some(point.budget) == budget);
    let best = own.and_then(|own| match frontier.policy {
        crate::model::funding::Policy::Optimal => Some(kept(&own.own.set)),
        _ => own.beside.as_ref().map(|beside| kept(&beside.set)),
    });
    let kept_by = |id: Id<Require>| KeptBy {
        id,
        funded: evaluation.requires.iter().any(|now| now.id == id && now.verdict == Verdict::Holds),
        best: best.as_ref().map(|best| best.contains(&id)),
        points: at_points.iter().filter(|kept| kept.contains(&id)).count(),
        of: at_points.len(),
    };
    others.into_iter().map(kept_by).collect()
}
