//! What is asked to be decided: takes the rankings with who decided them and when, levels that jump the order of a department
//! with the reason, the levels beside the line, waivers with their end, open ideas and transfers.

use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::idea::IdeaStage;
use crate::model::plan::WaiveLine;
use crate::model::{Id, Ranking, Waive};
use crate::report::document::{Block, Cell, Column, Figure, Room, Row, Section, Table};
use crate::report::names::{display, level_name, name, named_cell};
use crate::report::ranking_sheet::display_in_full;
use crate::report::reason;
use crate::report::scale::Scale;

/// So many levels stand on either side of the line.
const BESIDE: usize = 3;

/// The sections.
pub(super) fn sections(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<Section> {
    let mut asked = Section::new("asked", "What is asked");
    asked.push(Block::Table(line(plan, evaluation)));
    asked.push(Block::Table(rankings(plan)));
    asked.push(Block::Table(jumps(plan)));
    asked.push(Block::Table(open(plan)));
    asked.push(Block::Table(waivers(plan)));
    asked.push(Block::Table(transfers(plan)));
    vec![asked]
}

/// The levels beside the line, those that are funded last and those that come next.
fn line(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::number("rank", "#", Room::Kept),
        Column::text("status", "status", Room::Kept),
        Column::text("level", "level", Room::Kept),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept),
        Column::number("score", "score", Room::Kept),
    ];
    let mut table = Table::new("line", columns).captioned("Beside the line");
    let Some(funding) = &evaluation.funding else { return table };
    let rows = &funding.sheet.rows;
    let Some(last) = rows.iter().rposition(reason::is_funded) else { return table };
    let below = rows.iter().enumerate().filter(|(place, _)| *place > last).count();
    for (place, row) in rows.iter().enumerate() {
        if place + BESIDE <= last || place > last + BESIDE {
            continue;
        }
        let (mark, status) = reason::status(row);
        table.rows.push(Row::Cells(vec![
            Cell::Count(row.rank),
            Cell::Status(mark, status.to_owned()),
            Cell::Named(level_name(plan, row.level), told(display_in_full(plan, row.level), display(plan, row.level))),
            Cell::Figure(Figure::money(row.cost, plan.currency)),
            Cell::Figure(Figure::plain(row.score, 2)),
        ]));
        if place == last && below > 0 {
            table.rows.push(Row::Rule("last funded level".to_owned()));
        }
    }
    table
}

/// The title, else the name.
fn told(title: String, name: &str) -> String {
    if title.is_empty() { name.to_owned() } else { title }
}

fn rankings(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("ranking", "ranking", Room::Kept),
        Column::text("department", "department", Room::Kept),
        Column::text("by", "decided by", Room::Kept),
        Column::text("on", "on", Room::Kept),
        Column::number("levels", "levels", Room::Kept),
    ];
    let mut table = Table::new("rankings", columns).captioned("Who put it in this order, and when");
    table.rows = plan
        .plan()
        .rankings
        .iter()
        .map(|(id, ranking)| {
            Row::Cells(vec![
                named_cell(plan, id),
                Cell::or_empty(ranking.department.as_ref().map(|department| named_cell(plan, department.value))),
                Cell::or_empty(ranking.by.as_ref().map(|by| named_cell(plan, by.value))),
                Cell::or_empty(ranking.on.as_ref().map(|on| Cell::text(on.value.to_string()))),
                Cell::Count(ranking.levels.0.len()),
            ])
        })
        .collect();
    table.without_empty_columns()
}

/// Levels that stand above one that precedes them in a ranking that is merged.
fn jumps(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Kept),
        Column::text("ranking", "ranking", Room::Kept),
        Column::text("because", "because", Room::Kept),
    ];
    let mut table = Table::new("jumps", columns).captioned("Where a department is overruled");
    let of_ranking = |(id, ranking): (Id<Ranking>, &Ranking)| {
        let items = ranking.levels.0.iter();
        let jumped = items.filter_map(|item| Some((item.level.value, item.because.as_ref()?.value.to_string())));
        jumped.map(move |(level, because)| (id, level, because)).collect::<Vec<_>>()
    };
    for (ranking, level, because) in plan.plan().rankings.iter().flat_map(of_ranking) {
        table.rows.push(Row::Cells(vec![named_cell(plan, level), named_cell(plan, ranking), Cell::text(because)]));
    }
    table
}

/// Ideas that nobody has decided on.
fn open(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("idea", "idea", Room::Kept),
        Column::text("workshop", "workshop", Room::Kept),
        Column::text("decide_by", "to be decided by", Room::Kept),
    ];
    let mut table = Table::new("open", columns).captioned("Ideas to decide on");
    for (id, idea) in plan.plan().ideas.iter() {
        let is_open = idea.status.get().is_some_and(|status| status.stage.value == IdeaStage::Open);
        if !is_open {
            continue;
        }
        let workshop = idea.from.as_ref().and_then(|from| Some((from.value, plan.plan().workshops.find(from.value)?)));
        let by = workshop.and_then(|(_, workshop)| workshop.decide_by.as_ref()).map(|by| by.value.to_string());
        table.rows.push(Row::Cells(vec![
            named_cell(plan, id),
            Cell::or_empty(workshop.map(|(id, _)| named_cell(plan, id))),
            Cell::or_empty(by.map(Cell::text)),
        ]));
    }
    table.without_empty_columns()
}

/// Findings that are let stand for a while.
fn waivers(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("waiver", "waiver", Room::Kept),
        Column::text("until", "until", Room::Kept),
        Column::text("because", "because", Room::Kept),
    ];
    let mut table = Table::new("waivers", columns).captioned("Findings that are waived");
    table.rows = plan
        .plan()
        .waives
        .iter()
        .map(|(id, waive)| {
            Row::Cells(vec![
                Cell::Named(
                    name(plan, id),
                    said(waive).map_or_else(String::new, |said| format!("{} of {}", said.code.value, said.about.value)),
                ),
                Cell::or_empty(
                    said(waive).and_then(|said| said.until.as_ref()).map(|until| Cell::text(until.value.to_string())),
                ),
                Cell::or_empty(
                    said(waive).and_then(|said| said.because.as_ref()).map(|because| Cell::text(&*because.value)),
                ),
            ])
        })
        .collect();
    table
}

fn said(waive: &Waive) -> Option<&WaiveLine> {
    waive.waive.get()
}

/// Money that moved from one package to another.
fn transfers(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("transfer", "transfer", Room::Kept),
        Column::number("amount", "amount", Room::Kept),
        Column::text("from", "from", Room::Kept),
        Column::text("to", "to", Room::Kept),
        Column::text("on", "on", Room::Kept),
        Column::text("by", "by", Room::Kept),
        Column::text("because", "because", Room::Kept),
    ];
    let transfers = &plan.control.transfers;
    let scale = Scale::of(transfers.iter().map(|terms| terms.amount), plan.currency);
    let mut table = Table::new("transfers", columns).captioned("Transfers").in_unit(scale.caption());
    table.rows = transfers
        .iter()
        .map(|terms| {
            let because = plan.plan().transfers[terms.id].because.get();
            Row::Cells(vec![
                named_cell(plan, terms.id),
                scale.cell(terms.amount),
                named_cell(plan, terms.giver.named),
                named_cell(plan, terms.receiver.named),
                Cell::text(terms.on.to_string()),
                named_cell(plan, terms.by),
                Cell::or_empty(because.map(|because| Cell::text(&*because.value))),
            ])
        })
        .collect();
    table.without_empty_columns()
}
