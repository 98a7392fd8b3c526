//! What the parts of the check share: the plan, the findings, the tables that grow as the plan is understood.

use std::collections::BTreeMap;

use super::program::{Code, Program, Step};
use super::structure::Structure;
use super::units::Units;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{AnyId, Driver, ExpressionId, Id, Journey, Kpi, Plan, Stage, UnitId};
use crate::quantity::{Calendar, Currency, Number};
use crate::source::Span;

use super::types::Type;

/// The state of one check.
pub(super) struct Checker<'a> {
    pub plan: &'a Plan,
    pub diagnostics: &'a mut Diagnostics,
    pub units: Units,
    pub currency: Currency,
    pub calendar: Calendar,
    pub fiscal_start: u8,
    /// What one unit of another currency is worth; empty where its rate is broken or its lack was reported.
    pub rates: BTreeMap<Currency, Option<Number>>,
    /// Drivers as they become known; a missing one is broken and quiet.
    pub drivers: Vec<Option<KnownDriver>>,
    /// What drivers were, where they are not taken as planned.
    pub observed: ObservedDrivers,
    /// The units of KPIs; a missing one is broken and quiet.
    pub kpi_units: Vec<Option<UnitId>>,
    /// The baselines of KPIs.
    pub baselines: Vec<Option<Number>>,
    /// The units of what enters and leaves stages.
    pub flows: Vec<Flow>,
    /// What levels, packages and rankings hang on.
    pub structure: &'a Structure,
    /// The steps of the expression that is being read.
    pub steps: Vec<(Step, Span)>,
    /// The parts of the condition that is being read, each as written.
    pub operands: Vec<(Span, Program)>,
    /// Whose costs stand left of a `/` in the expression that is being read.
    pub divided: Vec<AnyId>,
    pub place: Position,
    pub reading: Reading,
    /// Where earlier phases found errors, in order.
    pub broken: Vec<Span>,
}

/// A driver whose values are known.
#[derive(Debug, Clone)]
pub(super) struct KnownDriver {
    pub unit: UnitId,
    /// One for each month of the calendar; nought in those that no line covers.
    pub values: Vec<Number>,
    /// The months that no line covers, by their places.
    pub gaps: Vec<usize>,
    /// The one that is planned for all of them, whatever was observed in some.
    pub steady: Option<Number>,
    /// The low and high ends of a three-point estimate.
    pub ends: Option<(Number, Number)>,
    /// What it is computed from, each with its first and last month.
    pub lines: Vec<(usize, usize, Program)>,
    /// Whether it is such an estimate, or reads one.
    pub is_uncertain: bool,
}

/// What drivers were in some months of the calendar, by their places.
pub type ObservedDrivers = BTreeMap<Id<Driver>, Vec<(usize, Number)>>;

impl KnownDriver {
    /// The one value of all months, if it is one.
    pub(super) fn steady(values: &[Number]) -> Option<Number> {
        values.first().copied().filter(|first| values.iter().all(|value| value == first))
    }

    /// As it was, in the months in which it was observed.
    pub(super) fn with_observed(mut self, observed: &[(usize, Number)]) -> KnownDriver {
        for (month, value) in observed {
            if let Some(planned) = self.values.get_mut(*month) {
                *planned = *value;
            }
        }
        self
    }
}

/// Where an expression stands, which decides what it may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// An exchange rate: literals only.
    Rate,
    /// A driver: other drivers.
    Driver,
    /// One figure for the whole plan: drivers that do not vary by month.
    Constant,
    /// A cost, saving or earning: drivers, in its months.
    Funding,
    /// An effect: drivers.
    Effect,
    /// A KPI's formula or a stage's share: KPIs, flows, drivers, costs.
    Formula(Option<Id<Kpi>>),
    /// A requirement: everything, of named months or folded over all.
    Condition,
}

/// Which month a name is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The month the expression is for.
    Each,
    /// None yet: a condition has to say.
    Bare,
    /// A month of the calendar.
    At(usize),
}

/// The units of what passes through a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Broken and reported.
    Unknown,
    /// Nothing enters the journey.
    Dry(Id<Journey>),
    /// What enters and what leaves.
    Known(UnitId, UnitId),
}

/// A value on the stack of steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand {
    pub of: Type,
    pub span: Span,
    pub id: ExpressionId,
    /// Where its steps begin and end.
    pub start: usize,
    pub end: usize,
}

impl<'a> Checker<'a> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.add(diagnostic);
    }

    /// Whether an earlier phase found an error in a stretch: what is missing there was perhaps written.
    pub(super) fn is_broken(&self, whole: Span) -> bool {
        let first = self.broken.partition_point(|place| (place.file, place.start) < (whole.file, whole.start));
        self.broken.get(first).is_some_and(|place| place.file == whole.file && place.start <= whole.end)
    }

    /// The path of a declaration, as people write it.
    pub(super) fn path(&self, id: impl Into<AnyId>) -> &'a str {
        &self.plan.head(id.into()).path
    }

    /// The place of a declaration's name.
    pub(super) fn span(&self, id: impl Into<AnyId>) -> Span {
        self.plan.head(id.into()).span
    }

    pub(super) fn flow(&self, stage: Id<Stage>) -> Flow {
        self.flows.get(stage.index()).copied().unwrap_or(Flow::Unknown)
    }

    pub(super) fn kpi_unit(&self, kpi: Id<Kpi>) -> Option<UnitId> {
        self.kpi_units.get(kpi.index()).copied().flatten()
    }

    /// What the steps so far come to, in `unit`.
    pub(super) fn take_program(&mut self, unit: UnitId) -> Program {
        if let [(Step::Push(value), _)] = self.steps.as_slice() {
            return Program::Constant { value: *value, unit };
        }
        Program::Code(Box::new(Code { unit, steps: self.steps.clone() }))
    }
}
