//! Keeps where names are written, while they are read: takes what a path was found to name, cuts it into its words.

use super::context::Context;
use super::declare::SymbolTable;
use super::expressions::lower;
use super::kept::Kept;
use super::suggest::Meter;
use super::targets::Target;
use super::targets::targets;
use super::units::Units;
use super::values;
use crate::diagnostic::Diagnostics;
use crate::model::mention::{Mention, Part};
use crate::model::schema::{HeadShape, PropertySchema, SubjectKind, ValueKind};
use crate::model::{AnyId, Arena, Kind};
use crate::source::Span;
use crate::syntax::tree::{ExpressionId, ExpressionKind, Statement, Subject, Tree};
use smol_str::SmolStr;

/// Keeps the names that declarations bear.
pub(super) fn declared(kept: &mut Kept, declared: &SymbolTable<'_>) {
    let Some(items) = &mut kept.0 else { return };
    for kind in Kind::ALL {
        if !matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed) {
            continue;
        }
        for (index, entry) in declared.of_kind(*kind).iter().enumerate() {
            if let Some(name) = &entry.head.name {
                let id = AnyId { kind: *kind, index: u32::try_from(index).unwrap_or(u32::MAX) };
                items.push(Mention { span: name.span, id, part: Part::Declares });
            }
        }
    }
}

/// Keeps what stands in lines that are read only when asked for: what every scenario sets, and what is waived.
pub(super) fn unread<'t>(context: &mut Context<'_, 't>) {
    if context.kept.0.is_none() {
        return;
    }
    let declared = context.declared;
    let mut unheard = Diagnostics::new();
    let mut apart = Context {
        line: None,
        declared,
        diagnostics: &mut unheard,
        units: Units::new(declared),
        expressions: Arena::default(),
        fiscal_start: context.fiscal_start,
        meter: Meter::default(),
        kept: std::mem::take(&mut context.kept),
    };
    for entry in declared.of_kind(Kind::Scenario) {
        let lines = entry.statement.body.iter().flat_map(|body| &body.statements);
        lines.for_each(|line| set(&mut apart, entry.tree, line));
    }
    for entry in declared.of_kind(Kind::Waive) {
        waived(&mut apart, entry.tree, entry.statement);
    }
    context.kept = std::mem::take(&mut apart.kept);
}

/// `set faster_help.minimum.cost.salaries: 3 agent * wage`
fn set<'t>(context: &mut Context<'_, 't>, tree: &'t Tree, line: &'t Statement) {
    let (Some(Subject::Path(path)), true) = (line.subjects.first(), line.colon.is_some()) else { return };
    let declared = context.declared;
    let targets = targets(declared, path);
    let [Target { id, property, subject, owner }] = targets.as_slice() else { return };
    let Some(property) = id.kind.schema().properties.get(*property) else { return };
    let around = declared.around(*id);
    figure(context, path.span, (*id, owner), (property, *subject), &around);
    if let Some(value) = line.value {
        mention_value(context, tree, value, property.spec.value, &around);
    }
    for modifier in &line.modifiers {
        let schema = property.spec.modifiers.iter().find(|schema| schema.word == modifier.word.text());
        mention_value(context, tree, modifier.value, schema.map_or(ValueKind::Any, |schema| schema.value), &around);
    }
}

/// The path of a figure: what declares it, and what its line is about.
pub(super) fn figure(
    context: &mut Context<'_, '_>,
    path: Span,
    (id, owner): (AnyId, &str),
    (property, subject): (&PropertySchema, Option<&str>),
    around: &[SmolStr],
) {
    let owner_end = path.start + u32::try_from(owner.len()).unwrap_or(0);
    let declared = context.declared;
    context.kept.path(declared, owner, Span { end: owner_end, ..path }, id);
    if let Some(subject) = subject {
        set_subject(context, property, subject, path, around);
    }
}

/// The end of a path to a line about something: `salaries`, `department.support`.
fn set_subject(
    context: &mut Context<'_, '_>,
    property: &PropertySchema,
    subject: &str,
    path: Span,
    around: &[SmolStr],
) {
    let (name, kinds) = match property.spec.subject {
        SubjectKind::Name(kinds) | SubjectKind::MaybeName(kinds) => (subject, kinds),
        SubjectKind::KindAndName(kinds) | SubjectKind::KindNameMaybePeriod(kinds) => {
            (subject.split_once('.').map_or("", |(_, name)| name), kinds)
        }
        _ => return,
    };
    let declared = context.declared;
    let start = path.end - u32::try_from(name.len()).unwrap_or(0);
    if let [id] = declared.names.find(kinds, name, around).as_slice() {
        context.kept.path(declared, name, Span { start, ..path }, *id);
    }
}

/// `waive W0402: store.decision until …`: every declaration of that path may be meant.
fn waived(context: &mut Context<'_, '_>, tree: &Tree, statement: &Statement) {
    let Some(about) = statement.value.map(|value| tree.expression(value)) else { return };
    let ExpressionKind::Path(path) = &about.kind else { return };
    let declared = context.declared;
    for id in Kind::ALL.iter().filter_map(|kind| declared.names.get(*kind, path)) {
        context.kept.path(declared, path, about.span, id);
    }
}

/// Reads a value for its names alone.
fn mention_value<'t>(
    context: &mut Context<'_, 't>,
    tree: &'t Tree,
    id: ExpressionId,
    kind: ValueKind,
    around: &[SmolStr],
) {
    let expression = tree.expression(id);
    match kind {
        ValueKind::Reference(kinds) => drop(values::reference(context, expression, "", kinds, around)),
        ValueKind::References(kinds) | ValueKind::ReferencesOrTexts(kinds) => match &expression.kind {
            ExpressionKind::List(elements) => elements.iter().for_each(|element| {
                values::reference(context, tree.expression(*element), "", kinds, around);
            }),
            _ => drop(values::reference(context, expression, "", kinds, around)),
        },
        ValueKind::Unit => drop(values::unit_value(context, expression, "")),
        ValueKind::Expression(_) | ValueKind::Any => drop(lower(context, tree, id, around)),
        ValueKind::Text
        | ValueKind::Texts
        | ValueKind::Truth
        | ValueKind::Integer(..)
        | ValueKind::Choice(_)
        | ValueKind::Currency
        | ValueKind::Date
        | ValueKind::Month
        | ValueKind::Period
        | ValueKind::Months
        | ValueKind::Path
        | ValueKind::Rating
        | ValueKind::Nothing => {}
    }
}
