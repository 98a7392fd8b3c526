//! Finds every declaration of every file, checks its head, and gives it an id and its name.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use super::errors;
use super::names::Names;
use super::suggest::{is_plan, near_kind, near_property};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::schema::{Head, HeadShape, Shape};
use crate::model::{AnyId, Kind};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::tree::{Condition, ExpressionKind, Form, ModifierWord, Path, Statement, Subject, Tree};

/// All declarations, by kind, in order of name (stages and levels: below their owner, as written).
pub(super) struct SymbolTable<'t> {
    by_kind: Vec<Vec<Entry<'t>>>,
    /// Their names.
    pub names: Names,
    /// How many values are written in all files.
    pub values: usize,
    /// Channels that are named though none is declared: a plan without a `channel` may name them freely.
    pub implied_channels: Vec<Head>,
    /// The signs of figures outside of every declaration, `volume = 900`, by file and place.
    signs: FxHashSet<(FileId, u32)>,
}

/// One declaration, not read yet.
pub(super) struct Entry<'t> {
    /// The file it stands in.
    pub tree: &'t Tree,
    /// What was written.
    pub statement: &'t Statement,
    /// Its name, title and place.
    pub head: Head,
    /// The declaration around it.
    pub parent: Option<AnyId>,
    /// The declarations inside it, by kind and then in their order.
    pub children: Vec<AnyId>,
}

impl<'t> SymbolTable<'t> {
    /// The declarations of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> &[Entry<'t>] {
        self.by_kind.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// A declaration.
    pub(super) fn entry(&self, id: AnyId) -> Option<&Entry<'t>> {
        self.of_kind(id.kind).get(id.index as usize)
    }

    /// The paths of a declaration and of those around it, the innermost first.
    pub(super) fn around(&self, id: AnyId) -> SmallVec<[SmolStr; 4]> {
        let mut paths = SmallVec::new();
        let mut next = Some(id);
        while let Some(entry) = next.and_then(|id| self.entry(id)) {
            paths.push(entry.head.path.clone());
            next = entry.parent;
        }
        paths
    }

    /// Leaves out what was found about the signs of figures of which all is told: that a figure with a name is a driver.
    pub(super) fn leave_out_told(&self, diagnostics: &mut Diagnostics) {
        if self.signs.is_empty() {
            return;
        }
        diagnostics.retain(|finding| {
            let place = finding.primary.span;
            finding.code != Code::MissingColon || !self.signs.contains(&(place.file, place.start))
        });
    }

    /// Whether another of its kind had its name before.
    fn is_second(&self, id: AnyId) -> bool {
        let path = self.entry(id).map(|entry| &entry.head.path);
        path.and_then(|path| self.names.get(id.kind, path)).is_some_and(|first| first != id)
    }

    fn add(&mut self, kind: Kind, entry: Entry<'t>) -> AnyId {
        let Some(entries) = self.by_kind.get_mut(kind as usize) else { return AnyId { kind, index: 0 } };
        entries.push(entry);
        AnyId { kind, index: u32::try_from(entries.len() - 1).unwrap_or(u32::MAX) }
    }
}

type Found<'t> = (Kind, Entry<'t>);

/// Finds all declarations. Outer ones come before inner ones, so that every parent has its id first.
pub(super) fn declare<'t>(diagnostics: &mut Diagnostics, trees: &'t [Arc<Tree>]) -> SymbolTable<'t> {
    let mut declared = SymbolTable {
        by_kind: Kind::ALL.iter().map(|_| Vec::new()).collect(),
        names: Names::new(),
        values: trees.iter().map(|tree| tree.expressions.len()).sum(),
        implied_channels: Vec::new(),
        signs: FxHashSet::default(),
    };
    let statements = trees.iter().flat_map(|tree| tree.statements.iter().map(move |statement| (tree, statement)));
    let mut waiting: Vec<Found<'t>> = Vec::with_capacity(trees.iter().map(|tree| tree.statements.len()).sum());
    for (tree, statement) in statements {
        match top_level(diagnostics, tree, statement) {
            Some(found) => {
                keep_unsure(&mut declared.names, found.0, statement);
                waiting.push(found);
            }
            None => {
                let colon = statement.colon.filter(|_| is_figure_with_a_name(statement));
                declared.signs.extend(colon.map(|colon| (colon.file, colon.start)));
                keep_broken(&mut declared.names, statement);
            }
        }
    }
    while !waiting.is_empty() {
        let ids = add_in_order(diagnostics, &mut declared, std::mem::take(&mut waiting));
        waiting.reserve_exact(ids.iter().map(|id| inside(&declared, *id).count()).sum());
        for id in ids {
            let mut lost = Vec::new();
            inner(diagnostics, &declared, id, &mut waiting, &mut lost);
            lost.into_iter().for_each(|name| declared.names.add_broken(name));
            keep_broken_inside(&mut declared, id);
        }
        for (kind, entry) in &waiting {
            keep_unsure(&mut declared.names, *kind, entry.statement);
        }
    }
    for entry in declared.by_kind.iter_mut().flatten() {
        entry.children.sort();
    }
    only_one(diagnostics, trees, &declared);
    if declared.of_kind(Kind::Channel).is_empty() {
        imply_channels(&mut declared);
    }
    declared
}

fn top_level<'t>(diagnostics: &mut Diagnostics, tree: &'t Tree, statement: &'t Statement) -> Option<Found<'t>> {
    if statement.key.text.is_empty() {
        return None;
    }
    let kind = Kind::from_keyword(&statement.key.text).or_else(|| {
        diagnostics.add(errors::unknown_declaration(statement));
        let plan = is_plan(statement).then_some(Kind::Plan);
        plan.or_else(|| near_kind(&statement.key.text)).filter(|_| statement.form == Form::Declaration)
    })?;
    if kind.is_inner() {
        diagnostics.add(errors::inner_at_top(statement, kind));
        return None;
    }
    let head = head(diagnostics, kind, (tree, statement), None)?;
    Some((kind, Entry { tree, statement, head, parent: None, children: Vec::new() }))
}

/// `volume = 900`, outside of every declaration.
fn is_figure_with_a_name(statement: &Statement) -> bool {
    let is_declared = Kind::from_keyword(&statement.key.text).is_some();
    !is_declared && statement.subjects.is_empty() && statement.title.is_none() && statement.value.is_some()
}

/// Remembers the names of what could not be declared. Without a keyword, `crm "Title" {`, the name is the first word.
fn keep_broken(names: &mut Names, statement: &Statement) {
    statement.subjects.iter().for_each(|subject| keep_name(names, subject));
    if statement.subjects.is_empty() && statement.form == Form::Declaration {
        names.add_broken(statement.key.text.clone());
    }
}

/// Remembers the second of two names, where only one may stand, `package package crm {`, and that there is none.
fn keep_unsure(names: &mut Names, kind: Kind, statement: &Statement) {
    if kind.schema().head == HeadShape::Named {
        statement.subjects.iter().skip(1).for_each(|subject| keep_name(names, subject));
        if statement.subjects.is_empty() {
            names.add_nameless(kind);
        }
    }
}

fn keep_name(names: &mut Names, subject: &Subject) {
    if let Subject::Path(path) = subject {
        names.add_broken(SmolStr::new(path.text.rsplit('.').next().unwrap_or(&path.text)));
    }
}

/// What is written inside another declaration and looks like one.
fn inside<'t>(declared: &SymbolTable<'t>, id: AnyId) -> impl Iterator<Item = &'t Statement> {
    let lines = declared.entry(id).into_iter().flat_map(|entry| entry.statement.lines());
    lines.filter(|statement| statement.form == Form::Declaration)
}

/// The declarations inside another that its schema knows as children. Within a block that it does not know nothing is
/// declared: who names a part of that is not to blame, as the name of the block is `lost`.
fn inner<'t>(
    diagnostics: &mut Diagnostics,
    declared: &SymbolTable<'t>,
    id: AnyId,
    found: &mut Vec<Found<'t>>,
    lost: &mut Vec<SmolStr>,
) {
    let Some(entry) = declared.entry(id) else { return };
    for statement in inside(declared, id) {
        let key = &statement.key.text;
        let property = id.kind.schema().property(key).or_else(|| near_property(id.kind, key));
        let Some(Shape::Children(kind)) = property.map(|property| property.spec.shape) else {
            if property.is_none() && statement.body.is_some() {
                lost.extend(statement.subjects.iter().filter_map(path_of_subject).map(|path| path.text.clone()));
            }
            continue;
        };
        let Some(head) = head(diagnostics, kind, (entry.tree, statement), Some(&entry.head.path)) else { continue };
        found.push((kind, Entry { tree: entry.tree, statement, head, parent: Some(id), children: Vec::new() }));
    }
}

/// Remembers the names of what a colon keeps from being declared inside another, `level: minimum "…" {`, and that one was
/// lost altogether.
fn keep_broken_inside(declared: &mut SymbolTable<'_>, id: AnyId) {
    let Some(entry) = declared.entry(id) else { return };
    let (tree, statement) = (entry.tree, entry.statement);
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    for line in lines.filter(|line| line.condition == Condition::Damaged) {
        let property = id.kind.schema().property(&line.key.text);
        let Some(Shape::Children(kind)) = property.map(|property| property.spec.shape) else { continue };
        match line.form {
            Form::Property => keep_value(&mut declared.names, tree, line),
            Form::Item => declared.names.add_nameless(kind),
            Form::Declaration => {}
        }
    }
}

fn keep_value(names: &mut Names, tree: &Tree, line: &Statement) {
    if let Some(ExpressionKind::Path(name)) = line.value.map(|value| &tree.expression(value).kind) {
        names.add_broken(name.clone());
    }
    line.subjects.iter().for_each(|subject| keep_name(names, subject));
}

/// Gives ids in order of name; stages and levels keep the order they were written in, below their owner.
fn add_in_order<'t>(
    diagnostics: &mut Diagnostics,
    declared: &mut SymbolTable<'t>,
    mut found: Vec<Found<'t>>,
) -> Vec<AnyId> {
    report_names(diagnostics, declared, &found);
    found.sort_by(|(left_kind, left), (right_kind, right)| {
        (left_kind, left.parent).cmp(&(right_kind, right.parent)).then_with(|| match left_kind {
            Kind::Stage | Kind::Level => left.head.whole.cmp(&right.head.whole),
            _ => order_key(left).cmp(&order_key(right)),
        })
    });
    for run in found.chunk_by(|(left, _), (right, _)| left == right) {
        let Some((kind, _)) = run.first() else { continue };
        declared.names.reserve(*kind, run.len());
        declared.by_kind.get_mut(*kind as usize).into_iter().for_each(|entries| entries.reserve_exact(run.len()));
    }
    found.into_iter().map(|(kind, entry)| add_named(declared, kind, entry)).collect()
}

fn order_key<'e>(entry: &'e Entry<'_>) -> (&'e str, &'e str, Span) {
    let title = entry.head.title.as_ref().map_or("", |title| &title.value);
    (&entry.head.path, title, entry.head.whole)
}

fn add_named<'t>(declared: &mut SymbolTable<'t>, kind: Kind, entry: Entry<'t>) -> AnyId {
    let (path, parent) = (entry.head.path.clone(), entry.parent);
    let named = entry.head.name.is_some() || kind.schema().head == HeadShape::Bare;
    let id = declared.add(kind, entry);
    if named {
        declared.names.add(id, path);
    }
    let owner =
        parent.and_then(|parent| declared.by_kind.get_mut(parent.kind as usize)?.get_mut(parent.index as usize));
    if let Some(owner) = owner {
        owner.children.push(id);
    }
    id
}

/// Two declarations of one kind and path: of those the second, in the order of the files, is the mistake.
fn report_names(diagnostics: &mut Diagnostics, declared: &SymbolTable<'_>, found: &[Found<'_>]) {
    let mut first: FxHashMap<(Kind, &str), Span> = FxHashMap::default();
    for (kind, entry) in found {
        if entry.head.name.is_none() || entry.parent.is_some_and(|parent| declared.is_second(parent)) {
            continue;
        }
        let shape = kind.schema().head;
        let declares = matches!(shape, HeadShape::Named | HeadShape::MaybeNamed | HeadShape::AboutCurrency);
        if !declares && !matches!(kind, Kind::Tolerance | Kind::Authority) {
            continue;
        }
        if let Some(earlier) = first.insert((*kind, &entry.head.path), entry.head.span) {
            diagnostics.add(errors::declared_twice(*kind, &entry.head, earlier));
            first.insert((*kind, &entry.head.path), earlier);
        }
    }
}

/// Every name after `channel:` or `via` becomes a channel, in order of name.
fn imply_channels(declared: &mut SymbolTable<'_>) {
    let mut named: BTreeMap<SmolStr, Span> = BTreeMap::new();
    for kind in [Kind::Touchpoint, Kind::Level, Kind::Alternative] {
        for entry in declared.of_kind(kind) {
            let lines = entry.statement.body.iter().flat_map(|body| &body.statements);
            for (text, span) in lines.flat_map(|line| channels_of(entry.tree, line)) {
                named.entry(text).or_insert(span);
            }
        }
    }
    for (index, (name, span)) in named.into_iter().enumerate() {
        let id = AnyId { kind: Kind::Channel, index: u32::try_from(index).unwrap_or(u32::MAX) };
        declared.names.add(id, name.clone());
        let head = Head { name: Some(Spanned::new(name.clone(), span)), title: None, path: name, span, whole: span };
        declared.implied_channels.push(head);
    }
}

fn channels_of(tree: &Tree, line: &Statement) -> Option<(SmolStr, Span)> {
    let via = line.modifiers.iter().find(|modifier| modifier.word == ModifierWord::Via).map(|modifier| modifier.value);
    let value = if line.key.text == "channel" { line.value } else { via };
    let expression = tree.expression(value?);
    match &expression.kind {
        ExpressionKind::Path(text) if !text.contains(['.', ' ']) && !text.starts_with(char::is_uppercase) => {
            Some((text.clone(), expression.span))
        }
        _ => None,
    }
}

/// What holds the calendar is the plan, whatever its first word; that it is not `plan` is reported there.
fn is_plan_without_keyword(statement: &Statement) -> bool {
    let lines = statement.body.iter().flat_map(|body| &body.statements);
    statement.form == Form::Declaration && lines.map(|line| &line.key.text).any(|key| key == "calendar")
}

/// A plan has exactly one `plan` and at most one `funding`, `risk`, `control` and `carry`.
fn only_one(diagnostics: &mut Diagnostics, trees: &[Arc<Tree>], declared: &SymbolTable<'_>) {
    let statements = || trees.iter().flat_map(|tree| &tree.statements);
    if declared.of_kind(Kind::Plan).is_empty() && !statements().any(is_plan_without_keyword) {
        diagnostics.add(errors::no_plan(trees.first().map(|tree| tree.file).unwrap_or_default()));
    }
    for kind in [Kind::Plan, Kind::Funding, Kind::Risk, Kind::Control, Kind::Carry] {
        let mut places: Vec<Span> = declared.of_kind(kind).iter().map(|entry| entry.statement.key.span).collect();
        places.sort();
        let Some((first, others)) = places.split_first() else { continue };
        for other in others {
            diagnostics.add(errors::only_one(kind, *other, *first));
        }
    }
}

/// Reads what stands between a keyword and its body, as its shape asks.
fn head(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    (tree, statement): (&Tree, &Statement),
    outer: Option<&SmolStr>,
) -> Option<Head> {
    let shape = kind.schema().head;
    let line = matches!(shape, HeadShape::TitledLine | HeadShape::CodeLine);
    let whole = statement.condition == Condition::Whole;
    if whole && line != (statement.form == Form::Property) {
        let report = if line { errors::line_needs_colon } else { errors::colon_in_head };
        diagnostics.add(report(kind, statement));
        if line {
            // What else its head lacks is said by the form that it should have.
            return None;
        }
    }
    let is_named = !statement.subjects.is_empty() || statement.title.is_some() || shape == HeadShape::Bare;
    if whole && statement.form == Form::Declaration && is_named {
        for modifier in &statement.modifiers {
            diagnostics.add(errors::word_in_head(tree, kind, statement, modifier));
        }
    }
    let title = statement.title.as_ref().map(|title| Spanned::new(title.value.clone(), title.span));
    let name = match shape {
        HeadShape::Named | HeadShape::MaybeNamed => name_of(diagnostics, kind, statement, shape),
        HeadShape::About(_) | HeadShape::AboutCurrency | HeadShape::CodeLine => {
            about_of(diagnostics, kind, statement, 1)
        }
        // The kind may stand before the name.
        HeadShape::AboutMaybeKind(_) if statement.subjects.len() > 1 => about_of(diagnostics, kind, statement, 2),
        HeadShape::AboutMaybeKind(_) => about_of(diagnostics, kind, statement, 1),
        HeadShape::AboutKindAndName(_) => about_of(diagnostics, kind, statement, 2),
        HeadShape::Bare | HeadShape::Titled | HeadShape::TitledLine => nameless(diagnostics, kind, statement, shape),
    };
    let titled = title.as_ref().map(|title| title.span);
    let span = name.as_ref().map(|name| name.span).or(titled).unwrap_or(statement.key.span);
    let path = path_of(kind, outer, name.as_ref(), title.as_ref().map(|title| &*title.value));
    Some(Head { name, title, path, span, whole: statement.span })
}

fn path_of(kind: Kind, outer: Option<&SmolStr>, name: Option<&Spanned<SmolStr>>, title: Option<&str>) -> SmolStr {
    let named = matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed);
    let own = match (name, title) {
        (Some(name), _) if named => name.value.clone(),
        (Some(name), _) => format_smolstr!("{}.{}", kind.keyword(), name.value),
        (None, Some(title)) => format_smolstr!("{} \"{title}\"", kind.keyword()),
        (None, None) => SmolStr::new(kind.keyword()),
    };
    match outer {
        Some(outer) => format_smolstr!("{outer}.{own}"),
        None => own,
    }
}

fn name_of(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    statement: &Statement,
    shape: HeadShape,
) -> Option<Spanned<SmolStr>> {
    if let (Some(first), Some(second), Condition::Whole) =
        (statement.subjects.first(), statement.subjects.get(1), statement.condition)
    {
        diagnostics.add(errors::one_name_only(kind, first, second));
    }
    match statement.subjects.first() {
        None if shape == HeadShape::Named && statement.condition == Condition::Whole => {
            diagnostics.add(errors::missing_name(kind, statement))
        }
        None => {}
        Some(Subject::Path(path)) if !path.text.contains('.') => {
            return Some(Spanned::new(path.text.clone(), path.span));
        }
        Some(subject) => {
            diagnostics.add(errors::not_a_name(kind, subject));
            let Subject::Path(path) = subject else { return None };
            return path.segments().last().map(|last| Spanned::new(last.text, last.span));
        }
    }
    None
}

fn nameless(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    statement: &Statement,
    shape: HeadShape,
) -> Option<Spanned<SmolStr>> {
    if let Some(subject) = statement.subjects.first().filter(|_| statement.condition == Condition::Whole) {
        diagnostics.add(errors::takes_no_name(kind, subject));
    }
    if statement.title.is_none() && shape != HeadShape::Bare && statement.condition == Condition::Whole {
        diagnostics.add(errors::missing_title(kind, statement));
    }
    None
}

/// What the declaration is about, as written; a kind and a name are joined by a dot.
fn about_of(
    diagnostics: &mut Diagnostics,
    kind: Kind,
    statement: &Statement,
    count: usize,
) -> Option<Spanned<SmolStr>> {
    let paths: SmallVec<[&Path; 2]> = statement.subjects.iter().filter_map(path_of_subject).collect();
    let ends = paths.first().zip(paths.last()).filter(|_| paths.len() == count && statement.subjects.len() == count);
    let Some((first, last)) = ends else {
        if statement.condition == Condition::Whole {
            diagnostics.add(errors::missing_about(kind, statement));
        }
        return None;
    };
    let text = if count == 1 { last.text.clone() } else { format_smolstr!("{}.{}", first.text, last.text) };
    Some(Spanned::new(text, first.span.to(last.span)))
}

fn path_of_subject(subject: &Subject) -> Option<&Path> {
    match subject {
        Subject::Path(path) => Some(path),
        Subject::Period(..) => None,
    }
}
