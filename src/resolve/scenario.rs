//! Scenarios: what each `set` points at, and what the chosen scenario sets, its parents first.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use smol_str::SmolStr;

use super::declare::{Declared, Entry};
use super::errors;
use super::read::{Overridden, OverriddenBy};
use super::suggest::nearest;
use super::targets as kpi_targets;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::schema::{Shape, ValueKind};
use crate::model::{AnyId, Kind};
use crate::quantity::Period;
use crate::source::Span;
use crate::syntax::tree::{Condition, ExpressionKind, Form, Path, Statement, Subject, Tree};

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
            list.retain(|other| !same_place(other, set));
            list.push(*set);
        }
    }
    overrides
}

fn same_place(left: &Overridden<'_>, right: &Overridden<'_>) -> bool {
    let line = |set: &Overridden<'_>| set.instead_of.map(std::ptr::from_ref);
    left.property == right.property && line(left) == line(right)
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
        // What a line with a mistake would set is not known, and no other line is to suffer for it.
        if line.condition == Condition::Damaged || declared.names.is_broken(&path.text) {
            continue;
        }
        match targets(declared, path).as_slice() {
            [target] => match line_to_set(declared, target, path, (entry.tree, line)) {
                Ok(instead_of) => {
                    let set = Overridden { property: target.property, tree: entry.tree, line, instead_of };
                    found.push((target.id, set));
                }
                Err(report) => diagnostics.add(*report),
            },
            [] if declared.names.may_set_nameless(&path.text) => {}
            [] => diagnostics.add(nothing_to_set(declared, path)),
            several => {
                let place = |target: &Target<'_>| Some((target.id.kind, declared.entry(target.id)?.head.span));
                let places: Vec<(Kind, Span)> = several.iter().filter_map(place).collect();
                diagnostics.add(errors::ambiguous_name(&path.text, path.span, &places));
            }
        }
    }
    found
}

/// What the value of a `set` line must be: that of the property its path points at.
pub(super) fn set_value_kind(declared: &Declared<'_>, line: &Statement) -> Option<ValueKind> {
    let Some(Subject::Path(path)) = line.subjects.first() else { return None };
    let targets = targets(declared, path);
    let target = targets.first()?;
    target.id.kind.schema().properties.get(target.property).map(|property| property.spec.value)
}

/// What a path points at: a property of a declaration, and what its line is about.
pub(super) struct Target<'t> {
    /// The declaration.
    pub id: AnyId,
    /// The property's place in the schema.
    pub property: usize,
    /// What its line is about.
    pub subject: Option<&'t str>,
    /// The part of the path that names the declaration.
    pub owner: &'t str,
}

/// What a path can point at: a declaration of any kind, then a key, then a subject. The longest owner wins.
pub(super) fn targets<'t>(declared: &Declared<'t>, path: &'t Path) -> SmallVec<[Target<'t>; 2]> {
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
            found.push(Target { id, property, subject, owner });
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
    let mut properties = kind.schema().properties.iter().enumerate();
    if Period::parse(rest).is_ok() {
        let (index, _) = properties.find(|(_, property)| property.spec.shape == Shape::Periods)?;
        return Some((index, Some(rest)));
    }
    let (key, subject) = match rest.split_once('.') {
        Some((key, subject)) => (key, Some(subject)),
        None => (rest, None),
    };
    let (index, property) = properties.find(|(_, property)| property.key == key)?;
    let takes = match property.spec.shape {
        Shape::Single => subject.is_none(),
        Shape::Repeated => true,
        Shape::Periods | Shape::Children(_) | Shape::Items | Shape::Head => false,
    };
    takes.then_some((index, subject))
}

/// The line a `set` stands in place of. A line about something must be there; a property of its own may be added.
fn line_to_set<'t>(
    declared: &Declared<'t>,
    target: &Target<'_>,
    path: &Path,
    (tree, set): (&Tree, &Statement),
) -> Result<Option<&'t Statement>, Box<Diagnostic>> {
    let Some(entry) = declared.entry(target.id) else { return Ok(None) };
    let Some(property) = target.id.kind.schema().properties.get(target.property) else { return Ok(None) };
    if let Some(finding) = kpi_targets::month_of_no_target(property, set) {
        return Err(Box::new(finding));
    }
    let statement = entry.statement;
    let of_property =
        statement.body.iter().flat_map(|body| &body.statements).filter(|line| match property.spec.shape {
            Shape::Periods => matches!(line.subjects.first(), Some(Subject::Period(_, span)) if *span == line.key.span),
            Shape::Single | Shape::Repeated | Shape::Children(_) | Shape::Items | Shape::Head => {
                line.key.text == property.key && line.form == Form::Property
            }
        });
    let of_property: Vec<&'t Statement> = of_property.collect();
    if property.spec.shape == Shape::Single {
        return Ok(of_property.first().copied());
    }
    if (target.id.kind, property.key) == (Kind::Kpi, "target") {
        return kpi_targets::line_to_set((entry, &of_property), (tree, set), path);
    }
    let titled = |line: &Statement| match &set.title {
        Some(title) => line.title.as_ref().is_some_and(|other| other.value == title.value),
        None => true,
    };
    let mut same = of_property.iter().copied().filter(|line| is_about(line, target.subject) && titled(line));
    match (same.next(), same.next()) {
        (Some(line), None) => Ok(Some(line)),
        (Some(first), Some(second)) => Err(Box::new(errors::several_to_set(path, first, second))),
        (None, _) => {
            let written: Vec<Span> = of_property.iter().map(|line| line.key.span).collect();
            Err(Box::new(errors::no_line_to_set(path, &entry.head, property, &written)))
        }
    }
}

/// Whether a line is about what the end of a `set` path says: a name, a kind and a name, a period, or nothing.
fn is_about(line: &Statement, subject: Option<&str>) -> bool {
    match (line.subjects.as_slice(), subject) {
        ([], None) => true,
        ([Subject::Path(path)], Some(subject)) => path.text == subject,
        ([Subject::Period(period, _)], Some(subject)) => Period::parse(subject).is_ok_and(|other| other == *period),
        ([Subject::Path(kind), Subject::Path(path)], Some(subject)) => {
            subject.strip_prefix(kind.text.as_str()).and_then(|rest| rest.strip_prefix('.')) == Some(path.text.as_str())
        }
        _ => false,
    }
}

/// A path that leads to no figure: to a declaration as a whole, or to nothing at all.
fn nothing_to_set(declared: &Declared<'_>, path: &Path) -> Diagnostic {
    let whole = Kind::ALL.iter().find(|kind| declared.names.get(**kind, &path.text).is_some());
    match whole {
        Some(kind) => errors::nothing_of_it_to_set(path, *kind),
        None => errors::nothing_to_set(path, near(declared, path)),
    }
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
