//! Rank correlation: takes pairs of values, gives Spearman's ρ.

use super::ranks::doubled_ranks;
use crate::quantity::{ArithmeticError, Number};

/// The least pairs that anything is said about.
pub const LEAST_PAIRS: usize = 8;

/// The correlation of the ranks of pairs, as SciPy's `spearmanr`; nothing of too few, or where one side never changes.
///
/// # Errors
/// When there are too many pairs.
pub fn spearman(pairs: &[(Number, Number)]) -> Result<Option<Number>, ArithmeticError> {
    if pairs.len() < LEAST_PAIRS {
        return Ok(None);
    }
    let one: Vec<Number> = pairs.iter().map(|(one, _)| *one).collect();
    let other: Vec<Number> = pairs.iter().map(|(_, other)| *other).collect();
    let middle = i64::try_from(pairs.len()).map_err(|_| ArithmeticError::Overflow)? + 1;
    // Twice each rank less twice their mean, which is n + 1: whole numbers throughout.
    let (mut product, mut of_one, mut of_other) = (0_i64, 0_i64, 0_i64);
    for (one, other) in doubled_ranks(&one).into_iter().zip(doubled_ranks(&other)) {
        let (one, other) = (one - middle, other - middle);
        product = product.saturating_add(one.saturating_mul(other));
        of_one = of_one.saturating_add(one.saturating_mul(one));
        of_other = of_other.saturating_add(other.saturating_mul(other));
    }
    if of_one == 0 || of_other == 0 {
        return Ok(None);
    }
    let spread = Number::from_integer(of_one).multiply(Number::from_integer(of_other))?.sqrt()?;
    let correlation = Number::from_integer(product).divide(spread)?;
    Ok(Some(correlation.clamp(Number::ONE.negate(), Number::ONE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(values: &[(i64, i64)]) -> Vec<(Number, Number)> {
        values.iter().map(|(one, other)| (Number::from_integer(*one), Number::from_integer(*other))).collect()
    }

    /// From SciPy 1.17: `spearmanr([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 6, 5, 8, 8])`.
    #[test]
    fn a_correlation_is_as_scipy_gives_it() {
        let found = spearman(&pairs(&[(1, 2), (2, 1), (3, 4), (4, 3), (5, 6), (6, 5), (7, 8), (8, 8)]));
        let rounded = found.expect("small figures").expect("enough of them").round_half_even(12);
        assert_eq!(rounded.to_string(), "0.922172221673");
    }

    #[test]
    fn rising_together_is_one_and_nothing_comes_of_a_constant() {
        let rising: Vec<(i64, i64)> = (1..=9).map(|value| (value, value * value)).collect();
        assert_eq!(spearman(&pairs(&rising)), Ok(Some(Number::ONE)));
        let flat: Vec<(i64, i64)> = (1..=9).map(|value| (value, 4)).collect();
        assert_eq!(spearman(&pairs(&flat)), Ok(None));
        assert_eq!(spearman(&pairs(&rising[..7])), Ok(None));
    }
}
