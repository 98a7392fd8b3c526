//! Programs: checked expressions as a flat list of steps on a stack, with every conversion of units made explicit. What
//! runs them is in `run`.

use crate::model::{AnyId, Driver, Id, Kpi, Level, Stage, UnitId};
use crate::quantity::{Number, Ratio};
use crate::source::Span;

/// A checked expression.
#[derive(Debug, Clone)]
pub enum Program {
    /// The same in every month.
    Constant {
        /// The value, in `unit`.
        value: Number,
        /// The unit.
        unit: UnitId,
    },
    /// Computed.
    Code(Box<Code>),
}

/// The steps of a program.
#[derive(Debug, Clone)]
pub struct Code {
    /// The unit of the result; truths are numbers, 1 and 0.
    pub unit: UnitId,
    /// The steps, each with the place it comes from.
    pub steps: Vec<(Step, Span)>,
}

/// A step: takes its operands from the stack, puts its result there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// A constant.
    Push(Number),
    /// A driver's value in the month.
    Driver(Id<Driver>),
    /// A driver's value some months earlier; before the calendar, that of its first month.
    DriverLag(Id<Driver>, usize),
    /// A KPI's value in the month.
    Kpi(Id<Kpi>),
    /// A KPI's value some months earlier; before the calendar, its baseline.
    KpiLag(Id<Kpi>, usize),
    /// A KPI's value in a month of the calendar (only in conditions).
    KpiAt(Id<Kpi>, usize),
    /// The KPI's own value some months earlier, at least one, before its own effects; before the calendar, its baseline.
    Previous(Id<Kpi>, usize),
    /// What enters a stage in the month, so many months earlier; before the calendar, nothing.
    Entering(Id<Stage>, usize),
    /// What leaves a stage in the month, so many months earlier; before the calendar, nothing.
    Leaving(Id<Stage>, usize),
    /// What enters a stage in a month of the calendar (only in conditions).
    EnteringAt(Id<Stage>, usize),
    /// What leaves a stage in a month of the calendar (only in conditions).
    LeavingAt(Id<Stage>, usize),
    /// The funded gross cost of the month.
    Cost(AnyId),
    /// The funded gross cost of a month of the calendar (only in conditions).
    CostAt(AnyId, usize),
    /// The funded gross cost of the whole calendar (only in conditions).
    Spend(AnyId),
    /// Whether a level is funded: 1 or 0 (only in conditions).
    Funded(Id<Level>),
    /// The score of a level (only in conditions).
    Score(Id<Level>),
    /// Folds a program's values over all months of the calendar into one (only in conditions): the next `usize` steps
    /// are the program, and hold no fold themselves.
    Fold(Fold, usize),
    /// Converts a unit: multiplies by the ratio.
    Convert(Ratio),
    /// Changes the sign.
    Negate,
    /// Without its sign.
    Abs,
    /// The nearest whole number, halves to even.
    Round,
    /// Between two ends: value, low, high.
    Clamp,
    /// e to the power.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The square root.
    Sqrt,
    /// One to the power of the other.
    Power,
    /// x, half, shape.
    Hill,
    /// Promoters, passives, detractors.
    Nps,
    /// Margin, retention, discount.
    Clv,
    /// Two operands.
    Add,
    /// Two operands.
    Subtract,
    /// Two operands.
    Multiply,
    /// Two operands.
    Divide,
    /// So many operands.
    Min(usize),
    /// So many operands.
    Max(usize),
    /// So many operands.
    Mean(usize),
    /// Two operands to a truth.
    Compare(Comparison),
    /// Two truths.
    And,
    /// Two truths.
    Or,
    /// One truth.
    Not,
}

/// How the values of all months come to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The mean.
    Mean,
    /// The sum.
    Total,
}

/// How two values compare, unrounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
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
}

impl Comparison {
    /// Whether it holds between two values.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
        }
    }
}

impl Program {
    /// The unit of what it gives.
    #[must_use]
    pub fn unit(&self) -> UnitId {
        match self {
            Program::Constant { unit, .. } => *unit,
            Program::Code(code) => code.unit,
        }
    }

    /// The steps; none of a constant.
    #[must_use]
    pub fn steps(&self) -> &[(Step, Span)] {
        match self {
            Program::Constant { .. } => &[],
            Program::Code(code) => &code.steps,
        }
    }

    /// The drivers that it reads, in any month.
    pub fn drivers(&self) -> impl Iterator<Item = Id<Driver>> {
        self.steps().iter().filter_map(|(step, _)| match step {
            Step::Driver(driver) | Step::DriverLag(driver, _) => Some(*driver),
            _ => None,
        })
    }

    /// Whether it gives a yes or no, held as 1 or 0.
    #[must_use]
    pub fn is_truth(&self) -> bool {
        let last = self.steps().last().map(|(step, _)| *step);
        matches!(last, Some(Step::Funded(_) | Step::Compare(_) | Step::And | Step::Or | Step::Not))
    }

    /// The value, where it is the same in every month whatever is funded.
    #[must_use]
    pub fn constant(&self) -> Option<Number> {
        match self {
            Program::Constant { value, .. } => Some(*value),
            Program::Code(_) => None,
        }
    }
}
