//! Amounts finer than money: takes an expression that gives money, warns of literals with more decimals than their currency
//! has, for a point that parts thousands elsewhere makes `70.000 EUR` seventy euros here.
//!
//! A price may be finer than a cent (`0.0045 USD/contact`), and so may a factor of a product: there only what can hardly be
//! anything else is taken for thousands.

use smallvec::{SmallVec, smallvec};

use super::context::{Checker, Position};
use super::words::unit_code;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::expression::{BinaryOperator, ExpressionKind};
use crate::model::{ExpressionId, UnitId};
use crate::quantity::{Base, Currency, Money, Number};
use crate::source::Span;

/// What becomes of a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It is booked as it stands, or after sums.
    Booked,
    /// It is multiplied, divided, or read by others that may do so.
    Computed,
}

/// Warns of every literal of an expression that is finer than its currency.
pub(super) fn check_decimals(checker: &mut Checker, root: ExpressionId, place: Position, whole: Use) {
    // A rate of exchange has as many decimals as its source gives.
    if place == Position::Rate {
        return;
    }
    let plan = checker.plan;
    let mut open: SmallVec<[(ExpressionId, Use); 8]> = smallvec![(root, whole)];
    while let Some((id, using)) = open.pop() {
        let expression = &plan.expressions[id];
        match &expression.kind {
            ExpressionKind::Quantity { value, unit } => check_literal(checker, (*value, *unit), expression.span, using),
            ExpressionKind::Unary { operand, .. } => open.push((*operand, using)),
            ExpressionKind::Call(call) => open.extend(call.arguments.iter().map(|argument| (*argument, using))),
            ExpressionKind::Binary { operator, left, right, .. } => {
                let is_product = matches!(operator, BinaryOperator::Multiply | BinaryOperator::Divide);
                let using = if is_product { Use::Computed } else { using };
                open.extend([(*left, using), (*right, using)]);
            }
            // What was written is checked in the plan as written, and what comes of a change is rounded.
            ExpressionKind::Changed { .. }
            | ExpressionKind::Text
            | ExpressionKind::Truth(_)
            | ExpressionKind::Period(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::Previous
            | ExpressionKind::List
            | ExpressionKind::At { .. }
            | ExpressionKind::Range { .. }
            | ExpressionKind::ThreePoint { .. }
            | ExpressionKind::Rating
            | ExpressionKind::Relative(_)
            | ExpressionKind::Unknown => {}
        }
    }
}

fn check_literal(checker: &mut Checker, (value, unit): (Number, UnitId), span: Span, using: Use) {
    let mut paid = checker.units.dimension(unit).factors().iter().filter_map(|(base, power)| match base {
        Base::Currency(currency) if *power == 1 => Some(*currency),
        Base::Currency(_) | Base::Time | Base::Counted(_) => None,
    });
    let Some(currency) = paid.next() else { return };
    if value.decimals() <= currency.minor_digits() {
        return;
    }
    let is_plain = checker.units.dimension(unit).factors().len() == 1;
    // Nobody writes a zero at the end of a fine price, and nobody writes whole ones per agent with three.
    let is_suspect = match using {
        Use::Booked if is_plain => true,
        Use::Booked | Use::Computed => {
            let kept = if is_plain { 2 } else { 0 };
            in_thousands(value).is_some() && value.truncate(kept) == value
        }
    };
    if is_suspect {
        let code = is_plain.then(|| unit_code(checker.plan, checker.units.get(unit)));
        checker.report(too_fine(value, currency, code.as_deref(), span));
    }
}

/// `70_000` for `70.000`: three decimals after one to three digits can be a group of thousands.
pub(super) fn in_thousands(value: Number) -> Option<String> {
    let thousand = Number::from_integer(1000);
    let fits = value.decimals() == 3 && value >= Number::ONE && value < thousand;
    let digits = value.multiply(thousand).ok().filter(|_| fits)?.to_string();
    let (whole, group) = digits.split_at_checked(digits.len().checked_sub(3)?)?;
    Some(format!("{whole}_{group}"))
}

/// The finding; without `code` the number has a longer unit, which stays as it is written.
fn too_fine(value: Number, currency: Currency, code: Option<&str>, span: Span) -> Diagnostic {
    let digits = currency.minor_digits();
    let point = usize::try_from(digits).unwrap_or(0);
    let with_unit = |number: String| code.map_or(number.clone(), |code| format!("{number} {code}"));
    let rounded = with_unit(format!("{:.point$}", Money::round(value, currency).number().decimal()));
    let thousands = in_thousands(value).map(with_unit);
    let message = match digits {
        0 => format!("this amount has decimals, and {currency} has none"),
        _ => format!("this amount has {} decimals, and {currency} has {digits}", value.decimals()),
    };
    let finding = Diagnostic::new(Code::TooManyDecimals, span, message).label(format!("read as {rounded}"));
    let finding = match &thousands {
        Some(thousands) => finding.help(format!("write `{thousands}` if the point parts thousands, or `{rounded}`")),
        None => finding.help(format!("write `{rounded}`")),
    };
    if code.is_none() {
        return finding;
    }
    let finding = match thousands {
        Some(thousands) => finding.fix("write thousands", span, thousands, Applicability::Suggestion),
        None => finding,
    };
    finding.fix("write the decimals of the currency", span, rounded, Applicability::Suggestion)
}
