//! What is part of what: takes the parent of each, gives each with itself and all above it; loops are cut.

use super::super::checked::Chains;
use super::super::graph;
use crate::model::{Department, Id, Objective, Plan};

/// Each department with itself and all above it.
pub(super) fn departments(plan: &Plan) -> Chains<Department> {
    chains(plan.departments.values().map(|department| department.part_of.map(|above| above.value)).collect())
}

/// Each objective with itself and all above it.
pub(super) fn objectives(plan: &Plan) -> Chains<Objective> {
    chains(plan.objectives.values().map(|objective| objective.part_of.map(|above| above.value)).collect())
}

fn chains<T>(parents: Vec<Option<Id<T>>>) -> Chains<T> {
    let dependencies: Vec<Vec<usize>> =
        parents.iter().map(|parent| parent.iter().map(|parent| parent.index()).collect()).collect();
    let mut is_ready = vec![false; parents.len()];
    let mut above: Vec<Option<Id<T>>> = parents.iter().map(|_| None).collect();
    // What is above comes first in this order; what does not, closes a loop.
    for index in graph::sort(&dependencies).order {
        let parent = parents.get(index).copied().flatten();
        let parent = parent.filter(|parent| is_ready.get(parent.index()) == Some(&true));
        above.get_mut(index).into_iter().for_each(|place| *place = parent);
        is_ready.get_mut(index).into_iter().for_each(|place| *place = true);
    }
    Chains { above }
}
