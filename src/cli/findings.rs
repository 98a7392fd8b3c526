//! Findings on standard error, for commands whose data is something else.

use super::output;
use super::output::{ColorChoice, Stream};
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, human};
use crate::source::Sources;

/// Tells findings.
pub(super) fn tell_findings(findings: &[Diagnostic], sources: &Sources, color: ColorChoice) {
    if !findings.is_empty() {
        output::note(&human(findings, sources, &output::style(color, Stream::Notes)));
    }
}

/// Tells the errors alone; gives whether there are some.
pub(super) fn tell_errors(findings: &Diagnostics, sources: &Sources, color: ColorChoice) -> bool {
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let errors: Vec<Diagnostic> = findings.items().iter().filter(is_error).cloned().collect();
    tell_findings(&errors, sources, color);
    !errors.is_empty()
}

/// Tells the errors, and how many warnings there are; gives whether there are errors.
pub(super) fn tell(findings: &Diagnostics, sources: &Sources, color: ColorChoice) -> bool {
    let has_errors = tell_errors(findings, sources, color);
    let (_, warnings) = findings.counts();
    if warnings > 0 {
        output::note(&format!("{}: see `zbb check`\n", counted(warnings, "warning")));
    }
    has_errors
}
