//! Words of forms: takes kinds, figures and months, gives them as people read them.

use crate::check::CheckedPlan;
use crate::model::Kind;
use crate::quantity::{Money, Number};
use crate::report::document::{Cell, Figure};
use crate::report::names::month;

/// A kind as a heading has it.
pub(super) fn kind(kind: Kind) -> String {
    let word = match kind {
        Kind::Kpi => return "KPI".to_owned(),
        Kind::Moment => "moment of truth",
        Kind::Retire => "activity that ends",
        Kind::Require => "requirement",
        Kind::Exchange => "exchange rate",
        Kind::Waive => "waiver",
        Kind::Observe => "observation",
        Kind::Income => "expected income",
        other => other.keyword(),
    };
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// An amount with its currency.
pub(super) fn money(plan: &CheckedPlan, amount: Money) -> Cell {
    Cell::Figure(Figure::money(amount, plan.currency))
}

/// An amount without its currency, in words.
pub(super) fn amount(plan: &CheckedPlan, amount: Money) -> String {
    Figure::money(amount, plan.currency).amount()
}

/// A share in percent, without noughts at its end.
pub(super) fn percent(share: Number) -> String {
    Figure::share(share, 2).trimmed().in_full()
}

/// A number with as many decimals as it has, at most so many.
pub(super) fn plain(number: Number, digits: u32) -> String {
    Figure::plain(number.round_half_even(digits), digits).trimmed().in_full()
}

/// `2026-08 .. 2026-11`, or the one month.
pub(super) fn months(plan: &CheckedPlan, first: usize, last: usize) -> String {
    if first == last { month(plan, first) } else { format!("{} .. {}", month(plan, first), month(plan, last)) }
}

/// Successive amounts that are alike, each with its months: `29,500.00 a month, 2026-08 .. 2026-11`.
pub(super) fn runs(plan: &CheckedPlan, amounts: &[(usize, Money)]) -> String {
    let mut runs: Vec<(usize, usize, Money)> = Vec::new();
    for (place, amount) in amounts.iter().filter(|(_, amount)| !amount.is_zero()) {
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == *place && same == amount => *last = *place,
            _ => runs.push((*place, *place, *amount)),
        }
    }
    const TOLD: usize = 4;
    let more = runs.len().saturating_sub(TOLD);
    let told = runs.iter().take(TOLD).map(|(first, last, each)| {
        let a_month = if first == last { "" } else { " a month" };
        format!("{}{a_month}, {}", amount(plan, *each), months(plan, *first, *last))
    });
    let told: Vec<String> = told.collect();
    let rest = if more > 0 { format!("; and {more} other amounts") } else { String::new() };
    told.join("; ") + &rest
}

/// A number rounded to so many decimals, without noughts at its end.
pub(super) fn number(number: Number, digits: u32) -> Cell {
    Cell::Figure(Figure::plain(number.round_half_even(digits), digits).trimmed())
}
