//! Rankings: every level once, after what it builds on, in the order of those merged.

use super::holes::Holes;
use super::merges::Merging;
use super::packages::{alternative_of, rejected};
use super::places::{Places, level_of};
use super::{errors, merges};
use crate::check::structure::Structure;
use crate::diagnostic::Diagnostics;
use crate::model::funding::{Rank, RankingItem};
use crate::model::{Department, Id, Level, Plan, Ranking};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Checks every ranking, and that one of them funds.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, structure: &Structure, holes: &Holes) {
    // A name that is nowhere declared is reported once, wherever else it stands; and what cannot be read may name anything.
    let all_read = !plan.rankings.values().any(|ranking| holes.within(ranking.head.whole));
    let mut places = Places::new(plan);
    for (id, ranking) in plan.rankings.iter() {
        places.fill(diagnostics, plan, ranking);
        if let Some(department) = &ranking.department {
            report_foreign(diagnostics, plan, structure, department.value, ranking, &places);
        }
        let inverted = check_order(diagnostics, plan, structure, ranking, &places);
        merges::check(diagnostics, plan, &Merging { id, places: &places, inverted, all_read }, &structure.loops);
        places.clear(plan, ranking);
    }
    if all_read {
        check_funding(diagnostics, plan, structure, holes);
    }
}

/// A department's ranking holds its own levels and those of departments below it.
fn report_foreign(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    structure: &Structure,
    department: Id<Department>,
    ranking: &Ranking,
    places: &Places,
) {
    for (level, _, item) in places.items(plan, ranking) {
        let package = structure.ways.package(level).map(|package| &plan.packages[package]);
        let Some(owner) = package.and_then(|package| package.department.get()) else { continue };
        if !structure.departments.is_within(owner.value, department) {
            let (department, owner) = (&plan.departments[department], &plan.departments[owner.value]);
            diagnostics.add(errors::foreign_level(item.level.span, &plan.levels[level].head, department, owner));
        }
    }
}

/// A level stands below its predecessor and what it needs; gives those that do not.
fn check_order(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    structure: &Structure,
    ranking: &Ranking,
    places: &Places,
) -> FxHashSet<Id<Level>> {
    let Structure { ways, foundations, loops, .. } = structure;
    let mut inverted = FxHashSet::default();
    for (level, place, item) in places.items(plan, ranking) {
        let head = &plan.levels[level].head;
        let before = foundations.predecessor(level);
        if let Some((before, place_of_before)) = before.and_then(|before| below(ranking, places, before, place)) {
            inverted.insert(level);
            let before = &plan.levels[before].head;
            diagnostics.add(errors::before_predecessor(item.level.span, place_of_before, head, before));
        }
        for need in foundations.needs(plan, ways, level) {
            let met_by = ways.meeting(plan, need.id);
            let in_loop = loops.holds(level) && met_by.iter().any(|other| loops.holds(*other));
            if in_loop || before.is_some_and(|before| met_by.contains(&before)) {
                continue;
            }
            if let Some(place_of_need) = all_below(ranking, places, &met_by, place) {
                inverted.insert(level);
                diagnostics.add(errors::before_need(
                    item.level.span,
                    place_of_need,
                    need.span,
                    head,
                    plan.head(need.id),
                ));
            }
        }
    }
    inverted
}

/// A level that stands below a place, and where in the text.
fn below(ranking: &Ranking, places: &Places, level: Id<Level>, place: usize) -> Option<(Id<Level>, Span)> {
    let other = places.get(level).filter(|other| *other > place)?;
    Some((level, ranking.levels.0.get(other)?.level.span))
}

/// Where the first of several levels stands, if all that are ranked stand below a place.
fn all_below(ranking: &Ranking, places: &Places, levels: &[Id<Level>], place: usize) -> Option<Span> {
    let first = levels.iter().filter_map(|level| places.get(*level)).min().filter(|first| *first > place)?;
    Some(ranking.levels.0.get(first)?.level.span)
}

/// The ranking no other merges is the one that funds; where the order is explicit it names every level.
fn check_funding(diagnostics: &mut Diagnostics, plan: &Plan, structure: &Structure, holes: &Holes) {
    let tops = structure.tops.iter().filter(|id| !structure.loops.holds(**id));
    let mut tops: Vec<&Ranking> = tops.map(|id| &plan.rankings[*id]).collect();
    tops.sort_by_key(|ranking| ranking.head.span);
    if tops.len() > 1 {
        diagnostics.add(errors::several_rankings(&tops));
    }
    let Some(funding) = plan.fundings.values().next() else { return };
    if funding.rank.unwrap_or(Rank::Explicit) != Rank::Explicit || holes.within(funding.head.whole) {
        return;
    }
    match tops.as_slice() {
        [] if plan.rankings.is_empty() && !plan.levels.is_empty() => diagnostics.add(errors::no_ranking(&funding.head)),
        [only] => report_unranked(diagnostics, plan, holes, only),
        _ => {}
    }
}

fn merged_by(ranking: &Ranking) -> impl Iterator<Item = Id<Ranking>> {
    ranking.merges.iter().flat_map(|merges| &merges.0).map(|named| named.value)
}

/// Levels of merged rankings are left to them: what is missing of those is told where they are merged.
fn report_unranked(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, ranking: &Ranking) {
    let mut ranked = vec![false; plan.levels.len()];
    let merged = merged_by(ranking).map(|merged| &plan.rankings[merged]);
    for item in std::iter::once(ranking).chain(merged).flat_map(|ranking| &ranking.levels.0) {
        for level in covered(plan, item) {
            ranked.get_mut(level.index()).into_iter().for_each(|ranked| *ranked = true);
        }
    }
    let unranked: Vec<&str> = plan
        .levels
        .iter()
        .zip(ranked)
        // A level without a name, which is reported, can stand in no ranking.
        .filter(|((_, level), ranked)| !ranked && has_names(level) && rejected(plan, level).is_none())
        // One with a mistake may have been meant to say that it is rejected.
        .filter(|((_, level), _)| alternative_of(plan, level).is_none_or(|other| !holes.within(other.head.whole)))
        .map(|((_, level), _)| level.head.path.as_str())
        .collect();
    if !unranked.is_empty() {
        diagnostics.add(errors::not_ranked(ranking, &unranked));
    }
}

/// Whether a level has a name, and what it stands in has one: without it the path has that by what it is.
fn has_names(level: &Level) -> bool {
    level.head.name.is_some() && !level.head.path.contains(' ')
}

/// The level of an item; of an alternative that cannot be ranked itself, which is reported, all of its levels.
fn covered(plan: &Plan, item: &RankingItem) -> Vec<Id<Level>> {
    match (level_of(plan, item.level.value), item.level.value.cast()) {
        (Some(level), _) => vec![level],
        (None, Some(alternative)) => plan.alternatives.find(alternative).map_or_else(Vec::new, |it| it.level.0.clone()),
        (None, None) => Vec::new(),
    }
}
