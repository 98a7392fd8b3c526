//! Shares and amounts of money that control reads: each a figure that no month or level changes.

use super::super::clashes;
use super::super::context::Checker;
use crate::model::schema::{Formula, to};
use crate::quantity::{Money, Number};

pub(super) fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}

/// The same, of an amount that is never below zero.
pub(super) fn money_from_zero(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Money> {
    let amount = money(checker, written)?;
    if amount < Money::default() {
        checker.report(clashes::below_zero(written?.span));
        return None;
    }
    Some(amount)
}

pub(super) fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Money> {
    let amount = checker.fixed_money(written?.id)?;
    Some(Money::round(amount, checker.currency))
}
