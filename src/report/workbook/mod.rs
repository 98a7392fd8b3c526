//! The workbook of a plan: takes an evaluated plan, gives the bytes of a spreadsheet file whose totals follow what a reader
//! changes. The sheet adds up; it does not decide anew: who is funded, and why, stays as zbb found it.
//!
//! One row of `Ranking` is a level, and the same row of `Cost by month` is its cost: no formula looks anything up. Every
//! formula carries the result zbb worked out, so that readers who do not calculate see the same figures. There is no clock:
//! a file says when its plan begins, and the same plan gives the same bytes.

mod about;
mod cells;
mod lines;
mod month_columns;
mod months;
mod packages;
mod ranking;
mod standings;
mod summary;
mod tables;
mod today;
mod view;

use super::document::Document;
use crate::check::CheckedPlan;
use crate::evaluate::Evaluation;
use crate::quantity::Number;
use crate::source::Sources;
use cells::Styles;
use lines::{Line, lines};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use standings::Standings;
use std::panic::{AssertUnwindSafe, catch_unwind};
use view::View;
pub use view::WorkbookError;

/// Amounts from here on do not keep their cents in a spreadsheet's fifteen digits.
const LIMIT: i64 = 10_000_000_000_000;

/// The workbook of an evaluated plan; the document is its report.
///
/// # Errors
/// When something in it is larger than a spreadsheet can keep.
pub fn workbook(
    sources: &Sources,
    plan: &CheckedPlan,
    evaluation: &Evaluation,
    document: &Document,
) -> Result<Vec<u8>, WorkbookError> {
    let lines = lines(plan, evaluation);
    refuse_large(plan, evaluation, &lines)?;
    let styles = Styles::new(plan.currency);
    let standings = Standings::of(plan, evaluation);
    let view = View { sources, plan, evaluation, document, lines, styles, standings };
    // What writes rows into temporary files gives no error where there is no room for them: it panics.
    catch_unwind(AssertUnwindSafe(|| written(&view))).unwrap_or(Err(WorkbookError::NoRoom))
}

fn written(view: &View<'_>) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(view)?);
    summary::write(&mut workbook, view)?;
    ranking::write(&mut workbook, view)?;
    months::write(&mut workbook, view)?;
    packages::write(&mut workbook, view)?;
    tables::write(&mut workbook, view, &["kpis"], "KPIs")?;
    today::write(&mut workbook, view)?;
    tables::write(&mut workbook, view, &crate::report::show::OF_THE_COURSE, "Course")?;
    about::write(&mut workbook, view)?;
    Ok(workbook.save_to_buffer()?)
}

fn properties(view: &View<'_>) -> Result<DocProperties, XlsxError> {
    let first = view.plan.calendar.first();
    let year = u16::try_from(first.year()).unwrap_or(1900);
    let begins = ExcelDateTime::from_ymd(year, first.month(), 1)?;
    let title = cells::shown(&view.document.title);
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&begins).set_author("zbb"))
}

fn refuse_large(plan: &CheckedPlan, evaluation: &Evaluation, lines: &[Line]) -> Result<(), WorkbookError> {
    if lines.len() > cells::MOST_ROWS {
        return Err(WorkbookError::TooMany);
    }
    let limit = Number::from_integer(LIMIT);
    let is_large = |line: &&Line| {
        evaluation.money.get(line.level.index()).is_some_and(|money| {
            money.gross_by_month.iter().chain([&money.gross]).any(|amount| amount.number().abs() >= limit)
        })
    };
    match lines.iter().find(is_large) {
        Some(line) => Err(WorkbookError::TooLarge { level: super::names::path(plan, line.level).to_owned() }),
        None => Ok(()),
    }
}
