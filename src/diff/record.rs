//! One of the plans that are compared: what it says and what it comes to, by name; what it says is asked by kind and name.

use std::collections::BTreeMap;

use super::scenario_figures::ScenarioFigures;
use super::stand;
use super::stand::Stand;
use super::transferred::{Transferred, transferred};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::Kind;
use crate::model::facts::Topic;
use crate::outcome::{Outcome, outcome};
use crate::quantity::{Month, Number};

/// What a plan says and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it says, by kind and name; stages and levels in their order. Nothing of a plan file.
    pub topics: Vec<Topic>,
    /// What it comes to.
    pub outcome: Outcome,
    /// What transfers do, by package; nothing of a plan file.
    pub transferred: BTreeMap<String, Transferred>,
    /// What the comparison with other times needs; nothing of a plan file.
    pub past: Past,
    /// What it holds itself to, as figures; nothing of a plan file.
    pub stand: Stand,
    /// What its scenarios come to, by name; nothing of a plan file.
    pub scenarios: BTreeMap<String, ScenarioFigures>,
}

/// When a plan begins, and what was observed by then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Its first month.
    pub begins: Option<Month>,
    /// By KPI, what was observed in which month, in the KPI's unit.
    pub observed: BTreeMap<String, BTreeMap<String, Number>>,
}

/// The record of an evaluated plan whose facts are `topics`.
#[must_use]
pub fn record(topics: Vec<Topic>, plan: &CheckedPlan, evaluation: &Evaluation) -> Record {
    Record {
        topics,
        outcome: outcome(plan, evaluation),
        transferred: transferred(plan, evaluation),
        past: past(plan),
        stand: stand::stand(plan),
        scenarios: BTreeMap::new(),
    }
}

fn past(plan: &CheckedPlan) -> Past {
    let mut observed: BTreeMap<String, BTreeMap<String, Number>> = BTreeMap::new();
    for (observe, values) in plan.plan().observes.values().zip(&plan.figures.observations) {
        let Some(kpi) = observe.about.kpi() else { continue };
        let name = plan.plan().head(kpi.into()).path.to_string();
        observed.entry(name).or_default().extend(values.iter().map(|(month, value)| (month.to_string(), *value)));
    }
    Past { begins: Some(plan.calendar.first()), observed }
}

impl Record {
    /// What is known by what it comes to.
    pub(super) fn of_outcome(topics: Vec<Topic>, outcome: Outcome) -> Record {
        let (transferred, scenarios) = (BTreeMap::new(), BTreeMap::new());
        Record { topics, outcome, transferred, past: Past::default(), stand: Stand::default(), scenarios }
    }

    /// What comes to nothing, in the currency of another.
    pub(super) fn of_nothing(topics: Vec<Topic>, other: &Record) -> Record {
        Record::of_outcome(topics, Outcome::empty(other.outcome.currency))
    }

    /// A declaration by its kind and name.
    #[must_use]
    pub fn topic(&self, kind: Kind, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.kind == kind && topic.name() == name)
    }

    /// The declarations of a kind, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Topic> {
        self.topics.iter().filter(move |topic| topic.kind == kind)
    }

    /// The plan's own declaration.
    #[must_use]
    pub fn plan(&self) -> Option<&Topic> {
        self.of_kind(Kind::Plan).next()
    }

    /// The plan's title, else its name.
    #[must_use]
    pub fn title(&self) -> &str {
        self.plan().map_or("", |plan| plan.title.as_deref().unwrap_or(plan.name()))
    }
}

/// The package of a level or an alternative, by their paths.
#[must_use]
pub(super) fn package_of(level: &str) -> &str {
    level.split('.').next().unwrap_or(level)
}
