//! What a scenario does to a figure: takes a `change` line, checks that it says by what, and joins it to each figure.

use super::context::Context;
use super::errors;
use super::expressions::lower;
use crate::diagnostic::Diagnostic;
use crate::model::expression::{BinaryOperator, ExpressionKind};
use crate::model::schema::{Expected, ValueKind};
use crate::model::{Expression, ExpressionId, UnitId};
use crate::quantity::{Flavour, Ratio};
use crate::source::Span;
use crate::syntax::tree;
use crate::syntax::tree::{Statement, Tree, UnaryOperator};
use smallvec::SmallVec;
use smol_str::SmolStr;

/// A `change` line and the file it stands in.
pub(super) type Change<'t> = (&'t Tree, &'t Statement);

/// Why a `change` line does not say by what: it begins with `*`, `+` or `-`, and no share is added to anything.
pub(super) fn unclear(tree: &Tree, line: &Statement, kind: ValueKind) -> Option<Diagnostic> {
    let value = tree.expression(line.value?);
    match &value.kind {
        tree::ExpressionKind::Relative(_) | tree::ExpressionKind::Missing => None,
        _ => match first_of(tree, value) {
            tree::ExpressionKind::Unary { operator: UnaryOperator::Plus | UnaryOperator::Minus, operand } => {
                let sign = value_of_share(tree, tree.expression(*operand))?;
                let is_single = matches!(value.kind, tree::ExpressionKind::Unary { .. });
                let is_minus = matches!(value.kind, tree::ExpressionKind::Unary { operator: UnaryOperator::Minus, .. });
                is_single.then(|| errors::share_added(value.span, sign, is_minus, may_be_share(kind)))
            }
            _ => Some(errors::unclear_change(line, value.span)),
        },
    }
}

/// A `set` that begins with `*` is a `change`, unless it sets an effect, which may be a factor.
pub(super) fn meant(tree: &Tree, line: &Statement, kind: ValueKind) -> Option<Diagnostic> {
    let value = tree.expression(line.value?);
    let is_factor = matches!(value.kind, tree::ExpressionKind::Relative(_));
    (is_factor && kind != ValueKind::Expression(Expected::KpiEffect))
        .then(|| errors::change_written_as_set(line, value.span))
}

/// Whether what is changed may itself be a share.
fn may_be_share(kind: ValueKind) -> bool {
    !matches!(kind, ValueKind::Expression(Expected::Money | Expected::MoneyOrRate | Expected::Flow))
}

/// The first operand of a sum or product.
fn first_of<'t>(tree: &'t Tree, value: &'t tree::Expression) -> &'t tree::ExpressionKind {
    let mut first = value;
    while let tree::ExpressionKind::Binary { left, .. } = &first.kind {
        first = tree.expression(*left);
    }
    &first.kind
}

/// How many percent a literal says.
fn value_of_share(tree: &Tree, operand: &tree::Expression) -> Option<crate::quantity::Number> {
    match &operand.kind {
        tree::ExpressionKind::Number { value, unit: Some(unit) } if unit.text == "%" => Some(*value),
        tree::ExpressionKind::Group(inner) => value_of_share(tree, tree.expression(*inner)),
        _ => None,
    }
}

/// A figure after all changes, each starting from what the one before leaves.
pub(super) fn changed<'t>(
    context: &mut Context<'_, 't>,
    figure: ExpressionId,
    changes: &SmallVec<[Change<'t>; 1]>,
    around: &[SmolStr],
) -> ExpressionId {
    changes.iter().fold(figure, |figure, change| changed_once(context, figure, *change, around))
}

fn changed_once<'t>(
    context: &mut Context<'_, 't>,
    figure: ExpressionId,
    (tree, line): Change<'t>,
    around: &[SmolStr],
) -> ExpressionId {
    let Some(value) = line.value else { return figure };
    let (operator, operand) = match &tree.expression(value).kind {
        tree::ExpressionKind::Relative(factor) => (BinaryOperator::Multiply, *factor),
        _ => (BinaryOperator::Add, value),
    };
    let by = By { operator, span: tree.expression(value).span, right: lower(context, tree, operand, around) };
    match context.expressions[figure].kind {
        ExpressionKind::Range { low, high } => {
            lend_unit(context, &[low], high);
            let [low, high] = [low, high].map(|end| by.to(context, end));
            by.push(context, ExpressionKind::Range { low, high })
        }
        ExpressionKind::ThreePoint { low, likely, high } => {
            lend_unit(context, &[low, likely], high);
            let [low, likely, high] = [low, likely, high].map(|point| by.to(context, point));
            by.push(context, ExpressionKind::ThreePoint { low, likely, high })
        }
        ExpressionKind::Relative(_) => {
            let place = context.expressions[figure].span;
            context.diagnostics.add(errors::change_of_factor(by.span, place));
            by.push(context, ExpressionKind::Unknown)
        }
        _ => by.to(context, figure),
    }
}

/// By what a figure changes.
struct By {
    operator: BinaryOperator,
    span: Span,
    right: ExpressionId,
}

impl By {
    fn to(&self, context: &mut Context<'_, '_>, left: ExpressionId) -> ExpressionId {
        let By { operator, span, right } = *self;
        self.push(context, ExpressionKind::Changed { operator, operator_span: span, left, right })
    }

    /// What is pushed stands in the scenario, where a mistake with it is mended.
    fn push(&self, context: &mut Context<'_, '_>, kind: ExpressionKind) -> ExpressionId {
        context.expressions.push(Expression { span: self.span, kind })
    }
}

/// `1 .. 2 .. 4 pts`: each point is to be changed by itself, so each gets the unit that stands once, at the end.
fn lend_unit(context: &mut Context<'_, '_>, points: &[ExpressionId], last: ExpressionId) {
    let number = context.units.number();
    let Some(unit) = unit_of(context, last).filter(|unit| *unit != number) else { return };
    let is_percent = matches!(context.units.flavour(unit), Flavour::Share | Flavour::Points);
    for point in points {
        let literal = literal_of(context, *point);
        let ExpressionKind::Quantity { value, unit: own } = &mut context.expressions[literal].kind else { continue };
        if *own != number {
            continue;
        }
        let percent = Ratio::new(1, 100).and_then(|percent| value.scale(percent).ok());
        if let Some(scaled) = if is_percent { percent } else { Some(*value) } {
            (*value, *own) = (scaled, unit);
        }
    }
}

fn unit_of(context: &Context<'_, '_>, id: ExpressionId) -> Option<UnitId> {
    match context.expressions[literal_of(context, id)].kind {
        ExpressionKind::Quantity { unit, .. } => Some(unit),
        _ => None,
    }
}

/// What stands behind the signs and under the changes of a point.
fn literal_of(context: &Context<'_, '_>, id: ExpressionId) -> ExpressionId {
    let mut inner = id;
    while let ExpressionKind::Unary { operand: next, .. } | ExpressionKind::Changed { left: next, .. } =
        context.expressions[inner].kind
    {
        inner = next;
    }
    inner
}
