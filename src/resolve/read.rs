//! Reads each declaration into its struct: the [`Reader`] that the schema asks for one field at a time.

use super::change::{Change, changed};
use super::classify::{Slots, check_modifiers, classify};
use super::context::Context;
use super::declare::{Entry, SymbolTable};
use super::expressions::lower;
use super::kept::Kept;
use super::overridden::Overrides;
use super::overridden::{Overridden, Reach};
use super::scenario::is_about;
use super::suggest::{Meter, property_meant};
use super::units::Units;
use super::{errors, mentions, scenario, values};
use crate::diagnostic::Diagnostics;
use crate::model::observation::FlowEnd;
use crate::model::risk::FigureName;
use crate::model::schema::{Choice, Declaration, HeadShape, Presence, PropertySchema, Reader, Shape, Text};
use crate::model::{AnyId, Arena, ExpressionId, Id, Kind, Plan, UnitId, for_each_kind};
use crate::quantity::{Currency, Date, Month, Number, Period};
use crate::source::{Span, Spanned};
use crate::syntax::tree;
use crate::syntax::tree::{BinaryOperator, Condition, ExpressionKind, Statement, Subject, Tree};
use smallvec::SmallVec;
use smol_str::SmolStr;

/// What is read of the declarations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of them.
    Everything,
    /// All but scenarios.
    AllButScenarios,
}

/// Reads declarations, kind by kind, in order of their ids.
pub(super) fn read<'t>(
    diagnostics: &mut Diagnostics,
    declared: &SymbolTable<'t>,
    overrides: &Overrides<'t>,
    kept: &mut Kept,
    reading: Reading,
) -> Plan {
    let mut plan = Plan::default();
    let units = Units::new(declared);
    let fiscal_start = values::fiscal_start(declared);
    let kept_here = std::mem::take(kept);
    // Nearly every value that is written becomes one that is meant.
    let mut expressions = Arena::default();
    expressions.reserve(declared.values);
    let mut context = Context {
        declared,
        diagnostics,
        units,
        expressions,
        fiscal_start,
        meter: Meter::default(),
        kept: kept_here,
        line: None,
    };
    macro_rules! read_kinds {
        ($( $kind:ident $type:ident )*) => { $(
            if reading == Reading::Everything || Kind::$kind != Kind::Scenario {
                read_kind::<crate::model::$type>(&mut plan, &mut context, overrides);
            }
        )* };
    }
    for_each_kind!(read_kinds);
    mentions::unread(&mut context);
    *kept = context.kept;
    plan.expressions = context.expressions;
    plan.expressions.shrink_to_fit();
    plan.units = context.units.into_table();
    plan
}

fn read_kind<'t, D: Declaration>(plan: &mut Plan, context: &mut Context<'_, 't>, overrides: &Overrides<'t>) {
    let declared = context.declared;
    D::arena_mut(plan).reserve(declared.of_kind(D::KIND).len());
    for (index, entry) in declared.of_kind(D::KIND).iter().enumerate() {
        let id: AnyId = Id::<D>::new(index).into();
        let mut lines = Lines::new(context, overrides, id, entry);
        let item = D::read(entry.head.clone(), entry.parent, &mut lines);
        D::arena_mut(plan).push(item);
    }
    if D::KIND == Kind::Channel {
        for head in &declared.implied_channels {
            let mut lines = Lines {
                context,
                id: AnyId { kind: Kind::Channel, index: 0 },
                around: SmallVec::new(),
                entry: None,
                slots: Slots::new(),
                changes: Vec::new(),
                overrides: SmallVec::new(),
            };
            let item = D::read(head.clone(), None, &mut lines);
            D::arena_mut(plan).push(item);
        }
    }
}

/// The lines of one declaration, asked for field by field.
struct Lines<'c, 'd, 't> {
    context: &'c mut Context<'d, 't>,
    id: AnyId,
    around: SmallVec<[SmolStr; 4]>,
    entry: Option<&'c Entry<'t>>,
    slots: Slots<'t>,
    overrides: SmallVec<[Overridden<'t>; 1]>,
    /// What scenarios do to the figures of lines, which point here.
    changes: Vec<SmallVec<[Change<'t>; 1]>>,
}

/// One line: what was written, and what a scenario sets instead.
#[derive(Clone, Copy)]
struct Line<'t> {
    tree: &'t Tree,
    written: &'t Statement,
    set: Option<(&'t Tree, &'t Statement)>,
    /// Where in [`Lines::changes`] stands what is then done to it.
    changes: Option<usize>,
}

/// A value and the key it stands behind, for messages.
#[derive(Clone, Copy)]
struct Written<'t> {
    tree: &'t Tree,
    id: tree::ExpressionId,
    key: &'t str,
    changes: Option<usize>,
    /// The modifier that it stands behind, on its line.
    behind: Option<(&'t tree::Modifier, &'t Statement)>,
}

impl<'c, 'd, 't> Lines<'c, 'd, 't> {
    fn new(context: &'c mut Context<'d, 't>, overrides: &Overrides<'t>, id: AnyId, entry: &'c Entry<'t>) -> Self {
        let mut slots = Slots::new();
        let head_is_line = matches!(id.kind.schema().head, HeadShape::TitledLine | HeadShape::CodeLine);
        if head_is_line {
            // Of a waiver that is no line with a code and a colon, that is told.
            let has_form = !entry.statement.subjects.is_empty() && entry.statement.colon.is_some();
            let is_lost = id.kind.schema().head == HeadShape::CodeLine && !has_form;
            if let (Some(property), false) = (id.kind.schema().properties.first(), is_lost) {
                check_modifiers(context.diagnostics, id.kind.keyword(), &property.spec, entry.statement);
            }
            if entry.statement.colon.is_some() {
                slots.push((0, entry.statement));
            }
        } else {
            classify(context.diagnostics, id.kind, (entry.tree, entry.statement), &mut slots);
        }
        let around = context.declared.around(id);
        let overrides = overrides.of(id);
        let mut lines = Lines { context, id, around, entry: Some(entry), slots, overrides, changes: Vec::new() };
        lines.report_missing(head_is_line);
        lines
    }

    fn report_missing(&mut self, head_is_line: bool) {
        let Some(entry) = self.entry else { return };
        if entry.statement.condition == Condition::Damaged {
            return;
        }
        let properties = self.id.kind.schema().properties.iter().enumerate();
        let required = properties.filter(|(_, property)| {
            property.spec.presence == Presence::Required
                && matches!(property.spec.shape, Shape::Single | Shape::Repeated)
        });
        for (index, property) in required {
            let there = self.slots.iter().any(|(slot, _)| usize::from(*slot) == index);
            let set =
                self.overrides.iter().any(|set| set.property == index && matches!(set.reach, Reach::InsteadOf(_)));
            if !there
                && !set
                && !head_is_line
                && !written_wrongly(self.id.kind, (entry.tree, entry.statement), property)
            {
                self.context.diagnostics.add(errors::missing_property(
                    self.id.kind,
                    &entry.head,
                    property,
                    entry.statement,
                ));
            }
        }
    }

    fn written(&self, value: Written<'t>) -> &'t tree::Expression {
        value.tree.expression(value.id)
    }
}

/// Whether a line of this key stands there in a wrong shape, or misspelled, which is reported already.
fn written_wrongly(kind: Kind, (tree, statement): (&Tree, &Statement), property: &PropertySchema) -> bool {
    let lines = statement.body.as_ref().map_or(&[][..], |body| &body.statements);
    lines.iter().any(|line| {
        let key = &line.key.text;
        let near = || property_meant(kind, (tree, lines), line).is_some_and(|near| near.key == property.key);
        key == property.key || (kind.schema().property(key).is_none() && near())
    })
}

impl<'t> Reader for Lines<'_, '_, 't> {
    type Fact = Line<'t>;
    type Value = Written<'t>;

    fn facts(&mut self, index: usize) -> Vec<Line<'t>> {
        let Some(entry) = self.entry else { return Vec::new() };
        let property = self.id.kind.schema().properties.get(index);
        let shape = property.map_or(Shape::Single, |property| property.spec.shape);
        // A value set for a driver stands in place of its lines by month.
        let is_by_month = shape == Shape::Periods && self.id.kind == Kind::Driver;
        let is_of_value = |set: &&Overridden<'t>| is_by_month && set.property + 1 == index;
        let mut of_value = self.overrides.iter().filter(is_of_value);
        if of_value.any(|set| matches!(set.reach, Reach::InsteadOf(_))) {
            return Vec::new();
        }
        let lines = self.slots.iter().filter(|(slot, _)| usize::from(*slot) == index);
        let mut facts: Vec<Line<'t>> =
            lines.map(|(_, written)| Line { tree: entry.tree, written, set: None, changes: None }).collect();
        for set in self.overrides.iter().filter(|set| set.property == index || is_of_value(set)) {
            override_lines(&mut facts, &mut self.changes, set);
        }
        if shape == Shape::Single {
            facts.truncate(1);
        }
        facts
    }

    fn head_subject(&mut self, kinds: &'static [Kind]) -> Option<Spanned<AnyId>> {
        let entry = self.entry?;
        entry.head.name.as_ref()?;
        let last = match entry.statement.subjects.last()? {
            Subject::Path(path) => path,
            Subject::Period(..) => return None,
        };
        let kinds = match (self.id.kind.schema().head, entry.statement.subjects.first()) {
            (HeadShape::AboutKindAndName(_), Some(Subject::Path(kind))) => {
                values::kind_word(self.context, kind, kinds)?
            }
            (HeadShape::AboutMaybeKind(_), Some(Subject::Path(kind))) if entry.statement.subjects.len() > 1 => {
                values::kind_word(self.context, kind, kinds)?
            }
            _ => kinds,
        };
        if matches!(self.id.kind.schema().head, HeadShape::AboutMaybeKind(_)) {
            let id = values::observed_name(self.context, &last.text, last.span, kinds)?;
            return Some(Spanned::new(id, last.span));
        }
        let id = values::name(self.context, &last.text, last.span, kinds, &[])?;
        Some(Spanned::new(id, last.span))
    }

    fn head_flow(&self) -> Option<FlowEnd> {
        match self.entry?.statement.subjects.last()? {
            Subject::Path(path) => FlowEnd::split(&path.text).map(|(_, flow)| flow),
            Subject::Period(..) => None,
        }
    }

    fn head_currency(&mut self) -> Option<Spanned<Currency>> {
        let Subject::Path(path) = self.entry?.statement.subjects.first()? else { return None };
        values::currency(self.context, &path.text, path.span).map(|currency| Spanned::new(currency, path.span))
    }

    fn children(&mut self, kind: Kind) -> Vec<u32> {
        let children = self.entry.map_or(&[][..], |entry| &entry.children);
        children.iter().filter(|child| child.kind == kind).map(|child| child.index).collect()
    }

    fn fact_span(&self, fact: Line<'t>) -> Span {
        fact.set.map_or(fact.written.span, |(_, set)| set.span)
    }

    fn title(&self, fact: Line<'t>) -> Option<Text> {
        fact.written.title.as_ref().map(|title| Spanned::new(title.value.clone(), title.span))
    }

    fn value(&mut self, fact: Line<'t>) -> Option<Written<'t>> {
        let (tree, line) = fact.set.unwrap_or((fact.tree, fact.written));
        let id = line.value?;
        if matches!(tree.expression(id).kind, ExpressionKind::Missing) {
            return None;
        }
        self.context.line = Some((self.id, fact.written));
        Some(Written { tree, id, key: &fact.written.key.text, changes: fact.changes, behind: None })
    }

    fn modifier(&mut self, fact: Line<'t>, word: &'static str) -> Option<Written<'t>> {
        // Only the month of a target is set with it; that nothing else is, is told.
        let set = fact.set.filter(|_| word == "by").and_then(|(tree, line)| find_modifier(tree, line, word));
        set.or_else(|| find_modifier(fact.tree, fact.written, word))
    }

    fn subject(&mut self, fact: Line<'t>, kinds: &'static [Kind]) -> Option<Spanned<AnyId>> {
        if fact.written.form == tree::Form::Item {
            let key = &fact.written.key;
            let id = values::name(self.context, &key.text, key.span, kinds, &self.around)?;
            return Some(Spanned::new(id, key.span));
        }
        let (text, span, kinds) = self.named_subject(fact, kinds)?;
        let id = values::name(self.context, &text, span, kinds, &self.around)?;
        Some(Spanned::new(id, span))
    }

    fn subject_text(&mut self, fact: Line<'t>, kinds: &'static [Kind]) -> Option<(Kind, Text)> {
        let Some(Subject::Path(word)) = fact.written.subjects.first() else {
            self.context.diagnostics.add(errors::needs_kind_and_text(fact.written, kinds));
            return None;
        };
        let kind = values::kind_word(self.context, word, kinds)?.first().copied()?;
        let Some(title) = self.title(fact) else {
            self.context.diagnostics.add(errors::needs_kind_and_text(fact.written, kinds));
            return None;
        };
        Some((kind, title))
    }

    fn has_subject(&self, fact: Line<'t>) -> bool {
        // Of a line that could not be read whole, what it is about may be what is missing.
        let line = fact.written;
        let is_lost = || line.colon.is_some_and(|colon| colon.start > line.key.span.end);
        !line.subjects.is_empty() || line.condition == Condition::Damaged && is_lost()
    }

    fn has_period(&self, fact: Line<'t>) -> bool {
        matches!(fact.written.subjects.last(), Some(Subject::Period(..)))
    }

    fn subject_period(&mut self, fact: Line<'t>) -> Option<Spanned<Period>> {
        match fact.written.subjects.last() {
            Some(Subject::Period(period, span)) => Some(Spanned::new(*period, *span)),
            None if fact.written.condition == Condition::Damaged => None,
            _ => {
                self.context.diagnostics.add(errors::needs_period(fact.written));
                None
            }
        }
    }

    fn subject_choice(&mut self, fact: Line<'t>, choices: &'static [Choice]) -> Option<Spanned<usize>> {
        let Some(Subject::Path(path)) = fact.written.subjects.first() else {
            self.context.diagnostics.add(errors::needs_word(fact.written, choices));
            return None;
        };
        let index = values::choice(self.context, &path.text, path.span, &fact.written.key.text, choices)?;
        Some(Spanned::new(index, path.span))
    }

    fn subject_path(&mut self, fact: Line<'t>) -> Option<Spanned<SmolStr>> {
        match fact.written.subjects.first() {
            Some(Subject::Path(path)) => Some(Spanned::new(path.text.clone(), path.span)),
            // Of a line that declares something, the head is read and reported first.
            _ if self.id.kind.schema().head == HeadShape::CodeLine => None,
            _ => {
                self.context.diagnostics.add(errors::needs_code_or_path(fact.written));
                None
            }
        }
    }

    fn subject_figures(&mut self, fact: Line<'t>) -> Option<[FigureName; 2]> {
        let (Some(Subject::Path(one)), Some(Subject::Path(other))) =
            (fact.written.subjects.first(), fact.written.subjects.get(1))
        else {
            if fact.written.condition != Condition::Damaged {
                self.context.diagnostics.add(errors::needs_two_figures(fact.written));
            }
            return None;
        };
        // Both are read, so that two mistakes are told at once.
        let figures = [one, other].map(|path| scenario::figure(self.context, path));
        let [one, other] = figures;
        Some([one?, other?])
    }

    fn value_span(&self, value: Written<'t>) -> Span {
        self.written(value).span
    }

    fn text(&mut self, value: Written<'t>) -> Option<Text> {
        values::text(self.context, self.written(value), value.key)
    }

    fn texts(&mut self, value: Written<'t>) -> Vec<Text> {
        self.elements(value).into_iter().filter_map(|element| self.text(element)).collect()
    }

    fn truth(&mut self, value: Written<'t>) -> Option<bool> {
        values::truth(self.context, self.written(value), value.key)
    }

    fn integer(&mut self, value: Written<'t>, low: u32, high: u32) -> Option<u32> {
        values::integer(self.context, self.written(value), value.key, low, high)
    }

    fn choice(&mut self, value: Written<'t>, choices: &'static [Choice]) -> Option<usize> {
        values::choice_value(self.context, self.written(value), value.key, choices)
    }

    fn reference(&mut self, value: Written<'t>, kinds: &'static [Kind]) -> Option<AnyId> {
        values::reference(self.context, self.written(value), value.key, kinds, &self.around)
    }

    fn elements(&mut self, value: Written<'t>) -> Vec<Written<'t>> {
        match &self.written(value).kind {
            ExpressionKind::List(elements) => elements.iter().map(|id| Written { id: *id, ..value }).collect(),
            _ => vec![value],
        }
    }

    fn is_text(&self, value: Written<'t>) -> bool {
        matches!(self.written(value).kind, ExpressionKind::Text(_))
    }

    fn is_rating(&self, value: Written<'t>) -> bool {
        matches!(self.written(value).kind, ExpressionKind::Rating { .. })
    }

    fn currency(&mut self, value: Written<'t>) -> Option<Currency> {
        values::currency_value(self.context, self.written(value), value.key)
    }

    fn unit(&mut self, value: Written<'t>) -> Option<UnitId> {
        values::unit_value(self.context, self.written(value), value.key)
    }

    fn date(&mut self, value: Written<'t>) -> Option<Date> {
        values::date(self.context, self.written(value), value.key)
    }

    fn period(&mut self, value: Written<'t>) -> Option<Period> {
        let ends = match &self.written(value).kind {
            ExpressionKind::Range { low, high } => Some([*low, *high]),
            // `from 2027-03 - 2027-05`
            ExpressionKind::Binary { operator: BinaryOperator::Subtract, left, right, .. } => Some([*left, *right]),
            _ => None,
        };
        if let (Some(ends), Some(behind)) = (ends, value.behind) {
            let ends = ends.map(|end| value.tree.expression(end));
            // `from 2027-` is half of a month, and told as that.
            if !ends.iter().any(|end| matches!(end.kind, ExpressionKind::Missing)) {
                self.context.diagnostics.add(errors::range_behind_word(behind, self.written(value).span, ends));
            }
            return None;
        }
        values::period(self.context, self.written(value), value.key)
    }

    fn months(&mut self, value: Written<'t>) -> Option<(Month, Month)> {
        values::months(self.context, value.tree, self.written(value), value.key)
    }

    fn month(&mut self, value: Written<'t>) -> Option<Month> {
        values::month(self.context, self.written(value), value.key)
    }

    fn path(&mut self, value: Written<'t>) -> Option<SmolStr> {
        values::path(self.context, self.written(value), value.key)
    }

    fn rating(&mut self, value: Written<'t>) -> Option<(Number, Number)> {
        values::rating(self.context, value.tree, self.written(value), value.key)
    }

    fn expression(&mut self, value: Written<'t>) -> ExpressionId {
        let figure = lower(self.context, value.tree, value.id, &self.around);
        match value.changes.and_then(|place| self.changes.get(place)) {
            Some(changes) => changed(self.context, figure, changes, &self.around),
            None => figure,
        }
    }
}

impl<'t> Lines<'_, '_, 't> {
    /// The name a line is about and the kinds it may be of.
    fn named_subject(&mut self, fact: Line<'t>, kinds: &'static [Kind]) -> Option<(SmolStr, Span, &'static [Kind])> {
        let subjects = &fact.written.subjects;
        let schema = self.id.kind.schema().property(&fact.written.key.text)?;
        let kind_first = matches!(
            schema.spec.subject,
            crate::model::schema::SubjectKind::KindAndName(_)
                | crate::model::schema::SubjectKind::KindNameMaybePeriod(_)
        );
        match (kind_first, subjects.as_slice()) {
            // That a period stands behind the name is told.
            (false, [Subject::Path(path)] | [Subject::Path(path), Subject::Period(..)]) => {
                Some((path.text.clone(), path.span, kinds))
            }
            (
                true,
                [Subject::Path(kind), Subject::Path(path)]
                | [Subject::Path(kind), Subject::Path(path), Subject::Period(..)],
            ) => {
                let is_kind = |word: &tree::Path| kinds.iter().any(|kind| kind.keyword() == word.text);
                if !is_kind(kind) && is_kind(path) {
                    self.context.diagnostics.add(errors::kind_behind_name(fact.written, kind, path));
                    return None;
                }
                Some((path.text.clone(), path.span, values::kind_word(self.context, kind, kinds)?))
            }
            _ if fact.written.condition == Condition::Damaged => None,
            _ => {
                let first = kinds.first().and_then(|kind| self.context.declared.of_kind(*kind).first());
                let example = first.map_or("name", |entry| entry.head.path.as_str());
                let finding = if kind_first {
                    errors::needs_kind_and_name(fact.written, kinds, example, self.kind_of_only_subject(fact, kinds))
                } else {
                    errors::needs_subject(fact.written, kinds, example)
                };
                self.context.diagnostics.add(finding);
                None
            }
        }
    }
}

impl<'t> Lines<'_, '_, 't> {
    /// `cap support: 300k USD`: the one kind of which something has the name that stands there alone.
    fn kind_of_only_subject(&self, fact: Line<'t>, kinds: &[Kind]) -> Option<Kind> {
        let [Subject::Path(path)] = fact.written.subjects.as_slice() else { return None };
        let names = &self.context.declared.names;
        let mut of_kinds = kinds.iter().copied().filter(|kind| names.get(*kind, &path.text).is_some());
        let only = of_kinds.next()?;
        of_kinds.next().is_none().then_some(only)
    }
}

/// What one line of a scenario does to the lines of a property. A `set` starts afresh, a `change` from what is there.
fn override_lines<'t>(facts: &mut Vec<Line<'t>>, changes: &mut Vec<SmallVec<[Change<'t>; 1]>>, set: &Overridden<'t>) {
    let value = Some((set.tree, set.line));
    match set.reach {
        Reach::InsteadOf(instead_of) => {
            let replaces = |fact: &&mut Line<'t>| instead_of.is_some_and(|line| std::ptr::eq(line, fact.written));
            match facts.iter_mut().find(replaces) {
                Some(fact) => (fact.set, fact.changes) = (value, None),
                None => facts.push(Line { tree: set.tree, written: set.line, set: value, changes: None }),
            }
        }
        Reach::Every(subject) => {
            for fact in facts.iter_mut().filter(|fact| is_about(fact.written, subject, set.line)) {
                let place = *fact.changes.get_or_insert(changes.len());
                if place == changes.len() {
                    changes.push(SmallVec::new());
                }
                changes.get_mut(place).into_iter().for_each(|changes| changes.push((set.tree, set.line)));
            }
        }
    }
}

fn find_modifier<'t>(tree: &'t Tree, line: &'t Statement, word: &'static str) -> Option<Written<'t>> {
    let modifier = line.modifiers.iter().find(|modifier| modifier.word.text() == word)?;
    if matches!(tree.expression(modifier.value).kind, ExpressionKind::Missing) {
        return None;
    }
    Some(Written { tree, id: modifier.value, key: word, changes: None, behind: Some((modifier, line)) })
}
