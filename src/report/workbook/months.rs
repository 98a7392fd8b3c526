//! The sheet `Cost by month`: a row a level, as on `Ranking`, with its gross cost in each month. These may be changed.

use super::cells::{HEAD, address, column_of, formula, headings, long_sheet, money, row_of, set_up, text};
use super::month_columns::{FIRST, NAME, total_column};
use super::ranking;
use super::view::{View, WorkbookError};
use crate::quantity::Money;
use crate::report::names::display;
use rust_xlsxwriter::Workbook;

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let (plan, styles) = (view.plan, &view.styles);
    let sheet = long_sheet(workbook, view.lines.len(), NAME)?;
    let mut widths = vec![6, 34, 28];
    widths.extend(plan.calendar.months().map(|_| 12));
    widths.push(14);
    set_up(sheet, &widths, (HEAD, FIRST))?;
    text(sheet, (0, 0), NAME, &styles.title)?;
    let sentence = format!("{}, gross, booked; a changed month is seen on every sheet.", plan.currency.code());
    text(sheet, (1, 0), &sentence, &styles.sentence)?;
    let mut words: Vec<String> = ["Rank", "Package", "Level"].map(str::to_owned).to_vec();
    words.extend(plan.calendar.months().map(|month| month.to_string()));
    words.push("Cost".to_owned());
    headings(sheet, HEAD - 1, &words, &styles.heading)?;
    for (place, line) in view.lines.iter().enumerate() {
        let row = row_of(place);
        let rank = format!("={}!{}", ranking::NAME, address(row, ranking::column::RANK));
        if let Some(number) = line.rank {
            formula(sheet, (row, 0), &rank, number.to_string(), &styles.count)?;
        }
        if let Some((package, ..)) = view.standings.place(line.level) {
            text(sheet, (row, 1), display(plan, package), &styles.text)?;
        }
        text(sheet, (row, 2), display(plan, line.level), &styles.text)?;
        let months = view.evaluation.money.get(line.level.index()).map_or(&[][..], |money| &money.gross_by_month);
        for (month, amount) in months.iter().enumerate() {
            let at = (row, FIRST.saturating_add(column_of(month)));
            if *amount == Money::ZERO {
                sheet.write_blank(at.0, at.1, &styles.input_money)?;
            } else {
                money(sheet, at, *amount, &styles.input_money)?;
            }
        }
        let total = total_column(view);
        let sum = format!("=SUM({}:{})", address(row, FIRST), address(row, total - 1));
        formula(sheet, (row, total), &sum, line.cost.number().to_string(), &styles.money)?;
    }
    Ok(())
}
