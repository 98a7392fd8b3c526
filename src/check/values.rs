//! The values of KPIs against one another: takes terms, reports values outside of ranges, targets beyond reach, benchmarks
//! that do not compare.

use super::checked::{BenchmarkTerms, KpiTerms, TargetTerms};
use super::context::{Checker, Position};
use super::shape;
use super::types::Type;
use super::words::kpi_amount;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::kpi::Better;
use crate::model::schema::{Formula, to};
use crate::model::{Benchmark, ExpressionId, Id, Kpi};
use crate::quantity::Number;
use crate::source::Span;

/// Checks every KPI's values.
pub(super) fn check_values(checker: &mut Checker, kpis: &[Option<KpiTerms>]) {
    for (id, terms) in checker.plan.kpis.ids().zip(kpis) {
        let Some(terms) = terms else { continue };
        check_range(checker, id, terms);
        for target in terms.markers.iter().chain(&terms.target) {
            check_target(checker, id, terms, *target);
        }
    }
}

/// Today's values, and the best attainable, are values the KPI can take.
fn check_range(checker: &mut Checker, id: Id<Kpi>, terms: &KpiTerms) {
    let kpi = &checker.plan.kpis[id];
    let values = [
        ("baseline", terms.baseline, kpi.baseline.as_ref()),
        ("unfunded value", terms.unfunded, kpi.unfunded.as_ref()),
        ("ceiling", terms.ceiling, kpi.ceiling.as_ref()),
    ];
    for (what, value, written) in values {
        let (Some(value), Some(written)) = (value, written) else { continue };
        if !terms.is_outside(value) {
            continue;
        }
        let path = checker.path(id);
        let message = format!("the {what} of `{path}` lies outside of its range, {}", range_words(checker, terms));
        let finding = Diagnostic::new(Code::ValueOutsideRange, written.span, message)
            .label(format!("{} is no value it can take", kpi_amount(checker.plan, terms, value)))
            .help(if terms.low.or(terms.high).is_some() {
                "correct the value, or widen `range`"
            } else {
                "correct the value, or write the `range` of what it can be"
            })
            .about(path);
        let finding = match &kpi.range {
            Some(range) => finding.also(range.span, "the range"),
            None => finding,
        };
        checker.report(finding);
    }
}

pub(super) fn range_words(checker: &Checker, terms: &KpiTerms) -> String {
    let words = |end: Number| kpi_amount(checker.plan, terms, end);
    match (terms.least, terms.high) {
        (Some(low), Some(high)) => format!("{} .. {}", words(low), words(high)),
        (Some(low), None) => format!("from {}", words(low)),
        (None, Some(high)) => format!("up to {}", words(high)),
        (None, None) => "any value".to_owned(),
    }
}

/// Whether a target, or a marker on the way to it, can be reached at all.
fn check_target(checker: &mut Checker, id: Id<Kpi>, terms: &KpiTerms, target: TargetTerms) {
    let kpi = &checker.plan.kpis[id];
    let path = checker.path(id);
    let what = match terms.target {
        Some(last) if last.month != target.month => {
            format!("the target of `{path}` for {}", shape::month_name(checker, target.month))
        }
        _ => format!("the target of `{path}`"),
    };
    let value = kpi_amount(checker.plan, terms, target.value);
    let (message, other) = if terms.is_beyond_ceiling(target.value) {
        let ceiling = terms.ceiling.map_or_else(String::new, |ceiling| kpi_amount(checker.plan, terms, ceiling));
        let message = format!("{what} lies beyond the best attainable, {ceiling}");
        (message, kpi.ceiling.as_ref().map(|ceiling| (ceiling.span, "the best attainable")))
    } else if terms.is_outside(target.value) {
        let message = format!("{what} lies outside of its range, {}", range_words(checker, terms));
        (message, kpi.range.as_ref().map(|range| (range.span, "the range")))
    } else {
        return;
    };
    let finding = Diagnostic::new(Code::UnreachableTarget, target.span, message)
        .label(format!("{value} cannot be reached"))
        .help("lower the target, or raise what is attainable")
        .about(path);
    checker.report(match other {
        Some((span, text)) => finding.also(span, text),
        None => finding,
    });
}

/// Reads every benchmark, and checks that it compares with its KPI; a broken figure is missing.
pub(super) fn read_benchmarks(checker: &mut Checker, kpis: &[Option<KpiTerms>]) -> Vec<BenchmarkTerms> {
    let plan = checker.plan;
    let read = |(id, benchmark): (Id<Benchmark>, &Benchmark)| {
        let mut figure = |written: &Option<Formula<to::KpiValue>>| read_figure(checker, id, written.as_ref()?.id);
        let [leader, top_quartile, median] = [&benchmark.leader, &benchmark.top_quartile, &benchmark.median];
        BenchmarkTerms { leader: figure(leader), top_quartile: figure(top_quartile), median: figure(median) }
    };
    let benchmarks: Vec<BenchmarkTerms> = plan.benchmarks.iter().map(read).collect();
    for (benchmark, terms) in plan.benchmarks.values().zip(&benchmarks) {
        let as_of = benchmark.as_of.get();
        let is_behind = as_of.filter(|as_of| as_of.value.months(checker.fiscal_start).0 > checker.calendar.last());
        if let Some(as_of) = is_behind {
            let finding = shape::behind_calendar(checker, "this benchmark was taken", as_of.span);
            checker.report(finding.about(benchmark.head.path.as_str()));
        }
        let kpi = benchmark.about.0.map(|kpi| kpi.value);
        if let Some((kpi, of)) = kpi.and_then(|kpi| Some((kpi, kpis.get(kpi.index())?.as_ref()?))) {
            check_figures(checker, benchmark, terms, (kpi, of));
        }
    }
    benchmarks
}

/// The figures of others are values that the KPI can take, those of the leader no worse than those of the rest.
fn check_figures(checker: &mut Checker, benchmark: &Benchmark, terms: &BenchmarkTerms, (id, of): (Id<Kpi>, &KpiTerms)) {
    let figures = [
        ("leader", terms.leader, &benchmark.leader),
        ("top_quartile", terms.top_quartile, &benchmark.top_quartile),
        ("median", terms.median, &benchmark.median),
    ];
    let known: Vec<(&str, Number, Span)> =
        figures.into_iter().filter_map(|(key, value, written)| Some((key, value?, written.as_ref()?.span))).collect();
    if let Some((key, value, span)) = known.iter().find(|(_, value, _)| of.is_outside(*value)) {
        let path = checker.path(id);
        let message =
            format!("the `{key}` of a benchmark of `{path}` lies outside of its range, {}", range_words(checker, of));
        let finding = Diagnostic::new(Code::ValueOutsideRange, *span, message)
            .label(format!("{} is no value it can take", kpi_amount(checker.plan, of, *value)))
            .help("correct the value, or widen `range`")
            .about(path);
        return checker.report(finding);
    }
    let is_worse = |leading: Number, following: Number| match of.better {
        Better::Higher => leading < following,
        Better::Lower => leading > following,
        Better::Nearer => false,
    };
    for pair in known.windows(2) {
        let [(key, leading, span), (other, following, place)] = pair else { continue };
        if is_worse(*leading, *following) {
            let path = checker.path(id);
            let better = of.better.word();
            let message = format!("the `{key}` of a benchmark of `{path}` is worse than its `{other}`");
            let finding = Diagnostic::new(Code::BenchmarkReversed, *span, message)
                .label(format!("{} is better", better))
                .also(*place, format!("the `{other}`"))
                .help(format!("exchange the two, or correct which way `{path}` is `better`"))
                .about(benchmark.head.path.as_str());
            return checker.report(finding);
        }
    }
}

fn read_figure(checker: &mut Checker, id: Id<Benchmark>, figure: ExpressionId) -> Option<Number> {
    let kpi = checker.plan.benchmarks[id].about.0?;
    let operand = checker.compile(figure, Position::Constant);
    let unit = checker.kpi_unit(kpi.value)?;
    if operand.of == Type::Unknown {
        return None;
    }
    if checker.fits(operand.of, unit) {
        return checker.kpi_value(figure, kpi.value);
    }
    let (path, kpi_path) = (checker.path(id), checker.path(kpi.value));
    let finding = Diagnostic::new(
        Code::BenchmarkUnit,
        operand.span,
        format!("this benchmark of `{kpi_path}` is in another unit than the KPI"),
    )
    .label(format!("this is {}", checker.words(operand.of)))
    .also(checker.span(kpi.value), format!("`{kpi_path}` is {}", checker.unit_words(unit)))
    .help("write the figure in the KPI's unit")
    .about(path);
    checker.report(finding);
    None
}
