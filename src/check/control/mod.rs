//! The terms of budgetary control: takes what a plan says of income, transfers, tolerances and notes, gives it by ids, months
//! and amounts, and reports what does not hold together. No ledger is opened here.

mod authority;
mod income;
mod ledgers;
mod messages;
mod notes;
mod terms;
mod transfers;

use std::collections::BTreeMap;

use super::context::{Checker, Place};
use super::expect::MoneyRead;
use crate::model::Retire;
use crate::model::control::ForecastMethod;
use crate::model::schema::{Formula, to};
use crate::quantity::{Currency, Money, Number};

pub use terms::*;

/// The months of a year.
const A_YEAR: i64 = 12;

/// Reads every term of control.
pub(super) fn read_control(checker: &mut Checker) -> ControlTerms {
    let plan = checker.plan;
    ledgers::check(checker);
    let incomes = income::read(checker);
    income::check_earnings(checker);
    let retired = plan.retires.values().map(|retire| yearly(checker, retire)).collect();
    let transfers = transfers::read(checker);
    authority::check(checker, &transfers);
    let control = plan.controls.values().next();
    let closed = control.and_then(|control| control.closed);
    ControlTerms {
        closed: closed.and_then(|closed| checker.month_index(closed, "the closed month")),
        forecast: control.and_then(|control| control.forecast).unwrap_or(ForecastMethod::Phased),
        incomes,
        retired,
        transfers,
        tolerances: notes::read_tolerances(checker),
        notes: notes::read_notes(checker),
        carry: plan.carries.values().next().map(|carry| CarryTerms {
            unspent: share(checker, carry.unspent.as_ref()),
            at_most: money(checker, carry.at_most.as_ref()),
            overspent: share(checker, carry.overspent.as_ref()),
        }),
        rates: rates(checker),
    }
}

/// What each foreign currency is worth in the plan's own.
fn rates(checker: &Checker) -> BTreeMap<Currency, Number> {
    checker.rates.iter().filter_map(|(currency, rate)| Some((*currency, (*rate)?))).collect()
}

/// What an activity that ends cost in a year.
fn yearly(checker: &mut Checker, retire: &Retire) -> Option<Money> {
    let today = retire.today.get()?;
    let amount = match checker.money_or_rate(today.amount.id, Place::Constant)? {
        MoneyRead::Once(program) => {
            let months = today.of.map_or(A_YEAR, |period| {
                let (first, last) = period.value.months(checker.fiscal_start);
                i64::from(first.months_until(last)).saturating_add(1)
            });
            let amount = program.constant()?.multiply(Number::from_integer(A_YEAR)).ok()?;
            amount.divide(Number::from_integer(months)).ok()?
        }
        MoneyRead::Monthly(program, ratio) => {
            program.constant()?.multiply(Number::from_integer(A_YEAR)).ok()?.scale(ratio).ok()?
        }
    };
    Some(Money::round(amount, checker.currency))
}

fn share(checker: &mut Checker, written: Option<&Formula<to::Share>>) -> Option<Number> {
    checker.fixed_share(written?.id)
}

fn money(checker: &mut Checker, written: Option<&Formula<to::Money>>) -> Option<Money> {
    let amount = checker.fixed_money(written?.id)?;
    Some(Money::round(amount, checker.currency))
}
