//! Values: takes one as written, tells why it cannot stand where it does, and which name was meant.

use super::super::suggest::nearest;
use super::phrases::{a_kind, kinds_or, offer, or_list, with_article, words};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::Choice;
use crate::quantity::{Month, Number, Period};
use crate::source::Span;
use crate::syntax::tree::{Expression, ExpressionKind, Word};

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

pub(super) fn is_name(text: &str) -> bool {
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
