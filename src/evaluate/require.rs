//! Requirements: takes the evaluated plan, says of each condition whether it holds, with the values that made it so.

use crate::model::{Id, Require, UnitId};
use crate::quantity::Number;
use crate::source::Span;

/// Whether a requirement holds, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequireOutcome {
    /// The requirement.
    pub id: Id<Require>,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What it reads, as far as it can be computed, in the order written.
    pub operands: Vec<OperandValue>,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It reads what cannot be computed; that fails, too.
    NotAvailable,
}

/// A part of a condition and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperandValue {
    /// The part, as written.
    pub span: Span,
    /// Its value, unrounded; truths are 1 and 0.
    pub value: Option<Number>,
    /// Its unit, of the plan's table of units.
    pub unit: UnitId,
}
