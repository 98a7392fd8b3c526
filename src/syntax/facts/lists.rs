//! Several values or periods on one line, where a line holds one: takes the comma or what stands behind it, tells the line
//! that each of them is.

use super::heads::byte;
use super::{Part, Reader};
use crate::diagnostic::Diagnostic;
use crate::quantity::{Month, Period};
use crate::source::Span;
use crate::syntax::errors;
use crate::syntax::pieces::Piece;
use crate::syntax::tree::Subject;

impl Reader<'_> {
    /// `2027-01, 2027-02, 2027-03: 900 call/month`: several periods before one colon.
    pub(super) fn periods_in_head(&mut self, comma: Span) -> bool {
        let Some(draft) = self.draft.as_ref().filter(|draft| matches!(draft.part, Part::Head)) else { return false };
        let statement = &draft.statement;
        let (key, is_period) = (statement.key.span, matches!(statement.subjects.as_slice(), [Subject::Period(..)]));
        if !is_period || statement.title.is_some() {
            return false;
        }
        let line = self.near(key.start);
        let Some(colon) = line.find(':') else { return false };
        let head = line.get(..colon).unwrap_or("").trim_end();
        let written: Vec<&str> = head.split(',').map(str::trim).collect();
        let Some(periods) = written.iter().map(|word| Period::parse_alone(word).ok()).collect::<Option<Vec<_>>>()
        else {
            return false;
        };
        let place = Span { end: key.start.saturating_add(byte(head.len())), ..key };
        let colon = key.start.saturating_add(byte(colon));
        let range = in_a_row(&periods);
        let fault = errors::periods_before_colon(
            comma,
            place,
            range.map(|range| range.to_string()),
            written.first().copied().unwrap_or(""),
        );
        self.chunk.diagnostics.add(fault);
        if let (Some(range), Some(draft)) = (range, &mut self.draft) {
            draft.statement.subjects.clear();
            draft.statement.subjects.push(Subject::Period(range, draft.statement.key.span));
        }
        self.value_behind(colon);
        true
    }

    /// `target: 75% by 2027-06, 78% by 2027-12`: a second value behind the comma after the first.
    pub(super) fn second_value(&self, span: Span) -> Option<Diagnostic> {
        let Some(Piece::Fact(above, place, _)) = self.chunk.pieces.last() else { return None };
        let written = self.written(span).trim_end();
        let is_value = written.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first));
        let colon = above.colon.filter(|_| is_value && place.line == self.line.start)?;
        let head = self.written(Span { end: colon.start, ..above.key.span }).trim_end();
        Some(errors::second_value(span, head, written))
    }
}

/// The range of months that periods come to, where each begins right behind the one before.
fn in_a_row(periods: &[Period]) -> Option<Period> {
    let months: Vec<(Month, Month)> = periods
        .iter()
        .map(|period| matches!(period, Period::Month(_)).then(|| period.months(1)))
        .collect::<Option<_>>()?;
    let follow = months.windows(2).all(|pair| matches!(pair, [(_, last), (next, _)] if last.plus(1) == Some(*next)));
    let (first, last) = (months.first()?.0, months.last()?.1);
    follow.then_some(Period::Months { first, last })
}
