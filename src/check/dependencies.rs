//! What levels depend on: takes levels by themselves, adds predecessors, rivals, needs and exclusions.

use super::checked::{LevelTerms, NeedTerms, Standing};
use super::context::Checker;
use super::rivals::{OtherWay, rivals};
use super::shape;
use crate::model::package::Funded;
use crate::model::schema::{AnyOf, ListOf};
use crate::model::{Alternative, AnyId, Id, Level, Package};
use crate::source::Span;

type Levels = [Option<LevelTerms>];

/// Fills in what each level depends on.
pub(super) fn connect(checker: &mut Checker, levels: &mut Levels) {
    let plan = checker.plan;
    for package in plan.packages.ids() {
        order_levels(checker, levels, package);
        let declared = &plan.packages[package];
        let all = checker.ways.all_levels(package.into());
        for level in &all {
            if is_first(levels, *level) {
                add_needs(checker, levels, *level, declared.needs.as_deref());
            }
        }
        exclude(checker, levels, &all, declared.excludes.as_deref());
    }
    for level in plan.levels.ids() {
        let declared = &plan.levels[level];
        add_needs(checker, levels, level, declared.needs.as_deref());
        exclude(checker, levels, &[level], declared.excludes.as_deref());
    }
    for level in levels.iter_mut().flatten() {
        level.excludes.sort_unstable();
        level.excludes.dedup();
    }
    report_contradictions(checker, levels);
}

/// All ways of a package that compete.
pub(super) fn ways_of(checker: &Checker, package: Id<Package>) -> Vec<Vec<Id<Level>>> {
    let own = checker.ways.levels(package).to_vec();
    let others = competing(checker, package).map(|alternative| checker.ways.levels_of(alternative).to_vec());
    std::iter::once(own).chain(others).filter(|way| !way.is_empty()).collect()
}

fn competing<'c>(checker: &'c Checker, package: Id<Package>) -> impl Iterator<Item = Id<Alternative>> + 'c {
    let alternatives = checker.ways.alternatives(package).iter().copied();
    alternatives.filter(|alternative| checker.plan.alternatives[*alternative].rejected.is_none())
}

/// Predecessors and rivals of one package's levels.
fn order_levels(checker: &Checker, levels: &mut Levels, package: Id<Package>) {
    let own = checker.ways.levels(package);
    chain(levels, own, None);
    let mut others: Vec<OtherWay<'_>> = Vec::new();
    for alternative in checker.ways.alternatives(package) {
        let declared = &checker.plan.alternatives[*alternative];
        let way = checker.ways.levels_of(*alternative);
        let replaced = declared.instead_of.and_then(|level| own.iter().position(|known| *known == level.value));
        let kept = own.get(..replaced.unwrap_or(0)).unwrap_or(&[]);
        chain(levels, way, kept.last().copied());
        if declared.rejected.is_none() {
            others.push(OtherWay { keeps: kept.len(), levels: way });
        }
    }
    if others.is_empty() {
        return;
    }
    for (level, rivals) in rivals(own, others) {
        if let Some(terms) = get(levels, level) {
            terms.rivals = rivals;
        }
    }
}

fn chain(levels: &mut Levels, way: &[Id<Level>], before: Option<Id<Level>>) {
    let mut before = before;
    for level in way {
        if let Some(terms) = get(levels, *level) {
            terms.predecessor = before;
        }
        before = Some(*level);
    }
}

fn is_first(levels: &mut Levels, level: Id<Level>) -> bool {
    get(levels, level).is_some_and(|terms| terms.predecessor.is_none())
}

fn add_needs(checker: &Checker, levels: &mut Levels, level: Id<Level>, needs: Option<&ListOf<Funded>>) {
    for need in needs.iter().flat_map(|needs| &needs.0) {
        let any_of = first_levels(checker, need.id);
        if let Some(terms) = get(levels, level) {
            terms.needs.push(NeedTerms { named: need.id, any_of });
        }
    }
}

/// The levels that meet a need: of a package, the first of any of its ways.
fn first_levels(checker: &Checker, named: AnyId) -> Vec<Id<Level>> {
    match named.cast::<Package>() {
        Some(package) => ways_of(checker, package).iter().filter_map(|way| way.first().copied()).collect(),
        None => checker.ways.all_levels(named).first().copied().into_iter().collect(),
    }
}

fn exclude(checker: &Checker, levels: &mut Levels, who: &[Id<Level>], excluded: Option<&ListOf<Funded>>) {
    for named in excluded.iter().flat_map(|excluded| &excluded.0) {
        let others = checker.ways.all_levels(named.id);
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
                    .is_some_and(|terms| terms.standing == Standing::Rejected);
                is_rejected || terms.excludes.binary_search(candidate).is_ok() || terms.rivals.contains(*candidate)
            };
            if !need.any_of.is_empty() && need.any_of.iter().all(never) && terms.standing == Standing::Competes {
                let span = place_of_need(checker, level, need.named);
                let finding = shape::need_never_met(checker, level, need.named, span);
                checker.report(finding);
            }
        }
    }
}

fn place_of_need(checker: &Checker, level: Id<Level>, named: AnyId) -> Span {
    let own = checker.plan.levels[level].needs.as_deref();
    let package = checker.ways.package(level).and_then(|package| checker.plan.packages[package].needs.as_deref());
    let mut places = own.into_iter().chain(package).flat_map(|needs: &ListOf<Funded>| &needs.0);
    places.find(|need: &&AnyOf<Funded>| need.id == named).map_or_else(|| checker.span(level), |need| need.span)
}
