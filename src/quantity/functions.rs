//! The functions of formulas that leave the rational numbers: exponentials, logarithms, roots and powers.
//!
//! All of it is decimal, so that every machine gives the same digits; results are rounded to 24 digits, which the
//! series behind them are sure of.

use rust_decimal::{Decimal, MathematicalOps};

use crate::quantity::{ArithmeticError, Number};

const SURE_DIGITS: u32 = 24;
/// e^47 passes the limit of 10^20.
const LARGEST_EXPONENT: i64 = 47;
/// e^-66 has no digit among 28 decimals.
const SMALLEST_EXPONENT: i64 = -66;

impl Number {
    /// e to the power of this number.
    pub fn exp(self) -> Result<Number, ArithmeticError> {
        if self > Number::from_integer(LARGEST_EXPONENT) {
            return Err(ArithmeticError::Overflow);
        }
        if self < Number::from_integer(SMALLEST_EXPONENT) {
            return Ok(Number::ZERO);
        }
        rounded(self.decimal().checked_exp())
    }

    /// The natural logarithm, of numbers above 0.
    pub fn ln(self) -> Result<Number, ArithmeticError> {
        if !self.is_positive() {
            return Err(ArithmeticError::OutsideDomain);
        }
        rounded(self.decimal().checked_ln())
    }

    /// The square root, of numbers from 0.
    pub fn sqrt(self) -> Result<Number, ArithmeticError> {
        if self.is_negative() {
            return Err(ArithmeticError::OutsideDomain);
        }
        if self.is_zero() {
            return Ok(Number::ZERO);
        }
        rounded(Some(newton_root(self)?.decimal()))
    }

    /// This number to the power of `exponent`.
    pub fn power(self, exponent: Number) -> Result<Number, ArithmeticError> {
        if exponent.is_zero() {
            return Ok(Number::ONE);
        }
        if self.is_zero() {
            return if exponent.is_negative() { Err(ArithmeticError::DivisionByZero) } else { Ok(Number::ZERO) };
        }
        if let Some(whole) = exponent.to_integer() {
            return self.whole_power(whole);
        }
        if self.is_negative() {
            return Err(ArithmeticError::OutsideDomain);
        }
        self.ln()?.multiply(exponent)?.exp()
    }

    fn whole_power(self, exponent: i64) -> Result<Number, ArithmeticError> {
        let power = self.decimal().checked_powu(exponent.unsigned_abs());
        if exponent >= 0 {
            return Number::from_decimal(power.ok_or(ArithmeticError::Overflow)?);
        }
        match power {
            Some(power) => Number::from_decimal(Decimal::ONE.checked_div(power).ok_or(ArithmeticError::Overflow)?),
            None => Ok(Number::ZERO),
        }
    }
}

/// Newton's method from above: it falls until it has converged, so that it cannot run for ever.
///
/// `Decimal::sqrt` asserts that it settles within a thousand steps.
fn newton_root(square: Number) -> Result<Number, ArithmeticError> {
    let two = Number::from_integer(2);
    let mut root = square.maximum(Number::ONE);
    loop {
        let next = root.add(square.divide(root)?)?.divide(two)?;
        if next >= root {
            return Ok(root);
        }
        root = next;
    }
}

fn rounded(value: Option<Decimal>) -> Result<Number, ArithmeticError> {
    let value = value.ok_or(ArithmeticError::Overflow)?;
    Number::from_decimal(value.round_sf(SURE_DIGITS).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::Ratio;
    use crate::quantity::testing::number;

    #[test]
    fn roots_of_squares_are_exact() {
        for (square, root) in [
            ("4", "2"),
            ("2.25", "1.5"),
            ("0.0001", "0.01"),
            ("10_000_000_000_000_000_000", "3162277660.16837933199889"),
        ] {
            assert_eq!(number(square).sqrt(), Ok(number(root)), "{square}");
        }
        assert_eq!(number("2").sqrt(), Ok(number("1.41421356237309504880169")));
        assert_eq!(number("-1").sqrt(), Err(ArithmeticError::OutsideDomain));
        assert!(number("0.0000000000000000000000000001").sqrt().is_ok());
    }

    #[test]
    fn exponentials_and_logarithms_undo_each_other() {
        for text in ["0.001", "0.5", "1", "2", "10", "48_000", "99_999_999_999_999_999"] {
            let value = number(text);
            let again = value.ln().and_then(Number::exp).map(|again| again.round_half_even(4));
            assert_eq!(again, Ok(value.round_half_even(4)), "{text}");
        }
        assert_eq!(Number::ONE.exp(), Ok(number("2.71828182845904523536029")));
        assert_eq!(Number::ZERO.ln(), Err(ArithmeticError::OutsideDomain));
    }

    #[test]
    fn exponentials_end_at_the_limit_and_at_nothing() {
        assert_eq!(number("46.1").exp(), Err(ArithmeticError::Overflow));
        assert_eq!(number("99_999_999_999_999_999_999").exp(), Err(ArithmeticError::Overflow));
        assert!(number("46").exp().is_ok());
        assert_eq!(number("-99_999_999_999_999_999_999").exp(), Ok(Number::ZERO));
        assert!(number("-66").exp().is_ok());
    }

    #[test]
    fn powers_cover_every_corner() {
        use ArithmeticError::{DivisionByZero, OutsideDomain, Overflow};
        let cases = [
            ("1.03", "2", Ok("1.0609")),
            ("2", "-2", Ok("0.25")),
            ("-2", "3", Ok("-8")),
            ("4", "0.5", Ok("2")),
            ("8", "0.5", Ok("2.82842712474619009760338")),
            ("0", "0", Ok("1")),
            ("0", "2.5", Ok("0")),
            ("0", "-1", Err(DivisionByZero)),
            ("-4", "0.5", Err(OutsideDomain)),
            ("10", "20", Err(Overflow)),
            ("10", "-40", Ok("0")),
            ("0.1", "40", Ok("0")),
            ("0.1", "-40", Err(Overflow)),
            ("0.1", "5_000_000_000", Ok("0")),
            ("10", "5_000_000_000", Err(Overflow)),
            ("-1", "-4_000_000_001", Ok("-1")),
        ];
        for (base, exponent, result) in cases {
            assert_eq!(number(base).power(number(exponent)), result.map(number), "{base} to the power of {exponent}");
        }
    }

    /// Any number that can be, the extremes of size and of precision among them.
    fn any_number() -> impl Strategy<Value = Number> {
        let largest = 79_228_162_514_264_337_593_543_950_335i128;
        let mantissa = prop_oneof![largest.saturating_neg()..=largest, -100i128..=100, Just(largest), Just(1)];
        (mantissa, 0u32..=28).prop_map(|(mantissa, scale)| {
            let value = Number::from_decimal(Decimal::from_i128_with_scale(mantissa, scale));
            value
                .unwrap_or_else(|_| Number::from_decimal(Decimal::from_i128_with_scale(mantissa, 9)).expect("a number"))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nothing_panics_or_passes_the_limit(
            left in any_number(),
            right in any_number(),
            above in 1u128..,
            below in 1u128..,
            digits in 0u32..40,
        ) {
            let ratio = Ratio::new(above, below).expect("a ratio");
            let results = [
                left.add(right),
                left.subtract(right),
                left.multiply(right),
                left.divide(right),
                left.scale(ratio),
                left.exp(),
                left.ln(),
                left.sqrt(),
                left.power(right),
                left.power(right.round_half_even(0)),
            ];
            for result in results.into_iter().flatten() {
                prop_assert!(Number::from_decimal(result.decimal()).is_ok());
            }
            let _ = (left.round_half_even(digits), left.floor(digits), left.truncate(digits), left.to_integer(), left.to_string());
        }
    }
}
