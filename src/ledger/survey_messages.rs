//! What is told of files of observations: each names the file and the line, and points at the line of the plan that reads it.

use crate::diagnostic::text::visible;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::schema::Text;
use crate::quantity::Month;
use crate::resolve::nearest;
use crate::source::Span;

/// A cell that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadCell {
    /// The line.
    pub line: usize,
    /// What stands there.
    pub cell: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// What is wrong with a cell that should hold a month.
pub(super) const NO_MONTH: &str = "is no month";

/// A file that cannot be used.
pub(super) fn unusable(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::ObservedFile, span, format!("`{}` {}", visible(path), visible(reason)))
        .label("read for this observation")
        .help("mend the file, or name another one")
}

/// A path that leads to nothing.
pub(super) fn no_file(span: Span, pattern: &str) -> Diagnostic {
    let message = format!("no file below the plan's folder matches `{}`", visible(pattern));
    Diagnostic::new(Code::ObservedFile, span, message)
        .label("nothing to read")
        .help("put the file there, or correct the path")
}

/// A column that is not there.
pub(super) fn no_column(name: &Text, path: &str, headings: &[String]) -> Diagnostic {
    let message = format!("`{}` has no column `{}`", visible(path), visible(&name.value));
    let finding = Diagnostic::new(Code::ObservedFile, name.span, message).label("not a heading of the file");
    match nearest(&name.value, headings.iter().map(|heading| heading.trim())) {
        Some(near) => {
            let fix = format!("\"{}\"", near.replace('\\', "\\\\").replace('"', "\\\""));
            finding.help(format!("the nearest heading is `{}`", visible(near))).fix(
                format!("write `{}`", visible(near)),
                name.span,
                fix,
                Applicability::Suggestion,
            )
        }
        None => finding.help("write the heading as it stands in the file"),
    }
}

/// A cell that says nothing that can be read.
pub(super) fn bad_cell(span: Span, path: &str, bad: &BadCell) -> Diagnostic {
    let message = format!("line {} of `{}`: `{}` {}", bad.line, visible(path), visible(&bad.cell), bad.why);
    let help = match bad.why {
        NO_MONTH => "write months in the file as `2027-03`, `03/2027`, `Mar 2027` or `2027-Q1`",
        _ => "mend the cell in the file",
    };
    Diagnostic::new(Code::ObservedCell, span, message).label("read here").help(help)
}

/// A month that stands there already.
pub(super) fn observed_again(span: Span, path: &str, line: usize, month: Month) -> Diagnostic {
    let message = format!("line {line} of `{}`: {month} is observed twice", visible(path));
    Diagnostic::new(Code::ObservedTwice, span, message).label("read here").help("keep one of the two values")
}
