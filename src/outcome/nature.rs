//! What kind of money levels cost: takes some of them, gives what of it falls once and what recurs, what is expense and what
//! is capital, each as the plan writes it.

use super::account::sum;
use crate::check::{AmountTerms, CheckedPlan, MoneyTerms};
use crate::evaluate::{Evaluation, MoneyLine};
use crate::model::people::CategoryKind;
use crate::model::{Id, Level};
use crate::quantity::Money;

/// The gross cost of some levels by its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Nature {
    /// Plain money.
    pub one_time: Money,
    /// Money per time, and what is booked `every` so many months.
    pub recurring: Money,
    /// Cost of categories that are expense.
    pub expense: Money,
    /// Cost of categories that are `capital`.
    pub capital: Money,
}

/// The kinds of cost of some levels.
#[must_use]
pub fn nature(plan: &CheckedPlan, evaluation: &Evaluation, levels: &[Id<Level>]) -> Nature {
    let lines = || levels.iter().flat_map(|level| lines(plan, evaluation, *level));
    let part = |counts: &dyn Fn(&MoneyTerms, &MoneyLine) -> bool| {
        sum(lines().filter(|(terms, line)| counts(terms, line)).map(|(_, line)| line.total))
    };
    let is_capital = |line: &MoneyLine| {
        let category = line.category.and_then(|category| plan.plan().categories.find(category));
        category.is_some_and(|category| matches!(category.kind, Some(CategoryKind::Capital)))
    };
    Nature {
        one_time: part(&|terms, _| !recurs(terms)),
        recurring: part(&|terms, _| recurs(terms)),
        expense: part(&|_, line| !is_capital(line)),
        capital: part(&|_, line| is_capital(line)),
    }
}

fn lines<'run>(
    plan: &'run CheckedPlan,
    evaluation: &'run Evaluation,
    level: Id<Level>,
) -> impl Iterator<Item = (&'run MoneyTerms, &'run MoneyLine)> {
    let terms = plan.levels.get(level.index()).map_or(&[][..], |terms| &terms.costs);
    let lines = evaluation.money.get(level.index()).map_or(&[][..], |money| &money.costs);
    terms.iter().zip(lines)
}

/// Whether a line recurs.
#[must_use]
pub fn recurs(terms: &MoneyTerms) -> bool {
    match terms.amount {
        AmountTerms::Once(_) => terms.every.is_some(),
        AmountTerms::Monthly(..) => true,
    }
}
