//! The price of the ranking: takes the best set beside what the ranking funds, shows both, and the exchanges between them.

use crate::advise::BestSet;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, ExchangeStep, FundingOutcome, Proof};
use crate::model::{Id, Kpi};
use crate::quantity::Number;

use super::super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Sign, Table};
use super::super::kpis::View;
use super::super::names::{month, path, paths};
use super::super::optimum as proof;

/// The key of the table of exchanges.
pub(super) const KEY: &str = "exchanges";

/// The section.
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation, best_set: &BestSet) -> Section {
    let mut section = Section::new("optimum", "The best set, and the price of the ranking");
    let ranked = best_set.ranked.as_deref().unwrap_or(evaluation);
    let (Some(own), Some(best)) = (&ranked.funding, &best_set.best.funding) else { return section };
    section.push(Block::Table(beside(plan, (ranked, own), (&best_set.best, best))));
    section.push(Block::Notes(notes(own, best)));
    section.push(Block::Table(exchanges(plan, own, best, &best_set.exchanges)));
    section
}

fn beside(
    plan: &CheckedPlan,
    (ranked, own): (&Evaluation, &FundingOutcome),
    (optimal, best): (&Evaluation, &FundingOutcome),
) -> Table {
    let columns = vec![
        Column::text("figure", "", Room::Kept),
        Column::text("unit", "in", Room::Optional(2)),
        Column::mixed("ranked", format!("ranked, {}", own.policy.word()), Room::Kept),
        Column::mixed("best", "best set", Room::Kept),
        Column::mixed("difference", "difference", Room::Kept),
    ];
    let mut table = Table::new("beside", columns);
    let score = |score: Number| Cell::Figure(Figure::plain(score, 2));
    let difference = Figure { sign: Sign::From(own.gain.score), ..Figure::plain(gap(own, best), 2) };
    let mark = gap(own, best).is_positive().then_some(Mark::Good);
    table.rows.push(Row::Cells(vec![
        Cell::text("score"),
        Cell::Empty,
        score(own.gain.score),
        score(best.gain.score),
        Cell::Figure(Figure { mark, ..difference }),
    ]));
    let amount = |amount| Figure::money(amount, plan.currency);
    let (cost, best_cost) = (own.total.spent, best.total.spent);
    let change = best_cost.subtract(cost).unwrap_or_default();
    table.rows.push(Row::Cells(vec![
        Cell::text("cost"),
        Cell::text(plan.currency.code()),
        Cell::Figure(amount(cost)),
        Cell::Figure(amount(best_cost)),
        Cell::Figure(Figure { sign: Sign::From(cost.number()), ..amount(change) }),
    ]));
    table.rows.push(Row::Cells(vec![
        Cell::text("levels"),
        Cell::Empty,
        Cell::Count(own.funded.len()),
        Cell::Count(best.funded.len()),
        Cell::Empty,
    ]));
    let targeted =
        plan.plan().kpis.ids().filter(|id| plan.kpis.get(id.index()).is_some_and(|terms| terms.target.is_some()));
    table.rows.extend(targeted.filter_map(|id| kpi_row(plan, ranked, optimal, id)));
    table
}

fn kpi_row(plan: &CheckedPlan, ranked: &Evaluation, optimal: &Evaluation, id: Id<Kpi>) -> Option<Row> {
    let (own, best) = (View::of(plan, ranked, id)?, View::of(plan, optimal, id)?);
    let shown = |view: &View<'_>| Cell::or_not_available(view.funded.map(|value| Cell::Figure(own.figure(value))));
    Some(Row::Cells(vec![
        Cell::text(format!("{}, {}", path(plan, id), month(plan, own.month))),
        Cell::text(own.unit()),
        shown(&own),
        shown(&best),
        own.change_or_not_available(own.funded, best.funded),
    ]))
}

fn gap(own: &FundingOutcome, best: &FundingOutcome) -> Number {
    best.gain.score.subtract(own.gain.score).unwrap_or_default()
}

fn notes(own: &FundingOutcome, best: &FundingOutcome) -> Vec<Note> {
    let gap = gap(own, best);
    let share = gap.divide(own.gain.score).ok().filter(|_| own.gain.score.is_positive());
    let share = share.map_or_else(String::new, |share| format!(", {} of its score", Figure::share(share, 1).in_full()));
    let price = if gap.is_zero() {
        "the ranking costs no score: what it funds is as good as the best set".to_owned()
    } else {
        format!("the price of the ranking is {} of score{share}", Figure::plain(gap, 2).in_full())
    };
    let mut notes = vec![Note::plain(price)];
    notes.extend(
        best.optimum.iter().flat_map(|optimum| {
            std::iter::once(Note::plain(proof::sentence(best, optimum))).chain(proof::notes(optimum))
        }),
    );
    notes
}

/// Its columns.
#[must_use]
pub(super) fn columns(plan: &CheckedPlan) -> Vec<Column> {
    vec![
        Column::number("packages", "packages", Room::Kept),
        Column::number("score", "score", Room::Kept),
        Column::number("gain", "gain", Room::Kept),
        Column::number("share", "of the gain", Room::Optional(2)),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept),
        Column::text("proof", "proof", Room::Optional(1)),
        Column::text("exchange", "exchange", Room::Below),
    ]
}

fn exchanges(plan: &CheckedPlan, own: &FundingOutcome, best: &FundingOutcome, steps: &[ExchangeStep]) -> Table {
    let mut table = Table::new(KEY, columns(plan))
        .captioned("What changing few packages brings, each row from the ranked set afresh");
    let all = gap(own, best);
    table.rows = steps
        .iter()
        .map(|step| {
            let gain = step.score.subtract(own.gain.score).unwrap_or_default();
            let share = gain.divide(all).ok().filter(|_| all.is_positive());
            Row::Cells(vec![
                Cell::Count(step.packages),
                Cell::Figure(Figure::plain(step.score, 2)),
                Cell::Figure(Figure { sign: Sign::From(own.gain.score), ..Figure::plain(gain, 2) }),
                Cell::or_empty(share.map(|share| Cell::Figure(Figure::share(share, 0)))),
                Cell::Figure(Figure::money(step.cost, plan.currency)),
                Cell::text(proved(step.proof)),
                Cell::text(exchange(plan, step)),
            ])
        })
        .collect();
    table
}

/// `proved`, `at most 41.35`
pub(super) fn proved(proof: Proof) -> String {
    match proof {
        Proof::Best | Proof::OneOfEqual => "proved".to_owned(),
        Proof::AtMost(most) => format!("at most {}", Figure::plain(most, 2).in_full()),
    }
}

fn exchange(plan: &CheckedPlan, step: &ExchangeStep) -> String {
    let named = |levels: &[_], word: &str| {
        (!levels.is_empty()).then(|| format!("{word} {}", paths(plan, levels.iter().copied())))
    };
    let parts = [named(&step.gained, "in:"), named(&step.lost, "out:")];
    parts.into_iter().flatten().collect::<Vec<String>>().join("; ")
}
