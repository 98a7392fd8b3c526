//! Findings about names and functions: each says why something cannot stand where it does, and what can.

use super::context::{Checker, Operand};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::functions::Function;
use crate::model::{AnyId, Driver, Id};
use crate::source::Span;

/// A name with a value in each month, in a condition that does not say which month it means.
pub(super) fn series_in_condition(checker: &Checker, id: AnyId, span: Span) -> Diagnostic {
    let path = checker.path(id);
    let month = checker.calendar.last();
    Diagnostic::new(Code::SeriesWithoutMonth, span, format!("`{path}` has a value in every month"))
        .label("which month is meant?")
        .help(format!("write `at {month}`, or `min(…)`, `max(…)`, `mean(…)` or `total(…)` around it"))
        .fix(format!("read it at {month}"), span.after(), format!(" at {month}"), Applicability::Suggestion)
}

pub(super) fn cost_in_condition(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::SeriesWithoutMonth, span, format!("`cost({path})` has a value in every month"))
        .label("which month is meant?")
        .help(format!("write `total(cost({path}))` for the whole calendar"))
        .fix("take the whole calendar", span, format!("total(cost({path}))"), Applicability::Suggestion)
}

pub(super) fn month_in_formula(checker: &Checker, id: AnyId, span: Span) -> Diagnostic {
    let path = checker.path(id);
    Diagnostic::new(Code::FunctionOutOfPlace, span, format!("a formula cannot read `{path}` in a named month"))
        .label("only a requirement names the month")
        .help(format!("a formula reads this month's `{path}`; earlier months are `lag({path}, 2 months)`"))
}

pub(super) fn month_named_twice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, "this names a month twice")
        .label("one `at` stands inside another")
        .help("write one `at`")
}

pub(super) fn at_takes_month(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, "`at` takes one month")
        .label("this is not a month")
        .help("write a month such as `2027-06`")
}

/// `2k EUR at 2027-02`
pub(super) fn at_of_a_figure(span: Span, figure: Span, month: Span) -> Diagnostic {
    let between = Span { start: figure.end, ..month.before() };
    Diagnostic::new(Code::WrongArguments, span, "`at` looks up a value that changes by month")
        .label("this is the same in every month")
        .help("write `in` for the month in which an amount falls, or take the `at` out")
        .fix("write `in`", between, " in ", Applicability::Suggestion)
}

/// A cost or effect that reads what funding decides.
pub(super) fn reads_projection(checker: &Checker, id: AnyId, span: Span) -> Diagnostic {
    let (path, what) = (checker.path(id), id.kind.one());
    Diagnostic::new(Code::CostReadsProjection, span, format!("costs and effects cannot read `{path}`"))
        .label(format!("this is {what}, whose value depends on what is funded"))
        .also(checker.span(id), format!("`{path}` is declared here"))
        .help("declare the figure as a `driver` and name that, so that funding never depends on the projection")
}

/// A figure for the whole plan that reads what changes from month to month.
pub(super) fn not_constant(checker: &Checker, id: AnyId, span: Span) -> Diagnostic {
    let (path, what) = (checker.path(id), id.kind.one());
    Diagnostic::new(Code::NotConstant, span, format!("this figure cannot read `{path}`"))
        .label(format!("this is {what}, and a fixed figure is wanted"))
        .also(checker.span(id), format!("`{path}` is declared here"))
        .help("write the figure itself, or name a driver where one may stand")
}

pub(super) fn varies_by_month(checker: &Checker, driver: Id<Driver>, span: Span) -> Diagnostic {
    let path = checker.path(driver);
    let month = checker.calendar.first();
    Diagnostic::new(Code::VariesByMonth, span, format!("`{path}` differs from month to month"))
        .label("one figure for the whole plan is wanted")
        .also(checker.span(driver), format!("`{path}` is declared here, month by month"))
        .help(format!("say which month: `{path} at {month}`"))
        .fix(format!("read it at {month}"), span.after(), format!(" at {month}"), Applicability::Suggestion)
}

pub(super) fn previous_out_of_place(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FunctionOutOfPlace, span, "`previous` stands outside of a KPI's formula")
        .label("previous of what?")
        .help("`previous` is a KPI's own value one month earlier; elsewhere write `lag(kpi, 1 month)`")
}

pub(super) fn only_in_require(function: Function, span: Span) -> Diagnostic {
    let name = function.schema().name;
    Diagnostic::new(Code::FunctionOutOfPlace, span, format!("`{name}` stands only in `require`"))
        .label("it needs the evaluated plan")
        .help("a formula may read `cost(name)`, KPIs, drivers and what passes through stages")
}

pub(super) fn cost_out_of_place(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FunctionOutOfPlace, span, "`cost` stands only in a KPI's formula and in `require`")
        .label("what is funded is not known here")
        .help("declare the figure as a `driver` and name that")
}

pub(super) fn folded_twice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FunctionOutOfPlace, span, "this is already taken over all months, or in one")
        .label("`total` sums over the months once")
        .help("leave the inner or the outer one out")
}

pub(super) fn wrong_count(function: Function, count: usize, span: Span) -> Diagnostic {
    let schema = function.schema();
    let found = match count {
        0 => "no arguments".to_owned(),
        1 => "1 argument".to_owned(),
        _ => format!("{count} arguments"),
    };
    Diagnostic::new(Code::WrongArguments, span, format!("`{}` is given {found}", schema.name))
        .label(format!("written `{}`", schema.signature))
        .help(format!("for example `{}`", schema.example))
}

pub(super) fn lag_takes_a_series(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, "`lag` reads a KPI, a driver or what passes through a stage")
        .label("this is none of them")
        .help("for example `lag(csat, 2 months)`")
}

pub(super) fn takes_number(checker: &Checker, function: &str, operand: Operand) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, operand.span, format!("`{function}` takes a plain number here"))
        .label(checker.side(operand))
        .help("divide by one of its unit, so that a plain number is left")
}

pub(super) fn takes_share(checker: &Checker, function: &str, operand: Operand) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, operand.span, format!("`{function}` takes a share here"))
        .label(checker.side(operand))
        .help("write a share such as `80%`")
}

pub(super) fn score_of_many(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongArguments, span, format!("`{path}` has several levels, each with its own score"))
        .label("name one of its levels")
        .help("for example `score(faster_help.minimum)`")
}

/// `lag(q, 1 month)` in the formula of `q`.
pub(super) fn lag_of_itself(span: Span) -> Diagnostic {
    Diagnostic::new(Code::LagOfItself, span, "this is the KPI's own value of last month, which is `previous`")
        .label("read before its own effects, as `previous` is")
        .help("write `previous`")
        .fix("write `previous`", span, "previous", Applicability::Safe)
}
