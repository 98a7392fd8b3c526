//! The messages of resolution: what is wrong with the shape of a declaration or with a name, where, and what to write.

use super::suggest::nearest;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::{
    Choice, FieldSpec, Head, HeadShape, ModifierSchema, PropertySchema, Shape, SubjectKind, ValueKind,
};
use crate::quantity::{Month, Number};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Expression, ExpressionKind, Modifier, Path, Statement, Subject, Word};

/// `pakage crm {`
pub fn unknown_declaration(statement: &Statement) -> Diagnostic {
    let key = &statement.key;
    let outer = Kind::ALL.iter().filter(|kind| !super::names::is_inner(**kind)).map(|kind| kind.keyword());
    let diagnostic =
        Diagnostic::new(Code::UnknownDeclaration, key.span, format!("nothing is declared by `{}`", key.text));
    if let Some(near) = nearest(&key.text, outer) {
        return offer(diagnostic, key.span, near);
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
    Diagnostic::new(Code::MissingName, statement.key.span, format!("this `{keyword}` has no name"))
        .label(format!("a name is expected after `{keyword}`"))
        .help(format!(
            "write `{keyword} some_name`, in lowercase letters, digits and `_`; other lines then use that name"
        ))
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
pub fn one_name_only(kind: Kind, second: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongHead, second.span(), format!("a `{}` has one name", kind.keyword()))
        .label("a second name")
        .help("join the words with `_`, or put the title in quotes")
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
    Diagnostic::new(Code::WrongHead, subject.span(), message).help(help)
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
    Diagnostic::new(Code::WrongHead, span, format!("a `{keyword}` is a declaration, it takes no colon"))
        .label("remove this")
        .help(format!("write `{keyword} name \"Title\" {{ … }}`"))
}

/// `require "something"` without a condition.
pub fn line_needs_colon(kind: Kind, statement: &Statement) -> Diagnostic {
    let form = kind.schema().example.lines().next().unwrap_or("");
    Diagnostic::new(Code::WrongHead, statement.key.span, format!("a `{}` is one line with a colon", kind.keyword()))
        .help(format!("write it like `{form}`"))
}

/// Two packages `crm`.
pub fn declared_twice(kind: Kind, head: &Head, earlier: Span) -> Diagnostic {
    let name = head.name.as_ref().map_or(head.path.as_str(), |name| name.value.as_str());
    Diagnostic::new(Code::NameTwice, head.span, format!("there are two {} called `{name}`", kind.plural()))
        .label("the second one")
        .also(earlier, "the first one")
        .help("rename one of them, or remove it if it is a copy")
}

/// No `plan` in any file.
pub fn no_plan(file: FileId) -> Diagnostic {
    Diagnostic::new(Code::NoPlan, Span::new(file, 0, 0), "there is no `plan` declaration")
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
    let keys = kind.schema().properties.iter().filter(|property| in_body(property)).map(|property| property.key);
    if let Some(near) = nearest(&key.text, keys.clone()) {
        return offer(diagnostic, key.span, near);
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
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    diagnostic.label("not known here").help(format!("it takes {}", keys.join(", ")))
}

fn in_body(property: &PropertySchema) -> bool {
    !matches!(property.spec.shape, Shape::Head | Shape::Periods | Shape::Items)
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
    diagnostic.help(format!("write `{key}: …`"))
}

/// `source nps: "…"`
pub fn takes_no_subject(property: &PropertySchema, subject: &Subject) -> Diagnostic {
    Diagnostic::new(Code::WrongSubject, subject.span(), format!("`{}` takes nothing before its colon", property.key))
        .label("remove this")
        .help(format!("write `{}: …`", property.key))
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
    let doc = property.doc.trim().trim_end_matches('.');
    let help = format!("add `{}`: {}", form_of(property), lower_first(doc));
    match &statement.body {
        Some(_) => diagnostic.help(help),
        None => diagnostic.help(format!("{help}, between `{{` and `}}`")),
    }
}

fn form_of(property: &PropertySchema) -> String {
    match property.spec.subject {
        SubjectKind::None | SubjectKind::MaybeName(_) | SubjectKind::MaybePeriod => format!("{}: …", property.key),
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
    let subject = second.subjects.first().map(Subject::span).unwrap_or(second.key.span);
    let message = format!("two `{}` lines about the same cannot be told apart", property.key);
    Diagnostic::new(Code::EntryTwice, second.key.span.to(subject), message)
        .label("the second one")
        .also(first.key.span, "the first one")
        .help(format!("give them titles: `{} … \"What it is for\": …`, or bring them together", property.key))
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
        ValueKind::Text => "\"why\"",
        _ => "…",
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
            .label(format!("{} is needed here", a_kind(kinds)))
            .also(place, format!("`{path}` is {}", with_article(words(kind))));
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

/// A value of another kind than its place asks for.
pub fn wrong_value(expression: &Expression, key: &str, expected: &str) -> Diagnostic {
    let key = if key.contains(' ') { key.to_owned() } else { format!("`{key}`") };
    let found = describe(expression);
    let diagnostic =
        Diagnostic::new(Code::WrongValue, expression.span, format!("{key} takes {expected}, this is {found}"))
            .label(format!("expected {expected}"));
    match (&expression.kind, expected) {
        (ExpressionKind::Path(_), "a text in quotes") => diagnostic.help("put it in quotes").fix_all(
            "put it in quotes",
            vec![insertion(expression.span.before(), "\""), insertion(expression.span.after(), "\"")],
            Applicability::Safe,
        ),
        (ExpressionKind::Text(text), _) if expected.starts_with("the name") && is_name(text) => diagnostic
            .help("names stand without quotes")
            .fix("remove the quotes", expression.span, text.to_string(), Applicability::Safe),
        _ => diagnostic,
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

fn describe(expression: &Expression) -> &'static str {
    match &expression.kind {
        ExpressionKind::Number { unit: None, .. } => "a number",
        ExpressionKind::Number { .. } => "a quantity",
        ExpressionKind::Text(_) => "a text",
        ExpressionKind::Truth(_) => "a yes or no",
        ExpressionKind::Period(crate::quantity::Period::Date(_)) => "a day",
        ExpressionKind::Period(crate::quantity::Period::Month(_)) => "a month",
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
    }
}

/// `policy: skipp`
pub fn unknown_choice(word: &str, span: Span, key: &str, choices: &'static [Choice]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownChoice, span, format!("`{key}` cannot be `{word}`"));
    match nearest(word, choices.iter().map(|choice| choice.word)) {
        Some(near) => offer(diagnostic, span, near),
        None => diagnostic.label("not known here").help(format!("write {}", one_of(choices))),
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
        None => diagnostic.label("not known here").help(format!("write {}", or_list(&words))),
    }
}

/// `cost: 2k USD`
pub fn needs_subject(line: &Statement, kinds: &[Kind]) -> Diagnostic {
    let key = &line.key;
    let what = if kinds.is_empty() { "a name".to_owned() } else { format!("the name of {}", a_kind(kinds)) };
    Diagnostic::new(Code::WrongSubject, key.span, format!("`{}` needs {what} before its colon", key.text))
        .label("what is it about?")
        .help(format!("write `{} name: …`", key.text))
}

/// `map: training`
pub fn needs_kind_and_text(line: &Statement, kinds: &[Kind]) -> Diagnostic {
    let word = kinds.first().map_or("category", |kind| kind.keyword());
    Diagnostic::new(
        Code::WrongSubject,
        line.key.span,
        format!("`{}` needs a kind and a text before its colon", line.key.text),
    )
    .help(format!("write `{} {word} \"640210\": name`", line.key.text))
}

/// `budget total: …`
pub fn needs_period(line: &Statement) -> Diagnostic {
    let span = line.subjects.first().map_or(line.key.span, Subject::span);
    Diagnostic::new(Code::WrongSubject, span, format!("`{}` takes a period before its colon", line.key.text))
        .help(format!("write `{} 2027-Q1: …`", line.key.text))
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
}

/// `2.6 of 2`
pub fn rating_outside(span: Span, value: Number, of: Number) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("a rating of {value} of {of} is outside of its scale"))
        .help("the first number is at most the second, and neither is negative")
}

/// `2027-12 .. 2027-01`
pub fn months_backwards(span: Span, first: Month, last: Month) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("this range runs backwards, from {first} to {last}"))
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

/// `scenario a { of: b }`, `scenario b { of: a }`
pub fn scenario_loop(names: &[(&str, Span)]) -> Diagnostic {
    let first = names.first().copied().unwrap_or(("", Span::default()));
    let chain: Vec<&str> = names.iter().map(|(name, _)| *name).chain([first.0]).collect();
    let message = format!("scenarios start from one another in a loop: {}", chain.join(" → "));
    let diagnostic = Diagnostic::new(Code::ScenarioLoop, first.1, message).help("remove `of` from one of them");
    names
        .iter()
        .skip(1)
        .fold(diagnostic, |diagnostic, (name, span)| diagnostic.also(*span, format!("through `{name}`")))
}

/// An alternative with levels and with costs of its own.
pub fn alternative_with_both(head: &Head, line: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AlternativeWithBoth,
        line,
        format!("alternative `{}` has levels, so this line belongs to one of them", head.path),
    )
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
