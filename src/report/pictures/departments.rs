//! Departments: a tree with the plan as its root, each department with what it spends, each package below its own.

use std::collections::BTreeMap;

use super::view::{Drawn, money, package};
use crate::model::{AnyId, Department, Id};
use crate::quantity::Money;
use crate::report::head::title;
use crate::report::names::display;
use crate::report::picture::{Arrow, Network, Node, Scene, Shape};
use crate::trace::Weights;

pub(super) fn scene(drawn: Drawn<'_>) -> Scene {
    let plan = drawn.plan;
    let mut network = Network { shape: Shape::Tree, boxes: Vec::new(), lines: Vec::new() };
    if plan.plan().departments.is_empty() {
        return Scene::Network(network);
    }
    let weights = Weights::of(plan, drawn.evaluation);
    let spend = spend(drawn, &weights);
    let total = drawn.evaluation.funding.as_ref().map(|funding| money(plan, funding.total.spent));
    network.boxes.push(Node::new(title(plan), total.unwrap_or_default()));
    let mut below: BTreeMap<Option<Id<Department>>, Vec<AnyId>> = BTreeMap::new();
    for (id, department) in plan.plan().departments.iter() {
        below.entry(department.part_of.map(|above| above.value)).or_default().push(id.into());
    }
    for (id, terms) in plan.plan().packages.ids().zip(&plan.packages) {
        below.entry(Some(terms.department)).or_default().push(id.into());
    }
    // What waits stands with the next at the end; each box after the one it hangs on.
    let top = below.get(&None).into_iter().flatten().rev().map(|id| (0, *id));
    let mut waiting: Vec<(usize, AnyId)> = top.collect();
    while let Some((above, id)) = waiting.pop() {
        let index = network.boxes.len();
        network.lines.push(Arrow::new(above, index));
        if let Some(department) = id.cast::<Department>() {
            let cost = spend.get(&department).copied().unwrap_or_default();
            network.boxes.push(Node::new(display(plan, id), money(plan, cost)));
            waiting.extend(below.get(&Some(department)).into_iter().flatten().rev().map(|id| (index, *id)));
        } else if let Some(id) = id.cast() {
            let (mark, stroke, detail) = package(drawn, &weights, id);
            network.boxes.push(Node { mark, stroke, ..Node::new(display(plan, id), detail) });
        }
    }
    Scene::Network(network)
}

/// What is funded of each department with those that are part of it.
fn spend(drawn: Drawn<'_>, weights: &Weights<'_>) -> BTreeMap<Id<Department>, Money> {
    // All funded costs together hold in the budget, which is a number; so do some of them.
    let plus = |sum: Option<Money>, cost: Money| Some(sum.map_or(cost, |sum| sum.add(cost).unwrap_or(sum)));
    let mut spend: Vec<Option<Money>> = vec![None; drawn.plan.plan().departments.len()];
    for (id, terms) in drawn.plan.plan().packages.ids().zip(&drawn.plan.packages) {
        let (Some(cost), Some(sum)) = (weights.package(id), spend.get_mut(terms.department.index())) else { continue };
        *sum = plus(*sum, cost);
    }
    drawn.plan.department_chains.with_inner(&mut spend, |around, inner| {
        if let Some(cost) = inner {
            *around = plus(*around, *cost);
        }
    });
    spend.into_iter().enumerate().filter_map(|(index, sum)| Some((Id::new(index), sum?))).collect()
}
