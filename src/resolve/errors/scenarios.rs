//! Scenarios: takes what one sets, tells why it cannot be set.

use super::phrases::offer;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::Kind;
use crate::model::schema::{Head, PropertySchema, Shape};
use crate::quantity::{Number, Period};
use crate::source::Span;
use crate::syntax::tree::{Path, Statement};

/// `set wges: …`
pub(crate) fn nothing_to_set(path: &Path, near: Option<String>) -> Diagnostic {
    let message = format!("`{}` is nothing that can be set", path.text);
    let diagnostic = Diagnostic::new(Code::UnknownSetPath, path.span, message);
    match near {
        Some(near) => offer(diagnostic, path.span, &near),
        None => diagnostic
            .label("no driver and no property has this path")
            .help("set a driver by its name, or a property by its path: `nps.baseline`, `funding.budget`, `crm.minimum.cost.salaries`"),
    }
}

/// `correlates wgae rent: 60%`
pub(crate) fn no_figure(path: &Path, near: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, path.span, format!("`{}` is no figure of the plan", path.text));
    match near {
        Some(near) => offer(diagnostic, path.span, &near),
        None => diagnostic
            .label("no driver and no line has this path")
            .help("name a driver, or a line as a scenario sets it: `wage`, `crm.minimum.cost.salaries`, `crm.minimum.effect.nps`"),
    }
}

/// `set crm.minimum: …`
pub(crate) fn nothing_of_it_to_set(path: &Path, kind: Kind) -> Diagnostic {
    let text = &path.text;
    let properties = kind.schema().properties.iter();
    let keys = properties.filter(|property| matches!(property.spec.shape, Shape::Single | Shape::Repeated));
    let keys: Vec<String> = keys.take(4).map(|property| format!("`{text}.{}`", property.key)).collect();
    Diagnostic::new(Code::UnknownSetPath, path.span, format!("`{text}` is {}, not one of its figures", kind.one()))
        .label("what of it?")
        .help(format!("add which of its lines is meant: {} …", keys.join(", ")))
}

/// `set crm.minimum.cost.training: …` where that level has no such line.
pub(crate) fn no_line_to_set(
    path: &Path,
    head: &Head,
    property: &PropertySchema,
    written: &[Span],
    near: Option<String>,
) -> Diagnostic {
    let owner = &head.path;
    let (message, label) = match property.spec.shape {
        Shape::Periods => (format!("`{owner}` has no line for this period"), "no line of this period"),
        _ => (format!("`{owner}` has no `{}` line that `{}` names", property.key, path.text), "no such line"),
    };
    let diagnostic = Diagnostic::new(Code::UnknownSetPath, path.span, message);
    let diagnostic = match near {
        Some(near) => offer(diagnostic, path.span, &near),
        None => diagnostic
            .label(label)
            .help("a scenario changes lines that are there: write the line in the plan first, or correct the path"),
    };
    let place = written.first().copied().unwrap_or(head.span);
    diagnostic.also(place, if written.is_empty() { format!("`{owner}`") } else { "a line that is there".to_owned() })
}

/// `set crm.minimum.cost.salaries: …` where that level has two such lines.
pub(crate) fn several_to_set(path: &Path, first: &Statement, second: &Statement) -> Diagnostic {
    let title = first.title.as_ref().map_or("title", |title| &title.value);
    Diagnostic::new(Code::UnknownSetPath, path.span, format!("`{}` names more than one line", path.text))
        .label("which one is meant?")
        .also(first.span, "this one")
        .also(second.span, "or this one")
        .help(format!("add the title of the line: `set {} \"{title}\": …`", path.text))
}

/// `set nps.target: 50 pts by 2027-09` where targets stand for two other months.
pub(crate) fn no_target_to_set(
    path: &Path,
    head: &Head,
    wanted: Option<Period>,
    months: &[(Period, Span)],
) -> Diagnostic {
    let owner = &head.path;
    let wanted = wanted.map_or_else(String::new, |month| format!(" for {month}"));
    let names: Vec<String> = months.iter().map(|(month, _)| format!("`by {month}`")).collect();
    let diagnostic =
        Diagnostic::new(Code::UnknownSetPath, path.span, format!("`{owner}` has several targets, and none{wanted}"))
            .label("which of them is meant?")
            .help(format!("set one of those that are there: {}", names.join(", ")));
    months.iter().fold(diagnostic, |diagnostic, (month, span)| diagnostic.also(*span, format!("the one for {month}")))
}

/// `scenario a { of: b }`, `scenario b { of: a }`
pub(crate) fn scenario_loop(names: &[(&str, Span)]) -> Diagnostic {
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

/// `set funding.budget: * 0.9`
pub(crate) fn change_written_as_set(line: &Statement, value: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclearChange, value, "a factor is set where a figure belongs")
        .label("a factor on what is there")
        .help("write `change` for `set`: it starts from what is there")
        .fix("write `change`", line.key.span, "change", Applicability::Suggestion)
}

/// `change funding.budget: 90k USD`
pub(crate) fn unclear_change(line: &Statement, value: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclearChange, value, "this does not say what becomes of the figure that is there")
        .label("neither `* …` nor `+ …` nor `- …`")
        .help("begin with `*`, `+` or `-`; to put another figure in its place, write `set` for `change`")
        .fix("write `set`", line.key.span, "set", Applicability::Suggestion)
}

/// `change funding.budget: -10%`
pub(crate) fn share_added(value: Span, percent: Number, is_minus: bool, may_be_share: bool) -> Diagnostic {
    let sign = if is_minus { "-" } else { "+" };
    let hundred = Number::from_integer(100);
    let factor = if is_minus { hundred.subtract(percent) } else { hundred.add(percent) };
    let diagnostic = Diagnostic::new(Code::UnclearChange, value, format!("`{sign}{percent}%` of what?"))
        .label("a share cannot be added to a figure");
    let Ok(factor) = factor else { return diagnostic.help("write a factor, `* 90%`") };
    let times = format!("* {factor}%");
    let points = format!("{sign}{percent}pp");
    let title = |text: &str| format!("write `{text}`");
    let diagnostic = if may_be_share {
        diagnostic.help(format!("write `{times}` for a part of the figure, `{points}` for points of a share"))
    } else {
        diagnostic.help(format!("write `{times}`"))
    };
    let diagnostic = diagnostic.fix(title(&times), value, &times, Applicability::Suggestion);
    if may_be_share { diagnostic.fix(title(&points), value, &points, Applicability::Suggestion) } else { diagnostic }
}

/// `change nps.owner: * 0.9`
pub(crate) fn no_figure_to_change(path: &Path, key: &str) -> Diagnostic {
    Diagnostic::new(Code::NoFigureToChange, path.span, format!("`{key}` is no figure that could be changed"))
        .label("no number, money or share")
        .help(format!("put another value in its place: `set {}: …`", path.text))
}

/// `change crm.minimum.effect.hours: * 0.9` of `effect hours: * 0.8`.
pub(crate) fn change_of_factor(change: Span, factor: Span) -> Diagnostic {
    Diagnostic::new(Code::NoFigureToChange, change, "an effect that is a factor cannot be changed by parts")
        .label("of the factor, or of what it saves?")
        .also(factor, "the factor")
        .help("put another factor in its place with `set`")
}

/// `change nps.trend: * 0.5` where neither the plan nor a scenario before has a trend.
pub(crate) fn nothing_to_change(line: &Statement, scenario: &str) -> Diagnostic {
    let path = line.subjects.first().map_or(line.key.span, crate::syntax::tree::Subject::span);
    Diagnostic::new(Code::UnknownSetPath, path, "there is no figure to start from here")
        .label("no such line")
        .help(format!("write the line in the plan, or `set` it in `{scenario}`"))
}

/// `set wage.2027-03: …` where a scenario before has `set wage: …`.
pub(crate) fn month_of_whole(line: &Statement, earlier: &Statement) -> Diagnostic {
    let path = line.subjects.first().map_or(line.key.span, crate::syntax::tree::Subject::span);
    Diagnostic::new(Code::UnknownSetPath, path, "this month has no line of its own any more")
        .label("of a driver that has one value in all months here")
        .also(earlier.span, "a scenario before sets the whole driver")
        .help("set the whole driver here too, or only months of it in the scenario before")
}

/// `set wage: …` and `change wage: …` in one scenario.
pub(crate) fn set_twice(line: &Statement, earlier: &Statement) -> Diagnostic {
    Diagnostic::new(Code::ChangedTwice, line.span, "a scenario sets or changes this figure twice")
        .label("of the same figure")
        .also(earlier.span, "set or changed here before")
        .help("say it in one line, or let a scenario `of` this one make the second change")
}
