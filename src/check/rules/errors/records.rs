//! The messages about what a plan rests on: ideas, milestones, KPIs, benchmarks, pains.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::idea::IdeaStage;
use crate::model::schema::{Head, Months};
use crate::model::{Idea, Pain};
use crate::quantity::Date;
use crate::source::{Span, Spanned};

/// `status: promoted`
pub(crate) fn promoted_to_nothing(span: Span, idea: &Idea) -> Diagnostic {
    Diagnostic::new(Code::PromotedToNothing, span, format!("idea `{}` was promoted, but to no package", idea.head.path))
        .label("to which package?")
        .help("write `status: promoted to package_name`")
        .about(idea.head.path.as_str())
}

/// `status: parked` without a reason.
pub(crate) fn put_aside_without_reason(span: Span, idea: &Idea, stage: IdeaStage) -> Diagnostic {
    let word = stage.word();
    Diagnostic::new(Code::PutAsideWithoutReason, span, format!("idea `{}` was {word} without a reason", idea.head.path))
        .label("why?")
        .help(format!("write `status: {word} because \"why\"`"))
        .about(idea.head.path.as_str())
}

/// `status: open` after the day by which its workshop was to be decided.
pub(crate) fn idea_undecided(span: Span, idea: &Idea, decide_by: Spanned<Date>, workshop: &Head) -> Diagnostic {
    let (path, day) = (&idea.head.path, decide_by.value);
    Diagnostic::new(Code::IdeaUndecided, span, format!("idea `{path}` is still open, and was to be decided by {day}"))
        .label("not decided yet")
        .also(decide_by.span, format!("`{}` says by when", workshop.path))
        .help("write `promoted to package_name`, `parked because \"why\"` or `rejected because \"why\"`, or move `decide_by`")
        .about(path.as_str())
}

/// `decide_by` before `on`.
pub(crate) fn decided_before(head: &Head, decide_by: Spanned<Date>, on: Spanned<Date>) -> Diagnostic {
    Diagnostic::new(Code::DatesReversed, decide_by.span, "ideas are to be decided before they are gathered")
        .label(format!("{} is earlier", decide_by.value))
        .also(on.span, format!("the workshop is on {}", on.value))
        .help("let `decide_by` come after `on`")
        .about(head.path.as_str())
}

/// `status: open to package`
pub(crate) fn not_promoted(span: Span, idea: &Idea, stage: IdeaStage) -> Diagnostic {
    let word = stage.word();
    Diagnostic::new(Code::PromotedToNothing, span, format!("idea `{}` is {word}, yet names a package", idea.head.path))
        .label("only a promoted idea becomes a package")
        .help("write `status: promoted to …`, or remove `to`")
        .about(idea.head.path.as_str())
}

/// A milestone on a day the plan does not cover.
pub(crate) fn milestone_outside(span: Span, head: &Head, calendar: &Months) -> Diagnostic {
    Diagnostic::new(Code::MilestoneOutside, span, format!("milestone `{}` lies outside of the calendar", head.path))
        .label(format!("not within {} .. {}", calendar.first, calendar.last))
        .also(calendar.span, "the calendar")
        .help("correct the day, or extend the calendar")
        .about(head.path.as_str())
}

/// A milestone before one it follows.
pub(crate) fn milestone_too_early(span: Span, head: &Head, earlier: Span, other: &Head) -> Diagnostic {
    let message = format!("milestone `{}` comes before `{}`, which it follows", head.path, other.path);
    Diagnostic::new(Code::MilestoneTooEarly, span, message)
        .label("earlier than what it follows")
        .also(earlier, format!("`{}` is only then", other.path))
        .help("correct one of the days, or remove it from `after`")
        .about(head.path.as_str())
}

/// A KPI without any value.
pub(crate) fn no_baseline(head: &Head) -> Diagnostic {
    Diagnostic::new(
        Code::NoBaseline,
        head.span,
        format!("KPI `{}` has neither a `baseline` nor a `formula`", head.path),
    )
    .label("nothing to start from")
    .help("add `baseline:`, its value at the end of the month before the calendar, or the `formula:` that computes it")
    .about(head.path.as_str())
}

/// A KPI nobody can trace.
pub(crate) fn no_source(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoSource, head.span, format!("KPI `{}` names no source", head.path))
        .label("where does its baseline come from?")
        .help("add `source: \"survey, period, sample size\"`")
        .about(head.path.as_str())
}

/// A KPI without kind and unit.
pub(crate) fn no_unit(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoUnit, head.span, format!("KPI `{}` has neither a `kind` nor a `unit`", head.path))
        .label("counted in what?")
        .help("add `kind:` (`zbb explain kpi` lists them), or `unit:` such as `%`, `pts`, `number` or `USD/contact`")
        .about(head.path.as_str())
}

/// A benchmark without a figure.
pub(crate) fn benchmark_without_figure(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::BenchmarkWithoutFigure, head.span, format!("`{}` holds no figure", about_words(head)))
        .label("nothing to compare with")
        .help("add `leader:`, `top_quartile:` or `median:`")
        .about(head.path.as_str())
}

/// A benchmark that has aged.
pub(crate) fn old_benchmark(span: Span, head: &Head, age: i32) -> Diagnostic {
    let message = format!("`{}` is {age} months old when the calendar starts", about_words(head));
    Diagnostic::new(Code::OldBenchmark, span, message)
        .label("older than 18 months")
        .help(format!("look for a newer figure, or accept it for a while: {}", waiver(Code::OldBenchmark, &head.path)))
        .about(head.path.as_str())
}

/// `benchmark nps`, as written.
fn about_words(head: &Head) -> String {
    head.path.replacen('.', " ", 1)
}

/// A severe pain that nobody takes up. One without a name is waived by its touchpoint.
pub(crate) fn pain_unaddressed(pain: &Pain, severity: u8, touchpoint: &Head) -> Diagnostic {
    let about = if pain.head.name.is_some() { &pain.head.path } else { &touchpoint.path };
    // A pain without a name cannot be named.
    let relieves =
        pain.head.name.as_ref().map(|_| format!("a package or level hold `relieves: [{}]`, or ", pain.head.path));
    let relief = format!("let {}a package hold `serves: [{}]`", relieves.unwrap_or_default(), touchpoint.path);
    let message = format!("nobody addresses `{}`, a pain of severity {severity}", pain.head.path);
    Diagnostic::new(Code::PainUnaddressed, pain.head.span, message)
        .label(format!("none relieves it, and no package serves `{}`", touchpoint.path))
        .help(format!("{relief}, or accept it for a while: {}", waiver(Code::PainUnaddressed, about)))
        .about(about.as_str())
}

fn waiver(code: Code, about: &str) -> String {
    format!("`waive {}: {about} until … because \"why\"`", code.id())
}
