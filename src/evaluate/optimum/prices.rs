//! Prices on all that is bounded: takes groups and what each way uses, gives a bound on what any allowed choice is worth,
//! and which choice the prices would make.
//!
//! What a period, a cap or a floor allows is priced; then each group chooses for itself, and the sum is a bound (Lagrange).
//! Prices are sought with floating point, which guides and decides nothing: what a bound discards is worked out again in
//! whole numbers with prices rounded down.
#![expect(
    clippy::float_arithmetic,
    reason = "prices guide the search; every bound that discards is recomputed in whole numbers"
)]

use super::groups::Groups;
use super::instance::Instance;
use crate::evaluate::slots::{at, put};

/// The prices: of what a way uses, and what all that there is comes to at them.
#[derive(Debug, Clone, Default)]
pub(super) struct Prices {
    /// Of money in each period.
    money: Vec<f64>,
    /// Of room under each cap.
    caps: Vec<f64>,
    /// Of what cost and lacks of floors of each kind leave in each period.
    with_floors: Vec<f64>,
    /// How much of its own lack each floor counts in each period, 0 to 1.
    lacking: Vec<f64>,
}

/// What prices make of a choice.
#[derive(Debug, Clone)]
pub(super) struct Priced {
    /// The bound.
    pub bound: f64,
    /// The way that each group would choose.
    pub ways: Vec<usize>,
    /// What that uses.
    pub used: Vec<i64>,
}

/// The ways that are still open in each group.
pub(super) type Open = Vec<Vec<usize>>;

/// The figures that prices are sought with.
pub(super) struct Market<'g> {
    pub instance: &'g Instance,
    pub groups: &'g Groups,
    /// What each way is worth, as a guide, in units of `unit`.
    worth: Vec<f64>,
    used: Vec<f64>,
    settled_worth: f64,
    pub unit: f64,
}

impl<'g> Market<'g> {
    pub(super) fn new(instance: &'g Instance, groups: &'g Groups) -> Market<'g> {
        let most = groups.worth.iter().map(|worth| worth.unsigned_abs()).max().unwrap_or(1).max(1);
        let unit = most as f64;
        Market {
            instance,
            groups,
            worth: groups.worth.iter().map(|worth| *worth as f64 / unit).collect(),
            used: groups.used.iter().map(|used| *used as f64).collect(),
            settled_worth: groups.settled_worth as f64 / unit,
            unit,
        }
    }

    pub(super) fn free(&self) -> Prices {
        Prices {
            money: vec![0.0; self.instance.periods.len()],
            caps: vec![0.0; self.instance.caps.len()],
            with_floors: vec![0.0; self.instance.with_floors.len()],
            lacking: vec![0.0; self.instance.held.len()],
        }
    }

    /// The price of each figure of a use, and what all that there is comes to.
    fn of_use(&self, prices: &Prices) -> (Vec<f64>, f64) {
        let instance = self.instance;
        let count = instance.periods.len();
        let mut row = prices.money.clone();
        let mut there: f64 =
            prices.money.iter().zip(&instance.periods).map(|(price, holds)| price * *holds as f64).sum();
        for (place, (price, most)) in prices.with_floors.iter().zip(&instance.with_floors).enumerate() {
            if let Some(slot) = row.get_mut(place % count.max(1)) {
                *slot += price;
            }
            there += price * *most as f64;
        }
        row.extend(&prices.caps);
        there += prices.caps.iter().zip(&instance.caps).map(|(price, most)| price * *most as f64).sum::<f64>();
        for (place, floor) in instance.floors.iter().enumerate() {
            for period in 0..count {
                let price =
                    at(&prices.with_floors, floor.kind * count + period) * at(&prices.lacking, place * count + period);
                row.push(-price);
                there -= price * at(&instance.held, place * count + period) as f64;
            }
        }
        (row, there)
    }

    /// What prices make of the choice.
    pub(super) fn priced(&self, prices: &Prices, open: &Open) -> Priced {
        let (row, there) = self.of_use(prices);
        let width = self.groups.width;
        let at_prices = |used: &[f64]| row.iter().zip(used).map(|(price, used)| price * used).sum::<f64>();
        let settled: Vec<f64> = self.groups.settled_use.iter().map(|used| *used as f64).collect();
        let mut bound = self.settled_worth + there - at_prices(&settled);
        let mut used = self.groups.settled_use.clone();
        let mut ways = Vec::with_capacity(open.len());
        for group in open {
            let mut best = (f64::NEG_INFINITY, 0);
            for way in group {
                let own = self.used.get(way * width..(way + 1) * width).unwrap_or(&[]);
                let gain = at(&self.worth, *way) - at_prices(own);
                if gain > best.0 {
                    best = (gain, *way);
                }
            }
            bound += best.0;
            ways.push(best.1);
            used.iter_mut().zip(self.groups.used(best.1)).for_each(|(sum, own)| *sum += own);
        }
        Priced { bound, ways, used }
    }

    /// Moves prices towards a lower bound: up where more is used than there is, down where less is.
    pub(super) fn moved(&self, prices: &mut Prices, priced: &Priced, known: f64, boldness: f64, blend: f64) {
        let instance = self.instance;
        let count = instance.periods.len();
        // How much each floor counts follows which of them lack something in the choices made on the way.
        let mut names = vec![0.0; instance.held.len()];
        let lacks = instance.lacks(&priced.used, |floor, period| put(&mut names, floor * count + period, 1.0));
        prices.lacking.iter_mut().zip(&names).for_each(|(share, name)| *share += blend * (name - *share));
        let weighted = |place: usize| {
            let (kind, period) = (place / count.max(1), place % count.max(1));
            let floors = instance.floors.iter().enumerate().filter(|(_, floor)| floor.kind == kind);
            let row = |floor: usize| floor * count + period;
            let base = count + instance.caps.len();
            let counted = floors.map(|(floor, _)| {
                at(&prices.lacking, row(floor))
                    * (at(&instance.held, row(floor)) - at(&priced.used, base + row(floor))) as f64
            });
            counted.sum::<f64>()
        };
        // Each bound on the scale of what there is.
        let excess = |used: f64, most: i64| {
            let scale = (most.max(1)) as f64;
            ((used - most as f64) / scale, scale)
        };
        let mut slopes: Vec<(f64, f64)> = Vec::with_capacity(instance.width());
        for (place, most) in instance.periods.iter().enumerate() {
            slopes.push(excess(at(&priced.used, place) as f64, *most));
        }
        for (place, most) in instance.caps.iter().enumerate() {
            slopes.push(excess(at(&priced.used, count + place) as f64, *most));
        }
        for (place, most) in instance.with_floors.iter().enumerate() {
            let cost = at(&priced.used, place % count.max(1)) as f64;
            slopes.push(excess(cost + weighted(place), *most));
        }
        let _ = lacks;
        let all = prices.money.iter_mut().chain(&mut prices.caps).chain(&mut prices.with_floors);
        let pairs: Vec<(&mut f64, (f64, f64))> = all.zip(slopes).collect();
        // A bound that nobody pays for and nobody breaks stays as it is.
        let length: f64 = pairs
            .iter()
            .filter(|(price, (slope, _))| **price > 0.0 || *slope > 0.0)
            .map(|(_, (slope, _))| slope * slope)
            .sum();
        if length <= 0.0 {
            return;
        }
        let step = boldness * (priced.bound - known).max(1e-9) / length;
        for (price, (slope, scale)) in pairs {
            *price = (*price + step * slope / scale).max(0.0);
        }
    }

    /// The same bound in whole numbers, with what each way is short of the best of its group.
    pub(super) fn exact(&self, prices: &Prices, open: &Open) -> Option<Exact> {
        let instance = self.instance;
        let count = instance.periods.len();
        let whole = |price: f64| (price * self.unit) as i128;
        let mut row: Vec<i128> = prices.money.iter().map(|price| whole(*price)).collect();
        let mut there = 0_i128;
        let pay = |there: &mut i128, price: i128, amount: i64| -> Option<()> {
            *there = there.checked_add(price.checked_mul(i128::from(amount))?)?;
            Some(())
        };
        for (price, holds) in row.iter().zip(&instance.periods) {
            pay(&mut there, *price, *holds)?;
        }
        for (place, (price, most)) in prices.with_floors.iter().zip(&instance.with_floors).enumerate() {
            let price = whole(*price);
            let slot = row.get_mut(place % count.max(1))?;
            *slot = slot.checked_add(price)?;
            pay(&mut there, price, *most)?;
        }
        for (price, most) in prices.caps.iter().zip(&instance.caps) {
            row.push(whole(*price));
            pay(&mut there, whole(*price), *most)?;
        }
        // A floor's price and those of the floors around it are no more than that of its kind.
        let mut spent: Vec<i128> = vec![0; instance.held.len()];
        for (place, floor) in instance.floors.iter().enumerate() {
            for period in 0..count {
                let all = whole(at(&prices.with_floors, floor.kind * count + period));
                let around = floor.inside.map_or(0, |outer| at(&spent, outer * count + period));
                let share = at(&prices.lacking, place * count + period);
                let own = whole(at(&prices.with_floors, floor.kind * count + period) * share);
                let own = own.clamp(0, (all - around).max(0));
                put(&mut spent, place * count + period, around + own);
                row.push(-own);
                pay(&mut there, -own, at(&instance.held, place * count + period))?;
            }
        }
        let at_prices = |used: &[i64]| {
            row.iter()
                .zip(used)
                .filter(|(_, used)| **used != 0)
                .try_fold(0_i128, |sum, (price, used)| sum.checked_add(price.checked_mul(i128::from(*used))?))
        };
        let mut bound =
            self.groups.settled_worth.checked_add(there)?.checked_sub(at_prices(&self.groups.settled_use)?)?;
        let mut short = Vec::with_capacity(open.len());
        for group in open {
            let gains: Vec<i128> = group
                .iter()
                .map(|way| at(&self.groups.worth, *way).checked_sub(at_prices(self.groups.used(*way))?))
                .collect::<Option<_>>()?;
            let best = gains.iter().copied().max()?;
            bound = bound.checked_add(best)?;
            short.push(gains.into_iter().map(|gain| best.saturating_sub(gain)).collect());
        }
        Some(Exact { bound, short })
    }
}

/// A bound in whole numbers.
pub(super) struct Exact {
    /// No allowed choice is worth more.
    pub bound: i128,
    /// By group and open way: how much less a choice with it is worth at most.
    pub short: Vec<Vec<i128>>,
}
