//! Packages, levels and alternatives: what each must hold to be worth a decision.

use rustc_hash::FxHashMap;

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::model::people::CategoryKind;
use crate::model::schema::Text;
use crate::model::{Alternative, Id, Level, Package, Plan};
use crate::source::Span;

/// Checks every package and level.
pub fn check(diagnostics: &mut Diagnostics, plan: &Plan) {
    for package in plan.packages.values() {
        check_package(diagnostics, package);
    }
    report_copies(diagnostics, plan);
    for level in plan.levels.values() {
        check_level(diagnostics, plan, level);
    }
    for (id, alternative) in plan.alternatives.iter() {
        check_alternative(diagnostics, plan, id, alternative);
    }
}

/// The rejected alternative a level belongs to, if any.
pub fn rejected<'p>(plan: &'p Plan, level: &Level) -> Option<&'p Alternative> {
    let alternative: Id<Alternative> = level.parent?.cast()?;
    let alternative = plan.alternatives.get(alternative)?;
    alternative.rejected.is_some().then_some(alternative)
}

/// The package a level belongs to, through its alternative if it is of one.
pub fn package_of(plan: &Plan, level: &Level) -> Option<Id<Package>> {
    let parent = level.parent?;
    parent.cast().or_else(|| plan.parent(parent)?.cast())
}

fn check_package(diagnostics: &mut Diagnostics, package: &Package) {
    if package.level.0.is_empty() {
        diagnostics.add(errors::no_level(&package.head));
    }
    for (key, text) in [("justification", package.justification.get()), ("consequence", package.consequence.get())] {
        if let Some(text) = text.filter(|text| text.value.trim().is_empty()) {
            diagnostics.add(errors::says_nothing(key, text.span, &package.head));
        }
    }
    if package.alternative.0.is_empty() {
        diagnostics.add(errors::no_alternative(&package.head));
    }
    if package.serves.is_empty() {
        diagnostics.add(errors::serves_nothing(&package.head));
    }
}

/// Two packages with the same justification, whatever its spaces: one of them was not thought about.
fn report_copies(diagnostics: &mut Diagnostics, plan: &Plan) {
    let mut texts: Vec<(&Text, &Package)> =
        plan.packages.values().filter_map(|package| Some((package.justification.get()?, package))).collect();
    texts.sort_by_key(|(text, _)| text.span);
    let mut first: FxHashMap<String, (Span, &Package)> = FxHashMap::default();
    for (text, package) in texts {
        let words: Vec<&str> = text.value.split_whitespace().collect();
        let words = words.join(" ");
        if words.is_empty() {
            continue;
        }
        if let Some((earlier, other)) = first.get(&words) {
            diagnostics.add(errors::copied_justification(text.span, *earlier, &package.head, &other.head));
            continue;
        }
        first.insert(words, (text.span, package));
    }
}

fn check_level(diagnostics: &mut Diagnostics, plan: &Plan, level: &Level) {
    report_income_costs(diagnostics, plan, level);
    if rejected(plan, level).is_some() {
        return;
    }
    let brings = !level.effect.is_empty() || !level.saves.is_empty() || !level.earns.is_empty();
    match level.cost.first() {
        Some(cost) if !brings && level.mandate.is_none() => {
            diagnostics.add(errors::nothing_justifies(cost.span, &level.head));
        }
        None if !brings => diagnostics.add(errors::empty_level(&level.head)),
        Some(_) | None => {}
    }
}

/// A cost or a saving booked to a category of income.
fn report_income_costs(diagnostics: &mut Diagnostics, plan: &Plan, level: &Level) {
    let costs = level.cost.iter().map(|cost| cost.category);
    let savings = level.saves.iter().map(|saving| saving.category);
    for named in costs.chain(savings).flatten() {
        let category = &plan.categories[named.value];
        if category.kind == Some(CategoryKind::Income) {
            diagnostics.add(errors::cost_on_income(named.span, category));
        }
    }
}

fn check_alternative(diagnostics: &mut Diagnostics, plan: &Plan, id: Id<Alternative>, alternative: &Alternative) {
    if let Some(reason) = &alternative.rejected {
        let costs = alternative.level.0.iter().any(|level| !plan.levels[*level].cost.is_empty());
        if !costs {
            diagnostics.add(errors::rejected_without_cost(&alternative.head, reason.span));
        }
        if reason.value.trim().is_empty() {
            diagnostics.add(errors::says_nothing("rejected", reason.span, &alternative.head));
        }
    }
    let Some(instead) = &alternative.instead_of else { return };
    let own = alternative.parent == plan.levels[instead.value].parent;
    if !own || plan.parent(instead.value.into()) == Some(id.into()) {
        diagnostics.add(errors::instead_of_other(instead.span, &alternative.head));
    }
}
