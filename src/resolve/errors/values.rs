//! Values: takes one as written, tells why it cannot stand where it does, and which name was meant.

use super::super::suggest::{nearest, same_choices};
use super::phrases::{a_kind, kinds_or, offer, or_list};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::Choice;
use crate::quantity::{Month, Number, Period};
use crate::source::Span;
use crate::syntax::month_number;
use crate::syntax::tree::{Expression, ExpressionKind, Modifier, ModifierWord, Statement, Word};

/// A name nobody declares.
pub(crate) fn unknown_name(
    path: &str,
    span: Span,
    kinds: &[Kind],
    near: Option<String>,
    elsewhere: Option<(Kind, Span, Vec<String>)>,
    any: bool,
) -> Diagnostic {
    if let Some((kind, place, wanted)) = elsewhere {
        let wanted: Vec<String> = wanted.iter().map(|name| format!("`{name}`")).collect();
        let help = match wanted.as_slice() {
            [] => format!("write the name of {}", a_kind(kinds)),
            names => format!("write {}", or_list(names)),
        };
        let message = format!("`{path}` is {}, not {}", kind.one(), a_kind(kinds));
        return Diagnostic::new(Code::UnknownName, span, message)
            .label(format!("{} is needed here", a_kind(kinds)))
            .also(place, format!("the {}", kind.word()))
            .help(help);
    }
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("there is no {} `{path}`", kinds_or(kinds)));
    if let Some(near) = near {
        return offer(diagnostic, span, &near);
    }
    let declare = if any { "declare it, or correct the name" } else { "declare it" };
    diagnostic.label("not declared").help(format!("{declare}: {}", declaration_of(path, kinds)))
}

/// `Head of service`, `role lead`, where a name belongs; `bearer` is what was meant, where that can be told, `name` what the
/// words would be as a name.
pub(crate) fn words_for_name(
    (words, name): (&str, &str),
    span: Span,
    kinds: &[Kind],
    bearer: Option<&str>,
) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownName, span, format!("`{words}` is not the name of {}", a_kind(kinds)));
    match bearer {
        Some(bearer) => finding
            .label("a name is the word that its declaration begins with")
            .help(format!("write its name: `{bearer}`"))
            .fix(format!("write `{bearer}`"), span, bearer, Applicability::Suggestion),
        None => {
            let kind = kinds.first().map_or("role", |kind| kind.keyword());
            finding.label("nothing of this name or title is declared").help(format!(
                "declare it: `{kind} {name} \"{words}\"`, and write `{name}` here; or write the name of another one"
            ))
        }
    }
}

/// The declaration that a name which nobody declares would have: a name with a dot is of something inside of another,
/// and one without a dot names nothing inside.
fn declaration_of(path: &str, kinds: &[Kind]) -> String {
    let outer = kinds.iter().find(|kind| !kind.is_inner()).or(kinds.first()).copied().unwrap_or(Kind::Kpi);
    match (path.split_once('.'), kinds.iter().find(|kind| kind.is_inner())) {
        (Some((owner, name)), Some(inner)) if matches!(inner, Kind::Level | Kind::Alternative) => {
            format!("`{} {name}` in `package {owner}`", inner.keyword())
        }
        (Some(_), Some(inner)) => format!("`{} {}`", inner.keyword(), path.rsplit('.').next().unwrap_or(path)),
        (_, _) if matches!(outer, Kind::Level | Kind::Alternative) => format!("`package {path}`, with its levels"),
        (_, _) => format!("`{} {}`", outer.keyword(), path.rsplit('.').next().unwrap_or(path)),
    }
}

/// A name that two kinds have.
pub(crate) fn ambiguous_name(path: &str, span: Span, places: &[(Kind, Span)]) -> Diagnostic {
    let kinds: Vec<String> = places.iter().map(|(kind, _)| kind.one().to_owned()).collect();
    let message = format!("`{path}` could be {}", kinds.join(" or "));
    let diagnostic = Diagnostic::new(Code::AmbiguousName, span, message).label("which one is meant?");
    let diagnostic = places
        .iter()
        .fold(diagnostic, |diagnostic, (kind, place)| diagnostic.also(*place, format!("the {}", kind.word())));
    diagnostic.help("rename one of them")
}

/// A value of another kind than its place asks for. `same_title` names what has the text for its title.
pub(crate) fn wrong_value(expression: &Expression, key: &str, expected: &str, same_title: Option<&str>) -> Diagnostic {
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
        ExpressionKind::Path(_) | ExpressionKind::Text(_) | ExpressionKind::Period(_)
            if expected == "a whole number from 1 to 12" && month_of(expression).is_some() =>
        {
            offer(diagnostic, expression.span, &month_of(expression).unwrap_or(1).to_string())
        }
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

/// The number of a month that is written by its name, or with its year.
fn month_of(expression: &Expression) -> Option<usize> {
    match &expression.kind {
        ExpressionKind::Path(name) => month_number(name),
        ExpressionKind::Text(name) => month_number(name),
        ExpressionKind::Period(Period::Month(month)) => Some(usize::from(month.month())),
        _ => None,
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
pub(crate) fn unknown_choice(word: &str, span: Span, key: &str, choices: &'static [Choice]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownChoice, span, format!("`{key}` cannot be `{word}`"));
    match same_choices(word, choices).as_slice() {
        [] => {}
        [own] => return offer(diagnostic, span, own),
        several => {
            let words: Vec<String> = several.iter().map(|own| format!("`{own}`")).collect();
            return diagnostic.label("not one of its words").help(format!("write {}", or_list(&words)));
        }
    }
    let is_of_kpi = key == "kind" && choices.iter().any(|choice| choice.word == "nps");
    if is_of_kpi && let Some(unit) = unit_for_kind(word) {
        return diagnostic
            .label("a kind is what is measured, with a method of its own")
            .help(format!("write {unit} in place of `kind`"));
    }
    let same = choices.iter().map(|choice| choice.word).find(|choice| choice.eq_ignore_ascii_case(word));
    match same.or_else(|| nearest(word, choices.iter().map(|choice| choice.word))) {
        Some(near) => offer(diagnostic, span, near),
        None => diagnostic.label("not one of its words").help(format!("write {}", one_of(choices))),
    }
}

/// What a KPI says that people want to say by a kind such as `count` or `percent`: its unit.
fn unit_for_kind(word: &str) -> Option<&'static str> {
    Some(match word {
        "count" | "counter" | "quantity" | "volume" => "the unit that is counted, such as `unit: contact`,",
        "number" | "integer" | "decimal" | "ratio" | "index" => "`unit: number`",
        "percent" | "percentage" | "share" | "rate" | "proportion" => "`unit: %`",
        "score" | "points" | "rating" => "`unit: pts`",
        "money" | "currency" | "amount" | "cost" | "revenue" => "the currency, such as `unit: EUR`,",
        "time" | "hours" | "minutes" | "days" => "a word of time, such as `unit: hour`,",
        _ => return None,
    })
}

/// `policy: "skip"`, `kind: 3`
pub(crate) fn choice_of_another_kind(expression: &Expression, key: &str, choices: &'static [Choice]) -> Diagnostic {
    let found = describe(expression);
    let message = format!("`{key}` takes one of its words, not {found}");
    let diagnostic = Diagnostic::new(Code::WrongValue, expression.span, message).label(format!("this is {found}"));
    let same = match &expression.kind {
        ExpressionKind::Text(text) => {
            choices.iter().map(|choice| choice.word).find(|word| word.eq_ignore_ascii_case(text))
        }
        _ => None,
    };
    match same {
        Some(word) => diagnostic.help(format!("write `{word}`, without quotes")).fix(
            "remove the quotes",
            expression.span,
            word,
            Applicability::Safe,
        ),
        None => diagnostic.help(format!("write {}", one_of(choices))),
    }
}

/// The words a property accepts.
pub(crate) fn one_of(choices: &[Choice]) -> String {
    let words: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.word)).collect();
    or_list(&words)
}

/// `USX`
pub(crate) fn unknown_currency(code: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownCurrency, span, format!("there is no currency `{code}`"))
        .label("not an ISO 4217 code");
    let upper = match code.to_lowercase().as_str() {
        "euro" | "euros" => "EUR".to_owned(),
        "dollar" | "dollars" => "USD".to_owned(),
        "pound" | "pounds" | "sterling" => "GBP".to_owned(),
        "franc" | "francs" | "franken" => "CHF".to_owned(),
        "yen" => "JPY".to_owned(),
        _ => code.to_ascii_uppercase(),
    };
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
pub(crate) fn unknown_unit(word: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownUnit, span, format!("there is no unit `{word}`"));
    // What is written `3 FTE` elsewhere is a unit like any other.
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let name = word.to_ascii_lowercase();
        let diagnostic = Diagnostic::new(Code::UnknownCurrency, span, format!("there is no currency or unit `{word}`"));
        return match near {
            Some(near) => offer(diagnostic, span, near),
            None => diagnostic.label("not an ISO 4217 code, and not declared").help(format!(
                "for money write a code such as `USD`; for what is counted declare `unit {name}` and write `3 {name}`"
            )),
        };
    }
    match near {
        Some(near) => offer(diagnostic, span, near),
        None => diagnostic.label("not declared").help(format!("declare it: `unit {word} \"What is counted\"`")),
    }
}

/// `2 persons` of a `unit person` whose plural is another.
pub(crate) fn other_plural(word: &str, span: Span, name: &str, plural: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownUnit, span, format!("the plural of `{name}` is `{plural}`, not `{word}`"))
        .label("another plural is declared")
        .help(format!("write `{plural}`"))
        .fix(format!("write `{plural}`"), span, plural, Applicability::Suggestion)
}

/// `USD/%`
pub(crate) fn unit_cannot_divide(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownUnit, span, format!("nothing is counted per `{word}`"))
        .label("not a thing or a time")
        .help("write a unit such as `USD/agent/year` or `pts/month`")
}

/// `a/b` in a formula.
pub(crate) fn division_without_spaces(text: &str, span: Span) -> Diagnostic {
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
pub(crate) fn number_too_large(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, "this number is too large to calculate with")
        .label("more than 28 digits")
        .help("write it in a larger unit")
}

/// `2.6 of 2`
pub(crate) fn rating_outside(span: Span, value: Number, of: Number) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("a rating of {value} of {of} is outside of its scale"))
        .label("outside of its scale")
        .help("the first number is at most the second, and neither is negative")
}

/// `2027-12 .. 2027-01`
pub(crate) fn months_backwards(span: Span, first: Month, last: Month) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, span, format!("this range runs backwards, from {first} to {last}"))
        .label("the later month stands first")
        .help(format!("write `{last} .. {first}`"))
        .fix("turn it round", span, format!("{last} .. {first}"), Applicability::Suggestion)
}

/// `cost salaries: 3k EUR in 2027-03 .. 2027-05`
pub(crate) fn range_behind_word(
    (modifier, line): (&Modifier, &Statement),
    value: Span,
    ends: [&Expression; 2],
) -> Diagnostic {
    let word = modifier.word.text();
    let finding = Diagnostic::new(Code::WrongValue, value, format!("`{word}` takes one period, not a range"))
        .label("this is a range");
    let [ExpressionKind::Period(first), ExpressionKind::Period(last)] = ends.map(|end| &end.kind) else {
        return finding.help("write its first and its last one, as in `from 2027-03 to 2027-05`");
    };
    let right = format!("from {first} to {last}");
    let is_of_time = |other: &&Modifier| matches!(other.word, ModifierWord::From | ModifierWord::To | ModifierWord::In);
    let finding = finding.help(format!("write `{right}`"));
    // Another such word on the line would then stand twice.
    if line.modifiers.iter().filter(is_of_time).count() > 1 {
        return finding;
    }
    finding.fix(format!("write `{right}`"), modifier.span.to(value), right, Applicability::Safe)
}

/// `decision` in a formula.
pub(crate) fn stage_is_no_value(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is a stage, which has no value by itself"))
        .label("what of it?")
        .help(format!("write `{path}.entering` or `{path}.leaving`"))
}

/// `every quarter`
pub(crate) fn time_is_no_value(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{word}` is a unit of time, which has no value by itself"))
        .label("how many?")
        .help(format!("write a number before it: `1 {word}`"))
        .fix(format!("write `1 {word}`"), span, format!("1 {word}"), Applicability::Safe)
}

/// `20k EUR / agent / year`; `apart` is all that stands behind the unit `EUR`, and `per` how that is written: `/agent/year`.
pub(crate) fn unit_apart(span: Span, apart: Span, unit: &str, per: &str) -> Diagnostic {
    let words: Vec<String> = per.split('/').skip(1).map(|word| format!("`{word}`")).collect();
    let message = match words.as_slice() {
        [word] => format!("{word} is a unit, which has no value by itself"),
        words => format!("{} are units, which have no value by themselves", words.join(" and ")),
    };
    Diagnostic::new(Code::NotAValue, span, message)
        .label("what an amount is counted per is part of its unit, without spaces")
        .help(format!("write `{unit}{per}`"))
        .fix(format!("write `{unit}{per}`"), apart, per, Applicability::Suggestion)
}

/// `agent` in a formula.
pub(crate) fn unit_is_no_value(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is a unit, which has no value by itself"))
        .label("how many?")
        .help(format!("write a number before it: `1 {path}`"))
}

/// `crm` in a formula.
pub(crate) fn declaration_is_no_value(path: &str, span: Span, kind: Kind) -> Diagnostic {
    let message = format!("`{path}` is {}, which has no value by itself", kind.one());
    let diagnostic = Diagnostic::new(Code::NotAValue, span, message).label("what of it?");
    match kind {
        Kind::Level | Kind::Alternative | Kind::Package => diagnostic.help(format!(
            "write `cost({path})` for what is spent on it, or in a `require` `funded({path})` for whether it is funded"
        )),
        _ => diagnostic.help(format!("write `cost({path})` for what is spent on it")),
    }
}

/// `hotline.weekdays.cost`
pub(crate) fn function_as_property(path: &str, owner: &str, function: &str, span: Span) -> Diagnostic {
    let right = format!("{function}({owner})");
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is no name: `{function}` is a function"))
        .label("what a function is of stands between parentheses")
        .help(format!("write `{right}`"))
        .fix(format!("write `{right}`"), span, right, Applicability::Suggestion)
}

/// `csat.previous`
pub(crate) fn previous_as_property(path: &str, owner: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{path}` is no name: an earlier value is no property"))
        .label("of which month?")
        .help(format!("write `lag({owner}, 1 month)`; in its own formula a KPI reads `previous`"))
}

/// `csat.baseline`, `funding.budget`; `value` is what a formula may read of it.
pub(crate) fn property_in_formula(path: &str, key: &str, word: &str, value: Option<&str>, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::NotAValue, span, format!("a formula does not read the `{key}` of a {word}"))
        .label("a property, not a value");
    match value {
        Some(value) => {
            finding.help(format!("write `{value}` for its value in each month; a figure of its own is a `driver`"))
        }
        None => finding.help(format!("write the figure as a `driver`, and name that both in `{path}` and here")),
    }
}

/// `spend` without its parentheses.
pub(crate) fn function_alone(name: &str, signature: &str, example: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{name}` is a function"))
        .label("of what?")
        .help(format!("write `{signature}`, such as `{example}`"))
}

/// `true`
pub(crate) fn truth_of_elsewhere(word: &str, span: Span) -> Diagnostic {
    let right = if word == "true" { "yes" } else { "no" };
    let finding = Diagnostic::new(Code::NotAValue, span, format!("`{word}` is written `{right}` here"));
    offer(finding, span, right)
}

/// `today: none`
pub(crate) fn no_figure_in_words(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("`{word}` is no figure"))
        .label("a figure is expected here")
        .help("write `0` and its unit, or leave the line out where it need not stand")
}

/// `asking.entering` for `help.asking.entering`
pub(crate) fn flow_of_stage(path: &str, right: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("there is no stage for `{path}`"));
    offer(diagnostic, span, right)
}

/// `decision.leave`
pub(crate) fn unknown_flow(end: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAValue, span, format!("a stage has no `{end}` in a formula"))
        .label("not a flow")
        .help("a stage has `entering` and `leaving`")
}

/// `average(a, b)`
pub(crate) fn unknown_function(name: &Word, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownFunction, name.span, format!("there is no function `{}`", name.text));
    if matches!(name.text.to_lowercase().as_str(), "if" | "iff" | "iif" | "when" | "case" | "switch") {
        return diagnostic.label("formulas have no conditions").help(
            "keep a figure within bounds with `min`, `max` or `clamp`; what holds in another case is a `scenario`",
        );
    }
    if matches!(name.text.as_str(), "previous" | "prev" | "prior" | "last" | "before") {
        return diagnostic.label("a value, not a function").help(
            "`previous` alone is the KPI's own value one month earlier; of another KPI write `lag(its_name, 1 month)`",
        );
    }
    match near {
        Some(near) => offer(diagnostic, name.span, near),
        None => diagnostic.label("not known").help("see `zbb explain functions` for all of them"),
    }
}
