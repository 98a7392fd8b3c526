//! Why a level is funded or not, in words with their figures: takes a row of the ranking sheet, gives its status and reason.

use super::document::{Mark, Said};
use super::names::{all_known, kind_and_known, known, path, said_money};
use crate::check::{BoundAmount, BoundTerms, CheckedPlan, FundingTerms, Pool};
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
pub(super) fn reason(plan: &CheckedPlan, terms: &FundingTerms, row: &Row) -> Vec<Said> {
    match &row.status {
        Status::Funded(grant) => funded(plan, row.level, *grant),
        Status::BelowLine { drawn_by } => {
            // What is left to a second walk may fund that level, and draws a line of its own.
            let walk = if terms.pool == Pool::Walked { " drew in the first walk" } else { " drew" };
            vec!["below the line that ".into(), known(plan, *drawn_by), walk.into()]
        }
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
            vec![format!("scores less than the {} that is asked for", minimum.round_half_even(2)).into()]
        }
        Status::NotBest(exchange) => not_best(plan, exchange),
        Status::NoSet => vec!["what is required leaves no allowed set with it".into()],
    }
}

fn funded(plan: &CheckedPlan, level: Id<Level>, grant: Grant) -> Vec<Said> {
    match grant {
        Grant::Rank | Grant::Optimum => Vec::new(),
        Grant::Mandate => {
            let mandate = plan.levels.get(level.index()).and_then(|terms| terms.mandate.as_deref());
            vec![format!("required by: {}", mandate.unwrap_or_default()).into()]
        }
        Grant::MandateVia(level) => vec![known(plan, level), " is required and cannot do without it".into()],
        Grant::Pool => vec!["paid from what the floors left unspent".into()],
    }
}

/// `not in the best set: with it the score is at best 0.42 less, for a.b in and c.d out`
fn not_best(plan: &CheckedPlan, exchange: &Exchange) -> Vec<Said> {
    let less = exchange.less.round_half_even(2);
    let score = match (exchange.is_exact, less.is_zero()) {
        (true, true) => "with it the score is at best as high, and it costs more or ranks lower".to_owned(),
        (true, false) => format!("with it the score is at best {less} less"),
        (false, true) => "with it the score is hardly less, if at all".to_owned(),
        (false, false) => format!("with it the score is at least {less} less"),
    };
    let mut said = vec![format!("not in the best set: {score}").into()];
    for (levels, word) in [(&exchange.with, " in"), (&exchange.without, " out")] {
        if !levels.is_empty() {
            said.push(if said.len() == 1 { ", for " } else { " and " }.into());
            said.extend(all_known(plan, levels.iter().copied()));
            said.push(word.into());
        }
    }
    said
}

struct Shortage {
    by: Money,
    cost: Money,
    left: Money,
}

fn short(plan: &CheckedPlan, terms: &FundingTerms, shortage: Shortage, period: usize) -> Vec<Said> {
    let amount = |amount: Money| said_money(plan, amount);
    let (by, cost, left) = (amount(shortage.by), amount(shortage.cost), amount(shortage.left));
    let (place, there) = match terms.periods.as_slice() {
        [_] => (String::new(), ", "),
        periods => (format!(" in {}", periods.get(period).map_or("", |period| &period.name)), " there, "),
    };
    vec!["short by ".into(), by, format!("{place}: it costs ").into(), cost, there.into(), left, " is left".into()]
}

fn held_back(plan: &CheckedPlan, terms: &FundingTerms, shortage: Shortage, period: usize, held: &Held) -> Vec<Said> {
    let amount = |amount: Money| said_money(plan, amount);
    let there = match terms.periods.as_slice() {
        [_] => String::new(),
        periods => format!(" in {}", periods.get(period).map_or("", |period| &period.name)),
    };
    let (by, cost, left) = (amount(shortage.by), amount(shortage.cost), amount(shortage.left));
    let mut said = vec!["short by ".into(), by, format!("{there}: it costs ").into(), cost, ", of the ".into(), left];
    said.push(" left ".into());
    said.extend(holders(plan, held));
    said.push(" is held".into());
    said
}

/// `40,000.00 for department support and 20,000.00 for others`
pub(super) fn holders(plan: &CheckedPlan, held: &Held) -> Vec<Said> {
    let floors = plan.funding.iter().flat_map(|terms| &terms.floors).collect::<Vec<_>>();
    let mut said: Vec<Said> = Vec::new();
    let mut push = |amount: Money, whose: Vec<Said>| {
        if !said.is_empty() {
            said.push(" and ".into());
        }
        said.extend([said_money(plan, amount), " for ".into()]);
        said.extend(whose);
    };
    for (floor, holds) in &held.floors {
        if let Some(floor) = floors.get(*floor) {
            push(*holds, kind_and_known(plan, floor.about));
        }
    }
    if held.others.is_positive() {
        push(held.others, vec!["others".into()]);
    }
    said
}

fn blocked(plan: &CheckedPlan, blocker: Blocker) -> Vec<Said> {
    let (word, what) = match blocker {
        Blocker::Predecessor(level) => ("adds to ", known(plan, level)),
        Blocker::Need(need) => ("needs ", known(plan, need)),
    };
    vec![word.into(), what, ", which is not funded".into()]
}

fn excluded(plan: &CheckedPlan, by: Id<Level>, because: Exclusion) -> Vec<Said> {
    let (before, after) = match because {
        Exclusion::Named => ("excluded by ", ", which is funded"),
        Exclusion::Rival => ("another way to do what ", " does, which is funded"),
    };
    vec![before.into(), known(plan, by), after.into()]
}

fn capped(plan: &CheckedPlan, terms: &FundingTerms, cap: usize, cost: Money, room: Money) -> Vec<Said> {
    let bound = terms.caps.get(cap);
    let mut said = bound.map(|bound| kind_and_known(plan, bound.about)).unwrap_or_default();
    said.push(" may cost ".into());
    said.extend(bound.map(|bound| bound_amount(plan, bound)));
    said.extend([", ".into(), said_money(plan, room), " is left and this needs ".into(), said_money(plan, cost)]);
    said
}

fn bound_amount(plan: &CheckedPlan, bound: &BoundTerms) -> Said {
    match bound.amount {
        BoundAmount::Money(amount) => said_money(plan, amount),
        BoundAmount::Share(share) => {
            format!("{} of the budget", super::document::Figure::share(share, 2).trimmed().in_full()).into()
        }
    }
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
