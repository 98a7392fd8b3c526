//! What can be wrong with a plan file, in words.

use super::VERSION;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

const WRITE_AGAIN: &str = "write it again from the plan: `zbb plan --write`";

/// Something else than a plan file.
pub(super) fn no_plan_file(span: Span) -> Box<Diagnostic> {
    let message = "this is not a plan file: its first line says something else";
    Box::new(Diagnostic::new(Code::PlanFileUnreadable, span, message).help(WRITE_AGAIN))
}

/// A version this program does not know.
pub(super) fn newer_version(span: Span, version: u32) -> Box<Diagnostic> {
    let message = format!("the plan file is of version {version}; this zbb reads up to version {VERSION}");
    Box::new(
        Diagnostic::new(Code::PlanFileNewer, span, message)
            .label("a newer zbb wrote it")
            .help("update zbb; whoever wrote the file has the newer one"),
    )
}

/// A version that kept other things.
pub(super) fn older_version(span: Span, version: u32) -> Box<Diagnostic> {
    let message = format!("the plan file is of version {version}, which keeps other figures than version {VERSION}");
    Box::new(
        Diagnostic::new(Code::PlanFileUnreadable, span, message)
            .label("an older zbb wrote it")
            .help(format!("compare the plans themselves, or {WRITE_AGAIN}")),
    )
}

/// Conflict marks.
pub(super) fn conflicted(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::PlanFileConflicted, span, "the plan file holds a merge conflict")
            .label("git left this mark")
            .help("settle the plan's own files, then write it again: `zbb plan --write`"),
    )
}

/// A file that ends before its end.
pub(super) fn truncated(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::PlanFileTruncated, span, "the plan file ends before its last line, `end`")
            .label("nothing follows")
            .help(WRITE_AGAIN),
    )
}

/// A line that is none of a plan file.
pub(super) fn unreadable_line(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::PlanFileUnreadable, span, "this line is none of a plan file")
            .label("it cannot be read")
            .help(WRITE_AGAIN),
    )
}

/// No line says the currency, so no amount can be read.
pub(super) fn no_currency(span: Span) -> Box<Diagnostic> {
    let message = "no line of the plan file says its currency";
    Box::new(Diagnostic::new(Code::PlanFileUnreadable, span, message).help(WRITE_AGAIN))
}
