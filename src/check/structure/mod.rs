//! What a plan's parts hang on: takes a resolved plan, gives the ways of packages, what each level builds on, the trees of
//! departments and objectives, every loop, and the rankings that no other merges. Worked out once, before anything is checked; rules and
//! terms read the same.

mod above;
mod foundations;
mod links;
mod loops;
mod tree;
mod ways;

use rustc_hash::FxHashSet;

pub(in crate::check) use foundations::{Foundations, kept};
pub(in crate::check) use links::{Family, Link};
pub(in crate::check) use loops::Loops;
pub(in crate::check) use tree::Tree;
pub(in crate::check) use ways::Ways;

use super::checked::Chains;
use crate::model::{Department, Id, Objective, Plan, Ranking};

/// The structure of a plan.
#[derive(Debug)]
pub(in crate::check) struct Structure {
    pub ways: Ways,
    pub foundations: Foundations,
    pub departments: Tree,
    /// Each department and each objective with all above it.
    pub above_departments: Chains<Department>,
    pub above_objectives: Chains<Objective>,
    pub loops: Loops,
    /// The rankings that no other merges, in the order of the plan's; the first funds.
    pub tops: Vec<Id<Ranking>>,
}

impl Structure {
    /// Analyses a plan.
    pub(in crate::check) fn of(plan: &Plan) -> Structure {
        let ways = Ways::of(plan);
        let foundations = Foundations::of(plan, &ways);
        let loops = Loops::of(plan, &ways, &foundations);
        Structure {
            departments: Tree::of(plan),
            above_departments: above::departments(plan),
            above_objectives: above::objectives(plan),
            tops: tops(plan),
            ways,
            foundations,
            loops,
        }
    }
}

fn tops(plan: &Plan) -> Vec<Id<Ranking>> {
    let merges = plan.rankings.values().flat_map(|ranking| &ranking.merges).flat_map(|merges| &merges.0);
    let merged: FxHashSet<Id<Ranking>> = merges.map(|merged| merged.value).collect();
    plan.rankings.ids().filter(|id| !merged.contains(id)).collect()
}
