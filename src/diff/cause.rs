//! Why a level gains or loses its funding: takes both outcomes, gives the one cause that the reasons on the ranking sheets
//! and the figures behind them show.
//!
//! Where money is the reason, the cause is an account: what was left for the level when its turn came, less its own cost, is
//! one figure before and another after; the terms of the difference (the budget, its own cost, each funded level above it)
//! sum to it to the cent. Those that push the way it went are told, the largest first.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bound::Bound;
use super::funding::{LevelState, Places};
use super::order;
use crate::model::Kind;
use crate::quantity::{Money, Number};
use crate::record::{CostLine, LevelOutcome, Outcome, Record, Standing};

/// Why a level gains or loses its funding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It is new.
    New,
    /// It is no longer ranked, or no longer there.
    Gone,
    /// An authority requires it now, or something that needs it (the level).
    Mandate(Option<String>),
    /// No authority requires it any more.
    MandateEnded,
    /// What the floors left over reaches it.
    Pool,
    /// What it needs is not funded.
    Blocked(String),
    /// What it needs is funded, or it no longer needs it.
    Unblocked(String),
    /// What rules it out is funded.
    Excluded(String),
    /// What ruled it out is no longer funded, or rules it out no more.
    Readmitted(String),
    /// A cap is in its way.
    Capped {
        /// `department support`
        cap: String,
        /// What makes the room under it scarcer, the largest first; absent where the cap is new.
        terms: Option<Vec<Term>>,
    },
    /// A cap no longer is.
    Uncapped {
        /// `department support`
        cap: String,
        /// What makes room under it, the largest first; absent where the cap is gone.
        terms: Option<Vec<Term>>,
    },
    /// Its score passes the least that is funded, in one way or the other.
    Score {
        /// The score it had.
        before: Number,
        /// The score it has.
        after: Number,
    },
    /// The plan gives money now.
    FundingBegins,
    /// The plan gives no money any more.
    FundingEnds,
    /// The list is walked in another way.
    Policy {
        /// The policy that was.
        before: String,
        /// The policy that is.
        after: String,
    },
    /// The funding line is drawn above it, by this level.
    Line(String),
    /// The funding line is no longer drawn above it; this level drew it.
    LineGone(String),
    /// The budget is given by other periods; this one falls short, or did.
    Periods(Option<String>),
    /// Floors of others hold money back, or no longer do.
    Floors,
    /// Money.
    Money {
        /// The budget period, where there are several.
        period: Option<String>,
        /// What makes it scarcer (above zero) or less scarce, the largest first.
        terms: Vec<Term>,
    },
}

/// A part of why money no longer reaches a level, or reaches it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is.
    pub reason: TermReason,
    /// How much more is needed, or less is left; below zero the other way round.
    pub amount: Money,
}

/// What makes money scarcer or less scarce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermReason {
    /// The budget changed.
    Budget,
    /// The cap changed.
    Cap,
    /// What is kept back changed.
    Reserve,
    /// The level itself costs otherwise.
    OwnCost,
    /// A level above it costs otherwise.
    Costs(String),
    /// A level above it is new.
    NewAbove(String),
    /// A level above it is funded now and was not.
    NowFunded(String),
    /// A funded level stood below it and stands above it now.
    MovedAbove(String),
    /// A funded level stood above it and stands below it now.
    MovedBelow(String),
    /// A level above it was funded and is not now.
    NoLongerFunded(String),
    /// A funded level above it is gone.
    GoneFromAbove(String),
}

/// One of the two plans, level by level.
pub(super) struct Side<'r> {
    outcome: &'r Outcome,
    /// The names of its levels in rank order, as they are now.
    pub names: Vec<String>,
    places: Places,
    /// The places of its levels in the order in which money was given: mandates first, the pool last.
    walk: Vec<usize>,
    /// Each level's turn in that order.
    turns: Vec<usize>,
    /// What counts towards each cap, by the cap's name.
    bounds: FxHashMap<&'r str, (Bound<'r>, Money)>,
}

impl<'r> Side<'r> {
    /// The levels of a record under the names of now.
    pub fn new(record: &'r Record, names: Vec<String>) -> Side<'r> {
        let outcome = &record.outcome;
        let places = names.iter().cloned().enumerate().map(|(place, name)| (name, place)).collect();
        let mut walk: Vec<usize> = (0..outcome.levels.len()).collect();
        walk.sort_by_key(|place| outcome.levels.get(*place).map(|level| walked(&level.standing)));
        let mut turns = vec![0; walk.len()];
        for (turn, place) in walk.iter().enumerate() {
            if let Some(slot) = turns.get_mut(*place) {
                *slot = turn;
            }
        }
        let bound = |line: &'r CostLine| Some((line.name.as_str(), (Bound::new(record, &line.name)?, line.amount)));
        let bounds = outcome.caps.iter().filter_map(bound).collect();
        Side { outcome, names, places, walk, turns, bounds }
    }

    /// A level and its place in the rank order.
    pub fn level(&self, name: &str) -> Option<(usize, &'r LevelOutcome)> {
        let place = *self.places.get(name)?;
        Some((place, self.outcome.levels.get(place)?))
    }

    /// The last funded level by rank.
    pub fn line(&self) -> Option<&str> {
        let place = self.outcome.levels.iter().rposition(|level| level.standing.is_funded())?;
        self.names.get(place).map(String::as_str)
    }

    /// The level that draws the line of `stop`.
    fn drawer(&self) -> Option<&str> {
        let draws = |level: &LevelOutcome| matches!(level.standing, Standing::Short(_) | Standing::HeldBack);
        let place = self.outcome.levels.iter().position(draws)?;
        self.names.get(place).map(String::as_str)
    }

    /// What a level took before the turn of another: its cost if it was funded and walked before.
    fn taken_before(&self, name: &str, turn: usize, cost: impl Fn(&LevelOutcome) -> Money) -> Option<Money> {
        let place = *self.places.get(name)?;
        let level = self.outcome.levels.get(place)?;
        let before = self.turns.get(place).is_some_and(|other| *other < turn);
        (before && level.standing.is_funded()).then(|| cost(level))
    }

    /// Its levels in the order in which money was given.
    fn walked(&self) -> impl Iterator<Item = &str> {
        self.walk.iter().filter_map(|place| self.names.get(*place)).map(String::as_str)
    }

    /// What a funded level takes, by period and by category.
    fn taken(&self, name: &str) -> Option<(&'r [Money], &'r [CostLine])> {
        let (_, level) = self.level(name).filter(|(_, level)| level.standing.is_funded())?;
        Some((&level.costs, &level.lines))
    }

    fn turn(&self, name: &str) -> usize {
        let place = self.places.get(name);
        place.and_then(|place| self.turns.get(*place)).copied().unwrap_or(self.turns.len())
    }

    fn is_funded(&self, name: &str) -> bool {
        self.level(name).is_some_and(|(_, level)| level.standing.is_funded())
    }

    fn money(&self, period: Period, of: impl Fn(&crate::record::PeriodOutcome) -> Money) -> Money {
        match period {
            Period::Total => Money::sum(self.outcome.periods.iter().map(of)).unwrap_or_default(),
            Period::At(place) => self.outcome.periods.get(place).map(of).unwrap_or_default(),
        }
    }
}

/// The levels that can make money scarcer for another, or less scarce: those that cost otherwise, are funded otherwise, or
/// moved. All others took the same before and after, above the same levels.
pub(super) struct Restless<'s> {
    levels: Vec<&'s str>,
    moved: FxHashSet<&'s str>,
}

impl<'s> Restless<'s> {
    /// The restless levels of two plans.
    pub fn new(was: &'s Side<'_>, now: &'s Side<'_>) -> Restless<'s> {
        let (before, after): (Vec<&str>, Vec<&str>) = (was.walked().collect(), now.walked().collect());
        let order = order::change(Kind::Funding, "", &before, &after);
        let moves: FxHashSet<&str> = order.moves.iter().map(|moved| moved.name.as_str()).collect();
        let moved: FxHashSet<&'s str> = after.iter().copied().filter(|name| moves.contains(name)).collect();
        let is_restless = |name: &&'s str| moved.contains(name) || was.taken(name) != now.taken(name);
        let gone = before.iter().copied().filter(|name| now.level(name).is_none());
        let levels = after.iter().copied().chain(gone).filter(is_restless).collect();
        Restless { levels, moved }
    }
}

/// Mandates first, then by rank, the pool last.
fn walked(standing: &Standing) -> u8 {
    match standing {
        Standing::Mandated | Standing::MandatedVia(_) => 0,
        Standing::Pooled => 2,
        Standing::Funded
        | Standing::BelowLine
        | Standing::Short(_)
        | Standing::HeldBack
        | Standing::Blocked(_)
        | Standing::Excluded(_)
        | Standing::Capped(_)
        | Standing::BelowMinimumScore
        | Standing::NoFunding => 1,
    }
}

/// A budget period of both plans, or all of them together where the plans do not have the same.
#[derive(Clone, Copy)]
enum Period {
    Total,
    At(usize),
}

impl Period {
    fn cost(self, level: &LevelOutcome) -> Money {
        match self {
            Period::Total => level.cost(),
            Period::At(place) => level.costs.get(place).copied().unwrap_or_default(),
        }
    }
}

/// Both plans, and what is restless between them.
#[derive(Clone, Copy)]
pub(super) struct Plans<'s, 'r> {
    /// The earlier plan.
    pub was: &'s Side<'r>,
    /// The later plan.
    pub now: &'s Side<'r>,
    /// The levels that can be part of an account.
    pub restless: &'s Restless<'s>,
}

/// Why a level gains or loses its funding; it does one of the two.
pub(super) fn cause(
    plans: Plans<'_, '_>,
    name: &str,
    before: Option<&LevelState>,
    after: Option<&LevelState>,
) -> Cause {
    match (before, after) {
        (None, _) => Cause::New,
        (_, None) => Cause::Gone,
        (Some(before), Some(after)) if after.standing.is_funded() => gains(plans, name, before, after),
        (Some(before), Some(after)) => loses(plans, name, before, after),
    }
}

fn gains(plans: Plans<'_, '_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    match &after.standing {
        Standing::Mandated => return Cause::Mandate(None),
        Standing::MandatedVia(level) => return Cause::Mandate(Some(level.clone())),
        Standing::Pooled => return Cause::Pool,
        _ => {}
    }
    match &before.standing {
        Standing::Blocked(by) => Cause::Unblocked(by.clone()),
        Standing::Excluded(by) => Cause::Readmitted(by.clone()),
        Standing::Capped(cap) => Cause::Uncapped { cap: cap.clone(), terms: under_cap(plans, name, cap, Way::Gains) },
        Standing::BelowMinimumScore => Cause::Score { before: before.score, after: after.score },
        Standing::BelowLine => policy(plans).unwrap_or_else(|| line_gone(plans, name)),
        Standing::Short(period) => money(plans, name, period.as_deref(), Way::Gains),
        Standing::HeldBack => match money(plans, name, None, Way::Gains) {
            Cause::Money { terms, .. } if terms.is_empty() => Cause::Floors,
            cause => cause,
        },
        Standing::NoFunding => Cause::FundingBegins,
        Standing::Funded | Standing::Mandated | Standing::MandatedVia(_) | Standing::Pooled => Cause::Pool,
    }
}

fn line_gone(plans: Plans<'_, '_>, name: &str) -> Cause {
    match plans.was.drawer() {
        Some(drawer) if drawer != name => Cause::LineGone(drawer.to_owned()),
        Some(_) | None => money(plans, name, None, Way::Gains),
    }
}

fn loses(plans: Plans<'_, '_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    let had_mandate = matches!(before.standing, Standing::Mandated | Standing::MandatedVia(_));
    match &after.standing {
        Standing::NoFunding => Cause::FundingEnds,
        Standing::Blocked(by) => Cause::Blocked(by.clone()),
        Standing::Excluded(by) => Cause::Excluded(by.clone()),
        Standing::Capped(cap) => Cause::Capped { cap: cap.clone(), terms: under_cap(plans, name, cap, Way::Loses) },
        _ if had_mandate => Cause::MandateEnded,
        Standing::BelowMinimumScore => Cause::Score { before: before.score, after: after.score },
        Standing::BelowLine => policy(plans)
            .or_else(|| plans.now.drawer().map(|drawer| Cause::Line(drawer.to_owned())))
            .unwrap_or_else(|| money(plans, name, None, Way::Loses)),
        Standing::Short(period) => money(plans, name, period.as_deref(), Way::Loses),
        Standing::HeldBack => match money(plans, name, None, Way::Loses) {
            Cause::Money { terms, .. } if terms.is_empty() => Cause::Floors,
            cause => cause,
        },
        Standing::Funded | Standing::Mandated | Standing::MandatedVia(_) | Standing::Pooled => Cause::Floors,
    }
}

fn policy(plans: Plans<'_, '_>) -> Option<Cause> {
    let (before, after) = (plans.was.outcome.policy.clone()?, plans.now.outcome.policy.clone()?);
    (before != after).then_some(Cause::Policy { before, after })
}

/// Which way a level goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Gains,
    Loses,
}

/// The account of a level's money in a period.
fn money(plans: Plans<'_, '_>, name: &str, period: Option<&str>, way: Way) -> Cause {
    let Plans { was, now, .. } = plans;
    let place = match shared_period(was, now, period) {
        Some(place) => place,
        None => return Cause::Periods(period.map(str::to_owned)),
    };
    let mut account = Account { way, terms: Vec::new() };
    // What there is counts the other way round: less of it is scarcer.
    account.add(TermReason::Budget, now.money(place, |money| money.budget), was.money(place, |money| money.budget));
    account.add(TermReason::Reserve, was.money(place, |money| money.reserve), now.money(place, |money| money.reserve));
    account.levels(plans, name, Reach::Restless, [&|level| place.cost(level), &|level| place.cost(level)]);
    Cause::Money { period: period.map(str::to_owned), terms: account.finish() }
}

/// The account of the room under a cap; none where only one of the plans has it, which is reason enough.
fn under_cap(plans: Plans<'_, '_>, name: &str, cap: &str, way: Way) -> Option<Vec<Term>> {
    let (bound_then, amount_then) = plans.was.bounds.get(cap)?;
    let (bound_now, amount_now) = plans.now.bounds.get(cap)?;
    let mut account = Account { way, terms: Vec::new() };
    account.add(TermReason::Cap, *amount_now, *amount_then);
    account.levels(plans, name, Reach::All, [&|level| bound_then.counts(level), &|level| bound_now.counts(level)]);
    Some(account.finish())
}

/// Which levels an account looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Restless,
    All,
}

/// What a level costs, for an account.
type Cost<'c> = &'c dyn Fn(&LevelOutcome) -> Money;

/// The terms that push the way a level goes.
struct Account {
    way: Way,
    terms: Vec<Term>,
}

impl Account {
    fn add(&mut self, reason: TermReason, before: Money, after: Money) {
        let amount = after.subtract(before).unwrap_or_default();
        let pushes = if self.way == Way::Loses { amount.is_positive() } else { amount.is_negative() };
        if pushes {
            self.terms.push(Term { reason, amount });
        }
    }

    /// The level itself, and what stood or stands above it.
    fn levels(&mut self, plans: Plans<'_, '_>, name: &str, reach: Reach, [then, today]: [Cost<'_>; 2]) {
        let Plans { was, now, restless } = plans;
        let own = |side: &Side<'_>, cost: Cost<'_>| side.level(name).map(|(_, level)| cost(level)).unwrap_or_default();
        self.add(TermReason::OwnCost, own(was, then), own(now, today));
        let (turn_then, turn_now) = (was.turn(name), now.turn(name));
        let mut other = |other: &str| {
            let before = was.taken_before(other, turn_then, then);
            let after = now.taken_before(other, turn_now, today);
            if before != after {
                let reason = reason_above(was, now, other, before, after);
                self.add(reason, before.unwrap_or_default(), after.unwrap_or_default());
            }
        };
        // A level that moved itself passed others that did not; under a cap, others can come to count that did not.
        if reach == Reach::All || restless.moved.contains(name) {
            now.walked().chain(was.walked().filter(|name| now.level(name).is_none())).for_each(&mut other);
        } else {
            restless.levels.iter().copied().for_each(&mut other);
        }
    }

    fn finish(mut self) -> Vec<Term> {
        self.terms.sort_by_key(|term| std::cmp::Reverse(term.amount.abs()));
        self.terms
    }
}

fn reason_above(
    was: &Side<'_>,
    now: &Side<'_>,
    other: &str,
    before: Option<Money>,
    after: Option<Money>,
) -> TermReason {
    let name = other.to_owned();
    match (before, after) {
        (None, Some(_)) if was.level(other).is_none() => TermReason::NewAbove(name),
        (None, Some(_)) if was.is_funded(other) => TermReason::MovedAbove(name),
        (None, _) => TermReason::NowFunded(name),
        (Some(_), None) if now.level(other).is_none() => TermReason::GoneFromAbove(name),
        (Some(_), None) if now.is_funded(other) => TermReason::MovedBelow(name),
        (Some(_), None) => TermReason::NoLongerFunded(name),
        (Some(_), Some(_)) => TermReason::Costs(name),
    }
}

/// The period of this name, or all together for none; nothing where the plans give their budgets by different periods.
fn shared_period(was: &Side<'_>, now: &Side<'_>, period: Option<&str>) -> Option<Period> {
    let names =
        |side: &Side<'_>| -> Vec<String> { side.outcome.periods.iter().map(|period| period.name.clone()).collect() };
    let (before, after) = (names(was), names(now));
    let Some(period) = period else { return Some(Period::Total) };
    let place = after.iter().position(|name| name == period)?;
    (before == after).then_some(Period::At(place))
}
