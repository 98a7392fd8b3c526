//! What each word of a file is, for editors that colour by meaning: takes a plan, gives words with their type in order.

use super::snapshot::Snapshot;
use crate::model::mention::Part;
use crate::model::{AnyId, Kind};
use crate::source::{FileId, Span};
use crate::syntax::tree::{ExpressionKind, Form, Statement};

/// The types, by the names that editors know; [`Token::kind`] counts them.
pub const TYPES: &[&str] = &[
    "keyword",
    "property",
    "namespace",
    "class",
    "enumMember",
    "variable",
    "type",
    "parameter",
    "event",
    "interface",
    "function",
];

/// The modifiers; [`Token::modifiers`] has a bit for each.
pub const MODIFIERS: &[&str] = &["declaration", "readonly", "defaultLibrary", "deprecated"];

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub span: Span,
    /// Its type, by its place in [`TYPES`].
    pub kind: u32,
    /// A bit for each of [`MODIFIERS`] that it has.
    pub modifiers: u32,
}

/// The words of a file that mean something, in order; no two overlap.
#[must_use]
pub fn tokens(snapshot: &Snapshot, file: FileId) -> Vec<Token> {
    let Some(tree) = snapshot.tree(file) else { return Vec::new() };
    let mut found = Vec::new();
    words(&tree.statements, &mut found);
    for expression in &tree.expressions {
        if let ExpressionKind::Call { function, .. } = &expression.kind {
            found.push(token(function.span, "function", 4));
        }
    }
    let here = snapshot.mentions.items().iter().filter(|mention| mention.span.file == file);
    found.extend(here.map(|mention| {
        let declares = u32::from(mention.part == Part::Declares);
        let readonly = if mention.id.kind == Kind::Driver { 2 } else { 0 };
        let deprecated = if is_over(snapshot, mention.id) { 8 } else { 0 };
        token(mention.span, type_of(mention.id.kind), declares | readonly | deprecated)
    }));
    found.sort_by_key(|token| (token.span.start, token.span.end));
    let mut end = 0;
    found.retain(|token| {
        let is_free = token.span.start >= end && token.span.end > token.span.start;
        end = if is_free { token.span.end } else { end };
        is_free
    });
    found
}

/// Whether something is on record only: a way that was rejected, and what ends.
fn is_over(snapshot: &Snapshot, id: AnyId) -> bool {
    let alternative = || snapshot.plan.alternatives.find(id.cast()?);
    id.kind == Kind::Retire || alternative().is_some_and(|alternative| alternative.rejected.is_some())
}

fn words(statements: &[Statement], found: &mut Vec<Token>) {
    for statement in statements {
        match statement.form {
            Form::Declaration => found.push(token(statement.key.span, "keyword", 0)),
            Form::Property => found.push(token(statement.key.span, "property", 0)),
            Form::Item => {}
        }
        found.extend(statement.modifiers.iter().map(|modifier| token(modifier.span, "keyword", 0)));
        words(statement.body.as_ref().map_or(&[], |body| &body.statements), found);
    }
}

fn token(span: Span, kind: &str, modifiers: u32) -> Token {
    let place = TYPES.iter().position(|name| *name == kind).unwrap_or_default();
    Token { span, kind: u32::try_from(place).unwrap_or_default(), modifiers }
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Journey | Kind::Stage | Kind::Touchpoint | Kind::Plan => "namespace",
        Kind::Package => "class",
        Kind::Level | Kind::Alternative => "enumMember",
        Kind::Kpi | Kind::Driver => "variable",
        Kind::Criterion => "parameter",
        Kind::Moment | Kind::Pain | Kind::Need | Kind::Milestone => "event",
        Kind::Objective | Kind::Ranking | Kind::Scenario => "interface",
        Kind::Role
        | Kind::Department
        | Kind::Category
        | Kind::Channel
        | Kind::Persona
        | Kind::Unit
        | Kind::Waive
        | Kind::Exchange
        | Kind::Income
        | Kind::Retire
        | Kind::Benchmark
        | Kind::Practice
        | Kind::Observe
        | Kind::Workshop
        | Kind::Idea
        | Kind::Funding
        | Kind::Risk
        | Kind::Control
        | Kind::Actuals
        | Kind::Tolerance
        | Kind::Variance
        | Kind::Transfer
        | Kind::Authority
        | Kind::Carry
        | Kind::Require => "type",
    }
}
