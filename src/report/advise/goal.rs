//! Goals: takes what keeps the targets and requirements that a plan misses, shows the budget that each needs and the levels.

use crate::advise::{Goal, GoalWay, Set};
use crate::check::CheckedPlan;
use crate::evaluate::{Claim, Evaluation};
use crate::quantity::Money;

use super::super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Sign, Table};
use super::super::kpis::View;
use super::super::names::{display, month, path, paths};

/// The key of the table.
pub(super) const KEY: &str = "goals";

/// The section.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, goals: &[Goal]) -> Section {
    let mut section = Section::new("goal", "What missed goals need");
    if goals.is_empty() {
        section.push(Block::Notes(vec![Note::plain("no target is missed, and no requirement broken")]));
        return section;
    }
    let columns = vec![
        Column::text("goal", "goal", Room::Cut(24)),
        Column::text("way", "", Room::Kept),
        Column::number("budget", format!("budget {}", plan.currency.code()), Room::Kept),
        Column::number("more", "more than now", Room::Kept),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Optional(1)),
        Column::text("changes", "against what is funded", Room::Below),
        Column::text("levels", "levels", Room::Data),
    ];
    let mut table = Table::new(KEY, columns);
    table.rows = goals.iter().map(|goal| row(plan, evaluation, goal)).collect();
    section.push(Block::Table(table));
    section.push(Block::Notes(notes(goals)));
    section
}

fn row(plan: &CheckedPlan, evaluation: &Evaluation, goal: &Goal) -> Row {
    let budget = evaluation.funding.as_ref().map_or(Money::ZERO, |funding| funding.total.budget);
    let (way, set) = match &goal.way {
        GoalWay::Cheapest(set) => (Cell::Status(Mark::Good, "least, proved".to_owned()), Some(set)),
        GoalWay::OnFrontier(set) => (Cell::Status(Mark::Neutral, "found, not proved".to_owned()), Some(set)),
        GoalWay::OutOfReach => (Cell::Status(Mark::Bad, "out of reach at any budget".to_owned()), None),
        GoalWay::NotFound => (Cell::Status(Mark::Bad, "none found".to_owned()), None),
    };
    let amount = |amount: Money| Figure::money(amount, plan.currency);
    let more = set.map(|set| set.budget.subtract(budget).unwrap_or_default());
    let more = more.map(|more| Cell::Figure(Figure { sign: Sign::Both, ..amount(more) }));
    Row::Cells(vec![
        Cell::text(name(plan, evaluation, goal.claim)),
        way,
        Cell::or_empty(set.map(|set| Cell::Figure(amount(set.budget)))),
        Cell::or_empty(more),
        Cell::or_empty(set.map(|set| Cell::Figure(amount(set.cost)))),
        Cell::or_empty(set.map(|set| Cell::text(changes(plan, evaluation, set)))),
        Cell::or_empty(
            set.map(|set| {
                Cell::text(set.levels.iter().map(|level| path(plan, *level)).collect::<Vec<&str>>().join(" "))
            }),
        ),
    ])
}

/// `nps 45.0 pts by 2027-12`, `"NPS gains on last year"`
fn name(plan: &CheckedPlan, evaluation: &Evaluation, claim: Claim) -> String {
    match claim {
        Claim::Target(kpi) => {
            let target = plan.kpis.get(kpi.index()).and_then(|terms| terms.target);
            let figure = View::of(plan, evaluation, kpi).zip(target);
            let figure = figure.map_or(String::new(), |(view, target)| {
                format!(" {} by {}", view.figure(target.value).in_full(), month(plan, target.month))
            });
            format!("{}{figure}", path(plan, kpi))
        }
        Claim::Require(id) => format!("\"{}\"", display(plan, id)),
        Claim::Mandate(level) => path(plan, level).to_owned(),
        Claim::Floor(_) | Claim::Cap(_) => String::new(),
    }
}

fn changes(plan: &CheckedPlan, evaluation: &Evaluation, set: &Set) -> String {
    let now: &[_] = evaluation.funding.as_ref().map_or(&[], |funding| &funding.funded);
    let comes = paths(plan, set.levels.iter().copied().filter(|level| !now.contains(level)));
    let goes = paths(plan, now.iter().copied().filter(|level| !set.levels.contains(level)));
    match (comes.as_str(), goes.as_str()) {
        ("", "") => "the same levels".to_owned(),
        ("", _) => format!("out: {goes}"),
        (_, "") => format!("in: {comes}"),
        _ => format!("in: {comes}; out: {goes}"),
    }
}

fn notes(goals: &[Goal]) -> Vec<Note> {
    let mut notes = vec![Note::plain(
        "each goal by itself: the least budget with which an allowed set keeps it, and such a set; mandates, caps and floors hold",
    )];
    if goals.iter().any(|goal| matches!(goal.way, GoalWay::OnFrontier(_) | GoalWay::NotFound)) {
        notes
            .push(Note::plain("what is not proved was looked for among the points of the frontier alone: less may do"));
    }
    notes
}
