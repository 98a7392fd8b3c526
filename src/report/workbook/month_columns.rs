//! Where the months stand in the sheet of costs by month.

use super::cells::{HEAD, column_of, fixed, row_of};
use super::view::View;

pub(super) const NAME: &str = "Cost by month";

/// The column of the first month.
pub(super) const FIRST: u16 = 3;

/// The column of a level's cost over the calendar.
pub(super) fn total_column(view: &View<'_>) -> u16 {
    FIRST.saturating_add(column_of(view.plan.calendar.len()))
}

/// `'Cost by month'!$D$5:$F$20`: some months of all levels.
pub(super) fn all(view: &View<'_>, first: usize, last: usize) -> String {
    let bottom = row_of(view.lines.len().saturating_sub(1));
    let column = |month: usize| FIRST.saturating_add(column_of(month));
    format!("'{NAME}'!{}:{}", fixed(HEAD, column(first)), fixed(bottom, column(last)))
}
