//! What was over what is, as bars.

use crate::quantity::Money;
use crate::report::document::Cell;
use crate::report::drawn::{Ink, Part, Strip};

/// What was over what is.
pub(super) fn bars(was: Money, is: Money) -> Cell {
    let bars = vec![vec![Part::bar(was.number(), Ink::Previous)], vec![Part::bar(is.number(), Ink::Plan)]];
    if was.is_zero() && is.is_zero() { Cell::Empty } else { Cell::Strip(Box::new(Strip::new(bars))) }
}
