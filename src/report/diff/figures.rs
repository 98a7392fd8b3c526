//! Figures of a comparison as cells: money and KPI values before, after, and how they moved.

use crate::model::kpi::Better;
use crate::outcome;
use crate::quantity::{Currency, Money, Number};
use crate::report::document::{Cell, Figure, Mark, Measure, Sign};
use crate::report::unit::{digits, measure_of_change, name};

/// An amount.
pub(super) fn money(amount: Money, currency: Currency) -> Cell {
    Cell::Figure(Figure::money(amount, currency))
}

/// How an amount moved, with its sign; nothing where it did not.
pub(super) fn money_moved(before: Money, after: Money, currency: Currency) -> Cell {
    match after.subtract(before) {
        Ok(moved) if !moved.is_zero() => Cell::Figure(Figure { sign: Sign::Both, ..Figure::money(moved, currency) }),
        Ok(_) | Err(_) => Cell::Empty,
    }
}

/// An amount without its sign and currency: `40,000.00`.
pub(super) fn amount(amount: Money, currency: Currency) -> String {
    Figure::money(amount.abs(), currency).amount()
}

/// Values of one KPI, which all get the same number of decimals.
pub(super) struct Values {
    measure: Measure,
    digits: u32,
}

impl Values {
    /// Values of one measure.
    pub(super) fn new(measure: &outcome::Measure, values: &[Option<Number>]) -> Values {
        let measure = shown(measure);
        let known: Vec<Number> = values.iter().flatten().copied().collect();
        let digits = digits(&measure, &known);
        Values { measure, digits }
    }

    /// The unit, where values have no sign of their own.
    pub(super) fn unit(&self) -> &str {
        name(&self.measure)
    }

    /// A value; n/a where it cannot be computed.
    pub(super) fn cell(&self, value: Option<Number>) -> Cell {
        Cell::or_not_available(value.map(|value| Cell::Figure(self.figure(value))))
    }

    /// How a value moved, and whether that is good news; nothing where it did not.
    pub(super) fn moved(&self, before: Option<Number>, after: Option<Number>, better: Option<Better>) -> Cell {
        let moved = before.zip(after).and_then(|(before, after)| after.subtract(before).ok());
        let Some(moved) = moved.filter(|moved| !moved.is_zero()) else { return Cell::Empty };
        let mark = match better {
            Some(Better::Nearer) | None => None,
            Some(Better::Higher) => Some(if moved.is_positive() { Mark::Good } else { Mark::Bad }),
            Some(Better::Lower) => Some(if moved.is_negative() { Mark::Good } else { Mark::Bad }),
        };
        let figure = self.figure(moved);
        let measure = measure_of_change(figure.measure);
        Cell::Figure(Figure { measure, sign: before.map_or(Sign::Both, Sign::From), mark, ..self.figure(moved) })
    }

    fn figure(&self, value: Number) -> Figure {
        let measure = self.measure.clone();
        Figure { value, measure, digits: self.digits, sign: Sign::Minus, mark: None }
    }
}

/// The measure as documents have it.
fn shown(measure: &outcome::Measure) -> Measure {
    match measure {
        outcome::Measure::Plain => Measure::Plain,
        outcome::Measure::Share => Measure::Share,
        outcome::Measure::Points => Measure::Points,
        outcome::Measure::Score => Measure::Score,
        outcome::Measure::Money(currency) => Measure::Money(currency.code()),
        outcome::Measure::Unit(unit) => Measure::Unit(unit.as_str().into()),
    }
}
