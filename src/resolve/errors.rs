//! The messages of resolution: what is wrong with the shape of a declaration or with a name, where, and what to write.

use super::suggest::{near_kind, near_property, nearest, stands_in_body};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::{
    Choice, FieldSpec, Head, HeadShape, ModifierSchema, PropertySchema, Shape, SubjectKind, TitleUse, ValueKind,
};
use crate::quantity::{Month, Number, Period};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Expression, ExpressionKind, Form, Modifier, Path, Statement, Subject, Word};

/// `pakage crm {`
pub fn unknown_declaration(statement: &Statement) -> Diagnostic {
    let key = &statement.key;
    if statement.form == Form::Item && key.text.contains('.') {
        return Diagnostic::new(Code::UnknownDeclaration, key.span, format!("`{}` says nothing by itself", key.text))
            .label("a bare name, outside of every declaration")
            .help("bare names of levels stand in a `ranking`; look for a brace that closes too early");
    }
    let diagnostic =
        Diagnostic::new(Code::UnknownDeclaration, key.span, format!("nothing is declared by `{}`", key.text));
    if let Some(near) = near_kind(&key.text) {
        return offer(diagnostic, key.span, near.keyword());
    }
    let holders = holders_of(&key.text);
    if holders.is_empty() {
        return diagnostic
            .label("a declaration begins here")
            .help("see `zbb explain declarations` for what a plan can hold");
    }
    diagnostic.label("this is a property").help(format!("`{}` stands inside {}", key.text, one_of_kinds(&holders)))
}

/// The kinds that have a property of this key.
fn holders_of(key: &str) -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.schema().property(key).is_some()).collect()
}

/// `level minimum {` outside of any package.
pub fn inner_at_top(statement: &Statement, kind: Kind) -> Diagnostic {
    let holders: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|holder| holder.schema().properties.iter().any(|property| property.spec.shape == Shape::Children(kind)))
        .collect();
    let message = format!("`{}` does not stand by itself", kind.keyword());
    Diagnostic::new(Code::MisplacedDeclaration, statement.key.span, message)
        .label("outside of every other declaration")
        .help(format!("move it inside {}", one_of_kinds(&holders)))
}

/// `package { department: … }`
pub fn missing_name(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    let name = statement.title.as_ref().and_then(|title| name_from(&title.value));
    let example = name.as_deref().unwrap_or("some_name");
    let diagnostic = Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` has no name"))
        .label(format!("a name is expected after `{keyword}`"))
        .help(format!("write `{keyword} {example}`, in lowercase letters, digits and `_`; other lines use that name"));
    match &name {
        Some(name) => {
            diagnostic.fix("add a name", statement.key.span.after(), format!(" {name}"), Applicability::Suggestion)
        }
        None => diagnostic,
    }
}

/// `finance_partner` for `Finance partner`, if the title gives a name.
fn name_from(title: &str) -> Option<String> {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(3).map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    is_name(&name).then_some(name)
}

/// `require: nps at 2027-12 >= 31 pts`
pub fn missing_title(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` has no title"))
        .label("a title in quotes is expected here")
        .help(format!("write `{keyword} \"what it is\"`"))
}

/// `benchmark { leader: 62 pts }`
pub fn missing_about(kind: Kind, statement: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
    let form = match kind.schema().head {
        HeadShape::AboutCurrency => "`exchange EUR { … }`".to_owned(),
        HeadShape::CodeLine => "`waive W0404: name until 2027-06-30 because \"why\"`".to_owned(),
        HeadShape::AboutKindAndName(kinds) => {
            let word = kinds.first().map_or("category", |kind| kind.keyword());
            format!("`{keyword} {word} name {{ … }}`")
        }
        _ => format!("`{keyword} nps {{ … }}`"),
    };
    Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` does not say what it is about"))
        .label("what it is about is expected here")
        .help(format!("write {form}"))
}

/// `role finance partner`
pub fn one_name_only(kind: Kind, first: &Subject, second: &Subject) -> Diagnostic {
    let keyword = kind.keyword();
    let diagnostic = Diagnostic::new(Code::WrongHead, second.span(), format!("a `{keyword}` has one name"));
    let diagnostic = diagnostic.label("a second name");
    let (Subject::Path(first), Subject::Path(last)) = (first, second) else {
        return diagnostic.help("keep one of them");
    };
    let joined = format!("{}_{}", first.text, last.text);
    diagnostic
        .help(format!("join them, `{keyword} {joined}`, or put what people should read into a title in quotes"))
        .fix(format!("write `{joined}`"), first.span.to(last.span), joined, Applicability::Suggestion)
}

/// `stage store.decision {`
pub fn not_a_name(kind: Kind, subject: &Subject) -> Diagnostic {
    let keyword = kind.keyword();
    let (message, help) = match subject {
        Subject::Path(path) => {
            let last = path.segments().last().map_or_else(String::new, |word| word.text.to_string());
            (
                format!("`{}` cannot be declared: a declaration gives one name without dots", path.text),
                format!("write `{keyword} {last}`; from outside it is named by its full path"),
            )
        }
        Subject::Period(..) => {
            (format!("a {keyword} cannot be named by a period"), "a name begins with a lowercase letter".to_owned())
        }
    };
    Diagnostic::new(Code::WrongHead, subject.span(), message).label("a short name is expected here").help(help)
}

/// `funding main {`
pub fn takes_no_name(kind: Kind, subject: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongHead, subject.span(), format!("a `{}` takes no name", kind.keyword()))
        .label("remove this")
        .help(format!("write `{}` alone", kind.keyword()))
        .fix("remove the name", subject.span(), "", Applicability::Suggestion)
}

/// `role finance: "Finance partner"`
pub fn colon_in_head(kind: Kind, statement: &Statement) -> Diagnostic {
    let span = statement.colon.unwrap_or(statement.key.span);
    let keyword = kind.keyword();
    let diagnostic =
        Diagnostic::new(Code::WrongHead, span, format!("a `{keyword}` is a declaration, it takes no colon"))
            .label("remove this")
            .help(format!("write `{keyword} name \"Title\" {{ … }}`"));
    match statement.subjects.first() {
        Some(_) => diagnostic.fix("remove the colon", span, "", Applicability::Suggestion),
        None => diagnostic,
    }
}

/// `require "something"` without a condition.
pub fn line_needs_colon(kind: Kind, statement: &Statement) -> Diagnostic {
    let form = kind.schema().example.lines().next().unwrap_or("");
    Diagnostic::new(Code::WrongHead, statement.key.span, format!("a `{}` is one line with a colon", kind.keyword()))
        .label("a colon and what it says are missing on this line")
        .help(format!("write it like `{form}`"))
}

/// Two packages `crm`.
pub fn declared_twice(kind: Kind, head: &Head, earlier: Span) -> Diagnostic {
    let name = head.name.as_ref().map_or(head.path.as_str(), |name| name.value.as_str());
    let named = matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed);
    let owner = head.path.strip_suffix(name).and_then(|owner| owner.strip_suffix('.')).filter(|_| named);
    let message = match owner {
        Some(owner) => format!("`{owner}` has two {} called `{name}`", kind.plural()),
        None if named => format!("there are two {} called `{name}`", kind.plural()),
        None => format!("there are two {} for `{}`", kind.plural(), name.replace('.', " ")),
    };
    Diagnostic::new(Code::NameTwice, head.span, message)
        .label("the second one")
        .also(earlier, "the first one")
        .help(if named { "rename one of them, or remove it if it is a copy" } else { "keep one of them" })
}

/// No `plan` in any file.
pub fn no_plan(file: FileId) -> Diagnostic {
    Diagnostic::new(Code::NoPlan, Span::new(file, 0, 0), "there is no `plan` declaration")
        .label("none in this file, nor in any other of the plan")
        .help("add one: `plan name \"Title\" { currency: USD, calendar: 2027-01 .. 2027-12 }`")
}

/// A second `plan`, `funding` or `actuals`.
pub fn only_one(kind: Kind, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::OnlyOne, second, format!("a plan has one `{}` declaration", kind.keyword()))
        .label("another one")
        .also(first, "the first one")
        .help("all `*.zbb` files of a folder are one plan: bring the two together, or move one to a folder of its own")
}

/// `colour: "red"` in a package.
pub fn unknown_property(kind: Kind, line: &Statement) -> Diagnostic {
    let key = &line.key;
    let keyword = kind.keyword();
    let diagnostic = Diagnostic::new(Code::UnknownProperty, key.span, format!("a {keyword} has no `{}`", key.text));
    if let Some(near) = near_property(kind, &key.text) {
        return offer(diagnostic, key.span, near.key);
    }
    if let Some(other) = Kind::from_keyword(&key.text)
        && !super::names::is_inner(other)
    {
        return diagnostic
            .label(format!("a `{}` is a declaration of its own", key.text))
            .help(format!("close the {keyword} first; a `{}` stands outside of other declarations", key.text));
    }
    let holders = holders_of(&key.text);
    if !holders.is_empty() {
        return diagnostic.label("not known here").help(format!(
            "`{}` stands inside {}",
            key.text,
            one_of_kinds(&holders)
        ));
    }
    let properties = kind.schema().properties.iter().filter(|property| stands_in_body(property));
    let keys: Vec<String> = properties.map(|property| format!("`{}`", property.key)).collect();
    diagnostic.label("not known here").help(format!("it takes {}", keys.join(", ")))
}

/// A bare name in a package.
pub fn stray_item(kind: Kind, line: &Statement) -> Diagnostic {
    let keyword = kind.keyword();
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
            .help(format!("bare names stand in a `ranking`; a {keyword} holds lines such as `key: value`")),
    }
}

/// `2027-01: 3 agent` in a package.
pub fn stray_period(kind: Kind, line: &Statement) -> Diagnostic {
    let message = format!("a {} has no lines by period", words(kind));
    Diagnostic::new(Code::WrongShape, line.key.span, message)
        .label("a line by period")
        .help("lines by period stand in `driver`, `income` and `observe`; a budget by period is `budget 2027-Q1: …`")
}

/// `justification "text"` or `budget { … }`
pub fn property_needs_colon(kind: Kind, property: &PropertySchema, line: &Statement) -> Diagnostic {
    let key = property.key;
    let message = format!("`{key}` of a {} is written with a colon and a value", words(kind));
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
pub fn takes_no_subject(property: &PropertySchema, subject: &Subject) -> Diagnostic {
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
pub fn takes_one_subject(property: &PropertySchema, subject: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, subject.span(), format!("a `{}` line is about one thing", property.key))
        .label("one too many")
        .help("write a line for each, or put what it is for into a title in quotes")
}

/// `source "Survey": "…"`
pub fn takes_no_title(property: &PropertySchema, title: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, title, format!("`{}` takes no title", property.key))
        .label("remove this")
        .help(format!("write `{}: …`", property.key))
}

/// A property that must be there.
pub fn missing_property(kind: Kind, head: &Head, property: &PropertySchema, statement: &Statement) -> Diagnostic {
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
pub fn property_twice(kind: Kind, property: &PropertySchema, second: &Statement, first: &Statement) -> Diagnostic {
    let message = format!("`{}` stands twice in this {}", property.key, words(kind));
    Diagnostic::new(Code::PropertyTwice, second.key.span, message)
        .label("the second time")
        .also(first.key.span, "the first time")
        .help("keep one of them")
}

/// Two `cost salaries` lines without titles.
pub fn entry_twice(property: &PropertySchema, second: &Statement, first: &Statement) -> Diagnostic {
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
        TitleUse::Refused => diagnostic.help("keep one of them, or bring them together in one line"),
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
pub fn unknown_modifier(key: &str, spec: &FieldSpec, modifier: &Modifier) -> Diagnostic {
    let word = modifier.word.text();
    let diagnostic = Diagnostic::new(Code::UnknownModifier, modifier.span, format!("`{key}` takes no `{word}`"));
    if spec.modifiers.is_empty() {
        return diagnostic.label("not known here").help(format!("nothing follows the value of `{key}`"));
    }
    let words: Vec<String> = spec.modifiers.iter().map(|schema| format!("`{}`", schema.word)).collect();
    diagnostic.label("not known here").help(format!("after its value it takes {}", words.join(", ")))
}

/// `from 2027-01 from 2027-02`
pub fn modifier_twice(second: &Modifier, first: &Modifier) -> Diagnostic {
    Diagnostic::new(Code::PropertyTwice, second.span, format!("`{}` stands twice on this line", second.word.text()))
        .label("the second time")
        .also(first.span, "the first time")
        .help("keep one of them")
}

/// `target: 45 pts` without `by`.
pub fn missing_modifier(key: &str, schema: &ModifierSchema, line: &Statement) -> Diagnostic {
    Diagnostic::new(Code::MissingModifier, line.key.span, format!("`{key}` needs `{}`: {}", schema.word, schema.doc))
        .label(format!("no `{}` on this line", schema.word))
        .help(format!("write `{key}: … {} {}`", schema.word, example_of(schema.value)))
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

/// A name nobody declares.
pub fn unknown_name(
    path: &str,
    span: Span,
    kinds: &[Kind],
    near: Option<String>,
    elsewhere: Option<(Kind, Span)>,
    any: bool,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("there is no {} `{path}`", kinds_or(kinds)));
    if let Some((kind, place)) = elsewhere {
        return diagnostic
            .label(format!("{} is needed here, `{path}` is {}", a_kind(kinds), with_article(words(kind))))
            .also(place, format!("the {}", words(kind)))
            .help(format!("write the name of {}", a_kind(kinds)));
    }
    if let Some(near) = near {
        return offer(diagnostic, span, &near);
    }
    let keyword = kinds.first().map_or("kpi", |kind| kind.keyword());
    let declare = if any { "declare it, or correct the name" } else { "declare it" };
    diagnostic.label("not declared").help(format!("{declare}: `{keyword} {}`", path.rsplit('.').next().unwrap_or(path)))
}

/// A name that two kinds have.
pub fn ambiguous_name(path: &str, span: Span, places: &[(Kind, Span)]) -> Diagnostic {
    let kinds: Vec<String> = places.iter().map(|(kind, _)| with_article(words(*kind))).collect();
    let message = format!("`{path}` could be {}", kinds.join(" or "));
    let diagnostic = Diagnostic::new(Code::AmbiguousName, span, message).label("which one is meant?");
    let diagnostic = places
        .iter()
        .fold(diagnostic, |diagnostic, (kind, place)| diagnostic.also(*place, format!("the {}", words(*kind))));
    diagnostic.help("rename one of them")
}

/// A value of another kind than its place asks for. `same_title` names what has the text for its title.
pub fn wrong_value(expression: &Expression, key: &str, expected: &str, same_title: Option<&str>) -> Diagnostic {
    let found = describe(expression);
    let message = format!("`{key}` takes {expected}, not {found}");
    let diagnostic = Diagnostic::new(Code::WrongValue, expression.span, message).label(format!("this is {found}"));
    match &expression.kind {
        ExpressionKind::Path(_) if expected == "a text in quotes" => diagnostic.help("put it in quotes").fix_all(
            "put it in quotes",
            vec![insertion(expression.span.before(), "\""), insertion(expression.span.after(), "\"")],
            Applicability::Safe,
        ),
        ExpressionKind::Text(text) if expected.starts_with("the name") => match same_title {
            Some(name) => diagnostic.help(format!("write its name: `{name}`")).fix(
                format!("write `{name}`"),
                expression.span,
                name,
                Applicability::Suggestion,
            ),
            None if is_name(text) => diagnostic.help("names stand without quotes").fix(
                "remove the quotes",
                expression.span,
                text.to_string(),
                Applicability::Safe,
            ),
            None => diagnostic.help("write the short name that its declaration begins with, without quotes"),
        },
        ExpressionKind::List(_) => diagnostic.help("write one value, without brackets"),
        ExpressionKind::Period(Period::Date(date)) if expected.starts_with("a month ") => {
            offer(diagnostic, expression.span, &date.month().to_string())
        }
        ExpressionKind::Period(Period::Month(month)) if expected.starts_with("a day ") => {
            diagnostic.help(format!("add the day: `{month}-01`"))
        }
        _ => diagnostic.help(format!("write {expected}")),
    }
}

fn insertion(span: Span, text: &str) -> crate::diagnostic::Edit {
    crate::diagnostic::Edit { span, replacement: text.to_owned() }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '.'))
}

fn describe(expression: &Expression) -> String {
    let words = match &expression.kind {
        ExpressionKind::Number { value, unit: None } => return format!("{value}"),
        ExpressionKind::Number { .. } => "a quantity",
        ExpressionKind::Text(_) => "a text",
        ExpressionKind::Truth(_) => "a yes or no",
        ExpressionKind::Period(Period::Date(_)) => "a day",
        ExpressionKind::Period(Period::Month(_)) => "a month",
        ExpressionKind::Period(_) => "a period",
        ExpressionKind::Path(_) => "a name",
        ExpressionKind::Unit(_) => "a unit",
        ExpressionKind::Call { .. } => "a function",
        ExpressionKind::List(_) => "a list",
        ExpressionKind::Range { .. } => "a range",
        ExpressionKind::ThreePoint { .. } => "a three-point estimate",
        ExpressionKind::Rating { .. } => "a rating",
        ExpressionKind::Relative(_) => "a factor",
        ExpressionKind::Unary { .. }
        | ExpressionKind::Binary { .. }
        | ExpressionKind::At { .. }
        | ExpressionKind::Group(_)
        | ExpressionKind::Missing => "a calculation",
    };
    words.to_owned()
}

/// `policy: skipp`
pub fn unknown_choice(word: &str, span: Span, key: &str, choices: &'static [Choice]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownChoice, span, format!("`{key}` cannot be `{word}`"));
    match nearest(word, choices.iter().map(|choice| choice.word)) {
        Some(near) => offer(diagnostic, span, near),
        None => diagnostic.label("not one of its words").help(format!("write {}", one_of(choices))),
    }
}

/// The words a property accepts.
pub fn one_of(choices: &[Choice]) -> String {
    let words: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.word)).collect();
    or_list(&words)
}

/// `cap team support: …`
pub fn unknown_kind(word: &Path, kinds: &[Kind]) -> Diagnostic {
    let words: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.keyword())).collect();
    let diagnostic =
        Diagnostic::new(Code::WrongSubject, word.span, format!("`{}` is not a kind that can stand here", word.text));
    match nearest(&word.text, kinds.iter().map(|kind| kind.keyword())) {
        Some(near) => offer(diagnostic, word.span, near),
        None => diagnostic.label("not one of them").help(format!("write {}", or_list(&words))),
    }
}

/// `cost: 2k USD`
pub fn needs_subject(line: &Statement, kinds: &[Kind], example: &str) -> Diagnostic {
    let key = &line.key;
    let message = format!("`{}` needs the name of {} before its colon", key.text, a_kind(kinds));
    Diagnostic::new(Code::WrongSubject, key.span, message)
        .label("what is it about?")
        .help(format!("write it like `{} {example}: …`", key.text))
}

/// `cap support: 300k USD`
pub fn needs_kind_and_name(line: &Statement, kinds: &[Kind], example: &str) -> Diagnostic {
    let key = &line.key;
    let message = format!("`{}` needs a kind and a name before its colon", key.text);
    let word = kinds.first().map_or("department", |kind| kind.keyword());
    let name = match line.subjects.as_slice() {
        [Subject::Path(path)] if kinds.iter().all(|kind| kind.keyword() != path.text) => path.text.as_str(),
        _ => example,
    };
    let words: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.keyword())).collect();
    Diagnostic::new(Code::WrongSubject, key.span, message).label("what is it about?").help(format!(
        "write it like `{} {word} {name}: …`; the kind is {}",
        key.text,
        or_list(&words)
    ))
}

/// `set: 2k USD`, `lint: off`
pub fn needs_code_or_path(line: &Statement) -> Diagnostic {
    let example = if line.key.text == "lint" { "lint W0404" } else { "set nps.baseline" };
    Diagnostic::new(Code::WrongSubject, line.key.span, format!("`{}` does not say what it is about", line.key.text))
        .label("what is it about?")
        .help(format!("write it like `{example}: …`"))
}

/// `map: training`
pub fn needs_kind_and_text(line: &Statement, kinds: &[Kind]) -> Diagnostic {
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
pub fn needs_period(line: &Statement) -> Diagnostic {
    let span = line.subjects.first().map_or(line.key.span, Subject::span);
    Diagnostic::new(Code::WrongSubject, span, format!("`{}` takes a period before its colon", line.key.text))
        .label("not a month, quarter or year")
        .help(format!("write `{0}: …` for the whole calendar, or `{0} 2027-Q1: …`", line.key.text))
}

/// `confidence: 80%`
pub fn needs_word(line: &Statement, choices: &[Choice]) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, line.key.span, format!("`{}` needs a word before its colon", line.key.text))
        .label("what is it about?")
        .help(format!("write `{} {}: …`", line.key.text, choices.first().map_or("word", |choice| choice.word)))
}

/// `USX`
pub fn unknown_currency(code: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownCurrency, span, format!("there is no currency `{code}`"))
        .label("not an ISO 4217 code");
    let upper = code.to_ascii_uppercase();
    if crate::quantity::Currency::parse(&upper).is_some() {
        return diagnostic.help(format!("write `{upper}`")).fix(
            format!("write `{upper}`"),
            span,
            upper,
            Applicability::Safe,
        );
    }
    diagnostic.help("write its three-letter code, such as `USD` or `EUR`")
}

/// `12 agnet`
pub fn unknown_unit(word: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownUnit, span, format!("there is no unit `{word}`"));
    match near {
        Some(near) => offer(diagnostic, span, near),
        None => diagnostic.label("not declared").help(format!("declare it: `unit {word} \"What is counted\"`")),
    }
}

/// `USD/%`
pub fn unit_cannot_divide(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownUnit, span, format!("nothing is counted per `{word}`"))
        .label("not a thing or a time")
        .help("write a unit such as `USD/agent/year` or `pts/month`")
}

/// `a/b` in a formula.
pub fn division_without_spaces(text: &str, span: Span) -> Diagnostic {
    let spaced = text.replace('/', " / ");
    if spaced == text {
        return Diagnostic::new(Code::WrongValue, span, format!("`{text}` is a unit without a number"))
            .label("a value is expected here")
            .help(format!("write a number before it: `1{text}`"));
    }
    Diagnostic::new(Code::WrongValue, span, format!("`{text}` reads as a unit; a division has spaces around `/`"))
        .label("no spaces around `/`")
        .help(format!("write `{spaced}`"))
        .fix("add the spaces", span, spaced, Applicability::Safe)
}

/// A number too large for its unit.
pub fn number_too_large(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, "this number is too large to calculate with")
        .label("more than 28 digits")
        .help("write it in a larger unit")
}

/// `2.6 of 2`
pub fn rating_outside(span: Span, value: Number, of: Number) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("a rating of {value} of {of} is outside of its scale"))
        .label("outside of its scale")
        .help("the first number is at most the second, and neither is negative")
}

/// `2027-12 .. 2027-01`
pub fn months_backwards(span: Span, first: Month, last: Month) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("this range runs backwards, from {first} to {last}"))
        .label("the later month stands first")
        .help(format!("write `{last} .. {first}`"))
        .fix("turn it round", span, format!("{last} .. {first}"), Applicability::Suggestion)
}

/// `decision` in a formula.
pub fn stage_is_no_value(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is a stage, which has no value by itself"))
        .label("what of it?")
        .help(format!("write `{path}.entering` or `{path}.leaving`"))
}

/// `agent` in a formula.
pub fn unit_is_no_value(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is a unit, which has no value by itself"))
        .label("how many?")
        .help(format!("write a number before it: `1 {path}`"))
}

/// `crm` in a formula.
pub fn declaration_is_no_value(path: &str, span: Span, kind: Kind) -> Diagnostic {
    let message = format!("`{path}` is {}, which has no value by itself", with_article(words(kind)));
    Diagnostic::new(Code::NotAValue, span, message)
        .label("what of it?")
        .help(format!("write `cost({path})` for what is spent on it"))
}

/// `decision.leave`
pub fn unknown_flow(end: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("a stage has no `{end}` in a formula"))
        .label("not a flow")
        .help("a stage has `entering` and `leaving`")
}

/// `average(a, b)`
pub fn unknown_function(name: &Word, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownFunction, name.span, format!("there is no function `{}`", name.text));
    match near {
        Some(near) => offer(diagnostic, name.span, near),
        None => diagnostic.label("not known").help("see `zbb explain functions` for all of them"),
    }
}

/// `set wges: …`
pub fn nothing_to_set(path: &Path, near: Option<String>) -> Diagnostic {
    let message = format!("`{}` is nothing that can be set", path.text);
    let diagnostic = Diagnostic::new(Code::UnknownSetPath, path.span, message);
    match near {
        Some(near) => offer(diagnostic, path.span, &near),
        None => diagnostic
            .label("no driver and no property has this path")
            .help("set a driver by its name, or a property by its path: `nps.baseline`, `funding.budget`, `crm.minimum.cost.salaries`"),
    }
}

/// `set crm.minimum: …`
pub fn nothing_of_it_to_set(path: &Path, kind: Kind) -> Diagnostic {
    let text = &path.text;
    let properties = kind.schema().properties.iter();
    let keys = properties.filter(|property| matches!(property.spec.shape, Shape::Single | Shape::Repeated));
    let keys: Vec<String> = keys.take(4).map(|property| format!("`{text}.{}`", property.key)).collect();
    Diagnostic::new(
        Code::UnknownSetPath,
        path.span,
        format!("`{text}` is {}, not one of its figures", with_article(words(kind))),
    )
    .label("what of it?")
    .help(format!("add which of its lines is meant: {} …", keys.join(", ")))
}

/// `set crm.minimum.cost.training: …` where that level has no such line.
pub fn no_line_to_set(path: &Path, head: &Head, property: &PropertySchema, written: &[Span]) -> Diagnostic {
    let owner = &head.path;
    let (message, label) = match property.spec.shape {
        Shape::Periods => (format!("`{owner}` has no line for this period"), "no line of this period"),
        _ => (format!("`{owner}` has no `{}` line that `{}` names", property.key, path.text), "no such line"),
    };
    let diagnostic = Diagnostic::new(Code::UnknownSetPath, path.span, message)
        .label(label)
        .help("a scenario changes lines that are there: write the line in the plan first, or correct the path");
    let place = written.first().copied().unwrap_or(head.span);
    diagnostic.also(place, if written.is_empty() { format!("`{owner}`") } else { "a line that is there".to_owned() })
}

/// `set crm.minimum.cost.salaries: …` where that level has two such lines.
pub fn several_to_set(path: &Path, first: &Statement, second: &Statement) -> Diagnostic {
    let title = first.title.as_ref().map_or("title", |title| &title.value);
    Diagnostic::new(Code::UnknownSetPath, path.span, format!("`{}` names more than one line", path.text))
        .label("which one is meant?")
        .also(first.span, "this one")
        .also(second.span, "or this one")
        .help(format!("add the title of the line: `set {} \"{title}\": …`", path.text))
}

/// `scenario a { of: b }`, `scenario b { of: a }`
pub fn scenario_loop(names: &[(&str, Span)]) -> Diagnostic {
    let (first, place) = names.first().copied().unwrap_or(("", Span::default()));
    if names.len() == 1 {
        return Diagnostic::new(Code::ScenarioLoop, place, format!("scenario `{first}` starts from itself"))
            .label("of itself")
            .help("remove its `of`, or name another scenario");
    }
    let chain: Vec<&str> = names.iter().map(|(name, _)| *name).chain([first]).collect();
    let message = format!("scenarios start from one another in a ring: {}", chain.join(" → "));
    let from = |index: usize| format!("starts from `{}`", chain.get(index + 1).copied().unwrap_or(first));
    let diagnostic = Diagnostic::new(Code::ScenarioLoop, place, message)
        .label(from(0))
        .help("remove `of` from the one that should start from the plan as written");
    names
        .iter()
        .enumerate()
        .skip(1)
        .fold(diagnostic, |diagnostic, (index, (_, span))| diagnostic.also(*span, from(index)))
}

/// An alternative with levels and with costs of its own.
pub fn alternative_with_both(head: &Head, line: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AlternativeWithBoth,
        line,
        format!("alternative `{}` has levels, so this line belongs to one of them", head.path),
    )
    .label("outside of its levels")
    .also(head.span, "the alternative")
    .help("move the line into a level, or remove the levels")
}

fn offer(diagnostic: Diagnostic, span: Span, near: &str) -> Diagnostic {
    diagnostic.label(format!("did you mean `{near}`?")).help(format!("write `{near}`")).fix(
        format!("write `{near}`"),
        span,
        near,
        Applicability::Suggestion,
    )
}

/// `a package`, `a level or a package`
pub fn a_kind(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| with_article(words(*kind))).collect();
    or_list(&words)
}

fn kinds_or(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| words(*kind).to_owned()).collect();
    or_list(&words)
}

fn one_of_kinds(kinds: &[Kind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| with_article(&format!("`{}`", kind.keyword()))).collect();
    or_list(&words)
}

fn or_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Kpi => "KPI",
        Kind::Moment => "moment of truth",
        Kind::Exchange => "exchange rate",
        Kind::Require => "requirement",
        Kind::Retire => "retired activity",
        Kind::Observe => "observation",
        _ => kind.keyword(),
    }
}

fn with_article(word: &str) -> String {
    let first = word.trim_start_matches('`').chars().next().unwrap_or('x');
    let article = if matches!(first, 'a' | 'e' | 'i' | 'o') { "an" } else { "a" };
    format!("{article} {word}")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
