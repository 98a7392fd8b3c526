//! The levels in the order of the ranking sheet, as both sheets of levels list them.

use crate::check::{CheckedPlan, Eligibility};
use crate::evaluate::{Evaluation, Row};
use crate::model::{Id, Level};
use crate::quantity::{Money, Number};
use crate::report::document::in_names;
use crate::report::reason;
use std::collections::BTreeMap;

/// A level on the sheets.
pub(super) struct Line {
    pub level: Id<Level>,
    /// Its rank; none where the plan does not say how money is given.
    pub rank: Option<usize>,
    pub cost: Money,
    pub is_funded: bool,
    pub score: Option<Number>,
    pub status: String,
    pub reason: String,
}

/// The levels that compete.
pub(super) fn lines(plan: &CheckedPlan, evaluation: &Evaluation) -> Vec<Line> {
    match (&plan.funding, &evaluation.funding) {
        (Some(terms), Some(funding)) => {
            let line = |row: &Row| Line {
                level: row.level,
                rank: Some(row.rank),
                cost: row.cost,
                is_funded: reason::is_funded(row),
                score: Some(row.score),
                status: reason::status(row).1.to_owned(),
                reason: in_names(&reason::reason(plan, terms, row)),
            };
            funding.sheet.rows.iter().map(line).collect()
        }
        _ => {
            let competing = plan.levels.iter().zip(plan.plan().levels.ids()).zip(&evaluation.money);
            let competing = competing.filter(|((terms, _), _)| terms.eligibility == Eligibility::Competes);
            let line = |((_, level), money): ((_, Id<Level>), &crate::evaluate::LevelMoney)| Line {
                level,
                rank: None,
                cost: money.gross,
                is_funded: false,
                score: None,
                status: String::new(),
                reason: String::new(),
            };
            competing.map(line).collect()
        }
    }
}

/// The place of each level among the lines.
pub(super) fn places(lines: &[Line]) -> BTreeMap<Id<Level>, usize> {
    lines.iter().enumerate().map(|(place, line)| (line.level, place)).collect()
}
