//! Why a level is funded or not, in words with their figures: takes a row of the ranking sheet, gives its status and reason.

use super::document::Mark;
use super::names::{kind_and_path, path, paths};
use super::number::money;
use crate::check::{BoundAmount, BoundTerms, CheckedPlan, FundingTerms};
use crate::evaluate::{Blocker, Exchange, Exclusion, Grant, Held, Row, Status};
use crate::model::{AnyId, Id, Level};
use crate::quantity::Money;

/// A status in one or two words.
#[must_use]
pub(super) fn status(row: &Row) -> (Mark, &'static str) {
    match &row.status {
        Status::Funded(Grant::Rank | Grant::Optimum) => (Mark::Good, "funded"),
        Status::Funded(Grant::Mandate | Grant::MandateVia(_)) => (Mark::Good, "mandate"),
        Status::Funded(Grant::Pool) => (Mark::Good, "pool"),
        Status::BelowLine { .. } => (Mark::Bad, "below line"),
        Status::Short { .. } => (Mark::Bad, "short"),
        Status::HeldBack { .. } => (Mark::Bad, "held back"),
        Status::Blocked(_) => (Mark::Neutral, "blocked"),
        Status::Excluded { .. } => (Mark::Neutral, "excluded"),
        Status::Capped { .. } => (Mark::Neutral, "capped"),
        Status::BelowMinimumScore { .. } => (Mark::Neutral, "low score"),
        Status::NotBest(_) => (Mark::Bad, "not best"),
        Status::NoSet => (Mark::Neutral, "no set"),
    }
}

/// Whether the level is funded.
#[must_use]
pub(super) fn is_funded(row: &Row) -> bool {
    matches!(row.status, Status::Funded(_))
}

/// The one reason, with its figures.
#[must_use]
pub(super) fn reason(plan: &CheckedPlan, terms: &FundingTerms, row: &Row) -> String {
    match &row.status {
        Status::Funded(grant) => funded(plan, row.level, *grant),
        Status::BelowLine { drawn_by } => format!("below the line that {} drew", path(plan, *drawn_by)),
        Status::Short { by, period, cost, left } => {
            short(plan, terms, Shortage { by: *by, cost: *cost, left: *left }, *period)
        }
        Status::HeldBack { by, period, cost, left, held } => {
            held_back(plan, terms, Shortage { by: *by, cost: *cost, left: *left }, *period, held)
        }
        Status::Blocked(blocker) => blocked(plan, *blocker),
        Status::Excluded { by, because } => excluded(plan, *by, *because),
        Status::Capped { cap, cost, room } => capped(plan, terms, *cap, *cost, *room),
        Status::BelowMinimumScore { minimum } => {
            format!("scores less than the {} that is asked for", minimum.round_half_even(2))
        }
        Status::NotBest(exchange) => not_best(plan, exchange),
        Status::NoSet => "what is required leaves no allowed set with it".to_owned(),
    }
}

fn funded(plan: &CheckedPlan, level: Id<Level>, grant: Grant) -> String {
    match grant {
        Grant::Rank | Grant::Optimum => String::new(),
        Grant::Mandate => {
            let mandate = plan.levels.get(level.index()).and_then(|terms| terms.mandate.as_deref());
            format!("required by: {}", mandate.unwrap_or_default())
        }
        Grant::MandateVia(level) => format!("{} is required and cannot do without it", path(plan, level)),
        Grant::Pool => "paid from what the floors left unspent".to_owned(),
    }
}

/// `not in the best set: with it the score is at best 0.42 less, for a.b in and c.d out`
fn not_best(plan: &CheckedPlan, exchange: &Exchange) -> String {
    let less = exchange.less.round_half_even(2);
    let score = match (exchange.is_exact, less.is_zero()) {
        (true, true) => "with it the score is at best as high, and it costs more or ranks lower".to_owned(),
        (true, false) => format!("with it the score is at best {less} less"),
        (false, true) => "with it the score is hardly less, if at all".to_owned(),
        (false, false) => format!("with it the score is at least {less} less"),
    };
    let named = |levels: &[Id<Level>], word: &str| {
        (!levels.is_empty()).then(|| format!("{} {word}", paths(plan, levels.iter().copied())))
    };
    let exchanged = [named(&exchange.with, "in"), named(&exchange.without, "out")];
    let exchanged: Vec<String> = exchanged.into_iter().flatten().collect();
    let exchanged = if exchanged.is_empty() { String::new() } else { format!(", for {}", exchanged.join(" and ")) };
    format!("not in the best set: {score}{exchanged}")
}

struct Shortage {
    by: Money,
    cost: Money,
    left: Money,
}

fn short(plan: &CheckedPlan, terms: &FundingTerms, shortage: Shortage, period: usize) -> String {
    let amount = |amount: Money| money(amount, plan.currency);
    let (by, cost, left) = (amount(shortage.by), amount(shortage.cost), amount(shortage.left));
    match terms.periods.as_slice() {
        [_] => format!("short by {by}: it costs {cost}, {left} is left"),
        periods => {
            let name = periods.get(period).map_or("", |period| &period.name);
            format!("short by {by} in {name}: it costs {cost} there, {left} is left")
        }
    }
}

fn held_back(plan: &CheckedPlan, terms: &FundingTerms, shortage: Shortage, period: usize, held: &Held) -> String {
    let amount = |amount: Money| money(amount, plan.currency);
    let there = match terms.periods.as_slice() {
        [_] => String::new(),
        periods => format!(" in {}", periods.get(period).map_or("", |period| &period.name)),
    };
    let (by, cost, left) = (amount(shortage.by), amount(shortage.cost), amount(shortage.left));
    format!("short by {by}{there}: it costs {cost}, of the {left} left {} is held", holders(plan, held))
}

/// `40,000.00 for department support and 20,000.00 for others`
pub(super) fn holders(plan: &CheckedPlan, held: &Held) -> String {
    let amount = |amount: Money| money(amount, plan.currency);
    let floors = plan.funding.iter().flat_map(|terms| &terms.floors).collect::<Vec<_>>();
    let name = |floor: usize| floors.get(floor).map(|floor| kind_and_path(plan, floor.about));
    let named =
        held.floors.iter().filter_map(|(floor, holds)| Some(format!("{} for {}", amount(*holds), name(*floor)?)));
    let mut parts: Vec<String> = named.collect();
    if held.others.is_positive() {
        parts.push(format!("{} for others", amount(held.others)));
    }
    parts.join(" and ")
}

fn blocked(plan: &CheckedPlan, blocker: Blocker) -> String {
    match blocker {
        Blocker::Predecessor(level) => format!("adds to {}, which is not funded", path(plan, level)),
        Blocker::Need(need) => format!("needs {}, which is not funded", path(plan, need)),
    }
}

fn excluded(plan: &CheckedPlan, by: Id<Level>, because: Exclusion) -> String {
    match because {
        Exclusion::Named => format!("excluded by {}, which is funded", path(plan, by)),
        Exclusion::Rival => format!("another way to do what {} does, which is funded", path(plan, by)),
    }
}

fn capped(plan: &CheckedPlan, terms: &FundingTerms, cap: usize, cost: Money, room: Money) -> String {
    let amount = |amount: Money| money(amount, plan.currency);
    let bound = terms.caps.get(cap);
    let name = bound.map(|bound| about(plan, bound)).unwrap_or_default();
    let most = bound.map(|bound| bound_amount(plan, bound)).unwrap_or_default();
    format!("{name} may cost {most}, {} is left and this needs {}", amount(room), amount(cost))
}

fn bound_amount(plan: &CheckedPlan, bound: &BoundTerms) -> String {
    match bound.amount {
        BoundAmount::Money(amount) => money(amount, plan.currency),
        BoundAmount::Share(share) => {
            format!("{} of the budget", super::document::Figure::share(share, 2).trimmed().in_full())
        }
    }
}

fn about(plan: &CheckedPlan, bound: &BoundTerms) -> String {
    kind_and_path(plan, bound.about)
}

/// What stands in the way, for machines: a level, a need, a cap or floor's subject.
#[must_use]
pub(super) fn cause(plan: &CheckedPlan, terms: &FundingTerms, row: &Row) -> Option<String> {
    let about = |bound: Option<&BoundTerms>| bound.map(|bound| bound.about);
    let id: AnyId = match &row.status {
        Status::Funded(Grant::MandateVia(level)) => (*level).into(),
        Status::BelowLine { drawn_by } => (*drawn_by).into(),
        Status::Blocked(Blocker::Predecessor(level)) => (*level).into(),
        Status::Blocked(Blocker::Need(need)) => *need,
        Status::Excluded { by, .. } => (*by).into(),
        Status::Capped { cap, .. } => about(terms.caps.get(*cap))?,
        Status::HeldBack { held, .. } => {
            held.floors.first().and_then(|(floor, _)| terms.floors.get(*floor)).map(|floor| floor.about)?
        }
        Status::NotBest(exchange) => (*exchange.without.first()?).into(),
        Status::Funded(Grant::Rank | Grant::Mandate | Grant::Optimum | Grant::Pool)
        | Status::Short { .. }
        | Status::NoSet
        | Status::BelowMinimumScore { .. } => return None,
    };
    Some(path(plan, id).to_owned())
}

/// How much money is missing, for machines.
#[must_use]
pub(super) fn missing(row: &Row) -> Option<Money> {
    match &row.status {
        Status::Short { by, .. } | Status::HeldBack { by, .. } => Some(*by),
        Status::Capped { cost, room, .. } => cost.subtract(*room).ok(),
        Status::Funded(_)
        | Status::BelowLine { .. }
        | Status::Blocked(_)
        | Status::Excluded { .. }
        | Status::NotBest(_)
        | Status::NoSet
        | Status::BelowMinimumScore { .. } => None,
    }
}
