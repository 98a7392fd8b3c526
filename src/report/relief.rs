//! Pains and needs: takes the funded plan, shows of each who relieves it, or who is at least there at its touchpoint.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::document::{Cell, Column, Figure, Mark, Room, Row, Table};
use super::names::{all_known, display, path_cell};
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::model::schema::Integer;
use crate::model::{AnyId, Id, Level, Package, Touchpoint};
use crate::quantity::Number;

/// The severity from which it matters that nobody is there.
const SEVERE: u8 = 4;

/// What the funded plan relieves.
pub(super) struct Relief<'run> {
    plan: &'run CheckedPlan,
    evaluation: &'run Evaluation,
    /// By pain or need, the packages and levels that relieve it.
    by: BTreeMap<AnyId, Vec<AnyId>>,
}

/// A pain or a need.
struct Felt {
    id: AnyId,
    severity: u8,
    share: Option<Number>,
    touchpoint: Option<Id<Touchpoint>>,
}

impl<'run> Relief<'run> {
    pub(super) fn of(plan: &'run CheckedPlan, evaluation: &'run Evaluation) -> Relief<'run> {
        let mut by: BTreeMap<AnyId, Vec<AnyId>> = BTreeMap::new();
        let funded = evaluation.funding.as_ref().map_or(&[][..], |funding| &funding.funded);
        let mut levels: Vec<Id<Level>> = funded.to_vec();
        levels.sort_unstable();
        let mut packages: Vec<Id<Package>> =
            levels.iter().filter_map(|level| plan.levels.get(level.index())).map(|terms| terms.package).collect();
        packages.sort_unstable();
        packages.dedup();
        let model = plan.plan();
        let of_packages = packages.iter().map(|id| (AnyId::from(*id), &model.packages[*id].relieves));
        let of_levels = levels.iter().map(|id| (AnyId::from(*id), &model.levels[*id].relieves));
        for (who, relieves) in of_packages.chain(of_levels) {
            for relieved in relieves.iter().flat_map(|list| &list.0) {
                by.entry(relieved.id).or_default().push(who);
            }
        }
        Relief { plan, evaluation, by }
    }

    pub(super) fn pains(&self) -> Table {
        let felt = self.plan.plan().pains.iter().map(|(id, pain)| Felt {
            id: id.into(),
            severity: severity(pain.severity.get()),
            share: self.plan.figures.pain_shares.get(id.index()).copied().flatten(),
            touchpoint: pain.parent.and_then(AnyId::cast),
        });
        self.table(("pains", "pain", "Pains"), felt.collect())
    }

    pub(super) fn needs(&self) -> Table {
        let felt = self.plan.plan().needs.iter().map(|(id, need)| Felt {
            id: id.into(),
            severity: severity(need.severity.get()),
            share: self.plan.figures.need_shares.get(id.index()).copied().flatten(),
            touchpoint: need.parent.and_then(AnyId::cast),
        });
        self.table(("needs", "need", "Needs"), felt.collect())
    }

    fn table(&self, (key, word, caption): (&'static str, &'static str, &'static str), felt: Vec<Felt>) -> Table {
        let columns = vec![
            Column::text("addressed", "", Room::Kept),
            Column::text(word, word, Room::Cut(24)),
            Column::number("severity", "severity", Room::Kept),
            Column::number("share", "felt by", Room::Optional(2)),
            Column::text("touchpoint", "touchpoint", Room::OptionalCut(1, 16)),
            Column::text("by", "by", Room::OptionalCut(3, 16)),
        ];
        let mut table = Table::new(key, columns).captioned(caption).in_any_order();
        let mut felt = felt;
        // The gravest first; of those alike, in order of name.
        felt.sort_by_key(|felt| Reverse(felt.severity));
        table.rows = felt.iter().map(|felt| self.row(felt)).collect();
        table.without_empty_columns()
    }

    fn row(&self, felt: &Felt) -> Row {
        let serving = felt.touchpoint.into_iter().flat_map(|id| self.evaluation.serving.of_touchpoint(id));
        let serving: Vec<AnyId> = serving.map(|(package, _)| package.into()).collect();
        let relieving = self.by.get(&felt.id).cloned().unwrap_or_default();
        let (status, by) = match (relieving.is_empty(), serving.is_empty(), felt.severity) {
            (false, ..) => (Cell::Status(Mark::Good, "addressed".to_owned()), relieving),
            (true, false, _) => (Cell::Status(Mark::Neutral, "served".to_owned()), serving),
            (true, true, SEVERE..) => (Cell::Status(Mark::Bad, "left".to_owned()), Vec::new()),
            (true, true, _) => (Cell::Status(Mark::Neutral, "left".to_owned()), Vec::new()),
        };
        Row::Cells(vec![
            status,
            Cell::text(display(self.plan, felt.id)),
            Cell::Count(usize::from(felt.severity)),
            share(felt.share),
            Cell::or_empty(felt.touchpoint.map(|touchpoint| path_cell(self.plan, touchpoint))),
            Cell::Said(all_known(self.plan, by)),
        ])
    }
}

fn severity(severity: Option<&Integer<1, 5>>) -> u8 {
    severity.map_or(0, |Integer(severity)| *severity)
}

pub(super) fn share(value: Option<Number>) -> Cell {
    Cell::or_empty(value.map(|value| Cell::Figure(Figure::share(value, 2).trimmed())))
}
