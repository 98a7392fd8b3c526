//! An amount of a cap, a floor or the reserve: takes its formula, gives money or a share of the budget.

use super::checked::BoundAmount;
use super::clashes;
use super::context::Checker;
use crate::model::schema::{Formula, to};
use crate::quantity::{Money, Number};

/// Money, or a share of the budget; neither is below zero.
pub(super) fn read_amount(checker: &mut Checker, amount: &Formula<to::MoneyOrShare>) -> Option<BoundAmount> {
    let program = checker.money_or_share(amount.id)?;
    let value: Number = program.constant()?;
    if program.unit() == checker.units.share {
        return checker.within_whole(value, amount.span).then_some(BoundAmount::Share(value));
    }
    if value.is_negative() {
        checker.report(clashes::below_zero(amount.span));
        return None;
    }
    Some(BoundAmount::Money(Money::round(value, checker.currency)))
}
