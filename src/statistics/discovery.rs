//! Many tests at once: takes the p of each, gives the share of false ones among all that are at least as sure.

use super::ranks::whole;
use crate::quantity::{ArithmeticError, Number};

/// What each p stands for among all of them, after Benjamini and Hochberg, as SciPy's `false_discovery_control`.
///
/// # Errors
/// When there are too many.
pub fn adjusted(probabilities: &[Number]) -> Result<Vec<Number>, ArithmeticError> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by_key(|place| probabilities.get(*place));
    let mut adjusted = vec![Number::ONE; probabilities.len()];
    let mut least = Number::ONE;
    for (rank, place) in order.into_iter().enumerate().rev() {
        let p = probabilities.get(place).copied().unwrap_or(Number::ONE);
        least = least.minimum(p.multiply(whole(probabilities.len())?)?.divide(whole(rank + 1)?)?);
        if let Some(found) = adjusted.get_mut(place) {
            *found = least;
        }
    }
    Ok(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From SciPy 1.17: `false_discovery_control([0.01, 0.04, 0.03, 0.5])`.
    #[test]
    fn what_stands_for_each_is_as_scipy_gives_it() {
        let p = ["0.01", "0.04", "0.03", "0.5"].map(|text| Number::parse(text).expect("a number"));
        let found = adjusted(&p).expect("small figures");
        let shown: Vec<String> = found.iter().map(|p| p.round_half_even(6).to_string()).collect();
        assert_eq!(shown, ["0.04", "0.053333", "0.053333", "0.5"]);
    }
}
