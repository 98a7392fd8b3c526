//! Ledgers that stay in a warehouse: takes a checked plan, gives the one query that maps, nets and adds them there; takes what
//! the query gave, gives the same [`Ledger`](super::Ledger) that reading the rows here would have given.
//!
//! Nothing is rounded, exchanged or divided in the warehouse: engines differ there.

mod dbt;
mod dialect;
mod meaning;
mod query;
mod result;
mod source;

pub use dbt::dbt_project;
pub use dialect::Dialect;
pub use query::{Table, query};
pub use result::{Mismatch, read_result};

use sha2::{Digest, Sha256};

use crate::check::CheckedPlan;
use crate::model::Actuals;
use crate::quantity::Month;

/// The digest of what a query depends on: the `actuals`, names and titles, the calendar and the closed month.
#[must_use]
pub fn digest(plan: &CheckedPlan, closed: Month) -> String {
    let tables: Vec<Table> = plan.plan().actuals.values().map(|actuals| Table(source_of(actuals).to_owned())).collect();
    let text = query::body(plan, closed, Dialect::Ansi, &tables, "");
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The name that a source has in a result.
#[must_use]
pub fn source_of(actuals: &Actuals) -> &str {
    actuals.head.name.as_ref().map_or("actuals", |name| &name.value)
}
