//! Packages, levels and alternatives: what each must hold to be worth a decision.

use std::hash::{Hash, Hasher};

use super::errors;
use super::holes::Holes;
use crate::diagnostic::Diagnostics;
use crate::model::people::CategoryKind;
use crate::model::schema::{Head, Text};
use crate::model::{Alternative, Id, Level, Package, Plan};
use rustc_hash::{FxHashMap, FxHasher};

/// Checks every package and level.
pub(super) fn check(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes) {
    for package in plan.packages.values() {
        check_package(diagnostics, plan, holes, package);
    }
    report_copies(diagnostics, plan);
    for level in plan.levels.values() {
        check_level(diagnostics, plan, holes, level);
    }
    for (id, alternative) in plan.alternatives.iter() {
        check_alternative(diagnostics, plan, holes, id, alternative);
    }
}

/// The alternative a level belongs to, if any.
pub(super) fn alternative_of<'p>(plan: &'p Plan, level: &Level) -> Option<&'p Alternative> {
    let alternative: Id<Alternative> = level.parent?.cast()?;
    plan.alternatives.find(alternative)
}

/// The rejected alternative a level belongs to, if any.
pub(super) fn rejected<'p>(plan: &'p Plan, level: &Level) -> Option<&'p Alternative> {
    alternative_of(plan, level).filter(|alternative| alternative.rejected.is_some())
}

fn check_package(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, package: &Package) {
    for (key, text) in [("justification", package.justification.get()), ("consequence", package.consequence.get())] {
        report_empty(diagnostics, key, text, &package.head);
    }
    let (levels, alternatives) = (&package.level.0, &package.alternative.0);
    let is_whole = !levels.is_empty() && !alternatives.is_empty() && !package.serves.is_empty();
    if is_whole || has_holes(plan, holes, package) {
        return;
    }
    if levels.is_empty() {
        diagnostics.add(errors::no_level(&package.head));
    }
    if alternatives.is_empty() {
        diagnostics.add(errors::no_alternative(&package.head));
    }
    if package.serves.is_empty() {
        diagnostics.add(errors::serves_nothing(&package.head));
    }
}

/// Whether a line of the package itself could not be read, so that something may only seem to be missing.
fn has_holes(plan: &Plan, holes: &Holes, package: &Package) -> bool {
    let levels = package.level.0.iter().map(|level| plan.levels[*level].head.whole);
    let alternatives = package.alternative.0.iter().map(|alternative| plan.alternatives[*alternative].head.whole);
    holes.beside(package.head.whole, levels.chain(alternatives))
}

fn report_empty(diagnostics: &mut Diagnostics, key: &str, text: Option<&Text>, head: &Head) {
    if let Some(text) = text.filter(|text| text.value.trim().is_empty()) {
        diagnostics.add(errors::says_nothing(key, text.span, head));
    }
}

/// Two packages with the same justification, whatever its spaces: one of them was not thought about. Texts are found by
/// a digest of their words, so that none is copied; were two digests ever equal by chance, a copy would pass.
fn report_copies(diagnostics: &mut Diagnostics, plan: &Plan) {
    let mut texts: Vec<(&Text, &Package)> =
        plan.packages.values().filter_map(|package| Some((package.justification.get()?, package))).collect();
    texts.sort_by_key(|(text, _)| text.span);
    let mut first: FxHashMap<u64, (&Text, &Package)> = FxHashMap::default();
    for (text, package) in texts {
        let mut hasher = FxHasher::default();
        text.value.split_whitespace().for_each(|word| word.hash(&mut hasher));
        if text.value.trim().is_empty() {
            continue;
        }
        let (earlier, other) = *first.entry(hasher.finish()).or_insert((text, package));
        let is_copy = earlier.span != text.span && earlier.value.split_whitespace().eq(text.value.split_whitespace());
        if is_copy {
            diagnostics.add(errors::copied_justification(text.span, earlier.span, &package.head, &other.head));
        }
    }
}

fn check_level(diagnostics: &mut Diagnostics, plan: &Plan, holes: &Holes, level: &Level) {
    report_income_costs(diagnostics, plan, level);
    report_empty(diagnostics, "mandate", level.mandate.as_deref(), &level.head);
    let brings = !level.effect.is_empty() || !level.saves.is_empty() || !level.earns.is_empty();
    if brings || level.mandate.is_some() || rejected(plan, level).is_some() {
        return;
    }
    if holes.beside(level.head.whole, level.cost.iter().map(|cost| cost.span)) {
        return;
    }
    match level.cost.first() {
        Some(cost) => diagnostics.add(errors::nothing_justifies(cost.span, &level.head)),
        None if !holes.within(level.head.whole) => diagnostics.add(errors::empty_level(&level.head)),
        None => {}
    }
}

/// A cost or a saving booked to a category of income.
fn report_income_costs(diagnostics: &mut Diagnostics, plan: &Plan, level: &Level) {
    let costs = level.cost.iter().map(|cost| ("costs", cost.category));
    let savings = level.saves.iter().map(|saving| ("savings", saving.category));
    for (what, named) in costs.chain(savings) {
        let Some(named) = named else { continue };
        let category = &plan.categories[named.value];
        if category.kind == Some(CategoryKind::Income) {
            diagnostics.add(errors::cost_on_income(named.span, what, category));
        }
    }
}

fn check_alternative(
    diagnostics: &mut Diagnostics,
    plan: &Plan,
    holes: &Holes,
    id: Id<Alternative>,
    alternative: &Alternative,
) {
    if let Some(reason) = &alternative.rejected {
        let costs = alternative.level.0.iter().any(|level| !plan.levels[*level].cost.is_empty());
        if !costs && !holes.within(alternative.head.whole) {
            diagnostics.add(errors::rejected_without_cost(&alternative.head, reason.span));
        }
        report_empty(diagnostics, "rejected", Some(reason), &alternative.head);
    }
    let Some(instead) = &alternative.instead_of else { return };
    let own = alternative.parent == plan.levels[instead.value].parent;
    if !own || plan.parent(instead.value.into()) == Some(id.into()) {
        diagnostics.add(errors::instead_of_other(instead.span, &alternative.head, &plan.levels[instead.value].head));
    }
}
