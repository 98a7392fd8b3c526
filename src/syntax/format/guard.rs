//! What two texts say: takes both as read, tells whether they say the same, whatever their layout: the same tree, places
//! apart, and the same comments in the same order.

use super::reading::Reading;
use crate::source::Span;
use crate::syntax::tree::{Expression, ExpressionKind, Modifier, Statement, Subject, Word};

/// Where a text and its layout begin to say something else, by the byte of the text.
pub(super) fn difference(before: &Reading, after: &Reading) -> Option<u32> {
    let found = statements(&before.tree.statements, &after.tree.statements)
        .and_then(|()| expressions(&before.tree.expressions, &after.tree.expressions))
        .and_then(|()| comments(before, after));
    found.err().map(|place| place.start)
}

/// Says where two things differ, if they do.
fn same(is_same: bool, place: Span) -> Result<(), Span> {
    if is_same { Ok(()) } else { Err(place) }
}

fn statements(before: &[Statement], after: &[Statement]) -> Result<(), Span> {
    before.iter().zip(after).try_for_each(|(before, after)| statement(before, after))?;
    let last = before.get(after.len()).or(before.last()).map_or(Span::default(), |last| last.span);
    same(before.len() == after.len(), last)
}

fn statement(before: &Statement, after: &Statement) -> Result<(), Span> {
    let heads = before.form == after.form
        && before.condition == after.condition
        && before.key.text == after.key.text
        && before.subjects.len() == after.subjects.len()
        && before.subjects.iter().zip(&after.subjects).all(|(before, after)| subject(before, after))
        && before.title.as_ref().map(|title| &title.value) == after.title.as_ref().map(|title| &title.value)
        && before.colon.is_some() == after.colon.is_some();
    // Expressions are numbered in the order they are written, and compared one by one.
    let values = before.value == after.value
        && before.modifiers.len() == after.modifiers.len()
        && before.modifiers.iter().zip(&after.modifiers).all(|(before, after)| modifier(before, after));
    same(heads && values, before.span)?;
    match (&before.body, &after.body) {
        (Some(inner), Some(other)) => {
            same(inner.close.is_some() == other.close.is_some(), inner.open)?;
            statements(&inner.statements, &other.statements)
        }
        (inner, other) => same(inner.is_none() && other.is_none(), before.span),
    }
}

fn subject(before: &Subject, after: &Subject) -> bool {
    match (before, after) {
        (Subject::Path(before), Subject::Path(after)) => before.text == after.text,
        (Subject::Period(before, _), Subject::Period(after, _)) => before == after,
        (Subject::Path(_), Subject::Period(..)) | (Subject::Period(..), Subject::Path(_)) => false,
    }
}

fn modifier(before: &Modifier, after: &Modifier) -> bool {
    before.word == after.word && before.value == after.value
}

fn expressions(before: &[Expression], after: &[Expression]) -> Result<(), Span> {
    before.iter().zip(after).try_for_each(|(before, after)| same(kind(&before.kind, &after.kind), before.span))?;
    let last = before.get(after.len()).or(before.last()).map_or(Span::default(), |last| last.span);
    same(before.len() == after.len(), last)
}

/// Whether two values are of one kind and made of the same values, by number.
fn kind(before: &ExpressionKind, after: &ExpressionKind) -> bool {
    use ExpressionKind as Kind;
    let texts = |unit: &Option<Box<Word>>| unit.as_ref().map(|unit| unit.text.clone());
    match before {
        Kind::Number { value, unit } => {
            matches!(after, Kind::Number { value: other, unit: of } if value == other && texts(unit) == texts(of))
        }
        Kind::Text(text) => matches!(after, Kind::Text(other) if text == other),
        Kind::Truth(truth) => matches!(after, Kind::Truth(other) if truth == other),
        Kind::Period(period) => matches!(after, Kind::Period(other) if period == other),
        Kind::Path(path) => matches!(after, Kind::Path(other) if path == other),
        Kind::Unit(unit) => matches!(after, Kind::Unit(other) if unit == other),
        Kind::Call { function, arguments } => {
            matches!(after, Kind::Call { function: other, arguments: of } if function.text == other.text && arguments == of)
        }
        Kind::List(items) => matches!(after, Kind::List(others) if items == others),
        Kind::Unary { operator, operand } => {
            matches!(after, Kind::Unary { operator: other, operand: of } if operator == other && operand == of)
        }
        Kind::Binary { operator, left, right, .. } => {
            let own = (operator, left, right);
            matches!(after, Kind::Binary { operator, left, right, .. } if own == (operator, left, right))
        }
        Kind::At { operand, month } => {
            matches!(after, Kind::At { operand: other, month: of } if operand == other && month == of)
        }
        Kind::Range { low, high } => {
            matches!(after, Kind::Range { low: other, high: of } if low == other && high == of)
        }
        Kind::ThreePoint { low, likely, high } => {
            let own = (low, likely, high);
            matches!(after, Kind::ThreePoint { low, likely, high } if own == (low, likely, high))
        }
        Kind::Rating { value, of } => {
            matches!(after, Kind::Rating { value: other, of: scale } if value == other && of == scale)
        }
        Kind::Relative(value) => matches!(after, Kind::Relative(other) if value == other),
        Kind::Group(value) => matches!(after, Kind::Group(other) if value == other),
        Kind::Missing => matches!(after, Kind::Missing),
    }
}

fn comments(before: &Reading, after: &Reading) -> Result<(), Span> {
    let (own, others) = (&before.tree.comments, &after.tree.comments);
    own.iter().zip(others).try_for_each(|(own, other)| same(written(before, *own) == written(after, *other), *own))?;
    same(own.len() == others.len(), own.get(others.len()).or(own.last()).copied().unwrap_or_default())
}

fn written<'t>(reading: &Reading<'t>, span: Span) -> Option<&'t str> {
    reading.text.get(span.start as usize..span.end as usize)
}

#[cfg(test)]
mod tests {
    use crate::syntax::format::Reading;

    /// Where two texts begin to say something else, by the byte of the first.
    fn difference(before: &str, after: &str) -> Option<u32> {
        super::difference(&Reading::of(before), &Reading::of(after))
    }

    #[test]
    fn layout_makes_no_difference() {
        assert_eq!(difference("a { b: [1,2], c: x }", "a {\n  b: [\n    1,\n    2,\n  ]\n  c: x\n}\n"), None);
        assert_eq!(difference("a: b # why\n\n\n", "# why\na: b"), None);
    }

    #[test]
    fn everything_else_does() {
        let text = "# why\na b \"T\" {\n  c: 1 + 2 USD from x\n}\nd.e\n";
        let changes = [
            ("# why", "# not", 0),
            ("# why", "", 0),
            ("a b", "a x", 6),
            ("a b", "x b", 6),
            ("a b", "a", 6),
            ("T", "U", 6),
            ("\"T\"", "", 6),
            ("c: ", "x: ", 18),
            ("1 + 2", "1 - 2", 21),
            ("1 + 2", "2 + 1", 21),
            ("USD", "EUR", 25),
            ("from", "to", 18),
            ("from x", "from y", 36),
            (" from x", "", 18),
            ("\n}\nd.e", "\n  d.e\n}", 18),
            ("d.e", "d.f", 40),
            ("d.e\n", "", 40),
            ("d.e\n", "d.e\nf.g\n", 40),
            ("\n}", "\n", 6),
        ];
        for (old, new, byte) in changes {
            assert_eq!(difference(text, &text.replacen(old, new, 1)), Some(byte), "{new:?} for {old:?}");
        }
    }

    #[test]
    fn every_kind_of_value_is_compared() {
        let values = [
            "1",
            "2",
            "1 USD",
            "\"a\"",
            "\"b\"",
            "yes",
            "no",
            "2027-01",
            "2027-02",
            "a",
            "b",
            "%",
            "USD/x",
            "f(a)",
            "g(a)",
            "f(a, a)",
            "[a]",
            "[a, a]",
            "-a",
            "+a",
            "not a",
            "a + a",
            "a - a",
            "a at 2027-01",
            "2027-01 .. 2027-02",
            "1 .. 2 .. 3",
            "2.6 of 5",
            "* 2",
            "(a)",
        ];
        for (place, value) in values.iter().enumerate() {
            for (other_place, other) in values.iter().enumerate() {
                let differs = difference(&format!("x: {value}"), &format!("x: {other}")).is_some();
                assert_eq!(differs, place != other_place, "{value} and {other}");
            }
        }
    }
}
