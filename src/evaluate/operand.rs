//! What an operand of a requirement comes to, and how it is read.

use crate::model::UnitId;
use crate::quantity::Number;
use crate::source::Span;

/// A part of a condition and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperandValue {
    /// The part, as written.
    pub span: Span,
    /// Its value, unrounded; truths are 1 and 0.
    pub value: Option<Number>,
    /// Its unit, of the plan's table of units.
    pub unit: UnitId,
    /// Whether it is a figure.
    pub reading: Reading,
}

/// How a value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As a figure in its unit.
    Figure,
    /// As a yes or no.
    Truth,
}
