//! Goals: takes an evaluated plan, gives for each target and requirement that it misses the least budget with which an allowed
//! set keeps it, and that set.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::frontier::Frontier;
use super::steps::{End, MoneySteps, last_holding};
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::evaluate::optimum::Effort;
use crate::evaluate::{Claim, Depth, Evaluation, Keeping, Kept, WhatIf, WouldFund, evaluate_funded};
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
    keeping: &Keeping<'_, '_>,
    evaluation: &Evaluation,
    frontier: &Frontier,
    millions: u64,
) -> Option<Vec<Goal>> {
    let steps = (millions.saturating_mul(1_000_000) / SEARCHES).max(100_000);
    let sets = frontier.points.iter().flat_map(|point| {
        let both = std::iter::once(&point.own).chain(&point.beside);
        both.map(|funded| Tried { budget: point.budget, funded, kept: OnceCell::new() })
    });
    let search = Search { what_if, keeping, evaluation, tried: sets.collect(), steps };
    claims(what_if.plan(), evaluation, Asked::Missed)
        .map(|claim| Some(Goal { claim, way: search.way(claim).ok()? }))
        .collect()
}

/// Which claims are asked for. A target without a value is neither.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Kept,
    Missed,
}

/// The targets and requirements of which this becomes.
fn claims(plan: &CheckedPlan, evaluation: &Evaluation, asked: Asked) -> impl Iterator<Item = Claim> {
    let is_asked = move |is_kept: bool| is_kept == (asked == Asked::Kept);
    let targets = plan.plan().kpis.ids().zip(&plan.kpis).filter(move |(kpi, terms)| {
        terms.target.is_some_and(|target| {
            let reached = evaluation.projection.funded.kpi_at(*kpi, target.month);
            reached.is_some_and(|reached| is_asked(terms.meets(target.value, reached)))
        })
    });
    let requires = evaluation.requires.iter().filter(move |outcome| is_asked(!outcome.verdict.is_broken()));
    targets.map(|(kpi, _)| Claim::Target(kpi)).chain(requires.map(|outcome| Claim::Require(outcome.id)))
}

struct Search<'s, 'plan> {
    what_if: &'s WhatIf<'plan>,
    keeping: &'s Keeping<'s, 'plan>,
    evaluation: &'s Evaluation,
    /// What is funded at the points of the frontier, the poorest first.
    tried: Vec<Tried<'s>>,
    steps: u64,
}

/// What is funded at a point of the frontier, with all claims that it keeps.
struct Tried<'s> {
    budget: Money,
    funded: &'s WouldFund,
    kept: OnceCell<BTreeSet<Claim>>,
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
        let money = MoneySteps::of(self.what_if.plan().currency)?;
        let most = money.count(plenty.number());
        // Downwards from plenty it is kept as long as the budget suffices.
        let holds = |steps: i128| {
            let kept = self.keeping.set(&claims, Some(money.amount(steps)?), &mut Effort::new(self.steps)).ok()?;
            match kept {
                Kept::By(..) => Some(true),
                Kept::ByNone => Some(false),
                Kept::Unknown => None,
            }
        };
        let least = match last_holding(most, 0, most / 2, holds) {
            End::At(steps) => money.amount(steps),
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
        let mut tried = self.tried.iter();
        match tried.find(|tried| tried.keeps(claim, self.what_if.plan(), self.evaluation)) {
            Some(Tried { budget, funded, .. }) => {
                GoalWay::OnFrontier(Set { budget: *budget, levels: funded.levels.clone(), cost: funded.cost })
            }
            None => GoalWay::NotFound,
        }
    }
}

impl Tried<'_> {
    /// Whether what is funded keeps a claim; it is evaluated when that is asked for the first time.
    fn keeps(&self, claim: Claim, plan: &CheckedPlan, evaluation: &Evaluation) -> bool {
        let kept = self.kept.get_or_init(|| {
            let then = evaluate_funded(&mut Diagnostics::new(), plan, evaluation, &self.funded.set, Depth::Findings);
            then.map_or(BTreeSet::new(), |then| claims(plan, &then, Asked::Kept).collect())
        });
        kept.contains(&claim)
    }
}
