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
mod table;

pub use dbt::dbt_project;
pub use dialect::Dialect;
pub use query::{digest, query};
pub use result::{Mismatch, read_result};
pub use table::{Table, source_of};
