//! Figures of a plan that no evaluation needs, as a touchpoint's reach: takes an expression, gives its value if it is
//! written as a number.

use crate::model::expression::{ExpressionKind, UnaryOperator};
use crate::model::{ExpressionId, Plan};
use crate::quantity::{Number, Unit};

/// The value of a number with its sign, in the unit asked for.
#[must_use]
pub fn literal(plan: &Plan, expression: ExpressionId, unit: &Unit) -> Option<Number> {
    match &plan.expressions.find(expression)?.kind {
        ExpressionKind::Quantity { value, unit: written } => {
            let written = plan.units.find(*written)?;
            value.scale(written.conversion_to(unit)?).ok()
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => {
            // Its operand is a number, not a sign again: this goes one step down.
            literal(plan, *operand, unit).map(Number::negate)
        }
        _ => None,
    }
}
