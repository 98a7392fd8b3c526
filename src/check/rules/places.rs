//! Where each level stands in a ranking.

use super::errors;
use super::packages::rejected;
use crate::diagnostic::Diagnostics;
use crate::model::funding::RankingItem;
use crate::model::{Alternative, AnyId, Id, Level, Plan, Ranking};

/// The level an item or a name stands for: an alternative without levels of its own is one.
pub(super) fn level_of(plan: &Plan, id: AnyId) -> Option<Id<Level>> {
    if let Some(level) = id.cast() {
        return Some(level);
    }
    let alternative: Id<Alternative> = id.cast()?;
    let alternative = plan.alternatives.find(alternative)?;
    match alternative.level.0.as_slice() {
        [only] if plan.levels[*only].head.path == alternative.head.path => Some(*only),
        _ => None,
    }
}

/// The place of every level in the ranking at hand. One table serves all rankings, so that many small ones stay cheap.
pub(super) struct Places {
    of_levels: Vec<Option<usize>>,
}

impl Places {
    /// No level stands anywhere yet.
    pub(super) fn new(plan: &Plan) -> Places {
        Places { of_levels: vec![None; plan.levels.len()] }
    }

    /// Notes where each level stands, and reports items that are no level that competes, or stand twice.
    pub(super) fn fill(&mut self, diagnostics: &mut Diagnostics, plan: &Plan, ranking: &Ranking) {
        for (place, item) in ranking.levels.0.iter().enumerate() {
            let Some(level) = level_of(plan, item.level.value) else {
                diagnostics.add(errors::ranks_alternative(item.level.span, plan, item.level.value));
                continue;
            };
            if let Some(alternative) = rejected(plan, &plan.levels[level]) {
                diagnostics.add(errors::ranks_rejected(item.level.span, &plan.levels[level].head, alternative));
                continue;
            }
            let Some(known) = self.of_levels.get_mut(level.index()) else { continue };
            match known.and_then(|earlier| ranking.levels.0.get(earlier)) {
                Some(earlier) => {
                    let head = &plan.levels[level].head;
                    diagnostics.add(errors::ranked_twice(item.level.span, earlier.level.span, head));
                }
                None => *known = Some(place),
            }
        }
    }

    /// Forgets a ranking.
    pub(super) fn clear(&mut self, plan: &Plan, ranking: &Ranking) {
        for level in ranking.levels.0.iter().filter_map(|item| level_of(plan, item.level.value)) {
            self.of_levels.get_mut(level.index()).into_iter().for_each(|place| *place = None);
        }
    }

    /// Where a level stands.
    pub(super) fn get(&self, level: Id<Level>) -> Option<usize> {
        self.of_levels.get(level.index()).copied().flatten()
    }

    /// The items that count, each with its level and place, in order.
    pub(super) fn items<'p>(
        &'p self,
        plan: &'p Plan,
        ranking: &'p Ranking,
    ) -> impl Iterator<Item = (Id<Level>, usize, &'p RankingItem)> {
        let items = ranking.levels.0.iter().enumerate();
        let items = items.filter_map(|(place, item)| Some((level_of(plan, item.level.value)?, place, item)));
        items.filter(|(level, place, _)| self.get(*level) == Some(*place))
    }
}
