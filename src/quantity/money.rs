//! Amounts of money: takes exact numbers, gives amounts in whole minor units that split without losing a cent.

use std::cmp::Ordering;
use std::fmt;

use crate::quantity::{ArithmeticError, Number, Ratio};

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

    /// The amount as a plan writes it, without its currency: `24_000`, `-1_250.50`.
    #[must_use]
    pub fn written(self) -> String {
        let plain = self.0.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::from(if self.is_negative() { "-" } else { "" });
        let after = (0..whole.len()).rev();
        for (digit, after) in whole.chars().zip(after) {
            text.push(digit);
            if after > 0 && after.is_multiple_of(3) {
                text.push('_');
            }
        }
        if decimals.is_empty() { text } else { format!("{text}.{decimals}") }
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

    /// Splits into one part for each of `weights`, by the running total: the parts sum to the whole exactly, and a run of
    /// parts that is whole by itself comes out whole. Weights that sum to nothing divide by zero.
    pub fn spread(self, weights: &[Number], currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        let total = weights.iter().try_fold(Number::ZERO, |total, weight| total.add(*weight))?;
        if total.is_zero() {
            return Err(ArithmeticError::DivisionByZero);
        }
        let mut running = Number::ZERO;
        let sums = weights.iter().map(|weight| {
            running = running.add(*weight)?;
            if running == total { Ok(self.0) } else { part_of(self.0, running, total) }
        });
        Money::parts(sums, currency)
    }

    /// Splits into `parts` equal parts, by the running total.
    pub fn spread_evenly(self, parts: usize, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        Money::even_parts(self.0, parts, currency)
    }

    /// The parts of an exact amount that is spread evenly.
    pub fn even_parts(whole: Number, parts: usize, currency: Currency) -> Result<Vec<Money>, ArithmeticError> {
        let count = Number::from_integer(i64::try_from(parts).map_err(|_| ArithmeticError::Overflow)?);
        let part = whole.divide(count)?;
        // Most amounts divide evenly, and then every part is the same.
        if part.round_half_away(currency.minor_digits()) == part && part.multiply(count)? == whole {
            return Ok(vec![Money(part); parts]);
        }
        let running = |index: usize| i64::try_from(index).map(Number::from_integer);
        let sums = (1..=parts).map(|index| {
            let index = running(index).map_err(|_| ArithmeticError::Overflow)?;
            part_of(whole, index, count)
        });
        Money::parts(sums, currency)
    }

    /// The parts of an exact amount times a ratio that comes again so often, each time in a part of its own.
    pub fn even_parts_scaled(
        part: Number,
        ratio: Ratio,
        parts: usize,
        currency: Currency,
    ) -> Result<Vec<Money>, ArithmeticError> {
        let scaled = part.scale(ratio)?;
        // Most amounts are whole in every month, and then every part is the same.
        if ratio.is_one() && scaled.round_half_away(currency.minor_digits()) == scaled {
            return Ok(vec![Money(scaled); parts]);
        }
        let sums = (1..=parts).map(|index| {
            let index = i64::try_from(index).map_err(|_| ArithmeticError::Overflow)?;
            part.multiply(Number::from_integer(index))?.scale(ratio)
        });
        Money::parts(sums, currency)
    }

    /// The parts of a spread, from the exact sum up to each of them: each part is what the rounded running total grows by.
    ///
    /// The running total is rounded to the minor unit, halves away from zero, so that it moves with whole units; what is
    /// exact but for the 28th digit of a division counts as exact.
    pub fn parts(
        sums: impl IntoIterator<Item = Result<Number, ArithmeticError>>,
        currency: Currency,
    ) -> Result<Vec<Money>, ArithmeticError> {
        let mut before = Money::ZERO;
        let parts = sums.into_iter().map(|sum| {
            let reached = Money::running(sum?, currency);
            let part = reached.subtract(before)?;
            before = reached;
            Ok(part)
        });
        parts.collect()
    }

    /// A running total as it stands in the books.
    fn running(sum: Number, currency: Currency) -> Money {
        let digits = currency.minor_digits();
        Money(sum.round_half_even(digits.saturating_add(GUARD_DIGITS)).round_half_away(digits))
    }
}

/// So many digits behind the minor unit tell an exact half from another; divisions leave their rest far behind them.
const GUARD_DIGITS: u32 = 9;

/// The part `running / total` of an amount. It multiplies before it divides, so that what comes out even stays even.
fn part_of(whole: Number, running: Number, total: Number) -> Result<Number, ArithmeticError> {
    match whole.multiply(running) {
        Ok(product) => product.divide(total),
        // The product alone does not fit although the part does.
        Err(_) => whole.multiply(running.divide(total)?),
    }
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
#[allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_wrap,
    reason = "the oracle counts in plain whole numbers"
)]
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
    fn the_running_total_is_rounded_and_moves_with_whole_units() {
        assert_eq!(spread("100", &["1", "1", "1"]), ["33.33", "33.34", "33.33"]);
        assert_eq!(spread("0.02", &["1", "1", "1"]), ["0.01", "0", "0.01"]);
        assert_eq!(spread("0.05", &["1", "1", "1", "1"]), ["0.01", "0.02", "0.01", "0.01"]);
        assert_eq!(spread("10", &["1", "0", "2"]), ["3.33", "0", "6.67"]);
        assert_eq!(spread("7", &["0.3", "0.3", "0.1"]), ["3", "3", "1"]);
        let year = shown(money("50_000").spread_evenly(12, currency("USD")));
        let quarter = ["4166.67", "4166.66", "4166.67"];
        assert_eq!(year, [quarter, quarter, quarter, quarter].concat());
    }

    #[test]
    fn a_refund_splits_as_the_payment_did() {
        assert_eq!(spread("-100", &["1", "1", "1"]), ["-33.33", "-33.34", "-33.33"]);
        assert_eq!(spread("10", &["-1", "-2"]), ["3.33", "6.67"]);
        assert_eq!(spread("10", &["3", "-1"]), ["15", "-5"]);
        assert_eq!(spread("0", &["1", "2"]), ["0", "0"]);
    }

    #[test]
    fn amounts_of_mixed_sign_go_by_their_signed_running_sum() {
        let sums = ["0.005", "-0.005", "0.015"]
            .map(|sum| Ok(sum.strip_prefix('-').map_or_else(|| number(sum), |size| number(size).negate())));
        assert_eq!(shown(Money::parts(sums, currency("USD"))), ["0.01", "-0.02", "0.03"]);
    }

    #[test]
    fn nothing_to_weigh_by_is_an_error() {
        let zero_weights = money("10").spread(&[Number::ZERO, Number::ZERO], currency("USD"));
        assert_eq!(zero_weights, Err(ArithmeticError::DivisionByZero));
        assert_eq!(money("10").spread(&[], currency("USD")), Err(ArithmeticError::DivisionByZero));
        assert_eq!(money("10").spread_evenly(0, currency("USD")), Err(ArithmeticError::DivisionByZero));
    }

    #[test]
    fn a_line_in_one_month_is_a_spread_of_one_part() {
        assert_eq!(shown(Money::even_parts(number("0.125"), 1, currency("USD"))), ["0.13"]);
        assert_eq!(shown(Money::even_parts(number("33.335"), 1, currency("JPY"))), ["33"]);
        // A third of 0.015 three times is exactly half a cent more than a cent, whatever the 28th digit says.
        let third = number("0.015").divide(number("3")).expect("a third");
        let sums = (1..=3).map(|part| third.multiply(Number::from_integer(part)));
        assert_eq!(shown(Money::parts(sums, currency("USD"))), ["0.01", "0", "0.01"]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(
            cents in -1_000_000_000_000_000i64..1_000_000_000_000_000,
            weights in proptest::collection::vec(0i64..1_000_000_000, 1..130),
            code in proptest::sample::select(vec!["USD", "JPY", "KWD", "CLF"]),
        ) {
            let currency = currency(code);
            let whole = Money(Number::from_integer(cents).multiply(Money::minor_unit(currency).expect("a unit").number()).expect("an amount"));
            let weights: Vec<Number> = weights.into_iter().map(Number::from_integer).collect();
            let total = weights.iter().try_fold(Number::ZERO, |total, weight| total.add(*weight)).expect("a total");
            prop_assume!(!total.is_zero());
            let parts = whole.spread(&weights, currency).expect("parts");
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(Money::sum(parts.iter().copied()), Ok(whole));
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = whole.number().multiply(weight.divide(total).expect("a share")).expect("a quota");
                let off = part.number().subtract(exact).expect("a difference").abs();
                prop_assert!(off <= Money::minor_unit(currency).expect("a unit").number(), "{:?} for {}", part, exact);
            }
        }

        #[test]
        fn parts_are_those_of_whole_numbers(
            cents in -1_000_000_000_000i64..1_000_000_000_000,
            weights in proptest::collection::vec(0i64..1_000_000, 1..60),
        ) {
            let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            prop_assume!(total > 0);
            let whole = Money(Number::from_integer(cents).divide(Number::from_integer(100)).expect("an amount"));
            let parts = whole.spread(&weights.iter().copied().map(Number::from_integer).collect::<Vec<_>>(), currency("USD"));
            let (mut running, mut before, mut wanted) = (0_i128, 0_i128, Vec::new());
            for weight in &weights {
                running += i128::from(*weight);
                let doubled = 2 * i128::from(cents).abs() * running;
                let reached = (doubled + total) / (2 * total) * i128::from(cents.signum());
                let part = i64::try_from(reached - before).expect("a part");
                wanted.push(Money(Number::from_integer(part).divide(Number::from_integer(100)).expect("a part")));
                before = reached;
            }
            prop_assert_eq!(parts, Ok(wanted));
        }

        #[test]
        fn runs_that_are_whole_come_out_whole(quarter in 0i64..1_000_000_000, months in 1usize..13, quarters in 1usize..11) {
            let cents = Number::from_integer(quarter).divide(Number::from_integer(100)).expect("an amount");
            let whole = cents.multiply(Number::from_integer(quarters as i64)).expect("a whole");
            let parts = Money::even_parts(whole, months * quarters, currency("USD")).expect("parts");
            for run in parts.chunks(months) {
                prop_assert_eq!(Money::sum(run.iter().copied()), Ok(Money(cents)));
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
