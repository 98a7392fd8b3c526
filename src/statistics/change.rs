//! A change point: takes a series, gives where two levels part it (Pettitt 1979), and how likely chance would part it so.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::ranks::{doubled_ranks, median};
use crate::quantity::{ArithmeticError, Number};

/// The least values that a change is looked for in.
pub const LEAST_FOR_A_BREAK: usize = 8;

/// How often the series is shuffled to see what chance does.
const SHUFFLES: u32 = 9_999;

/// The seed of all shuffles, so that the same series always gives the same answer.
const SEED: u64 = 1979;

/// Where a series changes its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The first value of the new level, by its place.
    pub place: usize,
    /// Pettitt's K.
    pub k: i64,
    /// How many of ten thousand series in another order part as far, this one included.
    pub as_far: u32,
    /// The median before.
    pub before: Number,
    /// The median from there on.
    pub after: Number,
    /// What stays unexplained by these two: the sum of the distances to them.
    pub residuals: Number,
}

impl Break {
    /// The share of orders that part as far.
    ///
    /// # Errors
    /// Never with the counts that shuffling gives.
    pub fn p(&self) -> Result<Number, ArithmeticError> {
        Number::from_integer(i64::from(self.as_far)).divide(Number::from_integer(i64::from(SHUFFLES) + 1))
    }
}

/// Where a series parts the most, whether by chance or not; nothing where it is too short.
///
/// # Errors
/// When a figure is too large.
pub fn change_point(values: &[Number]) -> Result<Option<Break>, ArithmeticError> {
    if values.len() < LEAST_FOR_A_BREAK {
        return Ok(None);
    }
    let ranks = doubled_ranks(values);
    let (k, place) = furthest(&ranks);
    let (earlier, later) = values.split_at_checked(place).unwrap_or((values, &[]));
    let (Some(before), Some(after)) = (median(earlier.iter().copied())?, median(later.iter().copied())?) else {
        return Ok(None);
    };
    let mut residuals = Number::ZERO;
    for (values, level) in [(earlier, before), (later, after)] {
        for value in values {
            residuals = residuals.add(value.subtract(level)?.abs())?;
        }
    }
    Ok(Some(Break { place, k, as_far: 1 + as_far(ranks, k), before, after, residuals }))
}

/// K, the largest of |2 Σ ranks − t (n + 1)|, and the first place after which it stands.
fn furthest(doubled: &[i64]) -> (i64, usize) {
    let middle = i64::try_from(doubled.len()).unwrap_or(i64::MAX - 1) + 1;
    let (mut sum, mut best) = (0, (0, 1));
    for (place, rank) in doubled.iter().enumerate().take(doubled.len().saturating_sub(1)) {
        sum += rank - middle;
        if sum.abs() > best.0 {
            best = (sum.abs(), place + 1);
        }
    }
    best
}

/// How many of the shuffled series part at least as far.
fn as_far(mut ranks: Vec<i64>, k: i64) -> u32 {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut count = 0;
    for _ in 0..SHUFFLES {
        for last in (1..ranks.len()).rev() {
            ranks.swap(last, below(&mut random, last + 1));
        }
        if furthest(&ranks).0 >= k {
            count += 1;
        }
    }
    count
}

/// A whole number below a bound, each as likely: those that would favour the low ones are drawn again.
fn below(random: &mut ChaCha8Rng, bound: usize) -> usize {
    let bound = u64::try_from(bound).unwrap_or(1).max(1);
    let even = u64::MAX - u64::MAX % bound;
    loop {
        let drawn = random.next_u64();
        if drawn < even {
            return usize::try_from(drawn % bound).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: with ranks 1 to 8 in order, the sum of the first four is 10, and K = |2·10 − 4·9| = 16 after the fourth.
    #[test]
    fn k_stands_where_two_levels_part() {
        let values: Vec<Number> = (1..=8).map(Number::from_integer).collect();
        let found = change_point(&values).expect("small figures").expect("enough of them");
        assert_eq!((found.k, found.place), (16, 4));
        // Two of 8! orders that part four by four each way: far below one in ten thousand times 50.
        assert!(found.as_far < 500, "{}", found.as_far);
    }

    #[test]
    fn what_never_changes_has_no_change() {
        let values = vec![Number::ONE; 9];
        let found = change_point(&values).expect("small figures").expect("enough of them");
        assert_eq!((found.k, found.as_far), (0, SHUFFLES + 1));
        assert_eq!(change_point(&values[..7]), Ok(None));
    }

    #[test]
    fn the_same_series_gives_the_same_answer() {
        let values: Vec<Number> = [5, 3, 8, 1, 9, 2, 7, 7, 4].map(Number::from_integer).to_vec();
        assert_eq!(change_point(&values), change_point(&values));
    }
}
