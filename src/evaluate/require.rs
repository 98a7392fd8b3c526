//! Requirements: takes the evaluated plan, says of each condition whether it holds, with the values that made it so.

use super::costs::CostTable;
use super::drivers::driver_value;
use super::environment::{baseline, known};
use super::fault::Fault;
use super::findings;
use super::level_set::LevelSet;
use super::operand::{OperandValue, Reading};
use super::projection::Projected;
use super::rating::LevelScore;
use crate::check::{CheckedPlan, Environment, Failure, RequireTerms};
use crate::diagnostic::Diagnostics;
use crate::model::{AnyId, Driver, Id, Kpi, Level, Require, Stage};
use crate::quantity::Number;

/// Whether a requirement holds, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementResult {
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
    /// It reads a cost per something in a month in which nothing is spent: it neither holds nor fails.
    NothingSpent,
}

impl Verdict {
    /// Whether the requirement is one that the plan breaks.
    #[must_use]
    pub fn is_broken(self) -> bool {
        match self {
            Verdict::Holds | Verdict::NothingSpent => false,
            Verdict::Fails | Verdict::NotAvailable => true,
        }
    }
}

/// The evaluated plan, as conditions read it.
pub(super) struct Evaluated<'run> {
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// KPIs and flows with the funded levels.
    pub outcome: &'run Projected,
    /// The funded costs.
    pub costs: &'run CostTable,
    /// The funded levels.
    pub funded: &'run LevelSet,
    /// The score of each level, in the order of the plan's.
    pub scores: &'run [LevelScore],
}

/// Says of each requirement whether it holds, in the order of the plan's; each that does not is reported. One that
/// reads a figure whose want is already reported stays quiet.
pub(super) fn evaluate_requires(diagnostics: &mut Diagnostics, evaluated: &Evaluated<'_>) -> Vec<RequirementResult> {
    let was_wrong = diagnostics.has_errors();
    let outcomes = evaluated.plan.requires.iter().map(|terms| {
        let operands = operand_values(evaluated, terms);
        let verdict = match terms.condition.run(evaluated, 0) {
            Ok(truth) if truth.is_zero() => Verdict::Fails,
            Ok(_) => Verdict::Holds,
            Err((Failure::NothingSpent, span)) => {
                diagnostics.add(findings::requirement_not_judged(evaluated.plan, terms.id, span));
                Verdict::NothingSpent
            }
            Err((failure, span)) => {
                if failure != Failure::Unavailable {
                    diagnostics.add(findings::no_result(evaluated.plan, Fault { failure, span }));
                }
                Verdict::NotAvailable
            }
        };
        if verdict == Verdict::Fails || verdict == Verdict::NotAvailable && !was_wrong {
            diagnostics.add(findings::requirement_fails(evaluated.plan, terms.id, &operands));
        }
        RequirementResult { id: terms.id, verdict, operands }
    });
    outcomes.collect()
}

fn operand_values(evaluated: &Evaluated<'_>, terms: &RequireTerms) -> Vec<OperandValue> {
    let operands = terms.operands.iter().map(|(span, program)| OperandValue {
        span: *span,
        value: program.run(evaluated, 0).ok(),
        unit: program.unit(),
        reading: if program.is_truth() { Reading::Truth } else { Reading::Figure },
    });
    operands.collect()
}

impl Evaluated<'_> {
    fn is_nothing_spent(&self, kpi: Id<Kpi>, month: usize) -> bool {
        self.plan.kpis.get(kpi.index()).is_some_and(|terms| self.costs.is_nothing_spent(terms, month))
    }
}

impl Environment for Evaluated<'_> {
    fn months(&self) -> usize {
        self.plan.calendar.len()
    }

    fn driver(&self, driver: Id<Driver>, month: usize) -> Result<Number, Failure> {
        driver_value(self.plan, driver, month)
    }

    fn kpi(&self, kpi: Id<Kpi>, month: Option<usize>) -> Result<Number, Failure> {
        match month {
            Some(month) if self.is_nothing_spent(kpi, month) => Err(Failure::NothingSpent),
            Some(month) => known(self.outcome.kpi_at(kpi, month)),
            None => baseline(self.plan, kpi),
        }
    }

    fn entering(&self, stage: Id<Stage>, month: usize) -> Result<Number, Failure> {
        let flow = self.outcome.stages.get(stage.index());
        known(flow.and_then(|flow| flow.entering.get(month).copied().flatten()))
    }

    fn leaving(&self, stage: Id<Stage>, month: usize) -> Result<Number, Failure> {
        let flow = self.outcome.stages.get(stage.index());
        known(flow.and_then(|flow| flow.leaving.get(month).copied().flatten()))
    }

    fn cost(&self, about: AnyId, month: usize) -> Result<Number, Failure> {
        known(self.costs.at(about, month))
    }

    fn spend(&self, about: AnyId) -> Result<Number, Failure> {
        self.costs.total(about)
    }

    fn is_funded(&self, level: Id<Level>) -> Result<bool, Failure> {
        Ok(self.funded.contains(level))
    }

    fn score(&self, level: Id<Level>) -> Result<Number, Failure> {
        known(self.scores.get(level.index()).map(|score| score.score))
    }
}
