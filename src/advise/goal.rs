//! Goals: takes an evaluated plan, gives for each target and requirement that it misses the least budget with which an allowed
//! set keeps it, and that set.

use super::frontier::Frontier;
use super::steps::{End, last_holding};
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::evaluate::optimum::Effort;
use crate::evaluate::{Claim, Depth, Evaluation, Keeping, Kept, WhatIf, evaluate_funded};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Money, Number};

/// For how many searches the effort is.
const SEARCHES: u64 = 100;

/// What costs no more than this many times all levels together has all the money it could use.
const PLENTY: i64 = 1_000;

/// What keeps a target or a requirement that the plan misses.
#[derive(Debug)]
pub struct Goal {
    /// The target or requirement.
    pub claim: Claim,
    /// What keeps it.
    pub way: GoalWay,
}

/// How a goal can be kept.
#[derive(Debug)]
pub enum GoalWay {
    /// With this budget, and with none that is smaller: proved.
    Cheapest(Set),
    /// With this budget, the least that was found on the frontier; others may need less.
    OnFrontier(Set),
    /// By no set, whatever the budget: proved.
    OutOfReach,
    /// None was found.
    NotFound,
}

/// A set that keeps a goal.
#[derive(Debug)]
pub struct Set {
    /// The budget that it needs.
    pub budget: Money,
    /// The levels, in rank order.
    pub levels: Vec<Id<Level>>,
    /// What they cost.
    pub cost: Money,
}

/// What keeps each target and requirement that the plan misses.
pub(super) fn goals(
    what_if: &WhatIf<'_>,
    evaluation: &Evaluation,
    frontier: &Frontier,
    millions: u64,
) -> Option<Vec<Goal>> {
    let keeping = Keeping::new(what_if).ok()?;
    let steps = (millions.saturating_mul(1_000_000) / SEARCHES).max(100_000);
    let search = Search { what_if, keeping: &keeping, evaluation, frontier, steps };
    let goals = missed(what_if.plan(), evaluation).into_iter();
    goals.map(|claim| Some(Goal { claim, way: search.way(claim).ok()? })).collect()
}

/// The targets and requirements that the plan misses.
fn missed(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<Claim> {
    let targets = plan.plan().kpis.ids().filter(|kpi| {
        let terms = plan.kpis.get(kpi.index());
        terms.and_then(|terms| terms.target.map(|target| (terms, target))).is_some_and(|(terms, target)| {
            let reached = evaluation.projection.funded.kpi_at(*kpi, target.month);
            reached.is_some_and(|reached| !terms.meets(target.value, reached))
        })
    });
    let broken = evaluation.requires.iter().filter(|outcome| outcome.verdict.is_broken());
    targets.map(Claim::Target).chain(broken.map(|outcome| Claim::Require(outcome.id))).collect()
}

struct Search<'s, 'plan> {
    what_if: &'s WhatIf<'plan>,
    keeping: &'s Keeping<'s, 'plan>,
    evaluation: &'s Evaluation,
    frontier: &'s Frontier,
    steps: u64,
}

impl Search<'_, '_> {
    fn way(&self, claim: Claim) -> Result<GoalWay, ArithmeticError> {
        if !self.keeping.adds_up(claim) {
            return Ok(self.on_frontier(claim));
        }
        let mut claims = self.keeping.bounds();
        claims.push(claim);
        let plenty = self.plenty()?;
        match self.keeping.set(&claims, Some(plenty), &mut Effort::new(self.steps))? {
            Kept::By(..) => {}
            Kept::ByNone => return Ok(GoalWay::OutOfReach),
            Kept::Unknown => return Ok(self.on_frontier(claim)),
        }
        let minor = Money::minor_unit(self.what_if.plan().currency)?;
        let most = steps(plenty, minor);
        // Downwards from plenty it is kept as long as the budget suffices.
        let amount = |steps: i128| self.amount(steps, minor);
        let holds = |steps: i128| {
            let kept = self.keeping.set(&claims, Some(amount(steps)?), &mut Effort::new(self.steps)).ok()?;
            match kept {
                Kept::By(..) => Some(true),
                Kept::ByNone => Some(false),
                Kept::Unknown => None,
            }
        };
        let least = match last_holding(most, 0, most / 2, holds) {
            End::At(steps) => amount(steps),
            End::NoLimit => Some(Money::ZERO),
            End::Unknown => None,
        };
        let Some(budget) = least else { return Ok(self.on_frontier(claim)) };
        Ok(match self.keeping.set(&claims, Some(budget), &mut Effort::new(self.steps))? {
            Kept::By(levels, cost) => GoalWay::Cheapest(Set { budget, levels, cost }),
            Kept::ByNone | Kept::Unknown => GoalWay::NotFound,
        })
    }

    /// More than enough for all levels, after what is kept back.
    fn plenty(&self) -> Result<Money, ArithmeticError> {
        let all = Money::sum(self.what_if.order().iter().map(|level| self.what_if.cost(*level)))?;
        let base = all.maximum(self.what_if.budget()?).number();
        Ok(Money::round(base.multiply(Number::from_integer(PLENTY))?, self.what_if.plan().currency))
    }

    /// The poorest point at which what is funded keeps the claim.
    fn on_frontier(&self, claim: Claim) -> GoalWay {
        let plan = self.what_if.plan();
        for point in &self.frontier.points {
            for funded in std::iter::once(&point.own).chain(&point.beside) {
                let Some(then) =
                    evaluate_funded(&mut Diagnostics::new(), plan, self.evaluation, &funded.set, Depth::Findings)
                else {
                    continue;
                };
                if !missed(plan, &then).contains(&claim) && is_judged(plan, &then, claim) {
                    return GoalWay::OnFrontier(Set {
                        budget: point.budget,
                        levels: funded.levels.clone(),
                        cost: funded.cost,
                    });
                }
            }
        }
        GoalWay::NotFound
    }

    fn amount(&self, steps: i128, minor: Money) -> Option<Money> {
        let steps = Number::from_integer(i64::try_from(steps).ok()?);
        Some(Money::round(steps.multiply(minor.number()).ok()?, self.what_if.plan().currency))
    }
}

/// Whether a claim has a value: what is n/a is not kept.
fn is_judged(plan: &CheckedPlan, evaluation: &Evaluation, claim: Claim) -> bool {
    match claim {
        Claim::Target(kpi) => {
            let target = plan.kpis.get(kpi.index()).and_then(|terms| terms.target);
            target.is_some_and(|target| evaluation.projection.funded.kpi_at(kpi, target.month).is_some())
        }
        Claim::Require(_) | Claim::Mandate(_) | Claim::Floor(_) | Claim::Cap(_) => true,
    }
}

fn steps(amount: Money, minor: Money) -> i128 {
    let steps = amount.number().divide(minor.number()).ok().and_then(|steps| steps.to_integer());
    steps.map_or(0, i128::from)
}
