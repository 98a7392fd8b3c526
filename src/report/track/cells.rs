//! The cells of a year's course: money, variances with good news or bad, shares.

use crate::check::CheckedPlan;
use crate::quantity::Money;
use crate::report::document::{Cell, Figure, Mark, Sign};
use crate::report::number::part;

/// An amount.
pub(super) fn amount(plan: &CheckedPlan, amount: Money) -> Cell {
    Cell::Figure(Figure::money(amount, plan.currency))
}

/// An amount, or nothing where it is nought.
pub(super) fn some_amount(plan: &CheckedPlan, money: Money) -> Cell {
    if money.is_zero() { Cell::Empty } else { amount(plan, money) }
}

/// A variance: above nought is favourable.
pub(super) fn variance(plan: &CheckedPlan, variance: Money) -> Cell {
    let mark = match (variance.is_positive(), variance.is_negative()) {
        (true, _) => Some(Mark::Good),
        (_, true) => Some(Mark::Bad),
        (false, false) => None,
    };
    Cell::Figure(Figure { sign: Sign::Both, mark, ..Figure::money(variance, plan.currency) })
}

/// A variance of money that goes out, as the way from what it came to up to what was planned: it ties with both, however they are
/// written.
pub(super) fn variance_of_cost(plan: &CheckedPlan, came: Money, strays: Money) -> Cell {
    match variance(plan, strays) {
        Cell::Figure(figure) => Cell::Figure(Figure { sign: Sign::From(came.number()), ..figure }),
        cell => cell,
    }
}

/// A part of a whole in percent; n/a of nothing.
pub(super) fn share(of: Money, whole: Money) -> Cell {
    Cell::or_not_available(part(of, whole).map(|share| Cell::Figure(Figure::share(share, 1))))
}
