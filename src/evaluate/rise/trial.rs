//! Funding with more money: takes what was decided and a rise of each period's budget, funds again, and says what every
//! level lacks that money keeps out.

use std::cell::Cell;

use crate::check::Available;
use crate::evaluate::mandates::Mandated;
use crate::evaluate::walk::{Problem, Route, Shortage, Walked, walk_with_shortages};
use crate::model::{Id, Level};
use crate::quantity::{ArithmeticError, Currency, Money, Number};

/// The budgets that a rise is added to.
#[derive(Debug, Clone, Copy)]
pub struct Budgets<'funding> {
    /// The budget of each period.
    pub amounts: &'funding [Money],
    /// What they are in.
    pub currency: Currency,
    /// What a rise comes to.
    pub effect: &'funding RiseEffect,
}

/// What a rise of a period's budget changes besides the money that this period holds.
#[derive(Debug, Clone)]
pub struct RiseEffect {
    /// The part of it that the reserve keeps.
    pub reserve: Number,
    /// The part of it by which each cap grows.
    pub caps: Vec<Number>,
    /// Whether floors grow with it, or move from one period to another.
    pub floors: Moves,
    /// Whether other periods hold more or less with it.
    pub others: Moves,
}

/// Whether something changes with a rise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// It does not.
    No,
    /// It does.
    Yes,
}

impl RiseEffect {
    /// The period that is raised holds all of the rise, and nothing else changes.
    #[must_use]
    pub fn plain() -> RiseEffect {
        RiseEffect { reserve: Number::ZERO, caps: Vec::new(), floors: Moves::No, others: Moves::No }
    }

    /// Whether all that ranks above the first level that money keeps out stays as it is.
    pub(super) fn leaves_what_ranks_higher(&self) -> bool {
        self.caps.iter().all(|part| part.is_zero()) && self.floors == Moves::No && self.others == Moves::No
    }

    /// Whether some of what a budget comes to is a share of it, and so rounded.
    pub(super) fn is_rounded(&self) -> bool {
        !self.reserve.is_zero() || !self.leaves_what_ranks_higher()
    }

    /// The part of a rise by which a cap grows.
    pub(super) fn of_cap(&self, cap: usize) -> Number {
        self.caps.get(cap).copied().unwrap_or_default()
    }

    /// What a rise is to be at least so that the period that is raised holds so much more: exact but for rounding.
    pub(super) fn for_gain(&self, gain: Money, currency: Currency) -> Result<Option<Money>, ArithmeticError> {
        let kept = Number::ONE.subtract(self.reserve)?;
        if !kept.is_positive() {
            return Ok(None);
        }
        Ok(Some(gain.enlarged(Number::ONE.divide(kept)?, currency)?))
    }
}

/// What there is with a rise: the money, and the mandated levels in the ways that it allows.
pub type Refilled = (Available, Mandated);

/// Gives what there is with some budgets.
pub trait Refill: Fn(&[Money]) -> Result<Refilled, ArithmeticError> {}

impl<Given: Fn(&[Money]) -> Result<Refilled, ArithmeticError>> Refill for Given {}

/// Tells whether a plan with some budgets would be refused: floors beyond caps or budgets, mandates that clash.
pub trait Refuses: Fn(&[Money]) -> Result<bool, ArithmeticError> {}

impl<Given: Fn(&[Money]) -> Result<bool, ArithmeticError>> Refuses for Given {}

/// What rises are tried on.
pub(super) struct Trials<'trial, 'plan, R> {
    pub problem: &'trial Problem<'plan>,
    /// The list, as far as it bears on the level that is to be funded.
    pub route: Route<'trial>,
    pub budgets: Budgets<'trial>,
    pub refill: &'trial R,
    /// How many decisions on levels may still be tried.
    pub effort: &'trial Cell<usize>,
}

/// A rise, and funding with it.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// The rise of each period.
    pub rise: Vec<Money>,
    pub walked: Box<Walked>,
    /// What levels lack that money keeps out, those that mandates could not take first.
    pub shortages: Vec<Shortage>,
}

impl<R: Refill> Trials<'_, '_, R> {
    /// Funds with a rise.
    pub(super) fn run(&self, rise: Vec<Money>) -> Result<Trial, ArithmeticError> {
        self.effort.set(self.effort.get().saturating_sub(self.route.order.len() + 1));
        let raised = sums(self.budgets.amounts, &rise)?;
        let (available, mandated) = (self.refill)(&raised)?;
        let route = Route { mandated: &mandated, ..self.route };
        let (walked, shortages) = walk_with_shortages(self.problem, &available, route)?;
        Ok(Trial { rise, walked: Box::new(walked), shortages })
    }

    /// Funds with no rise.
    pub(super) fn unchanged(&self) -> Result<Trial, ArithmeticError> {
        self.run(vec![Money::ZERO; self.budgets.amounts.len()])
    }

    /// Whether all effort is spent.
    pub(super) fn are_spent(&self) -> bool {
        self.effort.get() == 0
    }

    /// The smallest amount of the plan's currency.
    pub(super) fn unit(&self) -> Result<Money, ArithmeticError> {
        Money::minor_unit(self.budgets.currency)
    }
}

impl Trial {
    pub(super) fn funds(&self, level: Id<Level>) -> bool {
        self.walked.is_funded(level)
    }

    /// The rise of all periods together.
    pub(super) fn total(&self) -> Result<Money, ArithmeticError> {
        Money::sum(self.rise.iter().copied())
    }
}

/// Amounts of the same periods together.
pub(super) fn sums(left: &[Money], right: &[Money]) -> Result<Vec<Money>, ArithmeticError> {
    left.iter().zip(right).map(|(left, right)| left.add(*right)).collect()
}
