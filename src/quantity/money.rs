//! Amounts of money: takes exact numbers, gives amounts in whole minor units that split without losing a cent.

use std::cmp::Ordering;
use std::fmt;

use crate::quantity::{ArithmeticError, Number};

/// A currency of ISO 4217 that has a minor unit; ordered by its code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Reads `USD`. Metals and test codes are no currencies to plan in.
    #[must_use]
    pub fn parse(code: &str) -> Option<Currency> {
        iso_currency::Currency::from_code(code).filter(|currency| currency.exponent().is_some()).map(Currency)
    }

    /// `USD`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals its amounts have: 2 for `USD`, 0 for `JPY`.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Currency) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An amount in the plan's currency, in whole minor units; never more precise than it can be booked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Number);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Number::ZERO);

    /// `amount` rounded half-even to the minor unit of `currency`.
    #[must_use]
    pub fn round(amount: Number, currency: Currency) -> Money {
        Money(amount.round_half_even(currency.minor_digits()))
    }

    /// The smallest amount of a currency: 0.01 for `USD`.
    pub fn minor_unit(currency: Currency) -> Result<Money, ArithmeticError> {
        let units = 10_i64.checked_pow(currency.minor_digits()).ok_or(ArithmeticError::Overflow)?;
        Ok(Money::round(Number::ONE.divide(Number::from_integer(units))?, currency))
    }

    /// The amount times a factor, rounded up to the minor unit.
    pub fn enlarged(self, factor: Number, currency: Currency) -> Result<Money, ArithmeticError> {
        let exact = self.0.multiply(factor)?;
        let rounded = Money::round(exact, currency);
        if rounded.0 < exact { rounded.add(Money::minor_unit(currency)?) } else { Ok(rounded) }
    }

    /// The amount.
    #[must_use]
    pub fn number(self) -> Number {
        self.0
    }

    /// This amount plus `other`.
    #[expect(clippy::should_implement_trait, reason = "an operator could not report an overflow")]
    pub fn add(self, other: Money) -> Result<Money, ArithmeticError> {
        self.0.add(other.0).map(Money)
    }

    /// This amount less `other`.
    pub fn subtract(self, other: Money) -> Result<Money, ArithmeticError> {
        self.0.subtract(other.0).map(Money)
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negate(self) -> Money {
        Money(self.0.negate())
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// Whether this is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is below nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Whether this is above nothing.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0.is_positive()
    }

    /// The smaller of the two.
    #[must_use]
    pub fn minimum(self, other: Money) -> Money {
        Money(self.0.minimum(other.0))
    }

    /// The larger of the two.
    #[must_use]
    pub fn maximum(self, other: Money) -> Money {
        Money(self.0.maximum(other.0))
    }

    /// All of them together.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, ArithmeticError> {
        amounts.into_iter().try_fold(Money::ZERO, Money::add)
    }

    /// Splits by largest remainder into one part for each of `weights`; the parts sum to the whole exactly.
    ///
    /// Every part is cut off to its minor unit, and what is left goes, a minor unit each, to those that lost most; of
    /// those that lost alike, to the earlier. Weights that sum to nothing divide by zero.
    pub fn spread(self, weights: &[Number], currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        if self.is_negative() {
            // By its size, so that a refund is split as the payment was.
            let parts = self.negate().spread(weights, currency)?;
            return Ok(parts.into_iter().map(Money::negate).collect());
        }
        let total = weights.iter().try_fold(Number::ZERO, |total, weight| total.add(*weight))?;
        let cuts = weights
            .iter()
            .map(|weight| Cut::new(self.0.multiply(weight.divide(total)?)?, currency))
            .collect::<Result<Vec<Cut>, ArithmeticError>>()?;
        if cuts.is_empty() {
            return Err(ArithmeticError::DivisionByZero);
        }
        self.hand_out_rest(cuts, currency)
    }

    /// Splits into `parts` equal parts, the first of them a minor unit larger where it does not come out even.
    pub fn spread_evenly(self, parts: usize, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        if self.is_negative() {
            let parts = self.negate().spread_evenly(parts, currency)?;
            return Ok(parts.into_iter().map(Money::negate).collect());
        }
        let count = i64::try_from(parts).map_err(|_| ArithmeticError::Overflow)?;
        let even = self.0.divide(Number::from_integer(count))?.floor(currency.minor_digits());
        let rest = self.0.subtract(even.multiply(Number::from_integer(count))?)?;
        let unit = minor_unit(currency)?;
        let larger = count_units(rest, unit)?;
        let larger_part = even.add(unit)?;
        Ok((0..parts).map(|index| Money(if index < larger { larger_part } else { even })).collect())
    }

    fn hand_out_rest(self, cuts: Vec<Cut>, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        let mut parts: Vec<Money> = cuts.iter().map(|cut| Money(cut.kept)).collect();
        let unit = minor_unit(currency)?;
        let rest = count_units(self.0.subtract(Money::sum(parts.iter().copied())?.0)?, unit)?;
        let mut order: Vec<(usize, Number)> = cuts.iter().map(|cut| cut.lost).enumerate().collect();
        // The sort is stable: of those that lost alike, the earlier stays first.
        order.sort_by(|(_, left), (_, right)| right.cmp(left));
        for (index, _) in order.into_iter().take(rest) {
            if let Some(part) = parts.get_mut(index) {
                *part = part.add(Money(unit))?;
            }
        }
        Ok(parts)
    }
}

/// A part before the rest is handed out.
struct Cut {
    /// In whole minor units, rounded down.
    kept: Number,
    /// What rounding took, to a millionth of a minor unit: thirds that differ in their 28th digit lost alike.
    lost: Number,
}

impl Cut {
    fn new(exact: Number, currency: Currency) -> Result<Cut, ArithmeticError> {
        let digits = currency.minor_digits();
        // An exact amount such as 5 may arrive as 4.999…9 or as 5.000…1; its part is 5 either way.
        let exact = exact.round_half_even(digits.saturating_add(6));
        let kept = exact.floor(digits);
        Ok(Cut { kept, lost: exact.subtract(kept)? })
    }
}

/// 0.01 for `USD`.
fn minor_unit(currency: Currency) -> Result<Number, ArithmeticError> {
    let unit = rust_decimal::Decimal::try_from_i128_with_scale(1, currency.minor_digits());
    Number::from_decimal(unit.map_err(|_| ArithmeticError::Overflow)?)
}

/// How many minor units `rest` is; amounts finer than the currency's have no such number.
fn count_units(rest: Number, unit: Number) -> Result<usize, ArithmeticError> {
    let count = rest.divide(unit)?.to_integer().ok_or(ArithmeticError::OutsideDomain)?;
    usize::try_from(count).map_err(|_| ArithmeticError::OutsideDomain)
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::testing::number;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).expect("a currency")
    }

    fn money(text: &str) -> Money {
        Money(number(text))
    }

    fn shown(parts: Result<Vec<Money>, ArithmeticError>) -> Vec<String> {
        parts.expect("parts").into_iter().map(|part| part.number().to_string()).collect()
    }

    fn spread(amount: &str, weights: &[&str]) -> Vec<String> {
        let weights: Vec<Number> = weights.iter().map(|weight| number(weight)).collect();
        shown(money(amount).spread(&weights, currency("USD")))
    }

    #[test]
    fn currencies_know_their_minor_units() {
        let digits = ["USD", "JPY", "KWD", "CLF"].map(|code| currency(code).minor_digits());
        assert_eq!(digits, [2, 0, 3, 4]);
        for code in ["usd", "XXX", "XAU", "US", "USDT", "AAA", ""] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
        assert!(currency("EUR") < currency("USD") && currency("UYU") < currency("XCG"));
    }

    #[test]
    fn amounts_round_half_even_to_their_minor_unit() {
        assert_eq!(Money::round(number("0.125"), currency("USD")), money("0.12"));
        assert_eq!(Money::round(number("0.135"), currency("USD")), money("0.14"));
        assert_eq!(Money::round(number("-2.5"), currency("JPY")), money("-2"));
    }

    #[test]
    fn the_rest_goes_to_those_that_lost_most_and_then_to_the_earlier() {
        assert_eq!(spread("100", &["1", "1", "1"]), ["33.34", "33.33", "33.33"]);
        assert_eq!(spread("0.02", &["1", "1", "1"]), ["0.01", "0.01", "0"]);
        assert_eq!(spread("0.05", &["0.5", "0.3", "0.2"]), ["0.03", "0.01", "0.01"]);
        assert_eq!(spread("10", &["1", "0", "2"]), ["3.33", "0", "6.67"]);
        assert_eq!(spread("7", &["0.3", "0.3", "0.1"]), ["3", "3", "1"]);
    }

    #[test]
    fn a_refund_splits_as_the_payment_did() {
        assert_eq!(spread("-100", &["1", "1", "1"]), ["-33.34", "-33.33", "-33.33"]);
        assert_eq!(spread("10", &["-1", "-2"]), ["3.33", "6.67"]);
        assert_eq!(spread("10", &["3", "-1"]), ["15", "-5"]);
        assert_eq!(spread("0", &["1", "2"]), ["0", "0"]);
    }

    #[test]
    fn nothing_to_weigh_by_is_an_error() {
        let zero_weights = money("10").spread(&[Number::ZERO, Number::ZERO], currency("USD"));
        assert_eq!(zero_weights, Err(ArithmeticError::DivisionByZero));
        assert_eq!(money("10").spread(&[], currency("USD")), Err(ArithmeticError::DivisionByZero));
        assert_eq!(money("10").spread_evenly(0, currency("USD")), Err(ArithmeticError::DivisionByZero));
        assert_eq!(money("0.5").spread_evenly(2, currency("JPY")), Err(ArithmeticError::OutsideDomain));
    }

    #[test]
    fn even_parts_differ_by_a_minor_unit_at_most() {
        let parts = shown(money("95_333.33").spread_evenly(11, currency("USD")));
        let (larger, smaller): (Vec<&String>, Vec<&String>) = parts.iter().partition(|part| *part == "8666.67");
        assert_eq!((larger.len(), smaller.len()), (7, 4));
        assert!(smaller.iter().all(|part| *part == "8666.66"));
        assert_eq!(shown(money("-5").spread_evenly(3, currency("JPY"))), ["-2", "-2", "-1"]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(
            cents in -1_000_000_000_000_000i64..1_000_000_000_000_000,
            weights in proptest::collection::vec(0i64..1_000_000_000, 1..130),
            code in proptest::sample::select(vec!["USD", "JPY", "KWD", "CLF"]),
        ) {
            let currency = currency(code);
            let whole = Money(Number::from_integer(cents).multiply(minor_unit(currency).expect("a unit")).expect("an amount"));
            let weights: Vec<Number> = weights.into_iter().map(Number::from_integer).collect();
            let total = weights.iter().try_fold(Number::ZERO, |total, weight| total.add(*weight)).expect("a total");
            prop_assume!(!total.is_zero());
            let parts = whole.spread(&weights, currency).expect("parts");
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(Money::sum(parts.iter().copied()), Ok(whole));
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = whole.number().multiply(weight.divide(total).expect("a share")).expect("a quota");
                let off = part.number().subtract(exact).expect("a difference").abs();
                prop_assert!(off <= minor_unit(currency).expect("a unit"), "{:?} for {}", part, exact);
            }
        }

        #[test]
        fn even_parts_are_those_of_equal_weights(cents in -1_000_000_000i64..1_000_000_000, parts in 1usize..125) {
            let whole = Money(Number::from_integer(cents).divide(Number::from_integer(100)).expect("an amount"));
            let even = whole.spread_evenly(parts, currency("USD"));
            prop_assert_eq!(&even, &whole.spread(&vec![number("0.7"); parts], currency("USD")));
            prop_assert_eq!(Money::sum(even.expect("parts")), Ok(whole));
        }
    }
}
