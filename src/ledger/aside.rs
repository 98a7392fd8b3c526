//! Rows that do not count: takes them with the reason why, gives how many there are and what they come to.

use std::collections::BTreeMap;

use super::cell::LeftAside;
use super::token::number_of;
use crate::quantity::{Currency, Number};

/// Rows that do not count, by reason and currency: how many, and their sum in millionths.
pub(super) type Aside = BTreeMap<(String, Currency), (u64, i128)>;

/// Leaves rows aside.
pub(super) fn put_aside(aside: &mut Aside, why: String, currency: Currency, (rows, amount): (u64, i128)) {
    let left = aside.entry((why, currency)).or_default();
    left.0 += rows;
    left.1 = left.1.saturating_add(amount);
}

/// What was left aside, for people.
pub(super) fn left_aside(aside: Aside) -> Vec<LeftAside> {
    let told = |((why, currency), (rows, amount)): ((String, Currency), (u64, i128))| LeftAside {
        why,
        currency,
        rows,
        amount: number_of(amount).unwrap_or(Number::ZERO),
    };
    aside.into_iter().map(told).collect()
}
