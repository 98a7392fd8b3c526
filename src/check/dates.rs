//! Months and periods to places in the calendar; what lies outside is reported.

use super::clashes;
use super::context::Checker;
use super::shape;
use crate::model::package::When;
use crate::quantity::{Month, Period};
use crate::source::{Span, Spanned};

/// Some months by their places in the calendar, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub first: usize,
    pub last: usize,
}

/// Whether a cost says when it falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// Neither `in` nor `from` nor `to`.
    No,
    /// In these months; an open end is the level's, else the calendar's.
    In { first: Option<usize>, last: Option<usize> },
}

impl Checker<'_> {
    /// The place of a month.
    pub(super) fn month_index(&mut self, month: Spanned<Month>, what: &str) -> Option<usize> {
        let index = self.calendar.index(month.value);
        if index.is_none() {
            let finding = clashes::outside_calendar(self, what, month.value, month.span);
            self.report(finding);
        }
        index
    }

    /// The places of a period's first and last month.
    pub(super) fn stretch(&mut self, period: Spanned<Period>, what: &str) -> Option<(usize, usize)> {
        let (first, last) = period.value.months(self.fiscal_start);
        match (self.calendar.index(first), self.calendar.index(last)) {
            (Some(first), Some(last)) => Some((first, last)),
            _ => {
                let finding = clashes::period_outside_calendar(self, what, period);
                self.report(finding);
                None
            }
        }
    }

    /// The places of the months that a line's key names; a day is none.
    pub(super) fn stretch_of_key(&mut self, period: Spanned<Period>, what: &str) -> Option<(usize, usize)> {
        if let Period::Date(day) = period.value {
            self.report(shape::day_as_key(day, period.span));
            return None;
        }
        self.stretch(period, what)
    }

    /// When money falls; nothing where that is broken.
    pub(super) fn when(&mut self, when: &When, what: &str) -> Option<Dated> {
        let days = [("from", when.from), ("to", when.to), ("in", when.within)].map(|(word, period)| match period {
            Some(Spanned { value: Period::Date(day), span }) => Some(shape::day_of_money(day, word, span)),
            _ => None,
        });
        let mut is_by_month = true;
        for finding in days.into_iter().flatten() {
            self.report(finding);
            is_by_month = false;
        }
        if !is_by_month {
            return None;
        }
        if let Some(within) = when.within {
            let other = when.from.or(when.to);
            if let Some(other) = other {
                self.report(shape::in_and_from(within.span, other.span));
                return None;
            }
            let (first, last) = self.stretch(within, what)?;
            return Some(Dated::In { first: Some(first), last: Some(last) });
        }
        let from = when.from.map(|from| self.stretch(from, what));
        let to = when.to.map(|to| self.stretch(to, what));
        let first = match from {
            Some(from) => Some(from?.0),
            None => None,
        };
        let last = match to {
            Some(to) => Some(to?.1),
            None => None,
        };
        if first.is_none() && last.is_none() {
            return Some(Dated::No);
        }
        if let (Some(from), Some(to)) = (when.from, when.to)
            && first > last
        {
            self.report_reversed(from, to);
            return None;
        }
        Some(Dated::In { first, last })
    }

    fn report_reversed(&mut self, from: Spanned<Period>, to: Spanned<Period>) {
        let (first, _) = from.value.months(self.fiscal_start);
        let (_, last) = to.value.months(self.fiscal_start);
        self.report(shape::reversed(first, last, from.span, to.span));
    }

    /// Reports an end, found elsewhere, that comes before its beginning.
    pub(super) fn report_backwards(&mut self, first: usize, last: usize, first_span: Span, last_span: Span) {
        if let (Some(first), Some(last)) = (self.calendar.month(first), self.calendar.month(last)) {
            self.report(shape::reversed(first, last, first_span, last_span));
        }
    }
}
