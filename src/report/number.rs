//! How numbers are written for people: `1,234,567.00`, `96.5%`, `+0.2pp`, `45.0 pts`, halves to even.

use super::document::{Figure, Measure, Sign, Size};
use crate::diagnostic::text::push_grouped;
use crate::quantity::{Currency, Money, Number};

impl Figure {
    /// A plain number.
    #[must_use]
    pub fn plain(value: Number, digits: u32) -> Figure {
        Figure { value, measure: Measure::Plain, digits, sign: Sign::Minus, mark: None }
    }

    /// An amount of money.
    #[must_use]
    pub fn money(value: Money, currency: Currency) -> Figure {
        let measure = Measure::Money(currency.code());
        Figure { value: value.number(), measure, digits: currency.minor_digits(), sign: Sign::Minus, mark: None }
    }

    /// A share, given as a fraction.
    #[must_use]
    pub fn share(value: Number, digits: u32) -> Figure {
        Figure { value, measure: Measure::Share, digits, sign: Sign::Minus, mark: None }
    }

    /// The number alone: `1,234.50`, `96.5`.
    #[must_use]
    pub fn amount(&self) -> String {
        let rounded = match self.sign {
            Sign::Both | Sign::Minus => self.rounded(self.value),
            Sign::From(start) => self.tied(start),
        };
        let sign = match self.sign {
            Sign::Both | Sign::From(_) if rounded.is_positive() => "+",
            _ if rounded.is_negative() => "-",
            Sign::Both | Sign::Minus | Sign::From(_) => "",
        };
        let mut text = String::from(sign);
        push_number(&mut text, rounded.abs(), self.digits);
        text
    }

    /// A value of this measure as it is written.
    fn rounded(&self, value: Number) -> Number {
        self.scaled(value).round_half_even(self.digits)
    }

    /// A value in the unit that it is written in.
    fn scaled(&self, value: Number) -> Number {
        match self.measure {
            Measure::Share | Measure::Points => percent(value),
            Measure::Scaled(_, size) => value.divide(size.number()).unwrap_or(value),
            Measure::Plain | Measure::Money(_) | Measure::Score | Measure::Counted(_) | Measure::Unit(_) => value,
        }
    }

    /// The change from `start` that leads from it, as written, to the end as that is written.
    fn tied(&self, start: Number) -> Number {
        let end = start.add(self.value).map(|end| self.rounded(end));
        let change = end.and_then(|end| end.subtract(self.rounded(start)));
        change.unwrap_or_else(|_| self.rounded(self.value))
    }

    /// What stands after the number where its unit is not said elsewhere: `%`, ` pts`.
    #[must_use]
    pub fn suffix(&self) -> &'static str {
        match self.measure {
            Measure::Share => "%",
            Measure::Points => "pp",
            Measure::Score => " pts",
            Measure::Plain | Measure::Money(_) | Measure::Scaled(..) | Measure::Counted(_) | Measure::Unit(_) => "",
        }
    }

    /// The number with its unit: `1,234.50 USD`, `96.5%`, `12 agents`.
    #[must_use]
    pub fn in_full(&self) -> String {
        match &self.measure {
            Measure::Money(code) => format!("{} {code}", self.amount()),
            Measure::Scaled(code, Size::One) => format!("{} {code}", self.amount()),
            Measure::Scaled(code, Size::Thousand) => format!("{} thousand {code}", self.amount()),
            Measure::Scaled(code, Size::Million) => format!("{} million {code}", self.amount()),
            Measure::Unit(unit) => format!("{} {unit}", self.amount()),
            Measure::Counted(forms) => {
                let is_one = self.rounded(self.value).abs() == Number::ONE;
                format!("{} {}", self.amount(), if is_one { &forms.one } else { &forms.many })
            }
            Measure::Plain | Measure::Share | Measure::Points | Measure::Score => {
                format!("{}{}", self.amount(), self.suffix())
            }
        }
    }

    /// The same without the zeros at the end of its decimals: `18%`, not `18.00%`.
    #[must_use]
    pub fn trimmed(mut self) -> Figure {
        let decimals = self.scaled(self.value).decimal().normalize().scale();
        self.digits = self.digits.min(decimals);
        self
    }
}

/// An amount of money without its currency: `1,234,567.00`.
#[must_use]
pub(super) fn money(value: Money, currency: Currency) -> String {
    Figure::money(value, currency).amount()
}

/// A part of a whole as a share; nothing of nothing.
#[must_use]
pub(super) fn part(part: Money, whole: Money) -> Option<Number> {
    part.number().divide(whole.number()).ok()
}

fn percent(fraction: Number) -> Number {
    // A fraction too large for this is not one that anybody reads.
    fraction.multiply(Number::from_integer(100)).unwrap_or(fraction)
}

/// With commas between thousands and exactly `digits` decimals, of a value that has no more.
fn push_number(text: &mut String, value: Number, digits: u32) {
    let plain = value.to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    text.reserve(plain.len() + 8);
    push_grouped(text, whole, ',');
    if digits > 0 {
        text.push('.');
        text.push_str(decimals);
        text.extend((decimals.len()..digits as usize).map(|_| '0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: &str, measure: Measure, digits: u32, sign: Sign) -> String {
        let value = match value.strip_prefix('-') {
            Some(size) => Number::parse(size).expect("a number").negate(),
            None => Number::parse(value).expect("a number"),
        };
        Figure { value, measure, digits, sign, mark: None }.in_full()
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(figure("1234567", Measure::Money("USD"), 2, Sign::Minus), "1,234,567.00 USD");
        assert_eq!(figure("-999.995", Measure::Plain, 2, Sign::Minus), "-1,000.00");
        assert_eq!(figure("0.125", Measure::Plain, 2, Sign::Both), "+0.12");
        assert_eq!(figure("0.965", Measure::Share, 1, Sign::Minus), "96.5%");
        assert_eq!(figure("-0.002", Measure::Points, 2, Sign::Both), "-0.20pp");
        assert_eq!(figure("-0.0001", Measure::Score, 1, Sign::Both), "0.0 pts");
        let hours = || Measure::counted("hour", "hours");
        assert_eq!(figure("1", hours(), 0, Sign::Minus), "1 hour");
        assert_eq!(figure("1.4", hours(), 1, Sign::Both), "+1.4 hours");
        assert_eq!(figure("48000", Measure::Unit("customers".into()), 0, Sign::Minus), "48,000 customers");
    }

    #[test]
    fn changes_tie_with_what_they_stand_between() {
        // From 31.04 to 31.96 are 0.92, and from 31.0 to 32.0, as they are written, 1.0.
        let start = Number::parse("31.04").expect("a number");
        assert_eq!(figure("0.92", Measure::Score, 1, Sign::From(start)), "+1.0 pts");
        let start = Number::parse("0.0249").expect("a number");
        assert_eq!(figure("-0.0098", Measure::Points, 1, Sign::From(start)), "-1.0pp");
    }

    #[test]
    fn zeros_at_the_end_can_go() {
        let share = Figure::share(Number::parse("0.18").expect("a number"), 2);
        assert_eq!(share.trimmed().in_full(), "18%");
        let share = Figure::share(Number::parse("0.0285").expect("a number"), 1);
        assert_eq!(share.trimmed().in_full(), "2.8%");
        let scaled = Measure::Scaled("USD", Size::Million);
        let half = Figure {
            value: Number::from_integer(500_000),
            measure: scaled,
            digits: 6,
            ..Figure::plain(Number::ZERO, 0)
        };
        assert_eq!(half.trimmed().in_full(), "0.5 million USD");
    }
}
