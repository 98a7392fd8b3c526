//! Why a figure cannot be computed, and where: what the passes of a projection hand up before it becomes a diagnostic.

use crate::check::Failure;
use crate::quantity::ArithmeticError;
use crate::source::Span;

/// A calculation without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// What went wrong.
    pub failure: Failure,
    /// The part of the plan that asks for it.
    pub span: Span,
}

impl Fault {
    /// A calculation that has no result at `span`.
    pub(super) fn arithmetic(error: ArithmeticError, span: Span) -> Fault {
        Fault { failure: Failure::Arithmetic(error), span }
    }
}

impl From<(Failure, Span)> for Fault {
    fn from((failure, span): (Failure, Span)) -> Fault {
        Fault { failure, span }
    }
}
