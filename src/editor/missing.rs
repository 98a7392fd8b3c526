//! What an author may still write at a place, as edits that leave it to be filled in: takes a plan and a byte, gives the
//! properties that say where figures are from and what follows, what an effect rests on, and an estimate for a point.

use super::action::Action;
use super::snapshot::Snapshot;
use crate::diagnostic::Edit;
use crate::model::Kind;
use crate::source::{FileId, Span};
use crate::syntax::tree::{ExpressionKind, Form, ModifierWord, Statement, Tree};

/// The properties that readers of a plan ask for, each where its declaration can have it.
const ASKED_FOR: &[&str] = &["source", "justification", "consequence"];

/// What is missing at a byte.
#[must_use]
pub fn missing(snapshot: &Snapshot, file: FileId, byte: u32) -> Vec<Action> {
    let Some(tree) = snapshot.tree(file) else { return Vec::new() };
    let around = around(tree, byte);
    let mut found = Vec::new();
    if let Some((_, effect)) = around.last().filter(|(kind, line)| kind.is_none() && line.key.text == "effect") {
        found.extend(evidence(effect, snapshot));
        found.extend(three_points(effect, tree, snapshot));
    }
    let declaration = around.iter().rev().find_map(|(kind, line)| Some(((*kind)?, *line)));
    if let Some((kind, declaration)) = declaration {
        found.extend(ASKED_FOR.iter().filter_map(|key| property(snapshot, kind, declaration, key)));
    }
    found
}

/// The statements around a byte, the outermost first, each with its kind where it declares something.
fn around(tree: &Tree, byte: u32) -> Vec<(Option<Kind>, &Statement)> {
    let mut found = Vec::new();
    let mut statements = &tree.statements;
    let holds = |line: &&Statement| line.span.start <= byte && byte <= line.span.end;
    while let Some(line) = statements.iter().find(holds) {
        let kind = (line.form == Form::Declaration).then(|| Kind::from_keyword(&line.key.text)).flatten();
        found.push((kind, line));
        match &line.body {
            Some(body) => statements = &body.statements,
            None => break,
        }
    }
    found
}

/// `evidence judgement`, behind an effect that says nothing of it.
fn evidence(effect: &Statement, snapshot: &Snapshot) -> Option<Action> {
    let is_said = effect.modifiers.iter().any(|modifier| modifier.word == ModifierWord::Evidence);
    effect.value.filter(|_| !is_said)?;
    let about = subject(effect, snapshot)?;
    let title = format!("write what the effect on `{about}` rests on: `evidence judgement`");
    let edits = vec![Edit { span: effect.span.after(), replacement: " evidence judgement".to_owned() }];
    Some(Action::new(title, edits))
}

/// `+3pp` as `+3 .. +3 .. +3pp`: the same figures, to be told apart.
fn three_points(effect: &Statement, tree: &Tree, snapshot: &Snapshot) -> Option<Action> {
    let value = tree.expression(effect.value?);
    let number = match &value.kind {
        ExpressionKind::Number { .. } => value,
        ExpressionKind::Unary { operand, .. } => tree.expression(*operand),
        _ => return None,
    };
    let ExpressionKind::Number { unit, .. } = &number.kind else { return None };
    let text = snapshot.sources.slice(value.span);
    let point = match unit {
        Some(unit) => text.get(..(unit.span.start - value.span.start) as usize)?.trim_end(),
        None => text,
    };
    let about = subject(effect, snapshot)?;
    let replacement = format!("{point} .. {point} .. ");
    let title = format!("split the effect on `{about}` into the least, the likeliest and the most");
    Some(Action::new(title, vec![Edit { span: value.span.before(), replacement }]))
}

fn subject<'a>(line: &Statement, snapshot: &'a Snapshot) -> Option<&'a str> {
    Some(snapshot.sources.slice(line.subjects.first()?.span()))
}

/// A line for a property that a declaration can have and has not.
fn property(snapshot: &Snapshot, kind: Kind, declaration: &Statement, key: &str) -> Option<Action> {
    kind.schema().property(key)?;
    let lines = declaration.body.as_ref().map_or(&[][..], |body| &body.statements);
    if lines.iter().any(|line| line.key.text == key) {
        return None;
    }
    let name = declaration.subjects.first().map_or("", |name| snapshot.sources.slice(name.span()));
    let title = format!("write the `{key}` of `{name}`");
    let edits = vec![line_into(snapshot, declaration, &format!("{key}: \"\""))?];
    (!name.is_empty()).then_some(Action::new(title, edits))
}

/// A line behind the properties of a declaration, in the layout that it has.
fn line_into(snapshot: &Snapshot, declaration: &Statement, line: &str) -> Option<Edit> {
    let Some(body) = &declaration.body else {
        return Some(Edit { span: declaration.span.after(), replacement: format!(" {{ {line} }}") });
    };
    let text = snapshot.text(declaration.span.file);
    let close = body.close?;
    let is_one_line = !text.get(body.open.start as usize..close.end as usize)?.contains('\n');
    let properties = body.statements.iter().take_while(|line| line.form == Form::Property);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = format!("{}  ", indent_of(text, declaration.span)?);
    Some(match (properties.last(), is_one_line) {
        (Some(last), true) => Edit { span: last.span.after(), replacement: format!(", {line}") },
        (None, true) => Edit { span: body.open.after(), replacement: format!(" {line}") },
        (last, false) => {
            let after = last.map_or(body.open, |last| last.span);
            let rest = text.get(after.end as usize..)?;
            let at = after.end + u32::try_from(rest.find('\n')? + 1).ok()?;
            Edit { span: Span::new(after.file, at, at), replacement: format!("{indent}{line}{end}") }
        }
    })
}

/// The blanks before the line on which something begins.
fn indent_of(text: &str, span: Span) -> Option<&str> {
    let before = text.get(..span.start as usize)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    line.trim().is_empty().then_some(line)
}
