//! `policy: optimal`: takes the levels in rank order and the money there is, gives the best set, how sure it is, and what
//! each level outside would take from it.

use std::collections::BTreeMap;

use crate::check::{Available, NeedTerms, Pool};
use crate::model::funding::Policy;
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

use super::holds::KINDS;
use super::optimum::{self, Admission, Best, Effort, Instance, Part};
use super::rating::LevelScore;
use super::sheet::{Exchange, Grant, Optimum, PoolWalk, Proof, Status};
use super::walk::{Candidate, Counted, Mandate, Mandated, Merit, Problem, Route, Walked, walk};

/// The decimals of a score that count.
const DECIMALS: u32 = 12;

/// Of how many levels outside, from the top, it is worked out exactly what they would take from the best set.
const EXACT: usize = 20;

/// The steps that it takes at least to look at a level once, in all that a search does before it chooses.
const LOOK: u64 = 8;

/// What the best set is chosen from.
#[derive(Clone, Copy)]
pub(super) struct Choosing<'c, 'plan> {
    pub problem: &'c Problem<'plan>,
    pub available: &'c Available,
    /// The levels in rank order.
    pub order: &'c [Id<Level>],
    pub mandated: &'c Mandated,
    pub scores: &'c [LevelScore],
    pub pool: Pool,
    pub currency: Currency,
}

/// The best set as it was found.
pub(super) struct Chosen {
    /// As if a walk had funded it.
    pub walked: Walked,
    pub optimum: Optimum,
}

/// The best set; `walks` are what other policies fund, which it is never worse than. Nothing where no set is allowed, or
/// figures are too large for it.
pub(super) fn choose(
    choosing: Choosing<'_, '_>,
    walks: &[(Policy, &Walked)],
    effort: &mut Effort,
) -> Result<Option<Chosen>, ArithmeticError> {
    let Some(instance) = instance(choosing, effort.left().clamp(LISTED_BESIDE, LISTED))? else { return Ok(None) };
    let known: Vec<Vec<bool>> = walks.iter().map(|(_, walked)| funded(choosing.order, walked, Round::First)).collect();
    let Some(best) = optimum::best(&instance, &known, effort) else { return Ok(None) };
    let mut all = best.set.clone();
    let mut pooled = None;
    if choosing.pool == Pool::Walked && !choosing.available.floors.is_empty() {
        let released = released(&instance, &best.set);
        let more: Vec<Vec<bool>> =
            walks.iter().map(|(_, walked)| funded(choosing.order, walked, Round::Both)).collect();
        if let Some(more) = optimum::best(&released, &more, effort) {
            pooled = Some(proof(&more)?);
            all = more.set;
        }
    }
    let (set, by_walk) = better_walk(&instance, choosing.order, all, walks);
    let chosen = Set { first: &best.set, all: &set, is_pooled: pooled.is_some() };
    let walked = funded_as(choosing, &instance, chosen)?;
    let optimum = Optimum { proof: proof(&best)?, pool: pooled, by_walk };
    Ok(Some(Chosen { walked, optimum }))
}

/// Says of each level outside what it would take from the best set.
pub(super) fn explain_outside(
    choosing: Choosing<'_, '_>,
    chosen: &mut Chosen,
    effort: &Effort,
) -> Result<(), ArithmeticError> {
    let Some(instance) = instance(choosing, LISTED)? else { return Ok(()) };
    let set = funded(choosing.order, &chosen.walked, Round::First);
    let score = score_of(&instance, &set);
    let reach = optimum::reach(&instance, &set, &mut Effort::new(effort.left().max(1_000_000)));
    // Each is a search of its own; where the levels are so many that to look at them once takes its share, a bound says it.
    let share = effort.left() / EXACT as u64;
    let most_exact = if instance.levels.len() as u64 * LOOK <= share { EXACT } else { 0 };
    let mut exact = 0;
    for (place, level) in choosing.order.iter().enumerate() {
        if chosen.walked.is_funded(*level) {
            continue;
        }
        let status = match reach.get(place).copied().flatten() {
            None => barred(choosing, *level)?,
            Some(most) if exact < most_exact => {
                exact += 1;
                let share = &mut Effort::new(share);
                exchange(choosing, &instance, &set, (place, score, most), share)?
            }
            Some(most) => {
                let less = number(score.saturating_sub(most).max(0))?;
                Status::NotBest(Box::new(Exchange { less, is_exact: false, with: Vec::new(), without: Vec::new() }))
            }
        };
        let status = match &choosing.problem.candidate(*level).merit {
            Merit::Below(minimum) => Status::BelowMinimumScore { minimum: *minimum },
            Merit::Enough => status,
        };
        if let Some(slot) = chosen.walked.statuses.get_mut(level.index()) {
            *slot = Some(status);
        }
    }
    Ok(())
}

/// The best set with one more level in it, as an exchange.
fn exchange(
    choosing: Choosing<'_, '_>,
    instance: &Instance,
    set: &[bool],
    (place, score, most): (usize, i128, i128),
    effort: &mut Effort,
) -> Result<Status, ArithmeticError> {
    let mut with = instance.clone();
    if let Some(level) = with.levels.get_mut(place) {
        level.standing = Admission::Required;
    }
    let Some(best) = optimum::best(&with, &[], effort) else {
        return match choosing.order.get(place) {
            Some(level) if !effort.is_spent() => barred(choosing, *level),
            _ => Ok(Status::NotBest(Box::new(Exchange {
                less: number(score.saturating_sub(most).max(0))?,
                is_exact: false,
                with: Vec::new(),
                without: Vec::new(),
            }))),
        };
    };
    let (is_exact, reaches) = match best.proof {
        optimum::Proof::Proved(_) => (true, best.score),
        optimum::Proof::Within(bound) => (false, bound.min(most)),
    };
    let named = |is_named: &dyn Fn(bool, bool) -> bool| {
        let levels = choosing.order.iter().zip(set).zip(&best.set).enumerate();
        let named = levels.filter(|(other, ((_, before), after))| *other != place && is_named(**before, **after));
        named.map(|(_, ((level, _), _))| *level).collect::<Vec<Id<Level>>>()
    };
    Ok(Status::NotBest(Box::new(Exchange {
        less: number(score.saturating_sub(reaches).max(0))?,
        is_exact,
        with: if is_exact { named(&|before, after| !before && after) } else { Vec::new() },
        without: if is_exact { named(&|before, after| before && !after) } else { Vec::new() },
    })))
}

/// What keeps a level out of every allowed set: what a walk over it alone finds.
fn barred(choosing: Choosing<'_, '_>, level: Id<Level>) -> Result<Status, ArithmeticError> {
    let route = Route { order: &[level], mandated: choosing.mandated, policy: Policy::Skip, pool: Pool::Kept };
    let walked = walk(choosing.problem, choosing.available, route)?;
    let status = walked.statuses.get(level.index()).cloned().flatten();
    Ok(status.filter(|status| !matches!(status, Status::Funded(_))).unwrap_or(Status::NoSet))
}

/// Which rounds of a walk count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    First,
    Both,
}

fn funded(order: &[Id<Level>], walked: &Walked, round: Round) -> Vec<bool> {
    let is_funded = |level: &Id<Level>| match walked.statuses.get(level.index()) {
        Some(Some(Status::Funded(Grant::Pool))) => round == Round::Both,
        Some(Some(Status::Funded(_))) => true,
        _ => false,
    };
    order.iter().map(is_funded).collect()
}

/// The set that a walk funds in both rounds, where it scores more than what was chosen in two steps.
fn better_walk(
    instance: &Instance,
    order: &[Id<Level>],
    set: Vec<bool>,
    walks: &[(Policy, &Walked)],
) -> (Vec<bool>, Option<Policy>) {
    let mut best = (set, None);
    for (policy, walked) in walks {
        let other = funded(order, walked, Round::Both);
        if score_of(instance, &other) > score_of(instance, &best.0) {
            best = (other, Some(*policy));
        }
    }
    best
}

pub(super) fn score_of(instance: &Instance, set: &[bool]) -> i128 {
    instance.levels.iter().zip(set).filter(|(_, is_in)| **is_in).map(|(level, _)| level.score).sum()
}

/// A set chosen in one step or two.
#[derive(Clone, Copy)]
struct Set<'s> {
    first: &'s [bool],
    all: &'s [bool],
    is_pooled: bool,
}

/// The set as if a walk had funded it: each level after what it hangs on.
fn funded_as(choosing: Choosing<'_, '_>, instance: &Instance, set: Set<'_>) -> Result<Walked, ArithmeticError> {
    let mut grants = Vec::new();
    let mut pooled = Vec::new();
    let carriers = optimum::carriers(instance, set.all);
    let levels = choosing.order.iter().zip(set.all).zip(set.first).enumerate();
    for (place, ((level, _), in_first)) in levels.filter(|(_, ((_, is_in), _))| **is_in) {
        let grant = match carriers.get(place).copied().flatten() {
            Some(by) if by == place => Grant::Mandate,
            Some(by) => choosing.order.get(by).map_or(Grant::Optimum, |by| Grant::MandateVia(*by)),
            None if set.is_pooled && !in_first => Grant::Pool,
            None => Grant::Optimum,
        };
        if grant == Grant::Pool {
            pooled.push(*level);
        }
        grants.push((*level, grant));
    }
    let route = |levels: Vec<(Id<Level>, Grant)>| {
        let mandated = &Mandated { levels, refused: Vec::new() };
        walk(
            choosing.problem,
            choosing.available,
            Route { order: &[], mandated, policy: Policy::Skip, pool: Pool::Kept },
        )
    };
    let mut walked = route(grants.clone())?;
    if set.is_pooled {
        let first: Vec<(Id<Level>, Grant)> =
            grants.iter().filter(|(_, grant)| *grant != Grant::Pool).copied().collect();
        let before = route(first)?;
        let left = Money::sum(before.left.iter().copied())?;
        let held = before.held.iter().zip(&before.left);
        let held = Money::sum(held.map(|(held, left)| held.amount.minimum((*left).maximum(Money::ZERO))))?;
        walked.pool = Some(PoolWalk { held, left, funded: pooled });
    }
    for level in choosing.order {
        if let Some(status @ None) = walked.statuses.get_mut(level.index()) {
            *status = Some(Status::NoSet);
        }
    }
    Ok(walked)
}

/// The same choice with a set in it that is there already, and without floors.
fn released(instance: &Instance, set: &[bool]) -> Instance {
    let mut released = instance.clone();
    released.floors.clear();
    released.held.clear();
    released.with_floors.clear();
    for (level, is_in) in released.levels.iter_mut().zip(set) {
        level.floors.clear();
        level.standing = match (is_in, level.standing) {
            (true, _) => Admission::Required,
            // What is only in for others was chosen in the first step.
            (false, Admission::OnlyFor) => Admission::Barred,
            (false, other) => other,
        };
    }
    released
}

pub(super) fn proof(best: &Best) -> Result<Proof, ArithmeticError> {
    Ok(match best.proof {
        optimum::Proof::Proved(optimum::Rival::Settled) => Proof::Best,
        optimum::Proof::Proved(optimum::Rival::Unsettled) => Proof::OneOfEqual,
        optimum::Proof::Within(most) => Proof::AtMost(number(most)?),
    })
}

pub(super) fn number(score: i128) -> Result<Number, ArithmeticError> {
    let decimal = rust_decimal::Decimal::try_from_i128_with_scale(score, DECIMALS);
    Number::from_decimal(decimal.map_err(|_| ArithmeticError::Overflow)?)
}

/// How many things that bear on levels a choice may list.
pub(super) const LISTED: u64 = 100_000_000;

/// The same of one that only stands beside what is decided, and must cost next to nothing.
const LISTED_BESIDE: u64 = 4_000_000;

/// The choice in whole numbers; nothing where they would be too large, or where levels come under more caps, floors and
/// exclusions than `most` in all: of caps within caps by the thousand each level lists all around it, and of ways to do one
/// job each the others.
pub(super) fn instance(choosing: Choosing<'_, '_>, most: u64) -> Result<Option<Instance>, ArithmeticError> {
    let mut listed: u64 = 0;
    let problem = choosing.problem;
    let mut places = vec![None; problem.len()];
    for (place, level) in choosing.order.iter().enumerate() {
        if let Some(slot) = places.get_mut(level.index()) {
            *slot = Some(place);
        }
    }
    let place_of = |level: &Id<Level>| places.get(level.index()).copied().flatten();
    let whole = Whole { digits: choosing.currency.minor_digits() };
    let is_whole = std::cell::Cell::new(true);
    let amount = |money: Money| {
        whole.money(money).unwrap_or_else(|| {
            is_whole.set(false);
            0
        })
    };
    let seats = Seats::of(problem);
    let mut instance = Instance {
        periods: choosing.available.periods.iter().map(|money| amount(*money)).collect(),
        caps: choosing.available.caps.iter().map(|money| amount(*money)).collect(),
        floors: seats.floors.clone(),
        ..Instance::default()
    };
    for floor in &seats.order {
        let start = floor * instance.periods.len();
        let held = choosing.available.floors.iter().skip(start).take(instance.periods.len());
        instance.held.extend(held.map(|money| amount(*money)));
    }
    for (place, level) in choosing.order.iter().enumerate() {
        let candidate = problem.candidate(*level);
        // It goes both ways: of two that rule each other out, the later one says so.
        let opposed = candidate.excludes.iter().chain(candidate.rivals.iter());
        let opposed: Vec<usize> = opposed.filter_map(&place_of).filter(|other| *other < place).collect();
        let (caps, floors) = (caps(problem, candidate), floors(problem, candidate));
        listed = listed.saturating_add((opposed.len() + caps.len() + floors.len()) as u64);
        if listed > most {
            return Ok(None);
        }
        let score = choosing.scores.get(level.index()).map(|score| score.score).unwrap_or_default();
        let Some(score) = whole.score(score) else { return Ok(None) };
        let costs: Vec<i64> = problem.costs(*level).iter().map(|cost| amount(*cost)).collect();
        let any_of = |need: &NeedTerms| need.any_of.iter().filter_map(&place_of).collect::<Vec<usize>>();
        let is_lost = candidate.predecessor.is_some_and(|before| place_of(&before).is_none());
        let standing = match (candidate.mandate, &candidate.merit) {
            (Mandate::Required, _) => Admission::Required,
            (Mandate::Free, _) if is_lost => Admission::Barred,
            (Mandate::Free, Merit::Below(_)) => Admission::OnlyFor,
            (Mandate::Free, Merit::Enough) => Admission::Free,
        };
        instance.levels.push(optimum::Choice {
            score,
            predecessor: candidate.predecessor.as_ref().and_then(&place_of),
            needs: candidate.needs.iter().map(any_of).collect(),
            excludes: opposed,
            standing,
            caps: caps.into_iter().map(|(cap, cost)| (cap, amount(cost))).collect(),
            floors: floors.into_iter().map(|(floor, counted)| (seats.place(floor), part(counted, amount))).collect(),
        });
        instance.costs.extend(costs);
    }
    if !is_whole.get() {
        return Ok(None);
    }
    let mandated: Vec<bool> = {
        let mut set = vec![false; choosing.order.len()];
        for place in choosing.mandated.levels.iter().filter_map(|(level, _)| place_of(level)) {
            if let Some(is_in) = set.get_mut(place) {
                *is_in = true;
            }
        }
        set
    };
    instance.with_floors =
        optimum::with_floors(&instance, if seats.order.is_empty() { 0 } else { KINDS.len() }, &mandated);
    Ok(Some(instance))
}

/// What of a level's cost counts towards which caps, those around its own among them, in the order of the plan's.
fn caps(problem: &Problem<'_>, candidate: &Candidate<'_>) -> BTreeMap<usize, Money> {
    let forest = problem.caps();
    let around = |cap: usize| std::iter::successors(Some(cap), |inner| forest.around(*inner));
    candidate.caps.iter().flat_map(|(cap, cost)| around(*cap).map(|cap| (cap, *cost))).collect()
}

/// What of it counts towards which floors, those around its own among them.
fn floors<'c>(problem: &Problem<'_>, candidate: &'c Candidate<'_>) -> BTreeMap<usize, &'c Counted> {
    let around = |floor: usize| problem.floors().around(floor);
    candidate.floors.iter().flat_map(|(floor, counted)| around(*floor).map(move |floor| (floor, counted))).collect()
}

/// Money and scores as whole numbers.
struct Whole {
    digits: u32,
}

impl Whole {
    /// In minor units.
    fn money(&self, money: Money) -> Option<i64> {
        let scaled = scaled(money.number(), self.digits)?;
        // Sums of a million of them are still whole numbers.
        i64::try_from(scaled).ok().filter(|amount| amount.abs() < i64::MAX >> 20)
    }

    fn score(&self, score: Number) -> Option<i128> {
        scaled(score, DECIMALS)
    }
}

/// The number times ten to so many digits, half to even.
fn scaled(number: Number, digits: u32) -> Option<i128> {
    let decimal = number.round_half_even(digits).decimal();
    let factor = 10_i128.checked_pow(digits.checked_sub(decimal.scale())?)?;
    decimal.mantissa().checked_mul(factor)
}

fn part(counted: &Counted, amount: impl Fn(Money) -> i64) -> Part {
    match counted {
        Counted::Whole => Part::Whole,
        Counted::Part(parts) => Part::Of(parts.iter().map(|part| amount(*part)).collect()),
    }
}

/// The floors in an order in which each stands after the one around it.
struct Seats {
    /// The plan's floors, by where they stand here.
    order: Vec<usize>,
    /// Where each of the plan's floors stands here.
    places: Vec<usize>,
    floors: Vec<optimum::Floor>,
}

impl Seats {
    fn of(problem: &Problem<'_>) -> Seats {
        let seats = problem.floors().places();
        let mut order: Vec<usize> = (0..seats.len()).collect();
        order.sort_by_key(|floor| seats.get(*floor).map(|seat| seat.depth));
        let mut places = vec![0; seats.len()];
        for (place, floor) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*floor) {
                *slot = place;
            }
        }
        let floor = |floor: &usize| {
            let seat = seats.get(*floor)?;
            let kind = KINDS.iter().position(|kind| *kind == seat.kind).unwrap_or_default();
            let inside = seat.inside.and_then(|outer| places.get(outer).copied());
            Some(optimum::Floor { kind, inside })
        };
        let floors = order.iter().filter_map(floor).collect();
        Seats { order, places, floors }
    }

    fn place(&self, floor: usize) -> usize {
        self.places.get(floor).copied().unwrap_or_default()
    }
}
