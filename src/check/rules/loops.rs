//! What leads back to itself: trees of departments, objectives and ideas, rankings that merge, milestones, and needs.

use super::links::Family;
use super::links::Link;
use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::foundations::{Foundations, meeting};
use crate::diagnostic::Diagnostics;
use crate::model::{AnyId, Declared, Id, Level, Plan};
use crate::source::Spanned;
use smallvec::SmallVec;

const PART_OF: Family = Family { one: "is part of", many: "are part of" };
const MERGES: Family = Family { one: "merges", many: "merge" };
const AFTER: Family = Family { one: "comes after", many: "come after" };
const NEEDS: Family = Family { one: "needs", many: "need" };

/// What stands in a loop.
#[derive(Debug, Default)]
pub(super) struct Looped(BTreeSet<AnyId>);

impl Looped {
    /// Whether it does.
    pub(super) fn holds(&self, id: impl Into<AnyId>) -> bool {
        !self.0.is_empty() && self.0.contains(&id.into())
    }
}

/// Reports every loop, each once and whole.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, foundations: &Foundations) -> Looped {
    let mut looped = Looped::default();
    let departments = plan.departments.iter().map(|(id, department)| (id, department.part_of));
    report(diagnostics, plan, PART_OF, edges(PART_OF, departments), &mut looped);
    let objectives = plan.objectives.iter().map(|(id, objective)| (id, objective.part_of));
    report(diagnostics, plan, PART_OF, edges(PART_OF, objectives), &mut looped);
    let ideas = plan.ideas.iter().map(|(id, idea)| (id, idea.part_of));
    report(diagnostics, plan, PART_OF, edges(PART_OF, ideas), &mut looped);
    let rankings =
        plan.rankings.iter().map(|(id, ranking)| (id, ranking.merges.iter().flat_map(|list| list.0.clone())));
    report(diagnostics, plan, MERGES, edges(MERGES, rankings), &mut looped);
    let milestones = plan.milestones.iter();
    let milestones = milestones.map(|(id, milestone)| (id, milestone.after.iter().flat_map(|list| list.0.clone())));
    report(diagnostics, plan, AFTER, edges(AFTER, milestones), &mut looped);
    report(diagnostics, plan, NEEDS, needs(plan, foundations), &mut looped);
    looped
}

type Edges = BTreeMap<AnyId, Vec<Link>>;

fn edges<T: Declared, L: IntoIterator<Item = Spanned<Id<T>>>>(
    family: Family,
    links: impl Iterator<Item = (Id<T>, L)>,
) -> Edges {
    let mut edges = Edges::new();
    for (from, targets) in links {
        let link = |to: Spanned<Id<T>>| Link { to: to.value.into(), span: to.span, verb: family.one };
        let targets: Vec<Link> = targets.into_iter().map(link).collect();
        if !targets.is_empty() {
            edges.insert(from.into(), targets);
        }
    }
    edges
}

/// What levels that can never be funded wait for: each other. A level waits for the one before it and for what it needs,
/// of which one of several ways may be enough.
fn needs(plan: &Plan, foundations: &Foundations) -> Edges {
    let needs_anything = plan.packages.values().any(|package| package.needs.is_some())
        || plan.levels.values().any(|level| level.needs.is_some());
    if !needs_anything {
        return Edges::new();
    }
    let possible = possible(plan, foundations);
    let is_stuck = |level: Id<Level>| possible.get(level.index()) == Some(&false);
    let mut edges = Edges::new();
    for level in plan.levels.ids().filter(|level| is_stuck(*level)) {
        let mut links = Vec::new();
        if let Some(before) = foundations.predecessor(level).filter(|before| is_stuck(*before)) {
            links.push(Link { to: before.into(), span: plan.levels[level].head.span, verb: "builds on" });
        }
        for need in foundations.needs(plan, level) {
            let met_by = meeting(plan, need.id);
            let first = met_by.first().filter(|_| met_by.iter().all(|level| is_stuck(*level)));
            links.extend(first.map(|first| Link { to: (*first).into(), span: need.span, verb: NEEDS.one }));
        }
        edges.insert(level.into(), links);
    }
    edges
}

/// Whether each level has what it waits for, once everything that can be there is there.
fn possible(plan: &Plan, foundations: &Foundations) -> Vec<bool> {
    let count = plan.levels.len();
    let mut lacking: Vec<usize> = vec![0; count];
    // What waits, each with the levels of which one is enough.
    let mut waits: Vec<(usize, bool)> = Vec::new();
    let mut waiting: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); count];
    for level in plan.levels.ids() {
        let before = foundations.predecessor(level).map(|before| SmallVec::from_slice(&[before]));
        let needs = foundations.needs(plan, level).map(|need| meeting(plan, need.id));
        for any_of in before.into_iter().chain(needs).filter(|any_of: &SmallVec<[_; 4]>| !any_of.is_empty()) {
            let wait = u32::try_from(waits.len()).unwrap_or(u32::MAX);
            waits.push((level.index(), false));
            if let Some(lacking) = lacking.get_mut(level.index()) {
                *lacking += 1;
            }
            for other in any_of {
                if let Some(waiting) = waiting.get_mut(other.index()) {
                    waiting.push(wait);
                }
            }
        }
    }
    let mut possible: Vec<bool> = lacking.iter().map(|lacking| *lacking == 0).collect();
    let mut ready: Vec<usize> = (0..count).filter(|level| possible.get(*level) == Some(&true)).collect();
    while let Some(level) = ready.pop() {
        for wait in waiting.get(level).into_iter().flatten() {
            let Some((waiter, met)) = waits.get_mut(*wait as usize) else { continue };
            if std::mem::replace(met, true) {
                continue;
            }
            let Some(lacking) = lacking.get_mut(*waiter) else { continue };
            *lacking -= 1;
            if *lacking == 0 {
                ready.push(*waiter);
                possible.get_mut(*waiter).into_iter().for_each(|possible| *possible = true);
            }
        }
    }
    possible
}

/// A depth-first walk without recursion; every loop found is reported at the link that closes it.
fn report(diagnostics: &mut Diagnostics, plan: &Plan, family: Family, edges: Edges, looped: &mut Looped) {
    let mut states: BTreeMap<AnyId, State> = BTreeMap::new();
    for start in edges.keys().copied() {
        if states.contains_key(&start) {
            continue;
        }
        states.insert(start, State::Open(0));
        // What is being followed, the link in use of each, and the next one to use.
        let mut path: Vec<(AnyId, Option<Link>, usize)> = vec![(start, None, 0)];
        while let Some((here, used, next)) = path.last_mut() {
            let link = edges.get(here).and_then(|links| links.get(*next)).copied();
            let Some(link) = link else {
                states.insert(*here, State::Closed);
                path.pop();
                continue;
            };
            *next += 1;
            *used = Some(link);
            match states.get(&link.to) {
                Some(State::Closed) => {}
                Some(State::Open(depth)) => {
                    let members = path.iter().skip(*depth).filter_map(|(from, used, _)| Some((*from, (*used)?)));
                    keep(diagnostics, plan, family, members, looped);
                }
                None => {
                    states.insert(link.to, State::Open(path.len()));
                    path.push((link.to, None, 0));
                }
            }
        }
    }
}

/// A loop that shares a member with one already reported is most often the same mistake.
fn keep(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    family: Family,
    members: impl DoubleEndedIterator<Item = (AnyId, Link)> + Clone,
    looped: &mut Looped,
) {
    if members.clone().rev().any(|(member, _)| looped.holds(member)) {
        return;
    }
    looped.0.extend(members.clone().map(|(member, _)| member));
    let links: Vec<(AnyId, Link)> = members.collect();
    diagnostics.add(errors::in_a_loop(plan, family, &links));
}

#[derive(Clone, Copy)]
enum State {
    /// On the path, so deep.
    Open(usize),
    Closed,
}
