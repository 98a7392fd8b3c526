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
    /// What all relative effects multiply by.
    pub factor: Number,
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

impl Sums {
    /// What no effect does.
    pub(super) const NONE: Sums =
        Sums { added: Number::ZERO, left: Number::ONE, best: Number::ZERO, factor: Number::ONE };

    /// What one effect does in a month.
    pub(super) fn of(rule: Rule, effect: &ReadyEffect, month: usize) -> Result<Sums, ArithmeticError> {
        let change = effect.at(month)?;
        if change.is_zero() {
            return Ok(Sums::NONE);
        }
        match (effect.nature, rule) {
            (EffectNature::Relative, _) => Ok(Sums { factor: Number::ONE.add(change)?, ..Sums::NONE }),
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

    /// What both do.
    pub(super) fn join(self, other: Sums) -> Result<Sums, ArithmeticError> {
        Ok(Sums {
            added: self.added.add(other.added)?,
            left: product(self.left, other.left)?,
            best: larger_in_size(self.best, other.best),
            factor: product(self.factor, other.factor)?,
        })
    }
}

impl Rule {
    /// How the effects on a KPI come together when they start from `start`.
    pub(super) fn of(terms: &KpiTerms, start: Option<Number>) -> Result<Rule, ArithmeticError> {
        Ok(match (terms.combine, terms.limit, start) {
            (Combine::Max, _, _) => Rule::Best(toward(terms)),
            (Combine::Diminishing, Some(limit), Some(start)) => {
                Rule::Diminish { toward: toward(terms), way: limit.subtract(start)? }
            }
            (Combine::Add | Combine::Diminishing, _, _) => Rule::Add,
        })
    }
}

/// Which way a KPI improves. Where nearer is better effects add up, and none asks.
pub(super) fn toward(terms: &KpiTerms) -> Toward {
    match terms.better {
        Better::Higher | Better::Nearer => Toward::Up,
        Better::Lower => Toward::Down,
    }
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
    // Without a way before it there is nothing to cover.
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
