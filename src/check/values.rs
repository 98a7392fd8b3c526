//! The values of KPIs against one another: takes terms, reports values outside of ranges, targets beyond reach, benchmarks
//! that do not compare.

use super::checked::{BenchmarkTerms, KpiTerms, TargetTerms};
use super::context::{Checker, Place};
use super::shape;
use super::types::Type;
use super::words::kpi_amount;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::schema::{Formula, to};
use crate::model::{Benchmark, ExpressionId, Id, Kpi};
use crate::quantity::Number;

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
pub(super) fn read_benchmarks(checker: &mut Checker) -> Vec<BenchmarkTerms> {
    let plan = checker.plan;
    let read = |(id, benchmark): (Id<Benchmark>, &Benchmark)| {
        let mut figure = |written: &Option<Formula<to::KpiValue>>| read_figure(checker, id, written.as_ref()?.id);
        let [leader, top_quartile, median] = [&benchmark.leader, &benchmark.top_quartile, &benchmark.median];
        BenchmarkTerms { leader: figure(leader), top_quartile: figure(top_quartile), median: figure(median) }
    };
    plan.benchmarks.iter().map(read).collect()
}

fn read_figure(checker: &mut Checker, id: Id<Benchmark>, figure: ExpressionId) -> Option<Number> {
    let kpi = checker.plan.benchmarks[id].about.0?;
    let operand = checker.compile(figure, Place::Constant);
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
