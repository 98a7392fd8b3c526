//! What transfers do to a package: takes an evaluated plan, gives the budgets that they leave otherwise.

use std::collections::BTreeMap;

use crate::check::CheckedPlan;
use crate::control::budget;
use crate::evaluate::Evaluation;
use crate::model::{Id, Package};
use crate::quantity::Money;

/// A package that transfers take from or give to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Transferred {
    /// What was decided for it.
    pub decided: Money,
    /// What transfers have left it.
    pub current: Money,
}

/// The packages that the transfers of a plan take from or give to, by name.
pub(super) fn transferred(plan: &CheckedPlan, evaluation: &Evaluation) -> BTreeMap<String, Transferred> {
    let mut moved = BTreeMap::new();
    if plan.control.transfers.is_empty() {
        return moved;
    }
    // What does not add up is told where the plan is compiled.
    let Ok((budget, _)) = budget(plan, evaluation) else { return moved };
    let steps = budget.moves.iter().flat_map(|moves| &moves.steps);
    let touched = steps.flat_map(|step| [step.from.line.package, step.to.line.package]).flatten();
    for package in touched.collect::<std::collections::BTreeSet<Id<Package>>>() {
        let sum = |parts: &BTreeMap<crate::control::Part, Vec<Money>>| {
            let own = parts.iter().filter(|(part, _)| part.line.package == Some(package));
            Money::sum(own.flat_map(|(_, months)| months.iter().copied())).unwrap_or_default()
        };
        let name = plan.plan().head(package.into()).path.to_string();
        moved.insert(name, Transferred { decided: sum(&budget.original), current: sum(&budget.current) });
    }
    moved
}
