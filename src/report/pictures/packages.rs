//! Packages: a lane for each way to do a job with its levels in order, and what needs or rules out what.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{Drawn, money};
use crate::check::Eligibility;
use crate::model::{Id, Level, Package};
use crate::report::document::Mark;
use crate::report::names::display;
use crate::report::picture::{Arrow, Network, Node, Scene, Shape, Stroke};

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let mut network = Network { shape: Shape::Lanes, boxes: Vec::new(), lines: Vec::new() };
    let mut place: BTreeMap<Id<Level>, usize> = BTreeMap::new();
    for id in drawn.plan.plan().packages.ids() {
        for (lane, levels) in lanes(drawn, id) {
            for (order, level) in levels.iter().enumerate() {
                let index = network.boxes.len();
                place.insert(*level, index);
                network.boxes.push(node(drawn, *level, lane.clone()));
                if order > 0 {
                    network.lines.push(Arrow::new(index - 1, index));
                }
            }
        }
    }
    add_needs(drawn, &place, &mut network);
    Scene::Network(network)
}

/// The lanes of a package: its own levels, then each alternative.
fn lanes(drawn: Drawn<'_>, id: Id<Package>) -> Vec<(String, Vec<Id<Level>>)> {
    let model = drawn.plan.plan();
    let package = &model.packages[id];
    let title = display(drawn.plan, id);
    let mut lanes = vec![(title.to_owned(), package.level.0.clone())];
    let competes = |level: &Id<Level>| {
        drawn.plan.levels.get(level.index()).is_some_and(|terms| terms.eligibility == Eligibility::Competes)
    };
    // What was rejected needs nothing any more.
    for alternative in package.alternative.0.iter().filter(|id| model.alternatives[**id].level.0.iter().any(competes)) {
        let name = format!("{title}, or else: {}", display(drawn.plan, *alternative));
        lanes.push((name, model.alternatives[*alternative].level.0.clone()));
    }
    lanes
}

fn node(drawn: Drawn<'_>, level: Id<Level>, lane: String) -> Node {
    let rows = drawn.evaluation.funding.iter().flat_map(|funding| &funding.funded);
    let is_funded = rows.copied().any(|funded| funded == level);
    let cost = drawn.evaluation.money.get(level.index()).map(|cost| money(drawn.plan, cost.gross)).unwrap_or_default();
    let word = if is_funded { "" } else { ", not funded" };
    Node {
        mark: is_funded.then_some(Mark::Good),
        stroke: if is_funded { Stroke::Solid } else { Stroke::Broken },
        lane: Some(lane),
        ..Node::new(display(drawn.plan, level), format!("{cost}{word}"))
    }
}

/// What each level cannot do without, and what rules it out. A need of a whole package is drawn to its first level.
fn add_needs(drawn: Drawn<'_>, place: &BTreeMap<Id<Level>, usize>, network: &mut Network) {
    let mut seen = BTreeSet::new();
    for (level, terms) in drawn.plan.plan().levels.ids().zip(&drawn.plan.levels) {
        let Some(own) = place.get(&level) else { continue };
        for need in &terms.needs {
            let needed = need.any_of.first().and_then(|needed| place.get(needed));
            if let Some(needed) = needed.filter(|needed| seen.insert((**needed, *own))) {
                network.lines.push(Arrow { label: "needs".to_owned(), ..Arrow::new(*needed, *own) });
            }
        }
        for excluded in terms.excludes.iter().filter_map(|excluded| place.get(excluded)) {
            if excluded > own && seen.insert((*own, *excluded)) {
                let label = "excludes".to_owned();
                network.lines.push(Arrow { label, stroke: Stroke::Broken, ..Arrow::new(*own, *excluded) });
            }
        }
    }
}
