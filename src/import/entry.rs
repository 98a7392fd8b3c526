//! What a sheet asks for, as data: packages with their levels and lines, before anything has a name.

use crate::quantity::{Calendar, Currency, Number, Period};

/// When an amount falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// In a month or a quarter.
    In(Period),
    /// Somewhere in the calendar: the sheet does not say.
    Calendar,
}

/// A line of cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The row it stands in.
    pub row: usize,
    pub category: Option<String>,
    pub amounts: Vec<(When, Number)>,
}

/// An increment, with its title if the sheet has levels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Level {
    pub title: Option<String>,
    pub lines: Vec<Line>,
}

/// A package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Package {
    pub title: String,
    pub department: Option<String>,
    pub owner: Option<String>,
    pub justification: Option<String>,
    pub consequence: Option<String>,
    /// What is spent now, by the row that says so.
    pub today: Vec<(usize, Number)>,
    pub alternatives: Vec<String>,
    pub levels: Vec<Level>,
}

/// A whole sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    pub packages: Vec<Package>,
    pub currency: Currency,
    pub calendar: Calendar,
    /// The sum of all lines.
    pub total: Number,
    /// Whether the sheet has a row with that sum.
    pub has_total: bool,
    /// What was passed over or taken to mean something.
    pub remarks: Vec<String>,
}
