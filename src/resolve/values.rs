//! Reads single values: texts, words, names, months, currencies; what is something else is reported in words.

use super::context::Context;
use super::declare::SymbolTable;
use super::errors;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::text::grouped;
use crate::model::kpi_kinds::{KindUnit, KpiKind};
use crate::model::observation::FlowEnd;
use crate::model::schema::{Choice, Text};
use crate::model::{AnyId, Kind, UnitId};
use crate::quantity::{Currency, Date, Month, Number, Period};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Expression, ExpressionKind, Path, Subject, Tree, UnaryOperator};
use smol_str::SmolStr;

/// No more names than these are offered in place of one of another kind.
const MOST_OFFERED: usize = 4;

/// A text.
pub(super) fn text(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<Text> {
    match &expression.kind {
        ExpressionKind::Text(text) => Some(Spanned::new(text.clone(), expression.span)),
        _ => wrong(context, expression, key, "a text in quotes"),
    }
}

/// Yes or no.
pub(super) fn truth(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<bool> {
    match &expression.kind {
        ExpressionKind::Truth(truth) => Some(*truth),
        _ => wrong(context, expression, key, "`yes` or `no`"),
    }
}

/// A whole number in a range.
pub(super) fn integer(
    context: &mut Context<'_, '_>,
    expression: &Expression,
    key: &str,
    low: u32,
    high: u32,
) -> Option<u32> {
    if let ExpressionKind::Number { value, unit: None } = &expression.kind {
        let whole = value.to_integer().and_then(|whole| u32::try_from(whole).ok());
        if let Some(whole) = whole.filter(|whole| (low..=high).contains(whole)) {
            return Some(whole);
        }
    }
    let (low, high) = (grouped(low as usize), grouped(high as usize));
    wrong(context, expression, key, &format!("a whole number from {low} to {high}"))
}

/// One of a few words, by index.
pub(super) fn choice_value(
    context: &mut Context<'_, '_>,
    expression: &Expression,
    key: &str,
    choices: &'static [Choice],
) -> Option<usize> {
    match &expression.kind {
        ExpressionKind::Path(word) => choice(context, word, expression.span, key, choices),
        _ => {
            context.diagnostics.add(errors::choice_of_another_kind(expression, key, choices));
            None
        }
    }
}

/// One of a few words, by index, from the word itself.
pub(super) fn choice(
    context: &mut Context<'_, '_>,
    word: &str,
    span: Span,
    key: &str,
    choices: &'static [Choice],
) -> Option<usize> {
    let found = choices.iter().position(|choice| choice.word == word);
    if found.is_none() {
        context.diagnostics.add(errors::unknown_choice(word, span, key, choices));
    }
    found
}

/// The kinds that a word such as `department` leaves of those that may stand.
pub(super) fn kind_word(context: &mut Context<'_, '_>, word: &Path, kinds: &'static [Kind]) -> Option<&'static [Kind]> {
    let found = kinds.iter().position(|kind| kind.keyword() == word.text);
    match found {
        Some(index) => kinds.get(index..=index),
        None => {
            context.diagnostics.add(errors::unknown_kind(word, kinds));
            None
        }
    }
}

/// A name of one of these kinds.
pub(super) fn reference(
    context: &mut Context<'_, '_>,
    expression: &Expression,
    key: &str,
    kinds: &'static [Kind],
    around: &[SmolStr],
) -> Option<AnyId> {
    match &expression.kind {
        ExpressionKind::Path(path) => name(context, path, expression.span, kinds, around),
        _ => wrong_name(context, expression, key, kinds),
    }
}

/// What of these kinds a path names; nothing, or more than one thing, is reported.
pub(super) fn name(
    context: &mut Context<'_, '_>,
    path: &str,
    span: Span,
    kinds: &[Kind],
    around: &[SmolStr],
) -> Option<AnyId> {
    let found = context.declared.names.find(kinds, path, around);
    match found.as_slice() {
        [one] => {
            context.kept.path(context.declared, path, span, *one);
            Some(*one)
        }
        [] if context.declared.names.is_broken(path) => None,
        [] if is_title(path) => {
            let finding = title_for_name(context, path, span, kinds, around);
            context.diagnostics.add(finding);
            None
        }
        [] => {
            let elsewhere = elsewhere(context.declared, path, kinds, around);
            let near = if elsewhere.is_none() {
                context.declared.names.nearest(&context.meter, kinds, path, around)
            } else {
                None
            };
            if elsewhere.is_none() && near.is_none() && context.declared.names.may_be_nameless(kinds, path) {
                return None;
            }
            let any = context.declared.names.any(kinds);
            context.diagnostics.add(errors::unknown_name(path, span, kinds, near, elsewhere, any));
            None
        }
        several => {
            let places: Vec<(Kind, Span)> =
                several.iter().filter_map(|id| Some((id.kind, context.declared.entry(*id)?.head.span))).collect();
            context.diagnostics.add(errors::ambiguous_name(path, span, &places));
            None
        }
    }
}

/// How much work it is to hold words against a title.
const WORK_OF_TITLE: usize = 8;

/// Whether words stand where a name belongs, which no name is made of.
fn is_title(path: &str) -> bool {
    path.contains(' ') || path.starts_with(char::is_uppercase)
}

/// `Head of service`, `role lead`, `Lead`, where a name belongs: what has it for its title, or bears it, or nothing.
fn title_for_name(
    context: &Context<'_, '_>,
    words: &str,
    span: Span,
    kinds: &[Kind],
    around: &[SmolStr],
) -> Diagnostic {
    let declared = context.declared;
    let name: Vec<&str> = words.split(' ').collect();
    let name = name.join("_").to_lowercase();
    if !declared.names.find(kinds, &name, around).is_empty() {
        return errors::unknown_name(words, span, kinds, Some(name), None, true);
    }
    let behind_kind = words.split_once(' ').filter(|(word, _)| kinds.iter().any(|kind| kind.keyword() == *word));
    let behind_kind =
        behind_kind.map(|(_, rest)| rest).filter(|rest| !declared.names.find(kinds, rest, around).is_empty());
    let is_titled = |entry: &&super::declare::Entry<'_>| {
        entry.head.title.as_ref().is_some_and(|title| title.value.to_lowercase() == words.to_lowercase())
    };
    let mut entries =
        kinds.iter().flat_map(|kind| declared.of_kind(*kind)).take_while(|_| context.meter.spend(WORK_OF_TITLE));
    let titled = entries.find(|entry| entry.head.name.is_some() && is_titled(entry));
    let bearer = behind_kind.or(titled.map(|entry| entry.head.path.as_str()));
    errors::words_for_name((words, &name), span, kinds, bearer)
}

/// What an observation is of: a KPI, a driver, a touchpoint, or a stage with the flow that is meant behind it.
pub(super) fn observed_name(context: &mut Context<'_, '_>, path: &str, span: Span, kinds: &[Kind]) -> Option<AnyId> {
    if let Some((stage, _)) = FlowEnd::split(path).filter(|_| kinds.contains(&Kind::Stage)) {
        let length = u32::try_from(stage.len()).unwrap_or(0);
        return name(context, stage, Span { end: span.start + length, ..span }, &[Kind::Stage], &[]);
    }
    let found = name(context, path, span, kinds, &[])?;
    if found.kind == Kind::Stage {
        context.diagnostics.add(errors::stage_is_no_value(path, span));
        return None;
    }
    Some(found)
}

/// Something of another kind that has this name.
fn elsewhere(
    declared: &SymbolTable<'_>,
    path: &str,
    kinds: &[Kind],
    around: &[SmolStr],
) -> Option<(Kind, Span, Vec<String>)> {
    let mut others = Kind::ALL.iter().copied().filter(|kind| !kinds.contains(kind));
    let (kind, entry) = others.find_map(|kind| {
        let id = declared.names.get(kind, path)?;
        Some((kind, declared.entry(id)?))
    })?;
    let inside = entry.children.iter().filter(|child| kinds.contains(&child.kind));
    let mut wanted: Vec<String> =
        inside.filter_map(|child| Some(declared.entry(*child)?.head.path.to_string())).collect();
    // The one who is responsible for it may have been meant, or any of a few.
    if wanted.is_empty() {
        let all: Vec<_> = kinds.iter().flat_map(|kind| declared.of_kind(*kind)).take(MOST_OFFERED + 1).collect();
        let all = all.iter().filter(|entry| !around.contains(&entry.head.path) && entry.head.name.is_some());
        wanted = all.map(|entry| entry.head.path.to_string()).collect();
    }
    if wanted.len() > MOST_OFFERED {
        wanted.clear();
    }
    Some((kind, entry.head.span, wanted))
}

/// A currency as a value.
pub(super) fn currency_value(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<Currency> {
    match &expression.kind {
        ExpressionKind::Path(code) | ExpressionKind::Unit(code) => currency(context, code, expression.span),
        _ => wrong(context, expression, key, "a currency such as `USD`"),
    }
}

/// A currency from its code.
pub(super) fn currency(context: &mut Context<'_, '_>, code: &str, span: Span) -> Option<Currency> {
    let found = Currency::parse(code);
    if found.is_none() {
        context.diagnostics.add(errors::unknown_currency(code, span));
    }
    found
}

/// A unit as a value.
pub(super) fn unit_value(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<UnitId> {
    match &expression.kind {
        ExpressionKind::Path(text) if text == "number" => Some(context.units.number()),
        ExpressionKind::Path(text) | ExpressionKind::Unit(text) => unit(context, text, expression.span),
        _ => wrong(context, expression, key, "a unit such as `agent`, `%`, `pts`, `number` or `USD/contact`"),
    }
}

/// A unit from its text.
pub(super) fn unit(context: &mut Context<'_, '_>, text: &SmolStr, span: Span) -> Option<UnitId> {
    let moves = matches!(text.as_str(), "percent" | "pct" | "percentage") && is_effect(context);
    let is_point = moves || matches!(text.as_str(), "point" | "points" | "pt");
    if is_point && context.units.counted(text).is_none() && is_of_share(context) {
        context.diagnostics.add(errors::unknown_unit(text, span, Some("pp")));
        return None;
    }
    let found = context.units.get(context.diagnostics, context.declared, text, span);
    context.kept.unit(&context.units, text, span);
    found
}

fn is_effect(context: &Context<'_, '_>) -> bool {
    context.line.is_some_and(|(_, line)| line.key.text == "effect")
}

/// Whether the line that is being read is about a KPI that is a share, which moves by points.
fn is_of_share(context: &Context<'_, '_>) -> bool {
    let Some((id, line)) = context.line else { return false };
    let declared = context.declared;
    let kpi = match line.subjects.first() {
        _ if id.kind == Kind::Kpi => Some(id),
        Some(Subject::Path(path)) => declared.names.get(Kind::Kpi, &path.text),
        _ => None,
    };
    let Some(entry) = kpi.and_then(|kpi| declared.entry(kpi)) else { return false };
    let mut lines = entry.statement.body.iter().flat_map(|body| &body.statements);
    lines.any(|line| {
        let value = line.value.map(|value| &entry.tree.expression(value).kind);
        match (line.key.text.as_str(), value) {
            ("unit", Some(ExpressionKind::Unit(unit))) => unit == "%",
            ("kind", Some(ExpressionKind::Path(kind))) => {
                let kind = KpiKind::ALL.iter().find(|known| known.word() == kind);
                kind.is_some_and(|kind| kind.schema().unit == KindUnit::Share)
            }
            _ => false,
        }
    })
}

/// A day.
pub(super) fn date(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<Date> {
    match &expression.kind {
        ExpressionKind::Period(Period::Date(date)) => Some(*date),
        _ => wrong(context, expression, key, "a day such as `2027-03-15`"),
    }
}

/// A period; a bare whole number is a calendar year.
pub(super) fn period(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<Period> {
    let found = match &expression.kind {
        ExpressionKind::Period(period) => Some(*period),
        ExpressionKind::Number { value, unit: None } => year(*value),
        _ => None,
    };
    found.or_else(|| {
        wrong(context, expression, key, "a month, quarter or year such as `2027-03`, `2027-Q2` or `FY2027`")
    })
}

fn year(value: Number) -> Option<Period> {
    let year: i32 = value.to_string().parse().ok()?;
    Period::year(year)
}

/// A month.
pub(super) fn month(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<Month> {
    match &expression.kind {
        ExpressionKind::Period(Period::Month(month)) => Some(*month),
        _ => wrong(context, expression, key, "a month such as `2027-03`"),
    }
}

/// A range of months; one period alone is the range of its months.
pub(super) fn months(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    expression: &Expression,
    key: &str,
) -> Option<(Month, Month)> {
    let (low, high) = match &expression.kind {
        ExpressionKind::Range { low, high } => (tree.expression(*low), tree.expression(*high)),
        ExpressionKind::Period(_) | ExpressionKind::Number { unit: None, .. } => (expression, expression),
        _ => return wrong(context, expression, key, "a range of months such as `2027-01 .. 2027-12`"),
    };
    let fiscal = context.fiscal_start;
    let (first, _) = period(context, low, key)?.months(fiscal);
    let (_, last) = period(context, high, key)?.months(fiscal);
    if first > last {
        context.diagnostics.add(errors::months_backwards(expression.span, first, last));
        return None;
    }
    Some((first, last))
}

/// A path or a word, unresolved; in quotes too.
pub(super) fn path(context: &mut Context<'_, '_>, expression: &Expression, key: &str) -> Option<SmolStr> {
    match &expression.kind {
        ExpressionKind::Path(path) => Some(path.clone()),
        ExpressionKind::Text(text) => Some(SmolStr::new(text)),
        _ => wrong(context, expression, key, "a name"),
    }
}

/// `2.6 of 5`
pub(super) fn rating(
    context: &mut Context<'_, '_>,
    tree: &Tree,
    expression: &Expression,
    key: &str,
) -> Option<(Number, Number)> {
    let ExpressionKind::Rating { value, of } = &expression.kind else {
        return wrong(context, expression, key, "a rating such as `2.6 of 5`");
    };
    let (value, of) = (number(tree, tree.expression(*value))?, number(tree, tree.expression(*of))?);
    if value > of || value.is_negative() || !of.is_positive() {
        context.diagnostics.add(errors::rating_outside(expression.span, value, of));
        return None;
    }
    Some((value, of))
}

fn number(tree: &Tree, expression: &Expression) -> Option<Number> {
    match &expression.kind {
        ExpressionKind::Number { value, unit: None } => Some(*value),
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => {
            number(tree, tree.expression(*operand)).map(Number::negate)
        }
        _ => None,
    }
}

/// The month the fiscal year starts with, which periods need before the plan is read.
pub(super) fn fiscal_start(declared: &SymbolTable<'_>) -> u8 {
    let start = declared.of_kind(Kind::Plan).first().and_then(|entry| {
        let lines = entry.statement.body.iter().flat_map(|body| &body.statements);
        let line = lines.into_iter().find(|line| line.key.text == "fiscal_year_starts")?;
        match &entry.tree.expression(line.value?).kind {
            ExpressionKind::Number { value, unit: None } => value.to_string().parse::<u8>().ok(),
            _ => None,
        }
    });
    start.filter(|start| (1..=12).contains(start)).unwrap_or(1)
}

fn wrong<T>(context: &mut Context<'_, '_>, expression: &Expression, key: &str, expected: &str) -> Option<T> {
    if !matches!(expression.kind, ExpressionKind::Missing) {
        context.diagnostics.add(errors::wrong_value(expression, key, expected, None));
    }
    None
}

/// Something else where a name is expected: a title may stand there in its place.
fn wrong_name<T>(context: &mut Context<'_, '_>, expression: &Expression, key: &str, kinds: &[Kind]) -> Option<T> {
    if matches!(expression.kind, ExpressionKind::Missing) {
        return None;
    }
    let expected = match kinds {
        [] | [_] | [_, _] | [_, _, _] => format!("the name of {}", errors::a_kind(kinds)),
        [..] => "the name of a part of the plan".to_owned(),
    };
    let declared = context.declared;
    let titled = |text: &str| {
        let mut entries = kinds.iter().flat_map(|kind| declared.of_kind(*kind));
        entries.find(|entry| entry.head.title.as_ref().is_some_and(|title| title.value.eq_ignore_ascii_case(text)))
    };
    let same = match &expression.kind {
        ExpressionKind::Text(text) => titled(text).filter(|entry| entry.head.name.is_some()),
        _ => None,
    };
    let name = same.map(|entry| entry.head.path.as_str());
    context.diagnostics.add(errors::wrong_value(expression, key, &expected, name));
    None
}
