//! The slope of a series: takes values by month, gives the median of the slopes of all pairs (Theil–Sen) with its interval.

use super::ranks::{median, whole};
use crate::quantity::{ArithmeticError, Number};

/// The least values that a slope is drawn through.
pub const LEAST_FOR_A_SLOPE: usize = 5;

/// A line through a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slope {
    /// The change of a month.
    pub slope: Number,
    /// The low end of the interval of 95%.
    pub low: Number,
    /// The high end.
    pub high: Number,
    /// The value at month nought.
    pub start: Number,
}

impl Slope {
    /// The value of the line in a month.
    ///
    /// # Errors
    /// When it is too large.
    pub fn at(&self, month: i32) -> Result<Number, ArithmeticError> {
        self.start.add(self.slope.multiply(Number::from_integer(i64::from(month)))?)
    }
}

/// The 97.5% quantile of the normal distribution, as SciPy's `norm.ppf` gives it.
fn normal_quantile() -> Result<Number, ArithmeticError> {
    Number::from_integer(1_959_963_984_540_054).divide(Number::from_integer(1_000_000_000_000_000))
}

/// As SciPy's `theilslopes(y, x, 0.95)`: months are all different, gaps between them stay; nothing where there are too few.
///
/// # Errors
/// When a figure is too large.
pub fn slope(values: &[(i32, Number)]) -> Result<Option<Slope>, ArithmeticError> {
    if values.len() < LEAST_FOR_A_SLOPE {
        return Ok(None);
    }
    let mut slopes = Vec::with_capacity(values.len() * values.len() / 2);
    for (place, (month, value)) in values.iter().enumerate() {
        for (later, other) in values.iter().skip(place + 1) {
            let apart = Number::from_integer(i64::from(*later) - i64::from(*month));
            slopes.push(other.subtract(*value)?.divide(apart)?);
        }
    }
    slopes.sort_unstable();
    let (low, high) = ends(&slopes, values)?;
    let Some(slope) = median(slopes.iter().copied())? else { return Ok(None) };
    let months = median(values.iter().map(|(month, _)| Number::from_integer(i64::from(*month))))?;
    let middle = median(values.iter().map(|(_, value)| *value))?;
    let (Some(months), Some(middle)) = (months, middle) else { return Ok(None) };
    Ok(Some(Slope { slope, low, high, start: middle.subtract(slope.multiply(months)?)? }))
}

/// The slopes at both ends of the interval, by their ranks (Sen 1968).
fn ends(slopes: &[Number], values: &[(i32, Number)]) -> Result<(Number, Number), ArithmeticError> {
    let term = |count: usize| -> Result<Number, ArithmeticError> {
        let n = whole(count)?;
        n.multiply(n.subtract(Number::ONE)?)?.multiply(whole(2 * count + 5)?)
    };
    let mut sorted: Vec<Number> = values.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable();
    let mut variance = term(values.len())?;
    for tied in sorted.chunk_by(|one, other| one == other).filter(|tied| tied.len() > 1) {
        variance = variance.subtract(term(tied.len())?)?;
    }
    let spread = variance.divide(whole(18)?)?.sqrt()?.multiply(normal_quantile()?)?;
    let count = whole(slopes.len())?;
    let rank = |number: Number| number.divide(whole(2)?).map(|rank| rank.round_half_even(0).to_integer().unwrap_or(0));
    let last = i64::try_from(slopes.len()).unwrap_or(i64::MAX) - 1;
    let high = rank(count.add(spread)?)?.min(last);
    let low = (rank(count.subtract(spread)?)? - 1).max(0);
    let at = |rank: i64| usize::try_from(rank).ok().and_then(|rank| slopes.get(rank)).copied().unwrap_or_default();
    Ok((at(low), at(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse_signed(text).expect("a number")
    }

    /// From SciPy 1.17: `theilslopes([17, 18, 18, 19, 21, 22, 23, 26], [0, 1, 2, 3, 4, 5, 7, 8], 0.95)`.
    #[test]
    fn a_slope_is_as_scipy_gives_it() {
        let values = [17, 18, 18, 19, 21, 22, 23, 26].map(Number::from_integer);
        let series: Vec<(i32, Number)> = [0, 1, 2, 3, 4, 5, 7, 8].into_iter().zip(values).collect();
        let found = slope(&series).expect("small figures").expect("enough of them");
        assert_eq!(found.slope.round_half_even(12), number("1"));
        assert_eq!(found.start.round_half_even(12), number("16.5"));
        assert_eq!(
            (found.low.round_half_even(12), found.high.round_half_even(12)),
            (number("0.666666666667"), number("1.333333333333"))
        );
    }

    #[test]
    fn four_are_too_few_and_equal_ones_do_not_rise() {
        let flat = |count: i32| (0..count).map(|month| (month, Number::ONE)).collect::<Vec<_>>();
        assert_eq!(slope(&flat(4)), Ok(None));
        let found = slope(&flat(5)).expect("small figures").expect("enough of them");
        assert_eq!((found.slope, found.low, found.high), (Number::ZERO, Number::ZERO, Number::ZERO));
    }
}
