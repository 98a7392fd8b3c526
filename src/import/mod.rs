//! Bringing plans in: takes a table of what is asked for, or Mermaid's `journey` text, gives the text of a plan, and says
//! what it holds and what could not be brought over. Nothing is invented: what the sheet lacks, the plan lacks, and `check`
//! lists it as the work to do.

mod columns;
mod currency;
mod entry;
mod field;
mod journey;
mod lines;
mod months;
mod names;
mod problem;
mod rows;
mod said;
mod scale;
mod today;
mod told;
mod write;

pub use columns::{Columns, Heading};
pub use field::Field;
pub use journey::{import_journey, is_journey};
pub use problem::{Missing, Problem, TaskFault};
pub use said::{Imported, Said};

use crate::sheet::Table;

/// Finds out which column is what, as far as that can be told.
///
/// # Errors
/// When a column that was named is not there.
pub fn columns(table: &Table, said: &Said) -> Result<Columns, Problem> {
    columns::find(table, said)
}

/// Makes a plan of a table.
///
/// # Errors
/// When something that is needed is missing, or an amount cannot be brought over to the cent.
pub fn import_table(table: &Table, columns: &Columns, said: &Said) -> Result<Imported, Problem> {
    let sheet = rows::read(table, columns, said)?;
    Ok(write::plan(&sheet, said, rows::remarks_of(table, columns, &sheet)))
}
