//! Projection: takes a plan and its funded levels, gives its KPIs and journeys under every light, and reports values
//! that cannot be.
//!
//! First the zero base, then the funded plan: in both, a value outside of its range is an error. What-ifs follow: the
//! plan by confidence in the evidence, and without each package; there such values are only marked.

use std::collections::BTreeMap;

use super::Depth;
use super::combine::Together;
use super::contribution::contributions;
use super::costs::{CostShares, CostTable};
use super::effect::{Confidence, EffectBook};
use super::estimate::estimates;
use super::fault::Fault;
use super::findings::{self, Light, Outlier};
use super::graph::Graph;
use super::level_set::LevelSet;
use super::months::{self, Gap, Setting};
use super::projection::{Outcome, Projection};
use super::values::Values;
use crate::check::{CheckedPlan, Computed, Failure};
use crate::diagnostic::Diagnostics;
use crate::model::Id;
use crate::quantity::ArithmeticError;
use crate::source::Span;

/// Projects a plan with its funded levels; nothing where effects or costs themselves cannot be computed.
pub(super) fn project(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    funded: &LevelSet,
    shares: &CostShares,
    depth: Depth,
) -> Option<Projection> {
    match try_project(diagnostics, plan, funded, shares, depth) {
        Ok(projection) => Some(projection),
        Err(fault) => {
            diagnostics.add(findings::no_result(fault));
            None
        }
    }
}

fn try_project(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    funded: &LevelSet,
    shares: &CostShares,
    depth: Depth,
) -> Result<Projection, Fault> {
    let graph = Graph::new(plan);
    let nothing = LevelSet::empty(plan.levels.len());
    let bare = Basis::new(plan, shares, &nothing, None)?;
    let stated = Basis::new(plan, shares, funded, None)?;
    let (zero_base, zero_gaps) = months::run(bare.setting(plan, &graph));
    let (values, gaps) = months::run(stated.setting(plan, &graph));
    let gaps = gaps.into_iter().filter(|gap| !is_of_nothing_spent(plan, &stated.costs, gap)).collect();
    let zero_outcome = outcome(plan, &zero_base, &bare.costs);
    let funded_outcome = outcome(plan, &values, &stated.costs);
    let mut reports = Reports { plan, graph: &graph, tainted: graph.reach() };
    let zero_gaps = zero_gaps.into_iter().filter(|gap| gap.fault.failure == OVERFLOW).collect();
    reports.report(diagnostics, Light::ZeroBase, zero_gaps, &zero_outcome, &bare.book);
    reports.report(diagnostics, Light::Funded, gaps, &funded_outcome, &stated.book);
    report_unjudged(diagnostics, plan, &stated.costs);
    let risk_adjusted = risk_adjusted(plan, &graph, shares, funded)?;
    let contributions = match depth {
        Depth::Findings => Vec::new(),
        Depth::Whole => contributions(stated.setting(plan, &graph), funded, shares, &values)?,
    };
    Ok(Projection {
        zero_base: zero_outcome,
        funded: funded_outcome,
        risk_adjusted,
        contributions,
        estimates: estimates(plan)?,
    })
}

/// Of the zero base, only what is too large is a mistake: what cannot be divided, or has no logarithm, while nothing is
/// spent is shown as n/a.
const OVERFLOW: Failure = Failure::Arithmetic(ArithmeticError::Overflow);

/// Whether a division by nought is one of a KPI that is n/a then in any case.
fn is_of_nothing_spent(plan: &CheckedPlan, costs: &CostTable, gap: &Gap) -> bool {
    let Computed::Kpi(kpi) = gap.computed else { return false };
    gap.fault.failure == Failure::Arithmetic(ArithmeticError::DivisionByZero)
        && plan.kpis.get(kpi.index()).is_some_and(|terms| costs.is_nothing_spent(terms, gap.month))
}

/// Targets in months in which the KPI is n/a as nothing is spent: neither met nor failed.
fn report_unjudged(diagnostics: &mut Diagnostics, plan: &CheckedPlan, costs: &CostTable) {
    for (index, terms) in plan.kpis.iter().enumerate() {
        let Some(target) = terms.target.filter(|target| costs.is_nothing_spent(terms, target.month)) else { continue };
        diagnostics.add(findings::target_not_judged(plan, Id::new(index), target.month));
    }
}

/// What a projection of some levels needs beside the plan.
struct Basis {
    book: EffectBook,
    together: Vec<Together>,
    costs: CostTable,
}

impl Basis {
    fn new(
        plan: &CheckedPlan,
        shares: &CostShares,
        levels: &LevelSet,
        confidence: Option<&Confidence>,
    ) -> Result<Basis, Fault> {
        let book = EffectBook::new(plan, levels, confidence)?;
        let together = months::sum_effects(plan, &book)?;
        let costs = shares.table(plan, levels).map_err(|error| Fault::arithmetic(error, funding_span(plan)))?;
        Ok(Basis { book, together, costs })
    }

    fn setting<'run>(&'run self, plan: &'run CheckedPlan, graph: &'run Graph<'run>) -> Setting<'run> {
        Setting { plan, graph, book: &self.book, together: &self.together, costs: &self.costs }
    }
}

fn risk_adjusted(
    plan: &CheckedPlan,
    graph: &Graph<'_>,
    shares: &CostShares,
    funded: &LevelSet,
) -> Result<Option<Outcome>, Fault> {
    if plan.confidence.is_empty() {
        return Ok(None);
    }
    let adjusted = Basis::new(plan, shares, funded, Some(&plan.confidence))?;
    let (values, _) = months::run(adjusted.setting(plan, graph));
    Ok(Some(outcome(plan, &values, &adjusted.costs)))
}

fn outcome(plan: &CheckedPlan, values: &Values, costs: &CostTable) -> Outcome {
    Outcome { kpis: values.kpi_series(plan, costs), stages: values.stage_flows(plan) }
}

/// Where the sum of all costs is at home.
fn funding_span(plan: &CheckedPlan) -> Span {
    plan.funding.as_ref().map_or_else(Span::default, |funding| funding.span)
}

/// What is wrong, said once: what follows from a reported mistake stays quiet.
struct Reports<'run> {
    plan: &'run CheckedPlan,
    graph: &'run Graph<'run>,
    tainted: super::graph::Reach,
}

impl Reports<'_> {
    fn report(
        &mut self,
        diagnostics: &mut Diagnostics,
        light: Light,
        gaps: Vec<Gap>,
        outcome: &Outcome,
        book: &EffectBook,
    ) {
        self.report_gaps(diagnostics, light, gaps);
        let mut outliers: Vec<(usize, usize)> = Vec::new();
        for (index, series) in outcome.kpis.iter().enumerate() {
            outliers.extend(series.out_of_range.map(|month| (month, index)));
        }
        let rank = |kpi: usize| self.plan.order.iter().position(|computed| *computed == Computed::Kpi(Id::new(kpi)));
        outliers.sort_by_key(|(month, kpi)| (*month, rank(*kpi)));
        for (month, index) in outliers {
            let kpi = Id::new(index);
            let (Some(terms), Some(value)) = (self.plan.kpis.get(index), outcome.kpi_at(kpi, month)) else { continue };
            if self.is_first_word(Computed::Kpi(kpi)) {
                let outlier = Outlier { kpi, month, value, light, effects: book.of_kpi(index) };
                diagnostics.add(findings::out_of_range(self.plan, terms, &outlier));
            }
        }
    }

    /// One finding for each place that asks for what has no result.
    fn report_gaps(&mut self, diagnostics: &mut Diagnostics, light: Light, gaps: Vec<Gap>) {
        let mut by_place: BTreeMap<(Computed, Span), (Fault, Vec<usize>)> = BTreeMap::new();
        for gap in gaps {
            let entry = by_place.entry((gap.computed, gap.fault.span)).or_insert_with(|| (gap.fault, Vec::new()));
            entry.1.push(gap.month);
        }
        for ((computed, _), (fault, months)) in by_place {
            if self.is_first_word(computed) {
                diagnostics.add(findings::not_computed(self.plan, computed, &months, fault, light));
            }
        }
    }

    /// Whether nothing has been said yet that this follows from; from now on what follows from this is quiet.
    fn is_first_word(&mut self, computed: Computed) -> bool {
        let is_first = !self.graph.is_reached(&self.tainted, computed);
        self.graph.spread(&mut self.tainted, computed);
        is_first
    }
}
