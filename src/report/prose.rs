//! Numbers in sentences: takes amounts and shares, gives three significant digits, `2.09M`, `640k`, `35%`, and as many more
//! as make two that are compared read differently.

use crate::quantity::{Money, Number};

/// The digits that a reader keeps in mind.
const DIGITS: u32 = 3;
/// No more than these are shown, whatever two amounts have in common.
const MOST: u32 = 16;

/// An amount: `2.09M`, `107k`, `950`.
#[must_use]
pub(super) fn money(amount: Money) -> String {
    short(amount.number(), DIGITS)
}

/// What an amount is to be at least, never rounded down: `24.5k` of 24,449.
#[must_use]
pub(super) fn at_least(amount: Money) -> String {
    short(up(amount.number()), MOST)
}

/// Amounts that are needed, and what they come to as they read: `181.1k` of `31.1k` and `150k`.
#[must_use]
pub(super) fn all_at_least(amounts: &[Money]) -> (String, Vec<String>) {
    let up: Vec<Number> = amounts.iter().map(|amount| up(amount.number())).collect();
    let sum = up.iter().try_fold(Number::ZERO, |sum, amount| sum.add(*amount)).unwrap_or_default();
    (short(sum, MOST), up.iter().map(|amount| short(*amount, MOST)).collect())
}

/// Rounded away from nought, to what a reader keeps in mind.
fn up(number: Number) -> Number {
    let mut size = Number::ONE;
    let most = Number::from_integer(1_000);
    while number.abs().divide(size).is_ok_and(|scaled| scaled >= most) {
        size = size.multiply(Number::from_integer(10)).unwrap_or(size);
    }
    let scaled = number.divide(size).unwrap_or_default();
    let rounded = scaled.negate().floor(decimals(scaled, DIGITS)).negate();
    rounded.multiply(size).unwrap_or(number)
}

/// An amount by its number alone.
#[must_use]
pub(super) fn number(number: Number) -> String {
    short(number, DIGITS)
}

/// Amounts of one sentence: digits are added until those that differ read differently.
#[must_use]
pub(super) fn apart(amounts: &[Number]) -> Vec<String> {
    let shown = |digits| amounts.iter().map(|amount| short(*amount, digits)).collect::<Vec<String>>();
    let is_apart = |texts: &[String]| {
        let told = amounts.iter().zip(texts);
        let mut told: Vec<(&str, Number)> = told.map(|(amount, text)| (text.as_str(), *amount)).collect();
        told.sort_unstable();
        told.iter().zip(told.iter().skip(1)).all(|(one, other)| one.0 != other.0 || one.1 == other.1)
    };
    (DIGITS..MOST).map(shown).find(|texts| is_apart(texts)).unwrap_or_else(|| shown(DIGITS))
}

/// Two amounts that stand to be compared: digits are added until what differs reads differently.
#[must_use]
pub(super) fn compared(one: Money, other: Money) -> (String, String) {
    let (one, other) = (one.number(), other.number());
    let shown = |digits| (short(one, digits), short(other, digits));
    let apart = (DIGITS..MOST).map(shown).find(|(left, right)| left != right);
    apart.filter(|_| one != other).unwrap_or_else(|| shown(DIGITS))
}

/// How much more or less, as a sentence has it: `35%`, `4.1%`; nothing beyond three times.
#[must_use]
pub(super) fn percent(share: Number) -> String {
    let percent = share.abs().multiply(Number::from_integer(100)).unwrap_or_default();
    let least = u32::from(percent < Number::from_integer(10));
    // What is not nothing never reads as nothing, and what is not all of it never as all.
    let whole = Number::from_integer(100);
    let is_told = |shown: &Number| [Number::ZERO, whole].iter().all(|end| *shown != *end || percent == *end);
    let shown = (least..MOST).map(|digits| percent.round_half_away(digits)).find(is_told);
    format!("{}%", trimmed(shown.unwrap_or(percent)))
}

/// A share with its sign: `+34%`, `-4.1%`, or beyond +200% how many times: `3.4 ×`.
#[must_use]
pub(super) fn change(share: Number) -> String {
    match times(share) {
        Some(times) => times,
        None if share.is_negative() => format!("-{}", percent(share)),
        None => format!("+{}", percent(share)),
    }
}

/// How many times, where that is more than three: `3.4 ×`.
#[must_use]
pub(super) fn times(share: Number) -> Option<String> {
    if share <= Number::from_integer(2) {
        return None;
    }
    let times = share.add(Number::ONE).ok()?;
    Some(format!("{} ×", trimmed(times.round_half_away(1))))
}

/// A number with so many significant digits and a letter for its size.
fn short(number: Number, digits: u32) -> String {
    let sizes = [(1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k"), (1, "")];
    for (size, letter) in sizes {
        let scaled = number.abs().divide(Number::from_integer(size)).unwrap_or_default();
        let rounded = scaled.round_half_away(decimals(scaled, digits));
        // 999,999 rounds to a million, not to a thousand thousands.
        if rounded >= Number::ONE || size == 1 {
            let sign = if number.is_negative() && !rounded.is_zero() { "-" } else { "" };
            return format!("{sign}{}{letter}", trimmed(rounded));
        }
    }
    String::new()
}

/// The decimals that leave so many significant digits.
fn decimals(number: Number, digits: u32) -> u32 {
    let mut whole = 0;
    let mut rest = number;
    while rest >= Number::ONE {
        rest = rest.divide(Number::from_integer(10)).unwrap_or_default();
        whole += 1;
    }
    if whole > 0 {
        return digits.saturating_sub(whole);
    }
    // Below one, what is not nothing never reads as nothing.
    let mut decimals = digits.saturating_sub(1);
    while !number.is_zero() && number.round_half_away(decimals).is_zero() && decimals < MOST {
        decimals += 1;
    }
    decimals
}

fn trimmed(number: Number) -> String {
    let text = number.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Currency;

    #[test]
    fn what_is_needed_is_not_rounded_down() {
        for (exact, told) in [
            ("24449", "24.5k"),
            ("284.42", "285"),
            ("24400", "24.4k"),
            ("999901", "1M"),
            ("0.31", "0.31"),
            ("66.67", "66.7"),
        ] {
            assert_eq!(at_least(amount(exact)), told, "{exact}");
        }
    }

    fn amount(text: &str) -> Money {
        Money::round(Number::parse_signed(text).expect("a number"), Currency::parse("USD").expect("a currency"))
    }

    #[test]
    fn amounts_have_three_digits() {
        let cases = [
            ("2093114.67", "2.09M"),
            ("107000", "107k"),
            ("25226.53", "25.2k"),
            ("640000", "640k"),
            ("999999", "1M"),
            ("1250000000", "1.25bn"),
            ("950.40", "950"),
            ("12.34", "12.3"),
            ("0.04", "0.04"),
            ("0", "0"),
            ("-1500", "-1.5k"),
        ];
        for (number, shown) in cases {
            assert_eq!(money(amount(number)), shown, "{number}");
        }
    }

    #[test]
    fn what_differs_reads_differently() {
        assert_eq!(compared(amount("2349900"), amount("2350000")), ("2.3499M".into(), "2.35M".into()));
        assert_eq!(compared(amount("98.60"), amount("98.56")), ("98.6".into(), "98.56".into()));
        assert_eq!(compared(amount("100"), amount("100")), ("100".into(), "100".into()));
        assert_eq!(compared(amount("999999.99"), amount("1000000")), ("999.99999k".into(), "1M".into()));
    }

    #[test]
    fn shares_are_whole_from_ten() {
        let share = |text: &str| change(Number::parse_signed(text).expect("a number"));
        assert_eq!((share("0.3388"), share("0.0412"), share("-0.5")), ("+34%".into(), "+4.1%".into(), "-50%".into()));
        assert_eq!(
            (share("-0.99995"), share("-1"), share("0.0004")),
            ("-99.995%".into(), "-100%".into(), "+0.04%".into())
        );
        assert_eq!((share("2"), share("2.4"), share("0")), ("+200%".into(), "3.4 ×".into(), "+0%".into()));
    }
}
