//! Figures: takes numbers, units and periods as written, gives what they mean or says what is wrong with them.

use smol_str::SmolStr;

use super::errors;
use super::periods;
use super::tree::{ExpressionKind, Word};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::quantity::{Number, Period, PeriodError};
use crate::source::Span;

/// A number without its unit.
pub(super) fn number(diagnostics: &mut Diagnostics, written: &str, span: Span) -> ExpressionKind {
    match Number::parse(written) {
        Ok(value) => ExpressionKind::Number { value, unit: None },
        Err(error) => {
            diagnostics.add(errors::number(span, written, error));
            ExpressionKind::Missing
        }
    }
}

/// A period in a value; `2027-02-30` and the like are reported.
pub(super) fn period(diagnostics: &mut Diagnostics, written: &str, span: Span) -> Option<Period> {
    known(diagnostics, Period::parse(written), written, span)
}

/// A period in a head, where a year and a range of months are periods too.
pub(super) fn period_of_head(diagnostics: &mut Diagnostics, written: &str, span: Span) -> Option<Period> {
    let read = Period::parse_alone(written);
    let meant = match read {
        Err(PeriodError::Backwards(last, first)) => Some(Period::Months { first, last }),
        Err(PeriodError::EndsAreNotMonths(Some((first, last)))) => Some(Period::Months { first, last }),
        _ => None,
    };
    known(diagnostics, read, written, span).or(meant)
}

fn known(
    diagnostics: &mut Diagnostics,
    read: Result<Period, PeriodError>,
    written: &str,
    span: Span,
) -> Option<Period> {
    match read {
        Ok(period) => Some(period),
        Err(error) => {
            diagnostics.add(errors::period(span, written, error));
            // What is written as elsewhere is read as it was meant.
            let is_elsewhere = matches!(error, PeriodError::NotAPeriod);
            let meant = periods::meant(written).filter(|_| is_elsewhere)?;
            Period::parse_alone(&meant).ok()
        }
    }
}

/// The unit right after a number, which ends at `number.end`: `%` and `pp` bind to it, others stand after a space.
///
/// Gives the mistake where the word is no unit: a misspelt thousand or million, or an exponent.
pub(super) fn unit(
    diagnostics: &mut Diagnostics,
    number: Span,
    number_text: &str,
    written: &str,
    span: Span,
) -> Result<Word, Box<Diagnostic>> {
    let adjacent = number.end == span.start;
    if written.starts_with('%') && !adjacent {
        diagnostics.add(errors::share_apart(number.to(span), Span::new(span.file, number.end, span.start)));
    }
    if adjacent && !written.starts_with('%') && written != "pp" && !written.starts_with("pp/") {
        if let Some(meant) = magnitude(written) {
            return Err(Box::new(errors::magnitude(number.to(span), number_text, meant, written)));
        }
        if exponent(written) {
            return Err(Box::new(errors::exponent(number.to(span), number_text, written)));
        }
        diagnostics.add(errors::unit_adjacent(number.to(span), number_text, written));
    }
    Ok(Word { text: SmolStr::new(written), span })
}

/// The suffix meant by one that other programs write.
fn magnitude(written: &str) -> Option<&'static str> {
    match written {
        "K" => Some("k"),
        "m" | "mn" | "mio" | "Mio" | "mln" => Some("M"),
        "b" | "bn" => Some("B"),
        _ => None,
    }
}

fn exponent(written: &str) -> bool {
    written
        .strip_prefix(['e', 'E'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The currency that a sign means, and how surely.
pub(super) fn currency_of_sign(sign: &str) -> (&'static str, Applicability) {
    match sign {
        "€" => ("EUR", Applicability::Safe),
        "£" => ("GBP", Applicability::Suggestion),
        "¥" => ("JPY", Applicability::Suggestion),
        _ => ("USD", Applicability::Suggestion),
    }
}
