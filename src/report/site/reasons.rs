//! Why a level is not funded, for who reads a page: takes a row of the ranking sheet, gives a sentence of titles and short
//! amounts. The ranking sheet itself has names and amounts to the cent.

use crate::check::{BoundAmount, CheckedPlan, FundingTerms};
use crate::evaluate::{Blocker, Exclusion, Row, Status};
use crate::model::{AnyId, Id, Level};
use crate::quantity::Money;
use crate::report::message::{level_title, period_words};
use crate::report::names::display;
use crate::report::prose;

/// The sentence; nothing of a level that is funded.
pub(super) fn reason(plan: &CheckedPlan, terms: &FundingTerms, row: &Row) -> String {
    let title = |level: Id<Level>| format!("“{}”", level_title(plan, level));
    match &row.status {
        Status::Funded(_) => String::new(),
        Status::BelowLine { drawn_by } => format!("below the line that {} draws", title(*drawn_by)),
        Status::Short { by, period, cost, left } => short(plan, terms, (*by, *cost, *left), *period),
        Status::HeldBack { by, period, cost, left, held } => {
            let held = prose::money(held.amount);
            format!("{}, of which {held} is held for others", short(plan, terms, (*by, *cost, *left), *period))
        }
        Status::Blocked(Blocker::Predecessor(level)) => format!("adds to {}, which is not funded", title(*level)),
        Status::Blocked(Blocker::Need(need)) => format!("needs “{}”, which is not funded", named(plan, *need)),
        Status::Excluded { by, because: Exclusion::Named } => format!("{} rules it out", title(*by)),
        Status::Excluded { by, because: Exclusion::Rival } => format!("{} does the same job", title(*by)),
        Status::Capped { cap, cost, room } => capped(plan, terms, *cap, *cost, *room),
        Status::BelowMinimumScore { minimum } => {
            let (score, asked) = (row.score.round_half_even(2), minimum.round_half_even(2));
            format!("scores {score}, less than the {asked} that is asked for")
        }
        Status::NotBest(_) => "not in the set with the highest score".to_owned(),
        Status::NoSet => "what is required leaves no place for it".to_owned(),
    }
}

fn named(plan: &CheckedPlan, id: AnyId) -> &str {
    id.cast::<Level>().map_or_else(|| display(plan, id), |level| level_title(plan, level))
}

/// `24.7k short in the second quarter: it costs 73.5k there, 48.8k is left`
fn short(plan: &CheckedPlan, terms: &FundingTerms, (by, cost, left): (Money, Money, Money), period: usize) -> String {
    let (cost, left) = prose::compared(cost, left);
    let by = prose::money(by);
    match terms.periods.as_slice() {
        [_] => format!("{by} short: it costs {cost}, {left} is left"),
        periods => {
            let place = periods.get(period).map(|period| period_words(plan, period)).unwrap_or_default();
            format!("{by} short in {place}: it costs {cost} there, {left} is left")
        }
    }
}

/// `“Fit-out” may cost 340k: 126k is left, it needs 240k`
fn capped(plan: &CheckedPlan, terms: &FundingTerms, cap: usize, cost: Money, room: Money) -> String {
    let Some(bound) = terms.caps.get(cap) else { return String::new() };
    let most = match bound.amount {
        BoundAmount::Money(amount) => prose::money(amount),
        BoundAmount::Share(share) => format!("{} of the budget", prose::percent(share)),
    };
    let (room, cost) = prose::compared(room, cost);
    format!("“{}” may cost {most}: {room} is left, it needs {cost}", display(plan, bound.about))
}
