//! Scenarios: what each `set` and `change` points at, and what the chosen scenario does, its parents first.

use super::classify::meant_as;
use super::context::Context;
use super::declare::{Entry, SymbolTable};
use super::overridden::Overrides;
use super::overridden::{Overridden, Reach};
use super::suggest::Meter;
use super::targets::WHOLE;
use super::targets::{Target, targets};
use super::{change, errors, mentions, targets as kpi_targets};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::risk::FigureName;
use crate::model::schema::{Expected, Shape, ValueKind};
use crate::model::{AnyId, Id, Kind, Scenario};
use crate::quantity::Period;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Condition, ExpressionKind, Form, Path, Statement, Subject, Tree};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Puts a value in the place of another.
const SET: &str = "set";
/// Does something to what is there.
const CHANGE: &str = "change";

/// Every scenario with what it sets and the one it starts from.
#[derive(Default)]
pub(super) struct Scenarios<'t> {
    sets: Vec<Vec<(AnyId, Overridden<'t>)>>,
    parents: Vec<Option<usize>>,
}

impl<'t> Scenarios<'t> {
    /// Checks every line of every scenario.
    pub(super) fn read(diagnostics: &mut Diagnostics, declared: &SymbolTable<'t>) -> Scenarios<'t> {
        let entries = declared.of_kind(Kind::Scenario);
        let parents = parents(diagnostics, entries);
        let meter = Meter::default();
        let sets = entries.iter().map(|entry| sets_of(diagnostics, declared, &meter, entry)).collect();
        let scenarios = Scenarios { sets, parents };
        let whole = scenarios.whole_drivers();
        for (place, entry) in entries.iter().enumerate() {
            check_lines(diagnostics, declared, &scenarios, (place, entry));
            scenarios.check_months(diagnostics, &whole, place);
        }
        scenarios
    }

    /// The drivers that a scenario sets as a whole, so that their lines by month are no more.
    fn whole_drivers(&self) -> FxHashMap<AnyId, FxHashMap<usize, &'t Statement>> {
        let mut whole: FxHashMap<AnyId, FxHashMap<usize, &Statement>> = FxHashMap::default();
        for (place, sets) in self.sets.iter().enumerate() {
            for (id, set) in sets.iter().filter(|(id, set)| id.kind == Kind::Driver && set.property == WHOLE) {
                if let Reach::InsteadOf(_) = set.reach {
                    whole.entry(*id).or_default().insert(place, set.line);
                }
            }
        }
        whole
    }

    /// Reports a month of a driver that is set or changed where a scenario before has set the driver as a whole.
    fn check_months(
        &self,
        diagnostics: &mut Diagnostics,
        whole: &FxHashMap<AnyId, FxHashMap<usize, &Statement>>,
        place: usize,
    ) {
        for (id, set) in self.sets.get(place).into_iter().flatten() {
            let Some(whole) = whole.get(id).filter(|_| set.property != WHOLE) else { continue };
            if let Some(earlier) = self.chain(place).skip(1).find_map(|before| whole.get(&before)) {
                diagnostics.add(errors::month_of_whole(set.line, earlier));
            }
        }
    }

    /// What a scenario and its parents do; a child's stand above.
    pub(super) fn overrides(&self, chosen: Option<Id<Scenario>>) -> Overrides<'t> {
        let mut overrides = Overrides::default();
        let mut chain: Vec<usize> = chosen.map(|id| self.chain(id.index()).collect()).unwrap_or_default();
        chain.reverse();
        for (id, set) in chain.into_iter().filter_map(|place| self.sets.get(place)).flatten() {
            let list = overrides.by_declaration.entry(*id).or_default();
            if let Reach::InsteadOf(line) = set.reach {
                list.retain(|other| !replaces(set.property, line, other));
            }
            list.push(*set);
        }
        overrides
    }

    /// A scenario and those it starts from, the nearest first. Rings are cut.
    fn chain(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(start), |place| self.parents.get(*place).copied().flatten())
    }
}

/// Whether what is set in place of a line leaves nothing of what a parent did there.
fn replaces(property: usize, line: Option<&Statement>, earlier: &Overridden<'_>) -> bool {
    match earlier.reach {
        Reach::InsteadOf(other) => property == earlier.property && same(line, other),
        Reach::Every(_) => false,
    }
}

fn same(left: Option<&Statement>, right: Option<&Statement>) -> bool {
    left.map(std::ptr::from_ref) == right.map(std::ptr::from_ref)
}

/// What only can be told once all scenarios are read: a figure is set or changed once in a scenario, and there is one to
/// change, in the plan or in a scenario before.
fn check_lines(
    diagnostics: &mut Diagnostics,
    declared: &SymbolTable<'_>,
    scenarios: &Scenarios<'_>,
    (place, entry): (usize, &Entry<'_>),
) {
    let mut first: FxHashMap<(AnyId, usize, Option<*const Statement>), &Statement> = FxHashMap::default();
    for (id, set) in scenarios.sets.get(place).into_iter().flatten() {
        let lines = reached(declared, *id, set);
        let is_set_before = |before: usize| {
            let mut sets = scenarios.sets.get(before).into_iter().flatten();
            sets.any(|(other, earlier)| other == id && earlier.property == set.property)
        };
        if lines.is_empty() && !scenarios.chain(place).skip(1).any(is_set_before) {
            diagnostics.add(errors::nothing_to_change(set.line, &entry.head.path));
            continue;
        }
        let twice = lines.iter().find_map(|line| {
            let earlier = *first.entry((*id, set.property, *line)).or_insert(set.line);
            (!std::ptr::eq(earlier, set.line)).then_some(earlier)
        });
        if let Some(earlier) = twice {
            diagnostics.add(errors::set_twice(set.line, earlier));
        }
    }
}

/// The lines of the plan that a scenario's line is about; one that is added has no place.
fn reached(declared: &SymbolTable<'_>, id: AnyId, set: &Overridden<'_>) -> Vec<Option<*const Statement>> {
    let whole_driver = id.kind == Kind::Driver && set.property == WHOLE;
    let months = if whole_driver { lines_of(declared, id, 1) } else { Vec::new() };
    let months = months.into_iter().map(|line| Some(std::ptr::from_ref(line)));
    match set.reach {
        Reach::InsteadOf(line) => std::iter::once(line.map(std::ptr::from_ref)).chain(months).collect(),
        Reach::Every(subject) => {
            let lines = lines_of(declared, id, set.property);
            let about = lines.into_iter().filter(|line| is_about(line, subject, set.line));
            about.map(|line| Some(std::ptr::from_ref(line))).chain(months).collect()
        }
    }
}

/// The parent of each scenario, by place; a ring is reported whole and cut.
fn parents(diagnostics: &mut Diagnostics, scenarios: &[Entry<'_>]) -> Vec<Option<usize>> {
    let places: FxHashMap<&str, usize> =
        scenarios.iter().enumerate().map(|(place, entry)| (entry.head.path.as_str(), place)).collect();
    let parent = |entry: &Entry<'_>| {
        let (name, _) = parent_name(entry.tree, entry.statement)?;
        places.get(name.as_str()).copied()
    };
    let mut parents: Vec<Option<usize>> = scenarios.iter().map(parent).collect();
    // Each is walked from once: a walk ends where an earlier one has been.
    let mut walked_from: Vec<Option<usize>> = vec![None; scenarios.len()];
    for start in 0..scenarios.len() {
        let mut next = Some(start);
        while let Some(place) = next
            && let Some(walk) = walked_from.get_mut(place)
            && walk.is_none()
        {
            *walk = Some(start);
            next = parents.get(place).copied().flatten();
        }
        if let Some(place) = next.filter(|place| walked_from.get(*place) == Some(&Some(start))) {
            report_ring(diagnostics, scenarios, &parents, place);
            parents.get_mut(place).into_iter().for_each(|parent| *parent = None);
        }
    }
    parents
}

fn report_ring(diagnostics: &mut Diagnostics, scenarios: &[Entry<'_>], parents: &[Option<usize>], start: usize) {
    let around = std::iter::successors(Some(start), |place| {
        parents.get(*place).copied().flatten().filter(|next| *next != start)
    });
    let names: Vec<(&str, Span)> = around
        .filter_map(|place| scenarios.get(place))
        .map(|entry| (entry.head.path.as_str(), entry.head.span))
        .collect();
    diagnostics.add(errors::scenario_loop(&names));
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
    declared: &SymbolTable<'t>,
    meter: &Meter,
    entry: &Entry<'t>,
) -> Vec<(AnyId, Overridden<'t>)> {
    let lines = entry.statement.body.iter().flat_map(|body| &body.statements);
    let lines = lines.filter(|line| matches!(line.key.text.as_str(), SET | CHANGE) && line.colon.is_some());
    let mut found = Vec::new();
    for line in lines {
        let Some(Subject::Path(path)) = line.subjects.first() else { continue };
        // What a line with a mistake would set is not known, and no other line is to suffer for it.
        if line.condition == Condition::Damaged || declared.names.is_broken(&path.text) {
            continue;
        }
        match targets(declared, path).as_slice() {
            [target] => match reach_of(declared, meter, target, path, (entry.tree, line)) {
                Ok(reach) => {
                    found.push((target.id, Overridden { property: target.property, tree: entry.tree, line, reach }))
                }
                Err(report) => diagnostics.add(*report),
            },
            [] if declared.names.may_set_nameless(&path.text) => {}
            [] => diagnostics.add(nothing_to_set(declared, meter, path)),
            several => diagnostics.add(ambiguous(declared, path, several)),
        }
    }
    found
}

fn ambiguous(declared: &SymbolTable<'_>, path: &Path, several: &[Target<'_>]) -> Diagnostic {
    let place = |target: &Target<'_>| Some((target.id.kind, declared.entry(target.id)?.head.span));
    let places: Vec<(Kind, Span)> = several.iter().filter_map(place).collect();
    errors::ambiguous_name(&path.text, path.span, &places)
}

/// The figure that a path leads to, as a `set` would reach it; nothing where it leads to none, which is then reported.
pub(super) fn figure(context: &mut Context<'_, '_>, path: &Path) -> Option<FigureName> {
    let declared = context.declared;
    if declared.names.is_broken(&path.text) {
        return None;
    }
    match targets(declared, path).as_slice() {
        [Target { id, property, subject, owner }] => {
            let property = id.kind.schema().properties.get(*property)?;
            mentions::figure(context, path.span, (*id, owner), (property, *subject), &declared.around(*id));
            let path = Spanned::new(path.text.clone(), path.span);
            Some(FigureName { path, id: *id, key: property.key, subject: subject.map(SmolStr::new) })
        }
        [] => {
            context.diagnostics.add(errors::no_figure(path, near(declared, &context.meter, path)));
            None
        }
        several => {
            context.diagnostics.add(ambiguous(declared, path, several));
            None
        }
    }
}

/// The lines that a `set` or a `change` is about, once it says something that can be done to them.
fn reach_of<'t>(
    declared: &SymbolTable<'t>,
    meter: &Meter,
    target: &Target<'t>,
    path: &Path,
    (tree, line): (&Tree, &'t Statement),
) -> Result<Reach<'t>, Box<Diagnostic>> {
    let Some(property) = target.id.kind.schema().properties.get(target.property) else {
        return Ok(Reach::InsteadOf(None));
    };
    if line.key.text == SET {
        return match change::meant(tree, line, property.spec.value) {
            Some(report) => Err(Box::new(report)),
            None => line_to_set(declared, meter, target, path, (tree, line)).map(Reach::InsteadOf),
        };
    }
    if !matches!(property.spec.value, ValueKind::Expression(expected) if expected != Expected::Condition) {
        return Err(Box::new(errors::no_figure_to_change(path, property.key)));
    }
    match change::unclear(tree, line, property.spec.value) {
        Some(report) => Err(Box::new(report)),
        None => Ok(Reach::Every(target.subject)),
    }
}

/// What the value of a `set` line must be: that of the property its path points at.
pub(super) fn set_value_kind(declared: &SymbolTable<'_>, line: &Statement) -> Option<ValueKind> {
    let Some(Subject::Path(path)) = line.subjects.first() else { return None };
    let targets = targets(declared, path);
    let target = targets.first()?;
    target.id.kind.schema().properties.get(target.property).map(|property| property.spec.value)
}

/// The line a `set` stands in place of. A line about something must be there; a property of its own may be added.
fn line_to_set<'t>(
    declared: &SymbolTable<'t>,
    meter: &Meter,
    target: &Target<'_>,
    path: &Path,
    (tree, set): (&Tree, &Statement),
) -> Result<Option<&'t Statement>, Box<Diagnostic>> {
    let Some(entry) = declared.entry(target.id) else { return Ok(None) };
    let Some(property) = target.id.kind.schema().properties.get(target.property) else { return Ok(None) };
    if let Some(finding) = kpi_targets::month_of_no_target(property, set) {
        return Err(Box::new(finding));
    }
    let of_property = lines_of(declared, target.id, target.property);
    if property.spec.shape == Shape::Single {
        return Ok(of_property.first().copied());
    }
    if (target.id.kind, property.key) == (Kind::Kpi, "target") {
        return kpi_targets::line_to_set((entry, &of_property), (tree, set), path);
    }
    let exactly = |line: &Statement| match target.subject {
        Some(_) => is_about(line, target.subject, set),
        None => line.subjects.is_empty() && is_about(line, None, set),
    };
    let mut same = of_property.iter().copied().filter(|line| exactly(line));
    match (same.next(), same.next()) {
        (Some(line), None) => Ok(Some(line)),
        (Some(first), Some(second)) => Err(Box::new(errors::several_to_set(path, first, second))),
        (None, _) => {
            let written: Vec<Span> = of_property.iter().map(|line| line.key.span).collect();
            let near = near_line(meter, target, path, &of_property);
            Err(Box::new(errors::no_line_to_set(path, &entry.head, property, &written, near)))
        }
    }
}

/// The path of the line whose subject is nearest to one that no line has.
fn near_line(meter: &Meter, target: &Target<'_>, path: &Path, lines: &[&Statement]) -> Option<String> {
    let subject = target.subject?;
    let subjects = lines.iter().filter_map(|line| match line.subjects.as_slice() {
        [Subject::Path(path)] => Some(path.text.as_str()),
        _ => None,
    });
    let near = meter.nearest(subject, subjects)?;
    Some(format!("{}{near}", path.text.strip_suffix(subject)?))
}

/// The lines of a property as written.
fn lines_of<'t>(declared: &SymbolTable<'t>, id: AnyId, index: usize) -> Vec<&'t Statement> {
    let Some(entry) = declared.entry(id) else { return Vec::new() };
    let Some(property) = id.kind.schema().properties.get(index) else { return Vec::new() };
    let statement = entry.statement;
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    let of_property = lines.clone().filter(|line| match property.spec.shape {
        Shape::Periods => matches!(line.subjects.first(), Some(Subject::Period(_, span)) if *span == line.key.span),
        Shape::Single | Shape::Repeated | Shape::Children(_) | Shape::Items | Shape::Head => {
            line.key.text == property.key && line.form == Form::Property
        }
    });
    let of_property: Vec<&'t Statement> = of_property.collect();
    if !of_property.is_empty() {
        return of_property;
    }
    // A line whose key is told to be another one stands there.
    let all = statement.body.as_ref().map_or(&[][..], |body| &body.statements);
    let meant = |line: &&Statement| meant_as(id.kind, (entry.tree, all), line) == Some(index);
    lines.filter(meant).collect()
}

/// Whether a line is about what a scenario's line names: a name, a kind and a name, a period, or anything; and has its
/// title, where that says one.
pub(super) fn is_about(line: &Statement, subject: Option<&str>, set: &Statement) -> bool {
    let is_titled = match &set.title {
        Some(title) => line.title.as_ref().is_some_and(|other| other.value == title.value),
        None => true,
    };
    let Some(subject) = subject else { return is_titled };
    is_titled
        && match line.subjects.as_slice() {
            [Subject::Path(path)] => path.text == subject,
            [Subject::Period(period, _)] => Period::parse_alone(subject).is_ok_and(|other| other == *period),
            [Subject::Path(kind), Subject::Path(path), Subject::Period(period, _)] => {
                let rest = subject.strip_prefix(kind.text.as_str()).and_then(|rest| rest.strip_prefix('.'));
                let rest = rest.and_then(|rest| rest.strip_prefix(path.text.as_str()));
                let written = rest.and_then(|rest| rest.strip_prefix('.'));
                written.is_some_and(|written| Period::parse_alone(written).is_ok_and(|other| other == *period))
            }
            [Subject::Path(kind), Subject::Path(path)] => {
                let name = subject.strip_prefix(kind.text.as_str()).and_then(|rest| rest.strip_prefix('.'));
                name == Some(path.text.as_str())
            }
            _ => false,
        }
}

/// A path that leads to no figure: to a declaration as a whole, or to nothing at all.
fn nothing_to_set(declared: &SymbolTable<'_>, meter: &Meter, path: &Path) -> Diagnostic {
    let whole = Kind::ALL.iter().find(|kind| declared.names.get(**kind, &path.text).is_some());
    match whole {
        Some(kind) => errors::nothing_of_it_to_set(path, *kind),
        None => errors::nothing_to_set(path, near(declared, meter, path)),
    }
}

/// The nearest thing that could be set.
fn near(declared: &SymbolTable<'_>, meter: &Meter, path: &Path) -> Option<String> {
    let drivers = declared.of_kind(Kind::Driver).iter().map(|entry| entry.head.path.as_str());
    let key = near_key(declared, meter, path);
    let owners = [
        Kind::Kpi,
        Kind::Package,
        Kind::Level,
        Kind::Journey,
        Kind::Stage,
        Kind::Driver,
        Kind::Funding,
        Kind::Criterion,
    ];
    let owner_near = || {
        let leads_somewhere =
            |text: &String| !targets(declared, &Path { text: SmolStr::new(text), span: path.span }).is_empty();
        let found = splits(&path.text).filter_map(|(owner, rest)| {
            let near = declared.names.nearest(meter, &owners, owner, &[])?;
            Some(format!("{near}.{rest}"))
        });
        let bare = || declared.names.nearest(meter, &owners, &path.text, &[]);
        found.into_iter().find(leads_somewhere).or_else(bare)
    };
    key.or_else(|| meter.nearest(&path.text, drivers).map(str::to_owned)).or_else(owner_near)
}

/// The path with the nearest key of the declaration that it begins with; what stands behind the key stays.
fn near_key(declared: &SymbolTable<'_>, meter: &Meter, path: &Path) -> Option<String> {
    for (owner, rest) in splits(&path.text) {
        let kinds = Kind::ALL.iter().filter(|kind| declared.names.get(**kind, owner).is_some());
        let properties = kinds.flat_map(|kind| kind.schema().properties);
        let lines = properties.filter(|property| matches!(property.spec.shape, Shape::Single | Shape::Repeated));
        let (key, subject) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
        let near = meter.nearest(key, lines.map(|property| property.key));
        if let Some(near) = near.filter(|near| *near != key) {
            return Some(format!("{owner}.{near}{subject}"));
        }
    }
    None
}

/// The ways to cut a path in two at a dot, the longest beginning first; of a path with more dots than any has, few.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.rmatch_indices('.').take(8).filter_map(move |(place, _)| Some((text.get(..place)?, text.get(place + 1..)?)))
}
