//! Exact decimal numbers, with arithmetic that says so when it has no answer.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::quantity::{ArithmeticError, Ratio};

/// A decimal number below 10^20 in size, with at least eight exact decimals and at most 28 digits in all.
///
/// There are no operators: `Decimal`'s own panic when a result does not fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(Decimal);

/// 10^20 as a decimal with so many decimals writes it, by their number: no plan counts as far, and below it a 96-bit
/// decimal keeps eight decimals whatever is added to what. With nine decimals and more a decimal never gets there.
const LIMITS: [u128; 9] = [
    10_u128.pow(20),
    10_u128.pow(21),
    10_u128.pow(22),
    10_u128.pow(23),
    10_u128.pow(24),
    10_u128.pow(25),
    10_u128.pow(26),
    10_u128.pow(27),
    10_u128.pow(28),
];

impl Number {
    /// 0.
    pub const ZERO: Number = Number(Decimal::ZERO);
    /// 1.
    pub const ONE: Number = Number(Decimal::ONE);

    /// The number `value`; every `i64` is below the limit.
    #[must_use]
    pub fn from_integer(value: i64) -> Number {
        Number(Decimal::from(value))
    }

    /// The number `value`, unless it is 10^20 or more in size.
    pub fn from_decimal(value: Decimal) -> Result<Number, ArithmeticError> {
        if value.is_zero() {
            // A negative zero would print its sign.
            Ok(Number::ZERO)
        } else if is_below_limit(value) {
            Ok(Number(value))
        } else {
            Err(ArithmeticError::Overflow)
        }
    }

    /// The value for formats that know decimals.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// How many decimals it carries; a literal carries those it is written with: 3 for `70.000`.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.0.scale()
    }

    /// The value as an integer, if it is one.
    #[must_use]
    pub fn to_integer(self) -> Option<i64> {
        if self.0.is_integer() { i64::try_from(self.0).ok() } else { None }
    }

    /// This number plus `other`.
    #[expect(clippy::should_implement_trait, reason = "an operator could not report an overflow")]
    pub fn add(self, other: Number) -> Result<Number, ArithmeticError> {
        // Sums begin with nothing, and most months of most lines are nothing: that takes no arithmetic.
        if other.is_zero() {
            return Ok(self);
        }
        if self.is_zero() {
            return Ok(other);
        }
        checked(self.0.checked_add(other.0))
    }

    /// This number less `other`.
    pub fn subtract(self, other: Number) -> Result<Number, ArithmeticError> {
        checked(self.0.checked_sub(other.0))
    }

    /// This number times `other`.
    pub fn multiply(self, other: Number) -> Result<Number, ArithmeticError> {
        checked(self.0.checked_mul(other.0))
    }

    /// This number divided by `other`, to 28 digits.
    pub fn divide(self, other: Number) -> Result<Number, ArithmeticError> {
        if other.is_zero() {
            return Err(ArithmeticError::DivisionByZero);
        }
        checked(self.0.checked_div(other.0))
    }

    /// This number times `ratio`. It multiplies before it divides, so that what comes out even stays even.
    pub fn scale(self, ratio: Ratio) -> Result<Number, ArithmeticError> {
        if ratio.is_one() {
            return Ok(self);
        }
        let numerator = whole_decimal(ratio.numerator())?;
        let denominator = whole_decimal(ratio.denominator())?;
        let product = match self.0.checked_mul(numerator) {
            Some(product) => product.checked_div(denominator),
            // The product alone does not fit although the result may.
            None => self.0.checked_div(denominator).and_then(|quotient| quotient.checked_mul(numerator)),
        };
        checked(product)
    }

    /// The same size with the other sign.
    #[must_use]
    pub fn negate(self) -> Number {
        if self.is_zero() {
            return Number::ZERO;
        }
        let mut value = self.0;
        value.set_sign_negative(value.is_sign_positive());
        Number(value)
    }

    /// The size without the sign.
    #[must_use]
    pub fn abs(self) -> Number {
        Number(self.0.abs())
    }

    /// Whether this is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Whether this is above 0.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0.is_sign_positive() && !self.0.is_zero()
    }

    /// Rounded to `digits` decimals; what lies just between two goes to the even one.
    #[must_use]
    pub fn round_half_even(self, digits: u32) -> Number {
        self.round(digits, RoundingStrategy::MidpointNearestEven)
    }

    /// Rounded to `digits` decimals; what lies just between two goes away from zero.
    #[must_use]
    pub fn round_half_away(self, digits: u32) -> Number {
        self.round(digits, RoundingStrategy::MidpointAwayFromZero)
    }

    /// Rounded to `digits` decimals towards zero.
    #[must_use]
    pub fn truncate(self, digits: u32) -> Number {
        self.round(digits, RoundingStrategy::ToZero)
    }

    /// Rounded to `digits` decimals downwards: -0.5 becomes -1.
    #[must_use]
    pub fn floor(self, digits: u32) -> Number {
        self.round(digits, RoundingStrategy::ToNegativeInfinity)
    }

    /// The smaller of the two.
    #[must_use]
    pub fn minimum(self, other: Number) -> Number {
        if other < self { other } else { self }
    }

    /// The larger of the two.
    #[must_use]
    pub fn maximum(self, other: Number) -> Number {
        if other > self { other } else { self }
    }

    /// The nearest number from `low` to `high`; `high` where the two are the wrong way round.
    #[must_use]
    pub fn clamp(self, low: Number, high: Number) -> Number {
        self.maximum(low).minimum(high)
    }

    fn round(self, digits: u32, strategy: RoundingStrategy) -> Number {
        let rounded = self.0.round_dp_with_strategy(digits, strategy);
        if rounded.is_zero() { Number::ZERO } else { Number(rounded) }
    }
}

/// Comparing whole numbers is several times as fast as comparing decimals, and every calculation ends here.
fn is_below_limit(value: Decimal) -> bool {
    let limit = usize::try_from(value.scale()).ok().and_then(|decimals| LIMITS.get(decimals));
    limit.is_none_or(|limit| value.mantissa().unsigned_abs() < *limit)
}

fn checked(value: Option<Decimal>) -> Result<Number, ArithmeticError> {
    Number::from_decimal(value.ok_or(ArithmeticError::Overflow)?)
}

fn whole_decimal(value: u128) -> Result<Decimal, ArithmeticError> {
    let value = i128::try_from(value).map_err(|_| ArithmeticError::Overflow)?;
    Decimal::try_from_i128_with_scale(value, 0).map_err(|_| ArithmeticError::Overflow)
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), formatter)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for ArithmeticError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ArithmeticError::Overflow => "the result is too large: a plan counts up to 10^20",
            ArithmeticError::DivisionByZero => "this divides by zero",
            ArithmeticError::OutsideDomain => "there is no result for this value",
        })
    }
}

impl std::error::Error for ArithmeticError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::testing::number;

    #[test]
    fn overflow_begins_at_the_limit() {
        let most = number("99_999_999_999_999_999_999");
        let limit = Decimal::from_i128_with_scale(100_000_000_000_000_000_000, 0);
        assert_eq!(Number::from_decimal(limit), Err(ArithmeticError::Overflow));
        assert_eq!(most.add(Number::ONE), Err(ArithmeticError::Overflow));
        assert_eq!(most.negate().subtract(Number::ONE), Err(ArithmeticError::Overflow));
        assert_eq!(most.multiply(most), Err(ArithmeticError::Overflow));
        assert_eq!(most.divide(number("0.00000001")), Err(ArithmeticError::Overflow));
        assert_eq!(Number::ONE.divide(Number::ZERO), Err(ArithmeticError::DivisionByZero));
        assert_eq!(
            most.add(number("0.00000001")).map(|sum| sum.to_string()),
            Ok("99999999999999999999.00000001".into())
        );
    }

    #[test]
    fn the_limit_is_one_whatever_the_number_of_decimals() {
        let limit = Decimal::from_i128_with_scale(100_000_000_000_000_000_000, 0);
        for decimals in 0..=28 {
            for cents in [limit, limit - Decimal::ONE, Decimal::MAX, Decimal::ONE] {
                let mut value = cents;
                value.rescale(decimals);
                assert_eq!(is_below_limit(value), value < limit, "{value}");
                assert_eq!(is_below_limit(-value), value < limit, "{value}");
                let mut finest = value;
                finest.set_scale(decimals).expect("a scale");
                assert_eq!(is_below_limit(finest), finest < limit, "{finest}");
            }
        }
    }

    #[test]
    fn halves_go_to_the_even_side() {
        for (value, rounded) in
            [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"), ("2.675", "2.68"), ("-0.004", "0")]
        {
            assert_eq!(number(value).round_half_even(2).to_string(), rounded);
        }
        assert_eq!(number("2.5").round_half_even(0), number("2"));
        assert_eq!(number("-0.5").floor(0), number("-1"));
        assert_eq!(number("-1.29").truncate(1), number("-1.2"));
    }

    #[test]
    fn zero_has_no_sign() {
        let zero = number("-3").multiply(Number::ZERO);
        assert_eq!(zero.map(|zero| zero.to_string()), Ok("0".into()));
        assert_eq!(Number::ZERO.negate().to_string(), "0");
        assert!(!Number::ZERO.is_negative() && !Number::ZERO.is_positive());
    }

    #[test]
    fn equal_values_hash_alike_whatever_was_written() {
        let set: std::collections::HashSet<Number> = [number("1.50"), number("1.5")].into();
        assert_eq!(set.len(), 1);
    }

    #[test]
    fn to_integer_wants_a_whole_number() {
        assert_eq!(number("5.00").to_integer(), Some(5));
        assert_eq!(number("5.5").to_integer(), None);
        assert_eq!(number("99_999_999_999_999_999_999").to_integer(), None);
    }

    #[test]
    fn scale_multiplies_before_it_divides() {
        let ratio = |numerator, denominator| Ratio::new(numerator, denominator).expect("a ratio");
        assert_eq!(
            number("1").scale(ratio(1, 3)).and_then(|third| third.scale(ratio(3, 1))),
            Ok(number("0.9999999999999999999999999999"))
        );
        assert_eq!(number("7").scale(ratio(3, 7)), Ok(number("3")));
        let most = number("99_999_999_999_999_999_999");
        assert_eq!(most.scale(ratio(10_000_000_001, 10_000_000_000)), Err(ArithmeticError::Overflow));
        assert_eq!(most.scale(ratio(9_000_000_000, 9_000_000_001)).map(Number::is_positive), Ok(true));
    }
}
