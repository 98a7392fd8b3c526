//! Advice: takes an evaluated plan, gives what stands beside its decision: the best set and the way to it, and what less money
//! would fund. Each question is asked by itself; none changes the plan.

mod cuts;
mod optimum;

pub use cuts::{Cut, CutOutcome, NothingIn};
pub use optimum::BestSet;

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::quantity::Number;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Questions<'q> {
    /// Whether the best set is.
    pub optimum: bool,
    /// By what shares of it the budget is changed; nothing where cuts are not asked for.
    pub cuts: &'q [Number],
    /// How many millions of steps a search for a best set may take; as many as `zbb plan` takes unless said.
    pub effort: Option<u64>,
}

/// What was found.
#[derive(Debug)]
pub struct Advice {
    /// The best set; absent where it is not asked for, or the plan does not say how money is given.
    pub best: Option<BestSet>,
    /// What becomes of the plan with another budget, in the order asked for.
    pub cuts: Vec<Cut>,
}

/// The answers to some questions about an evaluated plan.
#[must_use]
pub fn advise(plan: &CheckedPlan, evaluation: &Evaluation, questions: Questions<'_>) -> Advice {
    let best = questions.optimum.then(|| optimum::best_set(plan, evaluation, questions.effort)).flatten();
    let cuts = questions.cuts.iter().map(|change| cuts::cut(plan, evaluation, *change, questions.effort));
    Advice { best, cuts: cuts.collect() }
}
