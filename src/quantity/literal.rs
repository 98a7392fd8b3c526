//! Numbers as plans write them: takes digits, gives their value or says why a plan cannot hold it.

use std::fmt;

use rust_decimal::Decimal;

use crate::quantity::Number;

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

/// The limit of [`Number`], 10^20, has one digit more.
const LIMIT_DIGITS: usize = 20;
const MOST_DIGITS: usize = 28;

impl Number {
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

    /// The same with a minus before it, if there is one.
    pub fn parse_signed(text: &str) -> Result<Number, NumberError> {
        match text.strip_prefix('-') {
            Some(size) => Number::parse(size).map(Number::negate),
            None => Number::parse(text),
        }
    }
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
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::testing::number;

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

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9_.kMB]{0,60}|.{0,10}") {
            let _ = Number::parse(&text);
        }

        #[test]
        fn what_is_shown_reads_back(mantissa in 0i128..10_000_000_000_000_000_000_000_000_000, scale in 8u32..=28) {
            let value = Number::from_decimal(Decimal::from_i128_with_scale(mantissa, scale)).expect("a number");
            prop_assert_eq!(Number::parse(&value.to_string()), Ok(value));
        }
    }
}
