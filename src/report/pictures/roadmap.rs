//! The roadmap: each package with its milestones on a row of months, what follows what, what is critical and late.

use std::collections::BTreeMap;

use super::view::Drawn;
use crate::model::{Id, Milestone, Package};
use crate::report::document::Mark;
use crate::report::names::display;
use crate::report::picture::{Day, Scene, Stroke, Timeline, Track};
use crate::roadmap::{Progress, RoadmapStep, roadmap};

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let plan = drawn.plan;
    let steps = roadmap(plan, Some(drawn.evaluation), drawn.as_of);
    // Packages in the order of their first days.
    let mut tracks: Vec<(Id<Package>, Vec<&RoadmapStep>)> = Vec::new();
    let mut known: BTreeMap<Id<Package>, usize> = BTreeMap::new();
    let mut place: BTreeMap<Id<Milestone>, (usize, usize)> = BTreeMap::new();
    for step in &steps {
        let track = *known.entry(step.package).or_insert_with(|| {
            tracks.push((step.package, Vec::new()));
            tracks.len() - 1
        });
        if let Some((_, own)) = tracks.get_mut(track) {
            place.insert(step.milestone, (track, own.len()));
            own.push(step);
        }
    }
    let day = |step: &&RoadmapStep| Day {
        title: display(plan, step.milestone).to_owned(),
        on: step.on,
        owner: step.owner.map_or("", |owner| display(plan, owner)).to_owned(),
        mark: match step.progress {
            Progress::Done => Some(Mark::Good),
            Progress::Late => Some(Mark::Bad),
            Progress::AtRisk { .. } => Some(Mark::Neutral),
            Progress::Ahead => None,
        },
        is_critical: step.is_critical,
        after: step.after.iter().filter_map(|before| place.get(before).copied()).collect(),
    };
    let track = |(package, own): &(Id<Package>, Vec<&RoadmapStep>)| Track {
        title: display(plan, *package).to_owned(),
        stroke: if own.iter().all(|step| step.is_funded) { Stroke::Solid } else { Stroke::Broken },
        days: own.iter().map(day).collect(),
    };
    let tracks = tracks.iter().map(track).collect();
    Scene::Roadmap(Timeline { first: plan.calendar.first(), months: plan.calendar.len(), tracks })
}
