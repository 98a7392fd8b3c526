//! A value that is read as it was meant: takes the text behind a colon, gives the fact that was meant, its values in the
//! places that they were written in, and what is to be told.

use std::ops::Range;

use super::errors;
use super::meant::{Meant, Reading, goes_on, meant};
use super::pieces::{Chunk, Piece};
use super::tree::{Condition, Expression, ExpressionKind, Statement, Word};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A fact as it was meant.
pub(super) struct Reread {
    /// The fact, with a key of no meaning.
    pub statement: Statement,
    /// Its values.
    pub expressions: Vec<Expression>,
    /// What is to be told instead of what was found.
    pub findings: Vec<Diagnostic>,
    /// Where the value ends.
    pub end: u32,
}

/// Nobody writes longer ones out of habit.
const LONGEST: usize = 400;

/// Reads the value behind a colon as it was meant, where that can be told and read; `read` reads a line.
pub(super) fn reread(
    (key, reading): (&str, Reading),
    text: &str,
    colon: Span,
    read: impl Fn(&str) -> Chunk,
) -> Option<Reread> {
    let (value, start) = value_behind(text, colon)?;
    as_meant(&meant(key, value, reading)?, (value, start), colon, read)
}

/// Reads the value behind a colon that the grammar took for something else, as it stands.
pub(super) fn read_again(text: &str, colon: Span, read: impl Fn(&str) -> Chunk) -> Option<Reread> {
    let (value, start) = value_behind(text, colon)?;
    as_meant(&Meant { right: value.to_owned(), changes: Vec::new() }, (value, start), colon, read)
}

/// The value behind a colon, and where it begins.
fn value_behind(text: &str, colon: Span) -> Option<(&str, usize)> {
    let rest = text.get(colon.end as usize..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let value = value(rest.get(gap..)?).filter(|value| value.len() <= LONGEST)?;
    Some((value, colon.end as usize + gap))
}

/// Where the value behind a colon ends.
pub(super) fn end_of_value(text: &str, colon: Span) -> u32 {
    let end = value_behind(text, colon).map(|(value, start)| start + value.len());
    end.and_then(|end| u32::try_from(end).ok()).unwrap_or(colon.end)
}

fn as_meant(meant: &Meant, (value, start): (&str, usize), colon: Span, read: impl Fn(&str) -> Chunk) -> Option<Reread> {
    const KEY: &str = "x: ";
    let mut chunk = read(&format!("{KEY}{}\n", meant.right));
    let mut pieces = chunk.pieces.drain(..);
    let (Some(Piece::Fact(mut statement, ..)), None) = (pieces.next(), pieces.next()) else { return None };
    if !chunk.diagnostics.items().is_empty() || statement.condition != Condition::Whole {
        return None;
    }
    let place = |span: Span| {
        let right = |byte: u32| (byte as usize).saturating_sub(KEY.len());
        let written = meant.written(right(span.start)..right(span.end));
        span_of(colon, start, written)
    };
    chunk.expressions.iter_mut().for_each(|expression| move_to(expression, place));
    statement.modifiers.iter_mut().for_each(|modifier| modifier.span = place(modifier.span));
    if !meant.is_sure() {
        // Whatever stands there may be something else: nothing is worked out with it.
        chunk.expressions.iter_mut().for_each(|expression| expression.kind = ExpressionKind::Missing);
        statement.condition = Condition::Damaged;
    }
    let findings = findings(meant, value, |place| span_of(colon, start, place));
    let end = u32::try_from(start + value.len()).ok()?;
    Some(Reread { statement, expressions: chunk.expressions, findings, end })
}

fn findings(meant: &Meant, value: &str, place: impl Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let told = meant.changes.iter().map(|change| {
        let written = value.get(change.place.clone()).unwrap_or("");
        errors::habit(place(change.place.clone()), written, change)
    });
    told.collect()
}

fn span_of(near: Span, start: usize, place: Range<usize>) -> Span {
    let byte = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
    Span { start: byte(place.start), end: byte(place.end), ..near }
}

/// A value to the end of its line, or to the comma or brace that ends it.
fn value(rest: &str) -> Option<&str> {
    if rest.starts_with("\"\"\"") {
        return None;
    }
    let (mut in_text, mut brackets) = (false, 0_usize);
    let mut end = rest.len();
    for (at, sign) in rest.char_indices() {
        let is_end = match sign {
            '\n' => true,
            '"' => {
                in_text = !in_text;
                false
            }
            _ if in_text => false,
            '#' | '{' | '}' | ';' => true,
            '(' | '[' => {
                brackets += 1;
                false
            }
            ')' | ']' => {
                brackets = brackets.saturating_sub(1);
                false
            }
            ',' => brackets == 0 && ends_value(rest.get(at + 1..).unwrap_or("")),
            _ => false,
        };
        if is_end {
            end = at;
            break;
        }
    }
    rest.get(..end).map(str::trim_end).filter(|value| !value.is_empty())
}

/// Whether a comma before this ends a value: not one between digits, and not that of `June 1, 2027`.
fn ends_value(rest: &str) -> bool {
    let word = rest.trim_start().split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or("");
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    // `250.000,- EUR` goes on, too.
    !is_year && !goes_on(rest) && !rest.starts_with(|first: char| first.is_ascii_digit() || "-–—".contains(first))
}

fn move_to(expression: &mut Expression, place: impl Fn(Span) -> Span) {
    use ExpressionKind as Kind;
    expression.span = place(expression.span);
    let word = |word: &mut Word| word.span = place(word.span);
    match &mut expression.kind {
        Kind::Number { unit, .. } => unit.iter_mut().for_each(|unit| word(unit)),
        Kind::Call { function, .. } => word(function),
        Kind::Binary { operator_span, .. } => *operator_span = place(*operator_span),
        Kind::Text(_)
        | Kind::Truth(_)
        | Kind::Period(_)
        | Kind::Path(_)
        | Kind::Unit(_)
        | Kind::List(_)
        | Kind::Unary { .. }
        | Kind::At { .. }
        | Kind::Range { .. }
        | Kind::ThreePoint { .. }
        | Kind::Rating { .. }
        | Kind::Relative(_)
        | Kind::Group(_)
        | Kind::Missing => {}
    }
}
