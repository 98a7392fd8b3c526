//! Exact decimal numbers: takes digits as written, gives arithmetic that says so when it cannot answer.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::quantity::Ratio;

/// A decimal number below 10^20 in size, with at least eight exact decimals and at most 28 digits in all.
///
/// There are no operators: `Decimal`'s own panic when a result does not fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(Decimal);

/// Why a calculation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticError {
    /// The result is 10^20 or more in size.
    Overflow,
    /// Something is divided by zero.
    DivisionByZero,
    /// The function has no value there: `ln(0)`, `sqrt(-1)`.
    OutsideDomain,
}

/// Why digits are not a number that a plan can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberError {
    /// The value is 10^20 or more.
    TooLarge,
    /// There are more than 28 digits.
    TooPrecise,
    /// `1__2`, `.5`, `1.`, or no digits at all.
    Malformed,
}

/// 10^20: no plan counts as far, and below it a 96-bit decimal keeps eight decimals whatever is added to what.
const LIMIT: Decimal = Decimal::from_parts(1_661_992_960, 1_808_227_885, 5, false, 0);
const LIMIT_DIGITS: usize = 20;
const MOST_DIGITS: usize = 28;

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
        } else if value.abs() < LIMIT {
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

    /// The value as an integer, if it is one.
    #[must_use]
    pub fn to_integer(self) -> Option<i64> {
        if self.0.is_integer() { i64::try_from(self.0).ok() } else { None }
    }

    /// Reads an unsigned number as plans write it: `3`, `0.75`, `48_000`, `52k`, `2.4M`, `1.1B`.
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        let (digits, thousands) = split_suffix(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        if !is_digit_group(whole) || fraction.is_some_and(|fraction| !is_digit_group(fraction)) {
            return Err(NumberError::Malformed);
        }
        assemble(whole, fraction.unwrap_or(""), thousands)
    }

    /// This number plus `other`.
    #[expect(clippy::should_implement_trait, reason = "an operator could not report an overflow")]
    pub fn add(self, other: Number) -> Result<Number, ArithmeticError> {
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
        self < Number::ZERO
    }

    /// Whether this is above 0.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self > Number::ZERO
    }

    /// Rounded to `digits` decimals; what lies just between two goes to the even one.
    #[must_use]
    pub fn round_half_even(self, digits: u32) -> Number {
        self.round(digits, RoundingStrategy::MidpointNearestEven)
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

fn checked(value: Option<Decimal>) -> Result<Number, ArithmeticError> {
    Number::from_decimal(value.ok_or(ArithmeticError::Overflow)?)
}

fn whole_decimal(value: u128) -> Result<Decimal, ArithmeticError> {
    let value = i128::try_from(value).map_err(|_| ArithmeticError::Overflow)?;
    Decimal::try_from_i128_with_scale(value, 0).map_err(|_| ArithmeticError::Overflow)
}

/// The digits and the power of ten that the suffix stands for.
fn split_suffix(text: &str) -> (&str, usize) {
    for (suffix, zeros) in [('k', 3), ('M', 6), ('B', 9)] {
        if let Some(digits) = text.strip_suffix(suffix) {
            return (digits, zeros);
        }
    }
    (text, 0)
}

/// Digits with single `_` between them.
fn is_digit_group(text: &str) -> bool {
    let mut before = b'_';
    for byte in text.bytes() {
        if !byte.is_ascii_digit() && (byte != b'_' || before == b'_') {
            return false;
        }
        before = byte;
    }
    before != b'_'
}

/// Counts before it calculates, so that no number is too long to refuse at once.
fn assemble(whole: &str, fraction: &str, zeros: usize) -> Result<Number, NumberError> {
    let whole = whole.trim_start_matches(['0', '_']);
    let whole_digits = count_digits(whole);
    if whole_digits > 0 && whole_digits.saturating_add(zeros) > LIMIT_DIGITS {
        return Err(NumberError::TooLarge);
    }
    let fraction_digits = count_digits(fraction);
    if whole_digits.saturating_add(fraction_digits) > MOST_DIGITS {
        return Err(NumberError::TooPrecise);
    }
    let padding = zeros.saturating_sub(fraction_digits);
    let digits =
        whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit).chain(std::iter::repeat_n(b'0', padding));
    let mantissa = digits.fold(0i128, |mantissa, digit| {
        mantissa.saturating_mul(10).saturating_add(i128::from(digit.saturating_sub(b'0')))
    });
    let scale = u32::try_from(fraction_digits.saturating_sub(zeros)).map_err(|_| NumberError::TooPrecise)?;
    let value = Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| NumberError::TooPrecise)?;
    Number::from_decimal(value).map_err(|_| NumberError::TooLarge)
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
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

impl fmt::Display for NumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            NumberError::TooLarge => "this number is too large: a plan counts up to 10^20",
            NumberError::TooPrecise => "this number has more than 28 digits",
            NumberError::Malformed => "this is not a number",
        })
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        match text.strip_prefix('-') {
            Some(size) => number(size).negate(),
            None => Number::parse(text).expect("a number"),
        }
    }

    #[test]
    fn reads_what_plans_write() {
        let cases = [
            ("3", "3"),
            ("0.75", "0.75"),
            ("48_000", "48000"),
            ("52k", "52000"),
            ("2.4M", "2400000"),
            ("1.1B", "1100000000"),
            ("1.2345k", "1234.5"),
            ("007", "7"),
            ("0.50", "0.5"),
            ("0k", "0"),
            ("99_999_999_999_999_999_999", "99999999999999999999"),
        ];
        for (written, shown) in cases {
            assert_eq!(number(written).to_string(), shown, "{written}");
        }
    }

    #[test]
    fn refuses_what_does_not_fit() {
        use NumberError::{Malformed, TooLarge, TooPrecise};
        let long = "9".repeat(100_000);
        let fine = format!("0.{long}");
        let zeros = format!("{}1", "0".repeat(100_000));
        assert_eq!(Number::parse(&zeros), Ok(Number::ONE));
        let cases = [
            (long.as_str(), TooLarge),
            (fine.as_str(), TooPrecise),
            ("100_000_000_000_000_000_000", TooLarge),
            ("100_000_000_000B", TooLarge),
            ("123456789.12345678901234567890", TooPrecise),
            ("1__2", Malformed),
            ("_1", Malformed),
            ("1_", Malformed),
            ("1_.5", Malformed),
            ("1._5", Malformed),
            (".5", Malformed),
            ("1.", Malformed),
            ("1.2.3", Malformed),
            ("-1", Malformed),
            ("k", Malformed),
            ("1kk", Malformed),
            ("", Malformed),
            ("٣", Malformed),
        ];
        for (written, error) in cases {
            assert_eq!(Number::parse(written), Err(error), "{}", written.get(..20).unwrap_or(written));
        }
    }

    #[test]
    fn overflow_begins_at_the_limit() {
        let most = number("99_999_999_999_999_999_999");
        assert_eq!(Number::from_decimal(LIMIT), Err(ArithmeticError::Overflow));
        assert_eq!(LIMIT.to_string(), "100000000000000000000");
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
