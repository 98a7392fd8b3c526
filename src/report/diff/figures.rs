//! Figures of a comparison as cells: money and KPI values before, after, and how they moved.

use crate::model::kpi::Better;
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
    /// Values in the unit of a record, where shares and points are in percent.
    pub fn new(unit: &str, values: &[Option<Number>]) -> Values {
        let measure = measure(unit);
        let known: Vec<Number> = values.iter().flatten().map(|value| held(&measure, *value)).collect();
        let digits = digits(&measure, &known);
        Values { measure, digits }
    }

    /// The unit, where values have no sign of their own.
    pub fn unit(&self) -> &str {
        name(&self.measure)
    }

    /// A value; n/a where it cannot be computed.
    pub fn cell(&self, value: Option<Number>) -> Cell {
        Cell::or_not_available(value.map(|value| Cell::Figure(self.figure(value))))
    }

    /// How a value moved, and whether that is good news; nothing where it did not.
    pub fn moved(&self, before: Option<Number>, after: Option<Number>, better: Better) -> Cell {
        let moved = before.zip(after).and_then(|(before, after)| after.subtract(before).ok());
        let Some(moved) = moved.filter(|moved| !moved.is_zero()) else { return Cell::Empty };
        let mark = match better {
            Better::Nearer => None,
            Better::Higher => Some(if moved.is_positive() { Mark::Good } else { Mark::Bad }),
            Better::Lower => Some(if moved.is_negative() { Mark::Good } else { Mark::Bad }),
        };
        let figure = self.figure(moved);
        let measure = measure_of_change(figure.measure);
        Cell::Figure(Figure { measure, sign: Sign::Both, mark, ..self.figure(moved) })
    }

    fn figure(&self, value: Number) -> Figure {
        let measure = self.measure.clone();
        Figure { value: held(&measure, value), measure, digits: self.digits, sign: Sign::Minus, mark: None }
    }
}

fn measure(unit: &str) -> Measure {
    match unit {
        "" => Measure::Plain,
        "%" => Measure::Share,
        "pp" => Measure::Points,
        "pts" => Measure::Score,
        other => match Currency::parse(other) {
            Some(currency) => Measure::Money(currency.code()),
            None => Measure::Unit(other.to_owned()),
        },
    }
}

/// Shares and points are held as fractions.
fn held(measure: &Measure, value: Number) -> Number {
    match measure {
        Measure::Share | Measure::Points => value.divide(Number::from_integer(100)).unwrap_or(value),
        Measure::Plain | Measure::Money(_) | Measure::Score | Measure::Counted { .. } | Measure::Unit(_) => value,
    }
}
