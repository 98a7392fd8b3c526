//! The columns of a file: takes its first rows and what `actuals` names, gives the header's line and where each column is.

use crate::model::Actuals;
use crate::model::schema::Text;

/// The columns a ledger can have, by their property.
pub(super) const NAMES: [&str; 12] = [
    "date",
    "amount",
    "debit",
    "credit",
    "currency",
    "package",
    "level",
    "category",
    "department",
    "channel",
    "status",
    "quantity",
];

/// Where each column is, in the order of [`NAMES`]; the reference comes last.
pub(super) type Columns = [Option<usize>; 13];

/// The columns that `actuals` names, in the order of [`Columns`].
pub(super) fn named(actuals: &Actuals) -> [Option<&Text>; 13] {
    [
        actuals.date.get(),
        actuals.amount.as_ref(),
        actuals.debit.as_ref(),
        actuals.credit.as_ref(),
        actuals.currency.as_ref(),
        actuals.package.as_ref(),
        actuals.level.as_ref(),
        actuals.category.as_ref(),
        actuals.department.as_ref(),
        actuals.channel.as_ref(),
        actuals.status.as_ref(),
        actuals.quantity.as_ref(),
        actuals.reference.as_ref(),
    ]
}

/// A row that may be the header.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Where each named column is in it.
    pub columns: Columns,
    /// The named columns it does not have.
    pub missing: Vec<usize>,
    /// A column that stands twice in it.
    pub twice: Option<usize>,
    /// Its headings.
    pub headings: Vec<String>,
}

impl Candidate {
    /// Looks for the named columns in a row.
    pub(super) fn of(actuals: &Actuals, headings: Vec<String>) -> Candidate {
        let mut candidate = Candidate { columns: [None; 13], missing: Vec::new(), twice: None, headings };
        for (index, name) in named(actuals).into_iter().enumerate() {
            let Some(name) = name else { continue };
            let wanted = name.value.trim();
            let mut found = candidate.headings.iter().enumerate().filter(|(_, heading)| heading.trim() == wanted);
            let place = found.next().map(|(place, _)| place);
            if found.next().is_some() {
                candidate.twice = Some(index);
            }
            match (place, candidate.columns.get_mut(index)) {
                (Some(place), Some(column)) => *column = Some(place),
                _ => candidate.missing.push(index),
            }
        }
        candidate
    }
}
