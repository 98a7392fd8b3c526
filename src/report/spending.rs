//! What the funded levels cost, cut by department, category and channel: takes their booked lines, gives three tables.

use std::collections::BTreeMap;

use super::document::{Block, Cell, Column, Figure, Room, Row, Section, Table};
use super::names::{path_cell, title_cell};
use super::number::part;
use crate::check::CheckedPlan;
use crate::evaluate::{Evaluation, MoneyLine};
use crate::model::{AnyId, Id, Level};
use crate::outcome::department;
use crate::quantity::Money;

/// The section.
#[must_use]
pub(super) fn section(plan: &CheckedPlan, evaluation: &Evaluation) -> Section {
    let mut section = Section::new("spending", "Funded cost");
    let department = |level: Id<Level>, _: &MoneyLine| {
        let package = plan.levels.get(level.index())?.package;
        plan.packages.get(package.index()).map(|package| package.department.into())
    };
    let category = |_: Id<Level>, line: &MoneyLine| line.category.map(AnyId::from);
    let channel = |_: Id<Level>, line: &MoneyLine| line.channel.map(AnyId::from);
    let sums = Sums { plan, evaluation };
    section.push(Block::Table(sums.table("departments", "department", &department)));
    section.push(Block::Table(sums.table("categories", "category", &category)));
    let channels = sums.table("channels", "channel", &channel);
    // Where no cost names a channel there is nothing to cut by.
    if channels.rows.len() > 1 {
        section.push(Block::Table(channels));
    }
    section
}

type Subject<'plan> = dyn Fn(Id<Level>, &MoneyLine) -> Option<AnyId> + 'plan;

struct Sums<'plan> {
    plan: &'plan CheckedPlan,
    evaluation: &'plan Evaluation,
}

impl Sums<'_> {
    /// The funded cost of each, the largest first; what belongs to none stands last.
    fn table(&self, key: &'static str, word: &'static str, subject: &Subject) -> Table {
        let columns = vec![
            Column::text(word, word, Room::Cut(16)),
            Column::text("title", "title", Room::OptionalCut(1, 16)),
            Column::number(department::funded().column, "funded cost", Room::Kept),
            Column::number("share", "share", Room::Kept),
        ];
        let mut table = Table::new(key, columns).in_any_order();
        let Some(sums) = self.by(subject) else { return table };
        let whole = Money::sum(sums.values().copied()).unwrap_or_default();
        let mut sums: Vec<(Option<AnyId>, Money)> = sums.into_iter().collect();
        sums.sort_by(|(one, cost), (other, other_cost)| {
            other.is_some().cmp(&one.is_some()).then(other_cost.cmp(cost)).then(one.cmp(other))
        });
        table.rows = sums.into_iter().map(|(about, cost)| self.row(about, cost, whole)).collect();
        table
    }

    /// Nothing where the sums do not fit; funding has reported that.
    fn by(&self, subject: &Subject) -> Option<BTreeMap<Option<AnyId>, Money>> {
        let mut sums: BTreeMap<Option<AnyId>, Money> = BTreeMap::new();
        for level in self.evaluation.funding.iter().flat_map(|funding| &funding.funded) {
            let lines = self.evaluation.money.get(level.index()).map_or(&[][..], |money| &money.costs);
            for line in lines {
                let sum = sums.entry(subject(*level, line)).or_default();
                *sum = sum.add(line.total).ok()?;
            }
        }
        Some(sums)
    }

    fn row(&self, about: Option<AnyId>, cost: Money, whole: Money) -> Row {
        Row::Cells(vec![
            about.map_or(Cell::text("none"), |about| path_cell(self.plan, about)),
            about.map_or(Cell::Empty, |about| title_cell(self.plan, about)),
            Cell::Figure(Figure::money(cost, self.plan.currency)),
            Cell::or_empty(part(cost, whole).map(|share| Cell::Figure(Figure::share(share, 1)))),
        ])
    }
}
