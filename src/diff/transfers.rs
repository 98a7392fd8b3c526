//! What transfers do: takes two records, gives the packages whose budget they leave otherwise.

use super::pair::Pairs;
use super::record::Record;
use super::transferred::Transferred;
use crate::model::Kind;

/// What transfers do to a package, in one plan and in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferredChange {
    /// The package.
    pub name: String,
    /// In the earlier plan; nothing where none of its transfers touches it.
    pub before: Option<Transferred>,
    /// In the later.
    pub after: Option<Transferred>,
}

/// The packages of which transfers leave more or less, in order of name.
pub(super) fn changes(pairs: &Pairs<'_>, before: &Record, after: &Record) -> Vec<TransferredChange> {
    let changed = pairs.differing(Kind::Package, &before.transferred, &after.transferred);
    changed.into_iter().map(|(name, before, after)| TransferredChange { name, before, after }).collect()
}
