//! Positive fractions of whole numbers: how many of one unit make another, exactly.

use crate::quantity::ArithmeticError;

/// A positive fraction in lowest terms. Units hold one as their scale, so that rates stay exact until the last division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// At least 1, with no divisor in common with the denominator.
    numerator: u128,
    /// At least 1.
    denominator: u128,
}

impl Ratio {
    /// 1.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// `numerator / denominator`; none of them may be 0.
    #[must_use]
    pub fn new(numerator: u128, denominator: u128) -> Option<Ratio> {
        if numerator == 0 || denominator == 0 {
            return None;
        }
        let (numerator, denominator) = reduce(numerator, denominator);
        Some(Ratio { numerator, denominator })
    }

    /// The ratio of `value` to 1; a 0 counts as 1.
    pub(super) fn whole(value: u128) -> Ratio {
        Ratio { numerator: value.max(1), denominator: 1 }
    }

    /// What stands above the line.
    #[must_use]
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// What stands below the line.
    #[must_use]
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// Whether this is 1.
    #[must_use]
    pub fn is_one(self) -> bool {
        self == Ratio::ONE
    }

    /// This ratio times `other`.
    pub fn multiply(self, other: Ratio) -> Result<Ratio, ArithmeticError> {
        // Reduced crosswise first, so that only a result that does not fit overflows.
        let (left_above, right_below) = reduce(self.numerator, other.denominator);
        let (right_above, left_below) = reduce(other.numerator, self.denominator);
        let numerator = left_above.checked_mul(right_above).ok_or(ArithmeticError::Overflow)?;
        let denominator = left_below.checked_mul(right_below).ok_or(ArithmeticError::Overflow)?;
        Ok(Ratio { numerator, denominator })
    }

    /// This ratio divided by `other`.
    pub fn divide(self, other: Ratio) -> Result<Ratio, ArithmeticError> {
        self.multiply(other.turned())
    }

    /// This ratio to the power of `exponent`; a negative one turns it upside down.
    pub fn power(self, exponent: i8) -> Result<Ratio, ArithmeticError> {
        let base = if exponent < 0 { self.turned() } else { self };
        let exponent = u32::from(exponent.unsigned_abs());
        let numerator = base.numerator.checked_pow(exponent).ok_or(ArithmeticError::Overflow)?;
        let denominator = base.denominator.checked_pow(exponent).ok_or(ArithmeticError::Overflow)?;
        Ok(Ratio { numerator, denominator })
    }

    fn turned(self) -> Ratio {
        Ratio { numerator: self.denominator, denominator: self.numerator }
    }
}

/// Both without what divides both; neither is 0.
fn reduce(left: u128, right: u128) -> (u128, u128) {
    let divisor = greatest_common_divisor(left, right);
    (left.checked_div(divisor).unwrap_or(left), right.checked_div(divisor).unwrap_or(right))
}

fn greatest_common_divisor(left: u128, right: u128) -> u128 {
    let (mut larger, mut smaller) = (left, right);
    while let Some(rest) = larger.checked_rem(smaller) {
        (larger, smaller) = (smaller, rest);
    }
    larger
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: u128, denominator: u128) -> Ratio {
        Ratio::new(numerator, denominator).expect("a ratio")
    }

    #[test]
    fn is_kept_in_lowest_terms() {
        assert_eq!(ratio(6, 4), ratio(3, 2));
        assert_eq!((ratio(6, 4).numerator(), ratio(6, 4).denominator()), (3, 2));
        assert!(ratio(5, 5).is_one());
        assert_eq!(Ratio::new(0, 1), None);
        assert_eq!(Ratio::new(1, 0), None);
    }

    #[test]
    fn multiplies_and_divides() {
        assert_eq!(ratio(2, 3).multiply(ratio(3, 4)), Ok(ratio(1, 2)));
        assert_eq!(ratio(2, 3).divide(ratio(4, 3)), Ok(ratio(1, 2)));
        assert_eq!(ratio(2, 3).power(-2), Ok(ratio(9, 4)));
        assert_eq!(ratio(2, 3).power(0), Ok(Ratio::ONE));
        assert_eq!(ratio(2, 3).power(-1), Ok(ratio(3, 2)));
    }

    #[test]
    fn overflows_only_when_the_result_does_not_fit() {
        let huge = ratio(u128::MAX, 1);
        assert_eq!(huge.multiply(ratio(1, u128::MAX)), Ok(Ratio::ONE));
        assert_eq!(huge.divide(huge), Ok(Ratio::ONE));
        assert_eq!(huge.multiply(ratio(2, 1)), Err(ArithmeticError::Overflow));
        assert_eq!(ratio(31_536_000, 1).power(6), Err(ArithmeticError::Overflow));
        assert_eq!(ratio(2, 1).power(i8::MIN), Err(ArithmeticError::Overflow));
    }
}
