//! A projection month by month: takes a plan and what its funded levels do, computes KPIs and stage flows.
//!
//! The steps of a month follow the plan's order, in which each KPI and stage stands after what it reads of the same
//! month: first the value before effects (the formula, or the start and its trend), then the effects.

use super::combine::{self, Acting, Rest, Together, hold};
use super::costs::CostTable;
use super::effect::{EffectBook, count};
use super::environment::PlanEnvironment;
use super::fault::Fault;
use super::graph::Graph;
use super::values::Values;
use crate::check::{CheckedPlan, Computed, Failure};
use crate::model::{Id, Kpi, Stage};
use crate::quantity::{ArithmeticError, Number};
use crate::source::Span;

/// What a projection computes from.
#[derive(Clone, Copy)]
pub(super) struct Setting<'run> {
    /// The plan.
    pub plan: &'run CheckedPlan,
    /// Who reads whom.
    pub graph: &'run Graph<'run>,
    /// The effects.
    pub book: &'run EffectBook,
    /// What they do together, by KPI.
    pub together: &'run [Together],
    /// The funded costs.
    pub costs: &'run CostTable,
}

/// What is left out of a [`Setting`]: for some KPIs, by their place among all, what their other effects do.
pub(super) type LeftOut = std::collections::BTreeMap<usize, Rest>;

/// A figure that could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The KPI or stage.
    pub computed: Computed,
    /// The month.
    pub month: usize,
    /// Why.
    pub fault: Fault,
}

/// Sums up the effects of a book for every KPI.
pub(super) fn sum_effects(plan: &CheckedPlan, book: &EffectBook) -> Result<Vec<Together>, Fault> {
    let months = plan.calendar.len();
    let sums = plan.kpis.iter().enumerate().map(|(index, terms)| {
        let together = combine::put_together(terms, book.of_kpi(index), months);
        together.map_err(|error| Fault::arithmetic(error, kpi_span(plan, Id::new(index))))
    });
    sums.collect()
}

/// Computes everything, with the figures that have no value because of a calculation of their own.
pub(super) fn run(setting: Setting<'_>) -> (Values, Vec<Gap>) {
    let mut values = Values::new(setting.plan);
    let mut gaps = Vec::new();
    let nothing = LeftOut::new();
    run_some(setting, &setting.plan.order, 0, &nothing, &mut values, &mut |gap| gaps.push(gap));
    (values, gaps)
}

/// Computes some KPIs and stages again, in order and from a month on; the others stay as they stand in `values`.
pub(super) fn run_some(
    setting: Setting<'_>,
    order: &[Computed],
    from: usize,
    left_out: &LeftOut,
    values: &mut Values,
    report: &mut dyn FnMut(Gap),
) {
    for month in from..setting.plan.calendar.len() {
        for computed in order.iter().copied() {
            let figures = match computed {
                Computed::Kpi(kpi) => kpi_figures(setting, left_out, values, kpi, month),
                Computed::Stage(stage) => stage_figures(setting, values, stage, month),
            };
            values.set(computed, month, figures.shown, figures.inner);
            // What only lacks something it reads is no mistake of its own.
            if let Some(fault) = figures.fault.filter(|fault| fault.failure != Failure::Unavailable) {
                report(Gap { computed, month, fault });
            }
        }
    }
}

/// What a month of a KPI or stage comes to, as far as it can be computed.
#[derive(Default)]
struct Figures {
    /// A KPI with its effects; what enters a stage.
    shown: Option<Number>,
    /// A KPI before its effects; what leaves a stage.
    inner: Option<Number>,
    fault: Option<Fault>,
}

fn kpi_figures(setting: Setting<'_>, left_out: &LeftOut, values: &Values, kpi: Id<Kpi>, month: usize) -> Figures {
    let before = match kpi_before_effects(setting, values, kpi, month) {
        Ok(before) => before.map(hold),
        Err(fault) => return Figures { fault: Some(fault), ..Figures::default() },
    };
    let Some((terms, value)) = setting.plan.kpis.get(kpi.index()).zip(before) else { return Figures::default() };
    match combine::apply(terms, acting(setting, left_out, kpi.index()), value, month) {
        Ok(after) => Figures { shown: Some(after), inner: before, fault: None },
        Err(error) => {
            let fault = Fault::arithmetic(error, kpi_span(setting.plan, kpi));
            Figures { shown: None, inner: before, fault: Some(fault) }
        }
    }
}

/// The effects that act on a KPI, by its place among all.
fn acting<'run>(setting: Setting<'run>, left_out: &'run LeftOut, kpi: usize) -> Acting<'run> {
    let effects = setting.book.of_kpi(kpi);
    match left_out.get(&kpi) {
        Some(rest) => rest.acting(effects),
        None => setting.together.get(kpi).map_or(Acting::Nothing, |together| together.acting(effects)),
    }
}

fn kpi_before_effects(
    setting: Setting<'_>,
    values: &Values,
    kpi: Id<Kpi>,
    month: usize,
) -> Result<Option<Number>, Fault> {
    let Some(terms) = setting.plan.kpis.get(kpi.index()) else { return Ok(None) };
    if let Some(formula) = &terms.formula {
        let readable = environment(setting, values);
        return Ok(Some(formula.run(&readable, month)?));
    }
    let Some(start) = combine::start_value(terms) else { return Ok(None) };
    let value = drift(start, terms.trend, month);
    Ok(Some(value.map_err(|error| Fault::arithmetic(error, kpi_span(setting.plan, kpi)))?))
}

/// The start and its trend, *i* months on.
fn drift(start: Number, trend: Option<Number>, month: usize) -> Result<Number, ArithmeticError> {
    match trend {
        Some(trend) => start.add(trend.multiply(count(month + 1))?),
        None => Ok(start),
    }
}

fn stage_figures(setting: Setting<'_>, values: &Values, stage: Id<Stage>, month: usize) -> Figures {
    let entering = match entering(setting, values, stage, month) {
        Ok(Some(entering)) => hold(entering),
        Ok(None) => return Figures::default(),
        Err(fault) => return Figures { fault: Some(fault), ..Figures::default() },
    };
    match leaving(setting, values, stage, month, entering) {
        Ok(leaving) => Figures { shown: Some(entering), inner: Some(hold(leaving)), fault: None },
        Err(fault) => Figures { shown: Some(entering), inner: None, fault: Some(fault) },
    }
}

/// What the stage before leaves, or what the journey begins with, and besides what returns from the month before.
fn entering(setting: Setting<'_>, values: &Values, stage: Id<Stage>, month: usize) -> Result<Option<Number>, Fault> {
    let Some(terms) = setting.plan.stages.get(stage.index()) else { return Ok(None) };
    let readable = environment(setting, values);
    let first = match terms.before {
        Some(before) => values.leaving(before, month),
        None => match setting.plan.journeys.get(terms.journey.index()).and_then(|journey| journey.entering.as_ref()) {
            Some(entering) => Some(entering.run(&readable, month)?),
            None => None,
        },
    };
    let Some(mut sum) = first else { return Ok(None) };
    let Some(last_month) = month.checked_sub(1) else { return Ok(Some(sum)) };
    for (share, from) in setting.graph.returns_into(stage) {
        let Some(left) = values.leaving(*from, last_month) else { return Ok(None) };
        let share = share.run(&readable, last_month)?;
        let with_returns = left.multiply(share).and_then(|back| sum.add(back));
        sum = with_returns.map_err(|error| Fault::arithmetic(error, stage_span(setting.plan, stage)))?;
    }
    Ok(Some(sum))
}

/// Of what enters, the share that goes on: all of it unless said.
fn leaving(
    setting: Setting<'_>,
    values: &Values,
    stage: Id<Stage>,
    month: usize,
    entering: Number,
) -> Result<Number, Fault> {
    let converts = setting.plan.stages.get(stage.index()).and_then(|terms| terms.converts.as_ref());
    let Some(converts) = converts else { return Ok(entering) };
    let share = converts.run(&environment(setting, values), month)?;
    entering.multiply(share).map_err(|error| Fault::arithmetic(error, stage_span(setting.plan, stage)))
}

fn environment<'run>(setting: Setting<'run>, values: &'run Values) -> PlanEnvironment<'run> {
    PlanEnvironment { plan: setting.plan, values, costs: setting.costs }
}

/// Where a KPI is declared.
pub(super) fn kpi_span(plan: &CheckedPlan, kpi: Id<Kpi>) -> Span {
    plan.plan().head(kpi.into()).span
}

fn stage_span(plan: &CheckedPlan, stage: Id<Stage>) -> Span {
    plan.plan().head(stage.into()).span
}
