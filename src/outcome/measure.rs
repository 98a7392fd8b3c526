//! A KPI's values with their unit: takes what was projected, typed; writes and reads it as a plan file keeps it.

use super::figure::Value;
use crate::check::unit_code;
use crate::model::Plan;
use crate::quantity::{Currency, Flavour, Number, Unit};

/// In what a KPI's values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// A plain number.
    Plain,
    /// A share, held as a fraction: `96.5%`.
    Share,
    /// A difference of shares, likewise: `0.2pp`.
    Points,
    /// `45 pts`
    Score,
    /// Money.
    Money(Currency),
    /// Another unit, as plans write it: `USD/contact`.
    Unit(String),
}

/// What a KPI is in the month that it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiValue {
    /// The month.
    pub month: String,
    /// Its value with the funded levels; n/a where it cannot be computed.
    pub value: Option<Number>,
    /// What the value is in; of one that a plan file has as n/a, a plain number.
    pub measure: Measure,
}

/// A KPI in a month; n/a where it cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthValue {
    /// The month.
    pub month: String,
    /// With the funded levels.
    pub funded: Option<Number>,
    /// With nothing funded.
    pub unfunded: Option<Number>,
}

/// How many digits of a value a plan file keeps: more would move with every edit.
const DIGITS: u32 = 3;

impl Measure {
    /// The measure of a unit.
    #[must_use]
    pub(super) fn of(plan: &Plan, unit: &Unit) -> Measure {
        match unit.flavour {
            Flavour::Share if unit.dimension.is_none() => Measure::Share,
            Flavour::Points if unit.dimension.is_none() => Measure::Points,
            Flavour::Score if unit.dimension.is_none() => Measure::Score,
            Flavour::Plain => Measure::of_code(&unit_code(plan, unit)),
            Flavour::Share | Flavour::Points | Flavour::Score => Measure::Unit(unit_code(plan, unit)),
        }
    }

    fn of_code(code: &str) -> Measure {
        match code {
            "" => Measure::Plain,
            "%" => Measure::Share,
            "pp" => Measure::Points,
            "pts" => Measure::Score,
            other => Currency::parse(other).map_or_else(|| Measure::Unit(other.to_owned()), Measure::Money),
        }
    }

    /// How many times a value is what is written: shares are written in percent.
    fn factor(&self) -> Number {
        match self {
            Measure::Share | Measure::Points => Number::from_integer(100),
            Measure::Plain | Measure::Score | Measure::Money(_) | Measure::Unit(_) => Number::ONE,
        }
    }

    /// A value as it is held, of one that is written.
    #[must_use]
    pub fn held(&self, written: Number) -> Number {
        written.divide(self.factor()).unwrap_or(written)
    }

    fn text(&self, value: Number) -> String {
        let written = significant(value.multiply(self.factor()).unwrap_or(value));
        match self {
            Measure::Plain => written.to_string(),
            Measure::Share => format!("{written}%"),
            Measure::Points => format!("{written}pp"),
            Measure::Score => format!("{written} pts"),
            Measure::Money(currency) => format!("{written} {}", currency.code()),
            Measure::Unit(code) => format!("{written} {code}"),
        }
    }

    /// The value that a text says, and in what.
    fn read(text: &str) -> Option<(Number, Measure)> {
        let is_sign = |character: char| character.is_ascii_digit() || matches!(character, '-' | '.');
        let end = text.find(|character| !is_sign(character)).unwrap_or(text.len());
        let (number, code) = text.split_at_checked(end)?;
        let measure = Measure::of_code(code.strip_prefix(' ').unwrap_or(code));
        let value = measure.held(significant(Number::parse_signed(number).ok()?));
        Some((value, measure))
    }
}

/// A number to three significant digits: `76.7`, `1230000`, `0.00456`.
fn significant(number: Number) -> Number {
    let size = number.abs();
    let Some(large) = (0..20).rev().find(|exponent| power(*exponent).is_some_and(|power| size >= power)) else {
        // Below one the digits begin behind as many noughts.
        let noughts = (0..20).find(|digits| {
            size.multiply(power(digits + 1).unwrap_or(Number::ONE)).is_ok_and(|size| size >= Number::ONE)
        });
        return noughts.map_or(Number::ZERO, |noughts| number.round_half_even(noughts + DIGITS));
    };
    match DIGITS.checked_sub(large + 1) {
        Some(digits) => number.round_half_even(digits),
        None => {
            let power = power(large + 1 - DIGITS).unwrap_or(Number::ONE);
            let rounded = number.divide(power).and_then(|number| number.round_half_even(0).multiply(power));
            rounded.unwrap_or(number)
        }
    }
}

/// Ten to the power of an exponent.
fn power(exponent: u32) -> Option<Number> {
    let half = |exponent: u32| 10_i64.checked_pow(exponent).map(Number::from_integer);
    half(exponent / 2)?.multiply(half(exponent.div_ceil(2))?).ok()
}

impl Value for KpiValue {
    fn unknown() -> KpiValue {
        KpiValue { month: String::new(), value: None, measure: Measure::Plain }
    }

    fn lines(&self, _: Currency) -> Vec<(String, String)> {
        let text = self.value.map_or_else(|| NOT_AVAILABLE.to_owned(), |value| self.measure.text(value));
        vec![(self.month.clone(), text)]
    }

    fn read(&mut self, key: &str, text: &str, _: Currency) -> Option<()> {
        let is_first = self.month.is_empty() && !key.is_empty();
        let read = if text == NOT_AVAILABLE {
            (None, Measure::Plain)
        } else {
            Measure::read(text).map(|(value, measure)| (Some(value), measure))?
        };
        (self.month, (self.value, self.measure)) = (key.to_owned(), read);
        is_first.then_some(())
    }
}

impl Value for Vec<MonthValue> {
    fn unknown() -> Vec<MonthValue> {
        Vec::new()
    }
}

/// What stands for a value that cannot be computed.
pub(super) const NOT_AVAILABLE: &str = "n/a";

#[cfg(test)]
mod tests {
    use super::{Measure, significant};
    use crate::quantity::Number;

    #[test]
    fn three_digits_are_kept() {
        let cases = [
            ("76.7249", "76.7"),
            ("99.96", "100"),
            ("-1234.5", "-1230"),
            ("0.0045678", "0.00457"),
            ("0", "0"),
            ("999500", "1000000"),
            ("12345678901234567890", "12300000000000000000"),
            ("7.125", "7.12"),
            ("0.1", "0.1"),
        ];
        for (number, expected) in cases {
            let number = Number::parse_signed(number).expect("a number");
            assert_eq!(significant(number).to_string(), expected);
        }
    }

    #[test]
    fn values_are_read_as_they_are_written() {
        for text in ["76.7%", "-0.2pp", "45 pts", "12.5", "1230 EUR", "4.56 USD/contact", "3 contact"] {
            let (value, measure) = Measure::read(text).expect("a value");
            assert_eq!(measure.text(value), text);
        }
        for text in ["", "%", "--1", "EUR 3"] {
            assert!(Measure::read(text).is_none(), "{text}");
        }
    }
}
