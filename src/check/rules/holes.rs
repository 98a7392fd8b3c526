//! Where a plan could not be read: takes the findings so far, tells what may only seem to be missing. A line with a
//! mistake in it is one finding; that the level around it now lacks an effect is not a second one.

use crate::diagnostic::{Diagnostics, Severity};
use crate::source::Span;

/// The places of all errors so far.
pub(super) struct Holes {
    /// In order.
    places: Vec<Span>,
}

impl Holes {
    /// Notes where errors are.
    pub(super) fn new(diagnostics: &Diagnostics) -> Holes {
        let errors = diagnostics.items().iter().filter(|finding| finding.severity == Severity::Error);
        let mut places: Vec<Span> = errors.map(|finding| finding.primary.span).collect();
        places.sort_unstable();
        Holes { places }
    }

    /// Whether anything begins within that could not be read.
    pub(super) fn within(&self, whole: Span) -> bool {
        self.count(whole) > 0
    }

    /// Whether anything begins within, but in none of some parts of it. The parts do not overlap.
    pub(super) fn beside(&self, whole: Span, parts: impl Iterator<Item = Span>) -> bool {
        let all = self.count(whole);
        all > 0 && all > parts.map(|part| self.count(part)).sum()
    }

    fn count(&self, whole: Span) -> usize {
        let first = self.places.partition_point(|place| (place.file, place.start) < (whole.file, whole.start));
        let end = self.places.partition_point(|place| (place.file, place.start) <= (whole.file, whole.end));
        end.saturating_sub(first)
    }
}
