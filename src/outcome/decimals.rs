//! How exact figures of an outcome are: what is beyond is noise of division.

use crate::quantity::Number;

/// More decimals than these are noise of division.
pub(super) const DECIMALS: u32 = 6;
pub(super) fn without_noise(value: Number) -> Number {
    value.round_half_even(DECIMALS)
}
