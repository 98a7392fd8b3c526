//! Rankings that merge others: they hold all of their levels and keep their order, or say why not.

use rustc_hash::FxHashSet;

use super::errors;
use super::packages::rejected;
use super::places::{Places, level_of};
use crate::check::structure::Loops;
use crate::diagnostic::Diagnostics;
use crate::model::{Id, Level, Plan, Ranking};
use crate::source::Span;

/// A ranking, where its levels stand, and those that already stand above what they build on.
pub(super) struct Merging<'p> {
    /// Its id.
    pub id: Id<Ranking>,
    /// Where its levels stand.
    pub places: &'p Places,
    /// Levels whose place is wrong anyway.
    pub inverted: FxHashSet<Id<Level>>,
    /// Whether every ranking could be read, so that what is missing is missing.
    pub all_read: bool,
}

/// Checks a ranking against each that it merges.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, merging: &Merging<'_>, loops: &Loops) {
    let ranking = &plan.rankings[merging.id];
    for merged in ranking.merges.iter().flat_map(|merges| &merges.0) {
        if loops.holds(merging.id) && loops.holds(merged.value) {
            continue;
        }
        let inner = &plan.rankings[merged.value];
        if merging.all_read {
            report_missing(diagnostics, plan, merging, inner, merged.span);
        }
        report_jumps(diagnostics, plan, merging, inner);
    }
}

fn report_missing(diagnostics: &mut Diagnostics, plan: &Plan, merging: &Merging<'_>, inner: &Ranking, merged: Span) {
    let missing: Vec<&str> = competing(plan, inner)
        .filter(|(level, _)| merging.places.get(*level).is_none())
        .map(|(level, _)| plan.levels[level].head.path.as_str())
        .collect();
    if !missing.is_empty() {
        diagnostics.add(errors::merge_leaves_out(merged, &plan.rankings[merging.id], &inner.head, &missing));
    }
}

/// The levels of a ranking that compete, each with its place in the text.
fn competing<'p>(plan: &'p Plan, ranking: &'p Ranking) -> impl Iterator<Item = (Id<Level>, Span)> + use<'p> {
    let items = ranking.levels.0.iter();
    let levels = items.filter_map(|item| Some((level_of(plan, item.level.value)?, item.level.span)));
    levels.filter(|(level, _)| rejected(plan, &plan.levels[*level]).is_none())
}

/// An item jumps when it stands above one that precedes it in the merged ranking.
fn report_jumps(diagnostics: &mut Diagnostics, plan: &Plan, merging: &Merging<'_>, inner: &Ranking) {
    let items = &plan.rankings[merging.id].levels.0;
    let mut lowest: Option<(usize, Id<Level>)> = None;
    for (level, there) in competing(plan, inner) {
        let Some((place, item)) = merging.places.get(level).and_then(|place| Some((place, items.get(place)?))) else {
            continue;
        };
        let Some((_, passed)) = lowest.filter(|(lowest, _)| *lowest > place) else {
            lowest = Some((place, level));
            continue;
        };
        let explained = item.because.as_ref().is_some_and(|because| !because.value.trim().is_empty());
        if !explained && !merging.inverted.contains(&level) {
            let (head, passed) = (&plan.levels[level].head, &plan.levels[passed].head);
            diagnostics.add(errors::jumps(item.level.span, there, head, passed, &inner.head));
        }
    }
}
