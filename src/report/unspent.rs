//! Where the money goes: takes what funding gives, shows budget periods, caps and floors with their use, why money
//! stays, what another policy would have funded, and the rise of budget that funds the next level.

use super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Said, Section, Table, Truth};
use super::names::{all_known, kind_and_known, known, said_money};
use super::number::part;
use super::optimum;
use super::reason::holders;
use crate::check::{CheckedPlan, FundingTerms};
use crate::diagnostic::text::counted;
use crate::evaluate::{
    BoundUse, Evaluation, FundingOutcome, Held, MoneyUse, NextLevel, NextSearch, OtherPolicy, PoolWalk, Unspent,
};
use crate::evaluate::{Row as SheetRow, Status};
use crate::model::{Id, Level};
use crate::outcome::{cap, floor, period};
use crate::quantity::Money;

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("money", "Money");
    let (Some(terms), Some(funding)) = (&plan.funding, &evaluation.funding) else { return section };
    section.push(Block::Table(periods(plan, terms, funding)));
    section.push(Block::Table(bounds(plan, funding)));
    section.push(Block::Notes(notes(plan, funding)));
    section.push(Block::Table(policies(plan, funding)));
    section
}

/// By budget period; nothing where the budget is a total, which the head of the report shows.
fn periods(plan: &CheckedPlan, terms: &FundingTerms, funding: &FundingOutcome) -> Table {
    let columns = vec![
        Column::text("period", "period", Room::Kept),
        Column::number(period::budget().column, "budget", Room::Kept),
        Column::number(period::reserve().column, "reserve", Room::Optional(1)),
        Column::number("funded", "funded", Room::Kept),
        Column::number("unspent", "unspent", Room::Kept),
        Column::number("used", "used", Room::Optional(2)),
    ];
    let mut table = Table::new("periods", columns);
    if terms.periods.len() < 2 {
        return table;
    }
    let row = |name: &str, money: &MoneyUse| Row::Cells(period_cells(plan, name, money));
    table.rows = terms.periods.iter().zip(&funding.periods).map(|(period, money)| row(&period.name, money)).collect();
    table.rows.push(row("all", &funding.total));
    table
}

fn period_cells(plan: &CheckedPlan, name: &str, money: &MoneyUse) -> Vec<Cell> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    vec![
        Cell::text(name),
        amount(money.budget),
        if money.reserve.is_zero() { Cell::Empty } else { amount(money.reserve) },
        amount(money.spent),
        amount(money.left),
        share(money.spent, money.budget),
    ]
}

fn share(of: Money, whole: Money) -> Cell {
    Cell::or_empty(part(of, whole).map(|share| Cell::Figure(Figure::share(share, 1))))
}

fn bounds(plan: &CheckedPlan, funding: &FundingOutcome) -> Table {
    let columns = vec![
        Column::text("bound", "bound", Room::Kept),
        Column::text("about", "for", Room::Cut(18)),
        Column::text("period", "period", Room::Kept),
        Column::number(cap::most().column, "amount", Room::Kept),
        Column::number(floor::filled().column, "funded", Room::Kept),
        Column::number("use", "use", Room::Optional(1)),
        Column::text("standing", "standing", Room::Kept),
    ];
    let mut table = Table::new("bounds", columns).captioned("Caps and floors");
    let cap = |bound: &BoundUse| Row::Cells(bound_cells(plan, "cap", bound, bound.used <= bound.amount));
    let floor = |bound: &BoundUse| Row::Cells(bound_cells(plan, "floor", bound, bound.used >= bound.amount));
    table.rows = funding.caps.iter().map(cap).chain(funding.floors.iter().map(floor)).collect();
    table
}

fn bound_cells(plan: &CheckedPlan, word: &str, bound: &BoundUse, is_met: bool) -> Vec<Cell> {
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    let standing = if is_met {
        Cell::Status(Mark::Good, if word == "cap" { "kept" } else { "filled" }.to_owned())
    } else {
        Cell::Status(Mark::Bad, if word == "cap" { "passed" } else { "not filled" }.to_owned())
    };
    vec![
        Cell::text(word),
        Cell::Said(kind_and_known(plan, bound.about)),
        Cell::or_empty(bound.period.and_then(|period| period_name(plan, period)).map(Cell::text)),
        amount(bound.amount),
        amount(bound.used),
        share(bound.used, bound.amount),
        standing,
    ]
}

fn period_name(plan: &CheckedPlan, period: usize) -> Option<&str> {
    plan.funding.as_ref()?.periods.get(period).map(|period| period.name.as_str())
}

fn notes(plan: &CheckedPlan, funding: &FundingOutcome) -> Vec<Note> {
    let mut notes = vec![unspent_note(plan, funding)];
    notes.extend(funding.optimum.iter().flat_map(optimum::notes));
    notes.extend(funding.pool.as_ref().map(|pool| pool_note(plan, funding, pool)));
    match &funding.next {
        Some(next) => notes.push(next_note(plan, funding, next)),
        // Which rise would bring a level into the best set is a question of its own (`zbb advise`).
        None if funding.optimum.is_some() => {}
        None if funding.sheet.rows.iter().any(is_short) => notes.push(Note::plain(match funding.search {
            NextSearch::Finished => "no rise of the budget alone funds another level",
            NextSearch::GivenUp => "no rise of the budget alone was found that funds another level",
        })),
        None => {}
    }
    notes
}

fn is_short(row: &SheetRow) -> bool {
    matches!(row.status, Status::Short { .. } | Status::HeldBack { .. })
}

/// Why money stays, with figures.
fn unspent_note(plan: &CheckedPlan, funding: &FundingOutcome) -> Note {
    let amount = |amount: Money| said_money(plan, amount);
    let left = || vec![amount(funding.total.left), " stays unspent: ".into()];
    let with = |rest: Vec<Said>| Note::said(None, left().into_iter().chain(rest).collect());
    match &funding.unspent {
        Unspent::Nothing => Note::plain("nothing stays unspent"),
        Unspent::EverythingFunded => with(vec!["every level is funded".into()]),
        Unspent::Held { periods } => {
            with(std::iter::once("floors hold ".into()).chain(held_there(plan, periods)).collect())
        }
        Unspent::WasHeld { level } => {
            with(vec!["floors, filled since, held it when the turn of ".into(), known(plan, *level), " came".into()])
        }
        Unspent::LineDrawn { by } => {
            let walk = if funding.pool.is_some() { " in the second walk" } else { "" };
            with(vec![known(plan, *by), format!(" draws the line{walk}, nothing below it is funded").into()])
        }
        Unspent::TooLittle { cheapest, period, cost, left: there } => {
            let mut said = vec![
                known(plan, *cheapest),
                ", the cheapest level that only money keeps out, costs ".into(),
                amount(*cost),
            ];
            if let Some(period) = in_period(plan, *period) {
                said.extend([format!(" {period}, where ").into(), amount(*there), " is left".into()]);
            }
            with(said)
        }
        Unspent::BestLeaves => with(vec!["no allowed set scores more".into()]),
        Unspent::OtherReasons => with(vec!["what is not funded is kept out by something else than money".into()]),
    }
}

/// `40,000.00 for department support in 2027-Q1, 20,000.00 for category software in 2027-Q2`
fn held_there(plan: &CheckedPlan, periods: &[Held]) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for (period, held) in periods.iter().enumerate().filter(|(_, held)| held.amount.is_positive()) {
        if !said.is_empty() {
            said.push(", ".into());
        }
        said.extend(holders(plan, held));
        said.extend(in_period(plan, period).map(|place| format!(" {place}").into()));
    }
    said
}

/// `in 2027-Q1`, where the budget has several periods.
fn in_period(plan: &CheckedPlan, period: usize) -> Option<String> {
    let periods = &plan.funding.as_ref()?.periods;
    periods.get(period).filter(|_| periods.len() > 1).map(|period| format!("in {}", period.name))
}

fn pool_note(plan: &CheckedPlan, funding: &FundingOutcome, pool: &PoolWalk) -> Note {
    let (left, held) = (said_money(plan, pool.left), said_money(plan, pool.held));
    let way = if funding.optimum.is_some() { "the best addition from" } else { "a second walk over" };
    let mut said: Vec<Said> = if pool.held.is_zero() {
        vec![format!("floors held nothing more; {way} the ").into(), left, " left funded ".into()]
    } else {
        vec![
            "floors still held ".into(),
            held,
            format!("; {way} the ").into(),
            left,
            " left, that included, funded ".into(),
        ]
    };
    match pool.funded.as_slice() {
        [] => said.push("nothing more".into()),
        funded => said.extend(all_known(plan, funded.iter().copied())),
    }
    Note::said(None, said)
}

/// `12,000.00 more in 2027-Q1 would fund a.b, and with it c.d, but e.f no longer: a budget of 172,000.00`
fn next_note(plan: &CheckedPlan, funding: &FundingOutcome, next: &NextLevel) -> Note {
    let mut said = rise(plan, next);
    said.extend([" would fund ".into(), known(plan, next.level)]);
    if !next.also.is_empty() {
        said.push(", and with it ".into());
        said.extend(all_known(plan, next.also.iter().copied()));
    }
    if !next.drops.is_empty() {
        said.push(", but ".into());
        said.extend(all_known(plan, next.drops.iter().copied()));
        said.push(" no longer".into());
    }
    if let Ok(total) = funding.total.budget.add(next.rise) {
        said.extend([": a budget of ".into(), said_money(plan, total)]);
    }
    if funding.search == NextSearch::GivenUp {
        said.push("; a smaller rise may do".into());
    }
    Note::said(None, said)
}

/// `12,000.00 more in 2027-Q1`, `16,000.00 more (12,000.00 in 2027-Q1, 4,000.00 in 2027-Q2)`
pub(super) fn rise(plan: &CheckedPlan, next: &NextLevel) -> Vec<Said> {
    let periods = plan.funding.iter().flat_map(|terms| &terms.periods).map(|period| &period.name);
    let rises: Vec<(&String, Money)> =
        periods.zip(next.by_period.iter().copied()).filter(|(_, rise)| !rise.is_zero()).collect();
    let all = said_money(plan, next.rise);
    match rises.as_slice() {
        _ if next.by_period.len() < 2 => vec![all, " more".into()],
        [(period, _)] => vec![all, format!(" more in {period}").into()],
        rises => {
            let mut said = vec![all, " more (".into()];
            for (place, (period, rise)) in rises.iter().enumerate() {
                let before = if place == 0 { "" } else { ", " };
                said.extend([before.into(), said_money(plan, *rise), format!(" in {period}").into()]);
            }
            said.push(")".into());
            said
        }
    }
}

/// What each policy funds with the same money, the plan's own first.
fn policies(plan: &CheckedPlan, funding: &FundingOutcome) -> Table {
    let columns = vec![
        Column::text("policy", "policy", Room::Kept),
        Column::text("own", "own", Room::Kept),
        Column::number("levels", "levels", Room::Kept),
        Column::number("cost", "funded", Room::Kept),
        Column::number("score", "score", Room::Kept),
        Column::text("difference", "difference", Room::Below),
    ];
    let mut table = Table::new("policies", columns).captioned("What each policy funds");
    let amount = |amount: Money| Cell::Figure(Figure::money(amount, plan.currency));
    table.rows.push(Row::Cells(vec![
        Cell::text(funding.policy.word()),
        Cell::Truth(Truth::Yes),
        Cell::Count(funding.funded.len()),
        amount(funding.total.spent),
        Cell::Figure(Figure::plain(funding.gain.score, 2)),
        Cell::Empty,
    ]));
    table.rows.extend(funding.others.iter().map(|other| {
        Row::Cells(vec![
            Cell::text(other.policy.word()),
            Cell::Empty,
            Cell::Count(other.funded.len()),
            amount(other.cost),
            Cell::Figure(Figure::plain(other.score, 2)),
            Cell::Said(difference(plan, other).into_iter().chain([optimum::beside(other).into()]).collect()),
        ])
    }));
    table
}

fn difference(plan: &CheckedPlan, other: &OtherPolicy) -> Vec<Said> {
    let named = |levels: &[Id<Level>], word: &str| {
        let mut said = vec![format!("{} (", counted(levels.len(), "level")).into()];
        said.extend(all_known(plan, levels.iter().copied()));
        said.push(format!(") {word}").into());
        said
    };
    match (other.gained.as_slice(), other.lost.as_slice()) {
        ([], []) => vec!["the same levels".into()],
        (gained, []) => named(gained, "more"),
        ([], lost) => named(lost, "fewer"),
        (gained, lost) => named(gained, "more").into_iter().chain([", ".into()]).chain(named(lost, "fewer")).collect(),
    }
}
