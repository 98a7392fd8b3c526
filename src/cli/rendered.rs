//! A document in the form that was asked for.

use super::arguments::{DocumentFormat, PlanFormat, TableFormat};
use super::output::{self, ColorChoice};
use crate::report::{Document, render};

/// The bytes of a document; a terminal's are as wide as it, or as `width` says.
pub(super) fn rendered(
    document: &Document,
    format: impl Into<PlanFormat>,
    width: Option<u16>,
    color: ColorChoice,
) -> String {
    match format.into() {
        PlanFormat::Terminal => render::terminal(document, &output::style_of_data(color, width)),
        PlanFormat::Markdown => render::markdown(document),
        PlanFormat::Html => render::html(document),
        PlanFormat::Json => render::json(document),
        // A workbook is no text; what comes nearest to it is.
        PlanFormat::Csv | PlanFormat::Xlsx => render::csv(document),
    }
}

impl From<DocumentFormat> for PlanFormat {
    fn from(format: DocumentFormat) -> PlanFormat {
        match format {
            DocumentFormat::Terminal => PlanFormat::Terminal,
            DocumentFormat::Markdown => PlanFormat::Markdown,
            DocumentFormat::Html => PlanFormat::Html,
            DocumentFormat::Json => PlanFormat::Json,
        }
    }
}

impl From<TableFormat> for PlanFormat {
    fn from(format: TableFormat) -> PlanFormat {
        match format {
            TableFormat::Terminal => PlanFormat::Terminal,
            TableFormat::Markdown => PlanFormat::Markdown,
            TableFormat::Html => PlanFormat::Html,
            TableFormat::Json => PlanFormat::Json,
            TableFormat::Csv => PlanFormat::Csv,
        }
    }
}
