//! What the plan would not do, on the first screen: takes what is not funded, gives each level in rank order with its cost,
//! why, and what follows; other ways to do what is done anyway are folded away.

use super::reasons::reason;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, Row as SheetRow};
use crate::model::{Id, Level};
use crate::outcome::Account;
use crate::report::document::{Block, Cell, Column, Note, Room, Row, Section, Table};
use crate::report::names::{level_in_package, level_name};
use crate::report::ranking_sheet::what_follows;
use crate::report::reason::is_funded;
use crate::report::scale::Scale;

/// So many levels have a row.
const SHOWN: usize = 12;

/// The sections.
pub(super) fn sections(plan: &CheckedPlan, evaluation: &Evaluation, account: &Account) -> Vec<Section> {
    let Some(funding) = &evaluation.funding else { return Vec::new() };
    let others: std::collections::BTreeSet<Id<Level>> =
        account.packages.iter().flat_map(|package| package.others.iter().copied()).collect();
    let unfunded = funding.sheet.rows.iter().filter(|row| !is_funded(row));
    let (others, refused): (Vec<&SheetRow>, Vec<&SheetRow>) = unfunded.partition(|row| others.contains(&row.level));
    let mut first = Section::new("refused", "What we would not do, and why");
    fill(&mut first, plan, evaluation, account, &refused);
    let mut second = Section::folded("other_ways", "Other ways to do what is done");
    fill(&mut second, plan, evaluation, account, &others);
    vec![first, second]
}

fn fill(section: &mut Section, plan: &CheckedPlan, evaluation: &Evaluation, account: &Account, rows: &[&SheetRow]) {
    if evaluation.funding.is_none() {
        return;
    }
    let scale = Scale::of(rows.iter().map(|row| row.cost), plan.currency);
    let columns = vec![
        Column::text("level", "level", Room::Kept),
        Column::number("cost", "cost", Room::Kept),
        Column::text("reason", "", Room::Below),
        Column::text("follows", "what follows", Room::Below),
    ];
    let mut table = Table::new("unfunded", columns).in_unit(scale.caption());
    table.rows = rows.iter().take(SHOWN).map(|row| cells(plan, account, &scale, row)).collect();
    section.push(Block::Table(table));
    if rows.len() > SHOWN {
        let words = format!("{} more; the ranking shows them all", rows.len() - SHOWN);
        section.push(Block::Notes(vec![Note::plain(words)]));
    }
}

fn cells(plan: &CheckedPlan, account: &Account, scale: &Scale, row: &SheetRow) -> Row {
    let reason = plan.funding.as_ref().map_or_else(String::new, |terms| reason(plan, terms, row));
    Row::Cells(vec![
        Cell::Named(level_name(plan, row.level), level_in_package(plan, row.level)),
        scale.cell(row.cost),
        Cell::text(reason),
        Cell::or_empty(what_follows(plan, account, row)),
    ])
}
