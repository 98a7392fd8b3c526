//! What changes in the files of a plan: takes their trees, gives each text anew: what is over goes, what is to be justified
//! anew is emptied, what recurs begins with the calendar, and dates move.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Spending;
use super::baselines::{DECIMALS, NewBaseline, Unfunded};
use super::dates::{moved, periods};
use super::lines::{Edit, edited, joined, line_end, line_start, stands_alone, with_its_line};
use crate::check::{AmountTerms, CheckedPlan, LineEnd, MoneyTerms, kpi_amount};
use crate::diagnostic::text::grouped as grouped_count;
use crate::evaluate::Evaluation;
use crate::model::schema::Truth;
use crate::model::{Alternative, AnyId, Id, Kind, Kpi, Level, Milestone, Package};
use crate::quantity::{Money, Period};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::syntax::tree::{ExpressionKind, Modifier, ModifierWord, Statement, Subject, Tree};

/// A sort of things that stay behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sort {
    several: &'static str,
    one: &'static str,
}

/// How far the year moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    /// By how many months.
    pub by: i32,
    /// The period it moves to.
    pub to: Period,
}

/// A plan on its way into the next year.
pub(super) struct Renewal<'run> {
    sources: &'run Sources,
    plan: &'run CheckedPlan,
    spending: Option<&'run Spending>,
    baselines: BTreeMap<Id<Kpi>, &'run NewBaseline>,
    by: i32,
    to: Period,
    declared: BTreeMap<(FileId, u32), AnyId>,
    funded: BTreeSet<Id<Level>>,
    /// Lines of money of funded levels that were for this year only, by where they stand.
    over: BTreeSet<(FileId, u32)>,
    /// Lines of money of funded levels that go on without an end.
    running: BTreeSet<(FileId, u32)>,
    /// What scenarios can no longer set, as they name it.
    over_paths: BTreeSet<String>,
    /// Activities that ended, by name.
    retired: BTreeSet<String>,
    /// What the funded levels of each package cost.
    spent: BTreeMap<Id<Package>, Money>,
    gone: BTreeMap<Sort, usize>,
    /// Whether what goes over is in the budget.
    is_carried: bool,
    remarks: Vec<String>,
    edits: Vec<Edit>,
    quiet: Vec<Range<usize>>,
}

impl<'run> Renewal<'run> {
    pub(super) fn new(
        sources: &'run Sources,
        plan: &'run CheckedPlan,
        evaluation: &'run Evaluation,
        spending: Option<&'run Spending>,
        baselines: &'run [NewBaseline],
        Shift { by, to }: Shift,
    ) -> Renewal<'run> {
        let model = plan.plan();
        let declared = model.ids().map(|id| {
            let whole = model.head(id).whole;
            ((whole.file, whole.start), id)
        });
        let funded = evaluation.funding.iter().flat_map(|funding| &funding.funded).copied().collect();
        let mut renewal = Renewal {
            sources,
            plan,
            spending,
            baselines: baselines.iter().map(|baseline| (baseline.kpi, baseline)).collect(),
            by,
            to,
            // Of an alternative and the level that it is, the alternative stands there.
            declared: declared.rev_by_kind(),
            funded,
            over: BTreeSet::new(),
            running: BTreeSet::new(),
            over_paths: BTreeSet::new(),
            retired: model.retires.values().map(|retire| retire.head.path.to_string()).collect(),
            spent: BTreeMap::new(),
            gone: BTreeMap::new(),
            is_carried: false,
            remarks: Vec::new(),
            edits: Vec::new(),
            quiet: Vec::new(),
        };
        renewal.find_over(evaluation);
        renewal.remark();
        renewal
    }

    /// What stays behind, by sort.
    pub(super) fn left_behind(&self) -> Vec<String> {
        let counted = |(sort, count): (&Sort, &usize)| {
            let word = if *count == 1 { sort.one } else { sort.several };
            format!("{} {word}", grouped_count(*count))
        };
        self.gone.iter().map(counted).collect()
    }

    /// What could not be carried over, or wants a look.
    pub(super) fn remarks(self) -> Vec<String> {
        self.remarks
    }

    /// A file of the plan, renewed.
    pub(super) fn file(&mut self, tree: &Tree) -> Option<(String, String)> {
        let source = self.sources.get(tree.file)?;
        self.edits.clear();
        self.quiet.clear();
        for statement in &tree.statements {
            self.statement(tree, statement, None);
        }
        let mut edits = std::mem::take(&mut self.edits);
        let changed = edits.iter().map(|edit| edit.range.clone());
        let covered = joined(changed.chain(std::mem::take(&mut self.quiet)).collect());
        for found in periods(source.text()) {
            let before = covered.partition_point(|range| range.start <= found.start);
            let around = before.checked_sub(1).and_then(|place| covered.get(place));
            if around.is_some_and(|range| range.contains(&found.start)) {
                continue;
            }
            match moved(found.period, self.by) {
                Some(period) => edits.push(Edit { range: found.start..found.end, text: period.to_string() }),
                None => self.remarks.push(format!(
                    "`{}` in {} stays as it was: it cannot be moved by {} months",
                    found.period,
                    source.path(),
                    self.by
                )),
            }
        }
        Some((source.path().to_owned(), edited(source.text(), edits)))
    }

    /// The lines of funded levels that were for this year only. A level of which nothing else is left keeps them.
    fn find_over(&mut self, evaluation: &Evaluation) {
        for level in self.funded.clone() {
            let Some(terms) = self.plan.levels.get(level.index()) else { continue };
            let lists = [("cost", &terms.costs), ("saves", &terms.savings), ("earns", &terms.earnings)];
            let lines = || lists.iter().flat_map(|(key, lines)| lines.iter().map(move |line| (*key, line)));
            let is_once = |line: &MoneyTerms| matches!(line.amount, AmountTerms::Once(_)) && line.every.is_none();
            let path = &self.plan.plan().head(level.into()).path;
            let gross = evaluation.money.get(level.index()).map(|money| money.gross).unwrap_or_default();
            let spent = self.spent.entry(terms.package).or_default();
            // All funded costs together are a number; so are some of them.
            *spent = spent.add(gross).unwrap_or(*spent);
            self.over_paths.insert(format!("{path}.starts"));
            let runs_on = |line: &MoneyTerms| line.end == LineEnd::RunsOn && !is_once(line);
            let running = lines().filter(|(_, line)| runs_on(line)).map(|(_, line)| (line.span.file, line.span.start));
            self.running.extend(running);
            if terms.effects.is_empty() && lines().all(|(_, line)| is_once(line)) {
                self.remarks.push(format!("`{path}` keeps what it costs once: nothing else is left of it"));
                continue;
            }
            for (key, line) in lines().filter(|(_, line)| is_once(line)) {
                self.over.insert((line.span.file, line.span.start));
                let category = line.category.map(|category| self.plan.plan().head(category.into()).path.as_str());
                self.over_paths.insert(
                    category.map_or_else(|| format!("{path}.{key}"), |category| format!("{path}.{key}.{category}")),
                );
            }
        }
    }

    fn remark(&mut self) {
        let model = self.plan.plan();
        let has_none = |baseline: &&&NewBaseline| !matches!(baseline.unfunded, Unfunded::Value(_));
        let without = self.baselines.values().filter(has_none);
        self.over_paths.extend(without.map(|baseline| format!("{}.unfunded", model.head(baseline.kpi.into()).path)));
        for baseline in self.baselines.values().filter(|baseline| baseline.unfunded == Unfunded::NotFound) {
            let path = &model.head(baseline.kpi.into()).path;
            self.remarks.push(format!(
                "`{path}` has no `unfunded` that gives its baseline again: say what it is when nothing is funded"
            ));
        }
        for baseline in self.baselines.values() {
            let Some((terms, end)) = self.plan.kpis.get(baseline.kpi.index()).zip(baseline.with_effects) else {
                continue;
            };
            self.remarks.push(format!(
                "`{}` begins at {}, before the effects of levels, as its formula reads it: with them it ends at {}",
                model.head(baseline.kpi.into()).path,
                kpi_amount(model, terms, baseline.now),
                kpi_amount(model, terms, end.round_half_even(DECIMALS))
            ));
        }
        if !model.carries.is_empty() {
            match self.spending {
                None => self.remarks.push("nothing is carried over: no ledger tells what is left".to_owned()),
                Some(spending) if spending.carried.is_none() => self.remarks.push(format!(
                    "nothing is carried over yet: what is left is known once {} is closed, and {} is",
                    self.plan.calendar.last(),
                    spending.closed
                )),
                Some(_) => {}
            }
        }
        for (ranking, on) in model.rankings.values().filter_map(|ranking| Some((ranking, ranking.on.as_ref()?))) {
            self.remarks.push(format!(
                "`{}` still says that it was decided on {}: write the day on which it is decided anew",
                ranking.head.path, on.value
            ));
        }
        if !model.actuals.is_empty() {
            self.remarks.push("`actuals` still reads this year's files: name next year's".to_owned());
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        span.start as usize..span.end as usize
    }

    fn text(&self, file: FileId) -> &'run str {
        self.sources.get(file).map_or("", |source| source.text())
    }

    fn replace(&mut self, span: Span, text: impl Into<String>) {
        let range = self.range(span);
        self.edits.push(Edit { range, text: text.into() });
    }

    /// Takes a line out, with the lines it stands on.
    fn remove(&mut self, span: Span) {
        let range = with_its_line(self.text(span.file), &self.range(span));
        self.edits.push(Edit { range, text: String::new() });
    }

    fn leave_behind(&mut self, sort: Sort, span: Span) {
        *self.gone.entry(sort).or_default() += 1;
        self.remove(span);
    }

    fn statement(&mut self, tree: &Tree, statement: &Statement, owner: Option<AnyId>) {
        let declared = self.declared.get(&(tree.file, statement.span.start)).copied();
        match declared.filter(|id| Some(*id) != owner) {
            Some(id) => self.declaration(tree, statement, id),
            None => {
                if let Some(owner) = owner {
                    self.property(tree, statement, owner);
                }
            }
        }
    }

    fn declaration(&mut self, tree: &Tree, statement: &Statement, id: AnyId) {
        let sort = match id.kind {
            Kind::Retire | Kind::Transfer | Kind::Observe | Kind::Variance | Kind::Waive => {
                Some(Sort { several: id.kind.plural(), one: id.kind.word() })
            }
            Kind::Milestone => id
                .cast()
                .is_some_and(|milestone| self.plan.plan().milestones[milestone].done == Some(Truth::Yes))
                .then_some(Sort { several: "milestones that are done", one: "milestone that is done" }),
            _ => None,
        };
        if let Some(sort) = sort {
            self.leave_behind(sort, statement.span);
            return;
        }
        let body = statement.body.iter().flat_map(|body| &body.statements);
        body.for_each(|inner| self.statement(tree, inner, Some(id)));
    }

    fn property(&mut self, tree: &Tree, statement: &Statement, owner: AnyId) {
        match (owner.kind, statement.key.text.as_str()) {
            // What tells of the past stays as it was.
            (_, "as_of" | "source") | (Kind::Workshop, _) | (Kind::Ranking, "on") => {
                let range = self.range(statement.span);
                self.quiet.push(range);
            }
            (Kind::Package, "justification") | (Kind::Level | Kind::Alternative, "consequence") => {
                self.empty(tree, statement);
            }
            (Kind::Package, "consequence") => self.consequence(tree, statement, owner),
            (Kind::Package, "today") | (Kind::Control, "closed") => self.remove(statement.span),
            (Kind::Funding, "budget") => self.budget(tree, statement),
            (Kind::Kpi, "baseline") => self.baseline(tree, statement, owner),
            (Kind::Kpi, "unfunded") => self.remove(statement.span),
            (Kind::Level | Kind::Alternative, _) => self.of_level(tree, statement, owner),
            (Kind::Milestone, "after") => self.after(tree, statement, owner),
            (Kind::Actuals, "map") => self.map(tree, statement),
            (Kind::Scenario, _) => self.set(statement),
            _ => {}
        }
    }

    fn empty(&mut self, tree: &Tree, statement: &Statement) {
        if let Some(value) = statement.value {
            self.replace(tree.expression(value).span, "\"\"");
        }
    }

    /// The consequence is emptied, and what the package now spends stands below it.
    fn consequence(&mut self, tree: &Tree, statement: &Statement, owner: AnyId) {
        let (Some(value), Some(package)) = (statement.value, owner.cast::<Package>()) else { return };
        let planned = self.spent.get(&package).copied().unwrap_or_default();
        let spent = match self.spending {
            Some(spending) => spending.expected.get(&package).copied().unwrap_or_default(),
            None => planned,
        };
        let of = match moved(self.to, -self.by) {
            Some(Period::Months { .. }) | None => String::new(),
            Some(period) => format!(" of {period}"),
        };
        let today = format!("today: {} {}{of}", spent.written(), self.plan.currency.code());
        self.replace(tree.expression(value).span, "\"\"");
        self.add_below(statement.span, &today);
    }

    /// What goes over is added to the budget, once, with a comment for each package.
    fn budget(&mut self, tree: &Tree, statement: &Statement) {
        let carried = self.spending.and_then(|spending| spending.carried.as_ref());
        let (Some(value), Some(carried), false) = (statement.value, carried, self.is_carried) else { return };
        let sum = Money::sum(carried.values().copied()).unwrap_or_default();
        let parts: Vec<(&Id<Package>, &Money)> = carried.iter().filter(|(_, money)| !money.is_zero()).collect();
        if parts.is_empty() {
            return;
        }
        self.is_carried = true;
        let code = self.plan.currency.code();
        let sign = if sum.is_negative() { "-" } else { "+" };
        let end = tree.expression(value).span.end as usize;
        self.edits.push(Edit { range: end..end, text: format!(" {sign} {} {code}", sum.abs().written()) });
        let (text, range) = (self.text(statement.span.file), self.range(statement.span));
        let said = |(package, money): &(&Id<Package>, &Money)| {
            let path = &self.plan.plan().head((**package).into()).path;
            format!("carried over from {path}: {} {code}", money.written())
        };
        let lines: Vec<String> = parts.iter().map(said).collect();
        if stands_alone(text, &range) {
            let start = line_start(text, range.start);
            let indent = text.get(start..range.start).unwrap_or("");
            let comments = lines.iter().map(|line| format!("{indent}# {line}\n")).collect();
            self.edits.push(Edit { range: start..start, text: comments });
        } else {
            self.remarks.extend(lines);
        }
    }

    /// Puts a line below another, behind what is said about that.
    fn add_below(&mut self, span: Span, line: &str) {
        let text = self.text(span.file);
        let range = self.range(span);
        let (at, line) = if stands_alone(text, &range) {
            let indent = text.get(line_start(text, range.start)..range.start).unwrap_or("");
            (line_end(text, range.end), format!("\n{indent}{line}"))
        } else {
            (range.end, format!(", {line}"))
        };
        self.edits.push(Edit { range: at..at, text: line });
    }

    fn baseline(&mut self, tree: &Tree, statement: &Statement, owner: AnyId) {
        let (Some(value), Some(kpi)) = (statement.value, owner.cast::<Kpi>()) else { return };
        let (Some(baseline), Some(terms)) = (self.baselines.get(&kpi).copied(), self.plan.kpis.get(kpi.index())) else {
            return;
        };
        let now = kpi_amount(self.plan.plan(), terms, baseline.now);
        self.replace(tree.expression(value).span, now);
        if let Unfunded::Value(unfunded) = baseline.unfunded {
            let unfunded = kpi_amount(self.plan.plan(), terms, unfunded);
            self.add_below(statement.span, &format!("unfunded: {unfunded}"));
        }
    }

    fn of_level(&mut self, tree: &Tree, statement: &Statement, owner: AnyId) {
        let level = match owner.cast::<Alternative>() {
            Some(alternative) => self.plan.plan().alternatives[alternative].level.0.first().copied(),
            None => owner.cast::<Level>(),
        };
        if !level.is_some_and(|level| self.funded.contains(&level)) {
            return;
        }
        match statement.key.text.as_str() {
            "starts" => self.remove(statement.span),
            "effect" => self.strip(tree, statement, &[ModifierWord::After, ModifierWord::Over]),
            "cost" | "saves" | "earns" => self.money(tree, statement),
            _ => {}
        }
    }

    /// What was for this year only becomes a comment; what recurs without an end begins with the calendar.
    fn money(&mut self, tree: &Tree, statement: &Statement) {
        if self.over.contains(&(statement.span.file, statement.span.start)) {
            let (text, range) = (self.text(statement.span.file), self.range(statement.span));
            if !stands_alone(text, &range) {
                self.remove(statement.span);
                return;
            }
            let commented = text.get(range.clone()).unwrap_or("").replace('\n', "\n# ");
            self.edits.push(Edit { range, text: format!("# once, and over: {commented}") });
            return;
        }
        if self.running.contains(&(statement.span.file, statement.span.start)) {
            self.strip(tree, statement, &[ModifierWord::From]);
        }
    }

    /// Takes modifiers off a line.
    fn strip(&mut self, tree: &Tree, statement: &Statement, words: &[ModifierWord]) {
        let text = self.text(statement.span.file);
        for modifier in statement.modifiers.iter().filter(|modifier| words.contains(&modifier.word)) {
            let Modifier { span, value, .. } = modifier;
            let start = text.get(..span.start as usize).map_or(0, |before| before.trim_end().len());
            let range = start..tree.expression(*value).span.end as usize;
            self.edits.push(Edit { range, text: String::new() });
        }
    }

    /// `after: [a, b]` without those that are done.
    fn after(&mut self, tree: &Tree, statement: &Statement, owner: AnyId) {
        let model = self.plan.plan();
        let (Some(value), Some(milestone)) = (statement.value, owner.cast()) else { return };
        let followed = model.milestones[milestone].after.iter().flat_map(|after| &after.0);
        let (done, ahead): (Vec<&Spanned<Id<Milestone>>>, Vec<&Spanned<Id<Milestone>>>) =
            followed.partition(|before| model.milestones[before.value].done == Some(Truth::Yes));
        if done.is_empty() {
            return;
        }
        if ahead.is_empty() {
            self.remove(statement.span);
            return;
        }
        let names: Vec<&str> = ahead.iter().map(|before| self.sources.slice(before.span)).collect();
        self.replace(tree.expression(value).span, format!("[{}]", names.join(", ")));
    }

    /// A word that stands for an activity that ended stands for nothing.
    fn map(&mut self, tree: &Tree, statement: &Statement) {
        let value = statement.value.map(|value| &tree.expression(value).kind);
        if let Some(ExpressionKind::Path(path)) = value
            && self.retired.contains(path.as_str())
        {
            self.remove(statement.span);
        }
    }

    /// A scenario does not set what is over.
    fn set(&mut self, statement: &Statement) {
        let Some(Subject::Path(path)) = statement.subjects.first() else { return };
        if self.over_paths.contains(path.text.as_str()) {
            self.remarks.push(format!("a scenario set `{}`, which is over", path.text));
            self.remove(statement.span);
        }
    }
}

/// Ids by where their declarations begin; of two in one place the first kind stands.
trait ByPlace {
    fn rev_by_kind(self) -> BTreeMap<(FileId, u32), AnyId>;
}

impl<I: Iterator<Item = ((FileId, u32), AnyId)>> ByPlace for I {
    fn rev_by_kind(self) -> BTreeMap<(FileId, u32), AnyId> {
        let mut map = BTreeMap::new();
        for (place, id) in self {
            let known = map.entry(place).or_insert(id);
            // A level that an alternative is has the alternative's place.
            if id.kind == Kind::Alternative {
                *known = id;
            }
        }
        map
    }
}
