//! What levels pay for: takes a level, gives for each cost that multiplies things by a price how many there are of them.

use super::drivers::Drivers;
use crate::check::{AmountTerms, CheckedPlan, LevelTerms, MoneyTerms, Paid, PaidTerms};
use crate::model::{Id, Level, UnitId};
use crate::quantity::{ArithmeticError, Number};

/// Things that a cost pays for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The place of the line among the level's costs.
    pub line: usize,
    /// What is counted.
    pub unit: UnitId,
    /// How they are paid for.
    pub paid: Paid,
    /// How many in each month of the calendar; of what is paid by the piece in all, only in the line's first month.
    pub by_month: Vec<Number>,
}

impl Quantity {
    /// The months in which there are any.
    #[must_use]
    pub fn months(&self) -> usize {
        self.by_month.iter().filter(|number| !number.is_zero()).count()
    }

    /// The most at once.
    #[must_use]
    pub fn most(&self) -> Number {
        self.by_month.iter().copied().max().unwrap_or_default()
    }

    /// All months together.
    #[must_use]
    pub fn total(&self) -> Number {
        self.by_month.iter().try_fold(Number::ZERO, |sum, number| sum.add(*number)).unwrap_or_default()
    }

    /// The mean over the whole calendar.
    #[must_use]
    pub fn mean(&self) -> Number {
        let months = Number::from_integer(i64::try_from(self.by_month.len()).unwrap_or(i64::MAX));
        self.total().divide(months).unwrap_or_default()
    }
}

/// What a level pays for, in the order of its costs. A quantity that has no value, as of a driver too large, is left out:
/// then the cost has none either, which costing reports.
#[must_use]
pub fn quantities(plan: &CheckedPlan, level: Id<Level>) -> Vec<Quantity> {
    let costs = plan.levels.get(level.index()).map_or(&[][..], |terms: &LevelTerms| &terms.costs);
    let found = costs.iter().enumerate().filter_map(|(line, cost)| {
        let paid = cost.paid.as_ref()?;
        let by_month = by_month(plan, cost, paid).ok()?;
        Some(Quantity { line, unit: paid.unit, paid: paid.paid, by_month })
    });
    found.collect()
}

fn by_month(plan: &CheckedPlan, cost: &MoneyTerms, paid: &PaidTerms) -> Result<Vec<Number>, ArithmeticError> {
    let last = match (paid.paid, cost.every) {
        (Paid::InAll, None) => cost.first,
        (Paid::InAll, Some(_)) | (Paid::ByTime | Paid::EachMonth, _) => cost.last,
    };
    let is_booked = |month: usize| match (paid.paid, cost.every) {
        (Paid::InAll, Some(every)) => (month - cost.first).is_multiple_of(every.max(1)),
        (Paid::InAll, None) | (Paid::ByTime | Paid::EachMonth, _) => true,
    };
    let number = |month: usize| {
        if month < cost.first || month > last || !is_booked(month) {
            return Ok(Number::ZERO);
        }
        let factors = paid.factors.iter();
        let product = factors.map(|factor| Drivers(plan).run(factor, month).map_err(|(error, _)| error));
        product.into_iter().try_fold(Number::ONE, |product, factor| product.multiply(factor?))?.scale(paid.ratio)
    };
    (0..plan.calendar.len()).map(number).collect()
}

/// What so many of what a line pays for cost in a month at the planned price, unrounded; nothing where none is planned, and so
/// no price. Multiplied before it is divided: a price of whole cents loses nothing.
#[must_use]
pub fn at_planned_price(
    plan: &CheckedPlan,
    level: Id<Level>,
    planned: &Quantity,
    month: usize,
    actual: Number,
) -> Option<Number> {
    let cost = plan.levels.get(level.index())?.costs.get(planned.line)?;
    // What is paid by the piece in all has its number in one month, and its price in all of them.
    let at =
        if planned.paid == Paid::InAll { planned.by_month.iter().position(|number| !number.is_zero())? } else { month };
    let number = planned.by_month.get(at).copied().filter(|number| !number.is_zero())?;
    let run = |program| Drivers(plan).run(program, at).ok();
    let amount = match &cost.amount {
        AmountTerms::Once(program) => run(program)?,
        AmountTerms::Monthly(program, ratio) => run(program)?.scale(**ratio).ok()?,
    };
    amount.multiply(actual).ok()?.divide(number).ok()
}

/// What an effect of a level comes to at full size in its own last month, in the KPI's unit or as a fraction of it.
#[must_use]
pub fn effect_size(plan: &CheckedPlan, level: Id<Level>, effect: &crate::check::EffectTerms) -> Option<Number> {
    let end = plan.levels.get(level.index()).map_or(usize::MAX, |terms| terms.end);
    let month = effect.until.unwrap_or(usize::MAX).min(end).min(plan.calendar.len().saturating_sub(1));
    let (_, estimate) = super::effect::nature_and_estimate(&effect.change);
    Drivers(plan).run(&estimate.likely, month).ok()
}
