//! How likely chance gives a correlation: takes ρ and the number of pairs, gives the two-sided p of Student's t.
//!
//! With r = ρ and ν = n − 2, t/√ν is r/√(1 − r²), so that the distribution's closed form for whole ν (Abramowitz and Stegun,
//! 26.7.3 and 26.7.4) needs r and √(1 − r²) alone, and the arc sine of r where ν is odd.

use crate::quantity::{ArithmeticError, Number};

/// The decimals that p is given with.
const DECIMALS: u32 = 12;

/// The two-sided p of a correlation of so many pairs, at least three, as SciPy's `spearmanr` gives it.
///
/// # Errors
/// When there are too many pairs.
pub fn two_sided(correlation: Number, pairs: usize) -> Result<Number, ArithmeticError> {
    let freedom = i64::try_from(pairs).map_err(|_| ArithmeticError::Overflow)? - 2;
    let r = correlation.abs();
    let rest = Number::ONE.subtract(r.multiply(r)?)?.maximum(Number::ZERO);
    let inside = if freedom % 2 == 0 { of_even(r, rest, freedom)? } else { of_odd(r, rest, freedom)? };
    Ok(Number::ONE.subtract(inside)?.round_half_even(DECIMALS).clamp(Number::ZERO, Number::ONE))
}

/// r (1 + 1/2 c² + 1·3/(2·4) c⁴ + …), up to c to the power of ν − 2; `rest` is c².
fn of_even(r: Number, rest: Number, freedom: i64) -> Result<Number, ArithmeticError> {
    r.multiply(series(rest, 2, freedom)?)
}

/// 2/π (θ + r c (1 + 2/3 c² + 2·4/(3·5) c⁴ + …)), up to c to the power of ν − 3 in the brackets.
fn of_odd(r: Number, rest: Number, freedom: i64) -> Result<Number, ArithmeticError> {
    let mut inside = arc_sine(r, rest)?;
    if freedom > 1 {
        inside = inside.add(r.multiply(rest.sqrt()?)?.multiply(series(rest, 3, freedom)?)?)?;
    }
    inside.multiply(Number::from_integer(2))?.divide(pi()?)
}

/// 1 + (n − 1)/n c² + (n − 1)(n + 1)/(n (n + 2)) c⁴ + …, from `first` on and below ν.
fn series(rest: Number, first: i64, freedom: i64) -> Result<Number, ArithmeticError> {
    let (mut term, mut sum) = (Number::ONE, Number::ONE);
    for step in (first..freedom).step_by(2) {
        term = term.multiply(rest)?.multiply(Number::from_integer(step - 1))?.divide(Number::from_integer(step))?;
        sum = sum.add(term)?;
    }
    Ok(sum)
}

fn pi() -> Result<Number, ArithmeticError> {
    Number::from_integer(3_141_592_653_589_793_238).divide(Number::from_integer(1_000_000_000_000_000_000))
}

/// The angle whose sine is r, of 0 to 1: halved three times, its series ends soon.
fn arc_sine(r: Number, rest: Number) -> Result<Number, ArithmeticError> {
    let (mut sine, mut cosine) = (r, rest.sqrt()?);
    for _ in 0..3 {
        // sin(θ/2) = sin θ ÷ √(2 (1 + cos θ)), and cos(θ/2) = √((1 + cos θ)/2)
        let one_more = Number::ONE.add(cosine)?;
        sine = sine.divide(one_more.multiply(Number::from_integer(2))?.sqrt()?)?;
        cosine = one_more.divide(Number::from_integer(2))?.sqrt()?;
    }
    let square = sine.multiply(sine)?;
    let (mut term, mut sum) = (sine, sine);
    for step in (1..40).step_by(2) {
        // Each term is the last one times z² · step² ÷ ((step + 1)(step + 2)).
        let (odd, even, next) =
            (Number::from_integer(step), Number::from_integer(step + 1), Number::from_integer(step + 2));
        term = term.multiply(square)?.multiply(odd.multiply(odd)?)?.divide(even.multiply(next)?)?;
        sum = sum.add(term)?;
    }
    sum.multiply(Number::from_integer(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(correlation: &str, pairs: usize) -> String {
        let number = Number::parse_signed(correlation).expect("a number");
        two_sided(number, pairs).expect("small figures").round_half_even(10).to_string()
    }

    /// From SciPy 1.17: `2 * t.sf(abs(r) * sqrt((n - 2) / (1 - r * r)), n - 2)`.
    #[test]
    fn p_is_as_scipy_gives_it() {
        assert_eq!(p("0.5", 8), "0.20703125");
        assert_eq!(p("-0.5", 9), "0.1704706608");
        assert_eq!(p("0.9", 12), "0.0000664444");
        assert_eq!(p("0.9", 13), "0.0000277161");
        assert_eq!(p("0", 10), "1");
        assert_eq!((p("1", 10).as_str(), p("1", 11).as_str()), ("0", "0"));
    }
}
