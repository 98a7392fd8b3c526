//! Amounts in a row: takes changes of runs of them, gives the last one above something and what a run comes to, each
//! in as many steps as the row has doublings.

use super::slots::{at, put};
use crate::quantity::{ArithmeticError, Money};

use super::forest::Run;

/// Amounts of which whole runs change, and of which the last large one is looked for.
#[derive(Debug, Clone)]
pub(super) struct Heights {
    /// How many there are, made up to a power of two.
    width: usize,
    /// The largest of each half, quarter and so on, less what is added to all that it is a part of; the whole first.
    largest: Vec<Money>,
    /// What is added to all of a part.
    added: Vec<Money>,
}

/// A part of the row: its number, and its first and last place.
#[derive(Clone, Copy)]
struct Part {
    number: usize,
    first: usize,
    last: usize,
}

impl Part {
    fn halves(self) -> [Part; 2] {
        let middle = self.first.midpoint(self.last);
        [
            Part { number: 2 * self.number, first: self.first, last: middle },
            Part { number: 2 * self.number + 1, first: middle + 1, last: self.last },
        ]
    }

    fn is_one(self) -> bool {
        self.first == self.last
    }

    fn misses(self, run: Run) -> bool {
        self.last < run.first || run.last < self.first
    }

    fn lies_in(self, run: Run) -> bool {
        run.first <= self.first && self.last <= run.last
    }
}

impl Heights {
    pub(super) fn new(amounts: impl ExactSizeIterator<Item = Money>) -> Heights {
        let width = amounts.len().next_power_of_two();
        let mut largest = vec![Money::ZERO; 2 * width];
        for (slot, amount) in largest.iter_mut().skip(width).zip(amounts) {
            *slot = amount;
        }
        for part in (1..width).rev() {
            let larger = at(&largest, 2 * part).maximum(at(&largest, 2 * part + 1));
            put(&mut largest, part, larger);
        }
        Heights { width, largest, added: vec![Money::ZERO; 2 * width] }
    }

    fn whole(&self) -> Part {
        Part { number: 1, first: 0, last: self.width - 1 }
    }

    /// Adds an amount to each of a run.
    pub(super) fn add(&mut self, run: Run, amount: Money) -> Result<(), ArithmeticError> {
        if run.first > run.last {
            return Ok(());
        }
        self.add_below(self.whole(), run, amount)
    }

    fn add_below(&mut self, part: Part, run: Run, amount: Money) -> Result<(), ArithmeticError> {
        if part.misses(run) {
            return Ok(());
        }
        let own = part.number;
        if part.lies_in(run) {
            let (added, largest) = (at(&self.added, own), at(&self.largest, own));
            put(&mut self.added, own, added.add(amount)?);
            put(&mut self.largest, own, largest.add(amount)?);
            return Ok(());
        }
        let [left, right] = part.halves();
        self.add_below(left, run, amount)?;
        self.add_below(right, run, amount)?;
        let larger = at(&self.largest, left.number).maximum(at(&self.largest, right.number));
        put(&mut self.largest, own, larger.add(at(&self.added, own))?);
        Ok(())
    }

    /// The last of a run that is larger than an amount: its place and how large it is.
    pub(super) fn last_above(&self, run: Run, amount: Money) -> Result<Option<(usize, Money)>, ArithmeticError> {
        if run.first > run.last {
            return Ok(None);
        }
        self.last_below(self.whole(), run, amount, Money::ZERO)
    }

    /// The same of a part, to which so much is added besides.
    fn last_below(
        &self,
        part: Part,
        run: Run,
        amount: Money,
        besides: Money,
    ) -> Result<Option<(usize, Money)>, ArithmeticError> {
        let largest = at(&self.largest, part.number).add(besides)?;
        if part.misses(run) || largest <= amount {
            return Ok(None);
        }
        if part.is_one() {
            return Ok(Some((part.first, largest)));
        }
        let besides = besides.add(at(&self.added, part.number))?;
        let [left, right] = part.halves();
        match self.last_below(right, run, amount, besides)? {
            Some(found) => Ok(Some(found)),
            None => self.last_below(left, run, amount, besides),
        }
    }

    /// One of them.
    pub(super) fn amount(&self, place: usize) -> Result<Money, ArithmeticError> {
        let mut amount = at(&self.largest, self.width + place);
        let mut part = (self.width + place) / 2;
        while part > 0 {
            amount = amount.add(at(&self.added, part))?;
            part /= 2;
        }
        Ok(amount)
    }
}

/// Amounts of which single ones change, and of which sums of runs are looked for (a Fenwick tree).
#[derive(Debug, Clone)]
pub(super) struct Sums {
    /// At each number what the amounts come to that it stands for: as many as its lowest bit says, up to it.
    sums: Vec<Money>,
}

impl Sums {
    pub(super) fn new(amounts: impl ExactSizeIterator<Item = Money>) -> Result<Sums, ArithmeticError> {
        let mut sums = vec![Money::ZERO; amounts.len() + 1];
        for (place, amount) in amounts.enumerate() {
            let number = place + 1;
            let sum = at(&sums, number).add(amount)?;
            put(&mut sums, number, sum);
            let next = number + lowest_bit(number);
            if let Some(around) = sums.get_mut(next) {
                *around = around.add(sum)?;
            }
        }
        Ok(Sums { sums })
    }

    /// Adds to one of them.
    pub(super) fn add(&mut self, place: usize, amount: Money) -> Result<(), ArithmeticError> {
        let mut number = place + 1;
        while let Some(sum) = self.sums.get_mut(number) {
            *sum = sum.add(amount)?;
            number += lowest_bit(number);
        }
        Ok(())
    }

    /// What a run comes to.
    pub(super) fn of(&self, run: Run) -> Result<Money, ArithmeticError> {
        self.up_to(run.last + 1)?.subtract(self.up_to(run.first)?)
    }

    fn up_to(&self, number: usize) -> Result<Money, ArithmeticError> {
        let mut number = number;
        let mut sum = Money::ZERO;
        while number > 0 {
            sum = sum.add(at(&self.sums, number))?;
            number -= lowest_bit(number);
        }
        Ok(sum)
    }
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Currency, Number};

    fn money(amount: i64) -> Money {
        Money::round(Number::from_integer(amount), Currency::parse("USD").unwrap())
    }

    proptest::proptest! {
        #[test]
        fn rows_are_those_of_plain_lists(
            start in proptest::collection::vec(-9i64..9, 1..20),
            changes in proptest::collection::vec((0usize..20, 0usize..20, -9i64..9), 0..20),
        ) {
            let mut plain = start.clone();
            let mut heights = Heights::new(start.iter().map(|amount| money(*amount)));
            let mut sums = Sums::new(start.iter().map(|amount| money(*amount))).unwrap();
            for (one, other, by) in changes {
                let (one, other) = (one % plain.len(), other % plain.len());
                let run = Run { first: one.min(other), last: one.max(other) };
                heights.add(run, money(by)).unwrap();
                for (place, amount) in plain.iter_mut().enumerate().take(run.last + 1).skip(run.first) {
                    *amount += by;
                    sums.add(place, money(by)).unwrap();
                }
                let last = (run.first..=run.last).rev().find(|place| plain[*place] > by);
                let found = heights.last_above(run, money(by)).unwrap();
                proptest::prop_assert_eq!(found, last.map(|place| (place, money(plain[place]))));
                proptest::prop_assert_eq!(heights.amount(one).unwrap(), money(plain[one]));
                let sum: i64 = plain[run.first..=run.last].iter().sum();
                proptest::prop_assert_eq!(sums.of(run).unwrap(), money(sum));
            }
        }
    }
}
