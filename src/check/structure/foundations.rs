//! What each level builds on: the level before it, and what it needs.

use super::ways::Ways;
use crate::model::package::Funded;
use crate::model::schema::AnyOf;
use crate::model::{Alternative, Id, Level, Plan};

/// The level before each level, worked out once.
#[derive(Debug)]
pub(in crate::check) struct Foundations {
    predecessors: Vec<Option<Id<Level>>>,
}

impl Foundations {
    /// Chains the levels of every way; an alternative that replaces a level follows the one before that.
    pub(super) fn of(plan: &Plan, ways: &Ways) -> Foundations {
        let mut foundations = Foundations { predecessors: vec![None; plan.levels.len()] };
        for package in plan.packages.ids() {
            let own = ways.levels(package);
            foundations.chain(own, None);
            for alternative in ways.alternatives(package) {
                let kept = kept(plan, own, *alternative);
                foundations.chain(ways.levels_of(*alternative), kept.last().copied());
            }
        }
        foundations
    }

    fn chain(&mut self, levels: &[Id<Level>], before: Option<Id<Level>>) {
        let mut before = before;
        for level in levels {
            if let Some(predecessor) = self.predecessors.get_mut(level.index()) {
                *predecessor = before;
            }
            before = Some(*level);
        }
    }

    /// The level it adds to.
    pub(in crate::check) fn predecessor(&self, level: Id<Level>) -> Option<Id<Level>> {
        self.predecessors.get(level.index()).copied().flatten()
    }

    /// What its package needs, where a level is the first of its way, and what it needs itself.
    pub(in crate::check) fn needs<'p>(
        &self,
        plan: &'p Plan,
        ways: &Ways,
        level: Id<Level>,
    ) -> impl Iterator<Item = &'p AnyOf<Funded>> + use<'p> {
        let package = match self.predecessor(level) {
            None => ways.package(level).and_then(|package| plan.packages[package].needs.as_ref()),
            Some(_) => None,
        };
        package.into_iter().chain(&plan.levels[level].needs).flat_map(|needs| &needs.0)
    }
}

/// The levels of a package that stay where an alternative is taken: those before the one that it replaces.
pub(in crate::check) fn kept<'w>(plan: &Plan, own: &'w [Id<Level>], alternative: Id<Alternative>) -> &'w [Id<Level>] {
    let instead = plan.alternatives[alternative].instead_of;
    let replaced = instead.and_then(|level| own.iter().position(|known| *known == level.value));
    own.get(..replaced.unwrap_or(0)).unwrap_or(&[])
}
