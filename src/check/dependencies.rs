//! What levels depend on: takes levels by themselves, adds predecessors, rivals, needs and exclusions.

use super::checked::{Eligibility, LevelTerms, NeedTerms};
use super::context::Checker;
use super::rivals::{OtherWay, rivals};
use super::shape;
use super::structure::{Structure, kept};
use crate::model::package::Funded;
use crate::model::schema::{AnyOf, ListOf};
use crate::model::{AnyId, Id, Level, Package};
use crate::source::Span;

type Levels = [Option<LevelTerms>];

/// Fills in what each level depends on.
pub(super) fn connect(checker: &mut Checker, levels: &mut Levels) {
    let plan = checker.plan;
    let Structure { ways, foundations, .. } = checker.structure;
    for package in plan.packages.ids() {
        add_rivals(checker, levels, package);
        let all = ways.all_levels(package.into());
        exclude(checker, levels, &all, plan.packages[package].excludes.as_deref());
    }
    for level in plan.levels.ids() {
        exclude(checker, levels, &[level], plan.levels[level].excludes.as_deref());
        if let Some(terms) = get(levels, level) {
            terms.predecessor = foundations.predecessor(level);
            let needs = foundations.needs(plan, ways, level);
            terms
                .needs
                .extend(needs.map(|need| NeedTerms { named: need.id, any_of: ways.meeting(plan, need.id).into_vec() }));
        }
    }
    for level in levels.iter_mut().flatten() {
        level.excludes.sort_unstable();
        level.excludes.dedup();
    }
    report_contradictions(checker, levels);
}

/// The rivals of one package's levels.
fn add_rivals(checker: &Checker, levels: &mut Levels, package: Id<Package>) {
    let ways = &checker.structure.ways;
    let own = ways.levels(package);
    let others: Vec<OtherWay<'_>> = ways
        .considered(checker.plan, package)
        .map(|alternative| OtherWay {
            keeps: kept(checker.plan, own, alternative).len(),
            levels: ways.levels_of(alternative),
        })
        .collect();
    if others.is_empty() {
        return;
    }
    for (level, rivals) in rivals(own, others) {
        if let Some(terms) = get(levels, level) {
            terms.rivals = rivals;
        }
    }
}

fn exclude(checker: &Checker, levels: &mut Levels, who: &[Id<Level>], excluded: Option<&ListOf<Funded>>) {
    for named in excluded.iter().flat_map(|excluded| &excluded.0) {
        let others = checker.structure.ways.all_levels(named.id);
        for level in who {
            if let Some(terms) = get(levels, *level) {
                terms.excludes.extend(others.iter().filter(|other| *other != level));
            }
        }
        for other in others {
            if let Some(terms) = get(levels, other) {
                terms.excludes.extend(who.iter().filter(|level| **level != other));
            }
        }
    }
}

fn get(levels: &mut Levels, id: Id<Level>) -> Option<&mut LevelTerms> {
    levels.get_mut(id.index()).and_then(Option::as_mut)
}

/// A level that rules out what it needs can never be funded.
fn report_contradictions(checker: &mut Checker, levels: &Levels) {
    for (index, terms) in levels.iter().enumerate() {
        let Some(terms) = terms else { continue };
        let level = Id::<Level>::new(index);
        for need in &terms.needs {
            let never = |candidate: &Id<Level>| {
                let is_rejected = levels
                    .get(candidate.index())
                    .and_then(Option::as_ref)
                    .is_some_and(|terms| terms.eligibility == Eligibility::Rejected);
                is_rejected || terms.excludes.binary_search(candidate).is_ok() || terms.rivals.contains(*candidate)
            };
            if !need.any_of.is_empty() && need.any_of.iter().all(never) && terms.eligibility == Eligibility::Competes {
                let span = place_of_need(checker, level, need.named);
                let finding = shape::need_never_met(checker, level, need.named, span);
                checker.report(finding);
            }
        }
    }
}

fn place_of_need(checker: &Checker, level: Id<Level>, named: AnyId) -> Span {
    let own = checker.plan.levels[level].needs.as_deref();
    let package =
        checker.structure.ways.package(level).and_then(|package| checker.plan.packages[package].needs.as_deref());
    let mut places = own.into_iter().chain(package).flat_map(|needs: &ListOf<Funded>| &needs.0);
    places.find(|need: &&AnyOf<Funded>| need.id == named).map_or_else(|| checker.span(level), |need| need.span)
}
