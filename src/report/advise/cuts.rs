//! Less money: takes what other budgets would fund, shows what falls at which cut, with the consequences in the plan's words.

use std::collections::BTreeSet;

use crate::advise::{Cut, CutOutcome};
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, FundingOutcome};
use crate::model::{Id, Level};
use crate::outcome::{Account, Follows, account, follows};
use crate::quantity::{Money, Number};

use super::super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Sign, Table};
use super::super::kpis::{Met, View};
use super::super::names::{display, level_in_package, level_name, path, path_cell, paths};
use super::super::number::money;
use super::super::why::promise_words;

/// The key of the table.
pub(super) const KEY: &str = "cuts";

/// The section; nothing where no cuts were asked for.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, cuts: &[Cut]) -> Option<Section> {
    let funding = evaluation.funding.as_ref().filter(|_| !cuts.is_empty())?;
    let mut section = Section::new("cuts", "Another budget");
    section.push(Block::Table(table(plan, evaluation, funding, cuts)));
    section.push(Block::Table(periods(plan, cuts)));
    section.push(Block::Table(falls(plan, evaluation, cuts)));
    section.push(Block::Notes(notes(plan, funding, cuts)));
    Some(section)
}

/// Its columns.
#[must_use]
pub(super) fn columns(plan: &CheckedPlan) -> Vec<Column> {
    vec![
        Column::number("change", "change", Room::Kept),
        Column::number("budget", format!("budget {}", plan.currency.code()), Room::Kept),
        Column::number("funded", "funded", Room::Kept),
        Column::number("score", "score", Room::Optional(2)),
        Column::number("out", "out", Room::Kept),
        Column::number("in", "in", Room::Kept),
        Column::text("targets_missed", "targets missed besides", Room::OptionalCut(1, 12)),
        Column::text("requirements_broken", "requirements broken besides", Room::OptionalCut(1, 12)),
        Column::text("levels", "levels", Room::Below),
        Column::text("levels_out", "levels out", Room::Data),
        Column::text("levels_in", "levels in", Room::Data),
    ]
}

fn table(plan: &CheckedPlan, evaluation: &Evaluation, funding: &FundingOutcome, cuts: &[Cut]) -> Table {
    let mut table = Table::new(KEY, columns(plan));
    let today = vec![
        Cell::Empty,
        Cell::Figure(Figure::money(funding.total.budget, plan.currency)),
        Cell::Figure(Figure::money(funding.total.spent, plan.currency)),
        Cell::Figure(Figure::plain(funding.gain.score, 2)),
    ];
    table.rows.push(Row::Cells(today.into_iter().chain((0..7).map(|_| Cell::Empty)).collect()));
    table.rows.extend(cuts.iter().map(|cut| Row::Cells(cells(plan, evaluation, cut))));
    table
}

fn cells(plan: &CheckedPlan, before: &Evaluation, cut: &Cut) -> Vec<Cell> {
    let change = Cell::Figure(change(cut.change));
    let outcome = match &cut.outcome {
        Ok(outcome) => outcome,
        Err(why) => {
            let empty = (0..7).map(|_| Cell::Empty);
            let rest = [Cell::Status(Mark::Bad, why.clone()), Cell::Empty, Cell::Empty];
            return std::iter::once(change).chain(empty).chain(rest).collect();
        }
    };
    let funding = outcome.evaluation.funding.as_ref();
    let spent = funding.map(|funding| Cell::Figure(Figure::money(funding.total.spent, plan.currency)));
    let score = funding.map(|funding| Cell::Figure(Figure::plain(funding.gain.score, 2)));
    vec![
        change,
        Cell::Figure(Figure::money(outcome.budget, plan.currency)),
        Cell::or_empty(spent),
        Cell::or_empty(score),
        Cell::Count(outcome.lost.len()),
        Cell::Count(outcome.gained.len()),
        Cell::text(targets_missed(plan, before, &outcome.evaluation).join(", ")),
        Cell::text(requirements_broken(plan, before, &outcome.evaluation).join(", ")),
        Cell::text(levels(plan, outcome)),
        Cell::text(joined(plan, &outcome.lost)),
        Cell::text(joined(plan, &outcome.gained)),
    ]
}

/// Where the budget is by period, what each has and spends at each cut.
fn periods(plan: &CheckedPlan, cuts: &[Cut]) -> Table {
    let code = plan.currency.code();
    let columns = vec![
        Column::number("change", "change", Room::Kept).once(),
        Column::text("period", "period", Room::Kept),
        Column::number("budget", format!("budget {code}"), Room::Kept),
        Column::number("funded", format!("funded {code}"), Room::Kept),
        Column::number("left", format!("unspent {code}"), Room::Kept),
    ];
    let mut table = Table::new("periods", columns).captioned("Each budget period");
    let terms = plan.funding.as_ref().map_or(&[][..], |terms| &terms.periods).iter();
    if terms.len() < 2 {
        return table;
    }
    for cut in cuts {
        let outcome = cut.outcome.as_ref().ok();
        let Some(funding) = outcome.and_then(|outcome| outcome.evaluation.funding.as_ref()) else { continue };
        let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
        table.rows.extend(terms.clone().zip(&funding.periods).map(|(period, money)| {
            Row::Cells(vec![
                Cell::Figure(change(cut.change)),
                Cell::text(period.name.as_str()),
                amount(money.budget),
                amount(money.spent),
                amount(money.left),
            ])
        }));
    }
    table
}

/// `-5%`
fn change(share: Number) -> Figure {
    Figure { sign: Sign::Both, ..Figure::share(share, 2).trimmed() }
}

fn levels(plan: &CheckedPlan, outcome: &CutOutcome) -> String {
    let named = |word: &str, levels: &[Id<Level>]| {
        (!levels.is_empty()).then(|| format!("{word} {}", paths(plan, levels.iter().copied())))
    };
    let parts = [named("out:", &outcome.lost), named("in:", &outcome.gained)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "the same levels are funded".to_owned() } else { parts.join("; ") }
}

fn joined(plan: &CheckedPlan, levels: &[Id<Level>]) -> String {
    levels.iter().map(|level| path(plan, *level)).collect::<Vec<&str>>().join(" ")
}

/// The targets that are met now, and not with the other budget.
fn targets_missed(plan: &CheckedPlan, before: &Evaluation, after: &Evaluation) -> Vec<String> {
    let met = |evaluation: &Evaluation, id| View::of(plan, evaluation, id).and_then(|view| view.met());
    let is_lost = |id: &_| met(before, *id) == Some(Met::Yes) && met(after, *id) == Some(Met::No);
    plan.plan().kpis.ids().filter(is_lost).map(|id| path(plan, id).to_owned()).collect()
}

/// The requirements that hold now, and not with the other budget.
fn requirements_broken(plan: &CheckedPlan, before: &Evaluation, after: &Evaluation) -> Vec<String> {
    let pairs = before.requires.iter().zip(&after.requires);
    let broken = pairs.filter(|(was, now)| !was.verdict.is_broken() && now.verdict.is_broken());
    broken.map(|(_, now)| format!("\"{}\"", display(plan, now.id))).collect()
}

/// What falls, at which cut first, and what follows. Cuts need not be nested: a level may be back at a deeper one.
fn falls(plan: &CheckedPlan, evaluation: &Evaluation, cuts: &[Cut]) -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Cut(22)),
        Column::text("title", "title", Room::OptionalCut(1, 16)),
        Column::number("falls_at", "falls first at", Room::Kept),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept),
        Column::text("consequence", "what follows, in the words of the plan", Room::Below),
    ];
    let mut table = Table::new("falls", columns).captioned("What falls");
    // The smallest cut comes first, whatever order they were asked for in.
    let mut outcomes: Vec<(Number, &CutOutcome)> =
        cuts.iter().filter_map(|cut| Some((cut.change, cut.outcome.as_ref().ok()?))).collect();
    outcomes.sort_by_key(|(change, _)| change.abs());
    let mut seen: BTreeSet<Id<Level>> = BTreeSet::new();
    for (share, outcome) in outcomes {
        let account = account(plan, &outcome.evaluation);
        for level in &outcome.lost {
            if !seen.insert(*level) {
                continue;
            }
            let cost = evaluation.money.get(level.index()).map(|money| money.gross).unwrap_or_default();
            table.rows.push(Row::Cells(vec![
                path_cell(plan, *level),
                Cell::Named(level_name(plan, *level), level_in_package(plan, *level)),
                Cell::Figure(change(share)),
                Cell::Figure(Figure::money(cost, plan.currency)),
                Cell::text(consequence(plan, &account, *level)),
            ]));
        }
    }
    table
}

/// What the plan says follows if a level is not funded, beside what else is not.
fn consequence(plan: &CheckedPlan, account: &Account, level: Id<Level>) -> String {
    let package = plan.levels.get(level.index()).and_then(|terms| account.of(terms.package));
    let text = match package.map(|package| follows(plan, package, level)) {
        Some(Follows::Stated(text) | Follows::OfPackage(text)) => text.to_owned(),
        Some(Follows::Promised(promises)) => {
            let promised = promises.iter().map(|promise| promise_words(plan, promise)).collect::<Vec<String>>();
            if promised.is_empty() { String::new() } else { format!("promised {}", promised.join(", ")) }
        }
        None => String::new(),
    };
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn notes(plan: &CheckedPlan, funding: &FundingOutcome, cuts: &[Cut]) -> Vec<Note> {
    let amount = |amount: Money| money(amount, plan.currency);
    let taken_in = cuts.iter().filter_map(|cut| {
        let nothing_in = cut.outcome.as_ref().ok()?.nothing_in.as_ref()?;
        let out = match nothing_in.lost.as_slice() {
            [] => "nothing".to_owned(),
            lost => paths(plan, lost.iter().copied()),
        };
        Some(Note::plain(format!(
            "at {} nothing need come in: among the levels funded now, {out} would fall, and {} would be spent",
            change(cut.change).in_full(),
            amount(nothing_in.cost),
        )))
    });
    let mut notes: Vec<Note> = taken_in.collect();
    notes.push(Note::plain(format!(
        "each row is what `change funding.budget` of that much would do under the policy `{}`; what falls at one cut may stay at a deeper one",
        funding.policy.word()
    )));
    notes
}
