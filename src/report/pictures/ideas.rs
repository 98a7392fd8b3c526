//! Ideas: a mind map with the plan as its root, themes, and each idea below the one it grew from.

use std::collections::BTreeMap;

use super::view::Drawn;
use crate::model::idea::IdeaStage;
use crate::model::{Id, Idea};
use crate::report::document::Mark;
use crate::report::head::title;
use crate::report::names::display;
use crate::report::picture::{Arrow, Network, Node, Scene, Shape, Stroke};
use crate::trace::Weights;

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let ideas = &drawn.plan.plan().ideas;
    let mut network = Network { shape: Shape::Tree, boxes: Vec::new(), lines: Vec::new() };
    if ideas.is_empty() {
        return Scene::Network(network);
    }
    let weights = Weights::of(drawn.plan, drawn.evaluation);
    network.boxes.push(Node::new(title(drawn.plan), ""));
    let mut below: BTreeMap<Id<Idea>, Vec<Id<Idea>>> = BTreeMap::new();
    let mut themes: BTreeMap<Option<&str>, Vec<Id<Idea>>> = BTreeMap::new();
    for (id, idea) in ideas.iter() {
        match &idea.part_of {
            Some(above) => below.entry(above.value).or_default().push(id),
            None => themes.entry(idea.theme.as_ref().map(|theme| &*theme.value)).or_default().push(id),
        }
    }
    for (theme, top) in themes {
        let above = match theme {
            Some(theme) => {
                network.lines.push(Arrow::new(0, network.boxes.len()));
                network.boxes.push(Node::new(theme, ""));
                network.boxes.len() - 1
            }
            None => 0,
        };
        let mut waiting: Vec<(usize, Id<Idea>)> = top.into_iter().rev().map(|id| (above, id)).collect();
        while let Some((above, id)) = waiting.pop() {
            let index = network.boxes.len();
            network.lines.push(Arrow::new(above, index));
            network.boxes.push(node(drawn, &weights, id));
            waiting.extend(below.get(&id).into_iter().flatten().rev().map(|id| (index, *id)));
        }
    }
    Scene::Network(network)
}

/// An idea with what became of it: good news is one whose package is funded.
fn node(drawn: Drawn<'_>, weights: &Weights<'_>, id: Id<Idea>) -> Node {
    let node = Node::new(display(drawn.plan, id), "");
    let Some(status) = drawn.plan.plan().ideas[id].status.get() else { return node };
    let word = status.stage.value.word();
    match (status.stage.value, &status.package) {
        (IdeaStage::Promoted, Some(package)) => {
            let is_funded = weights.package(package.value).is_some();
            let not = if is_funded { "" } else { ", not funded" };
            let detail = format!("{word} to {}{not}", display(drawn.plan, package.value));
            Node { detail, mark: is_funded.then_some(Mark::Good), ..node }
        }
        (IdeaStage::Open | IdeaStage::Promoted, _) => Node { detail: word.to_owned(), ..node },
        (IdeaStage::Parked | IdeaStage::Rejected, _) => {
            Node { detail: word.to_owned(), stroke: Stroke::Broken, ..node }
        }
    }
}
