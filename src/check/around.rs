//! What is part of what: takes names of departments and objectives, gives of each the nearest around it among some of
//! them. Each name is climbed over once, however deep the tree.

use std::collections::{BTreeMap, BTreeSet};

use super::checked::Chains;
use crate::model::{AnyId, Department, Objective};

/// The trees of a plan.
#[derive(Clone, Copy)]
pub(super) struct Trees<'a> {
    pub departments: &'a Chains<Department>,
    pub objectives: &'a Chains<Objective>,
}

impl Trees<'_> {
    fn above(self, about: AnyId) -> Option<AnyId> {
        if let Some(department) = about.cast::<Department>() {
            return self.departments.of(department).nth(1).map(AnyId::from);
        }
        about.cast::<Objective>().and_then(|objective| self.objectives.of(objective).nth(1)).map(AnyId::from)
    }

    /// Of each of these names the nearest of them that is around it.
    pub(super) fn nearest(self, names: &BTreeSet<AnyId>) -> BTreeMap<AnyId, AnyId> {
        let mut known: BTreeMap<AnyId, Option<AnyId>> = BTreeMap::new();
        let mut nearest = BTreeMap::new();
        for name in names {
            let mut climbed = Vec::new();
            let mut next = self.above(*name);
            let found = loop {
                let Some(above) = next else { break None };
                if names.contains(&above) {
                    break Some(above);
                }
                if let Some(known) = known.get(&above) {
                    break *known;
                }
                climbed.push(above);
                next = self.above(above);
            };
            known.extend(climbed.into_iter().map(|above| (above, found)));
            nearest.extend(found.map(|found| (*name, found)));
        }
        nearest
    }
}

/// How many stand around each of some things, of each of which the nearest around it is given; no way leads in a ring.
pub(super) fn depths(around: &[Option<usize>]) -> Vec<usize> {
    let mut depths: Vec<Option<usize>> = vec![None; around.len()];
    for start in 0..around.len() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(inner) = next.filter(|inner| depths.get(*inner).copied().flatten().is_none()) {
            path.push(inner);
            next = around.get(inner).copied().flatten();
        }
        let outermost = next.and_then(|known| depths.get(known).copied().flatten()).map_or(0, |depth| depth + 1);
        for (further, inner) in path.into_iter().rev().enumerate() {
            depths.get_mut(inner).into_iter().for_each(|place| *place = Some(outermost + further));
        }
    }
    depths.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    #[test]
    fn the_nearest_of_some_is_found_past_those_that_are_none() {
        let above = [None, Some(0), Some(1), Some(2), Some(2)].map(|above| above.map(Id::new)).to_vec();
        let (departments, objectives) = (Chains { above }, Chains { above: Vec::new() });
        let trees = Trees { departments: &departments, objectives: &objectives };
        let name = |index: usize| AnyId::from(Id::<Department>::new(index));
        let nearest = trees.nearest(&BTreeSet::from([0, 1, 3, 4].map(name)));
        assert_eq!(nearest, BTreeMap::from([(1, 0), (3, 1), (4, 1)].map(|(inner, outer)| (name(inner), name(outer)))));
    }

    #[test]
    fn depth_counts_what_stands_around() {
        assert_eq!(depths(&[Some(2), None, Some(1), Some(2)]), [2, 0, 1, 2]);
    }
}
