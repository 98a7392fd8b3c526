//! What somebody says about a file that is brought in, and the plan that is made of it.

use std::collections::BTreeMap;

use super::Field;
use crate::quantity::{Calendar, Currency, Number};
use crate::sheet::DecimalMark;

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
