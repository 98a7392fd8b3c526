//! Advice: takes an evaluated plan, gives what stands beside its decision: the best set and the way to it, what other budgets
//! would fund, how far figures may move, what missed goals need, and what cannot be kept together. Each question is asked by
//! itself; none changes the plan.

mod conflict;
mod cuts;
mod frontier;
mod goal;
mod optimum;
mod stability;
mod steps;

pub use conflict::{Conflict, Feasibility, KeptBy};
pub use cuts::{Cut, CutOutcome, NothingIn};
pub use frontier::{Frontier, PARTS, Point, Sort};
pub use goal::{Goal, GoalWay, Set};
pub use optimum::BestSet;
pub use stability::{Interval, LevelStability, SHOWN, Stability, WeightStability};
pub use steps::End;

use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, Keeping, WhatIf};
use crate::quantity::Number;
use crate::risk::{Drawing, Risk, TooMany, risk};

/// How many millions of steps searches may take unless said.
const EFFORT: u64 = 100;

/// Of how many levels a plan may have: each answer funds again hundreds of times, and of more it would take hours.
pub const MOST_LEVELS: usize = 100_000;

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Questions<'q> {
    /// Whether the best set is.
    pub optimum: bool,
    /// Whether other budgets are.
    pub frontier: bool,
    /// By what shares of it the budget is changed; nothing where cuts are not asked for.
    pub cuts: &'q [Number],
    /// Whether it is how far figures may move.
    pub stability: bool,
    /// Whether that is of all levels, not only of those that are nearest to an end.
    pub all: bool,
    /// Whether what missed goals need is.
    pub goal: bool,
    /// Whether what cannot be kept together is.
    pub conflict: bool,
    /// How estimates are drawn; nothing where risk is not asked for.
    pub risk: Option<Drawing>,
    /// How many millions of steps a search for a best set may take; as many as `zbb plan` takes unless said.
    pub effort: Option<u64>,
}

/// What was found.
#[derive(Debug)]
pub struct Advice {
    /// The best set; absent where it is not asked for, or the plan does not say how money is given.
    pub best: Option<BestSet>,
    /// What other budgets would fund.
    pub frontier: Option<Frontier>,
    /// What becomes of the plan with another budget, in the order asked for.
    pub cuts: Vec<Cut>,
    /// How far figures may move.
    pub stability: Option<Stability>,
    /// What keeps each goal that is missed.
    pub goals: Option<Vec<Goal>>,
    /// Whether all that is asked for can be kept.
    pub conflict: Option<Conflict>,
    /// How sure it is, or why that cannot be said.
    pub risk: Option<Result<Risk, TooMany>>,
}

/// The answers to some questions about an evaluated plan.
#[must_use]
pub fn advise(plan: &CheckedPlan, evaluation: &Evaluation, questions: Questions<'_>) -> Advice {
    let best = questions.optimum.then(|| optimum::best_set(plan, evaluation, questions.effort)).flatten();
    let cuts = questions.cuts.iter().map(|change| cuts::cut(plan, evaluation, *change, questions.effort));
    let cuts = cuts.collect();
    let millions = questions.effort.unwrap_or(EFFORT);
    let what_if = WhatIf::new(plan, evaluation);
    let what_if = what_if.as_ref();
    let asks_frontier = questions.frontier || questions.goal || questions.conflict;
    let frontier =
        what_if.filter(|_| asks_frontier).and_then(|what_if| frontier::frontier(what_if, evaluation, millions));
    let keeping = what_if.filter(|_| questions.goal || questions.conflict);
    let keeping = keeping.and_then(|what_if| Some((what_if, Keeping::new(what_if).ok()?)));
    let kept = keeping.as_ref().zip(frontier.as_ref());
    let goals = kept.filter(|_| questions.goal);
    let goals =
        goals.and_then(|((what_if, keeping), frontier)| goal::goals(what_if, keeping, evaluation, frontier, millions));
    let conflict = kept.filter(|_| questions.conflict);
    let conflict =
        conflict.and_then(|((_, keeping), frontier)| conflict::conflict(plan, keeping, evaluation, frontier, millions));
    let stability = what_if.filter(|_| questions.stability);
    let stability = stability.and_then(|what_if| stability::stability(what_if, evaluation, millions, questions.all));
    let risk = questions.risk.map(|drawing| risk(plan, evaluation, drawing));
    Advice { best, frontier: frontier.filter(|_| questions.frontier), cuts, stability, goals, conflict, risk }
}
