//! Rivals: takes the ways to do one job, gives of each level the levels of other ways, all from one list, so that hundreds
//! of alternatives do not each keep a list of all the others.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Id, Level};

/// The levels of other ways to do the same job, of which at most one way is funded.
#[derive(Debug, Clone, Default)]
pub struct Rivals {
    /// All levels of the job: the package's own, then those of its alternatives.
    all: Arc<[Id<Level>]>,
    /// Which of them.
    parts: [Range<usize>; 3],
}

impl Rivals {
    /// The rivals, in the order of the package's own levels and then of those of its alternatives.
    pub fn iter(&self) -> impl Iterator<Item = &Id<Level>> {
        self.parts.iter().flat_map(|part| self.all.get(part.clone()).unwrap_or(&[]))
    }

    /// Whether a level is one of them.
    #[must_use]
    pub fn contains(&self, level: Id<Level>) -> bool {
        self.iter().any(|rival| *rival == level)
    }
}

impl FromIterator<Id<Level>> for Rivals {
    fn from_iter<I: IntoIterator<Item = Id<Level>>>(levels: I) -> Rivals {
        let all: Arc<[Id<Level>]> = levels.into_iter().collect();
        Rivals { parts: [0..all.len(), 0..0, 0..0], all }
    }
}

/// A competing alternative: how many of the package's own levels it leaves in place, and its levels.
pub(super) struct OtherWay<'w> {
    pub keeps: usize,
    pub levels: &'w [Id<Level>],
}

/// The rivals of each level of a package.
pub(super) fn rivals(own: &[Id<Level>], mut others: Vec<OtherWay<'_>>) -> Vec<(Id<Level>, Rivals)> {
    // So that those that replace one of the package's own levels stand in front of those that leave it in place.
    others.sort_by_key(|other| other.keeps);
    let all: Arc<[Id<Level>]> = own.iter().chain(others.iter().flat_map(|other| other.levels)).copied().collect();
    let of = |parts: [Range<usize>; 3]| Rivals { all: Arc::clone(&all), parts };
    let mut rivals = Vec::with_capacity(all.len());
    let mut start = own.len();
    let mut replacing = others.iter().peekable();
    for (place, level) in own.iter().enumerate() {
        while let Some(other) = replacing.next_if(|other| other.keeps <= place) {
            start = start.saturating_add(other.levels.len());
        }
        rivals.push((*level, of([own.len()..start, 0..0, 0..0])));
    }
    let mut start = own.len();
    for other in &others {
        let end = start.saturating_add(other.levels.len());
        let parts = [other.keeps..own.len(), own.len()..start, end..all.len()];
        rivals.extend(other.levels.iter().map(|level| (*level, of(parts.clone()))));
        start = end;
    }
    rivals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_rules_out_what_it_replaces_and_the_ways_beside_it() {
        let ids = |levels: &[usize]| levels.iter().copied().map(Id::<Level>::new).collect::<Vec<_>>();
        let (own, late, early) = (ids(&[0, 1, 2]), ids(&[3]), ids(&[4, 5]));
        let others = vec![OtherWay { keeps: 2, levels: &late }, OtherWay { keeps: 0, levels: &early }];
        let found: Vec<(usize, Vec<usize>)> = rivals(&own, others)
            .iter()
            .map(|(level, rivals)| (level.index(), rivals.iter().map(|rival| rival.index()).collect()))
            .collect();
        let expected = [
            (0, vec![4, 5]),
            (1, vec![4, 5]),
            (2, vec![4, 5, 3]),
            (4, vec![0, 1, 2, 3]),
            (5, vec![0, 1, 2, 3]),
            (3, vec![2, 4, 5]),
        ];
        assert_eq!(found, expected);
    }
}
