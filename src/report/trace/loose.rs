//! What no thread holds: takes the orphans of a plan, gives one table for each sort, and says so where there are none.

use super::standing::Standings;
use super::traced::{Traced, document, words};
use crate::check::CheckedPlan;
use crate::model::{AnyId, Id, Package};
use crate::quantity::Money;
use crate::report::document::{Block, Cell, Column, Document, Figure, Mark, Note, Room, Row, Section, Table};
use crate::trace::Orphans;

/// What no thread holds, with its money where there is some.
#[must_use]
pub fn orphans_document(traced: Traced<'_>, plan: &CheckedPlan, orphans: &Orphans) -> Document {
    let standings = Standings::of(traced.plan, traced.figures);
    let plain = |key, caption, ids: Vec<AnyId>| {
        let rows = ids.into_iter().map(|id| (id, None)).collect();
        Loose { key, caption, rows }
    };
    let spending = |key, caption, packages: &[(Id<Package>, Money)]| {
        let rows = packages.iter().map(|(package, money)| (AnyId::from(*package), Some(*money))).collect();
        Loose { key, caption, rows }
    };
    let moments = orphans.moments.iter().map(|id| AnyId::from(*id)).collect();
    let pains = orphans.pains.iter().map(|id| AnyId::from(*id)).collect();
    let kpis = orphans.kpis.iter().map(|id| AnyId::from(*id)).collect();
    let roles = orphans.roles.iter().map(|id| AnyId::from(*id)).collect();
    let all = [
        plain("moments", "Moments of truth that nothing funded acts on", moments),
        plain("pains", "Pains of severity 4 and 5 that nothing funded is there for", pains),
        spending("without_journey", "Spend that touches no journey", &orphans.without_journey),
        spending("without_objective", "Spend that serves no objective", &orphans.without_objective),
        plain("kpis", "KPIs nobody moves", kpis),
        plain("roles", "Roles that own nothing", roles),
    ];
    let mut section = Section { key: "orphans", heading: None, blocks: Vec::new() };
    if all.iter().all(|loose| loose.rows.is_empty()) {
        let words = "every moment, severe pain, spend, KPI and role hangs on something";
        section.push(Block::Notes(vec![Note::marked(Mark::Good, words)]));
    }
    for loose in &all {
        section.push(Block::Table(loose.table(traced, plan, &standings)));
    }
    document(traced.plan, "what no thread holds".to_owned(), vec![section])
}

/// Things of one sort that no thread holds.
struct Loose {
    key: &'static str,
    caption: &'static str,
    rows: Vec<(AnyId, Option<Money>)>,
}

impl Loose {
    fn table(&self, traced: Traced<'_>, plan: &CheckedPlan, standings: &Standings<'_>) -> Table {
        let columns = vec![
            Column::text("standing", "", Room::Kept),
            Column::text("what", "what", Room::Cut(24)),
            Column::text("title", "title", Room::OptionalCut(1, 16)),
            Column::number("money", "funded cost", Room::Kept),
            Column::text("inside", "at", Room::OptionalCut(2, 16)),
            Column::text("kind", "kind", Room::Data),
            Column::text("path", "path", Room::Data),
        ];
        let mut table = Table::new(self.key, columns).captioned(self.caption);
        let row = |(id, money): &(AnyId, Option<Money>)| {
            let head = traced.plan.head(*id);
            let title = head.title.as_ref().filter(|_| head.name.is_some());
            let inside = traced.plan.parent(*id).map(|outer| Cell::path(traced.plan.head(outer).path.as_str()));
            Row::Cells(vec![
                standings.of_thing(*id),
                Cell::text(words(traced.plan, *id)),
                title.map_or(Cell::Empty, |title| Cell::text(&*title.value)),
                Cell::or_empty(money.map(|money| Cell::Figure(Figure::money(money, plan.currency)))),
                Cell::or_empty(inside),
                Cell::text(id.kind.keyword()),
                Cell::path(head.path.as_str()),
            ])
        };
        table.rows = self.rows.iter().map(row).collect();
        table.without_empty_columns()
    }
}
