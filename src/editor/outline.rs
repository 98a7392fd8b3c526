//! The shape of a file: takes its tree, gives its declarations, what can be folded, what is selected around a place, and the
//! data files it names.

use crate::source::Span;
use crate::syntax::tree::{ExpressionKind, Form, Statement, Subject, Tree};

/// A declaration of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its keyword.
    pub keyword: String,
    /// Its name, what it is about, or its title.
    pub name: String,
    /// Its title, where it has a name.
    pub title: String,
    /// All of it.
    pub whole: Span,
    /// The place of its name.
    pub span: Span,
    /// The declarations inside.
    pub inner: Vec<Entry>,
}

/// The declarations of a file, in order.
#[must_use]
pub fn outline(tree: &Tree) -> Vec<Entry> {
    entries(&tree.statements)
}

fn entries(statements: &[Statement]) -> Vec<Entry> {
    let declarations = statements.iter().filter(|line| line.form == Form::Declaration && !line.key.text.is_empty());
    declarations.map(entry).collect()
}

fn entry(statement: &Statement) -> Entry {
    let subjects: Vec<String> = statement.subjects.iter().map(subject).collect();
    let title = statement.title.as_ref().map(|title| title.value.to_string()).unwrap_or_default();
    let place = statement.subjects.last().map(Subject::span);
    let span = place.or(statement.title.as_ref().map(|title| title.span)).unwrap_or(statement.key.span);
    let (name, title) = match (subjects.join(" "), title) {
        (name, title) if name.is_empty() && title.is_empty() => (statement.key.text.to_string(), title),
        (name, title) if name.is_empty() => (title, String::new()),
        (name, title) => (name, title),
    };
    let inner = statement.body.as_ref().map_or_else(Vec::new, |body| entries(&body.statements));
    Entry { keyword: statement.key.text.to_string(), name, title, whole: statement.span, span, inner }
}

fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Path(path) => path.text.to_string(),
        Subject::Period(period, _) => period.to_string(),
    }
}

/// What can be folded: bodies, texts and lists of several lines, and runs of comments.
#[must_use]
pub fn folds(tree: &Tree, text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    fold_bodies(&tree.statements, &mut found);
    let texts = tree
        .expressions
        .iter()
        .filter(|expression| matches!(expression.kind, ExpressionKind::Text(_) | ExpressionKind::List(_)));
    found.extend(texts.map(|expression| expression.span));
    let mut run: Option<Span> = None;
    for comment in &tree.comments {
        let joins = |run: &Span| {
            let between = text.get(run.end as usize..comment.start as usize).unwrap_or("x");
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        match run {
            Some(before) if joins(&before) => run = Some(before.to(*comment)),
            _ => found.extend(run.replace(*comment)),
        }
    }
    found.extend(run);
    let several =
        |span: &Span| text.get(span.start as usize..span.end as usize).is_some_and(|text| text.contains('\n'));
    found.retain(several);
    found.sort();
    found
}

fn fold_bodies(statements: &[Statement], found: &mut Vec<Span>) {
    for body in statements.iter().filter_map(|line| line.body.as_ref()) {
        if let Some(close) = body.close {
            found.push(body.open.to(close));
        }
        fold_bodies(&body.statements, found);
    }
}

/// What is selected around a byte, the smallest first: a value, its line, the declarations around.
#[must_use]
pub fn around(tree: &Tree, byte: u32) -> Vec<Span> {
    let holds = |span: &Span| span.start <= byte && byte <= span.end;
    let mut spans: Vec<Span> = tree.expressions.iter().map(|expression| expression.span).filter(holds).collect();
    let mut statements = &tree.statements;
    while let Some(statement) = statements.iter().find(|statement| holds(&statement.span)) {
        spans.push(statement.key.span);
        spans.push(statement.span);
        match &statement.body {
            Some(body) => statements = &body.statements,
            None => break,
        }
    }
    spans.retain(holds);
    spans.sort_by_key(|span| span.end - span.start);
    spans.dedup();
    spans
}

/// The data files that a file names, `from: "scores.csv"`: their paths as written, and the places.
#[must_use]
pub fn data_files(tree: &Tree) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Statement> = tree.statements.iter().collect();
    while let Some(statement) = waiting.pop() {
        if statement.key.text == "from"
            && let Some(value) = statement.value.map(|value| tree.expression(value))
            && let ExpressionKind::Text(path) = &value.kind
            && !path.contains(['*', '?'])
        {
            found.push((path.to_string(), value.span));
        }
        waiting.extend(statement.body.iter().flat_map(|body| &body.statements));
    }
    found.sort_by_key(|(_, span)| *span);
    found
}
