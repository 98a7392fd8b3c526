//! What a value says, whatever its spelling: takes a statement of a tree, gives a text that is the same for `90k` and
//! `90_000`, for a list in any order, and for an expression in any layout.

use crate::syntax::tree::{ExpressionId, ExpressionKind, Statement, Tree};

/// What stands after the head of a statement.
pub(super) fn said(tree: &Tree, statement: &Statement) -> String {
    let mut text = String::new();
    if let Some(value) = statement.value {
        push(tree, value, &mut text);
    }
    let modifier = |modifier: &crate::syntax::tree::Modifier| {
        let mut text = format!(" {} ", modifier.word.text());
        push(tree, modifier.value, &mut text);
        text
    };
    // The words after a value mean the same in any order.
    let mut modifiers: Vec<String> = statement.modifiers.iter().map(modifier).collect();
    modifiers.sort();
    text.extend(modifiers);
    text
}

/// What one value says.
pub(super) fn value(tree: &Tree, id: ExpressionId) -> String {
    let mut text = String::new();
    push(tree, id, &mut text);
    text
}

fn push(tree: &Tree, id: ExpressionId, text: &mut String) {
    match &tree.expression(id).kind {
        ExpressionKind::Number { value, unit } => {
            text.push_str(&value.decimal().normalize().to_string());
            text.extend(unit.iter().flat_map(|unit| [" ", unit.text.as_str()]));
        }
        ExpressionKind::Text(value) => text.push_str(&format!("{value:?}")),
        ExpressionKind::Truth(truth) => text.push_str(if *truth { "yes" } else { "no" }),
        ExpressionKind::Period(period) => text.push_str(&period.to_string()),
        ExpressionKind::Path(path) => text.push_str(path),
        ExpressionKind::Unit(unit) => text.push_str(&format!("unit {unit}")),
        ExpressionKind::Call { function, arguments } => {
            text.push_str(&function.text);
            joined(tree, arguments, text);
        }
        ExpressionKind::List(elements) => {
            let mut elements: Vec<String> = elements.iter().map(|element| value(tree, *element)).collect();
            elements.sort();
            text.push_str(&format!("[{}]", elements.join(", ")));
        }
        ExpressionKind::Unary { operator, operand } => {
            text.push_str(&format!("{operator:?}"));
            joined(tree, &[*operand], text);
        }
        ExpressionKind::Binary { operator, left, right, .. } => {
            text.push_str(&format!("{operator:?}"));
            joined(tree, &[*left, *right], text);
        }
        ExpressionKind::At { operand, month } => {
            text.push_str("at");
            joined(tree, &[*operand, *month], text);
        }
        ExpressionKind::Range { low, high } => {
            text.push_str("range");
            joined(tree, &[*low, *high], text);
        }
        ExpressionKind::ThreePoint { low, likely, high } => {
            text.push_str("estimate");
            joined(tree, &[*low, *likely, *high], text);
        }
        ExpressionKind::Rating { value, of } => {
            text.push_str("rating");
            joined(tree, &[*value, *of], text);
        }
        ExpressionKind::Relative(factor) => {
            text.push_str("times");
            joined(tree, &[*factor], text);
        }
        ExpressionKind::Group(inner) => push(tree, *inner, text),
        ExpressionKind::Missing => text.push_str("missing"),
    }
}

fn joined(tree: &Tree, ids: &[ExpressionId], text: &mut String) {
    let values: Vec<String> = ids.iter().map(|id| value(tree, *id)).collect();
    text.push_str(&format!("({})", values.join(", ")));
}
