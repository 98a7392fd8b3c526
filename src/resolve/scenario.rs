//! Scenarios: what each `set` points at, and what the chosen scenario sets, its parents first.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use smol_str::SmolStr;

use super::declare::{Declared, Entry};
use super::errors;
use super::read::{Overridden, OverriddenBy};
use super::suggest::nearest;
use crate::diagnostic::Diagnostics;
use crate::model::schema::{Shape, SubjectKind};
use crate::model::{AnyId, Kind};
use crate::source::Span;
use crate::syntax::tree::{ExpressionKind, Path, Statement, Subject, Tree};

/// What the chosen scenario sets, by declaration.
#[derive(Default)]
pub struct Overrides<'t> {
    by_declaration: OverriddenBy<'t>,
}

impl<'t> Overrides<'t> {
    /// What is set in a declaration.
    pub fn of(&self, id: AnyId) -> SmallVec<[Overridden<'t>; 1]> {
        self.by_declaration.get(&id).cloned().unwrap_or_default()
    }
}

/// Checks every `set` of every scenario, and gives those of the chosen one and its parents; a child's stand above.
pub fn overrides<'t>(diagnostics: &mut Diagnostics, declared: &Declared<'t>, chosen: Option<&str>) -> Overrides<'t> {
    let mut overrides = Overrides::default();
    let scenarios = declared.of_kind(Kind::Scenario);
    let sets: Vec<Vec<(AnyId, Overridden<'t>)>> =
        scenarios.iter().map(|entry| sets_of(diagnostics, declared, entry)).collect();
    let parents = parents(diagnostics, scenarios);
    let Some(start) = scenarios.iter().position(|entry| Some(entry.head.path.as_str()) == chosen) else {
        return overrides;
    };
    let mut chain = vec![start];
    while let Some(parent) = chain.last().and_then(|last| parents.get(*last).copied().flatten()) {
        if chain.contains(&parent) {
            break;
        }
        chain.push(parent);
    }
    for index in chain.into_iter().rev() {
        for (id, set) in sets.get(index).into_iter().flatten() {
            let list = overrides.by_declaration.entry(*id).or_default();
            list.retain(|other| (other.property, other.subject) != (set.property, set.subject));
            list.push(*set);
        }
    }
    overrides
}

/// The parent of each scenario, by place; a loop is reported whole and cut.
fn parents(diagnostics: &mut Diagnostics, scenarios: &[Entry<'_>]) -> Vec<Option<usize>> {
    let places: FxHashMap<&str, usize> =
        scenarios.iter().enumerate().map(|(place, entry)| (entry.head.path.as_str(), place)).collect();
    let parent = |entry: &Entry<'_>| {
        let (name, _) = parent_name(entry.tree, entry.statement)?;
        places.get(name.as_str()).copied()
    };
    let mut parents: Vec<Option<usize>> = scenarios.iter().map(parent).collect();
    for start in 0..scenarios.len() {
        let mut chain = vec![start];
        while let Some(next) = chain.last().and_then(|last| parents.get(*last).copied().flatten()) {
            if next == start {
                let names: Vec<(&str, Span)> = chain
                    .iter()
                    .filter_map(|place| scenarios.get(*place))
                    .map(|entry| (entry.head.path.as_str(), entry.head.span))
                    .collect();
                diagnostics.add(errors::scenario_loop(&names));
                if let Some(cut) = parents.get_mut(start) {
                    *cut = None;
                }
                break;
            }
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
    }
    parents
}

fn parent_name(tree: &Tree, statement: &Statement) -> Option<(SmolStr, Span)> {
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    let line = lines.into_iter().find(|line| line.key.text == "of")?;
    let expression = tree.expression(line.value?);
    match &expression.kind {
        ExpressionKind::Path(name) => Some((name.clone(), expression.span)),
        _ => None,
    }
}

fn sets_of<'t>(
    diagnostics: &mut Diagnostics,
    declared: &Declared<'t>,
    entry: &Entry<'t>,
) -> Vec<(AnyId, Overridden<'t>)> {
    let lines = entry.statement.body.iter().flat_map(|body| &body.statements);
    let sets = lines.filter(|line| line.key.text == "set" && line.colon.is_some());
    let mut found = Vec::new();
    for line in sets {
        let Some(Subject::Path(path)) = line.subjects.first() else { continue };
        let targets = targets(declared, path, line.subjects.get(1));
        match targets.as_slice() {
            [(id, property, subject)] => {
                found.push((*id, Overridden { property: *property, tree: entry.tree, line, subject: *subject }));
            }
            [] => diagnostics.add(errors::nothing_to_set(path, near(declared, path))),
            several => {
                let places: Vec<(Kind, Span)> =
                    several.iter().filter_map(|(id, _, _)| Some((id.kind, declared.entry(*id)?.head.span))).collect();
                diagnostics.add(errors::ambiguous_name(&path.text, path.span, &places));
            }
        }
    }
    found
}

type Target<'t> = (AnyId, usize, Option<&'t str>);

/// What a path can point at: a declaration of any kind, then a key, then a subject. The longest owner wins.
fn targets<'t>(declared: &Declared<'t>, path: &'t Path, second: Option<&'t Subject>) -> SmallVec<[Target<'t>; 2]> {
    let text = path.text.as_str();
    let mut ends: Vec<usize> = text.match_indices('.').map(|(place, _)| place).collect();
    ends.push(text.len());
    let mut found = SmallVec::new();
    while let Some(end) = ends.pop() {
        let owner = text.get(..end).unwrap_or("");
        let rest = text.get(end..).unwrap_or("").trim_start_matches('.');
        for kind in Kind::ALL {
            let Some(id) = declared.names.get(*kind, owner) else { continue };
            let Some((property, subject)) = property(*kind, rest) else { continue };
            let subject = subject.or(match second {
                Some(Subject::Path(path)) => Some(path.text.as_str()),
                Some(Subject::Period(..)) | None => None,
            });
            found.push((id, property, subject));
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The property a key and perhaps a subject point at in a kind; a driver alone means its value.
fn property(kind: Kind, rest: &str) -> Option<(usize, Option<&str>)> {
    if rest.is_empty() {
        return (kind == Kind::Driver).then_some((0, None));
    }
    let (key, subject) = match rest.split_once('.') {
        Some((key, subject)) => (key, Some(subject)),
        None => (rest, None),
    };
    let mut properties = kind.schema().properties.iter().enumerate();
    let (index, property) = properties.find(|(_, property)| property.key == key)?;
    let takes = match property.spec.shape {
        Shape::Single => subject.is_none(),
        Shape::Repeated => {
            matches!(property.spec.subject, SubjectKind::MaybeName(_) | SubjectKind::MaybePeriod | SubjectKind::None)
                || subject.is_some()
        }
        Shape::Periods | Shape::Children(_) | Shape::Items | Shape::Head => false,
    };
    takes.then_some((index, subject))
}

/// The nearest thing that could be set.
fn near(declared: &Declared<'_>, path: &Path) -> Option<String> {
    let drivers = declared.of_kind(Kind::Driver).iter().map(|entry| entry.head.path.to_string());
    let (owner, key) = path.text.rsplit_once('.').unwrap_or((&path.text, ""));
    let keys = Kind::ALL.iter().filter(|kind| declared.names.get(**kind, owner).is_some()).flat_map(|kind| {
        kind.schema()
            .properties
            .iter()
            .filter(|property| property.spec.shape == Shape::Single)
            .map(|property| property.key)
    });
    let key = nearest(key, keys).map(|key| format!("{owner}.{key}"));
    let owners = [Kind::Kpi, Kind::Package, Kind::Level, Kind::Journey, Kind::Stage, Kind::Driver];
    let owner_near = || {
        let near = declared.names.nearest(&owners, owner, &[])?;
        Some(if path.text.contains('.') {
            format!("{near}{}", path.text.get(owner.len()..).unwrap_or(""))
        } else {
            near
        })
    };
    let drivers: Vec<String> = drivers.collect();
    key.or_else(|| nearest(&path.text, drivers.iter().map(String::as_str)).map(str::to_owned)).or_else(owner_near)
}
