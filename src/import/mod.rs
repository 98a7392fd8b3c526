//! Bringing plans in: takes a table of what is asked for, or Mermaid's `journey` text, gives the text of a plan, and says
//! what it holds and what could not be brought over. Nothing is invented: what the sheet lacks, the plan lacks, and `check`
//! lists it as the work to do.

mod columns;
mod entry;
mod journey;
mod months;
mod names;
mod problem;
mod rows;
mod scale;
mod write;

pub use columns::{Columns, Field, Heading};
pub use journey::{import_journey, is_journey};
pub use problem::{Missing, Problem};

use crate::quantity::{Calendar, Currency, Number};
use crate::sheet::{DecimalMark, Table};
use std::collections::BTreeMap;

/// What somebody said about the file, besides what can be found out.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The heading, or the letter, of the column of a field.
    pub columns: BTreeMap<Field, String>,
    /// The currency of the amounts.
    pub currency: Option<Currency>,
    /// The months planned.
    pub calendar: Option<Calendar>,
    /// What an amount of 1 in the sheet stands for.
    pub scale: Option<Number>,
    /// What begins the decimals.
    pub decimal: Option<DecimalMark>,
    /// What the plan is called.
    pub title: String,
}

/// A plan that was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its text, in the one layout.
    pub text: String,
    /// What came over, in a sentence: `23 packages, 61 cost lines, 4,200,000.00 EUR = the sheet's total`.
    pub summary: String,
    /// What is to be written, as a list in words; empty where nothing is known to be missing.
    pub to_write: String,
    /// What could not be brought over, and what was passed over or taken to mean something, a line each.
    pub remarks: Vec<String>,
}

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
