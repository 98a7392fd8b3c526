//! The page of a difference: takes two records and what changed, gives the report with what a reader has to know first: that
//! it is a difference, from what to what and whose, the first cause, and how far the money moved, as bars.

use super::bars::bars;
use super::figures::{money, money_moved};
use super::names::Names;
use super::titles::in_titles;
use super::{cause, diff_document};
use crate::diff::{Changes, Record, Turn};
use crate::model::Kind;
use crate::model::facts::Fact;
use crate::quantity::{Currency, Money};
use crate::report::document::{Block, Cell, Column, Document, Note, Room, Row, Section, Table};
use crate::report::prose;

/// The report of a comparison as a page of its own.
#[must_use]
pub fn diff_page(names: &Names, before: &Record, after: &Record, changes: &Changes) -> Document {
    let mut page = titled(diff_document(names, before, after, changes));
    if !changes.is_empty() && !changes.compared.is_alone() {
        page.sections.insert(0, first(names, after, changes));
    }
    in_titles(page, before, after)
}

/// The same of any report of a comparison: its title says that it is about a change.
#[must_use]
pub fn titled(document: Document) -> Document {
    Document { title: format!("{}: what changes", document.title), ..document }
}

fn first(names: &Names, after: &Record, changes: &Changes) -> Section {
    let mut section = Section { key: "difference", heading: None, blocks: Vec::new() };
    section.push(Block::Message(message(names, after, changes)));
    section.push(Block::Table(moves(changes)));
    section
}

/// From what to what, whose; the first cause; how far the money moved.
fn message(names: &Names, after: &Record, changes: &Changes) -> Vec<Note> {
    let owner = after.plan().and_then(|plan| plan.fact("owner")).map(Fact::says);
    let owner = owner.map(|owner| title_of(after, Kind::Role, &owner));
    let whose = owner.map(|owner| format!(", which {owner} answers for")).unwrap_or_default();
    let mut sentences = vec![format!("A difference, from {} to {}{whose}.", names.before, names.after)];
    sentences.extend(first_cause(after, changes));
    sentences.push(money_sentence(changes));
    sentences.into_iter().map(Note::plain).collect()
}

/// A declaration's title, else its name.
fn title_of(record: &Record, kind: Kind, name: &str) -> String {
    let title = record.topic(kind, name).and_then(|topic| topic.title.as_deref());
    title.unwrap_or(name).to_owned()
}

/// `“Night: Somebody awake” gains funding: …`: the cause that moves the first level in the order of the report.
fn first_cause(after: &Record, changes: &Changes) -> Option<String> {
    let currency = after.outcome.currency;
    for (turn, verb) in [(Turn::Gains, "gains"), (Turn::Loses, "loses")] {
        let told = changes.funding.turns(turn).find_map(|level| {
            let cause = cause::of_level(level, &changes.roots, currency)?;
            Some(format!("{} {verb} funding: {cause}.", level.path))
        });
        if told.is_some() {
            return told;
        }
    }
    changes.funding.levels.iter().find_map(|level| {
        let cause = cause::of_figures(&level.path, &changes.roots)?;
        Some(format!("{} costs otherwise: {cause}.", level.path))
    })
}

/// `What is funded goes from 2.05M to 2.09M AUD (+2%).`
fn money_sentence(changes: &Changes) -> String {
    let (before, after) = (&changes.funding.before, &changes.funding.after);
    if before.currency == after.currency && before.funded == after.funded {
        return format!("What is funded stays at {} {}.", prose::money(after.funded), after.currency);
    }
    let (was, is) = prose::compared(before.funded, after.funded);
    if before.currency != after.currency {
        return format!("What is funded goes from {was} {} to {is} {}.", before.currency, after.currency);
    }
    let moved = after.funded.subtract(before.funded).ok();
    let share = moved
        .filter(|_| before.funded.is_positive())
        .and_then(|moved| moved.number().divide(before.funded.number()).ok())
        .map(|share| format!(" ({})", prose::change(share)))
        .unwrap_or_default();
    format!("What is funded goes from {was} to {is} {}{share}.", after.currency)
}

/// The money before and after, with a bar for each: what was is grey, what is planned now outlined.
fn moves(changes: &Changes) -> Table {
    let (before, after) = (&changes.funding.before, &changes.funding.after);
    let columns = vec![
        Column::text("what", "", Room::Kept),
        Column::number("before", "before", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("after", format!("after {}", after.currency), Room::Kept),
        Column::number("change", "change", Room::Kept),
    ];
    let mut table = Table::new("before_after", columns);
    if before.currency != after.currency {
        return table;
    }
    let rows = [
        ("budget", before.budget, after.budget),
        ("reserve", before.reserve, after.reserve),
        ("funded", before.funded, after.funded),
        ("net cost", before.net, after.net),
    ];
    let is_told = |(what, was, is): &(&str, Money, Money)| match *what {
        "reserve" => !(was.is_zero() && is.is_zero()),
        "net cost" => *was != before.funded || *is != after.funded,
        _ => true,
    };
    let row = |(what, was, is)| row(what, was, is, after.currency);
    table.rows = rows.into_iter().filter(is_told).map(row).collect();
    table
}

fn row(what: &str, was: Money, is: Money, currency: Currency) -> Row {
    Row::Cells(vec![
        Cell::text(what),
        money(was, currency),
        bars(was, is),
        money(is, currency),
        money_moved(was, is, currency),
    ])
}
