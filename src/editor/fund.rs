//! What it would take to fund a level that is not: takes an evaluated plan as it stands in the texts, and the level, gives the
//! rise of the budget and the place in the ranking that do, each as edits, with what comes with it and what falls out.

use super::action::Action;
use super::snapshot::{Good, Snapshot};
use crate::check::CheckedPlan;
use crate::diagnostic::Edit;
use crate::evaluate::{Evaluation, FundingChoice, FundingOutcome, fund, rank};
use crate::model::funding::Policy;
use crate::model::{Id, Kind, Level};
use crate::outcome::rise_for;
use crate::quantity::{Currency, Money};
use crate::report::document::Figure;
use crate::report::names::{path, paths};
use crate::source::{FileId, Span};
use crate::syntax::tree::{Form, ModifierWord, Statement};

/// Of a plan with more levels it is not worked out while somebody waits: each trial funds all of them.
const MOST: usize = 2_000;

/// What funds the level that is named at a byte.
#[must_use]
pub fn fundings(snapshot: &Snapshot, good: &Good, file: FileId, byte: u32) -> Vec<Action> {
    let Some(level) = level_at(snapshot, file, byte) else { return Vec::new() };
    let Some(funding) = &good.evaluation.funding else { return Vec::new() };
    let rows = &funding.sheet.rows;
    let row = rows.iter().find(|row| path(&good.plan, row.level) == level);
    let Some(row) = row.filter(|row| !funding.funded.contains(&row.level) && rows.len() <= MOST) else {
        return Vec::new();
    };
    let case = Case { snapshot, plan: &good.plan, evaluation: &good.evaluation, funding, level: row.level };
    case.raise().into_iter().chain(case.climb()).collect()
}

/// The path of the level that is named at a byte, or that the line of a ranking there is about.
fn level_at(snapshot: &Snapshot, file: FileId, byte: u32) -> Option<&str> {
    let is_level = |kind| matches!(kind, Kind::Level | Kind::Alternative);
    if let Some((_, head)) = snapshot.named(file, byte).filter(|(mention, _)| is_level(mention.id.kind)) {
        return Some(&head.path);
    }
    let lines = snapshot.tree(file)?.statements.iter().filter(|line| line.key.text == Kind::Ranking.keyword());
    let mut items = lines.flat_map(|line| line.body.iter().flat_map(|body| &body.statements));
    let item = items.find(|line| line.form == Form::Item && line.span.start <= byte && byte <= line.span.end)?;
    Some(&snapshot.named(file, item.key.span.end)?.1.path)
}

struct Case<'a> {
    snapshot: &'a Snapshot,
    plan: &'a CheckedPlan,
    evaluation: &'a Evaluation,
    funding: &'a FundingOutcome,
    level: Id<Level>,
}

impl Case<'_> {
    /// `raise the budget by 24,000.00 EUR: that funds phone.weekends`
    fn raise(&self) -> Option<Action> {
        let rise = rise_for(self.plan, self.evaluation, self.level)?;
        let terms = self.plan.funding.as_ref()?;
        let mut edits = Vec::new();
        let mut parts = Vec::new();
        for (period, by) in terms.periods.iter().zip(&rise.by_period).filter(|(_, by)| by.is_positive()) {
            let end = self.end_of_value(period.span)?;
            let amount = by.written();
            edits.push(Edit { span: end, replacement: format!(" + {amount} {}", self.plan.currency.code()) });
            parts.push(match terms.periods.len() {
                1 => money(*by, self.plan.currency),
                _ => format!("{} in {}", money(*by, self.plan.currency), period.name),
            });
        }
        let code = self.plan.currency.code();
        let title = format!("raise the budget by {} {code}: that funds {}", parts.join(" and "), self.name());
        let title = told(self.plan, title, &rise.also, &rise.drops);
        (!edits.is_empty()).then_some(Action::new(title, edits))
    }

    /// Where the value of the line at a place ends.
    fn end_of_value(&self, line: Span) -> Option<Span> {
        let tree = self.snapshot.tree(line.file)?;
        let lines = tree.statements.iter().flat_map(|outer| outer.body.iter().flat_map(|body| &body.statements));
        let value = lines.filter(|inner| inner.span.start <= line.start && line.end <= inner.span.end);
        let value = value.filter_map(|inner| inner.value).next()?;
        Some(tree.expression(value).span.after())
    }

    /// `move phone.weekends up to rank 3: that funds it; a.b falls out`
    fn climb(&self) -> Option<Action> {
        let terms = self.plan.funding.as_ref().filter(|terms| terms.policy != Policy::Optimal)?;
        let items = self.items()?;
        let from = terms.ranked.iter().position(|level| *level == self.level)?;
        let least = self.after_what_it_needs(&terms.ranked);
        let (place, outcome) = self.lowest(least, from)?;
        let above = terms.ranked.get(place)?;
        let line = |level: Id<Level>| {
            let found = items.iter().find(|item| self.names(item, path(self.plan, level)))?;
            self.whole_line(found.span)
        };
        let (own, target) = (line(self.level)?, line(*above)?);
        let item = items.iter().find(|item| self.names(item, path(self.plan, self.level)))?;
        let jumped = self.jumped(item, terms.ranked.get(place..from)?);
        let mut moved = self.snapshot.sources.slice(own).to_owned();
        if jumped.is_some() {
            moved.insert_str((item.span.end - own.start) as usize, " because \"\"");
        }
        let edits =
            vec![Edit { span: target.before(), replacement: moved }, Edit { span: own, replacement: String::new() }];
        let also: Vec<Id<Level>> = only_in(&outcome, self.funding).filter(|level| *level != self.level).collect();
        let drops: Vec<Id<Level>> = only_in(self.funding, &outcome).collect();
        let rank = items.iter().position(|item| self.names(item, path(self.plan, *above)))? + 1;
        let title = format!("move {} up to rank {rank} of {}: that funds it", self.name(), items.len());
        let mut title = told(self.plan, title, &also, &drops);
        if let Some(against) = jumped {
            title.push_str(&format!(" (write why it goes against `{against}`)"));
        }
        Some(Action::new(title, edits))
    }

    /// The merged ranking that puts one of the levels that are passed first; a level that jumps so has to say why.
    fn jumped(&self, item: &Statement, passed: &[Id<Level>]) -> Option<&str> {
        if item.modifiers.iter().any(|modifier| modifier.word == ModifierWord::Because) {
            return None;
        }
        let plan = self.plan.plan();
        let merges = &plan.rankings.find(self.plan.funding.as_ref()?.ranking?)?.merges;
        let own = path(self.plan, self.level);
        let mut inner = merges.iter().flat_map(|merges| &merges.0).filter_map(|name| plan.rankings.find(name.value));
        let against = inner.find(|inner| {
            let items = || inner.levels.0.iter().map(|item| path(self.plan, item.level.value));
            let place = |path: &str| items().position(|item| item == path);
            let own = place(own);
            passed.iter().any(|level| place(path(self.plan, *level)).zip(own).is_some_and(|(first, own)| first < own))
        });
        Some(against?.head.path.as_str())
    }

    /// The lines of the ranking that funds.
    fn items(&self) -> Option<Vec<&Statement>> {
        let ranking = self.plan.funding.as_ref()?.ranking?;
        let head = self.plan.plan().head(ranking.into()).span;
        let statements = &self.snapshot.tree(head.file)?.statements;
        let ranking = statements.iter().find(|line| line.span.start <= head.start && head.end <= line.span.end)?;
        let lines = ranking.body.as_ref()?.statements.iter();
        Some(lines.filter(|line| line.form == Form::Item).collect())
    }

    fn names(&self, item: &Statement, path: &str) -> bool {
        let named = self.snapshot.named(item.key.span.file, item.key.span.end);
        named.is_some_and(|(_, head)| head.path == path)
    }

    /// The first place where it stands below all that it adds to or needs, of what stands in the ranking.
    fn after_what_it_needs(&self, ranked: &[Id<Level>]) -> usize {
        let Some(terms) = self.plan.levels.get(self.level.index()) else { return 0 };
        let needed = terms.needs.iter().flat_map(|need| need.any_of.iter()).chain(terms.predecessor.iter());
        let places = needed.filter_map(|needed| ranked.iter().position(|level| level == needed));
        places.max().map_or(0, |place| place + 1)
    }

    /// The lowest place above its own at which it is funded, and what is funded then. The higher, the more money is there.
    fn lowest(&self, least: usize, from: usize) -> Option<(usize, FundingOutcome)> {
        let (mut funds, mut fails) = (least, from);
        if funds >= fails {
            return None;
        }
        let mut trial = self.plan.clone();
        let mut funded_at = |place| self.moved(&mut trial, from, place).filter(|outcome| self.is_funded(outcome));
        let mut found = funded_at(funds)?;
        while fails - funds > 1 {
            let middle = usize::midpoint(funds, fails);
            match funded_at(middle) {
                Some(outcome) => (funds, found) = (middle, outcome),
                None => fails = middle,
            }
        }
        Some((funds, found))
    }

    fn is_funded(&self, outcome: &FundingOutcome) -> bool {
        outcome.funded.contains(&self.level)
    }

    /// What is funded with the level at another place above its own; `trial` is the plan in whatever order.
    fn moved(&self, trial: &mut CheckedPlan, from: usize, to: usize) -> Option<FundingOutcome> {
        let ranked = &mut trial.funding.as_mut()?.ranked;
        ranked.clone_from(&self.plan.funding.as_ref()?.ranked);
        ranked.get_mut(to..=from)?.rotate_right(1);
        let (costs, scores) = (&self.evaluation.money, &self.evaluation.scores);
        let ranked = rank(trial, costs, scores);
        fund(trial, costs, scores, &ranked, FundingChoice::default()).ok()?
    }

    /// The line of an item with its end, unless something else stands on it.
    fn whole_line(&self, item: Span) -> Option<Span> {
        let file = self.snapshot.sources.get(item.file)?;
        let text = file.text();
        let start = text.get(..item.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
        let end = item.end as usize + text.get(item.end as usize..)?.find('\n')? + 1;
        let before = text.get(start..item.start as usize)?.trim();
        let after = text.get(item.end as usize..end)?.trim();
        let is_alone = before.is_empty() && (after.is_empty() || after.starts_with('#'));
        is_alone.then(|| Some(Span::new(item.file, u32::try_from(start).ok()?, u32::try_from(end).ok()?)))?
    }

    fn name(&self) -> String {
        format!("`{}`", path(self.plan, self.level))
    }
}

fn money(amount: Money, currency: Currency) -> String {
    Figure::money(amount, currency).amount()
}

fn only_in<'o>(these: &'o FundingOutcome, those: &'o FundingOutcome) -> impl Iterator<Item = Id<Level>> + 'o {
    these.funded.iter().copied().filter(|level| !those.funded.contains(level))
}

/// A title with what else comes, and what falls out.
fn told(plan: &CheckedPlan, mut title: String, also: &[Id<Level>], drops: &[Id<Level>]) -> String {
    if !also.is_empty() {
        title.push_str(&format!(", and {}", paths(plan, also.iter().copied())));
    }
    if !drops.is_empty() {
        let word = if drops.len() == 1 { "falls" } else { "fall" };
        title.push_str(&format!("; {} {word} out", paths(plan, drops.iter().copied())));
    }
    title
}
