//! Where the money goes: takes what funding gives, shows budget periods, caps and floors with their use, why money
//! stays, what another policy would have funded, and the rise of budget that funds the next level.

use super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Table, Truth};
use super::names::{kind_and_path, path, paths};
use super::number::{money, part};
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
        Cell::text(kind_and_path(plan, bound.about)),
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
    let amount = |amount: Money| money(amount, plan.currency);
    let left = amount(funding.total.left);
    Note::plain(match &funding.unspent {
        Unspent::Nothing => "nothing stays unspent".to_owned(),
        Unspent::EverythingFunded => format!("{left} stays unspent: every level is funded"),
        Unspent::Held { periods } => format!("{left} stays unspent: floors hold {}", held_there(plan, periods)),
        Unspent::WasHeld { level } => {
            format!("{left} stays unspent: floors, filled since, held it when the turn of {} came", path(plan, *level))
        }
        Unspent::LineDrawn { by } => {
            format!("{left} stays unspent: {} draws the line, nothing below it is funded", path(plan, *by))
        }
        Unspent::TooLittle { cheapest, period, cost, left: there } => {
            let (cheapest, cost) = (path(plan, *cheapest), amount(*cost));
            let place = in_period(plan, *period).map(|period| format!(" {period}, where {} is left", amount(*there)));
            let place = place.unwrap_or_default();
            format!(
                "{left} stays unspent: {cheapest}, the cheapest level that only money keeps out, costs {cost}{place}"
            )
        }
        Unspent::BestLeaves => format!("{left} stays unspent: no allowed set scores more"),
        Unspent::OtherReasons => {
            format!("{left} stays unspent: what is not funded is kept out by something else than money")
        }
    })
}

/// `40,000.00 for department support in 2027-Q1, 20,000.00 for category software in 2027-Q2`
fn held_there(plan: &CheckedPlan, periods: &[Held]) -> String {
    let holding = periods.iter().enumerate().filter(|(_, held)| held.amount.is_positive());
    let of_period = |(period, held): (usize, &Held)| {
        let place = in_period(plan, period).map(|place| format!(" {place}"));
        format!("{}{}", holders(plan, held), place.unwrap_or_default())
    };
    holding.map(of_period).collect::<Vec<String>>().join(", ")
}

/// `in 2027-Q1`, where the budget has several periods.
fn in_period(plan: &CheckedPlan, period: usize) -> Option<String> {
    let periods = &plan.funding.as_ref()?.periods;
    periods.get(period).filter(|_| periods.len() > 1).map(|period| format!("in {}", period.name))
}

fn pool_note(plan: &CheckedPlan, funding: &FundingOutcome, pool: &PoolWalk) -> Note {
    let amount = |amount: Money| money(amount, plan.currency);
    let found = match pool.funded.as_slice() {
        [] => "nothing more".to_owned(),
        funded => paths(plan, funded.iter().copied()),
    };
    let (left, held) = (amount(pool.left), amount(pool.held));
    let way = if funding.optimum.is_some() { "the best addition from" } else { "a second walk over" };
    Note::plain(if pool.held.is_zero() {
        format!("floors held nothing more; {way} the {left} left funded {found}")
    } else {
        format!("floors still held {held}; {way} the {left} left, that included, funded {found}")
    })
}

/// `12,000.00 more in 2027-Q1 would fund a.b, and with it c.d, but e.f no longer: a budget of 172,000.00`
fn next_note(plan: &CheckedPlan, funding: &FundingOutcome, next: &NextLevel) -> Note {
    let mut text = format!("{} would fund {}", rise(plan, next), path(plan, next.level));
    if !next.also.is_empty() {
        text.push_str(&format!(", and with it {}", paths(plan, next.also.iter().copied())));
    }
    if !next.drops.is_empty() {
        text.push_str(&format!(", but {} no longer", paths(plan, next.drops.iter().copied())));
    }
    if let Ok(total) = funding.total.budget.add(next.rise) {
        text.push_str(&format!(": a budget of {}", money(total, plan.currency)));
    }
    if funding.search == NextSearch::GivenUp {
        text.push_str("; a smaller rise may do");
    }
    Note::plain(text)
}

/// `12,000.00 more in 2027-Q1`, `16,000.00 more (12,000.00 in 2027-Q1, 4,000.00 in 2027-Q2)`
pub(super) fn rise(plan: &CheckedPlan, next: &NextLevel) -> String {
    let amount = |amount: Money| money(amount, plan.currency);
    let periods = plan.funding.iter().flat_map(|terms| &terms.periods).map(|period| &period.name);
    let rises: Vec<(&String, Money)> =
        periods.zip(next.by_period.iter().copied()).filter(|(_, rise)| !rise.is_zero()).collect();
    let all = amount(next.rise);
    match rises.as_slice() {
        _ if next.by_period.len() < 2 => format!("{all} more"),
        [(period, _)] => format!("{all} more in {period}"),
        rises => {
            let rises: Vec<String> =
                rises.iter().map(|(period, rise)| format!("{} in {period}", amount(*rise))).collect();
            format!("{all} more ({})", rises.join(", "))
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
            Cell::text(difference(plan, other) + &optimum::beside(other)),
        ])
    }));
    table
}

fn difference(plan: &CheckedPlan, other: &OtherPolicy) -> String {
    let named =
        |levels: &[Id<Level>]| format!("{} ({})", counted(levels.len(), "level"), paths(plan, levels.iter().copied()));
    match (other.gained.as_slice(), other.lost.as_slice()) {
        ([], []) => "the same levels".to_owned(),
        (gained, []) => format!("{} more", named(gained)),
        ([], lost) => format!("{} fewer", named(lost)),
        (gained, lost) => format!("{} more, {} fewer", named(gained), named(lost)),
    }
}
