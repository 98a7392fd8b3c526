//! What leads back to itself: trees of departments, objectives and ideas, rankings that merge, and needs.

use std::collections::BTreeMap;

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::model::schema::Head;
use crate::model::{AnyId, Plan};
use crate::source::Span;

/// Reports every loop, each once and whole.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan) {
    let departments = plan.departments.iter().filter_map(|(id, department)| {
        let above = department.part_of?;
        Some((id.into(), vec![(above.value.into(), above.span)]))
    });
    report(diagnostics, plan, "departments belong to one another", departments.collect());
    let objectives = plan.objectives.iter().filter_map(|(id, objective)| {
        let above = objective.part_of?;
        Some((id.into(), vec![(above.value.into(), above.span)]))
    });
    report(diagnostics, plan, "objectives belong to one another", objectives.collect());
    let ideas = plan.ideas.iter().filter_map(|(id, idea)| {
        let above = idea.part_of?;
        Some((id.into(), vec![(above.value.into(), above.span)]))
    });
    report(diagnostics, plan, "ideas grew from one another", ideas.collect());
    let rankings = plan.rankings.iter().filter_map(|(id, ranking)| {
        let merged = ranking.merges.as_ref()?;
        Some((id.into(), merged.0.iter().map(|named| (named.value.into(), named.span)).collect()))
    });
    report(diagnostics, plan, "rankings merge one another", rankings.collect());
    let milestones = plan.milestones.iter().filter_map(|(id, milestone)| {
        let before = milestone.after.as_ref()?;
        Some((id.into(), before.0.iter().map(|named| (named.value.into(), named.span)).collect()))
    });
    report(diagnostics, plan, "milestones come after one another", milestones.collect());
    report(diagnostics, plan, "packages need one another", needs(plan));
}

/// What a declaration points at, and where it says so.
type Edges = BTreeMap<AnyId, Vec<(AnyId, Span)>>;

/// A level needs what it names, what its package needs, and the level before it; a package, its first level.
fn needs(plan: &Plan) -> Edges {
    let mut edges = Edges::new();
    for (id, package) in plan.packages.iter() {
        let named = package.needs.iter().flat_map(|needs| &needs.0).map(|need| (need.id, need.span));
        edges.entry(id.into()).or_default().extend(named);
        for pair in package.level.0.windows(2) {
            if let [before, after] = pair {
                edges.entry((*after).into()).or_default().push(((*before).into(), plan.levels[*after].head.span));
            }
        }
        if let Some(first) = package.level.0.first() {
            edges.entry((*first).into()).or_default().push((id.into(), plan.levels[*first].head.span));
        }
    }
    for (id, level) in plan.levels.iter() {
        for need in level.needs.iter().flat_map(|needs| &needs.0) {
            // Needing a package means its first level, which stands for what the package itself needs.
            edges.entry(id.into()).or_default().push((need.id, need.span));
        }
    }
    edges.retain(|_, targets| !targets.is_empty());
    edges
}

/// A depth-first walk without recursion; every loop found is reported at the link that closes it.
fn report(diagnostics: &mut Diagnostics, plan: &Plan, what: &str, edges: Edges) {
    let mut done: BTreeMap<AnyId, State> = BTreeMap::new();
    for start in edges.keys().copied() {
        let mut path: Vec<(AnyId, usize, Span)> = vec![(start, 0, Span::default())];
        if done.contains_key(&start) {
            continue;
        }
        done.insert(start, State::Open);
        while let Some((here, next, _)) = path.last_mut() {
            let target = edges.get(here).and_then(|targets| targets.get(*next)).copied();
            *next += 1;
            let Some((target, span)) = target else {
                done.insert(*here, State::Closed);
                path.pop();
                continue;
            };
            match done.get(&target) {
                Some(State::Closed) => {}
                Some(State::Open) => {
                    let from = path.iter().position(|(id, _, _)| *id == target).unwrap_or(0);
                    let members: Vec<(&Head, Span)> =
                        path.iter().skip(from).map(|(id, _, span)| (plan.head(*id), *span)).collect();
                    diagnostics.add(errors::in_a_loop(what, &members, span));
                }
                None => {
                    done.insert(target, State::Open);
                    path.push((target, 0, span));
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Closed,
}
