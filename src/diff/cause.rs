//! Why a level gains or loses its funding: takes both outcomes, gives the one cause that the reasons on the ranking sheets
//! and the figures behind them show.
//!
//! Where money is the reason, the cause is an account: what was left for the level when its turn came, less its own cost, is
//! one figure before and another after; the terms of the difference (the budget, its own cost, each funded level above it)
//! sum to it to the cent. Those that push the way it went are told, the largest first.

use super::bound::Bound;
use super::funding::{LevelState, Places};
use crate::quantity::{Money, Number};
use crate::record::{LevelOutcome, Outcome, Record, Standing};

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
    record: &'r Record,
    outcome: &'r Outcome,
    /// The names of its levels in rank order, as they are now.
    pub names: Vec<String>,
    places: Places,
    /// The places of its levels in the order in which money was given: mandates first, the pool last.
    walk: Vec<usize>,
    /// Each level's turn in that order.
    turns: Vec<usize>,
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
        Side { record, outcome, names, places, walk, turns }
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

    /// What counts towards a cap, and how much may; neither where this plan has no such cap.
    fn cap(&self, cap: &'r str) -> Option<(Bound<'r>, Money)> {
        let line = self.outcome.caps.iter().find(|line| line.name == cap)?;
        Some((Bound::new(self.record, cap)?, line.amount))
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

/// Why a level gains or loses its funding; it does one of the two.
pub(super) fn cause(
    was: &Side<'_>,
    now: &Side<'_>,
    name: &str,
    before: Option<&LevelState>,
    after: Option<&LevelState>,
) -> Cause {
    match (before, after) {
        (None, _) => Cause::New,
        (_, None) => Cause::Gone,
        (Some(before), Some(after)) if after.standing.is_funded() => gains(was, now, name, before, after),
        (Some(before), Some(after)) => loses(was, now, name, before, after),
    }
}

fn gains(was: &Side<'_>, now: &Side<'_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    match &after.standing {
        Standing::Mandated => return Cause::Mandate(None),
        Standing::MandatedVia(level) => return Cause::Mandate(Some(level.clone())),
        Standing::Pooled => return Cause::Pool,
        _ => {}
    }
    match &before.standing {
        Standing::Blocked(by) => Cause::Unblocked(by.clone()),
        Standing::Excluded(by) => Cause::Readmitted(by.clone()),
        Standing::Capped(cap) => {
            Cause::Uncapped { cap: cap.clone(), terms: under_cap(was, now, name, cap, Way::Gains) }
        }
        Standing::BelowMinimumScore => Cause::Score { before: before.score, after: after.score },
        Standing::BelowLine => policy(was, now).unwrap_or_else(|| line_gone(was, now, name)),
        Standing::Short(period) => money(was, now, name, period.as_deref(), Way::Gains),
        Standing::HeldBack => match money(was, now, name, None, Way::Gains) {
            Cause::Money { terms, .. } if terms.is_empty() => Cause::Floors,
            cause => cause,
        },
        Standing::NoFunding => Cause::FundingBegins,
        Standing::Funded | Standing::Mandated | Standing::MandatedVia(_) | Standing::Pooled => Cause::Pool,
    }
}

fn line_gone(was: &Side<'_>, now: &Side<'_>, name: &str) -> Cause {
    match was.drawer() {
        Some(drawer) if drawer != name => Cause::LineGone(drawer.to_owned()),
        Some(_) | None => money(was, now, name, None, Way::Gains),
    }
}

fn loses(was: &Side<'_>, now: &Side<'_>, name: &str, before: &LevelState, after: &LevelState) -> Cause {
    let had_mandate = matches!(before.standing, Standing::Mandated | Standing::MandatedVia(_));
    match &after.standing {
        Standing::NoFunding => Cause::FundingEnds,
        Standing::Blocked(by) => Cause::Blocked(by.clone()),
        Standing::Excluded(by) => Cause::Excluded(by.clone()),
        Standing::Capped(cap) => Cause::Capped { cap: cap.clone(), terms: under_cap(was, now, name, cap, Way::Loses) },
        _ if had_mandate => Cause::MandateEnded,
        Standing::BelowMinimumScore => Cause::Score { before: before.score, after: after.score },
        Standing::BelowLine => policy(was, now)
            .or_else(|| now.drawer().map(|drawer| Cause::Line(drawer.to_owned())))
            .unwrap_or_else(|| money(was, now, name, None, Way::Loses)),
        Standing::Short(period) => money(was, now, name, period.as_deref(), Way::Loses),
        Standing::HeldBack => match money(was, now, name, None, Way::Loses) {
            Cause::Money { terms, .. } if terms.is_empty() => Cause::Floors,
            cause => cause,
        },
        Standing::Funded | Standing::Mandated | Standing::MandatedVia(_) | Standing::Pooled => Cause::Floors,
    }
}

fn policy(was: &Side<'_>, now: &Side<'_>) -> Option<Cause> {
    let (before, after) = (was.outcome.policy.clone()?, now.outcome.policy.clone()?);
    (before != after).then_some(Cause::Policy { before, after })
}

/// Which way a level goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Gains,
    Loses,
}

/// The account of a level's money in a period.
fn money(was: &Side<'_>, now: &Side<'_>, name: &str, period: Option<&str>, way: Way) -> Cause {
    let place = match shared_period(was, now, period) {
        Some(place) => place,
        None => return Cause::Periods(period.map(str::to_owned)),
    };
    let mut account = Account { way, terms: Vec::new() };
    // What there is counts the other way round: less of it is scarcer.
    account.add(TermReason::Budget, now.money(place, |money| money.budget), was.money(place, |money| money.budget));
    account.add(TermReason::Reserve, was.money(place, |money| money.reserve), now.money(place, |money| money.reserve));
    account.levels(was, now, name, [&|level| place.cost(level), &|level| place.cost(level)]);
    Cause::Money { period: period.map(str::to_owned), terms: account.finish() }
}

/// The account of the room under a cap; none where only one of the plans has it, which is reason enough.
fn under_cap(was: &Side<'_>, now: &Side<'_>, name: &str, cap: &str, way: Way) -> Option<Vec<Term>> {
    let ((bound_then, amount_then), (bound_now, amount_now)) = was.cap(cap).zip(now.cap(cap))?;
    let mut account = Account { way, terms: Vec::new() };
    account.add(TermReason::Cap, amount_now, amount_then);
    account.levels(was, now, name, [&|level| bound_then.counts(level), &|level| bound_now.counts(level)]);
    Some(account.finish())
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
    fn levels(&mut self, was: &Side<'_>, now: &Side<'_>, name: &str, [then, today]: [Cost<'_>; 2]) {
        let own = |side: &Side<'_>, cost: Cost<'_>| side.level(name).map(|(_, level)| cost(level)).unwrap_or_default();
        self.add(TermReason::OwnCost, own(was, then), own(now, today));
        let (turn_then, turn_now) = (was.turn(name), now.turn(name));
        for other in above(was, turn_then, now, turn_now) {
            let before = was.taken_before(other, turn_then, then);
            let after = now.taken_before(other, turn_now, today);
            let reason = reason_above(was, now, other, before, after);
            self.add(reason, before.unwrap_or_default(), after.unwrap_or_default());
        }
    }

    fn finish(mut self) -> Vec<Term> {
        self.terms.sort_by_key(|term| std::cmp::Reverse(term.amount.abs()));
        self.terms
    }
}

/// All levels above one in either plan: in the order of now, then those of before that are not above it now.
fn above<'s>(was: &'s Side<'_>, turn_then: usize, now: &'s Side<'_>, turn_now: usize) -> Vec<&'s str> {
    let names = |side: &'s Side<'_>, turn: usize| {
        let walked = side.walk.iter().take(turn);
        walked.filter_map(|place| side.names.get(*place)).map(String::as_str).collect::<Vec<&str>>()
    };
    let mut above = names(now, turn_now);
    let is_above_now = |name: &str| now.level(name).is_some() && now.turn(name) < turn_now;
    above.extend(names(was, turn_then).into_iter().filter(|name| !is_above_now(name)));
    above
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
