//! The roadmap: takes the evaluated plan and a month to look back from, gives its milestones in order of day, with what is
//! critical, what has slack, what is late and what that puts at risk.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::schema::Truth;
use crate::model::{AnyId, Id, Level, Milestone, Package, Role};
use crate::quantity::{Date, Month};

/// A step on the way of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadmapStep {
    /// The milestone.
    pub milestone: Id<Milestone>,
    /// Its package.
    pub package: Id<Package>,
    /// Its day.
    pub on: Date,
    /// Who answers for it: its own owner, else the package's.
    pub owner: Option<Id<Role>>,
    /// The milestones it follows.
    pub after: Vec<Id<Milestone>>,
    /// Whether it lies on the way back from its package's last milestone, at each step the latest that is followed.
    pub is_critical: bool,
    /// The days until the first of those that follow it; nothing where none does.
    pub slack: Option<i32>,
    /// How it stands.
    pub progress: Progress,
    /// Whether anything of its package is funded; what is not, is struck out.
    pub is_funded: bool,
}

/// How a milestone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It is done.
    Done,
    /// Nothing speaks against it.
    Ahead,
    /// Its day is past, by the end of the month looked back from, and it is not done.
    Late,
    /// It follows one that is late.
    AtRisk {
        /// The late one.
        by: Id<Milestone>,
    },
}

/// The milestones of a plan, by day, then name. Without a month nothing is late.
#[must_use]
pub fn roadmap(plan: &CheckedPlan, evaluation: Option<&Evaluation>, as_of: Option<Month>) -> Vec<RoadmapStep> {
    let model = plan.plan();
    let funded = funded_packages(plan, evaluation);
    let mut steps: Vec<RoadmapStep> = Vec::new();
    for (id, milestone) in model.milestones.iter() {
        let package = milestone.parent.and_then(AnyId::cast::<Package>);
        let (Some(package), Some(on)) = (package, milestone.on.get()) else { continue };
        let owner = milestone.owner.as_ref().or(model.packages[package].owner.get());
        let is_done = milestone.done == Some(Truth::Yes);
        let is_late = !is_done && as_of.is_some_and(|month| on.value <= month.last_day());
        steps.push(RoadmapStep {
            milestone: id,
            package,
            on: on.value,
            owner: owner.map(|owner| owner.value),
            after: milestone.after.iter().flat_map(|list| &list.0).map(|before| before.value).collect(),
            is_critical: false,
            slack: None,
            progress: if is_done {
                Progress::Done
            } else if is_late {
                Progress::Late
            } else {
                Progress::Ahead
            },
            is_funded: funded.as_ref().is_none_or(|funded| funded.contains(&package)),
        });
    }
    // By day: whatever a milestone follows stands before it, as `check` has seen to.
    steps.sort_by_key(|step| (step.on, step.milestone));
    let place: BTreeMap<Id<Milestone>, usize> =
        steps.iter().enumerate().map(|(place, step)| (step.milestone, place)).collect();
    note_slack(&mut steps, &place);
    note_critical(&mut steps, &place);
    note_risk(&mut steps, &place);
    steps
}

/// The packages of which something is funded; none is known of a plan without `funding`.
fn funded_packages(plan: &CheckedPlan, evaluation: Option<&Evaluation>) -> Option<BTreeSet<Id<Package>>> {
    let funded = &evaluation?.funding.as_ref()?.funded;
    let package = |level: &Id<Level>| plan.levels.get(level.index()).map(|terms| terms.package);
    Some(funded.iter().filter_map(package).collect())
}

fn note_slack(steps: &mut [RoadmapStep], place: &BTreeMap<Id<Milestone>, usize>) {
    let mut slack: BTreeMap<usize, i32> = BTreeMap::new();
    for step in steps.iter() {
        for before in step.after.iter().filter_map(|before| place.get(before)) {
            let Some(earlier) = steps.get(*before) else { continue };
            let days = earlier.on.days_until(step.on);
            slack.entry(*before).and_modify(|least| *least = (*least).min(days)).or_insert(days);
        }
    }
    for (place, days) in slack {
        if let Some(step) = steps.get_mut(place) {
            step.slack = Some(days);
        }
    }
}

/// Back from the last milestone of each package, at each step to the latest of those that are followed. Each milestone is
/// gone through once: the way back from it is the same whoever asks.
fn note_critical(steps: &mut [RoadmapStep], place: &BTreeMap<Id<Milestone>, usize>) {
    let mut last: BTreeMap<Id<Package>, usize> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        last.insert(step.package, index);
    }
    for end in last.into_values() {
        let mut at = Some(end);
        while let Some(step) = at.and_then(|index| steps.get_mut(index)).filter(|step| !step.is_critical) {
            step.is_critical = true;
            at = step.after.iter().filter_map(|before| place.get(before)).copied().max();
        }
    }
}

fn note_risk(steps: &mut [RoadmapStep], place: &BTreeMap<Id<Milestone>, usize>) {
    for index in 0..steps.len() {
        let Some(step) = steps.get(index).filter(|step| step.progress == Progress::Ahead) else { continue };
        let before = step.after.iter().filter_map(|before| steps.get(*place.get(before)?));
        let by = before.filter_map(|before| match before.progress {
            Progress::Late => Some(before.milestone),
            Progress::AtRisk { by } => Some(by),
            Progress::Done | Progress::Ahead => None,
        });
        let by = by.min_by_key(|milestone| place.get(milestone));
        if let (Some(by), Some(step)) = (by, steps.get_mut(index)) {
            step.progress = Progress::AtRisk { by };
        }
    }
}
