//! What floors hold back: takes floors with their amounts by budget period, gives what they hold from a level while
//! others are funded.
//!
//! A floor lacks what its funded levels do not yet cost in a period, and no less than the floors inside it lack
//! together. Sums are kept as levels are funded, so that a level asks only about the floors it belongs to itself.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::quantity::{ArithmeticError, Money};

use super::walk::{Candidate, Counted};

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

/// Floors while levels are funded.
#[derive(Debug, Clone)]
pub struct Holds<'places> {
    places: &'places [FloorPlace],
    periods: usize,
    /// Of each floor in each period, as all that follows: what it is to hold.
    amounts: Vec<Money>,
    /// What its funded levels cost.
    met: Vec<Money>,
    /// What the floors right inside it lack.
    within: Vec<Money>,
    /// What it lacks.
    lacking: Vec<Money>,
    /// Of each kind in each period: what the outermost floors lack.
    outermost: Vec<Money>,
    /// Inside of each floor, then of each kind, in each period: which floors lack something.
    holders: Vec<BTreeSet<usize>>,
}

impl<'places> Holds<'places> {
    /// Nothing is funded yet; `amounts` are floor after floor, so many each as there are periods.
    pub fn new(
        places: &'places [FloorPlace],
        amounts: &[Money],
        periods: usize,
    ) -> Result<Holds<'places>, ArithmeticError> {
        let none = vec![Money::ZERO; amounts.len()];
        let mut holds = Holds {
            places,
            periods,
            amounts: amounts.to_vec(),
            met: none.clone(),
            within: none.clone(),
            lacking: none,
            outermost: vec![Money::ZERO; KINDS.len() * periods],
            holders: vec![BTreeSet::new(); (places.len() + KINDS.len()) * periods],
        };
        let mut order: Vec<(usize, &FloorPlace)> = places.iter().enumerate().collect();
        order.sort_by_key(|(_, place)| std::cmp::Reverse(place.depth));
        for (floor, _) in order {
            for period in 0..periods {
                holds.renew(floor, period)?;
            }
        }
        Ok(holds)
    }

    /// Whether nothing is held in any period.
    pub(super) fn hold_nothing(&self) -> bool {
        self.outermost.iter().all(|sum| sum.is_zero())
    }

    /// Counts what a funded level costs; its floors stand the innermost first.
    pub fn fund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, Money::add)
    }

    /// Counts no longer what a level costs.
    pub fn unfund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, Money::subtract)
    }

    fn count(
        &mut self,
        candidate: &Candidate<'_>,
        costs: &[Money],
        change: fn(Money, Money) -> Result<Money, ArithmeticError>,
    ) -> Result<(), ArithmeticError> {
        for (floor, counted) in &candidate.floors {
            for (period, cost) in costs.iter().enumerate() {
                let part = counted.of(period, *cost);
                if let Some(met) = self.met.get_mut(floor * self.periods + period) {
                    *met = change(*met, part)?;
                }
                self.renew(*floor, period)?;
            }
        }
        Ok(())
    }

    /// What the floors of each kind lack in a period with what is funded, those inside others not counted again.
    pub fn lacking(&self, period: usize) -> [Money; KINDS.len()] {
        let mut lacking = [Money::ZERO; KINDS.len()];
        for (kind, lacking) in lacking.iter_mut().enumerate() {
            *lacking = self.outermost.get(kind * self.periods + period).copied().unwrap_or_default();
        }
        lacking
    }

    /// Works out anew what a floor lacks, and hands the difference to what is around it.
    fn renew(&mut self, floor: usize, period: usize) -> Result<(), ArithmeticError> {
        let place = floor * self.periods + period;
        let of = |amounts: &[Money]| amounts.get(place).copied().unwrap_or_default();
        let own = of(&self.amounts).subtract(of(&self.met))?;
        let (before, now) = (of(&self.lacking), own.maximum(of(&self.within)).maximum(Money::ZERO));
        if before == now {
            return Ok(());
        }
        let change = now.subtract(before)?;
        if let Some(lacking) = self.lacking.get_mut(place) {
            *lacking = now;
        }
        let Some(seat) = self.places.get(floor) else { return Ok(()) };
        let around = match seat.inside {
            Some(outer) => self.within.get_mut(outer * self.periods + period),
            None => self.outermost.get_mut(kind_index(seat.kind) * self.periods + period),
        };
        if let Some(around) = around {
            *around = around.add(change)?;
        }
        let row = seat.inside.unwrap_or(self.places.len() + kind_index(seat.kind));
        if let Some(holders) = self.holders.get_mut(row * self.periods + period) {
            if now.is_positive() {
                holders.insert(floor)
            } else {
                holders.remove(&floor)
            };
        }
        Ok(())
    }

    /// What is held back from a level in a period in which it costs something, and the kind of the floors that do.
    fn most(&self, candidate: &Candidate<'_>, period: usize, cost: Money) -> Result<(Money, usize), ArithmeticError> {
        let mut sums = self.lacking(period);
        for (floor, counted) in &candidate.floors {
            let place = floor * self.periods + period;
            let of = |amounts: &[Money]| amounts.get(place).copied().unwrap_or_default();
            let Some(sum) = self.places.get(*floor).and_then(|seat| sums.get_mut(kind_index(seat.kind))) else {
                continue;
            };
            let part = counted.of(period, cost);
            *sum = if part == cost {
                sum.subtract(of(&self.lacking))?.add(of(&self.within))?
            } else {
                sum.subtract(part.minimum(of(&self.lacking)))?
            };
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
        let own = |floor: usize| candidate.floors.iter().find(|(own, _)| *own == floor);
        let part_of = |floor: usize| own(floor).map_or(Money::ZERO, |(_, counted)| counted.of(period, cost));
        let belongs = |floor: usize| own(floor).is_some() && part_of(floor) == cost;
        let inside = candidate.floors.iter().map(|(floor, _)| *floor).filter(|floor| belongs(*floor));
        let inside = inside.filter(|floor| self.places.get(*floor).map(|seat| kind_index(seat.kind)) == Some(kind));
        let rows = std::iter::once(self.places.len() + kind).chain(inside);
        let holders = rows.filter_map(|row| self.holders.get(row * self.periods + period)).flatten();
        let mut held = Held { amount, floors: Vec::new(), others: amount };
        for floor in holders.copied().filter(|floor| !belongs(*floor)) {
            let lacks = self.lacking.get(floor * self.periods + period).copied().unwrap_or_default();
            let holds = lacks.subtract(part_of(floor))?;
            if held.floors.len() == NAMED {
                break;
            }
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
        let holders = self.holders.get((self.places.len() + kind) * self.periods + period);
        let lacks = |floor: usize| self.lacking.get(floor * self.periods + period).copied().unwrap_or_default();
        let floors: Vec<(usize, Money)> =
            holders.into_iter().flatten().take(NAMED).map(|floor| (*floor, lacks(*floor))).collect();
        let named = Money::sum(floors.iter().map(|(_, lacks)| *lacks));
        let others = named.and_then(|named| amount.subtract(named)).unwrap_or_default();
        Held { amount, floors, others }
    }

    /// What the funded levels cost towards each floor in each period.
    pub(super) fn into_met(self) -> Vec<Money> {
        self.met
    }
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
