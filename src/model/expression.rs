//! Expressions with their names resolved: what formulas, costs and conditions say, before their units are checked.

use super::arena::Id;
use super::functions::Function;
use super::journey::Stage;
use super::{AnyId, Kind};
use crate::quantity::{Number, Period, Unit};
use crate::source::Span;

/// An expression of a plan; operands have smaller ids than what uses them.
pub type ExpressionId = Id<Expression>;

/// A unit of a plan's table of units; equal units have equal ids.
pub type UnitId = Id<Unit>;

// There are more expressions than lines.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Expression>() <= 40);

/// A value as meant.
#[derive(Debug, Clone)]
pub struct Expression {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The kinds of value.
#[derive(Debug, Clone)]
pub enum ExpressionKind {
    /// A number in its unit: `52k USD/agent/year`. Shares are fractions, scores are points.
    Quantity {
        /// The number.
        value: Number,
        /// Its unit.
        unit: UnitId,
    },
    /// A text, where a value should be.
    Text,
    /// `yes`, `no`.
    Truth(bool),
    /// A date, month, quarter or year.
    Period(Period),
    /// A name in the plan.
    Name(Name),
    /// `previous`
    Previous,
    /// `min(a, b)`
    Call(Box<Call>),
    /// `[a, b]`
    List,
    /// `-a`, `+a`, `not a`
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// On what.
        operand: ExpressionId,
    },
    /// `a + b`
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// Where it stands.
        operator_span: Span,
        /// On its left.
        left: ExpressionId,
        /// On its right.
        right: ExpressionId,
    },
    /// A figure and what a scenario does to it: `change wage: * 110%`. Plain money that comes of it is whole cents.
    Changed {
        /// Whether it is multiplied or added to.
        operator: BinaryOperator,
        /// Where the scenario says so.
        operator_span: Span,
        /// The figure.
        left: ExpressionId,
        /// By what.
        right: ExpressionId,
    },
    /// `nps at 2027-12`
    At {
        /// What is read.
        operand: ExpressionId,
        /// In which month.
        month: ExpressionId,
    },
    /// `a .. b`
    Range {
        /// The first end.
        low: ExpressionId,
        /// The last end.
        high: ExpressionId,
    },
    /// `a .. b .. c`
    ThreePoint {
        /// The low end.
        low: ExpressionId,
        /// The likely value.
        likely: ExpressionId,
        /// The high end.
        high: ExpressionId,
    },
    /// `2.6 of 5`, where a quantity should be.
    Rating,
    /// `* 1.03`
    Relative(ExpressionId),
    /// Broken, and already reported: it agrees with everything.
    Unknown,
}

/// A function with its arguments: few expressions are one, so that all others need not be as large.
#[derive(Debug, Clone)]
pub struct Call {
    /// The function.
    pub function: Function,
    /// Where its name stands.
    pub function_span: Span,
    /// Its arguments.
    pub arguments: Vec<ExpressionId>,
}

/// What a name in an expression means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// A declaration: a KPI or driver as a value, anything as the argument of a function that asks for it.
    Declared(AnyId),
    /// What enters a stage in the month.
    Entering(Id<Stage>),
    /// What leaves a stage in the month.
    Leaving(Id<Stage>),
}

impl Name {
    /// The kind of what is named.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Name::Declared(id) => id.kind,
            Name::Entering(_) | Name::Leaving(_) => Kind::Stage,
        }
    }
}

/// The signs before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `not`
    Not,
}

/// The signs between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl BinaryOperator {
    /// As written.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            BinaryOperator::Or => "or",
            BinaryOperator::And => "and",
            BinaryOperator::Less => "<",
            BinaryOperator::LessOrEqual => "<=",
            BinaryOperator::Greater => ">",
            BinaryOperator::GreaterOrEqual => ">=",
            BinaryOperator::Equal => "==",
            BinaryOperator::NotEqual => "!=",
            BinaryOperator::Add => "+",
            BinaryOperator::Subtract => "-",
            BinaryOperator::Multiply => "*",
            BinaryOperator::Divide => "/",
        }
    }
}
