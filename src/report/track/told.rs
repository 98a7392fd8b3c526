//! What a year's course says besides its sums: tolerances, notes, transfers, savings, what would go over, and what the ledgers
//! held.

use super::cells::{amount, variance};
use super::lines::named;
use crate::check::CheckedPlan;
use crate::control::words;
use crate::control::{Compliance, Judged, Track};
use crate::diagnostic::text::{counted, grouped};
use crate::ledger::Series;
use crate::model::control::ToleranceOf;
use crate::model::{AnyId, Kpi};
use crate::quantity::{Money, Month, Number};
use crate::report::document::{Block, Cell, Column, Mark, Note, Room, Row, Section, Table};
use crate::report::names::{display, kind_and_known, month_cell, path_cell};

/// The months from the first to the last that was observed.
pub(super) fn months_of(series: &Series) -> impl Iterator<Item = Month> {
    let ends = series.first_key_value().zip(series.last_key_value()).map(|((first, _), (last, _))| (*first, *last));
    ends.into_iter().flat_map(|(first, last)| (0..=first.months_until(last)).filter_map(move |step| first.plus(step)))
}

/// Tolerances and the notes on variances.
pub(super) fn tolerances(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("tolerances", "Tolerances");
    let columns = vec![
        Column::text("status", "", Room::Kept),
        Column::text("about", "about", Room::Cut(24)),
        Column::text("of", "of", Room::Optional(1)),
        Column::mixed("planned", "planned", Room::Optional(3)),
        Column::mixed("actual", "actual", Room::Optional(2)),
        Column::mixed("variance", "variance", Room::Kept),
        Column::mixed("explained", "explained", Room::Optional(4)),
        Column::mixed("unexplained", "unexplained", Room::Kept),
    ];
    let mut table = Table::new("judged", columns);
    table.rows = track.judged.iter().filter_map(|judged| judged_row(plan, judged)).map(Row::Cells).collect();
    section.push(Block::Table(table));
    section.push(Block::Table(notes(plan)));
    section
}

fn judged_row(plan: &CheckedPlan, judged: &Judged) -> Option<Vec<Cell>> {
    let terms = plan.control.tolerances.get(judged.tolerance)?;
    let status = match judged.compliance {
        Compliance::NotObserved => Cell::Status(Mark::Neutral, "not observed".to_owned()),
        Compliance::Within => Cell::Status(Mark::Good, "within".to_owned()),
        Compliance::Warns(_) => Cell::Status(Mark::Bad, "warns".to_owned()),
        Compliance::Fails(_) => Cell::Status(Mark::Bad, "fails".to_owned()),
    };
    let of = match (terms.of, terms.about.cast::<Kpi>()) {
        (_, Some(_)) => "the month",
        (ToleranceOf::ToDate, None) => "to date",
        (ToleranceOf::Forecast, None) => "at the end",
    };
    let value = |value: Number| Cell::text(crate::control::figure(plan, terms.about, value));
    let changes = |value: Number| Cell::text(crate::control::change(plan, terms.about, value));
    let seen = judged.actual.is_some();
    let when_seen = |cell: Cell| if seen { cell } else { Cell::Empty };
    Some(vec![
        status,
        Cell::Said(kind_and_known(plan, terms.about)),
        Cell::text(of),
        Cell::or_empty(judged.planned.map(value)),
        Cell::or_empty(judged.actual.map(value)),
        when_seen(changes(judged.variance)),
        if judged.explained.is_zero() { Cell::Empty } else { changes(judged.explained) },
        when_seen(changes(judged.unexplained)),
    ])
}

fn notes(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("about", "note on", Room::Cut(24)),
        Column::text("kind", "kind", Room::Kept),
        Column::text("in", "in", Room::Kept),
        Column::text("until", "until", Room::Optional(2)),
        Column::mixed("amount", "amount", Room::Kept),
        Column::text("by", "by", Room::OptionalCut(1, 12)),
        Column::text("because", "because", Room::Below),
    ];
    let mut table = Table::new("notes", columns).captioned("What explains variances");
    for terms in &plan.control.notes {
        let note = &plan.plan().variances[terms.id];
        table.rows.push(Row::Cells(vec![
            Cell::Said(kind_and_known(plan, terms.about)),
            Cell::text(terms.kind.word()),
            month_cell(plan, terms.month),
            Cell::or_empty(note.until.map(|until| Cell::Months(until.value, until.value))),
            Cell::text(crate::control::change(plan, terms.about, terms.amount)),
            Cell::or_empty(note.by.get().map(|by| path_cell(plan, by.value))),
            Cell::or_empty(note.because.get().map(|because| Cell::text(&*because.value))),
        ]));
    }
    table
}

/// Money that moved between packages.
pub(super) fn transfers(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("transfers", "Transfers");
    let columns = vec![
        Column::text("on", "on", Room::Kept),
        Column::number("amount", "amount", Room::Kept),
        Column::text("from", "from", Room::Cut(20)),
        Column::text("to", "to", Room::Cut(20)),
        Column::text("by", "by", Room::OptionalCut(1, 12)),
        Column::text("title", "", Room::Below),
        Column::text("because", "because", Room::Below),
    ];
    let mut table = Table::new("moved", columns);
    for moved in &track.budget.moves {
        let Some(terms) = plan.control.transfers.get(moved.transfer) else { continue };
        let transfer = &plan.plan().transfers[terms.id];
        table.rows.push(Row::Cells(vec![
            Cell::text(terms.on.to_string()),
            amount(plan, terms.amount),
            path_cell(plan, terms.giver.named),
            path_cell(plan, terms.receiver.named),
            path_cell(plan, terms.by),
            Cell::text(display(plan, terms.id)),
            Cell::or_empty(transfer.because.get().map(|because| Cell::text(&*because.value))),
        ]));
    }
    section.push(Block::Table(table));
    section
}

/// Savings as promised, and as far as they came about.
pub(super) fn savings(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("savings", "Savings");
    let columns = vec![
        Column::text("by", "by", Room::Cut(24)),
        Column::text("category", "category", Room::OptionalCut(1, 14)),
        Column::text("of", "on", Room::OptionalCut(2, 20)),
        Column::number("promised", "promised to date", Room::Kept),
        Column::number("realised", "came about", Room::Kept),
    ];
    let mut table = Table::new("promises", columns);
    for promise in &track.promises {
        table.rows.push(Row::Cells(vec![
            path_cell(plan, promise.by),
            Cell::or_empty(promise.category.map(|category| path_cell(plan, category))),
            Cell::or_empty(promise.of.map(|of| path_cell(plan, of))),
            amount(plan, promise.promised),
            promise.realised.map_or_else(|| Cell::text("not measured"), |realised| amount(plan, realised)),
        ]));
    }
    section.push(Block::Table(table.without_empty_columns()));
    section
}

/// What would go over to the next cycle.
pub(super) fn carried(plan: &CheckedPlan, track: &Track) -> Section {
    let is_over = track.year.closed + 1 == plan.calendar.len();
    let mut section = Section::folded("carried", "What goes over to the next cycle");
    let columns = vec![
        Column::text("package", "package", Room::Cut(24)),
        Column::number("amount", if is_over { "goes over" } else { "would go over now" }, Room::Kept),
    ];
    let mut table = Table::new("carry", columns);
    for (package, money) in track.carried.iter().filter(|(_, money)| !money.is_zero()) {
        table.rows.push(Row::Cells(vec![named(plan, Some(AnyId::from(*package)), ""), variance(plan, *money)]));
    }
    section.push(Block::Table(table));
    section
}

/// What the ledgers held, and how they were read.
pub(super) fn ledgers(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::folded("ledgers", "Ledgers");
    let ledger = &track.ledger;
    if ledger.read_as.is_empty() && track.seen.read_as.is_empty() {
        return section;
    }
    let rows: u64 = ledger.cells.iter().map(|cell| cell.rows).sum();
    let mut notes = vec![Note::plain(format!(
        "{} in {} are counted",
        counted(usize::try_from(rows).unwrap_or(usize::MAX), "row"),
        counted(ledger.read_as.len(), "file")
    ))];
    notes.retain(|_| !ledger.read_as.is_empty());
    notes.extend(
        ledger.read_as.iter().chain(&track.seen.read_as).map(|(path, found)| Note::plain(format!("{path}: {found}"))),
    );
    if !ledger.taken_as_paid.is_empty() {
        let words: Vec<String> = ledger.taken_as_paid.iter().map(|word| format!("\"{word}\"")).collect();
        notes.push(Note::plain(format!("taken as paid: {}", words.join(", "))));
    }
    if !ledger.later.is_empty() {
        let months: Vec<String> = ledger.later.iter().map(ToString::to_string).collect();
        notes.push(Note::plain(format!("also paid, after the closed month: in {}", months.join(", "))));
    }
    section.push(Block::Notes(notes));
    let columns = vec![
        Column::text("why", "not counted", Room::Cut(30)),
        Column::number("rows", "rows", Room::Kept),
        Column::number("amount", "sum", Room::Kept),
        Column::text("currency", "", Room::Kept),
    ];
    let mut table = Table::new("left_aside", columns);
    for aside in &ledger.left_aside {
        let sum = words::money(plan, Money::round(aside.amount, aside.currency));
        table.rows.push(Row::Cells(vec![
            Cell::text(aside.why.as_str()),
            Cell::text(grouped(usize::try_from(aside.rows).unwrap_or(usize::MAX))),
            Cell::text(sum),
            Cell::text(aside.currency.code()),
        ]));
    }
    section.push(Block::Table(table));
    section
}
