//! What a cost pays for: takes its amount as it is written, gives the things it counts where it multiplies some by a price.

use smallvec::SmallVec;

use super::checked::{Paid, PaidTerms};
use super::context::{Checker, Operand, Position};
use super::expect::MoneyRead;
use super::types::Type;
use crate::model::expression::{BinaryOperator, ExpressionKind};
use crate::model::{ExpressionId, UnitId};
use crate::quantity::{Base, Dimension, Ratio, Unit};

/// The things, if the amount is a product of which one factor is so many of something, and another a price for one. What
/// counts nothing, a share or a plain number, says how many of them: `50% * 4 agent` are two.
pub(super) fn read(checker: &mut Checker, id: ExpressionId, amount: &MoneyRead) -> Option<PaidTerms> {
    let factors = factors(checker, id);
    if factors.len() < 2 {
        return None;
    }
    let things: Vec<(ExpressionId, Things)> =
        factors.iter().filter_map(|factor| Some((*factor, things(checker, *factor)?))).collect();
    let [(counted, things)] = things.as_slice() else { return None };
    let is_priced = factors.iter().any(|factor| factor != counted && is_price(checker, *factor, things.base));
    let paid = match (amount, things.per_time) {
        (MoneyRead::Monthly(..), false) => Paid::ByTime,
        (MoneyRead::Once(_), false) => Paid::InAll,
        (MoneyRead::Monthly(..), true) => Paid::EachMonth,
        (MoneyRead::Once(_), true) => return None,
    };
    if !is_priced {
        return None;
    }
    let unit = checker.units.intern(Unit::counted(things.base));
    let ratio = if things.per_time {
        let in_a_month = checker.units.product(things.unit, checker.units.month)?;
        checker.units.conversion(in_a_month, unit)?
    } else {
        Ratio::ONE
    };
    let mut programs = Vec::new();
    for factor in &factors {
        let operand = checker.compile(*factor, Position::Funding);
        let own = operand_unit(operand);
        if factor == counted || own.is_none_or(|unit| checker.units.dimension(unit).is_none()) {
            let unit = operand.of.unit(&checker.units);
            programs.push(checker.take_program(unit));
        }
    }
    Some(PaidTerms { unit, factors: programs, paid, ratio })
}

/// So many of something, perhaps per time.
struct Things {
    base: u32,
    unit: UnitId,
    per_time: bool,
}

fn things(checker: &mut Checker, id: ExpressionId) -> Option<Things> {
    let unit = unit_of(checker, id)?;
    match checker.units.dimension(unit).factors() {
        [(Base::Counted(base), 1)] => Some(Things { base: *base, unit, per_time: false }),
        [(Base::Time, -1), (Base::Counted(base), 1)] => Some(Things { base: *base, unit, per_time: true }),
        _ => None,
    }
}

/// Whether a factor is money for one of the things.
fn is_price(checker: &mut Checker, id: ExpressionId, base: u32) -> bool {
    let Some(unit) = unit_of(checker, id) else { return false };
    let dimension: &Dimension = checker.units.dimension(unit);
    let has = |wanted: (Base, i8)| dimension.factors().contains(&wanted);
    has((Base::Counted(base), -1))
        && dimension.factors().iter().any(|(base, power)| matches!((base, power), (Base::Currency(_), 1)))
}

fn unit_of(checker: &mut Checker, id: ExpressionId) -> Option<UnitId> {
    let operand = checker.compile(id, Position::Funding);
    operand_unit(operand)
}

fn operand_unit(operand: Operand) -> Option<UnitId> {
    match operand.of {
        Type::Plain(unit) => Some(unit),
        Type::Unknown
        | Type::Truth
        | Type::Share
        | Type::SharePer(_)
        | Type::Points(_)
        | Type::Difference
        | Type::Fraction
        | Type::Score(_) => None,
    }
}

/// The factors of a product, in order; anything else is its own only factor.
fn factors(checker: &Checker, id: ExpressionId) -> SmallVec<[ExpressionId; 4]> {
    let mut found = SmallVec::new();
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        match checker.plan.expressions[id].kind {
            ExpressionKind::Binary { operator: BinaryOperator::Multiply, left, right, .. } => {
                waiting.extend([right, left])
            }
            _ => found.push(id),
        }
    }
    found
}
