//! The lines of a declaration: takes a property, tells what is wrong with its key, its shape or its modifiers.

use super::super::suggest::{near_property, nearest, stands_in_body};
use super::heads::holders_of;
use super::phrases::{a_kind, lower_first, offer, one_of_kinds, or_list};
use super::values::one_of;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::{
    Choice, FieldSpec, Head, ModifierSchema, Presence, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind,
};
use crate::source::Span;
use crate::syntax::is_part_of_year;
use crate::syntax::tree::{Form, Modifier, ModifierWord, Path, Statement, Subject};

/// What an unknown property is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// An amount of money.
    Money,
    /// Anything else, or nothing.
    Other,
}

/// `colour: "red"` in a package.
pub(crate) fn unknown_property(
    kind: Kind,
    line: &Statement,
    written: Written,
    meant: Option<&PropertySchema>,
) -> Diagnostic {
    let key = &line.key;
    let keyword = kind.keyword();
    let diagnostic = Diagnostic::new(Code::UnknownProperty, key.span, format!("{} has no `{}`", kind.one(), key.text));
    if let Some(meant) = meant {
        return offer(diagnostic, key.span, meant.key);
    }
    if let Some(other) = Kind::from_keyword(&key.text)
        && !other.is_inner()
    {
        return diagnostic
            .label(format!("a `{}` is a declaration of its own", key.text))
            .help(format!("close the {keyword} first; a `{}` stands outside of other declarations", key.text));
    }
    if kind == Kind::Scenario && line.form == Form::Property && key.text.contains('.') {
        return diagnostic
            .label("a scenario sets figures by their path")
            .help(format!(
                "write `set {}: …` for another figure, `change {}: * 0.9` or the like for a part of it",
                key.text, key.text
            ))
            .fix(format!("write `set {}`", key.text), key.span.before(), "set ", Applicability::Suggestion);
    }
    if kind == Kind::Ranking && line.form == Form::Property && key.text.contains('.') {
        return diagnostic
            .label("a level stands alone on its line")
            .help(format!("the order of the lines is the rank: write `{}` and nothing behind it", key.text));
    }
    if kind == Kind::Ranking && line.form == Form::Declaration {
        let words: Vec<&str> = line
            .subjects
            .iter()
            .filter_map(|subject| match subject {
                Subject::Path(path) => Some(path.text.as_str()),
                Subject::Period(..) => None,
            })
            .collect();
        // `level crm.minimum`: what it is does not belong to its name.
        let is_kind = Kind::from_keyword(&key.text).is_some();
        let path = if is_kind { words.join(".") } else { format!("{}.{}", key.text, words.join(".")) };
        if is_kind && path.contains('.') {
            return diagnostic.label("a level stands alone on its line").help(format!("write `{path}`")).fix(
                format!("write `{path}`"),
                line.span,
                path,
                Applicability::Suggestion,
            );
        }
        let is_level = |word: &str| word.contains('.');
        if !is_kind && is_level(&key.text) && words.iter().all(|word| is_level(word)) {
            let levels: Vec<String> =
                std::iter::once(key.text.as_str()).chain(words).map(|level| format!("`{level}`")).collect();
            return diagnostic
                .label("a level stands alone on its line")
                .help(format!("write each on a line of its own: {}", levels.join(", then ")));
        }
        if !words.is_empty() && !is_kind {
            return diagnostic
                .label("a level is named by its package and its own name")
                .help(format!("write `{path}`"));
        }
    }
    if kind.schema().property("cost").is_some() && line.form == Form::Property && written == Written::Money {
        if let Some(Subject::Path(category)) = line.subjects.first() {
            return diagnostic
                .label("is this a cost?")
                .help(format!("write `cost {0}: …` for a cost, `saves {0}: …` for what is saved", category.text));
        }
        return diagnostic
            .label("is this a cost?")
            .help(format!("write `cost {}: …`, with one of the plan's categories", key.text))
            .fix(format!("write `cost {}`", key.text), key.span.before(), "cost ", Applicability::Suggestion);
    }
    let holders: Vec<Kind> = holders_of(&key.text).into_iter().filter(|holder| *holder != kind).collect();
    if kind == Kind::Ranking && matches!(key.text.as_str(), "levels" | "items" | "order") {
        return diagnostic
            .label("levels stand alone on their lines")
            .help("write each level on a line of its own, in rank order, with no key before it");
    }
    if !holders.iter().any(|holder| has_inner(kind, *holder) || has_inner(*holder, kind))
        && let Some((inner, near)) = near_inside(kind, &key.text)
    {
        return diagnostic
            .label("not known here")
            .help(format!("`{near}` stands inside {}, within the {keyword}", one_of_kinds(&[inner])));
    }
    if !holders.is_empty() {
        return diagnostic.label("not known here").help(format!(
            "`{}` stands inside {}",
            key.text,
            one_of_kinds(&holders)
        ));
    }
    let part = key.text.to_uppercase();
    if is_part_of_year(&part) && kind.schema().properties.iter().any(|property| property.spec.shape == Shape::Periods) {
        return diagnostic
            .label("which year is meant?")
            .help(format!("write the year before it, such as `2027-{part}: …`"));
    }
    let properties = kind.schema().properties.iter().filter(|property| stands_in_body(property));
    let keys: Vec<String> = properties.map(|property| format!("`{}`", property.key)).collect();
    diagnostic.label("not known here").help(format!("it takes {}", keys.join(", ")))
}

/// Whether declarations of a kind stand within another.
fn has_inner(kind: Kind, inner: Kind) -> bool {
    kind.schema().properties.iter().any(|property| property.spec.shape == Shape::Children(inner))
}

/// The property of what stands within a kind that an unknown one was probably meant to be.
fn near_inside(kind: Kind, key: &str) -> Option<(Kind, &'static str)> {
    let mut inner = Kind::ALL.iter().copied().filter(|inner| has_inner(kind, *inner));
    inner.find_map(|inner| Some((inner, near_property(inner, key)?.key)))
}

/// A bare name in a package.
pub(crate) fn stray_item(kind: Kind, line: &Statement) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::WrongShape, line.key.span, format!("`{}` says nothing by itself here", line.key.text));
    let property = kind.schema().property(&line.key.text);
    match property.map(|property| property.spec.shape) {
        Some(Shape::Children(_)) => diagnostic
            .label("this begins a declaration")
            .help(format!("give it a name or a title: `{} name {{ … }}`", line.key.text)),
        Some(_) => diagnostic
            .label("this is a property")
            .help(format!("write its value after a colon: `{}: …`", line.key.text)),
        None => diagnostic
            .label("a bare name")
            .help(format!("bare names stand in a `ranking`; {} holds lines such as `key: value`", kind.one())),
    }
}

/// `2027-01: 3 agent` in a package.
pub(crate) fn stray_period(kind: Kind, line: &Statement) -> Diagnostic {
    let message = format!("{} has no lines by period", kind.one());
    Diagnostic::new(Code::WrongShape, line.key.span, message)
        .label("a line by period")
        .help("lines by period stand in `driver`, `income` and `observe`; a budget by period is `budget 2027-Q1: …`")
}

/// `justification "text"` or `budget { … }`
pub(crate) fn property_needs_colon(kind: Kind, property: &PropertySchema, line: &Statement) -> Diagnostic {
    let key = if property.spec.shape == Shape::Periods { line.key.text.as_str() } else { property.key };
    let message = format!("`{key}` of {} is written with a colon and a value", kind.one());
    let span = line.body.as_ref().map_or(line.key.span, |body| body.open);
    let diagnostic = Diagnostic::new(Code::WrongShape, span, message);
    if let (Some(title), None, true) = (&line.title, &line.body, line.subjects.is_empty()) {
        return diagnostic
            .label("the colon is missing after this")
            .fix(
                "write a colon",
                Span { end: title.span.start, start: line.key.span.end, ..title.span },
                ": ",
                Applicability::Safe,
            )
            .help(format!("write `{key}: …`"));
    }
    let label = if line.body.is_some() { "a block begins here" } else { "the colon is missing on this line" };
    diagnostic.label(label).help(format!("write `{key}: …`"))
}

/// `source nps: "…"`
pub(crate) fn takes_no_subject(property: &PropertySchema, subject: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, subject.span(), format!("`{}` takes nothing before its colon", property.key))
        .label("remove this")
        .help(format!("write `{}: …`", property.key))
        .fix("remove what stands before the colon", before_colon(subject.span()), "", Applicability::Suggestion)
}

/// A stretch before a colon, with the space before it.
fn before_colon(span: Span) -> Span {
    Span { start: span.start.saturating_sub(1), ..span }
}

/// `cost salaries software: 2k USD`
pub(crate) fn takes_one_subject(property: &PropertySchema, subject: &Subject) -> Diagnostic {
    if let Subject::Period(period, span) = subject {
        return Diagnostic::new(Code::WrongSubject, *span, format!("`{period}` stands before the `:`"))
            .label("when an amount falls is said behind it")
            .help(format!("write `in {period}` behind the value"));
    }
    Diagnostic::new(Code::WrongSubject, subject.span(), format!("a `{}` line is about one thing", property.key))
        .label("one too many")
        .help("write a line for each, or put what it is for into a title in quotes")
}

/// `source "Survey": "…"`
pub(crate) fn takes_no_title(property: &PropertySchema, title: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, title, format!("`{}` takes no title", property.key))
        .label("remove this")
        .help(format!("write `{}: …`", property.key))
}

/// `ignore category: "99*"`
pub(crate) fn takes_no_value(property: &PropertySchema, line: &Statement) -> Diagnostic {
    let span = line.colon.unwrap_or(line.key.span);
    Diagnostic::new(Code::WrongShape, span, format!("`{}` takes no colon and no value", property.key))
        .label("remove this")
        .help(format!("write it like `{}`", without_value(property)))
}

/// `ignore category because "…"`
pub(crate) fn needs_title(property: &PropertySchema, line: &Statement) -> Diagnostic {
    let span = line.subjects.last().map_or(line.key.span, Subject::span);
    Diagnostic::new(Code::WrongSubject, span, format!("`{}` does not say which word it is about", property.key))
        .label("a text in quotes is missing after this")
        .help(format!("write it like `{}`", without_value(property)))
}

/// `ignore category "…" because "…"`
fn without_value(property: &PropertySchema) -> String {
    let word = match property.spec.subject {
        SubjectKind::Word(choices) => choices.first().map_or("", |choice| choice.word),
        _ => "",
    };
    let required = property.spec.modifiers.iter().filter(|schema| schema.presence == Presence::Required);
    let modifiers: String = required.map(|schema| format!(" {} {}", schema.word, example_of(schema.value))).collect();
    format!("{} {word} \"…\"{modifiers}", property.key)
}

/// A property that must be there.
pub(crate) fn missing_property(
    kind: Kind,
    head: &Head,
    property: &PropertySchema,
    statement: &Statement,
) -> Diagnostic {
    let name = head.name.as_ref().map_or_else(String::new, |name| format!(" `{}`", name.value));
    let message = format!("{}{name} has no `{}`", kind.keyword(), property.key);
    let diagnostic = Diagnostic::new(Code::MissingProperty, head.span, message)
        .label(format!("`{}` is missing", property.key))
        .about(head.path.as_str());
    let doc = lower_first(property.doc.trim().trim_end_matches('.'));
    let choice = match property.spec.value {
        ValueKind::Choice(choices) => format!(" ({})", one_of(choices)),
        _ => String::new(),
    };
    let help = format!("add `{}`{choice}: {doc}", form_of(property));
    match &statement.body {
        Some(_) => diagnostic.help(help),
        None => diagnostic.help(format!("{help}, between `{{` and `}}`")),
    }
}

fn form_of(property: &PropertySchema) -> String {
    match property.spec.subject {
        SubjectKind::None | SubjectKind::MaybeName(_) | SubjectKind::MaybePeriod => {
            format!("{}: {}", property.key, example_of(property.spec.value))
        }
        _ => format!("{} …: …", property.key),
    }
}

/// Two `source` lines.
pub(crate) fn property_twice(
    kind: Kind,
    property: &PropertySchema,
    second: &Statement,
    first: &Statement,
) -> Diagnostic {
    let message = format!("`{}` stands twice in this {}", property.key, kind.word());
    Diagnostic::new(Code::PropertyTwice, second.key.span, message)
        .label("the second time")
        .also(first.key.span, "the first time")
        .help("keep one of them")
}

/// Two `cost salaries` lines without titles.
pub(crate) fn entry_twice(property: &PropertySchema, second: &Statement, first: &Statement) -> Diagnostic {
    if property.spec.shape == Shape::Periods {
        let message = format!("`{}` stands twice", second.key.text);
        return Diagnostic::new(Code::EntryTwice, second.key.span, message)
            .label("the second time")
            .also(first.key.span, "the first time")
            .help("keep one of them");
    }
    let line = head_of(second);
    let subject = second.subjects.last().map_or(second.key.span, Subject::span);
    let message = format!("two `{line}` lines cannot be told apart");
    let diagnostic = Diagnostic::new(Code::EntryTwice, second.key.span.to(subject), message)
        .label("the second one")
        .also(first.key.span, "the first one");
    match property.spec.title {
        TitleUse::Accepted => diagnostic
            .help(format!("give them titles, `{line} \"What it is for\": …`, or bring them together in one line")),
        TitleUse::Required | TitleUse::Refused => {
            diagnostic.help("keep one of them, or bring them together in one line")
        }
    }
}

/// What stands before the title and the colon: `cost salaries`.
fn head_of(line: &Statement) -> String {
    let subjects = line.subjects.iter().map(|subject| match subject {
        Subject::Path(path) => path.text.to_string(),
        Subject::Period(period, _) => period.to_string(),
    });
    let words: Vec<String> = std::iter::once(line.key.text.to_string()).chain(subjects).collect();
    words.join(" ")
}

/// `cost salaries: 2k USD because "…"`
pub(crate) fn unknown_modifier(key: &str, spec: &FieldSpec, modifier: &Modifier, line: &Statement) -> Diagnostic {
    let word = modifier.word.text();
    let diagnostic = Diagnostic::new(Code::UnknownModifier, modifier.span, format!("`{key}` takes no `{word}`"));
    let is_of_target = matches!(line.subjects.first(), Some(Subject::Path(path)) if path.text.ends_with(".target"));
    if key == "set" && !is_of_target {
        return diagnostic
            .label("what is set keeps the rest of its line")
            .help(format!("write the value alone; `{word}` and what follows it stand on the line of the plan"));
    }
    if spec.modifiers.is_empty() {
        return diagnostic.label("not known here").help(format!("nothing follows the value of `{key}`"));
    }
    if let Some(meant) = meant_modifier(spec, modifier.word) {
        return offer(diagnostic, modifier.span, meant);
    }
    let words: Vec<String> = spec.modifiers.iter().map(|schema| format!("`{}`", schema.word)).collect();
    diagnostic.label("not known here").help(format!("after its value it takes {}", words.join(", ")))
}

/// The word of a property that another one was meant to be: people say `until` for `to`, and `in` for `by`.
pub(crate) fn meant_modifier(spec: &FieldSpec, word: ModifierWord) -> Option<&'static str> {
    let near: &[&str] = match word {
        ModifierWord::Until => &["to", "by"],
        ModifierWord::To => &["until", "by"],
        ModifierWord::By => &["to", "until", "in"],
        ModifierWord::On => &["in", "by"],
        ModifierWord::In => &["by", "on"],
        ModifierWord::From
        | ModifierWord::After
        | ModifierWord::Over
        | ModifierWord::Of
        | ModifierWord::Via
        | ModifierWord::Every
        | ModifierWord::Evidence
        | ModifierWord::Because
        | ModifierWord::Month
        | ModifierWord::Value => &[],
    };
    near.iter().find_map(|near| spec.modifiers.iter().map(|schema| schema.word).find(|word| word == near))
}

/// `from 2027-01 from 2027-02`
pub(crate) fn modifier_twice(second: &Modifier, first: &Modifier) -> Diagnostic {
    Diagnostic::new(Code::PropertyTwice, second.span, format!("`{}` stands twice on this line", second.word.text()))
        .label("the second time")
        .also(first.span, "the first time")
        .help("keep one of them")
}

/// `target: 45 pts` without `by`.
pub(crate) fn missing_modifier(key: &str, schema: &ModifierSchema, line: &Statement) -> Diagnostic {
    Diagnostic::new(Code::MissingModifier, line.key.span, format!("`{key}` needs `{}`: {}", schema.word, schema.doc))
        .label(format!("no `{}` on this line", schema.word))
        .help(format!("write `{}: … {} {}`", head_of(line), schema.word, example_of(schema.value)))
}

fn example_of(value: ValueKind) -> &'static str {
    match value {
        ValueKind::Month => "2027-12",
        ValueKind::Date => "2027-06-30",
        ValueKind::Period => "2026-09",
        ValueKind::Months => "2027-01 .. 2027-12",
        ValueKind::Text => "\"…\"",
        ValueKind::Currency => "USD",
        ValueKind::Choice(choices) => choices.first().map_or("…", |choice| choice.word),
        ValueKind::Reference(kinds) => kinds.first().map_or("…", |kind| name_of_kind(*kind)),
        _ => "…",
    }
}

/// A stand-in for the name of something of a kind.
fn name_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "role_name",
        Kind::Department => "department_name",
        Kind::Stage => "stage_name",
        Kind::Package => "package_name",
        _ => "name",
    }
}

/// `cap team support: …`
pub(crate) fn unknown_kind(word: &Path, kinds: &[Kind]) -> Diagnostic {
    let words: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.keyword())).collect();
    let diagnostic =
        Diagnostic::new(Code::WrongSubject, word.span, format!("`{}` is not a kind that can stand here", word.text));
    match nearest(&word.text, kinds.iter().map(|kind| kind.keyword())) {
        Some(near) => offer(diagnostic, word.span, near),
        None => diagnostic.label("not one of them").help(format!("write {}", or_list(&words))),
    }
}

/// `cost: 2k USD`
pub(crate) fn needs_subject(line: &Statement, kinds: &[Kind], example: &str) -> Diagnostic {
    let key = &line.key;
    let message = format!("`{}` needs the name of {} before its colon", key.text, a_kind(kinds));
    Diagnostic::new(Code::WrongSubject, key.span, message)
        .label("what is it about?")
        .help(format!("write it like `{} {example}: …`", key.text))
}

/// `cap support: 300k USD`
pub(crate) fn needs_kind_and_name(line: &Statement, kinds: &[Kind], example: &str, named: Option<Kind>) -> Diagnostic {
    let key = &line.key;
    let message = format!("`{}` needs a kind and a name before its colon", key.text);
    let word = named.or_else(|| kinds.first().copied()).map_or("department", Kind::keyword);
    let name = match line.subjects.as_slice() {
        [Subject::Path(path)] if kinds.iter().all(|kind| kind.keyword() != path.text) => path.text.as_str(),
        _ => example,
    };
    let diagnostic = Diagnostic::new(Code::WrongSubject, key.span, message);
    if let (Some(_), Some(subject)) = (named, line.subjects.first()) {
        return diagnostic
            .label(format!("`{name}` is a {word}"))
            .help(format!("write `{} {word} {name}: …`", key.text))
            .fix(
                format!("write `{word} {name}`"),
                subject.span().before(),
                format!("{word} "),
                Applicability::Suggestion,
            );
    }
    // `cap department.service: …`
    if let [Subject::Path(path)] = line.subjects.as_slice()
        && let Some((word, name)) = path.text.split_once('.')
        && kinds.iter().any(|kind| kind.keyword() == word)
    {
        let right = format!("{word} {name}");
        return diagnostic.label("a kind and a name stand apart").help(format!("write `{} {right}: …`", key.text)).fix(
            format!("write `{right}`"),
            path.span,
            right,
            Applicability::Suggestion,
        );
    }
    let words: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.keyword())).collect();
    diagnostic.label("what is it about?").help(format!(
        "write it like `{} {word} {name}: …`; the kind is {}",
        key.text,
        or_list(&words)
    ))
}

/// `cap service department: …`
pub(crate) fn kind_behind_name(line: &Statement, name: &Path, kind: &Path) -> Diagnostic {
    let right = format!("{} {}", kind.text, name.text);
    let place = name.span.to(kind.span);
    Diagnostic::new(Code::WrongSubject, place, format!("`{}` stands behind its name", kind.text))
        .label("the kind stands first")
        .help(format!("write `{} {right}: …`", line.key.text))
        .fix(format!("write `{right}`"), place, right, Applicability::Safe)
}

/// `set: 2k USD`, `lint: off`
pub(crate) fn needs_code_or_path(line: &Statement) -> Diagnostic {
    let example = if line.key.text == "lint" { "lint W0404" } else { "set nps.baseline" };
    Diagnostic::new(Code::WrongSubject, line.key.span, format!("`{}` does not say what it is about", line.key.text))
        .label("what is it about?")
        .help(format!("write it like `{example}: …`"))
}

/// `correlates wage: 60%`
pub(crate) fn needs_two_figures(line: &Statement) -> Diagnostic {
    let key = &line.key.text;
    let span = line.subjects.last().map_or(line.key.span, Subject::span);
    Diagnostic::new(Code::WrongSubject, span, format!("`{key}` does not say which two figures move together"))
        .label("another path is missing after this")
        .help(format!("write it like `{key} wage crm.minimum.cost.salaries: 60%`"))
}

/// `map: training`
pub(crate) fn needs_kind_and_text(line: &Statement, kinds: &[Kind]) -> Diagnostic {
    let word = kinds.first().map_or("category", |kind| kind.keyword());
    Diagnostic::new(
        Code::WrongSubject,
        line.key.span,
        format!("`{}` needs a kind and a text before its colon", line.key.text),
    )
    .label("what does it stand for?")
    .help(format!("write it like `{} {word} \"640210\": name`", line.key.text))
}

/// `budget total: …`
pub(crate) fn needs_period(line: &Statement) -> Diagnostic {
    let span = line.subjects.first().map_or(line.key.span, Subject::span);
    if let Some(Subject::Path(path)) = line.subjects.first()
        && let part = path.text.to_uppercase()
        && is_part_of_year(&part)
    {
        return Diagnostic::new(Code::WrongSubject, span, format!("`{}` names no period", path.text))
            .label("which year is meant?")
            .help(format!("write the year before it, such as `{} 2027-{part}: …`", line.key.text));
    }
    Diagnostic::new(Code::WrongSubject, span, format!("`{}` takes a period before its colon", line.key.text))
        .label("not a month, quarter or year")
        .help(format!("write `{0}: …` for the whole calendar, or `{0} 2027-Q1: …`", line.key.text))
}

/// `confidence: 80%`
pub(crate) fn needs_word(line: &Statement, choices: &[Choice]) -> Diagnostic {
    let (key, word) = (&line.key.text, choices.first().map_or("word", |choice| choice.word));
    let before = if line.colon.is_some() { "its colon" } else { "the text" };
    Diagnostic::new(Code::WrongSubject, line.key.span, format!("`{key}` needs a word before {before}"))
        .label("what is it about?")
        .help(format!("write `{key} {word}{}`", if line.colon.is_some() { ": …" } else { " \"…\" …" }))
}
