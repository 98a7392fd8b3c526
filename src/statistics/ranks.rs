//! What the statistics stand on: takes values, gives their middle and their ranks.

use crate::quantity::{ArithmeticError, Number};

/// The middle of values, or the mean of the two in the middle; nothing of none.
///
/// # Errors
/// When a sum is too large.
pub fn median(values: impl IntoIterator<Item = Number>) -> Result<Option<Number>, ArithmeticError> {
    let mut sorted: Vec<Number> = values.into_iter().collect();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    let Some(upper) = sorted.get(middle).copied() else { return Ok(None) };
    if sorted.len() % 2 == 1 {
        return Ok(Some(upper));
    }
    let lower = middle.checked_sub(1).and_then(|below| sorted.get(below)).copied().unwrap_or(upper);
    Ok(Some(lower.add(upper)?.divide(Number::from_integer(2))?))
}

/// So many, as a number.
pub(super) fn whole(count: usize) -> Result<Number, ArithmeticError> {
    i64::try_from(count).map(Number::from_integer).map_err(|_| ArithmeticError::Overflow)
}

/// Twice the rank of each value, counted from one; equal values share the mean of their ranks, so that twice it is whole.
pub(super) fn doubled_ranks(values: &[Number]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|place| values.get(*place));
    let mut ranks = vec![0; values.len()];
    let mut done = 0;
    for tied in order.chunk_by(|one, other| values.get(*one) == values.get(*other)) {
        // The ranks from `done + 1` to `done + tied.len()`: twice their mean is the sum of both ends.
        let both_ends = i64::try_from(2 * done + tied.len() + 1).unwrap_or(i64::MAX);
        for place in tied {
            if let Some(rank) = ranks.get_mut(*place) {
                *rank = both_ends;
            }
        }
        done += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_ranks() {
        let values = [3, 1, 3, 2].map(Number::from_integer);
        assert_eq!(doubled_ranks(&values), [7, 2, 7, 4]);
    }

    #[test]
    fn the_middle_of_two_is_their_mean() {
        let of = |values: &[i64]| median(values.iter().copied().map(Number::from_integer));
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&[4, 1, 2]), Ok(Some(Number::from_integer(2))));
        assert_eq!(of(&[4, 1]), Ok(Some(Number::from_integer(5).divide(Number::from_integer(2)).expect("a number"))));
    }
}
