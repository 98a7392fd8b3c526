//! What floors hold back: takes floors with their amounts by budget period, gives what they hold from a level while
//! others are funded.
//!
//! A floor lacks what its funded levels do not yet cost in a period, and no less than the floors inside it lack
//! together. Kept is what each lacks by itself, beyond those inside it: what a funded level costs fills the innermost
//! floor first, and only what it leaves over reaches the one around it. Whole runs of floors that lack nothing change at
//! once, so that a level deep in others costs no more than one that is not.

use super::slots::at;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::quantity::{ArithmeticError, Money};

use super::amounts::{Heights, Sums};
use super::candidate::{Candidate, Counted};
use super::forest::{Forest, Run};

/// The kinds that have floors. Of kinds that hold alike the first is named.
pub const KINDS: [Kind; 5] = [Kind::Department, Kind::Category, Kind::Journey, Kind::Stage, Kind::Objective];

/// How many floors a reason names; the others are one sum.
const NAMED: usize = 4;

/// Where a floor stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloorPlace {
    /// The kind of what it is about.
    pub kind: Kind,
    /// The nearest floor of its kind around it.
    pub inside: Option<usize>,
    /// How many floors of its kind stand around it.
    pub depth: usize,
}

/// What is held back from a level in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// All of it.
    pub amount: Money,
    /// The first of the floors that hold, each with how much.
    pub floors: Vec<(usize, Money)>,
    /// What further floors hold together.
    pub others: Money,
}

/// Floors, and how they stand in one another.
#[derive(Debug, Clone, Default)]
pub struct Floors {
    places: Vec<FloorPlace>,
    forest: Forest,
}

impl Floors {
    /// Floors that stand so.
    #[must_use]
    pub fn new(places: Vec<FloorPlace>) -> Floors {
        let forest = Forest::new(places.iter().map(|place| place.inside).collect());
        Floors { places, forest }
    }

    /// Where each stands.
    #[must_use]
    pub fn places(&self) -> &[FloorPlace] {
        &self.places
    }

    /// A floor and those around it, from the inside out.
    pub(super) fn around(&self, floor: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(floor), |inner| self.forest.around(*inner))
    }

    fn kind(&self, floor: usize) -> usize {
        self.places.get(floor).map_or(0, |place| kind_index(place.kind))
    }
}

/// Floors while levels are funded.
#[derive(Debug, Clone)]
pub struct Holds<'floors> {
    floors: &'floors Floors,
    /// What is so in each period.
    periods: Vec<Holding>,
    /// What funded levels cost that counts towards a floor and all around it: floor after floor, period after period. What
    /// would count twice where the floors of a level meet is taken off there.
    met: Vec<Money>,
}

/// Floors in a period.
#[derive(Debug, Clone)]
struct Holding {
    /// What each lacks by itself, beyond what those inside it lack; below nought where more than that is funded. In the
    /// row of the forest.
    alone: Heights,
    /// The same where it is above nought, else nought.
    lacking: Sums,
    /// Of each kind: what all floors lack.
    all: [Money; KINDS.len()],
    /// Inside of each floor, then of each kind: which floors lack something.
    holders: Vec<BTreeSet<usize>>,
    /// The floors, by their places, that hold one of these which does not stand right behind them in the row.
    aside: BTreeSet<usize>,
}

impl<'floors> Holds<'floors> {
    /// Nothing is funded yet; `amounts` are floor after floor, so many each as there are periods.
    pub fn new(floors: &'floors Floors, amounts: &[Money], periods: usize) -> Result<Holds<'floors>, ArithmeticError> {
        let of_period = |period: usize| {
            let amounts = amounts.iter().skip(period).step_by(periods).copied().collect();
            Holding::new(floors, amounts)
        };
        let met = vec![Money::ZERO; amounts.len()];
        Ok(Holds { floors, periods: (0..periods).map(of_period).collect::<Result<_, _>>()?, met })
    }

    /// Whether nothing is held in any period.
    pub(super) fn hold_nothing(&self) -> bool {
        self.periods.iter().all(|holding| holding.all.iter().all(|sum| sum.is_zero()))
    }

    /// Counts what a funded level costs.
    pub fn fund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, Ok)
    }

    /// Counts no longer what a level costs.
    pub fn unfund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, |part| Ok(part.negate()))
    }

    fn count(
        &mut self,
        candidate: &Candidate<'_>,
        costs: &[Money],
        signed: fn(Money) -> Result<Money, ArithmeticError>,
    ) -> Result<(), ArithmeticError> {
        if candidate.floors.is_empty() {
            return Ok(());
        }
        let crossings = self.floors.forest.crossings(&wholly(candidate));
        for (period, cost) in costs.iter().enumerate() {
            if !cost.is_zero() {
                self.count_whole(&crossings, period, signed(*cost)?)?;
            }
            for (floor, counted) in &candidate.floors {
                if let Counted::Part(_) = counted {
                    let part = signed(counted.of(period, *cost))?;
                    self.meet(*floor, period, part)?;
                    self.fill((*floor, None), period, part)?;
                }
            }
        }
        Ok(())
    }

    /// Counts all of a cost towards floors and those around them; `crossings` are these and where their ways out meet, the
    /// innermost first.
    fn count_whole(&mut self, crossings: &[usize], period: usize, cost: Money) -> Result<(), ArithmeticError> {
        let forest = &self.floors.forest;
        // By how much less the floors right inside a crossing lack.
        let mut fallen = vec![Money::ZERO; crossings.len()];
        let mut counted = vec![cost; crossings.len()];
        for (place, crossing) in crossings.iter().enumerate() {
            let is_around = |other: &&usize| forest.is_within(*crossing, **other);
            let next = crossings.iter().skip(place + 1).find(is_around).copied();
            let rest = cost.subtract(at(&fallen, place))?;
            let over = self.fill((*crossing, next), period, rest)?;
            self.meet(*crossing, period, at(&counted, place))?;
            let Some(next) = next.and_then(|next| crossings.iter().position(|other| *other == next)) else { continue };
            if let (Some(fallen), Some(counted)) = (fallen.get_mut(next), counted.get_mut(next)) {
                *fallen = fallen.add(cost.subtract(over)?)?;
                *counted = counted.subtract(cost)?;
            }
        }
        Ok(())
    }

    fn meet(&mut self, floor: usize, period: usize, part: Money) -> Result<(), ArithmeticError> {
        if let Some(sum) = self.met.get_mut(floor * self.periods.len() + period) {
            *sum = sum.add(part)?;
        }
        Ok(())
    }

    /// Takes so much from what a floor lacks by itself, and what it does not lack from the floor around it, and so on to
    /// the last before `end`; gives what is left over.
    fn fill(
        &mut self,
        (floor, end): (usize, Option<usize>),
        period: usize,
        rest: Money,
    ) -> Result<Money, ArithmeticError> {
        let floors = self.floors;
        let Some(holding) = self.periods.get_mut(period) else { return Ok(rest) };
        let end = end.map(|end| floors.forest.place(end));
        let mut rest = rest;
        for run in floors.forest.way_out(floor) {
            let is_last = end.is_some_and(|end| (run.first..=run.last).contains(&end));
            let first = end.filter(|_| is_last).map_or(run.first, |end| end + 1);
            rest = holding.fill(floors, Run { first, last: run.last }, rest)?;
            if is_last || rest.is_zero() {
                break;
            }
        }
        Ok(rest)
    }

    /// What the floors of each kind lack in a period with what is funded, those inside others not counted again.
    pub fn lacking(&self, period: usize) -> [Money; KINDS.len()] {
        self.periods.get(period).map_or([Money::ZERO; KINDS.len()], |holding| holding.all)
    }

    /// What is held back from a level in a period in which it costs something, and the kind of the floors that do.
    fn most(&self, candidate: &Candidate<'_>, period: usize, cost: Money) -> Result<(Money, usize), ArithmeticError> {
        let mut sums = self.lacking(period);
        let Some(holding) = self.periods.get(period) else { return Ok((Money::ZERO, 0)) };
        let mut release = |floor: usize, released: Money| -> Result<(), ArithmeticError> {
            if let Some(sum) = sums.get_mut(self.floors.kind(floor)) {
                *sum = sum.subtract(released)?;
            }
            Ok(())
        };
        for run in self.floors.forest.ways_out(&wholly(candidate)) {
            release(self.floors.forest.thing(run.first), holding.lacking.of(run)?)?;
        }
        for (floor, counted) in &candidate.floors {
            if let Counted::Part(_) = counted {
                let (part, lacks) = (counted.of(period, cost), holding.lacks(self.floors, *floor)?);
                release(*floor, if part == cost { lacks } else { part.minimum(lacks) })?;
            }
        }
        let mut most = (Money::ZERO, 0);
        for (kind, sum) in sums.into_iter().enumerate() {
            if sum > most.0 {
                most = (sum, kind);
            }
        }
        Ok(most)
    }

    /// How much is held back from a level in a period.
    pub(super) fn amount_from(
        &self,
        candidate: &Candidate<'_>,
        period: usize,
        cost: Money,
    ) -> Result<Money, ArithmeticError> {
        Ok(self.most(candidate, period, cost)?.0)
    }

    /// The same with the floors that hold it.
    pub(super) fn held_from(
        &self,
        candidate: &Candidate<'_>,
        period: usize,
        cost: Money,
    ) -> Result<Held, ArithmeticError> {
        let (amount, kind) = self.most(candidate, period, cost)?;
        let mut held = Held { amount, floors: Vec::new(), others: amount };
        let Some(holding) = self.periods.get(period) else { return Ok(held) };
        let forest = &self.floors.forest;
        let wholly = wholly(candidate);
        let part =
            |floor: usize| candidate.floors.iter().find(|(of, _)| *of == floor).map(|(_, of)| of.of(period, cost));
        let belongs =
            |floor: usize| part(floor) == Some(cost) || wholly.iter().any(|inner| forest.is_within(*inner, floor));
        let own: Vec<usize> = wholly.iter().copied().filter(|floor| self.floors.kind(*floor) == kind).collect();
        let rows = std::iter::once(self.floors.places.len() + kind).chain(holding.rows(forest, &own));
        let holders = rows.filter_map(|row| holding.holders.get(row)).flatten().copied();
        for floor in holders.filter(|floor| !belongs(*floor)) {
            if held.floors.len() == NAMED {
                break;
            }
            let holds = holding.lacks(self.floors, floor)?.subtract(part(floor).unwrap_or_default())?;
            if holds.is_positive() {
                held.floors.push((floor, holds));
                held.others = held.others.subtract(holds)?;
            }
        }
        Ok(held)
    }

    /// What is held in a period for whoever belongs to no floor: of the kind that holds most, the outermost floors.
    pub(super) fn held_in(&self, period: usize) -> Held {
        let (mut kind, mut amount) = (0, Money::ZERO);
        for (other, lacks) in self.lacking(period).into_iter().enumerate() {
            (kind, amount) = if lacks > amount { (other, lacks) } else { (kind, amount) };
        }
        let Some(holding) = self.periods.get(period) else { return Held::default() };
        let holders = holding.holders.get(self.floors.places.len() + kind);
        let lacks = |floor: usize| holding.lacks(self.floors, floor).unwrap_or_default();
        let floors: Vec<(usize, Money)> =
            holders.into_iter().flatten().take(NAMED).map(|floor| (*floor, lacks(*floor))).collect();
        let named = Money::sum(floors.iter().map(|(_, lacks)| *lacks));
        let others = named.and_then(|named| amount.subtract(named)).unwrap_or_default();
        Held { amount, floors, others }
    }

    /// What the funded levels cost towards each floor in each period.
    pub(super) fn into_met(self) -> Result<Vec<Money>, ArithmeticError> {
        let Holds { floors, periods, mut met } = self;
        for floor in floors.forest.row().iter().rev() {
            let Some(around) = floors.forest.around(*floor) else { continue };
            for period in 0..periods.len() {
                let counted = at(&met, floor * periods.len() + period);
                if let Some(sum) = met.get_mut(around * periods.len() + period) {
                    *sum = sum.add(counted)?;
                }
            }
        }
        Ok(met)
    }
}

impl Holding {
    fn new(floors: &Floors, amounts: Vec<Money>) -> Result<Holding, ArithmeticError> {
        let forest = &floors.forest;
        let mut alone = amounts;
        let mut lacks = vec![Money::ZERO; alone.len()];
        let mut all = [Money::ZERO; KINDS.len()];
        for floor in forest.row().iter().rev() {
            let own = at(&alone, *floor).maximum(Money::ZERO);
            let with_inside = at(&lacks, *floor).add(own)?;
            if let Some(all) = all.get_mut(floors.kind(*floor)) {
                *all = all.add(own)?;
            }
            let Some(around) = forest.around(*floor) else { continue };
            if let (Some(lacks), Some(alone)) = (lacks.get_mut(around), alone.get_mut(around)) {
                *lacks = lacks.add(with_inside)?;
                *alone = alone.subtract(with_inside)?;
            }
        }
        let in_row = || forest.row().iter().map(|floor| at(&alone, *floor));
        let mut holding = Holding {
            alone: Heights::new(in_row()),
            lacking: Sums::new(in_row().map(|amount| amount.maximum(Money::ZERO)))?,
            all,
            holders: vec![BTreeSet::new(); floors.places.len() + KINDS.len()],
            aside: BTreeSet::new(),
        };
        for floor in forest.row().iter().rev() {
            holding.renew_holders(floors, *floor)?;
        }
        Ok(holding)
    }

    /// Takes so much from what a run of floors lack by themselves, from the inside out; gives what is left over.
    fn fill(&mut self, floors: &Floors, run: Run, rest: Money) -> Result<Money, ArithmeticError> {
        let mut rest = rest;
        let mut run = run;
        while !rest.is_zero() {
            // Those between lack nothing by themselves, before and after.
            let Some((place, before)) = self.alone.last_above(run, rest.minimum(Money::ZERO))? else { break };
            let filled = Run { first: place, ..run };
            self.alone.add(Run { first: place + 1, ..run }, rest.negate())?;
            let now = before.subtract(rest)?;
            self.alone.add(Run { first: place, last: place }, rest.negate())?;
            let less = before.maximum(Money::ZERO).subtract(now.maximum(Money::ZERO))?;
            self.lacking.add(place, less.negate())?;
            let floor = floors.forest.thing(place);
            if let Some(all) = self.all.get_mut(floors.kind(floor)) {
                *all = all.subtract(less)?;
            }
            self.renew_holders(floors, floor)?;
            rest = rest.subtract(less)?;
            match filled.first.checked_sub(1).filter(|last| *last >= run.first) {
                Some(last) => run.last = last,
                None => return Ok(rest),
            }
        }
        self.alone.add(run, rest.negate())?;
        Ok(rest)
    }

    /// What a floor lacks, with those inside it.
    fn lacks(&self, floors: &Floors, floor: usize) -> Result<Money, ArithmeticError> {
        self.lacking.of(floors.forest.all_within(floor))
    }

    /// Says of a floor whether it lacks something, and of those around it as far as that changes.
    fn renew_holders(&mut self, floors: &Floors, floor: usize) -> Result<(), ArithmeticError> {
        let forest = &floors.forest;
        let mut next = Some(floor);
        while let Some(floor) = next {
            let lacks = self.lacks(floors, floor)?.is_positive();
            let around = forest.around(floor);
            let row = around.unwrap_or(floors.places.len() + floors.kind(floor));
            let Some(holders) = self.holders.get_mut(row) else { return Ok(()) };
            let is_new = if lacks { holders.insert(floor) } else { holders.remove(&floor) };
            if let Some(around) = around.filter(|_| is_new) {
                let place = forest.place(around);
                let follows = forest.thing(place + 1);
                let is_aside = holders.iter().any(|holder| *holder != follows);
                _ = if is_aside { self.aside.insert(place) } else { self.aside.remove(&place) };
            }
            next = around.filter(|_| is_new);
        }
        Ok(())
    }

    /// Some floors and those around them, the innermost first, as far as others inside them may lack something.
    fn rows<'h>(&'h self, forest: &'h Forest, floors: &[usize]) -> impl Iterator<Item = usize> + 'h {
        // What stands right behind the inner end of a run is not on the way out; elsewhere it is.
        let mut runs: Vec<(Run, bool)> = forest.ways_out(floors).into_iter().map(|run| (run, true)).collect();
        std::iter::from_fn(move || {
            let next = |(run, is_end): &(Run, bool)| match is_end {
                true => Some(run.last),
                false => self.aside.range(run.first..=run.last).next_back().copied(),
            };
            let places = runs.iter().enumerate().filter_map(|(index, run)| Some((index, next(run)?)));
            let innermost =
                |(_, place): &(usize, usize)| (forest.depth(forest.thing(*place)), std::cmp::Reverse(*place));
            let (index, place) = places.max_by_key(innermost)?;
            if let Some((run, is_end)) = runs.get_mut(index) {
                *is_end = false;
                match place.checked_sub(1).filter(|last| *last >= run.first) {
                    Some(last) => run.last = last,
                    None => _ = runs.swap_remove(index),
                }
            }
            Some(forest.thing(place))
        })
    }
}

/// The innermost floors that all of a level's cost counts towards.
fn wholly(candidate: &Candidate<'_>) -> Vec<usize> {
    let whole = candidate.floors.iter().filter(|(_, counted)| *counted == Counted::Whole);
    whole.map(|(floor, _)| *floor).collect()
}

/// Whether so much may be spent in a period beside what floors lack there: with what those of each kind lack it stays
/// within what the period holds, or, where that is more, within what the mandated levels alone cost and leave lacking.
/// `mandated` are these, what they cost and what the floors of each kind lack with them. Whatever a walk funds may be.
pub fn leaves_what_floors_lack(
    spent: Money,
    lacking: &[Money; KINDS.len()],
    holds: Money,
    mandated: (Money, &[Money; KINDS.len()]),
) -> Result<bool, ArithmeticError> {
    let (mandated, lacking_with_mandated) = mandated;
    for (lacks, lacks_with_mandated) in lacking.iter().zip(lacking_with_mandated) {
        if spent.add(*lacks)? > holds.maximum(mandated.add(*lacks_with_mandated)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Counted {
    /// How much of what a level costs in a period counts.
    pub(super) fn of(&self, period: usize, cost: Money) -> Money {
        match self {
            Counted::Whole => cost,
            Counted::Part(parts) => parts.get(period).copied().unwrap_or_default(),
        }
    }
}

fn kind_index(kind: Kind) -> usize {
    KINDS.iter().position(|other| *other == kind).unwrap_or_default()
}
