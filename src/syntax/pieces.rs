//! What a file is made of before it is nested: facts and braces in their order, each with its place on its line.

use super::tree::{Condition, Expression, ExpressionId, ExpressionKind, Statement};
use crate::diagnostic::Diagnostics;
use crate::source::Span;

/// The facts of a stretch of a file.
pub(super) struct Chunk {
    /// Facts and braces in the order they are written.
    pub pieces: Vec<Piece>,
    /// The values of the facts.
    pub expressions: Vec<Expression>,
    /// The comments.
    pub comments: Vec<Span>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
}

/// A fact without its body, or a brace.
pub(super) enum Piece {
    /// A fact.
    Fact(Statement, Place, Block),
    /// A `{`.
    Open(Span, Place, Attached),
    /// A `}`.
    Close(Span, Place),
    /// A line that begins like nothing known.
    Unreadable,
}

/// Whether a fact is the head of a block: a `{` ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Opens,
    None,
}

/// Whether a `{` belongs to the fact before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attached {
    /// It ends the head of that fact.
    Here,
    /// It stands on the line below that fact.
    Below,
    /// It follows nothing.
    Nowhere,
}

/// Where on its line a piece stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The first byte of the line.
    pub line: u32,
    /// How far into the line it begins, in bytes.
    pub column: u32,
    /// Whether it is the first on its line.
    pub leading: Leading,
    /// Whether its line has been reported already.
    pub condition: Condition,
}

/// Whether a piece is the first on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leading {
    First,
    Later,
}

/// Moves the ids of a fact.
pub(super) fn shift_statement(statement: &mut Statement, by: usize) {
    let modifiers = statement.modifiers.iter_mut().map(|modifier| &mut modifier.value);
    statement.value.iter_mut().chain(modifiers).for_each(|id| shift(id, by));
}

fn shift(id: &mut ExpressionId, by: usize) {
    *id = ExpressionId::new(id.index().saturating_add(by));
}

/// Moves the ids within an expression.
pub(super) fn shift_expression(expression: &mut Expression, by: usize) {
    use ExpressionKind as Kind;
    match &mut expression.kind {
        Kind::Number { .. }
        | Kind::Text(_)
        | Kind::Truth(_)
        | Kind::Period(_)
        | Kind::Path(_)
        | Kind::Unit(_)
        | Kind::Missing => {}
        Kind::Call { arguments: items, .. } | Kind::List(items) => items.iter_mut().for_each(|id| shift(id, by)),
        Kind::Unary { operand: only, .. } | Kind::Relative(only) | Kind::Group(only) => shift(only, by),
        Kind::Binary { left: first, right: second, .. }
        | Kind::At { operand: first, month: second }
        | Kind::Range { low: first, high: second }
        | Kind::Rating { value: first, of: second } => {
            shift(first, by);
            shift(second, by);
        }
        Kind::ThreePoint { low, likely, high } => [low, likely, high].into_iter().for_each(|id| shift(id, by)),
    }
}
