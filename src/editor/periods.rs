//! The periods that may be written where one is wanted: takes a plan, gives its months, quarters, half-years and years.

use super::snapshot::Snapshot;
use crate::quantity::{Calendar, Month, Period};

/// Which of several kinds a period is; the likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Length {
    /// `2027-03`
    Month,
    /// `2027-Q1`
    Quarter,
    /// `2027-H1`
    HalfYear,
    /// `FY2027`
    Year,
}

/// The months of the calendar; none while it cannot be read.
pub(super) fn months(snapshot: &Snapshot) -> Vec<Month> {
    let calendar = snapshot.plan.plan_heads.values().find_map(|plan| {
        let months = plan.calendar.get()?;
        Calendar::new(months.first, months.last)
    });
    calendar.map_or_else(Vec::new, |calendar| (0..calendar.len()).filter_map(|index| calendar.month(index)).collect())
}

/// Every period that the calendar holds whole, as it is written.
pub(super) fn periods(snapshot: &Snapshot) -> Vec<(Length, String)> {
    let months = months(snapshot);
    let starts = snapshot.plan.plan_heads.values().find_map(|plan| plan.fiscal_year_starts);
    let starts = starts.map_or(1, |month| month.0);
    let is_whole = |period: &Period| {
        let (first, last) = period.months(starts);
        months.first().is_some_and(|month| *month <= first) && months.last().is_some_and(|month| last <= *month)
    };
    let mut found: Vec<(Length, String)> = months.iter().map(|month| (Length::Month, month.to_string())).collect();
    let mut years: Vec<i32> = months.iter().map(|month| month.year()).collect();
    years.dedup();
    // A fiscal year is named by the year it ends in.
    let ends: Vec<i32> = years.iter().flat_map(|year| [*year, year.saturating_add(1)]).collect();
    let mut offer = |length: Length, text: String| {
        let read = Period::parse(&text).ok().filter(is_whole);
        if read.is_some() && !found.iter().any(|(_, known)| *known == text) {
            found.push((length, text));
        }
    };
    for year in &years {
        (1..=4).for_each(|quarter| offer(Length::Quarter, format!("{year:04}-Q{quarter}")));
        (1..=2).for_each(|half| offer(Length::HalfYear, format!("{year:04}-H{half}")));
    }
    ends.iter().for_each(|year| offer(Length::Year, format!("FY{year:04}")));
    found
}
