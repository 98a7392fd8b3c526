//! One of the plans that are compared: what it says and what it comes to, by name; what it says is asked by kind and name.

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::Kind;
use crate::model::facts::Topic;
use crate::outcome::{Outcome, outcome};

/// What a plan says and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it says, by kind and name; stages and levels in their order. Nothing of a plan file.
    pub topics: Vec<Topic>,
    /// What it comes to.
    pub outcome: Outcome,
}

/// The record of an evaluated plan whose facts are `topics`.
#[must_use]
pub fn record(topics: Vec<Topic>, plan: &CheckedPlan, evaluation: &Evaluation) -> Record {
    Record { topics, outcome: outcome(plan, evaluation) }
}

impl Record {
    /// A declaration by its kind and name.
    #[must_use]
    pub fn topic(&self, kind: Kind, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.kind == kind && topic.name == name)
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
        self.plan().map_or("", |plan| plan.title.as_deref().unwrap_or(&plan.name))
    }
}

/// The package of a level or an alternative, by their paths.
#[must_use]
pub(super) fn package_of(level: &str) -> &str {
    level.split('.').next().unwrap_or(level)
}
