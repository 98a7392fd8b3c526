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

/// Lines that do not have the digest the head states.
pub(super) fn edited(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::PlanFileEdited, span, "the plan file was changed by something else than zbb")
            .label("this is not the digest of the lines below")
            .help("change the plan's own files instead, then write it again: `zbb plan --write`"),
    )
}

/// A line that is none of a plan file, under the right digest: only another program writes that.
pub(super) fn unreadable_line(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::PlanFileUnreadable, span, "this line is none of a plan file")
            .label("it cannot be read")
            .help(WRITE_AGAIN),
    )
}
