//! What a plan holds itself to, as figures: takes a checked plan, gives by name the baselines, targets, promises, conditions
//! and mandates that a later plan can let go. How they are written is in the facts; here they can be compared.

use std::collections::BTreeMap;

use crate::check::program::{Comparison, Program, Step};
use crate::check::{ChangeTerms, CheckedPlan, Direction, RequireTerms};
use crate::model::AnyId;
use crate::model::kpi::Better;
use crate::outcome;
use crate::quantity::Number;

/// What a plan holds itself to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand {
    /// By KPI.
    pub kpis: BTreeMap<String, KpiStand>,
    /// By level and KPI, the likely size of its effect, absolute or relative.
    pub promises: BTreeMap<(String, String), Number>,
    /// By requirement.
    pub conditions: BTreeMap<String, Condition>,
    /// The levels that an authority requires.
    pub mandates: BTreeMap<String, String>,
}

/// Where a KPI starts and what it is to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiStand {
    /// Which way it improves, where that is said.
    pub better: Option<Better>,
    /// Where it starts.
    pub baseline: Option<Number>,
    /// The target, and its month by its place in the calendar.
    pub target: Option<(Number, usize)>,
}

/// A condition with its limits taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What it does, step by step, by name.
    pub steps: Vec<String>,
    /// What is compared with, in order, and how.
    pub limits: Vec<(Comparison, Number)>,
}

/// What a plan holds itself to.
pub(super) fn stand(plan: &CheckedPlan) -> Stand {
    let name = |id: AnyId| plan.plan().head(id).path.to_string();
    let kpis = plan.plan().kpis.ids().zip(&plan.kpis).map(|(id, terms)| {
        let better = match terms.direction {
            Direction::Said => Some(terms.better),
            Direction::Unsaid => None,
        };
        let target = terms.target.map(|target| (target.value, target.month));
        (name(id.into()), KpiStand { better, baseline: terms.baseline, target })
    });
    let levels = || plan.plan().levels.ids().zip(&plan.levels);
    let mut promises: BTreeMap<(String, String), Number> = BTreeMap::new();
    for (id, terms) in levels() {
        for effect in &terms.effects {
            let (ChangeTerms::Absolute(estimate) | ChangeTerms::Relative(estimate)) = &effect.change;
            if let Some(likely) = estimate.likely.constant() {
                promises.entry((name(id.into()), name(effect.kpi.into()))).or_insert(likely);
            }
        }
    }
    let mandates = levels().filter_map(|(id, terms)| Some((name(id.into()), terms.mandate.as_deref()?.to_owned())));
    let conditions = plan.requires.iter().map(|terms| (outcome::name(plan, terms.id), condition(plan, terms)));
    Stand { kpis: kpis.collect(), promises, conditions: conditions.collect(), mandates: mandates.collect() }
}

fn condition(plan: &CheckedPlan, terms: &RequireTerms) -> Condition {
    let Program::Code(code) = &terms.condition else { return Condition { steps: Vec::new(), limits: Vec::new() } };
    let mut condition = Condition { steps: Vec::new(), limits: Vec::new() };
    let mut steps = code.steps.iter().map(|(step, _)| *step).peekable();
    while let Some(step) = steps.next() {
        match (step, steps.peek()) {
            (Step::Push(limit), Some(Step::Compare(comparison))) => {
                condition.limits.push((*comparison, limit));
                condition.steps.push(format!("{comparison:?}"));
                steps.next();
            }
            (step, _) => condition.steps.push(named(plan, step)),
        }
    }
    condition
}

/// A step with names in the place of what they are here.
fn named(plan: &CheckedPlan, step: Step) -> String {
    let name = |id: AnyId| plan.plan().head(id).path.to_string();
    let (word, id, place): (&str, AnyId, usize) = match step {
        Step::Kpi(id) => ("kpi", id.into(), 0),
        Step::KpiAt(id, month) => ("kpi at", id.into(), month),
        Step::KpiLag(id, months) => ("kpi before", id.into(), months),
        Step::Driver(id) => ("driver", id.into(), 0),
        Step::DriverLag(id, months) => ("driver before", id.into(), months),
        Step::Entering(id, months) => ("entering", id.into(), months),
        Step::Leaving(id, months) => ("leaving", id.into(), months),
        Step::EnteringAt(id, month) => ("entering at", id.into(), month),
        Step::LeavingAt(id, month) => ("leaving at", id.into(), month),
        Step::Cost(id) => ("cost", id, 0),
        Step::CostAt(id, month) => ("cost at", id, month),
        Step::Spend(id) => ("spend", id, 0),
        Step::Funded(id) => ("funded", id.into(), 0),
        Step::Score(id) => ("score", id.into(), 0),
        other => return format!("{other:?}"),
    };
    format!("{word} {} {place}", name(id))
}
