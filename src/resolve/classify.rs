//! Sorts the lines of a declaration's body by the property they are, and reports those that are none or have the wrong shape.

use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use super::errors::{self, Written};
use super::suggest::property_meant;
use crate::diagnostic::Diagnostics;
use crate::model::Kind;
use crate::model::schema::{
    FieldSpec, ModifierSchema, Presence, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind,
};
use crate::quantity::{Currency, Period};
use crate::syntax::tree::{Condition, ExpressionKind, Form, Statement, Subject, Tree};

/// Of so many lines with unknown keys it is found out what they were meant to be.
const MOST_MEANT: usize = 8;

/// The lines of a body: for each, the index of the property it is.
pub(super) type Slots<'t> = SmallVec<[(u8, &'t Statement); 12]>;

/// Sorts the lines of a body. Children are left out: they are declarations of their own.
pub(super) fn classify<'t>(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    (tree, statement): (&Tree, &'t Statement),
    slots: &mut Slots<'t>,
) {
    let Some(body) = &statement.body else { return };
    let properties = kind.schema().properties;
    let mut meant: SmallVec<[(usize, &'t Statement); MOST_MEANT]> = SmallVec::new();
    for line in &body.statements {
        let Some((index, property)) = property_of(diagnostics, kind, properties, (tree, line), &body.statements) else {
            if meant.len() < MOST_MEANT {
                meant.extend(meant_as(kind, (tree, &body.statements), line).map(|index| (index, line)));
            }
            continue;
        };
        if fits(diagnostics, kind, property, line) {
            slots.push((u8::try_from(index).unwrap_or(u8::MAX), line));
        }
    }
    // A line whose key is told to be another one says what it says.
    for (index, line) in meant {
        let is_there = slots.iter().any(|(slot, _)| usize::from(*slot) == index);
        if !is_there {
            slots.push((u8::try_from(index).unwrap_or(u8::MAX), line));
        }
    }
    for (index, property) in properties.iter().enumerate() {
        report_repeats(diagnostics, kind, property, index, slots);
    }
}

fn property_of(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    properties: &'static [PropertySchema],
    (tree, line): (&Tree, &Statement),
    lines: &[Statement],
) -> Option<(usize, &'static PropertySchema)> {
    if line.key.text.is_empty() {
        return None;
    }
    let of_shape = |shape| properties.iter().enumerate().find(|(_, property)| property.spec.shape == shape);
    if line.form == Form::Item {
        let items = of_shape(Shape::Items);
        if items.is_none() && line.condition == Condition::Whole {
            diagnostics.add(errors::stray_item(kind, line));
        }
        return items;
    }
    if is_period_line(line) {
        let periods = of_shape(Shape::Periods);
        if periods.is_none() {
            diagnostics.add(errors::stray_period(kind, line));
        }
        return periods;
    }
    let named = properties.iter().enumerate().find(|(_, property)| property.key == line.key.text);
    match named.map(|(_, property)| property.spec.shape) {
        Some(Shape::Children(child)) => {
            if line.form == Form::Property && line.condition == Condition::Whole {
                diagnostics.add(errors::colon_in_head(child, line));
            }
            None
        }
        Some(Shape::Single | Shape::Repeated) => named,
        Some(Shape::Periods | Shape::Items | Shape::Head) | None => {
            // The rest of a line with a mistake may begin with any word of it.
            let meant = property_meant(kind, (tree, lines), line);
            if line.condition == Condition::Whole || meant.is_some() {
                diagnostics.add(errors::unknown_property(kind, line, written(tree, line), meant));
            }
            None
        }
    }
}

/// The property that a line with an unknown key is read as, where all of the line fits it: nothing is then told to be
/// missing that stands there.
pub(super) fn meant_as(kind: Kind, (tree, lines): (&Tree, &[Statement]), line: &Statement) -> Option<usize> {
    let is_line = line.form == Form::Property && line.condition == Condition::Whole && line.body.is_none();
    if !is_line || kind.schema().property(&line.key.text).is_some() {
        return None;
    }
    let near = property_meant(kind, (tree, lines), line)?;
    let spec = &near.spec;
    let words = |modifier: &ModifierSchema| line.modifiers.iter().any(|given| given.word.text() == modifier.word);
    let takes = line.modifiers.iter().all(|given| spec.modifiers.iter().any(|word| word.word == given.word.text()));
    let required = spec.modifiers.iter().filter(|modifier| modifier.presence == Presence::Required).all(words);
    let has_subject = match spec.subject {
        SubjectKind::None | SubjectKind::MaybePeriod | SubjectKind::MaybeName(_) => {
            line.subjects.is_empty() && line.title.is_none()
        }
        SubjectKind::Name(_) => line.subjects.len() == 1,
        _ => false,
    };
    let value = &tree.expression(line.value?).kind;
    let is_figure = matches!(
        value,
        ExpressionKind::Number { unit: Some(_), .. }
            | ExpressionKind::Unary { .. }
            | ExpressionKind::Binary { .. }
            | ExpressionKind::ThreePoint { .. }
    );
    let fits = match spec.value {
        ValueKind::Text => matches!(value, ExpressionKind::Text(_)),
        ValueKind::Expression(_) => is_figure,
        ValueKind::Choice(choices) => {
            matches!(value, ExpressionKind::Path(word) if choices.iter().any(|choice| choice.word == word))
        }
        ValueKind::Reference(_) => matches!(value, ExpressionKind::Path(_)),
        ValueKind::References(_) => matches!(value, ExpressionKind::Path(_) | ExpressionKind::List(_)),
        ValueKind::Date => matches!(value, ExpressionKind::Period(Period::Date(_))),
        ValueKind::Period => matches!(value, ExpressionKind::Period(_)),
        _ => false,
    };
    let is_one = matches!(spec.shape, Shape::Single | Shape::Repeated);
    let index = kind.schema().properties.iter().position(|property| property.key == near.key)?;
    (takes && required && has_subject && fits && is_one).then_some(index)
}

/// What a line says, as far as it tells what was meant by an unknown key.
fn written(tree: &Tree, line: &Statement) -> Written {
    match line.value.map(|value| &tree.expression(value).kind) {
        Some(ExpressionKind::Number { unit: Some(unit), .. }) if is_money(&unit.text) => Written::Money,
        _ => Written::Other,
    }
}

/// `EUR`, `EUR/month`
fn is_money(unit: &str) -> bool {
    unit.split('/').next().is_some_and(|word| Currency::parse(word).is_some())
}

/// `2027-01: 33 pts`: the key itself is a period.
fn is_period_line(line: &Statement) -> bool {
    line.key.text.starts_with(|first: char| first.is_ascii_digit())
        || matches!(line.subjects.first(), Some(Subject::Period(_, span)) if *span == line.key.span)
}

/// Whether a line has the shape of its property; otherwise that is reported.
fn fits(diagnostics: &mut Diagnostics, kind: Kind, property: &'static PropertySchema, line: &Statement) -> bool {
    let whole = line.condition == Condition::Whole;
    let is_said_by_head = property.spec.value == ValueKind::Nothing;
    if is_said_by_head && line.form == Form::Property && line.body.is_none() {
        if whole {
            diagnostics.add(errors::takes_no_value(property, line));
        }
        return false;
    }
    if (line.form == Form::Declaration && !is_said_by_head) || line.body.is_some() {
        if whole {
            diagnostics.add(errors::property_needs_colon(kind, property, line));
        }
        return false;
    }
    check_modifiers(diagnostics, property.key, &property.spec, line);
    if whole && property.spec.shape != Shape::Periods && property.spec.shape != Shape::Items {
        check_subjects(diagnostics, property, line);
    }
    true
}

/// No more may stand before the colon than the property takes; too little is reported where it is read.
fn check_subjects(diagnostics: &mut Diagnostics, property: &PropertySchema, line: &Statement) {
    let most = match property.spec.subject {
        SubjectKind::None => 0,
        SubjectKind::KindAndName(_) | SubjectKind::TwoFigures => 2,
        SubjectKind::KindNameMaybePeriod(_) => 3,
        SubjectKind::Name(_)
        | SubjectKind::MaybeName(_)
        | SubjectKind::MaybePeriod
        | SubjectKind::Code
        | SubjectKind::Word(_)
        | SubjectKind::Path
        | SubjectKind::KindAndText(_) => 1,
    };
    match (line.subjects.get(most), &line.title) {
        (Some(subject), _) if most == 0 => diagnostics.add(errors::takes_no_subject(property, subject)),
        (Some(subject), _) => diagnostics.add(errors::takes_one_subject(property, subject)),
        (None, Some(title)) if property.spec.title == TitleUse::Refused => {
            diagnostics.add(errors::takes_no_title(property, title.span));
        }
        (None, None) if property.spec.title == TitleUse::Required => {
            diagnostics.add(errors::needs_title(property, line));
        }
        (None, _) => {}
    }
}

/// Each modifier must be one its property takes, stand once, and the required ones must stand.
pub(super) fn check_modifiers(diagnostics: &mut Diagnostics, key: &str, spec: &FieldSpec, line: &Statement) {
    for (index, modifier) in line.modifiers.iter().enumerate() {
        let word = modifier.word.text();
        if !spec.modifiers.iter().any(|schema| schema.word == word) {
            diagnostics.add(errors::unknown_modifier(key, spec, modifier, line));
        } else if let Some(earlier) = line.modifiers.iter().take(index).find(|earlier| earlier.word == modifier.word) {
            diagnostics.add(errors::modifier_twice(modifier, earlier));
        }
    }
    if (line.value.is_none() && line.colon.is_some()) || line.condition == Condition::Damaged {
        return;
    }
    // Of a word that stands for the one that is missing, that is told.
    let is_meant = |word: &str| {
        let words = line.modifiers.iter().map(|modifier| modifier.word);
        words
            .filter(|given| !spec.modifiers.iter().any(|schema| schema.word == given.text()))
            .any(|given| errors::meant_modifier(spec, given) == Some(word))
    };
    for schema in spec.modifiers.iter().filter(|schema| schema.presence == Presence::Required) {
        if !line.modifiers.iter().any(|modifier| modifier.word.text() == schema.word) && !is_meant(schema.word) {
            diagnostics.add(errors::missing_modifier(key, schema, line));
        }
    }
}

/// A single property stands once; entries about the same subject need titles to tell them apart.
fn report_repeats(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    property: &PropertySchema,
    index: usize,
    slots: &Slots<'_>,
) {
    let mut lines = slots.iter().filter(|(slot, _)| usize::from(*slot) == index).map(|(_, line)| *line);
    match property.spec.shape {
        Shape::Single => {
            let Some(first) = lines.next() else { return };
            for other in lines {
                diagnostics.add(errors::property_twice(kind, property, other, first));
            }
        }
        Shape::Periods => report_same_entries(diagnostics, property, lines),
        Shape::Repeated if property.spec.subject != SubjectKind::None => {
            report_same_entries(diagnostics, property, lines);
        }
        Shape::Repeated | Shape::Items | Shape::Children(_) | Shape::Head => {}
    }
}

fn report_same_entries<'t>(
    diagnostics: &mut Diagnostics,
    property: &PropertySchema,
    lines: impl Iterator<Item = &'t Statement>,
) {
    let mut seen: SmallVec<[(SmolStr, &Statement); 8]> = SmallVec::new();
    let mut index: rustc_hash::FxHashMap<SmolStr, usize> = rustc_hash::FxHashMap::default();
    for line in lines {
        let key = entry_key(line);
        let earlier = if seen.len() < 8 {
            seen.iter().find(|(other, _)| *other == key).map(|(_, line)| *line)
        } else {
            index.extend(seen.iter().enumerate().skip(index.len()).map(|(place, (key, _))| (key.clone(), place)));
            index.get(&key).and_then(|place| seen.get(*place)).map(|(_, line)| *line)
        };
        match earlier {
            Some(earlier) => diagnostics.add(errors::entry_twice(property, line, earlier)),
            None => seen.push((key, line)),
        }
    }
}

/// What tells entries of one key apart: subject and title.
fn entry_key(line: &Statement) -> SmolStr {
    let subject = |subject: &Subject| match subject {
        Subject::Path(path) => path.text.clone(),
        Subject::Period(period, _) => format_smolstr!("{period}"),
    };
    let title = line.title.as_ref().map_or("", |title| &title.value);
    match line.subjects.as_slice() {
        [] => format_smolstr!(" \"{title}\""),
        [one] if title.is_empty() => subject(one),
        [one] => format_smolstr!("{} \"{title}\"", subject(one)),
        [one, two] => format_smolstr!("{} {} \"{title}\"", subject(one), subject(two)),
        [one, two, three, ..] => {
            format_smolstr!("{} {} {} \"{title}\"", subject(one), subject(two), subject(three))
        }
    }
}
