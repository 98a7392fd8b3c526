//! One line for each finding, for people who grep: takes findings, gives `path:line:column: error[E0301]: message (help)`.

use super::place::Locator;
use super::text::visible;
use super::{Diagnostic, Severity};
use crate::source::Sources;
use std::fmt::Write;

/// Every finding on a line of its own.
#[must_use]
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut locator = Locator::new(sources);
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let place = locator.place(diagnostic.primary.span);
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            lines,
            "{}:{}:{}: {}[{}]: {}",
            visible(&place.path),
            place.start.line,
            place.start.column,
            severity_word(diagnostic.severity),
            diagnostic.code.id(),
            visible(&one_line(diagnostic)),
        );
    }
    lines
}

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Message and help as one sentence.
#[must_use]
pub fn one_line(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{} ({help})", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
