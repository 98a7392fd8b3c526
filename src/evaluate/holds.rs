//! What floors hold back: takes floors with their amounts by budget period, gives what they hold from a level while
//! others are funded.
//!
//! A floor lacks what its funded levels do not yet cost in a period, and no less than the floors inside it lack
//! together. Kept is what each lacks by itself, beyond those inside it: what a funded level costs fills the innermost
//! floor first, and only what it leaves over reaches the one around it, so that mostly few floors change.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

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
    /// Of each floor in each period, as all that follows: what it lacks by itself, beyond what those inside it lack; below
    /// nought where more than that is funded.
    alone: Vec<Money>,
    /// What its funded levels cost, but for what is in `with_around`.
    met: Vec<Money>,
    /// What funded levels cost that counts towards it and all around it.
    with_around: Vec<Money>,
    /// Of each kind in each period: what all floors lack.
    all: Vec<Money>,
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
            alone: amounts.to_vec(),
            met: none.clone(),
            with_around: none,
            all: vec![Money::ZERO; KINDS.len() * periods],
            holders: vec![BTreeSet::new(); (places.len() + KINDS.len()) * periods],
        };
        for floor in inner_first(places) {
            for period in 0..periods {
                holds.begin(floor, period, amounts)?;
            }
        }
        Ok(holds)
    }

    /// Counts what a floor lacks before anything is funded; those inside it have been counted.
    fn begin(&mut self, floor: usize, period: usize, amounts: &[Money]) -> Result<(), ArithmeticError> {
        let place = floor * self.periods + period;
        let (amount, alone) = (money_at(amounts, place), money_at(&self.alone, place));
        let lacks = amount.maximum(amount.subtract(alone)?).maximum(Money::ZERO);
        let Some(seat) = self.places.get(floor) else { return Ok(()) };
        if let Some(around) = seat.inside.and_then(|around| self.alone.get_mut(around * self.periods + period)) {
            *around = around.subtract(lacks)?;
        }
        if let Some(all) = self.all.get_mut(kind_index(seat.kind) * self.periods + period) {
            *all = all.add(alone.maximum(Money::ZERO))?;
        }
        self.renew_holders(floor, period);
        Ok(())
    }

    /// Whether nothing is held in any period.
    pub(super) fn hold_nothing(&self) -> bool {
        self.all.iter().all(|sum| sum.is_zero())
    }

    /// Counts what a funded level costs; its floors stand the innermost first.
    pub fn fund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, Ok)
    }

    /// Counts no longer what a level costs.
    pub fn unfund(&mut self, candidate: &Candidate<'_>, costs: &[Money]) -> Result<(), ArithmeticError> {
        self.count(candidate, costs, |part| Money::ZERO.subtract(part))
    }

    fn count(
        &mut self,
        candidate: &Candidate<'_>,
        costs: &[Money],
        signed: fn(Money) -> Result<Money, ArithmeticError>,
    ) -> Result<(), ArithmeticError> {
        let in_a_row = self.stand_in_a_row(candidate);
        for (period, cost) in costs.iter().enumerate() {
            // By how much less floors lack, for those right around them.
            let mut fallen: Vec<(usize, Money)> = Vec::new();
            let mut is_done = [false; KINDS.len()];
            for (floor, counted) in &candidate.floors {
                let Some(seat) = self.places.get(*floor) else { continue };
                let kind = kind_index(seat.kind);
                if is_done.get(kind) == Some(&true) {
                    continue;
                }
                let place = floor * self.periods + period;
                let part = signed(counted.of(period, *cost))?;
                let inside = taken(&mut fallen, *floor)?;
                let rest = part.subtract(inside)?;
                let is_row = in_a_row.get(kind) == Some(&true);
                let counts_in = if rest.is_zero() && is_row { &mut self.with_around } else { &mut self.met };
                if let Some(sum) = counts_in.get_mut(place) {
                    *sum = sum.add(part)?;
                }
                if rest.is_zero() && is_row {
                    // It and all around it lack so much less as those inside it, and nothing else about them changes.
                    is_done.get_mut(kind).into_iter().for_each(|done| *done = true);
                } else {
                    let own = self.fill(*floor, period, rest)?;
                    fallen.extend(seat.inside.map(|around| Ok((around, inside.add(own)?))).transpose()?);
                }
            }
        }
        Ok(())
    }

    /// Of each kind: whether the floors that a level belongs to with all of its cost stand one right inside the other.
    fn stand_in_a_row(&self, candidate: &Candidate<'_>) -> [bool; KINDS.len()] {
        let mut in_a_row = [true; KINDS.len()];
        let mut around: [Option<Option<usize>>; KINDS.len()] = [None; KINDS.len()];
        for (floor, counted) in &candidate.floors {
            let Some(seat) = self.places.get(*floor) else { continue };
            let kind = kind_index(seat.kind);
            if let (Some(is_row), Some(next)) = (in_a_row.get_mut(kind), around.get_mut(kind)) {
                *is_row &= *counted == Counted::Whole && next.is_none_or(|next| next == Some(*floor));
                *next = Some(seat.inside);
            }
        }
        in_a_row
    }

    /// Takes so much from what a floor lacks by itself; gives by how much less it lacks.
    fn fill(&mut self, floor: usize, period: usize, rest: Money) -> Result<Money, ArithmeticError> {
        let place = floor * self.periods + period;
        let Some(alone) = self.alone.get_mut(place) else { return Ok(Money::ZERO) };
        let before = alone.maximum(Money::ZERO);
        *alone = alone.subtract(rest)?;
        let now = alone.maximum(Money::ZERO);
        let less = before.subtract(now)?;
        if !less.is_zero() {
            let kind = self.places.get(floor).map_or(0, |seat| kind_index(seat.kind));
            if let Some(all) = self.all.get_mut(kind * self.periods + period) {
                *all = all.subtract(less)?;
            }
            self.renew_holders(floor, period);
        }
        Ok(less)
    }

    /// Says of a floor whether it lacks something, and of those around it as far as that changes.
    fn renew_holders(&mut self, floor: usize, period: usize) {
        let mut next = Some(floor);
        while let Some(floor) = next {
            let Some(seat) = self.places.get(floor) else { return };
            let inside = self.holders.get(floor * self.periods + period);
            let lacks = money_at(&self.alone, floor * self.periods + period).is_positive()
                || inside.is_some_and(|inside| !inside.is_empty());
            let row = seat.inside.unwrap_or(self.places.len() + kind_index(seat.kind));
            let Some(holders) = self.holders.get_mut(row * self.periods + period) else { return };
            let is_new = if lacks { holders.insert(floor) } else { holders.remove(&floor) };
            next = seat.inside.filter(|_| is_new);
        }
    }

    /// What a floor lacks in a period, with those inside it.
    fn lacks(&self, floor: usize, period: usize) -> Result<Money, ArithmeticError> {
        let mut lacks = Money::ZERO;
        let mut waiting = vec![floor];
        while let Some(floor) = waiting.pop() {
            lacks = lacks.add(money_at(&self.alone, floor * self.periods + period).maximum(Money::ZERO))?;
            waiting.extend(self.holders.get(floor * self.periods + period).into_iter().flatten());
        }
        Ok(lacks)
    }

    /// What the floors of each kind lack in a period with what is funded, those inside others not counted again.
    pub fn lacking(&self, period: usize) -> [Money; KINDS.len()] {
        let mut lacking = [Money::ZERO; KINDS.len()];
        for (kind, lacking) in lacking.iter_mut().enumerate() {
            *lacking = self.all.get(kind * self.periods + period).copied().unwrap_or_default();
        }
        lacking
    }

    /// What is held back from a level in a period in which it costs something, and the kind of the floors that do.
    fn most(&self, candidate: &Candidate<'_>, period: usize, cost: Money) -> Result<(Money, usize), ArithmeticError> {
        let mut sums = self.lacking(period);
        for (floor, counted) in &candidate.floors {
            let Some(sum) = self.places.get(*floor).and_then(|seat| sums.get_mut(kind_index(seat.kind))) else {
                continue;
            };
            let part = counted.of(period, cost);
            let released = if part == cost {
                money_at(&self.alone, floor * self.periods + period).maximum(Money::ZERO)
            } else {
                part.minimum(self.lacks(*floor, period)?)
            };
            if !released.is_zero() {
                *sum = sum.subtract(released)?;
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
        let parts: FxHashMap<usize, Money> =
            candidate.floors.iter().map(|(floor, counted)| (*floor, counted.of(period, cost))).collect();
        let belongs = |floor: usize| parts.get(&floor) == Some(&cost);
        let inside = candidate.floors.iter().map(|(floor, _)| *floor).filter(|floor| belongs(*floor));
        let inside = inside.filter(|floor| self.places.get(*floor).map(|seat| kind_index(seat.kind)) == Some(kind));
        let rows = std::iter::once(self.places.len() + kind).chain(inside);
        let holders = rows.filter_map(|row| self.holders.get(row * self.periods + period)).flatten();
        let mut held = Held { amount, floors: Vec::new(), others: amount };
        for floor in holders.copied().filter(|floor| !belongs(*floor)) {
            if held.floors.len() == NAMED {
                break;
            }
            let holds = self.lacks(floor, period)?.subtract(parts.get(&floor).copied().unwrap_or_default())?;
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
        let lacks = |floor: usize| self.lacks(floor, period).unwrap_or_default();
        let floors: Vec<(usize, Money)> =
            holders.into_iter().flatten().take(NAMED).map(|floor| (*floor, lacks(*floor))).collect();
        let named = Money::sum(floors.iter().map(|(_, lacks)| *lacks));
        let others = named.and_then(|named| amount.subtract(named)).unwrap_or_default();
        Held { amount, floors, others }
    }

    /// What the funded levels cost towards each floor in each period.
    pub(super) fn into_met(self) -> Result<Vec<Money>, ArithmeticError> {
        let Holds { places, periods, mut met, mut with_around, .. } = self;
        for floor in inner_first(places) {
            for period in 0..periods {
                let counted = money_at(&with_around, floor * periods + period);
                if counted.is_zero() {
                    continue;
                }
                if let Some(met) = met.get_mut(floor * periods + period) {
                    *met = met.add(counted)?;
                }
                let around = places.get(floor).and_then(|seat| seat.inside);
                if let Some(around) = around.and_then(|around| with_around.get_mut(around * periods + period)) {
                    *around = around.add(counted)?;
                }
            }
        }
        Ok(met)
    }
}

/// The floors, those inside others before these.
fn inner_first(places: &[FloorPlace]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|floor| std::cmp::Reverse(places.get(*floor).map(|seat| seat.depth)));
    order
}

fn money_at(amounts: &[Money], place: usize) -> Money {
    amounts.get(place).copied().unwrap_or_default()
}

/// Takes out what is kept for a floor, all of it together.
fn taken(kept: &mut Vec<(usize, Money)>, floor: usize) -> Result<Money, ArithmeticError> {
    let mut sum = Money::ZERO;
    while let Some(place) = kept.iter().position(|(of, _)| *of == floor) {
        sum = sum.add(kept.swap_remove(place).1)?;
    }
    Ok(sum)
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
