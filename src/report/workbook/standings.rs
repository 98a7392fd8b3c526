//! Where each level stands: its package, its place in its way, and its department in words.

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::{Department, Id, Level, Package};
use crate::report::names::{display, path};
use std::collections::{BTreeMap, BTreeSet};

/// Looked up for each row, so that it is made once.
pub(super) struct Standings {
    ways: BTreeMap<Id<Level>, (Id<Package>, usize, usize)>,
    funded: BTreeSet<Id<Level>>,
    departments: BTreeMap<Id<Department>, String>,
}

impl Standings {
    pub(super) fn of(plan: &CheckedPlan, evaluation: &Evaluation) -> Standings {
        let mut ways = BTreeMap::new();
        for (package, terms) in plan.plan().packages.ids().zip(&plan.packages) {
            for way in &terms.ways {
                let places = way.iter().enumerate().map(|(place, level)| (*level, (package, place + 1, way.len())));
                ways.extend(places);
            }
        }
        let funded = evaluation.funding.iter().flat_map(|funding| funding.funded.iter().copied()).collect();
        Standings { ways, funded, departments: departments(plan) }
    }

    /// The package of a level, its place in its way from 1, and how many levels the way has.
    pub(super) fn place(&self, level: Id<Level>) -> Option<(Id<Package>, usize, usize)> {
        self.ways.get(&level).copied()
    }

    /// A department by its title, and by its name too where another has the same title.
    pub(super) fn department(&self, department: Id<Department>) -> &str {
        self.departments.get(&department).map_or("", String::as_str)
    }

    /// Whether any way of a package is funded.
    pub(super) fn is_any_funded(&self, plan: &CheckedPlan, package: Id<Package>) -> bool {
        let ways = plan.packages.get(package.index()).map_or(&[][..], |terms| &terms.ways);
        ways.iter().flatten().any(|level| self.funded.contains(level))
    }
}

/// Sums find a department by its words, without a difference between capitals and others.
fn departments(plan: &CheckedPlan) -> BTreeMap<Id<Department>, String> {
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for id in plan.plan().departments.ids() {
        *alike.entry(display(plan, id).to_lowercase()).or_default() += 1;
    }
    let words = |id| {
        let title = display(plan, id);
        let is_alone = alike.get(&title.to_lowercase()) == Some(&1);
        if is_alone { title.to_owned() } else { format!("{title} ({})", path(plan, id)) }
    };
    plan.plan().departments.ids().map(|id| (id, words(id))).collect()
}
