//! The price of a ranking: takes an evaluated plan, gives the best set beside what the ranking funds, and the exchanges that
//! bring most of the difference.

use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::evaluate::{Depth, Evaluation, ExchangeStep, FundingChoice, best_exchanges, evaluate_choice};
use crate::model::funding::Policy;

/// The best set beside what the ranking funds.
#[derive(Debug)]
pub struct BestSet {
    /// What the ranking funds, where the plan itself funds the best set: then `skip` does.
    pub ranked: Option<Box<Evaluation>>,
    /// The plan with the best set funded.
    pub best: Box<Evaluation>,
    /// The best that can be had by changing few packages.
    pub exchanges: Vec<ExchangeStep>,
}

pub(super) fn best_set(plan: &CheckedPlan, evaluation: &Evaluation, effort: Option<u64>) -> Option<BestSet> {
    let under = |policy: Policy| {
        let choice = FundingChoice { policy: Some(policy), effort, ..FundingChoice::default() };
        evaluate_choice(&mut Diagnostics::new(), plan, choice, Depth::Findings).map(Box::new)
    };
    let is_optimal = evaluation.funding.as_ref()?.policy == Policy::Optimal;
    let ranked = if is_optimal { Some(under(Policy::Skip)?) } else { None };
    let best = under(Policy::Optimal)?;
    let from = ranked.as_deref().unwrap_or(evaluation);
    let exchanges = best_exchanges(plan, from, &best.funding.as_ref()?.funded, effort);
    Some(BestSet { ranked, best, exchanges })
}
