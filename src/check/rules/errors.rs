//! The messages of the rules.

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::model::idea::IdeaStage;
use crate::model::plan::WaiveLine;
use crate::model::schema::{Head, Months};
use crate::model::{Alternative, AnyId, Benchmark, Category, Criterion, Department, Idea, Pain, Plan, Ranking};
use crate::quantity::{Date, Month};
use crate::source::{Span, Spanned};

/// A package without any level.
pub fn no_level(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoLevel, head.span, format!("package `{}` has no level", head.path))
        .label("nothing here can be funded")
        .help("add `level minimum { … }` with its costs and effects; a package may have one level or several")
        .about(head.path.as_str())
}

/// An empty justification.
pub fn says_nothing(key: &str, span: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::EmptyReason, span, format!("the `{key}` of `{}` says nothing", head.path))
        .label("empty")
        .help("say it in a sentence or two, with figures")
        .about(head.path.as_str())
}

/// Two packages with one text.
pub fn copied_justification(span: Span, earlier: Span, head: &Head, other: &Head) -> Diagnostic {
    let message = format!("`{}` is justified with the words of `{}`", head.path, other.path);
    Diagnostic::new(Code::CopiedJustification, span, message)
        .label("the same text")
        .also(earlier, format!("first written for `{}`", other.path))
        .help("say what speaks for this package by itself, with its own figures")
        .about(head.path.as_str())
}

/// A package with no alternative.
pub fn no_alternative(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoAlternative, head.span, format!("package `{}` considers no alternative", head.path))
        .label("is there no other way to do this job?")
        .help("add `alternative name { cost …: …, rejected: \"why\" }`, or leave `rejected` away and let it compete")
        .about(head.path.as_str())
}

/// A package that serves no touchpoint.
pub fn serves_nothing(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::ServesNothing, head.span, format!("package `{}` serves no touchpoint", head.path))
        .label("where does a customer notice it?")
        .help("add `serves: [journey.stage.touchpoint]`")
        .about(head.path.as_str())
}

/// A level that costs and brings nothing.
pub fn nothing_justifies(cost: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NothingJustifies, cost, format!("nothing justifies this cost of `{}`", head.path))
        .label("a cost without effect, saving, earning or mandate")
        .help("add what it brings (`effect`, `saves`, `earns`), or the authority that requires it (`mandate: \"…\"`)")
        .about(head.path.as_str())
}

/// A level with neither cost nor effect.
pub fn empty_level(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::EmptyLevel, head.span, format!("level `{}` neither costs nor brings anything", head.path))
        .help("add its `cost` and `effect` lines")
        .about(head.path.as_str())
}

/// A cost booked to income.
pub fn cost_on_income(span: Span, category: &Category) -> Diagnostic {
    Diagnostic::new(
        Code::CostOnIncome,
        span,
        format!("`{}` is a category of income, costs cannot be booked to it", category.head.path),
    )
    .label("a category of cost is needed")
    .also(category.head.span, "`kind: income`")
    .help("name a category of cost, or write `earns` if money comes in")
}

/// A rejected alternative nobody priced.
pub fn rejected_without_cost(head: &Head, rejected: Span) -> Diagnostic {
    Diagnostic::new(
        Code::RejectedWithoutCost,
        head.span,
        format!("alternative `{}` was rejected without a cost", head.path),
    )
    .label("what would it have cost?")
    .also(rejected, "rejected here")
    .help("add `cost category: money`: a way that was not priced was not considered")
    .about(head.path.as_str())
}

/// `instead_of` a level of another package.
pub fn instead_of_other(span: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(
        Code::InsteadOfOther,
        span,
        format!("alternative `{}` can only stand instead of a level of its own package", head.path),
    )
    .label("not a level of this package's own way")
    .help("name one of the package's own levels, or remove `instead_of` where it replaces the whole package")
}

/// An effect without evidence.
pub fn no_evidence(span: Span, kpi: &str, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoEvidence, span, format!("the effect of `{}` on `{kpi}` names no evidence", head.path))
        .label("what does it rest on?")
        .help("end the line with `evidence experiment`, `history`, `benchmark` or `judgement`")
        .about(head.path.as_str())
}

/// A level that people did not rate.
pub fn not_rated(head: &Head, criterion: &Criterion) -> Diagnostic {
    let message = format!("`{}` is not rated on `{}`, which counts as 0", head.path, criterion.head.path);
    Diagnostic::new(Code::NotRated, head.span, message)
        .label(format!("no `rates {}`", criterion.head.path))
        .also(criterion.head.span, "rated by people")
        .help(format!("add `rates {}: 0` to `10`, with `because \"why\"`", criterion.head.path))
        .about(head.path.as_str())
}

/// A rating on a computed criterion.
pub fn rates_computed(span: Span, criterion: &Criterion) -> Diagnostic {
    Diagnostic::new(
        Code::RatesComputed,
        span,
        format!("`{}` is computed from KPIs, people do not rate it", criterion.head.path),
    )
    .label("this rating would not count")
    .also(criterion.head.span, "`measured_by` KPIs")
    .help("remove the line, or remove `measured_by` from the criterion")
}

/// A loop, whole.
pub fn in_a_loop(what: &str, members: &[(&Head, Span)], closing: Span) -> Diagnostic {
    let first = members.first().map_or("", |(head, _)| head.path.as_str());
    let chain: Vec<&str> = members.iter().map(|(head, _)| head.path.as_str()).chain([first]).collect();
    let message = format!("{what} in a loop: {}", chain.join(" → "));
    let diagnostic = Diagnostic::new(Code::Loop, closing, message).label(format!("leads back to `{first}`"));
    let diagnostic = members
        .iter()
        .skip(1)
        .fold(diagnostic, |diagnostic, (head, span)| diagnostic.also(*span, format!("leads to `{}`", head.path)));
    diagnostic.help("remove one of these links")
}

/// An alternative with levels, ranked as if it were one.
pub fn ranks_alternative(span: Span, plan: &Plan, id: AnyId) -> Diagnostic {
    let path = &plan.head(id).path;
    Diagnostic::new(Code::RanksAlternative, span, format!("`{path}` has levels; a ranking holds levels"))
        .label("which of its levels?")
        .also(plan.head(id).span, "the alternative")
        .help(format!("write `{path}.level`, each level on a line of its own"))
}

/// A rejected alternative in a ranking.
pub fn ranks_rejected(span: Span, alternative: &Alternative) -> Diagnostic {
    let place = alternative.rejected.as_ref().map_or(alternative.head.span, |rejected| rejected.span);
    Diagnostic::new(Code::RanksRejected, span, format!("`{}` was rejected and cannot be ranked", alternative.head.path))
        .label("remove this line")
        .also(place, "rejected here")
        .help("remove it from the ranking, or remove `rejected` to let it compete")
}

/// A level that stands twice.
pub fn ranked_twice(span: Span, earlier: Span, head: &Head) -> Diagnostic {
    Diagnostic::new(Code::RankedTwice, span, format!("`{}` is ranked twice", head.path))
        .label("the second time")
        .also(earlier, "the first time")
        .help("keep one of them")
}

/// Another department's level in a department's ranking.
pub fn foreign_level(span: Span, head: &Head, department: &Department, owner: &Department) -> Diagnostic {
    let message =
        format!("`{}` belongs to `{}`, this ranking is of `{}`", head.path, owner.head.path, department.head.path);
    Diagnostic::new(Code::ForeignLevel, span, message)
        .label("of another department")
        .help(format!("rank it in the ranking of `{}`, and merge the two in a third", owner.head.path))
}

/// A level above the one it builds on.
pub fn before_predecessor(span: Span, earlier: Span, head: &Head, before: &Head) -> Diagnostic {
    Diagnostic::new(
        Code::OrderInverted,
        span,
        format!("`{}` stands above `{}`, which it builds on", head.path, before.path),
    )
    .label("above its own foundation")
    .also(earlier, format!("`{}` comes only here", before.path))
    .help(format!("move it below `{}`", before.path))
    .about(head.path.as_str())
}

/// A level above what it needs.
pub fn before_need(span: Span, earlier: Span, head: &Head, need: &Head) -> Diagnostic {
    Diagnostic::new(Code::OrderInverted, span, format!("`{}` stands above `{}`, which it needs", head.path, need.path))
        .label("above what it needs")
        .also(earlier, "what it needs comes only here")
        .help(format!("move it below `{}`", need.path))
        .about(head.path.as_str())
}

/// A merged ranking that is not wholly taken over.
pub fn merge_leaves_out(span: Span, inner: &Head, missing: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::MergeLeavesOut, span, format!("the levels of `{}` are not all in this ranking", inner.path))
        .label(format!("missing: {}", shortened(missing)))
        .help("add them; a ranking that merges others holds all of their levels")
}

/// A level that passes others of its own department without a reason.
pub fn jumps(span: Span, there: Span, head: &Head, passed: &Head, inner: &Head) -> Diagnostic {
    let message =
        format!("`{}` stands above or below `{}` against the order of `{}`", head.path, passed.path, inner.path);
    Diagnostic::new(Code::MergeJumps, span, message)
        .label("out of the department's order")
        .also(there, format!("its place in `{}`", inner.path))
        .help("keep the order of the merged ranking, or say why not: `… because \"why\"`")
        .about(head.path.as_str())
}

/// Two rankings and no word which one funds.
pub fn two_rankings(second: &Head, first: &Head) -> Diagnostic {
    Diagnostic::new(Code::TwoRankings, second.span, format!("`{}` and `{}` would both fund", first.path, second.path))
        .label("no ranking merges this one")
        .also(first.span, "nor this one")
        .help(format!("add a ranking that holds `merges: [{}, {}]`", first.path, second.path))
}

/// An explicit order without a ranking.
pub fn no_ranking(funding: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoRanking, funding.span, "there is no `ranking` to fund by")
        .help("add `ranking name { package.level }`, or write `rank: score` to order levels by value for money")
}

/// Levels that the ranking leaves out.
pub fn not_ranked(ranking: &Ranking, unranked: &[&str], last: Option<Span>) -> Diagnostic {
    let head = &ranking.head;
    let count = unranked.len();
    let (verb, noun) = if count == 1 { ("is", "level") } else { ("are", "levels") };
    let diagnostic =
        Diagnostic::new(Code::NotRanked, head.span, format!("{count} {noun} {verb} not in ranking `{}`", head.path))
            .label(format!("missing: {}", shortened(unranked)))
            .help("add them in their place, or write `rank: explicit_then_score` to append them by value for money")
            .about(head.path.as_str());
    match last {
        Some(last) => {
            let lines: String = unranked.iter().map(|path| format!("\n  {path}")).collect();
            diagnostic.fix("append them at the end", last.after(), lines, Applicability::Suggestion)
        }
        None => diagnostic,
    }
}

fn shortened(paths: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// `status: promoted`
pub fn promoted_to_nothing(span: Span, idea: &Idea) -> Diagnostic {
    Diagnostic::new(Code::PromotedToNothing, span, format!("idea `{}` was promoted, but to no package", idea.head.path))
        .label("to which package?")
        .help("write `status: promoted to package_name`")
        .about(idea.head.path.as_str())
}

/// `status: parked` without a reason.
pub fn put_aside_without_reason(span: Span, idea: &Idea, stage: IdeaStage) -> Diagnostic {
    let word = stage.word();
    Diagnostic::new(Code::PutAsideWithoutReason, span, format!("idea `{}` was {word} without a reason", idea.head.path))
        .label("why?")
        .help(format!("write `status: {word} because \"why\"`"))
        .about(idea.head.path.as_str())
}

/// `status: open to package`
pub fn not_promoted(span: Span, idea: &Idea, stage: IdeaStage) -> Diagnostic {
    let word = stage.word();
    Diagnostic::new(Code::PromotedToNothing, span, format!("idea `{}` is {word}, yet names a package", idea.head.path))
        .label("only a promoted idea becomes a package")
        .help("write `promoted to …`, or remove `to`")
        .about(idea.head.path.as_str())
}

/// A milestone on a day the plan does not cover.
pub fn milestone_outside(span: Span, head: &Head, calendar: &Months) -> Diagnostic {
    let message = format!("milestone `{}` lies outside of the calendar", head.path);
    Diagnostic::new(Code::MilestoneOutside, span, message)
        .label(format!("not within {} .. {}", calendar.first, calendar.last))
        .also(calendar.span, "the calendar")
        .help("correct the day, or extend the calendar")
        .about(head.path.as_str())
}

/// A milestone before one it follows.
pub fn milestone_too_early(span: Span, head: &Head, earlier: Span, other: &Head) -> Diagnostic {
    let message = format!("milestone `{}` comes before `{}`, which it follows", head.path, other.path);
    Diagnostic::new(Code::MilestoneTooEarly, span, message)
        .label("earlier than what it follows")
        .also(earlier, format!("`{}` is only then", other.path))
        .help("correct one of the days, or remove it from `after`")
        .about(head.path.as_str())
}

/// A KPI without any value.
pub fn no_baseline(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoBaseline, head.span, format!("KPI `{}` has neither a `baseline` nor a `formula`", head.path))
        .label("nothing to start from")
        .help("add `baseline:` with its value at the end of the month before the calendar, or the `formula:` that computes it")
        .about(head.path.as_str())
}

/// A KPI nobody can trace.
pub fn no_source(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoSource, head.span, format!("KPI `{}` names no source", head.path))
        .label("where does its baseline come from?")
        .help("add `source: \"survey, period, sample size\"`")
        .about(head.path.as_str())
}

/// A KPI without kind and unit.
pub fn no_unit(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::NoUnit, head.span, format!("KPI `{}` has neither a `kind` nor a `unit`", head.path))
        .label("counted in what?")
        .help("add `kind:` (see `zbb explain kinds`), or `unit:` such as `%`, `pts`, `number`, `customer` or `USD/contact`")
        .about(head.path.as_str())
}

/// A benchmark without a figure.
pub fn benchmark_without_figure(head: &Head) -> Diagnostic {
    Diagnostic::new(Code::BenchmarkWithoutFigure, head.span, "this benchmark holds no figure")
        .help("add `leader:`, `top_quartile:` or `median:`")
        .about(head.path.as_str())
}

/// A benchmark that has aged.
pub fn old_benchmark(span: Span, benchmark: &Benchmark, age: i32) -> Diagnostic {
    let path = benchmark.head.path.as_str();
    Diagnostic::new(Code::OldBenchmark, span, format!("this benchmark is {age} months old when the calendar starts"))
        .label("older than 18 months")
        .help("look for a newer figure, or waive this until there is one")
        .about(path)
}

/// A severe pain that nobody takes up.
pub fn pain_unaddressed(pain: &Pain, severity: u8, touchpoint: &Head) -> Diagnostic {
    let message = format!("nobody addresses this pain of severity {severity}");
    Diagnostic::new(Code::PainUnaddressed, pain.head.span, message)
        .label(format!("no package serves `{}`", touchpoint.path))
        .help(format!("let a package hold `serves: [{}]`, or waive this with the reason", touchpoint.path))
        .about(pain.head.path.as_str())
}

/// An effect before its cause.
pub fn effect_before_cost(effect: Span, cost: Span, head: &Head, begins: Month, paid: Month) -> Diagnostic {
    let message = format!("this effect of `{}` begins in {begins}, its first cost falls in {paid}", head.path);
    Diagnostic::new(Code::EffectBeforeCost, effect, message)
        .label("before anything is paid for")
        .also(cost, "the first cost")
        .help("add `after … months`, or correct `starts` or the months of the cost")
        .about(head.path.as_str())
}

/// `lint X9999: off`
pub fn unknown_code(code: &Spanned<smol_str::SmolStr>) -> Diagnostic {
    Diagnostic::new(Code::UnknownCode, code.span, format!("there is no finding `{}`", code.value))
        .label("not a code")
        .help("see `zbb explain codes` for all of them")
}

/// `lint E0217: off`
pub fn cannot_regrade(written: &Spanned<smol_str::SmolStr>, code: Code) -> Diagnostic {
    Diagnostic::new(Code::CannotRegrade, written.span, format!("`{}` cannot be set aside: {}", code.id(), code.title()))
        .label("the plan cannot be evaluated with it")
        .help("mend what it is about; only warnings and rules of the plan can be regraded or waived")
}

/// A waiver of something that is not found.
pub fn waives_nothing(waiver: &WaiveLine) -> Diagnostic {
    let message = format!("there is no finding `{}` about `{}` to waive", waiver.code.value, waiver.about.value);
    Diagnostic::new(Code::WaivesNothing, waiver.about.span, message)
        .label("nothing is found here any more")
        .help("remove the line, or correct the name to the one the finding is about")
}

/// A waiver whose time is over.
pub fn waiver_over(waiver: &WaiveLine, until: Span, today: Date) -> Diagnostic {
    let message = format!("the waiver of `{}` for `{}` is over", waiver.code.value, waiver.about.value);
    Diagnostic::new(Code::WaiverOver, until, message)
        .label(format!("today is {today}"))
        .help("mend what it is about, or decide anew until when it is accepted")
}
