//! The table of units while a plan is checked: equal units have equal ids, and products are computed once.

use rustc_hash::FxHashMap;

use crate::model::{Arena, UnitId};
use crate::quantity::{Base, Currency, Dimension, Flavour, Ratio, TimeUnit, Unit};

/// All units, with what has been computed of them.
pub(super) struct Units {
    arena: Arena<Unit>,
    ids: FxHashMap<Unit, UnitId>,
    products: FxHashMap<(UnitId, UnitId), Option<UnitId>>,
    quotients: FxHashMap<(UnitId, UnitId), Option<UnitId>>,
    /// `1`
    pub number: UnitId,
    /// `%`
    pub share: UnitId,
    /// `pp`
    pub points: UnitId,
    /// `month`
    pub month: UnitId,
    /// The plan's currency.
    pub money: UnitId,
}

impl Units {
    /// The units of a plan.
    pub(super) fn new(arena: Arena<Unit>, currency: Currency) -> Units {
        let ids = arena.iter().map(|(id, unit)| (unit.clone(), id)).collect();
        let unset = UnitId::new(0);
        let mut units = Units {
            arena,
            ids,
            products: FxHashMap::default(),
            quotients: FxHashMap::default(),
            number: unset,
            share: unset,
            points: unset,
            month: unset,
            money: unset,
        };
        units.number = units.intern(Unit::number());
        units.share = units.intern(Unit::share());
        units.points = units.intern(Unit::points());
        units.month = units.intern(Unit::time(TimeUnit::Month));
        units.money = units.intern(Unit::money(currency));
        units
    }

    /// The id of a unit.
    pub(super) fn intern(&mut self, unit: Unit) -> UnitId {
        if let Some(id) = self.ids.get(&unit) {
            return *id;
        }
        let id = self.arena.push(unit.clone());
        self.ids.insert(unit, id);
        id
    }

    pub(super) fn get(&self, id: UnitId) -> &Unit {
        &self.arena[id]
    }

    /// All of them, for the plan.
    pub(super) fn into_arena(self) -> Arena<Unit> {
        self.arena
    }

    /// The unit of a product of plain units, or of one flavoured unit and a plain one; nothing where powers run out.
    pub(super) fn product(&mut self, left: UnitId, right: UnitId) -> Option<UnitId> {
        if let Some(known) = self.products.get(&(left, right)) {
            return *known;
        }
        let (first, second) = (self.get(left), self.get(right));
        let flavour = both(first.flavour, second.flavour);
        let dimension = first.dimension.multiply(&second.dimension).ok();
        let scale = first.scale.multiply(second.scale).ok();
        let product = assemble(flavour, dimension, scale).map(|unit| self.intern(unit));
        self.products.insert((left, right), product);
        product
    }

    /// The unit of a quotient; two of one flavour give a plain one.
    pub(super) fn quotient(&mut self, left: UnitId, right: UnitId) -> Option<UnitId> {
        if let Some(known) = self.quotients.get(&(left, right)) {
            return *known;
        }
        let (first, second) = (self.get(left), self.get(right));
        let flavour =
            if first.flavour == second.flavour { Flavour::Plain } else { both(first.flavour, second.flavour) };
        let dimension = first.dimension.divide(&second.dimension).ok();
        let scale = first.scale.divide(second.scale).ok();
        let quotient = assemble(flavour, dimension, scale).map(|unit| self.intern(unit));
        self.quotients.insert((left, right), quotient);
        quotient
    }

    /// The same dimension and scale as a plain unit.
    pub(super) fn plain(&mut self, id: UnitId) -> UnitId {
        let unit = self.get(id);
        if unit.flavour == Flavour::Plain {
            return id;
        }
        let plain = Unit { flavour: Flavour::Plain, ..unit.clone() };
        self.intern(plain)
    }

    /// The same dimension and scale with another flavour.
    pub(super) fn flavoured(&mut self, id: UnitId, flavour: Flavour) -> UnitId {
        let unit = Unit { flavour, ..self.get(id).clone() };
        self.intern(unit)
    }

    /// The finer of two units of one dimension: converting to it multiplies and stays exact.
    pub(super) fn finer(&self, left: UnitId, right: UnitId) -> Option<UnitId> {
        let conversion = self.conversion(left, right)?;
        let is_right_finer = conversion.numerator() >= conversion.denominator();
        Some(if is_right_finer { right } else { left })
    }

    /// By what a value in one unit is scaled to be in the other; nothing where they measure different things.
    pub(super) fn conversion(&self, from: UnitId, to: UnitId) -> Option<Ratio> {
        if from == to {
            return Some(Ratio::ONE);
        }
        self.get(from).conversion_to(self.get(to))
    }

    pub(super) fn dimension(&self, id: UnitId) -> &Dimension {
        &self.get(id).dimension
    }

    /// Whether it is plain and without a dimension.
    pub(super) fn is_number(&self, id: UnitId) -> bool {
        self.get(id).is_number()
    }

    /// Whether it is money of the plan's currency, at any scale.
    pub(super) fn is_money(&self, id: UnitId) -> bool {
        self.get(id).same_dimension(self.get(self.money))
    }

    /// Whether it is a plain length of time.
    pub(super) fn is_time(&self, id: UnitId) -> bool {
        self.get(id).same_dimension(self.get(self.month))
    }

    /// Whether it measures nothing but powers of time, or nothing at all.
    pub(super) fn is_timely(&self, id: UnitId) -> bool {
        self.dimension(id).factors().iter().all(|(base, _)| *base == Base::Time)
    }

    /// Whether it is per time: the power of time is -1.
    pub(super) fn is_rate(&self, id: UnitId) -> bool {
        self.dimension(id).factors().iter().any(|(base, power)| (*base, *power) == (Base::Time, -1))
    }
}

/// At most one of the two means something beside its dimension.
fn both(left: Flavour, right: Flavour) -> Flavour {
    if left == Flavour::Plain { right } else { left }
}

fn assemble(flavour: Flavour, dimension: Option<Dimension>, scale: Option<Ratio>) -> Option<Unit> {
    Some(Unit { flavour, dimension: dimension?, scale: scale? })
}
