//! The terms of budgetary control: takes what a plan says of income, transfers, tolerances and notes, gives it by ids, months
//! and amounts, and reports what does not hold together. No ledger is opened here.

mod amounts;
mod authority;
mod income;
mod ledgers;
mod messages;
mod notes;
mod terms;
mod transfers;

use std::collections::BTreeMap;

use super::checked::PresentTerms;
use super::context::Checker;
use crate::model::control::ForecastMethod;
use crate::quantity::{Currency, Number};
use amounts::{money, share};

pub use terms::*;

/// Reads every term of control.
pub(super) fn read_control(checker: &mut Checker, retired: &[Option<PresentTerms>]) -> ControlTerms {
    let plan = checker.plan;
    ledgers::check(checker);
    let incomes = income::read(checker);
    income::check_earnings(checker);
    let retired = retired.iter().map(|present| Some((*present)?.yearly)).collect();
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
