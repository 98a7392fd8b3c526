//! Shares and amounts of money that control reads: each a figure that no month or level changes.

use super::super::context::Checker;
use crate::model::schema::{Formula, to};
use crate::quantity::{Money, Number};

pub(super) fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}
pub(super) fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Money> {
    let amount = checker.fixed_money(written?.id)?;
    Some(Money::round(amount, checker.currency))
}
