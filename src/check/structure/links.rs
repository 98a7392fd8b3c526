//! What a loop is made of: one thing points at another, and says so somewhere.

use crate::model::AnyId;
use crate::source::Span;

/// One thing points at another, and says so somewhere.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Link {
    /// What is pointed at.
    pub to: AnyId,
    /// Where.
    pub span: Span,
    /// How: "is part of".
    pub verb: &'static str,
}

/// How the links of a family are told.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Family {
    /// Of one: "is part of", "needs".
    pub one: &'static str,
    /// Of several, "one another" follows: "are part of", "need".
    pub many: &'static str,
}
