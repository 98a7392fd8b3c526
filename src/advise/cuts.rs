//! Less money: takes an evaluated plan and a change of its budget, gives what is funded then, and what no longer.

use crate::check::CheckedPlan;
use crate::diagnostic::{Diagnostics, Severity};
use crate::evaluate::{Depth, Evaluation, FundingChoice, LevelSet, evaluate_among, evaluate_choice};
use crate::model::{Id, Level};
use crate::quantity::{Money, Number};

/// A change of the budget.
#[derive(Debug)]
pub struct Cut {
    /// By what share of it: a twentieth less is -0.05.
    pub change: Number,
    /// What comes of it, or why nothing can: mandates that no longer stand together.
    pub outcome: Result<CutOutcome, String>,
}

/// What comes of a change of the budget.
#[derive(Debug)]
pub struct CutOutcome {
    /// The budget then.
    pub budget: Money,
    /// The plan with it.
    pub evaluation: Box<Evaluation>,
    /// What is no longer funded, in rank order.
    pub lost: Vec<Id<Level>>,
    /// What is funded that was not.
    pub gained: Vec<Id<Level>>,
    /// Where something is: the same over the funded levels alone.
    pub nothing_in: Option<NothingIn>,
}

/// A change of the budget that takes nothing in.
#[derive(Debug)]
pub struct NothingIn {
    /// What is no longer funded.
    pub lost: Vec<Id<Level>>,
    /// What the funded levels cost then.
    pub cost: Money,
}

pub(super) fn cut(plan: &CheckedPlan, evaluation: &Evaluation, change: Number, effort: Option<u64>) -> Cut {
    let factor = Number::ONE.add(change).ok();
    let choice = FundingChoice { factor, effort, ..FundingChoice::default() };
    let mut diagnostics = Diagnostics::new();
    let changed = evaluate_choice(&mut diagnostics, plan, choice, Depth::Findings);
    let outcome = match changed {
        Some(changed) => Ok(compared(plan, evaluation, changed, choice)),
        None => Err(first_error(&diagnostics)),
    };
    Cut { change, outcome }
}

fn compared(plan: &CheckedPlan, before: &Evaluation, after: Evaluation, choice: FundingChoice) -> CutOutcome {
    let (was, now) = (funded(before), funded(&after));
    let gained = without(plan, now, was);
    let budget = after.funding.as_ref().map_or(Money::ZERO, |funding| funding.total.budget);
    let nothing_in = (!gained.is_empty()).then(|| {
        let among = LevelSet::of(plan.levels.len(), was);
        let kept = evaluate_among(&mut Diagnostics::new(), plan, choice, Depth::Findings, &among)?;
        let funding = kept.funding.as_ref()?;
        Some(NothingIn { lost: without(plan, was, &funding.funded), cost: funding.total.spent })
    });
    CutOutcome {
        budget,
        lost: without(plan, was, now),
        gained,
        nothing_in: nothing_in.flatten(),
        evaluation: Box::new(after),
    }
}

fn funded(evaluation: &Evaluation) -> &[Id<Level>] {
    evaluation.funding.as_ref().map_or(&[], |funding| &funding.funded)
}

fn without(plan: &CheckedPlan, levels: &[Id<Level>], others: &[Id<Level>]) -> Vec<Id<Level>> {
    let others = LevelSet::of(plan.levels.len(), others);
    levels.iter().copied().filter(|level| !others.contains(*level)).collect()
}

fn first_error(diagnostics: &Diagnostics) -> String {
    let error = diagnostics.items().iter().find(|finding| finding.severity == Severity::Error);
    error.map_or_else(|| "nothing can be funded".to_owned(), |finding| finding.message.clone())
}
