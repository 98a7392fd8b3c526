//! Projection: takes a plan and its funded levels, gives its KPIs and journeys under every light, and reports values
//! that cannot be.
//!
//! First the zero base, then the funded plan: in both, a value outside of its range is an error. What-ifs follow: the
//! plan by confidence in the evidence, and without each package; there such values are only marked.

use std::collections::{BTreeMap, BTreeSet};

use super::Depth;
use super::combine::Together;
use super::contribution::contributions;
use super::costs::{CostShares, CostTable};
use super::effect::{Confidence, EffectBook};
use super::estimate::estimates;
use super::fault::Fault;
use super::findings::{self, Light, Outlier};
use super::graph::{Graph, Taint};
use super::level_set::LevelSet;
use super::months::{self, Gap, Setting};
use super::page::Page;
use super::projection::{BeyondPage, Projected, Projection};
use super::values::Values;
use crate::check::{CheckedPlan, Computed, Failure};
use crate::diagnostic::Diagnostics;
use crate::model::{Id, Kpi};
use crate::quantity::ArithmeticError;
use crate::source::Span;

/// Projects a plan with its funded levels; nothing where effects or costs themselves cannot be computed.
pub(super) fn project(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    funded: &LevelSet,
    shares: &CostShares,
    (depth, page): (Depth, &Page),
) -> Option<Projection> {
    match try_project(diagnostics, plan, funded, shares, (depth, page)) {
        Ok(projection) => Some(projection),
        Err(fault) => {
            diagnostics.add(findings::no_result(plan, fault));
            None
        }
    }
}

fn try_project(
    diagnostics: &mut Diagnostics,
    plan: &CheckedPlan,
    funded: &LevelSet,
    shares: &CostShares,
    (depth, page): (Depth, &Page),
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
    let mut reports = Reports::new(plan, &graph);
    let zero_gaps = zero_gaps.into_iter().filter(|gap| gap.fault.failure == OVERFLOW).collect();
    reports.report(diagnostics, Light::ZeroBase, zero_gaps, &zero_outcome, &bare.book);
    reports.report(diagnostics, Light::Funded, gaps, &funded_outcome, &stated.book);
    report_unjudged(diagnostics, plan, &stated.costs);
    let risk_adjusted = risk_adjusted(plan, &graph, shares, funded)?;
    let contributions = match depth {
        Depth::Findings => Vec::new(),
        Depth::Figures | Depth::Page | Depth::Whole => {
            contributions(stated.setting(plan, &graph), funded, shares, (&values, page))?
        }
    };
    let (estimates, more_estimates) = estimates(plan, page, depth)?;
    Ok(Projection {
        zero_base: zero_outcome,
        funded: funded_outcome,
        risk_adjusted,
        contributions,
        estimates,
        beyond_page: BeyondPage { packages: beyond(plan, funded, page), estimates: more_estimates },
    })
}

/// What a set of levels alone comes to; nobody hears of what is out of range or has no value there.
pub(super) fn outcome_of(
    plan: &CheckedPlan,
    graph: &Graph<'_>,
    funded: &LevelSet,
    shares: &CostShares,
) -> Result<Projected, Fault> {
    let basis = Basis::new(plan, shares, funded, None)?;
    let (values, _) = months::run(basis.setting(plan, graph));
    Ok(outcome(plan, &values, &basis.costs))
}

/// How many packages with a funded level are on no page.
fn beyond(plan: &CheckedPlan, funded: &LevelSet, page: &Page) -> usize {
    let packages = funded.iter().filter_map(|level| plan.levels.get(level.index())).map(|terms| terms.package);
    packages.filter(|package| !page.holds(*package)).collect::<BTreeSet<_>>().len()
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
        diagnostics.add(findings::target_not_judged(plan, Id::new(index), target));
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
) -> Result<Option<Projected>, Fault> {
    if plan.confidence.is_empty() {
        return Ok(None);
    }
    let adjusted = Basis::new(plan, shares, funded, Some(&plan.confidence))?;
    let (values, _) = months::run(adjusted.setting(plan, graph));
    Ok(Some(outcome(plan, &values, &adjusted.costs)))
}

fn outcome(plan: &CheckedPlan, values: &Values, costs: &CostTable) -> Projected {
    Projected { kpis: values.kpi_series(plan, costs), stages: values.stage_flows(plan) }
}

/// Where the sum of all costs is at home.
fn funding_span(plan: &CheckedPlan) -> Span {
    plan.funding.as_ref().map_or_else(Span::default, |funding| funding.span)
}

/// What is wrong, said once: what follows from a reported mistake, in its month and later, stays quiet.
struct Reports<'run> {
    plan: &'run CheckedPlan,
    graph: &'run Graph<'run>,
    tainted: Taint,
    /// The KPIs whose range has been spoken of.
    spoken: Vec<bool>,
}

/// Something that is wrong from a month on.
enum Wrong {
    /// A place that asks for what has no result, with the months.
    NotComputed(Computed, Fault, Vec<usize>),
    /// A KPI that cannot be what it comes to.
    OutOfRange(Id<Kpi>),
}

impl<'run> Reports<'run> {
    fn new(plan: &'run CheckedPlan, graph: &'run Graph<'run>) -> Reports<'run> {
        Reports { plan, graph, tainted: graph.untainted(), spoken: vec![false; plan.kpis.len()] }
    }

    fn report(
        &mut self,
        diagnostics: &mut Diagnostics,
        light: Light,
        gaps: Vec<Gap>,
        outcome: &Projected,
        book: &EffectBook,
    ) {
        for (month, wrong) in self.in_time(gaps, outcome) {
            match wrong {
                Wrong::NotComputed(computed, fault, months) => {
                    if self.graph.taint(&mut self.tainted, computed, month) {
                        diagnostics.add(findings::not_computed(self.plan, computed, &months, fault, light));
                    }
                }
                Wrong::OutOfRange(kpi) => {
                    let is_first = self.graph.taint(&mut self.tainted, Computed::Kpi(kpi), month);
                    let spoken = self.spoken.get_mut(kpi.index()).is_none_or(|spoken| std::mem::replace(spoken, true));
                    let (terms, value) = (self.plan.kpis.get(kpi.index()), outcome.kpi_at(kpi, month));
                    if let (true, false, Some(terms), Some(value)) = (is_first, spoken, terms, value) {
                        let outlier = Outlier { kpi, month, value, light, effects: book.of_kpi(kpi.index()) };
                        diagnostics.add(findings::out_of_range(self.plan, terms, &outlier));
                    }
                }
            }
        }
    }

    /// All that is wrong by its first month; in a month, what has no result first, then in the order of the plan.
    fn in_time(&self, gaps: Vec<Gap>, outcome: &Projected) -> Vec<(usize, Wrong)> {
        let mut by_place: BTreeMap<(Computed, Span), (Fault, Vec<usize>)> = BTreeMap::new();
        for gap in gaps {
            let entry = by_place.entry((gap.computed, gap.fault.span)).or_insert_with(|| (gap.fault, Vec::new()));
            entry.1.push(gap.month);
        }
        let gaps = by_place.into_iter().map(|((computed, _), (fault, months))| {
            (months.first().copied().unwrap_or(0), Wrong::NotComputed(computed, fault, months))
        });
        let outliers = outcome
            .kpis
            .iter()
            .enumerate()
            .filter_map(|(index, series)| Some((series.out_of_range?, Wrong::OutOfRange(Id::new(index)))));
        let mut all: Vec<(usize, Wrong)> = gaps.chain(outliers).collect();
        all.sort_by_cached_key(|(month, wrong)| match wrong {
            Wrong::NotComputed(computed, ..) => (*month, false, self.graph.rank(*computed)),
            Wrong::OutOfRange(kpi) => (*month, true, self.graph.rank(Computed::Kpi(*kpi))),
        });
        all
    }
}
