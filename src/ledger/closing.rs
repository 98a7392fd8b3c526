//! Closing: takes the books and the month that is asked for, gives the cells that count up to the closed month, with orders
//! netted by what was paid of them, exchanged and rounded once.

use std::collections::BTreeMap;

use super::aside::{left_aside, put_aside};
use super::cell::{Cell, Ledger, Spent, State};
use super::messages;
use super::read::{BookKey, Books, Status};
use super::surveys::Observations;
use super::token::number_of;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::model::{Actuals, Id};
use crate::quantity::{Currency, Money, Month, Number};

/// Closes the books; nothing where no month is closed, which is then reported.
pub fn close(diagnostics: &mut Diagnostics, plan: &CheckedPlan, books: Books, as_of: Option<usize>) -> Option<Ledger> {
    let paid = paid_months(plan, &books);
    let run = paid.iter().take_while(|paid| **paid).count();
    let Some(closed) = as_of.or(plan.control.closed).or(run.checked_sub(1)) else {
        diagnostics.add(messages::nothing_closed(plan));
        return None;
    };
    let later = paid.iter().enumerate().skip(closed + 1).filter(|(_, paid)| **paid);
    let later = later.filter_map(|(month, _)| plan.calendar.month(month)).collect();
    let mut cells: BTreeMap<CellKey, CellSums> = BTreeMap::new();
    let mut aside = books.ignored;
    for (key, sums) in &books.cells {
        let month = index(plan, key.month).filter(|month| *month <= closed);
        let Some(month) = month else {
            let why =
                if index(plan, key.month).is_some() { "after the closed month" } else { "outside of the calendar" };
            put_aside(&mut aside, why.to_owned(), key.currency, (sums.rows, sums.amount));
            continue;
        };
        let state = match (key.status, key.referenced) {
            (Status::Paid | Status::Final, _) => State::Paid,
            (Status::Ordered, false) => State::Open,
            (Status::Ordered, true) => continue,
        };
        let cell = cells.entry((key.source, month, state, key.currency, key.spent)).or_default();
        cell.amount = cell.amount.saturating_add(sums.amount);
        cell.quantity = cell.quantity.saturating_add(sums.quantity);
        cell.rows += sums.rows;
        cell.counted += sums.counted;
    }
    for rows in books.orders.values() {
        if let Some((key, month, open)) = open_order(plan, rows, closed) {
            let cell = cells.entry((key.source, month, State::Open, key.currency, key.spent)).or_default();
            cell.amount = cell.amount.saturating_add(open);
            cell.rows += 1;
        }
    }
    let cells = exchanged(diagnostics, plan, cells)?;
    Some(Ledger {
        closed,
        cells,
        left_aside: left_aside(aside),
        later,
        read_as: books.read_as,
        taken_as_paid: books.taken_as_paid.into_iter().collect(),
    })
}

/// The year of a plan that names no ledger, closed by what was observed; nothing where nothing was, which is then reported.
pub fn close_without_books(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    observations: &Observations,
    as_of: Option<usize>,
) -> Option<Ledger> {
    let observed = observations.series.values().flat_map(|series| series.keys());
    let latest = observed.filter_map(|month| plan.calendar.index(*month)).max();
    let Some(closed) = as_of.or(plan.control.closed).or(latest) else {
        diagnostics.add(messages::nothing_observed(plan));
        return None;
    };
    let (cells, left_aside, later, read_as, taken_as_paid) = Default::default();
    Some(Ledger { closed, cells, left_aside, later, read_as, taken_as_paid })
}

/// What cells are summed by: source, month of the calendar, state, currency and purpose.
pub(super) type CellKey = (Id<Actuals>, usize, State, Currency, Spent);

/// The sums of a cell, in millionths.
#[derive(Default)]
pub(super) struct CellSums {
    /// The money.
    pub amount: i128,
    /// How many.
    pub quantity: i128,
    /// The rows.
    pub rows: u64,
    /// Those of them with a quantity.
    pub counted: u64,
}

/// The months of the calendar in which something was paid.
fn paid_months(plan: &CheckedPlan, books: &Books) -> Vec<bool> {
    let mut months = vec![false; plan.calendar.len()];
    for key in books.cells.keys().filter(|key| key.status != Status::Ordered) {
        if let Some(paid) = index(plan, key.month).and_then(|month| months.get_mut(month)) {
            *paid = true;
        }
    }
    months
}

fn index(plan: &CheckedPlan, month: i32) -> Option<usize> {
    plan.calendar.index(Month::of_number(month)?)
}

/// What of an order is open: ordered less paid, at least nought, in the month of its last order row; nothing once a last
/// payment came.
fn open_order(plan: &CheckedPlan, rows: &BTreeMap<BookKey, i128>, closed: usize) -> Option<(BookKey, usize, i128)> {
    let counts = |key: &BookKey| index(plan, key.month).filter(|month| *month <= closed);
    let (mut ordered, mut paid, mut last) = (0_i128, 0_i128, None);
    for (key, amount) in rows {
        let Some(month) = counts(key) else { continue };
        match key.status {
            Status::Final => return None,
            Status::Paid => paid = paid.saturating_add(*amount),
            Status::Ordered => {
                ordered = ordered.saturating_add(*amount);
                if last.is_none_or(|(_, latest)| month >= latest) {
                    last = Some((*key, month));
                }
            }
        }
    }
    let (key, month) = last?;
    let open = ordered.saturating_sub(paid).max(0);
    (open > 0).then_some((key, month, open))
}

/// Each cell in the plan's currency; a currency without a rate is one finding.
pub(super) fn exchanged(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    cells: BTreeMap<CellKey, CellSums>,
) -> Option<Vec<Cell>> {
    let mut exchanged = Vec::with_capacity(cells.len());
    let mut without: BTreeMap<(Id<Actuals>, Currency), (u64, i128)> = BTreeMap::new();
    for ((source, month, state, currency, spent), sums) in cells {
        let too_large = || messages::sum_too_large(plan, source, currency, sums.rows);
        let Some(amount) = number_of(sums.amount) else {
            diagnostics.add(too_large());
            return None;
        };
        let money = match rate(plan, currency).map(|rate| amount.multiply(rate)) {
            Some(Ok(money)) => money,
            Some(Err(_)) => {
                diagnostics.add(too_large());
                return None;
            }
            None => {
                let missing = without.entry((source, currency)).or_default();
                missing.0 += sums.rows;
                missing.1 = missing.1.saturating_add(sums.amount);
                continue;
            }
        };
        let quantity = if sums.counted == sums.rows { number_of(sums.quantity) } else { None };
        exchanged.push(Cell {
            source,
            month,
            state,
            currency,
            spent,
            amount,
            money: Money::round(money, plan.currency),
            quantity,
            rows: sums.rows,
        });
    }
    for ((source, currency), (rows, amount)) in &without {
        let sum = number_of(*amount).unwrap_or(Number::ZERO);
        diagnostics.add(messages::no_rate(plan, *source, *currency, *rows, sum));
    }
    without.is_empty().then_some(exchanged)
}

fn rate(plan: &CheckedPlan, currency: Currency) -> Option<Number> {
    if currency == plan.currency { Some(Number::ONE) } else { plan.control.rates.get(&currency).copied() }
}
