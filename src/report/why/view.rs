//! What a plan says, and what it comes to, by name: all that a form is made from.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::document::Name;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::facts::{Fact, Topic};
use crate::model::{AnyId, Id, Kind, Level};
use crate::outcome::Account;
use crate::source::{Sources, Span};

/// What a plan says, and what it comes to unless it has errors.
pub struct Why<'run> {
    pub(super) sources: &'run Sources,
    pub(super) topics: &'run [Topic],
    pub(super) figures: Option<Figures<'run>>,
    /// The places among the topics, by kind and name.
    pub(super) by_name: BTreeMap<(Kind, &'run str), usize>,
    /// The declarations by where their names stand.
    pub(super) ids: BTreeMap<(Kind, Span), AnyId>,
    /// Who names what. Not every question needs it.
    pub(super) uses: OnceLock<Uses<'run>>,
    /// What acts on each KPI in the month it is looked at, by its place. Not every question needs it.
    pub(super) acting: OnceLock<BTreeMap<usize, Acting>>,
    /// The milestones of each package.
    pub(super) milestones: BTreeMap<&'run str, Vec<&'run Topic>>,
    /// How much a form of a package tells.
    pub(super) extent: FormExtent,
}

/// How many effects act on a KPI in a month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Acting {
    /// Absolute ones that improve it.
    pub(super) helpful: usize,
    /// All absolute ones.
    pub(super) absolute: usize,
    /// Those that multiply.
    pub(super) relative: usize,
}

/// Who names what, by kind and path: the topic and the line.
pub(super) type Uses<'run> = BTreeMap<(Kind, &'run str), Vec<(usize, &'run Fact)>>;

/// How much a form of a package tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormExtent {
    /// Everything.
    Whole,
    /// Nothing that takes a look at the whole plan for each: where it stands in each ranking, which rise would fund it, its
    /// months. Pages of thousands of packages are told so.
    Brief,
}

/// What an evaluated plan comes to.
pub(super) struct Figures<'run> {
    pub(super) plan: &'run CheckedPlan,
    pub(super) evaluation: &'run Evaluation,
    pub(super) account: Account,
    /// The rows of the ranking sheet, by level.
    pub(super) rows: BTreeMap<usize, usize>,
    /// The levels of each package, those of alternatives too.
    pub(super) levels: Vec<Vec<Id<Level>>>,
}

/// The kind and path of a topic.
#[must_use]
pub fn name_of(topic: &Topic) -> Name {
    Name { kind: topic.kind.keyword(), path: topic.name().to_owned() }
}

/// The title of a topic, else its name, else its keyword.
#[must_use]
pub fn title_of(topic: &Topic) -> &str {
    match &topic.title {
        Some(title) => title,
        None if topic.name().is_empty() => topic.kind.keyword(),
        None => topic.name(),
    }
}
