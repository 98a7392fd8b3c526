//! What effects on one KPI do together: takes each effect of a month, gives sums that say it for any number of them.
//!
//! Sums are joined two and two. Nothing joined with sums leaves them as they are, to the last digit.

use super::effect::ReadyEffect;
use super::projection::EffectNature;
use crate::check::KpiTerms;
use crate::model::kpi::{Better, Combine};
use crate::quantity::{ArithmeticError, Number};

/// What some effects do in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    /// What is added: all absolute effects, or only the harmful ones where the others diminish or only the best counts.
    pub added: Number,
    /// Where effects diminish, Π(1 − q · ramp): how much of the way to the limit is left.
    pub left: Number,
    /// Where only the best counts, the absolute effect that improves most; 0 when none does.
    pub best: Number,
    /// The relative effects above 0, if there are any.
    pub raising: Option<Factors>,
    /// The relative effects below 0, if there are any.
    pub lowering: Option<Factors>,
}

/// Relative effects of one sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Factors {
    /// What all of them multiply by.
    pub product: Number,
    /// Where only the best counts, the largest in size; else 0.
    pub largest: Number,
}

/// How the effects on a KPI come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// They add up.
    Add,
    /// Of those that improve, only the best counts.
    Best(Toward),
    /// Each takes its share of what is left of the way from the start to the limit.
    Diminish {
        /// Which way they improve.
        toward: Toward,
        /// The limit less the start.
        way: Number,
    },
}

/// The way in which a KPI improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    /// Higher values are better.
    Up,
    /// Lower values are better.
    Down,
}

impl Factors {
    /// Those of both, where there are some.
    fn join(left: Option<Factors>, right: Option<Factors>) -> Result<Option<Factors>, ArithmeticError> {
        let (Some(one), Some(other)) = (left, right) else { return Ok(left.or(right)) };
        Ok(Some(Factors {
            product: one.product.multiply(other.product)?,
            largest: larger_in_size(one.largest, other.largest),
        }))
    }

    /// What they multiply by; 1 where there are none.
    pub(super) fn product_of(factors: Option<Factors>) -> Number {
        factors.map_or(Number::ONE, |factors| factors.product)
    }

    /// The largest in size; 0 where there are none.
    pub(super) fn largest_of(factors: Option<Factors>) -> Number {
        factors.map_or(Number::ZERO, |factors| factors.largest)
    }
}

impl Sums {
    /// What no effect does.
    pub(super) const NONE: Sums =
        Sums { added: Number::ZERO, left: Number::ONE, best: Number::ZERO, raising: None, lowering: None };

    /// What one effect does in a month.
    pub(super) fn of(rule: Rule, effect: &ReadyEffect, month: usize) -> Result<Sums, ArithmeticError> {
        let change = effect.at(month)?;
        if change.is_zero() {
            return Ok(Sums::NONE);
        }
        match (effect.nature, rule) {
            (EffectNature::Relative, rule) => Sums::relative(rule, change),
            (EffectNature::Absolute, Rule::Best(toward)) if toward.improves(change) => {
                Ok(Sums { best: change, ..Sums::NONE })
            }
            (EffectNature::Absolute, Rule::Diminish { toward, way }) if toward.improves(change) => {
                let share = share_of_way(effect, month, toward, way)?;
                Ok(Sums { left: Number::ONE.subtract(share)?, ..Sums::NONE })
            }
            (EffectNature::Absolute, Rule::Add | Rule::Best(_) | Rule::Diminish { .. }) => {
                Ok(Sums { added: change, ..Sums::NONE })
            }
        }
    }

    fn relative(rule: Rule, change: Number) -> Result<Sums, ArithmeticError> {
        let largest = match rule {
            Rule::Best(_) => change,
            Rule::Add | Rule::Diminish { .. } => Number::ZERO,
        };
        let factors = Some(Factors { product: Number::ONE.add(change)?, largest });
        Ok(if change.is_positive() {
            Sums { raising: factors, ..Sums::NONE }
        } else {
            Sums { lowering: factors, ..Sums::NONE }
        })
    }

    /// What both do.
    pub(super) fn join(self, other: Sums) -> Result<Sums, ArithmeticError> {
        Ok(Sums {
            added: self.added.add(other.added)?,
            left: product(self.left, other.left)?,
            best: larger_in_size(self.best, other.best),
            raising: Factors::join(self.raising, other.raising)?,
            lowering: Factors::join(self.lowering, other.lowering)?,
        })
    }
}

impl Rule {
    /// How the effects on a KPI come together when they start from `start`.
    pub(super) fn of(terms: &KpiTerms, start: Option<Number>) -> Result<Rule, ArithmeticError> {
        Ok(match (terms.combine, terms.limit, start) {
            (Combine::Max, _, start) => Rule::Best(toward(terms, start.unwrap_or_default())),
            (Combine::Diminishing, Some(limit), Some(start)) => {
                Rule::Diminish { toward: toward(terms, start), way: limit.subtract(start)? }
            }
            (Combine::Add | Combine::Diminishing, _, _) => Rule::Add,
        })
    }
}

/// Which way a KPI improves from `start`.
pub(super) fn toward(terms: &KpiTerms, start: Number) -> Toward {
    let goal = match terms.better {
        Better::Higher => return Toward::Up,
        Better::Lower => return Toward::Down,
        Better::Nearer => terms.target.map(|target| target.value).or(terms.limit),
    };
    if goal.is_some_and(|goal| goal < start) { Toward::Down } else { Toward::Up }
}

impl Toward {
    /// Whether a change goes this way.
    pub(super) fn improves(self, change: Number) -> bool {
        match self {
            Toward::Up => change.is_positive(),
            Toward::Down => change.is_negative(),
        }
    }
}

/// q · ramp: the share of the way to the limit that an improving effect covers in a month, from 0 to 1.
fn share_of_way(effect: &ReadyEffect, month: usize, toward: Toward, way: Number) -> Result<Number, ArithmeticError> {
    if way.is_zero() {
        // It starts at the limit: whatever it loses by itself, the effect makes good, as it would from just below.
        return effect.unfold(Number::ONE, month);
    }
    if !toward.improves(way) {
        return Ok(Number::ZERO);
    }
    let size = effect.size_at(month);
    let size = if size.abs() > way.abs() { way } else { size };
    effect.unfold(size, month)?.divide(way)
}

/// The product; most factors are 1, and need no arithmetic.
fn product(left: Number, right: Number) -> Result<Number, ArithmeticError> {
    if is_one(right) {
        Ok(left)
    } else if is_one(left) {
        Ok(right)
    } else {
        left.multiply(right)
    }
}

/// Whether this is 1 as [`Number::ONE`] has it; 1.0 times a number is that number, too.
fn is_one(number: Number) -> bool {
    number.decimal().scale() == 0 && number.decimal().mantissa() == 1
}

fn larger_in_size(left: Number, right: Number) -> Number {
    if right.is_zero() || left.abs() >= right.abs() { left } else { right }
}
