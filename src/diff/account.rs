//! Accounts of money: why what is left for a level when its turn comes, less its own cost, is one figure before and another
//! after. The terms of the difference (the budget, its own cost, each funded level above it) sum to it to the cent; those
//! that push the way the level went are told, the largest first.
//!
//! Most levels keep their order. For these, what the ones above took more or less is summed once along the order, so that
//! an account takes no longer in a plan of thousands; only levels that moved are looked at one by one.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::order;
use super::side::Side;
use crate::model::Kind;
use crate::outcome::{LevelFigures, LevelStatus, PeriodFigures};
use crate::quantity::Money;

/// How many terms an account tells; the others are summed.
const TOLD: usize = 3;

/// How many levels that moved are looked at, those that cost most.
const MOVERS: usize = 500;

/// Why money no longer reaches a level, or reaches it now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// What pushes the way the level went, the largest first.
    pub terms: Vec<Term>,
    /// How many more do.
    pub others: usize,
    /// What those come to together.
    pub rest: Money,
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
    /// Both the budget and what is kept back changed, which leaves so much more or less.
    Available,
    /// The cap changed.
    Cap,
    /// What is kept back changed.
    Reserve,
    /// The level itself costs otherwise.
    OwnCost,
    /// More or less of the level itself counts towards a cap than it costs more or less.
    OwnCount,
    /// A level above it costs otherwise.
    Costs(String),
    /// More or less of a level above it counts towards a cap than it costs more or less.
    Counts(String),
    /// A level is required by an authority now, and goes first.
    Mandated(String),
    /// A level above it is new.
    NewAbove(String),
    /// A level above it is funded now and was not.
    NowFunded(String),
    /// It moved itself, past funded levels that did not: from this rank to that.
    Passed(usize, usize),
    /// A funded level stood below it and stands above it now.
    MovedAbove(String),
    /// A funded level stood above it and stands below it now.
    MovedBelow(String),
    /// A level above it was funded and is not now.
    NoLongerFunded(String),
    /// A funded level above it is gone.
    GoneFromAbove(String),
}

/// Which way a level goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Gains,
    Loses,
}

impl Way {
    fn is_pushed(self, amount: Money) -> bool {
        match self {
            Way::Loses => amount.is_positive(),
            Way::Gains => amount.is_negative(),
        }
    }
}

/// What is accounted for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Basis {
    /// The money of all periods together.
    Total,
    /// That of one period, by its place.
    Period(usize),
    /// The room under a cap.
    Cap(String),
}

/// Both plans, and who moved between them.
pub(super) struct Plans<'s, 'r> {
    /// The earlier plan.
    pub was: &'s Side<'r>,
    /// The later plan.
    pub now: &'s Side<'r>,
    /// The levels of both plans that kept their order, in it.
    steady: Vec<&'s str>,
    /// For each turn of the earlier plan, how many steady levels came before.
    steady_then: Vec<usize>,
    /// For each turn of the later plan, likewise.
    steady_now: Vec<usize>,
    /// The levels of both plans that moved against the others.
    movers: Vec<&'s str>,
    ledgers: RefCell<BTreeMap<Basis, Rc<Ledger>>>,
    exchange: OnceCell<[Vec<String>; 2]>,
}

impl<'s, 'r> Plans<'s, 'r> {
    /// The levels that lose their funding where one gains it, or gain it where one loses it.
    pub(super) fn exchanged(&self, way: Way) -> Vec<String> {
        let differing = |from: &Side<'_>, to: &Side<'_>| {
            let funded = from.names.iter().zip(&from.outcome.levels).filter(|(_, level)| level.status.is_funded());
            let is_gone = |name: &str| to.level(name).is_none_or(|(_, level)| !level.status.is_funded());
            funded.map(|(name, _)| name).filter(|name| is_gone(name)).cloned().collect()
        };
        let [lost, gained] =
            self.exchange.get_or_init(|| [differing(self.was, self.now), differing(self.now, self.was)]);
        match way {
            Way::Gains => lost.clone(),
            Way::Loses => gained.clone(),
        }
    }

    /// Whether the set that a side funds was searched for, and is not proved.
    pub(super) fn are_searched(&self) -> bool {
        self.was.outcome.is_searched() || self.now.outcome.is_searched()
    }

    /// Two plans side by side.
    pub(super) fn new(was: &'s Side<'r>, now: &'s Side<'r>) -> Plans<'s, 'r> {
        let (before, after): (Vec<&str>, Vec<&str>) = (was.walked().collect(), now.walked().collect());
        let order = order::change(Kind::Funding, "", &before, &after);
        let moved: FxHashSet<&str> = order.moves.iter().map(|moved| moved.name.as_str()).collect();
        let common = after.iter().copied().filter(|name| was.level(name).is_some());
        let (movers, steady): (Vec<&str>, Vec<&str>) = common.partition(|name| moved.contains(name));
        let kept: FxHashSet<&str> = steady.iter().copied().collect();
        let counted = |names: &[&str]| counts(names.iter().map(|name| kept.contains(name)));
        let (steady_then, steady_now) = (counted(&before), counted(&after));
        let movers = dearest(movers, was, now);
        let ledgers = RefCell::new(BTreeMap::new());
        Plans { was, now, steady, steady_then, steady_now, movers, ledgers, exchange: OnceCell::new() }
    }

    /// The place of a period that both plans have; nothing where they give their budgets by different ones.
    pub(super) fn shared_period(&self, period: &str) -> Option<usize> {
        let names = |side: &Side<'_>| -> Vec<String> {
            side.outcome.periods.iter().map(|period| period.name.clone()).collect()
        };
        let (before, after) = (names(self.was), names(self.now));
        after.iter().position(|name| name == period).filter(|_| before == after)
    }

    /// What is left of a period of one of the plans when a level's turn comes, and what the level costs in it.
    pub(super) fn left(side: &Side<'_>, name: &str, period: &str) -> Option<(Money, Money)> {
        let place = side.outcome.periods.iter().position(|other| other.name == period)?;
        let basis = Basis::Period(place);
        let taken = Money::sum(side.walked().take(side.turn(name)).filter_map(|other| taken(side, other, &basis)));
        let available =
            money(side, &basis, |period| period.budget).subtract(money(side, &basis, |period| period.reserve));
        let (_, level) = side.level(name)?;
        Some((available.ok()?.subtract(taken.ok()?).ok()?, cost(side, &basis, level)))
    }

    /// Why a level goes the way it goes; it is in both plans.
    pub(super) fn account(&self, name: &str, basis: &Basis, way: Way) -> Account {
        let ledger = self.ledger(basis);
        let mut sums = Sums::default();
        let mut add = |reason: TermReason, before: Money, after: Money| {
            sums.add(after.subtract(before).unwrap_or_default(), || reason);
        };
        match basis {
            Basis::Cap(cap) => add(TermReason::Cap, self.now.room(cap), self.was.room(cap)),
            Basis::Total | Basis::Period(_) => {
                // What there is counts the other way round: less of it is scarcer.
                let available = |side: &Side<'_>| {
                    let of = |of: fn(&PeriodFigures) -> Money| money(side, basis, of);
                    of(|period| period.budget).subtract(of(|period| period.reserve)).unwrap_or_default()
                };
                add(self.available_reason(basis), available(self.now), available(self.was));
            }
        }
        let own = |side: &Side<'_>| side.level(name).map(|(_, level)| cost(side, basis, level)).unwrap_or_default();
        let own_reason = if self.counts_otherwise(name, basis) { TermReason::OwnCount } else { TermReason::OwnCost };
        add(own_reason, own(self.was), own(self.now));
        self.add_movers(&mut sums, name, basis);
        self.add_passed(&mut sums, &ledger, name);
        sums.join(ledger.newcomers.before(self.now.turn(name)));
        sums.join(ledger.gone.before(self.was.turn(name)));
        sums.account(way)
    }

    fn available_reason(&self, basis: &Basis) -> TermReason {
        let is_same = |of: fn(&PeriodFigures) -> Money| money(self.was, basis, of) == money(self.now, basis, of);
        match (is_same(|period| period.budget), is_same(|period| period.reserve)) {
            (true, _) => TermReason::Reserve,
            (false, true) => TermReason::Budget,
            (false, false) => TermReason::Available,
        }
    }

    /// Whether a level counts more or less towards a cap by another amount than it costs more or less.
    fn counts_otherwise(&self, name: &str, basis: &Basis) -> bool {
        let dearer = |of: &dyn Fn(&Side<'_>, &LevelFigures) -> Money| {
            let amount = |side: &Side<'_>| side.level(name).map(|(_, level)| of(side, level)).unwrap_or_default();
            amount(self.now).subtract(amount(self.was)).ok()
        };
        let counted = dearer(&|side, level| cost(side, basis, level));
        matches!(basis, Basis::Cap(_)) && counted != dearer(&|_, level| level.gross())
    }

    /// What the steady levels above took more or less, and what a level that moved itself passed.
    fn add_passed(&self, sums: &mut Sums, ledger: &Ledger, name: &str) {
        let then = self.steady_then.get(self.was.turn(name)).copied().unwrap_or(0);
        let today = self.steady_now.get(self.now.turn(name)).copied().unwrap_or(0);
        let both = then.min(today);
        if let Some(steady) = ledger.steady.get(both) {
            sums.join(Some(steady));
        }
        let between = |taken: &[Money]| {
            let upto = |place: usize| taken.get(place).copied().unwrap_or_default();
            upto(then.max(today)).subtract(upto(both)).unwrap_or_default()
        };
        // Down past levels that are served first now, or up past some that were.
        let passed = if today > then { between(&ledger.taken_now) } else { between(&ledger.taken_then).negate() };
        let rank = |side: &Side<'_>| side.level(name).map_or(0, |(place, _)| place + 1);
        sums.add(passed, || TermReason::Passed(rank(self.was), rank(self.now)));
    }

    fn add_movers(&self, sums: &mut Sums, name: &str, basis: &Basis) {
        for other in self.movers.iter().copied().filter(|other| *other != name) {
            let before = taken_above(self.was, other, name, basis);
            let after = taken_above(self.now, other, name, basis);
            let amount = after.unwrap_or_default().subtract(before.unwrap_or_default()).unwrap_or_default();
            sums.add(amount, || self.reason(other, name, basis, before.is_some(), after.is_some()));
        }
    }

    /// Why a level that moved takes more or less from above.
    fn reason(&self, other: &str, name: &str, basis: &Basis, before: bool, after: bool) -> TermReason {
        let above = |side: &Side<'_>| side.turn(other) < side.turn(name);
        let other_name = other.to_owned();
        match (before, after) {
            (false, true) if is_mandated(self.now, other) && !is_mandated(self.was, other) => {
                TermReason::Mandated(other_name)
            }
            (false, true) if !above(self.was) => TermReason::MovedAbove(other_name),
            (true, false) if !above(self.now) => TermReason::MovedBelow(other_name),
            (false, _) => TermReason::NowFunded(other_name),
            (true, false) => TermReason::NoLongerFunded(other_name),
            (true, true) if self.counts_otherwise(other, basis) => TermReason::Counts(other_name),
            (true, true) => TermReason::Costs(other_name),
        }
    }

    fn ledger(&self, basis: &Basis) -> Rc<Ledger> {
        if let Some(ledger) = self.ledgers.borrow().get(basis) {
            return Rc::clone(ledger);
        }
        let ledger = Rc::new(Ledger::new(self, basis));
        self.ledgers.borrow_mut().insert(basis.clone(), Rc::clone(&ledger));
        ledger
    }
}

fn is_mandated(side: &Side<'_>, name: &str) -> bool {
    side.level(name)
        .is_some_and(|(_, level)| matches!(level.status, LevelStatus::Mandated | LevelStatus::MandatedVia(_)))
}

/// The levels that moved and cost most, in order.
fn dearest<'s>(mut movers: Vec<&'s str>, was: &Side<'_>, now: &Side<'_>) -> Vec<&'s str> {
    if movers.len() > MOVERS {
        let cost = |side: &Side<'_>, name: &str| side.level(name).map(|(_, level)| level.gross()).unwrap_or_default();
        movers.sort_by_cached_key(|name| std::cmp::Reverse(cost(was, name).maximum(cost(now, name))));
        movers.truncate(MOVERS);
    }
    movers
}

/// How many of those before each place count; one more place than there are.
fn counts(counted: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut counts = vec![0];
    let mut count = 0;
    for is_counted in counted {
        count += usize::from(is_counted);
        counts.push(count);
    }
    counts
}

fn cost(side: &Side<'_>, basis: &Basis, level: &LevelFigures) -> Money {
    match basis {
        Basis::Total => level.gross(),
        Basis::Period(place) => level.cost.get(*place).map(|cost| cost.amount).unwrap_or_default(),
        Basis::Cap(cap) => side.bounds.get(cap.as_str()).map(|(bound, _)| bound.counts(level)).unwrap_or_default(),
    }
}

fn money(side: &Side<'_>, basis: &Basis, of: fn(&PeriodFigures) -> Money) -> Money {
    match basis {
        Basis::Period(place) => side.outcome.periods.get(*place).map(of).unwrap_or_default(),
        Basis::Total | Basis::Cap(_) => Money::sum(side.outcome.periods.iter().map(of)).unwrap_or_default(),
    }
}

/// What a funded level takes.
fn taken(side: &Side<'_>, name: &str, basis: &Basis) -> Option<Money> {
    let (_, level) = side.level(name).filter(|(_, level)| level.status.is_funded())?;
    Some(cost(side, basis, level))
}

/// What a funded level takes before the turn of another.
fn taken_above(side: &Side<'_>, other: &str, name: &str, basis: &Basis) -> Option<Money> {
    if side.turn(other) < side.turn(name) { taken(side, other, basis) } else { None }
}

/// What levels took, summed along the order.
struct Ledger {
    /// What the first so many steady levels take more or less than before.
    steady: Vec<Sums>,
    /// What they took.
    taken_then: Vec<Money>,
    /// What they take.
    taken_now: Vec<Money>,
    /// The levels that only the later plan has, by turn.
    newcomers: Along,
    /// The levels that only the earlier plan has, by turn.
    gone: Along,
}

impl Ledger {
    fn new(plans: &Plans<'_, '_>, basis: &Basis) -> Ledger {
        let mut ledger = Ledger {
            steady: vec![Sums::default()],
            taken_then: vec![Money::ZERO],
            taken_now: vec![Money::ZERO],
            newcomers: Along::new(plans.now, plans.was, basis, TermReason::NewAbove),
            gone: Along::new(plans.was, plans.now, basis, TermReason::GoneFromAbove).negated(),
        };
        for name in &plans.steady {
            let (then, today) = (taken(plans.was, name, basis), taken(plans.now, name, basis));
            let mut sums = ledger.steady.last().cloned().unwrap_or_default();
            let amount = today.unwrap_or_default().subtract(then.unwrap_or_default()).unwrap_or_default();
            sums.add(amount, || match (then, today) {
                (None, _) => TermReason::NowFunded((*name).to_owned()),
                (Some(_), None) => TermReason::NoLongerFunded((*name).to_owned()),
                (Some(_), Some(_)) if plans.counts_otherwise(name, basis) => TermReason::Counts((*name).to_owned()),
                (Some(_), Some(_)) => TermReason::Costs((*name).to_owned()),
            });
            ledger.steady.push(sums);
            push_sum(&mut ledger.taken_then, then);
            push_sum(&mut ledger.taken_now, today);
        }
        ledger
    }
}

fn push_sum(sums: &mut Vec<Money>, amount: Option<Money>) {
    let last = sums.last().copied().unwrap_or_default();
    sums.push(last.add(amount.unwrap_or_default()).unwrap_or(last));
}

/// Sums by turn.
struct Along(Vec<(usize, Sums)>);

impl Along {
    /// The levels of one side that the other does not have.
    fn new(side: &Side<'_>, other: &Side<'_>, basis: &Basis, reason: fn(String) -> TermReason) -> Along {
        let mut along = Vec::new();
        let mut sums = Sums::default();
        for (turn, name) in side.walked().enumerate().filter(|(_, name)| other.level(name).is_none()) {
            sums.add(taken(side, name, basis).unwrap_or_default(), || reason(name.to_owned()));
            along.push((turn, sums.clone()));
        }
        Along(along)
    }

    /// The same as money that is no longer taken.
    fn negated(mut self) -> Along {
        self.0.iter_mut().for_each(|(_, sums)| sums.negate());
        self
    }

    /// The sums of those before a turn.
    fn before(&self, turn: usize) -> Option<&Sums> {
        let place = self.0.partition_point(|(other, _)| *other < turn);
        place.checked_sub(1).and_then(|last| self.0.get(last)).map(|(_, sums)| sums)
    }
}

/// Terms that push one way and the other, of each the largest.
#[derive(Clone, Default)]
struct Sums {
    scarcer: Push,
    easier: Push,
}

/// Terms that push one way.
#[derive(Clone, Default)]
struct Push {
    largest: Vec<Rc<Term>>,
    count: usize,
    sum: Money,
}

impl Sums {
    fn add(&mut self, amount: Money, reason: impl FnOnce() -> TermReason) {
        if amount.is_zero() {
            return;
        }
        let push = if amount.is_positive() { &mut self.scarcer } else { &mut self.easier };
        push.add(amount, || Rc::new(Term { reason: reason(), amount }));
    }

    fn join(&mut self, other: Option<&Sums>) {
        if let Some(other) = other {
            self.scarcer.join(&other.scarcer);
            self.easier.join(&other.easier);
        }
    }

    fn negate(&mut self) {
        std::mem::swap(&mut self.scarcer, &mut self.easier);
        self.scarcer.negate();
        self.easier.negate();
    }

    fn account(self, way: Way) -> Account {
        let push = match way {
            Way::Loses => self.scarcer,
            Way::Gains => self.easier,
        };
        let terms: Vec<Term> = push.largest.iter().map(|term| (**term).clone()).collect();
        let told = Money::sum(terms.iter().map(|term| term.amount)).unwrap_or_default();
        let rest = push.sum.subtract(told).unwrap_or_default();
        debug_assert!(rest.is_zero() || way.is_pushed(rest), "the terms of a push have one sign");
        Account { others: push.count.saturating_sub(terms.len()), terms, rest }
    }
}

impl Push {
    fn add(&mut self, amount: Money, term: impl FnOnce() -> Rc<Term>) {
        self.count += 1;
        self.sum = self.sum.add(amount).unwrap_or(self.sum);
        let place = self.largest.partition_point(|other| other.amount.abs() >= amount.abs());
        if place < TOLD {
            self.largest.insert(place, term());
            self.largest.truncate(TOLD);
        }
    }

    fn join(&mut self, other: &Push) {
        let told = Money::sum(other.largest.iter().map(|term| term.amount)).unwrap_or_default();
        for term in &other.largest {
            self.add(term.amount, || Rc::clone(term));
        }
        self.count += other.count.saturating_sub(other.largest.len());
        let rest = other.sum.subtract(told).unwrap_or_default();
        self.sum = self.sum.add(rest).unwrap_or(self.sum);
    }

    fn negate(&mut self) {
        self.sum = self.sum.negate();
        for term in &mut self.largest {
            *term = Rc::new(Term { reason: term.reason.clone(), amount: term.amount.negate() });
        }
    }
}
