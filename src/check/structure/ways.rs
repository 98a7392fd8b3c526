//! Ways: takes a resolved plan, gives the levels of packages and alternatives, and which of them meet a need.

use smallvec::SmallVec;

use crate::model::{Alternative, AnyId, Id, Level, Package, Plan};

/// The levels of packages and alternatives.
#[derive(Debug, Default)]
pub(in crate::check) struct Ways {
    of_packages: Vec<Vec<Id<Level>>>,
    of_alternatives: Vec<Vec<Id<Level>>>,
    alternatives: Vec<Vec<Id<Alternative>>>,
    /// The package of each level.
    packages: Vec<Option<Id<Package>>>,
    /// The alternative of each level, unless it is the package's own.
    owners: Vec<Option<Id<Alternative>>>,
}

impl Ways {
    /// Who has which levels. An alternative without levels of its own is one.
    pub(in crate::check) fn of(plan: &Plan) -> Ways {
        let mut ways = Ways {
            of_packages: plan.packages.values().map(|package| package.level.0.clone()).collect(),
            of_alternatives: plan.alternatives.values().map(|alternative| alternative.level.0.clone()).collect(),
            alternatives: plan.packages.values().map(|package| package.alternative.0.clone()).collect(),
            packages: Vec::with_capacity(plan.levels.len()),
            owners: Vec::with_capacity(plan.levels.len()),
        };
        for (id, level) in plan.levels.iter() {
            let owner = level.parent.and_then(AnyId::cast::<Alternative>);
            let parent = owner.map_or(level.parent, |alternative| plan.alternatives[alternative].parent);
            if let Some(levels) = owner.and_then(|owner| ways.of_alternatives.get_mut(owner.index()))
                && levels.is_empty()
            {
                levels.push(id);
            }
            ways.packages.push(parent.and_then(AnyId::cast::<Package>));
            ways.owners.push(owner);
        }
        ways
    }

    pub(in crate::check) fn package(&self, level: Id<Level>) -> Option<Id<Package>> {
        self.packages.get(level.index()).copied().flatten()
    }

    pub(in crate::check) fn owner(&self, level: Id<Level>) -> Option<Id<Alternative>> {
        self.owners.get(level.index()).copied().flatten()
    }

    pub(in crate::check) fn levels(&self, package: Id<Package>) -> &[Id<Level>] {
        self.of_packages.get(package.index()).map_or(&[], Vec::as_slice)
    }

    pub(in crate::check) fn levels_of(&self, alternative: Id<Alternative>) -> &[Id<Level>] {
        self.of_alternatives.get(alternative.index()).map_or(&[], Vec::as_slice)
    }

    pub(in crate::check) fn alternatives(&self, package: Id<Package>) -> &[Id<Alternative>] {
        self.alternatives.get(package.index()).map_or(&[], Vec::as_slice)
    }

    /// The level that is named by itself or by the alternative that is it.
    pub(in crate::check) fn only_level(&self, named: AnyId) -> Option<Id<Level>> {
        match named.cast::<Alternative>() {
            Some(alternative) => match self.levels_of(alternative) {
                [only] => Some(*only),
                _ => None,
            },
            None => named.cast::<Level>(),
        }
    }

    /// All levels of a package, of an alternative, or the level itself.
    pub(in crate::check) fn all_levels(&self, named: AnyId) -> Vec<Id<Level>> {
        if let Some(level) = named.cast::<Level>() {
            return vec![level];
        }
        if let Some(alternative) = named.cast::<Alternative>() {
            return self.levels_of(alternative).to_vec();
        }
        let Some(package) = named.cast::<Package>() else { return Vec::new() };
        let others = self.alternatives(package).iter().flat_map(|alternative| self.levels_of(*alternative));
        self.levels(package).iter().chain(others).copied().collect()
    }

    /// The alternatives of a package that nobody rejected.
    pub(in crate::check) fn considered(
        &self,
        plan: &Plan,
        package: Id<Package>,
    ) -> impl Iterator<Item = Id<Alternative>> {
        let alternatives = self.alternatives(package).iter().copied();
        alternatives.filter(|alternative| plan.alternatives[*alternative].rejected.is_none())
    }

    /// The ways of a package that compete: its own levels, then those of alternatives that nobody rejected.
    pub(in crate::check) fn competing(&self, plan: &Plan, package: Id<Package>) -> Vec<Vec<Id<Level>>> {
        let others = self.considered(plan, package).map(|alternative| self.levels_of(alternative));
        let all = std::iter::once(self.levels(package)).chain(others);
        all.filter(|way| !way.is_empty()).map(<[Id<Level>]>::to_vec).collect()
    }

    /// The levels of which one meets a need: a level itself, of an alternative its first, of a package the first of each way
    /// that competes.
    pub(in crate::check) fn meeting(&self, plan: &Plan, need: AnyId) -> SmallVec<[Id<Level>; 4]> {
        if let Some(level) = need.cast::<Level>() {
            return SmallVec::from_slice(&[level]);
        }
        if let Some(alternative) = need.cast::<Alternative>() {
            return self.levels_of(alternative).first().copied().into_iter().collect();
        }
        let Some(package) = need.cast::<Package>() else { return SmallVec::new() };
        let firsts = self.considered(plan, package).filter_map(|alternative| self.levels_of(alternative).first());
        self.levels(package).first().into_iter().chain(firsts).copied().collect()
    }
}
