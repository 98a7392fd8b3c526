//! Along what things are part of: takes what is found of each, gives it of all inside them, or the sums outward.

use super::around::depths;
use super::checked::Chains;
use crate::model::Id;

impl<T> Chains<T> {
    /// Of each thing what is found of it, else of the nearest around it of which something is; each is climbed over once.
    pub fn nearest<F: Clone>(&self, find: impl Fn(Id<T>) -> Option<F>) -> Vec<Option<F>> {
        let mut known: Vec<Option<Option<F>>> = vec![None; self.above.len()];
        for index in 0..self.above.len() {
            let mut climbed = Vec::new();
            let mut found = None;
            for id in self.of(Id::new(index)) {
                if let Some(known) = known.get(id.index()).cloned().flatten() {
                    found = known;
                    break;
                }
                climbed.push(id);
                found = find(id);
                if found.is_some() {
                    break;
                }
            }
            for id in climbed {
                known.get_mut(id.index()).into_iter().for_each(|slot| *slot = Some(found.clone()));
            }
        }
        known.into_iter().map(Option::flatten).collect()
    }

    /// The things, each before what it is part of.
    pub fn inner_first(&self) -> Vec<Id<T>> {
        let around: Vec<Option<usize>> = self.above.iter().map(|above| above.map(Id::index)).collect();
        let depths = depths(&around);
        let mut order: Vec<usize> = (0..depths.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(depths.get(*index).copied()));
        order.into_iter().map(Id::new).collect()
    }

    /// Adds what each thing has to what it is part of, and so on; `own` stand in the order of the plan's.
    pub fn with_inner<S: Clone>(&self, own: &mut [S], mut add: impl FnMut(&mut S, &S)) {
        for id in self.inner_first() {
            let Some(around) = self.above.get(id.index()).copied().flatten() else { continue };
            let Some(inner) = own.get(id.index()).cloned() else { continue };
            own.get_mut(around.index()).into_iter().for_each(|around| add(around, &inner));
        }
    }
}
