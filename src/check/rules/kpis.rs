//! KPIs and benchmarks: what each must say to be believed.

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::{Benchmark, Kpi, Plan};

/// The age, in months before the calendar, beyond which a benchmark is old.
const OLD: i32 = 18;

/// Checks every KPI and benchmark.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    for kpi in plan.kpis.values().filter(|kpi| !holes.within(kpi.head.whole)) {
        check_kpi(diagnostics, kpi);
    }
    for benchmark in plan.benchmarks.values() {
        check_benchmark(diagnostics, plan, holes, benchmark);
    }
}

fn check_kpi(diagnostics: &mut Diagnostics, kpi: &Kpi) {
    if kpi.baseline.is_none() && kpi.formula.is_none() {
        diagnostics.add(errors::no_baseline(&kpi.head));
    }
    // A KPI that is only computed rests on the sources of what it reads.
    let observed = kpi.baseline.is_some();
    let source = kpi.source.as_ref().is_some_and(|source| !source.value.trim().is_empty());
    if observed && !source {
        diagnostics.add(errors::no_source(&kpi.head));
    }
    if kpi.kind.is_none() && kpi.unit.is_none() {
        diagnostics.add(errors::no_unit(&kpi.head));
    }
}

fn check_benchmark(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, benchmark: &Benchmark) {
    let figures = [&benchmark.leader, &benchmark.top_quartile, &benchmark.median];
    if figures.iter().all(|figure| figure.is_none()) && !holes.within(benchmark.head.whole) {
        diagnostics.add(errors::benchmark_without_figure(&benchmark.head));
    }
    let head = plan.plan_heads.values().next();
    let Some(calendar) = head.and_then(|head| head.calendar.get()) else { return };
    let Some(as_of) = benchmark.as_of.get() else { return };
    let fiscal = head.and_then(|head| head.fiscal_year_starts).map_or(1, |start| start.0);
    let (_, taken) = as_of.value.months(fiscal);
    let age = taken.months_until(calendar.first);
    if age > OLD {
        diagnostics.add(errors::old_benchmark(as_of.span, &benchmark.head, age));
    }
}
