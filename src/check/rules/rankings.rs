//! Rankings: every level once, after what it builds on, in the order of those merged.

use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::packages::{package_of, rejected};
use crate::diagnostic::Diagnostics;
use crate::model::funding::{Rank, RankingItem};
use crate::model::{Alternative, AnyId, Department, Id, Level, Package, Plan, Ranking};
use crate::source::Span;

/// Checks every ranking, and that one of them funds.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan) {
    let facts = Facts::new(plan);
    for (id, ranking) in plan.rankings.iter() {
        let places = check_items(diagnostics, plan, ranking);
        check_order(diagnostics, plan, &facts, ranking, &places);
        check_merged(diagnostics, plan, id, ranking, &places);
    }
    check_funding(diagnostics, plan);
}

/// The level an item or a name stands for: an alternative without levels of its own is one.
pub fn level_of(plan: &Plan, id: AnyId) -> Option<Id<Level>> {
    if let Some(level) = id.cast() {
        return Some(level);
    }
    let alternative: Id<Alternative> = id.cast()?;
    let alternative = plan.alternatives.get(alternative)?;
    match alternative.level.0.as_slice() {
        [only] if plan.levels[*only].head.path == alternative.head.path => Some(*only),
        _ => None,
    }
}

/// What each level comes after, worked out once for all rankings.
struct Facts {
    predecessors: BTreeMap<Id<Level>, Id<Level>>,
}

impl Facts {
    fn new(plan: &Plan) -> Facts {
        let mut predecessors = BTreeMap::new();
        let mut chain = |levels: &[Id<Level>], before: Option<Id<Level>>| {
            let mut before = before;
            for level in levels {
                if let Some(before) = before {
                    predecessors.insert(*level, before);
                }
                before = Some(*level);
            }
        };
        for package in plan.packages.values() {
            chain(&package.level.0, None);
            for alternative in &package.alternative.0 {
                let alternative = &plan.alternatives[*alternative];
                let replaced = alternative.instead_of.as_ref().and_then(|instead| {
                    let place = package.level.0.iter().position(|level| *level == instead.value)?;
                    package.level.0.get(place.checked_sub(1)?).copied()
                });
                chain(&alternative.level.0, replaced);
            }
        }
        Facts { predecessors }
    }
}

type Places<'p> = BTreeMap<Id<Level>, (usize, &'p RankingItem)>;

/// Each item is a level that competes, and stands once.
fn check_items<'p>(diagnostics: &mut Diagnostics, plan: &'p Plan, ranking: &'p Ranking) -> Places<'p> {
    let mut places = Places::new();
    for (place, item) in ranking.levels.0.iter().enumerate() {
        let Some(level) = level_of(plan, item.level.value) else {
            diagnostics.add(errors::ranks_alternative(item.level.span, plan, item.level.value));
            continue;
        };
        if let Some(alternative) = rejected(plan, &plan.levels[level]) {
            diagnostics.add(errors::ranks_rejected(item.level.span, alternative));
        }
        if let Some((_, earlier)) = places.get(&level) {
            diagnostics.add(errors::ranked_twice(item.level.span, earlier.level.span, &plan.levels[level].head));
            continue;
        }
        places.insert(level, (place, item));
    }
    if let Some(department) = &ranking.department {
        report_foreign(diagnostics, plan, department.value, &places);
    }
    places
}

/// A department's ranking holds its own levels and those of departments below it.
fn report_foreign(diagnostics: &mut Diagnostics, plan: &Plan, department: Id<Department>, places: &Places<'_>) {
    for (level, (_, item)) in places {
        let package = package_of(plan, &plan.levels[*level]).map(|package| &plan.packages[package]);
        let Some(owner) = package.and_then(|package| package.department.get()) else { continue };
        if !is_within(plan, owner.value, department) {
            diagnostics.add(errors::foreign_level(
                item.level.span,
                &plan.levels[*level].head,
                &plan.departments[department],
                &plan.departments[owner.value],
            ));
        }
    }
}

fn is_within(plan: &Plan, department: Id<Department>, outer: Id<Department>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(department);
    while let Some(here) = next.filter(|here| seen.insert(*here)) {
        if here == outer {
            return true;
        }
        next = plan.departments[here].part_of.map(|above| above.value);
    }
    false
}

/// A level stands below its predecessor and what it needs.
fn check_order(diagnostics: &mut Diagnostics, plan: &Plan, facts: &Facts, ranking: &Ranking, places: &Places<'_>) {
    for (level, (place, item)) in places {
        let head = &plan.levels[*level].head;
        if let Some(before) = facts.predecessors.get(level)
            && let Some((other, earlier)) = places.get(before)
            && other > place
        {
            diagnostics.add(errors::before_predecessor(
                item.level.span,
                earlier.level.span,
                head,
                &plan.levels[*before].head,
            ));
        }
        for need in needs_of(plan, *level) {
            let firsts = needed_levels(plan, need);
            let ranked: Vec<_> = firsts.iter().filter_map(|first| places.get(first)).collect();
            if !ranked.is_empty() && ranked.iter().all(|(other, _)| other > place) {
                let earlier = ranked.first().map_or(ranking.head.span, |(_, item)| item.level.span);
                diagnostics.add(errors::before_need(item.level.span, earlier, head, plan.head(need)));
            }
        }
    }
}

/// What a level needs itself and, where it is the first of its way, what its package needs.
fn needs_of(plan: &Plan, level: Id<Level>) -> Vec<AnyId> {
    let own = plan.levels[level].needs.iter().flat_map(|needs| &needs.0).map(|need| need.id);
    let package = package_of(plan, &plan.levels[level]).map(|package| &plan.packages[package]);
    let shared = package.and_then(|package| package.needs.as_ref()).into_iter().flat_map(|needs| &needs.0);
    own.chain(shared.map(|need| need.id)).collect()
}

/// A level stands for itself; a package for the first level of any of its ways; an alternative for its first level.
fn needed_levels(plan: &Plan, need: AnyId) -> Vec<Id<Level>> {
    if let Some(level) = need.cast::<Level>() {
        return vec![level];
    }
    if let Some(alternative) = need.cast::<Alternative>() {
        return plan.alternatives[alternative].level.0.first().copied().into_iter().collect();
    }
    let Some(package) = need.cast::<Package>() else { return Vec::new() };
    let package = &plan.packages[package];
    let own = package.level.0.first().copied();
    let others = package.alternative.0.iter().map(|alternative| &plan.alternatives[*alternative]);
    let others = others.filter(|alternative| alternative.rejected.is_none());
    own.into_iter().chain(others.filter_map(|alternative| alternative.level.0.first().copied())).collect()
}

/// A ranking that merges others holds their levels and keeps their order, or says why not on the item that jumps.
fn check_merged(diagnostics: &mut Diagnostics, plan: &Plan, id: Id<Ranking>, ranking: &Ranking, places: &Places<'_>) {
    for merged in ranking.merges.iter().flat_map(|merges| &merges.0).filter(|merged| merged.value != id) {
        let inner = &plan.rankings[merged.value];
        let order: Vec<(Id<Level>, Span)> = inner
            .levels
            .0
            .iter()
            .filter_map(|item| Some((level_of(plan, item.level.value)?, item.level.span)))
            .collect();
        let missing: Vec<&str> = order
            .iter()
            .filter(|(level, _)| !places.contains_key(level))
            .map(|(level, _)| plan.levels[*level].head.path.as_str())
            .collect();
        if !missing.is_empty() {
            diagnostics.add(errors::merge_leaves_out(merged.span, &inner.head, &missing));
        }
        report_jumps(diagnostics, plan, inner, &order, places);
    }
}

/// An item jumps when it stands above one that precedes it in the merged ranking.
fn report_jumps(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    inner: &Ranking,
    order: &[(Id<Level>, Span)],
    places: &Places<'_>,
) {
    let mut lowest: Option<(usize, Id<Level>)> = None;
    for (level, there) in order {
        let Some((place, item)) = places.get(level) else { continue };
        match lowest {
            Some((deepest, passed)) if deepest > *place => {
                if item.because.is_none() {
                    diagnostics.add(errors::jumps(
                        item.level.span,
                        *there,
                        &plan.levels[*level].head,
                        &plan.levels[passed].head,
                        &inner.head,
                    ));
                }
            }
            _ => lowest = Some((*place, *level)),
        }
    }
}

/// The ranking no other merges is the one that funds; where the order is explicit it names every level.
fn check_funding(diagnostics: &mut Diagnostics, plan: &Plan) {
    let merged: BTreeSet<Id<Ranking>> = plan
        .rankings
        .values()
        .filter_map(|ranking| ranking.merges.as_ref())
        .flat_map(|merges| &merges.0)
        .map(|named| named.value)
        .collect();
    let mut tops: Vec<&Ranking> =
        plan.rankings.iter().filter(|(id, _)| !merged.contains(id)).map(|(_, ranking)| ranking).collect();
    tops.sort_by_key(|ranking| ranking.head.span);
    if let [first, others @ ..] = tops.as_slice() {
        for other in others {
            diagnostics.add(errors::two_rankings(&other.head, &first.head));
        }
    }
    let Some(funding) = plan.fundings.values().next() else { return };
    if funding.rank.unwrap_or(Rank::Explicit) != Rank::Explicit {
        return;
    }
    match tops.as_slice() {
        [] if !plan.levels.is_empty() => diagnostics.add(errors::no_ranking(&funding.head)),
        [only] => report_unranked(diagnostics, plan, only),
        _ => {}
    }
}

fn report_unranked(diagnostics: &mut Diagnostics, plan: &Plan, ranking: &Ranking) {
    let ranked: BTreeSet<Id<Level>> =
        ranking.levels.0.iter().filter_map(|item| level_of(plan, item.level.value)).collect();
    let unranked: Vec<&str> = plan
        .levels
        .iter()
        .filter(|(id, level)| !ranked.contains(id) && rejected(plan, level).is_none())
        .map(|(_, level)| level.head.path.as_str())
        .collect();
    if !unranked.is_empty() {
        let last =
            ranking.levels.0.last().map(|item| item.because.as_ref().map_or(item.level.span, |because| because.span));
        diagnostics.add(errors::not_ranked(ranking, &unranked, last));
    }
}
