//! What leads back to itself: trees of departments, objectives and ideas, rankings that merge, milestones, and needs.

use std::collections::{BTreeMap, BTreeSet};

use super::foundations::Foundations;
use super::links::{Family, Link};
use super::ways::Ways;
use crate::model::{AnyId, Declared, Id, Level, Plan};
use crate::source::Spanned;
use smallvec::SmallVec;

const PART_OF: Family = Family { one: "is part of", many: "are part of" };
const MERGES: Family = Family { one: "merges", many: "merge" };
const AFTER: Family = Family { one: "comes after", many: "come after" };
const NEEDS: Family = Family { one: "needs", many: "need" };

/// The loops of a plan.
#[derive(Debug, Default)]
pub(in crate::check) struct Loops {
    /// Each whole, with what its links say.
    pub found: Vec<(Family, Vec<(AnyId, Link)>)>,
    /// What stands in one.
    members: BTreeSet<AnyId>,
}

impl Loops {
    /// Finds every loop once.
    pub(super) fn of(plan: &Plan, ways: &Ways, foundations: &Foundations) -> Loops {
        let mut loops = Loops::default();
        let departments = plan.departments.iter().map(|(id, department)| (id, department.part_of));
        loops.follow(PART_OF, edges(PART_OF, departments));
        let objectives = plan.objectives.iter().map(|(id, objective)| (id, objective.part_of));
        loops.follow(PART_OF, edges(PART_OF, objectives));
        let ideas = plan.ideas.iter().map(|(id, idea)| (id, idea.part_of));
        loops.follow(PART_OF, edges(PART_OF, ideas));
        let rankings = plan.rankings.iter();
        let rankings = rankings.map(|(id, ranking)| (id, ranking.merges.iter().flat_map(|list| list.0.clone())));
        loops.follow(MERGES, edges(MERGES, rankings));
        let milestones = plan.milestones.iter();
        let milestones = milestones.map(|(id, milestone)| (id, milestone.after.iter().flat_map(|list| list.0.clone())));
        loops.follow(AFTER, edges(AFTER, milestones));
        loops.follow(NEEDS, needs(plan, ways, foundations));
        loops
    }

    /// Whether something stands in a loop.
    pub(in crate::check) fn holds(&self, id: impl Into<AnyId>) -> bool {
        !self.members.is_empty() && self.members.contains(&id.into())
    }

    /// A depth-first walk without recursion; every loop is found at the link that closes it.
    fn follow(&mut self, family: Family, edges: Edges) {
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
                        self.keep(
                            family,
                            path.iter().skip(*depth).filter_map(|(from, used, _)| Some((*from, (*used)?))),
                        );
                    }
                    None => {
                        states.insert(link.to, State::Open(path.len()));
                        path.push((link.to, None, 0));
                    }
                }
            }
        }
    }

    /// A loop that shares a member with one that is known is most often the same mistake.
    fn keep(&mut self, family: Family, members: impl DoubleEndedIterator<Item = (AnyId, Link)> + Clone) {
        if members.clone().rev().any(|(member, _)| self.holds(member)) {
            return;
        }
        self.members.extend(members.clone().map(|(member, _)| member));
        self.found.push((family, members.collect()));
    }
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
fn needs(plan: &Plan, ways: &Ways, foundations: &Foundations) -> Edges {
    let needs_anything = plan.packages.values().any(|package| package.needs.is_some())
        || plan.levels.values().any(|level| level.needs.is_some());
    if !needs_anything {
        return Edges::new();
    }
    let possible = possible(plan, ways, foundations);
    let is_stuck = |level: Id<Level>| possible.get(level.index()) == Some(&false);
    let mut edges = Edges::new();
    for level in plan.levels.ids().filter(|level| is_stuck(*level)) {
        let mut links = Vec::new();
        if let Some(before) = foundations.predecessor(level).filter(|before| is_stuck(*before)) {
            links.push(Link { to: before.into(), span: plan.levels[level].head.span, verb: "builds on" });
        }
        for need in foundations.needs(plan, ways, level) {
            let met_by = ways.meeting(plan, need.id);
            let first = met_by.first().filter(|_| met_by.iter().all(|level| is_stuck(*level)));
            links.extend(first.map(|first| Link { to: (*first).into(), span: need.span, verb: NEEDS.one }));
        }
        edges.insert(level.into(), links);
    }
    edges
}

/// Whether each level has what it waits for, once everything that can be there is there.
fn possible(plan: &Plan, ways: &Ways, foundations: &Foundations) -> Vec<bool> {
    let count = plan.levels.len();
    let mut lacking: Vec<usize> = vec![0; count];
    // What waits, each with the levels of which one is enough.
    let mut waits: Vec<(usize, bool)> = Vec::new();
    let mut waiting: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); count];
    for level in plan.levels.ids() {
        let before = foundations.predecessor(level).map(|before| SmallVec::from_slice(&[before]));
        let needs = foundations.needs(plan, ways, level).map(|need| ways.meeting(plan, need.id));
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

#[derive(Clone, Copy)]
enum State {
    /// On the path, so deep.
    Open(usize),
    Closed,
}
