//! What every sheet is made from, and why there may be no workbook.

use std::fmt;

use super::super::document::Document;
use super::cells::Styles;
use super::lines::Line;
use super::standings::Standings;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::source::Sources;
use rust_xlsxwriter::XlsxError;

/// Why there is no workbook.
#[derive(Debug)]
pub enum WorkbookError {
    /// An amount that a spreadsheet cannot keep to the cent.
    TooLarge {
        /// The level.
        level: String,
    },
    /// More levels than a sheet has rows.
    TooMany,
    /// The temporary folder holds no more.
    NoRoom,
    /// What the writer of workbooks says.
    Unwritten(XlsxError),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::TooLarge { level } => {
                write!(formatter, "a cost of `{level}` has more digits than a spreadsheet keeps to the cent")
            }
            WorkbookError::TooMany => formatter.write_str("the plan has more levels than a sheet has rows"),
            WorkbookError::NoRoom => {
                formatter.write_str("the temporary folder has no room for the rows of the workbook")
            }
            WorkbookError::Unwritten(error) => write!(formatter, "the workbook cannot be written: {error}"),
        }
    }
}

impl std::error::Error for WorkbookError {}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> WorkbookError {
        WorkbookError::Unwritten(error)
    }
}

/// What every sheet is made from.
pub(super) struct View<'a> {
    pub(super) sources: &'a Sources,
    pub(super) plan: &'a CheckedPlan,
    pub(super) evaluation: &'a Evaluation,
    pub(super) document: &'a Document,
    pub(super) lines: Vec<Line>,
    pub(super) styles: Styles,
    pub(super) standings: Standings,
}
