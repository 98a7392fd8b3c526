//! Expressions as written to expressions as meant: names become ids, units become dimensions.

use super::context::Context;
use super::suggest::nearest;
use super::{errors, values};
use crate::model::expression::{BinaryOperator, Call, ExpressionKind, Name, UnaryOperator};
use crate::model::functions::{COSTED, Function, Parameter};
use crate::model::{Expression, ExpressionId, Id, Kind, Stage};
use crate::quantity::{Flavour, Number, Ratio, TimeUnit};
use crate::source::Span;
use crate::syntax::tree;
use crate::syntax::tree::{Tree, Word};
use smol_str::SmolStr;

/// What a name in a formula can be.
pub(super) const VALUES: &[Kind] = &[Kind::Kpi, Kind::Driver];

/// Lowers an expression; operands first, so that their ids are smaller. A long sum leans to the left: its spine is walked,
/// not recursed into; all other depth is bounded by the parser: 64 brackets, 1,000 signs before a value.
pub(super) fn lower(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    id: tree::ExpressionId,
    around: &[SmolStr],
) -> ExpressionId {
    let mut spine = Vec::new();
    let mut first = id;
    while let tree::ExpressionKind::Binary { left, .. } = &tree.expression(first).kind {
        spine.push(first);
        first = *left;
    }
    let mut lowered = lower_operand(context, tree, tree.expression(first), around);
    while let Some(id) = spine.pop() {
        lowered = lower_joined(context, tree, tree.expression(id), &spine, lowered, around);
    }
    lowered
}

/// A sign between two values, the left of which is lowered already; `outer` are the signs behind it, the last one first.
fn lower_joined(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    expression: &tree::Expression,
    outer: &[tree::ExpressionId],
    left: ExpressionId,
    around: &[SmolStr],
) -> ExpressionId {
    let tree::ExpressionKind::Binary { operator, operator_span, left: dividend, right } = &expression.kind else {
        return left;
    };
    let right = match unit_apart(context, tree, (*operator, *operator_span), [*dividend, *right], outer) {
        Some(kind) => context.expressions.push(Expression { span: tree.expression(*right).span, kind }),
        None => lower(context, tree, *right, around),
    };
    let (operator, operator_span) = (binary(*operator), *operator_span);
    let kind = ExpressionKind::Binary { operator, operator_span, left, right };
    context.expressions.push(Expression { span: expression.span, kind })
}

/// `20k EUR / agent`: what an amount is counted per, apart from its unit. A `/` without its spaces is told already.
fn unit_apart(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    (operator, sign): (tree::BinaryOperator, Span),
    [left, right]: [tree::ExpressionId; 2],
    outer: &[tree::ExpressionId],
) -> Option<ExpressionKind> {
    if is_told(context, tree, left) {
        // `EUR / agent / year` is told once, with all of it.
        return match &tree.expression(right).kind {
            tree::ExpressionKind::Path(word)
                if is_counted(context, word) && operator == tree::BinaryOperator::Divide =>
            {
                Some(ExpressionKind::Unknown)
            }
            _ => None,
        };
    }
    let beside = match &tree.expression(left).kind {
        tree::ExpressionKind::Binary { right, .. } => tree.expression(*right),
        _ => tree.expression(left),
    };
    let (tree::ExpressionKind::Path(word), tree::BinaryOperator::Divide) = (&tree.expression(right).kind, operator)
    else {
        return None;
    };
    if !is_counted(context, word) {
        return None;
    }
    let place = tree.expression(right).span;
    if beside.span.end == sign.start || sign.end == place.start {
        return Some(ExpressionKind::Unknown);
    }
    let tree::ExpressionKind::Number { unit: Some(unit), .. } = &beside.kind else { return None };
    let (mut whole, mut per) = (place, format!("/{word}"));
    for (next, word) in outer.iter().rev().map_while(|id| counted_per(context, tree, *id)) {
        whole = whole.to(next);
        per = per + "/" + word;
    }
    let apart = Span { start: beside.span.end, ..whole };
    context.diagnostics.add(errors::unit_apart(whole, apart, &unit.text, &per));
    Some(ExpressionKind::Unknown)
}

/// What something is divided by, where that is what an amount is counted per.
fn counted_per<'t>(context: &Context<'_, '_>, tree: &'t Tree, id: tree::ExpressionId) -> Option<(Span, &'t str)> {
    let tree::ExpressionKind::Binary { operator: tree::BinaryOperator::Divide, right, .. } = &tree.expression(id).kind
    else {
        return None;
    };
    let right = tree.expression(*right);
    match &right.kind {
        tree::ExpressionKind::Path(word) if is_counted(context, word) => Some((right.span, word)),
        _ => None,
    }
}

/// Whether a word is a unit, and nothing that has a value.
fn is_counted(context: &Context<'_, '_>, word: &str) -> bool {
    let is_value = !context.declared.names.find(VALUES, word, &[]).is_empty();
    !is_value && (context.units.counted(word).is_some() || TimeUnit::parse(word).is_some())
}

/// Whether a value ends in what an amount is counted per, apart from its unit.
fn is_told(context: &Context<'_, '_>, tree: &Tree, value: tree::ExpressionId) -> bool {
    let tree::ExpressionKind::Binary { operator: tree::BinaryOperator::Divide, left, right, .. } =
        &tree.expression(value).kind
    else {
        return false;
    };
    let (tree::ExpressionKind::Path(word), tree::ExpressionKind::Number { unit: Some(_), .. }) =
        (&tree.expression(*right).kind, &tree.expression(*left).kind)
    else {
        return false;
    };
    is_counted(context, word)
}

/// Whatever is not a sign between two values. What stands in brackets gets their place.
fn lower_operand(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    expression: &tree::Expression,
    around: &[SmolStr],
) -> ExpressionId {
    if let tree::ExpressionKind::Group(inner) = &expression.kind {
        let lowered = lower(context, tree, *inner, around);
        context.expressions[lowered].span = expression.span;
        return lowered;
    }
    let kind = lower_kind(context, tree, expression, around);
    context.expressions.push(Expression { span: expression.span, kind })
}

fn lower_kind(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    expression: &tree::Expression,
    around: &[SmolStr],
) -> ExpressionKind {
    let span = expression.span;
    match &expression.kind {
        tree::ExpressionKind::Number { value, unit } => quantity(context, *value, unit.as_deref(), span),
        tree::ExpressionKind::Text(_) => ExpressionKind::Text,
        tree::ExpressionKind::Truth(truth) => ExpressionKind::Truth(*truth),
        tree::ExpressionKind::Period(period) => ExpressionKind::Period(*period),
        tree::ExpressionKind::Path(path) => value_name(context, path, span, around),
        tree::ExpressionKind::Unit(text) => {
            context.diagnostics.add(errors::division_without_spaces(text, span));
            ExpressionKind::Unknown
        }
        tree::ExpressionKind::Call { function, arguments } => call(context, tree, function, arguments, around),
        tree::ExpressionKind::List(elements) => {
            for element in elements {
                lower(context, tree, *element, around);
            }
            ExpressionKind::List
        }
        tree::ExpressionKind::Unary { operator, operand } => {
            ExpressionKind::Unary { operator: unary(*operator), operand: lower(context, tree, *operand, around) }
        }
        tree::ExpressionKind::At { operand, month } => ExpressionKind::At {
            operand: lower(context, tree, *operand, around),
            month: lower(context, tree, *month, around),
        },
        tree::ExpressionKind::Range { low, high } => {
            ExpressionKind::Range { low: lower(context, tree, *low, around), high: lower(context, tree, *high, around) }
        }
        tree::ExpressionKind::ThreePoint { low, likely, high } => ExpressionKind::ThreePoint {
            low: lower(context, tree, *low, around),
            likely: lower(context, tree, *likely, around),
            high: lower(context, tree, *high, around),
        },
        tree::ExpressionKind::Rating { .. } => ExpressionKind::Rating,
        tree::ExpressionKind::Relative(factor) => ExpressionKind::Relative(lower(context, tree, *factor, around)),
        // `lower` has taken the first two apart.
        tree::ExpressionKind::Binary { .. } | tree::ExpressionKind::Group(_) | tree::ExpressionKind::Missing => {
            ExpressionKind::Unknown
        }
    }
}

/// A number in its unit; shares and points are held as fractions.
fn quantity(context: &mut Context<'_, '_>, value: Number, unit: Option<&Word>, span: Span) -> ExpressionKind {
    let Some(word) = unit else {
        return ExpressionKind::Quantity { value, unit: context.units.number() };
    };
    let Some(unit) = values::unit(context, &word.text, word.span) else {
        return ExpressionKind::Unknown;
    };
    let value = match context.units.flavour(unit) {
        Flavour::Share | Flavour::Points => Ratio::new(1, 100).and_then(|percent| value.scale(percent).ok()),
        Flavour::Plain | Flavour::Score => Some(value),
    };
    match value {
        Some(value) => ExpressionKind::Quantity { value, unit },
        None => {
            context.diagnostics.add(errors::number_too_large(span));
            ExpressionKind::Unknown
        }
    }
}

/// A name that stands for a value: a KPI, a driver, a stage's flow, or `previous`.
fn value_name(context: &mut Context<'_, '_>, path: &SmolStr, span: Span, around: &[SmolStr]) -> ExpressionKind {
    if path == "previous" {
        return ExpressionKind::Previous;
    }
    if let Some(flow) = flow(context, path, span, around) {
        return ExpressionKind::Name(flow);
    }
    let found = context.declared.names.find(VALUES, path, around);
    if found.is_empty()
        && !context.declared.names.is_broken(path)
        && let Some(report) = not_a_value(context, path, span, around)
    {
        context.diagnostics.add(report);
        return ExpressionKind::Unknown;
    }
    match values::name(context, path, span, VALUES, around) {
        Some(id) => ExpressionKind::Name(Name::Declared(id)),
        None => ExpressionKind::Unknown,
    }
}

/// `store.decision.leaving`
fn flow(context: &mut Context<'_, '_>, path: &str, span: Span, around: &[SmolStr]) -> Option<Name> {
    let (stage, end) = path.rsplit_once('.')?;
    if end != "entering" && end != "leaving" {
        return None;
    }
    let found = context.declared.names.find(&[Kind::Stage], stage, around);
    let id = *found.first()?;
    let flow_length = u32::try_from(end.len() + 1).unwrap_or(0);
    context.kept.path(context.declared, stage, Span { end: span.end.saturating_sub(flow_length), ..span }, id);
    let stage: Id<Stage> = id.cast()?;
    Some(if end == "entering" { Name::Entering(stage) } else { Name::Leaving(stage) })
}

/// A name of something that has no value by itself.
fn not_a_value(
    context: &Context<'_, '_>,
    path: &str,
    span: Span,
    around: &[SmolStr],
) -> Option<crate::diagnostic::Diagnostic> {
    let names = &context.declared.names;
    if !names.find(&[Kind::Stage], path, around).is_empty() {
        return Some(errors::stage_is_no_value(path, span));
    }
    if names.get(Kind::Unit, path).is_some() {
        return Some(errors::unit_is_no_value(path, span));
    }
    if TimeUnit::parse(path).is_some() {
        return Some(errors::time_is_no_value(path, span));
    }
    if let Some((owner, end)) = path.rsplit_once('.') {
        if matches!(end, "entering" | "leaving")
            && let Some(stage) = names.nearest(&context.meter, &[Kind::Stage], owner, around)
        {
            return Some(errors::flow_of_stage(path, &format!("{stage}.{end}"), span));
        }
        if !names.find(&[Kind::Stage], owner, around).is_empty() {
            return Some(errors::unknown_flow(end, span));
        }
        let function = if end == "costs" { "cost" } else { end };
        if matches!(function, "cost" | "spend" | "score" | "funded") && !names.find(COSTED, owner, around).is_empty() {
            return Some(errors::function_as_property(path, owner, function, span));
        }
    }
    if let Some((owner, end)) = path.rsplit_once('.')
        && let Some(report) = property_in_formula(context, (path, owner, end), span, around)
    {
        return Some(report);
    }
    if let Some(function) = Function::from_name(path) {
        let schema = function.schema();
        return Some(errors::function_alone(schema.name, schema.signature, schema.example, span));
    }
    if matches!(path, "true" | "false") {
        return Some(errors::truth_of_elsewhere(path, span));
    }
    if matches!(path, "new" | "none" | "nothing" | "nil" | "zero" | "nought" | "unknown") {
        return Some(errors::no_figure_in_words(path, span));
    }
    let costed = names.find(COSTED, path, around);
    Some(errors::declaration_is_no_value(path, span, costed.first()?.kind))
}

/// `csat.previous`, `csat.baseline`, `funding.budget`: what a formula does not read by its path.
fn property_in_formula(
    context: &Context<'_, '_>,
    (path, owner, end): (&str, &str, &str),
    span: Span,
    around: &[SmolStr],
) -> Option<crate::diagnostic::Diagnostic> {
    let names = &context.declared.names;
    let is_value = !names.find(VALUES, owner, around).is_empty();
    if is_value && matches!(end, "previous" | "prev" | "prior" | "last") {
        return Some(errors::previous_as_property(path, owner, span));
    }
    let has = |kind: &&Kind| {
        let is_named = names.get(**kind, owner).is_some() || kind.keyword() == owner;
        is_named && kind.schema().property(end).is_some()
    };
    let kind = Kind::ALL.iter().find(has)?;
    let value = is_value.then_some(owner);
    Some(errors::property_in_formula(path, end, kind.word(), value, span))
}

fn call(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    name: &Word,
    arguments: &[tree::ExpressionId],
    around: &[SmolStr],
) -> ExpressionKind {
    let Some(function) = Function::from_name(&name.text) else {
        let names = Function::ALL.iter().map(|function| function.schema().name);
        let near = synonym(&name.text).or_else(|| nearest(&name.text, names));
        context.diagnostics.add(errors::unknown_function(name, near));
        return ExpressionKind::Unknown;
    };
    let parameters = function.schema().parameters;
    let arguments = arguments.iter().enumerate().map(|(index, argument)| {
        let parameter = parameters.get(index).or(parameters.last());
        match parameter {
            Some(Parameter::Name(kinds)) => named_argument(context, tree, *argument, &name.text, kinds, around),
            _ => lower(context, tree, *argument, around),
        }
    });
    let arguments = arguments.collect();
    ExpressionKind::Call(Box::new(Call { function, function_span: name.span, arguments }))
}

/// Our function for what other tools call otherwise.
fn synonym(name: &str) -> Option<&'static str> {
    match name {
        "average" | "avg" => Some("mean"),
        "maximum" => Some("max"),
        "minimum" => Some("min"),
        "log" => Some("ln"),
        "power" => Some("pow"),
        _ => None,
    }
}

/// An argument that names a declaration: `cost(support)`.
fn named_argument(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    id: tree::ExpressionId,
    key: &str,
    kinds: &'static [Kind],
    around: &[SmolStr],
) -> ExpressionId {
    let expression = tree.expression(id);
    let named = values::reference(context, expression, key, kinds, around);
    let kind = named.map_or(ExpressionKind::Unknown, |id| ExpressionKind::Name(Name::Declared(id)));
    context.expressions.push(Expression { span: expression.span, kind })
}

fn unary(operator: tree::UnaryOperator) -> UnaryOperator {
    match operator {
        tree::UnaryOperator::Minus => UnaryOperator::Minus,
        tree::UnaryOperator::Plus => UnaryOperator::Plus,
        tree::UnaryOperator::Not => UnaryOperator::Not,
    }
}

/// The sign between two values, as meant.
pub(super) fn binary(operator: tree::BinaryOperator) -> BinaryOperator {
    match operator {
        tree::BinaryOperator::Or => BinaryOperator::Or,
        tree::BinaryOperator::And => BinaryOperator::And,
        tree::BinaryOperator::Less => BinaryOperator::Less,
        tree::BinaryOperator::LessOrEqual => BinaryOperator::LessOrEqual,
        tree::BinaryOperator::Greater => BinaryOperator::Greater,
        tree::BinaryOperator::GreaterOrEqual => BinaryOperator::GreaterOrEqual,
        tree::BinaryOperator::Equal => BinaryOperator::Equal,
        tree::BinaryOperator::NotEqual => BinaryOperator::NotEqual,
        tree::BinaryOperator::Add => BinaryOperator::Add,
        tree::BinaryOperator::Subtract => BinaryOperator::Subtract,
        tree::BinaryOperator::Multiply => BinaryOperator::Multiply,
        tree::BinaryOperator::Divide => BinaryOperator::Divide,
    }
}
