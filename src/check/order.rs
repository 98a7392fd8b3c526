//! The order of computing: takes KPIs and stages with what they read, gives each after what it reads of the same month.

use super::checked::{Computed, JourneyTerms, KpiTerms, StageTerms};
use super::context::Checker;
use super::graph;
use super::program::{Program, Step};
use super::shape;
use crate::model::{AnyId, Id};

/// Orders all KPIs and stages; a loop within one month is reported whole.
pub(super) fn order(
    checker: &mut Checker,
    kpis: &[Option<KpiTerms>],
    stages: &[Option<StageTerms>],
    journeys: &[Option<JourneyTerms>],
) -> Vec<Computed> {
    let first_stage = kpis.len();
    let node = |computed: Computed| match computed {
        Computed::Kpi(kpi) => kpi.index(),
        Computed::Stage(stage) => first_stage.saturating_add(stage.index()),
    };
    let mut dependencies: Vec<Vec<usize>> = Vec::with_capacity(kpis.len().saturating_add(stages.len()));
    for kpi in kpis {
        let formula = kpi.as_ref().and_then(|kpi| kpi.formula.as_ref());
        dependencies.push(formula.into_iter().flat_map(reads).map(node).collect());
    }
    for stage in stages {
        let Some(stage) = stage else {
            dependencies.push(Vec::new());
            continue;
        };
        let journey = journeys.get(stage.journey.index()).and_then(Option::as_ref);
        let entering = journey.and_then(|journey| journey.entering.as_ref()).filter(|_| stage.before.is_none());
        let shares = stage.converts.iter().chain(stage.returns.iter().map(|(share, _)| share));
        let before = stage.before.map(|before| node(Computed::Stage(before)));
        let programs = shares.chain(entering);
        dependencies.push(programs.flat_map(reads).map(node).chain(before).collect());
    }
    let sorted = graph::sort(&dependencies);
    let computed = |index: usize| match index.checked_sub(first_stage) {
        Some(stage) => Computed::Stage(Id::new(stage)),
        None => Computed::Kpi(Id::new(index)),
    };
    for members in &sorted.loops {
        let names: Vec<AnyId> = members.iter().map(|member| any(computed(*member))).collect();
        let finding = shape::looped(checker, shape::Loop::Month, names);
        checker.report(finding);
    }
    sorted.order.into_iter().map(computed).collect()
}

/// What a program reads of the month it is computed in.
fn reads(program: &Program) -> impl Iterator<Item = Computed> + '_ {
    program.steps().iter().filter_map(|(step, _)| match step {
        Step::Kpi(kpi) | Step::KpiLag(kpi, 0) => Some(Computed::Kpi(*kpi)),
        Step::Entering(stage, 0) | Step::Leaving(stage, 0) => Some(Computed::Stage(*stage)),
        _ => None,
    })
}

fn any(computed: Computed) -> AnyId {
    match computed {
        Computed::Kpi(kpi) => kpi.into(),
        Computed::Stage(stage) => stage.into(),
    }
}
