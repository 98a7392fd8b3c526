//! The sheet `Summary`: the figures of the plan as zbb found them, then what the reader's choice comes to by budget period
//! and department, and whether it stands.

use super::month_columns;
use std::collections::BTreeMap;

use super::cells::{address, fixed, formula, headings, money, set_up, text};
use super::ranking;
use super::view::{View, WorkbookError};
use crate::model::{Department, Id};
use crate::quantity::Money;
use crate::report::dates;
use crate::report::document::{Block, Cell, KeyFigure};
use rust_xlsxwriter::{Workbook, Worksheet};

const NAME: &str = "Summary";

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let sheet = workbook.add_worksheet().set_name(NAME)?;
    set_up(sheet, &[34, 18, 18, 18, 18, 18, 44], (0, 0))?;
    text(sheet, (0, 0), &view.document.title, &view.styles.title)?;
    text(sheet, (1, 0), &view.document.subtitle, &view.styles.sentence)?;
    let row = key_figures(sheet, view, 3)?;
    let line = row + 1;
    choice(sheet, view, line)?;
    let row = periods(sheet, view, line + 5)?;
    departments(sheet, view, row + 1)?;
    workbook.define_name("zbb_line", &format!("={NAME}!{}", fixed(line + 1, 1)))?;
    Ok(())
}

/// The first section of the report: labels, values, comments.
fn key_figures(sheet: &mut Worksheet, view: &View<'_>, mut row: u32) -> Result<u32, WorkbookError> {
    text(sheet, (row, 0), "As zbb found it", &view.styles.heading)?;
    let section = view.document.sections.iter().find(|section| section.key == "summary");
    let key_figures = section.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::KeyFigures(key_figures) => Some(key_figures),
        _ => None,
    });
    for key_figure in key_figures.flatten() {
        row += 1;
        one_figure(sheet, view, row, key_figure)?;
    }
    Ok(row + 1)
}

fn one_figure(sheet: &mut Worksheet, view: &View<'_>, row: u32, key_figure: &KeyFigure) -> Result<(), WorkbookError> {
    text(sheet, (row, 0), key_figure.label, &view.styles.text)?;
    match &key_figure.value {
        Cell::Figure(figure) => super::cells::number(sheet, (row, 1), figure.value, &view.styles.money)?,
        Cell::Text(words) | Cell::Path(words) => text(sheet, (row, 1), words, &view.styles.text)?,
        Cell::Months(first, last) => text(sheet, (row, 1), &dates::digits(*first, *last), &view.styles.text)?,
        _ => {}
    }
    Ok(text(sheet, (row, 2), &key_figure.comment, &view.styles.text)?)
}

/// Where the reader draws a line, and how far that is from what zbb gives.
fn choice(sheet: &mut Worksheet, view: &View<'_>, row: u32) -> Result<(), WorkbookError> {
    text(sheet, (row, 0), "Your choice", &view.styles.heading)?;
    text(sheet, (row + 1, 0), "Give money down to rank", &view.styles.text)?;
    sheet.write_blank(row + 1, 1, &view.styles.input)?;
    let words = "empty: as zbb gives; a 1 or 0 under “Yours” on “Ranking” goes before it";
    text(sheet, (row + 1, 2), words, &view.styles.sentence)?;
    text(sheet, (row + 2, 0), "Levels other than zbb gives", &view.styles.text)?;
    if !view.lines.is_empty() {
        let (counts, zbb) = (ranking::all(view, ranking::column::COUNTS), ranking::all(view, ranking::column::ZBB));
        let words = format!("=SUMPRODUCT(--({counts}<>{zbb}))");
        formula(sheet, (row + 2, 1), &words, "0", &view.styles.count)?;
        let checks = format!("=SUMPRODUCT(--({}<>\"\"))", ranking::all(view, ranking::column::CHECK));
        text(sheet, (row + 3, 0), "Levels that cannot stand so", &view.styles.text)?;
        formula(sheet, (row + 3, 1), &checks, "0", &view.styles.count)?;
        text(sheet, (row + 3, 2), "see “Check” on “Ranking”", &view.styles.sentence)?;
    }
    Ok(())
}

/// The money of each budget period, and what the choice leaves of it.
fn periods(sheet: &mut Worksheet, view: &View<'_>, row: u32) -> Result<u32, WorkbookError> {
    let (Some(terms), Some(funding)) = (&view.plan.funding, &view.evaluation.funding) else { return Ok(row) };
    let words = ["Period", "Budget", "Reserve", "Given", "Left", "Over budget by"];
    headings(sheet, row, &words, &view.styles.heading)?;
    let first = row + 1;
    let mut at = first;
    for (period, used) in terms.periods.iter().zip(&funding.periods) {
        text(sheet, (at, 0), &period.name, &view.styles.text)?;
        money(sheet, (at, 1), used.budget, &view.styles.input_money)?;
        money(sheet, (at, 2), used.reserve, &view.styles.input_money)?;
        let given = if view.lines.is_empty() {
            "=0".to_owned()
        } else {
            let counts = ranking::all(view, ranking::column::COUNTS);
            format!("=SUMPRODUCT({counts}*{})", month_columns::all(view, period.first, period.last))
        };
        formula(sheet, (at, 3), &given, used.spent.number().to_string(), &view.styles.money)?;
        rest(sheet, view, at, used.left)?;
        at += 1;
    }
    let total = &funding.total;
    text(sheet, (at, 0), "All", &view.styles.text)?;
    for (column, amount) in (1..).zip([total.budget, total.reserve, total.spent, total.left]) {
        let sum = format!("=SUM({}:{})", address(first, column), address(at - 1, column));
        formula(sheet, (at, column), &sum, amount.number().to_string(), &view.styles.money_total)?;
    }
    let sum = format!("=SUM({}:{})", address(first, 5), address(at - 1, 5));
    formula(sheet, (at, 5), &sum, "0", &view.styles.check)?;
    Ok(at + 1)
}

/// What a period's budget leaves; binary sums are rounded, or a cent of dust would be over budget.
fn rest(sheet: &mut Worksheet, view: &View<'_>, row: u32, left: Money) -> Result<(), WorkbookError> {
    let digits = view.plan.currency.minor_digits();
    let words = format!("=ROUND({}-{}-{},{digits})", address(row, 1), address(row, 2), address(row, 3));
    formula(sheet, (row, 4), &words, left.number().to_string(), &view.styles.money)?;
    let over = format!("=MAX(0,-{})", address(row, 4));
    let result = if left.is_negative() { left.negate() } else { Money::ZERO };
    Ok(formula(sheet, (row, 5), &over, result.number().to_string(), &view.styles.check)?)
}

/// What each department asks for and is given, by its own packages.
fn departments(sheet: &mut Worksheet, view: &View<'_>, row: u32) -> Result<(), WorkbookError> {
    let mut sums: BTreeMap<Id<Department>, (Money, Money)> = BTreeMap::new();
    for line in &view.lines {
        let package =
            view.standings.place(line.level).and_then(|(package, ..)| view.plan.packages.get(package.index()));
        let Some(package) = package else { continue };
        let (ranked, given) = sums.entry(package.department).or_default();
        *ranked = ranked.add(line.cost).unwrap_or(*ranked);
        if line.is_funded {
            *given = given.add(line.cost).unwrap_or(*given);
        }
    }
    headings(sheet, row, &["Department", "All levels", "Given"], &view.styles.heading)?;
    for (at, (department, (ranked, given))) in (row + 1..).zip(sums) {
        text(sheet, (at, 0), view.standings.department(department), &view.styles.text)?;
        for (column, source, amount) in [(1, ranking::column::COST, ranked), (2, ranking::column::GIVEN, given)] {
            let (names, amounts) = (ranking::all(view, ranking::column::DEPARTMENT), ranking::all(view, source));
            // Not SUMIF: it would take a title that begins with `>` or holds a `*` for a condition.
            let words = format!("=SUMPRODUCT(({names}={})*{amounts})", address(at, 0));
            formula(sheet, (at, column), &words, amount.number().to_string(), &view.styles.money)?;
        }
    }
    Ok(())
}
