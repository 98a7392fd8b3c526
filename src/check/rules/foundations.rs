//! What each level builds on: the level before it, and what it needs.

use crate::model::package::Funded;
use crate::model::schema::AnyOf;
use crate::model::{Alternative, AnyId, Id, Level, Package, Plan};
use smallvec::SmallVec;

/// The level before each level, worked out once.
pub(super) struct Foundations {
    predecessors: Vec<Option<Id<Level>>>,
}

impl Foundations {
    /// Chains the levels of every way; an alternative that replaces a level follows the one before that.
    pub(super) fn of(plan: &Plan) -> Foundations {
        let mut foundations = Foundations { predecessors: vec![None; plan.levels.len()] };
        for package in plan.packages.values() {
            foundations.chain(&package.level.0, None);
            for alternative in &package.alternative.0 {
                let alternative = &plan.alternatives[*alternative];
                let kept = alternative.instead_of.and_then(|instead| foundations.predecessor(instead.value));
                foundations.chain(&alternative.level.0, kept);
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
    pub(super) fn predecessor(&self, level: Id<Level>) -> Option<Id<Level>> {
        self.predecessors.get(level.index()).copied().flatten()
    }

    /// What a level needs itself and, where it is the first of its way, what its package needs.
    pub(super) fn needs<'p>(
        &self,
        plan: &'p Plan,
        level: Id<Level>,
    ) -> impl Iterator<Item = &'p AnyOf<Funded>> + use<'p> {
        let declared = &plan.levels[level];
        let package = match self.predecessor(level) {
            None => package_of(plan, declared).and_then(|package| plan.packages[package].needs.as_ref()),
            Some(_) => None,
        };
        declared.needs.iter().chain(package).flat_map(|needs| &needs.0)
    }
}

/// The levels of which one meets a need: a level itself, of an alternative its first, of a package the first of any way.
pub(super) fn meeting(plan: &Plan, need: AnyId) -> SmallVec<[Id<Level>; 4]> {
    if let Some(level) = need.cast::<Level>() {
        return SmallVec::from_slice(&[level]);
    }
    if let Some(alternative) = need.cast::<Alternative>() {
        return plan.alternatives[alternative].level.0.first().copied().into_iter().collect();
    }
    let Some(package) = need.cast::<Package>() else { return SmallVec::new() };
    let package = &plan.packages[package];
    let own = package.level.0.first().copied();
    let others = package.alternative.0.iter().map(|alternative| &plan.alternatives[*alternative]);
    let others = others.filter(|alternative| alternative.rejected.is_none());
    own.into_iter().chain(others.filter_map(|alternative| alternative.level.0.first().copied())).collect()
}

/// The package a level belongs to, through its alternative if it is of one.
pub(super) fn package_of(plan: &Plan, level: &Level) -> Option<Id<Package>> {
    let parent = level.parent?;
    parent.cast().or_else(|| plan.parent(parent)?.cast())
}
