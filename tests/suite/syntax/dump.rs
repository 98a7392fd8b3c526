//! A tree as text, one statement on a line, values with their brackets written out.

use std::fmt::Write;

use zbb::syntax::tree::{Condition, ExpressionId, ExpressionKind, Form, Statement, Subject, Tree, UnaryOperator};

/// The whole tree.
pub fn tree(tree: &Tree) -> String {
    let mut dump = String::new();
    for each in &tree.statements {
        statement(&mut dump, tree, each, 0);
    }
    dump
}

fn statement(dump: &mut String, tree: &Tree, statement_: &Statement, depth: usize) {
    let form = match statement_.form {
        Form::Declaration => "declaration",
        Form::Property => "property",
        Form::Item => "item",
    };
    let condition = if statement_.condition == Condition::Damaged { "damaged " } else { "" };
    write!(dump, "{}{condition}{form} {}", "  ".repeat(depth), statement_.key.text).expect("written");
    for subject in &statement_.subjects {
        match subject {
            Subject::Path(path) => write!(dump, " <{}>", path.text),
            Subject::Period(period, _) => write!(dump, " <period {period}>"),
        }
        .expect("written");
    }
    if let Some(title) = &statement_.title {
        write!(dump, " {:?}", title.value).expect("written");
    }
    if let Some(value) = statement_.value {
        write!(dump, ": {}", expression(tree, value)).expect("written");
    }
    for modifier in &statement_.modifiers {
        write!(dump, " | {} {}", modifier.word.text(), expression(tree, modifier.value)).expect("written");
    }
    dump.push('\n');
    for each in statement_.body.iter().flat_map(|body| &body.statements) {
        statement(dump, tree, each, depth + 1);
    }
}

/// One value.
pub fn expression(tree: &Tree, id: ExpressionId) -> String {
    let of = |id: &ExpressionId| expression(tree, *id);
    let all = |ids: &[ExpressionId]| ids.iter().map(of).collect::<Vec<_>>().join(", ");
    match &tree.expression(id).kind {
        ExpressionKind::Number { value, unit: None } => value.to_string(),
        ExpressionKind::Number { value, unit: Some(unit) } => format!("{value}'{}", unit.text),
        ExpressionKind::Text(text) => format!("{text:?}"),
        ExpressionKind::Truth(truth) => truth.to_string(),
        ExpressionKind::Period(period) => format!("period {period}"),
        ExpressionKind::Path(path) => path.to_string(),
        ExpressionKind::Unit(unit) => format!("unit {unit}"),
        ExpressionKind::Call { function, arguments } => format!("{}({})", function.text, all(arguments)),
        ExpressionKind::List(items) => format!("[{}]", all(items)),
        ExpressionKind::Unary { operator, operand } => match operator {
            UnaryOperator::Minus => format!("(-{})", of(operand)),
            UnaryOperator::Plus => format!("(+{})", of(operand)),
            UnaryOperator::Not => format!("(not {})", of(operand)),
        },
        ExpressionKind::Binary { operator, left, right, .. } => format!("({} {operator:?} {})", of(left), of(right)),
        ExpressionKind::At { operand, month } => format!("({} at {})", of(operand), of(month)),
        ExpressionKind::Range { low, high } => format!("({} .. {})", of(low), of(high)),
        ExpressionKind::ThreePoint { low, likely, high } => format!("({} .. {} .. {})", of(low), of(likely), of(high)),
        ExpressionKind::Rating { value, of: scale } => format!("({} of {})", of(value), of(scale)),
        ExpressionKind::Relative(factor) => format!("(times {})", of(factor)),
        ExpressionKind::Group(inner) => format!("group {}", of(inner)),
        ExpressionKind::Missing => "?".to_owned(),
    }
}
