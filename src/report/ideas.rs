//! Ideas and what became of them: takes the evaluated plan, gives ideas by theme and tree, each with its end, and the
//! workshops they came from.

use std::collections::BTreeMap;

use super::document::{Block, Cell, Column, Figure, Mark, Room, Row, Section, Table};
use super::names::{all_known, path_cell, title_cell};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::idea::IdeaStage;
use crate::model::{Id, Idea, Package, Workshop};
use crate::trace::Weights;

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("ideas", "Ideas");
    section.push(Block::Table(ideas(plan, evaluation)));
    section.push(Block::Table(workshops(plan)));
    section
}

fn ideas(plan: &CheckedPlan, evaluation: &Evaluation) -> Table {
    let columns = vec![
        Column::text("theme", "theme", Room::OptionalCut(4, 10)).once(),
        Column::text("status", "", Room::Kept),
        Column::text("idea", "idea", Room::Cut(24)),
        Column::text("package", "became", Room::Cut(14)),
        Column::number("money", "funded cost", Room::Kept),
        Column::text("because", "because", Room::OptionalCut(2, 16)),
        Column::text("addresses", "addresses", Room::OptionalCut(1, 14)),
        Column::text("name", "name", Room::Data),
        Column::text("part_of", "part of", Room::Data),
        Column::text("from", "from", Room::Data),
    ];
    let mut table = Table::new("ideas", columns).captioned("What became of them");
    let weights = Weights::of(plan, evaluation);
    table.rows = in_order(plan).into_iter().map(|(id, depth)| row(plan, &weights, id, depth)).collect();
    table.without_empty_columns()
}

/// Ideas by theme, those without one last, each below the one it grew from, with how deep it stands.
fn in_order(plan: &CheckedPlan) -> Vec<(Id<Idea>, usize)> {
    let mut below: BTreeMap<Id<Idea>, Vec<Id<Idea>>> = BTreeMap::new();
    let mut themes: BTreeMap<(bool, &str), Vec<Id<Idea>>> = BTreeMap::new();
    for (id, idea) in plan.plan().ideas.iter() {
        let theme = idea.theme.as_ref().map(|theme| &*theme.value);
        match &idea.part_of {
            Some(above) => below.entry(above.value).or_default().push(id),
            None => themes.entry((theme.is_none(), theme.unwrap_or(""))).or_default().push(id),
        }
    }
    let mut order = Vec::with_capacity(plan.plan().ideas.len());
    for top in themes.into_values() {
        let mut waiting: Vec<(Id<Idea>, usize)> = top.into_iter().rev().map(|id| (id, 0)).collect();
        while let Some((id, depth)) = waiting.pop() {
            order.push((id, depth));
            waiting.extend(below.get(&id).into_iter().flatten().rev().map(|id| (*id, depth + 1)));
        }
    }
    order
}

fn row(plan: &CheckedPlan, weights: &Weights<'_>, id: Id<Idea>, depth: usize) -> Row {
    let idea = &plan.plan().ideas[id];
    let status = idea.status.get();
    let package = status.and_then(|status| status.package).map(|package| package.value);
    let money = package.and_then(|package| weights.package(package));
    let because = status.and_then(|status| status.because.as_ref()).map(|because| Cell::text(&*because.value));
    let addressed = idea.addresses.iter().flat_map(|list| &list.0).map(|named| named.id);
    Row::Cells(vec![
        Cell::or_empty(idea.theme.as_ref().map(|theme| Cell::text(&*theme.value))),
        Cell::or_empty(status.map(|status| standing(status.stage.value, package, money.is_some()))),
        Cell::text(format!("{}{}", ". ".repeat(depth), idea.head.display())),
        Cell::or_empty(package.map(|package| path_cell(plan, package))),
        Cell::or_empty(money.map(|money| Cell::Figure(Figure::money(money, plan.currency)))),
        Cell::or_empty(because),
        Cell::Said(all_known(plan, addressed)),
        path_cell(plan, id),
        Cell::or_empty(idea.part_of.map(|above| path_cell(plan, above.value))),
        Cell::or_empty(idea.from.map(|workshop| path_cell(plan, workshop.value))),
    ])
}

/// An idea is well where its package gets money; parked and rejected ones are kept, which is no bad news.
fn standing(stage: IdeaStage, package: Option<Id<Package>>, is_funded: bool) -> Cell {
    let mark = match (stage, package) {
        (IdeaStage::Promoted, Some(_)) if is_funded => Mark::Good,
        (IdeaStage::Promoted | IdeaStage::Open | IdeaStage::Parked | IdeaStage::Rejected, _) => Mark::Neutral,
    };
    let not = if stage == IdeaStage::Promoted && !is_funded { ", not funded" } else { "" };
    Cell::Status(mark, format!("{}{not}", stage.word()))
}

fn workshops(plan: &CheckedPlan) -> Table {
    let columns = vec![
        Column::text("workshop", "workshop", Room::Cut(16)),
        Column::text("title", "title", Room::OptionalCut(1, 16)),
        Column::text("on", "on", Room::Kept),
        Column::number("ideas", "ideas", Room::Kept),
        Column::number("open", "open", Room::Kept),
        Column::text("decide_by", "to be decided by", Room::Optional(2)),
    ];
    let mut table = Table::new("workshops", columns).captioned("Workshops");
    let mut gathered: BTreeMap<Id<Workshop>, (usize, usize)> = BTreeMap::new();
    for idea in plan.plan().ideas.values() {
        let is_open = idea.status.get().is_some_and(|status| status.stage.value == IdeaStage::Open);
        if let Some(from) = idea.from {
            let (all, open) = gathered.entry(from.value).or_default();
            *all += 1;
            *open += usize::from(is_open);
        }
    }
    table.rows = plan
        .plan()
        .workshops
        .iter()
        .map(|(id, workshop)| {
            let (all, open) = gathered.get(&id).copied().unwrap_or_default();
            let date = |date: &Option<crate::source::Spanned<crate::quantity::Date>>| {
                date.as_ref().map_or(Cell::Empty, |date| Cell::text(date.value.to_string()))
            };
            Row::Cells(vec![
                path_cell(plan, id),
                title_cell(plan, id),
                date(&workshop.on),
                Cell::Count(all),
                Cell::Count(open),
                date(&workshop.decide_by),
            ])
        })
        .collect();
    table.without_empty_columns()
}
