//! The sheet `Packages`: every line of cost with its category and what its package says of itself; made to be filtered and
//! pivoted.

use super::cells::{HEAD, headings, long_sheet, money, row_of, set_up, text};
use super::view::{View, WorkbookError};
use crate::report::names::{display, path};
use rust_xlsxwriter::Workbook;

const HEADINGS: [&str; 11] = [
    "Package",
    "Name",
    "Department",
    "Level",
    "Status",
    "Category",
    "Line",
    "Channel",
    "Cost",
    "Why it deserves money",
    "What happens without it",
];

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let (plan, styles) = (view.plan, &view.styles);
    let sheet = long_sheet(workbook, view.lines.len(), "Packages")?;
    set_up(sheet, &[34, 22, 22, 28, 11, 20, 24, 16, 14, 60, 50], (HEAD, 1))?;
    text(sheet, (0, 0), "Packages", &styles.title)?;
    let sentence = format!(
        "Every line of cost, {}; what a package says of itself stands at its first line.",
        plan.currency.code()
    );
    text(sheet, (1, 0), &sentence, &styles.sentence)?;
    headings(sheet, HEAD - 1, &HEADINGS, &styles.heading)?;
    let mut place = 0;
    let mut told = std::collections::BTreeSet::new();
    for line in &view.lines {
        let Some((package, ..)) = view.standings.place(line.level) else { continue };
        let costs = view.evaluation.money.get(line.level.index()).map_or(&[][..], |money| &money.costs);
        let titles = plan.levels.get(line.level.index()).map_or(&[][..], |terms| &terms.costs);
        for (cost, terms) in costs.iter().zip(titles) {
            let row = row_of(place);
            place += 1;
            text(sheet, (row, 0), display(plan, package), &styles.text)?;
            text(sheet, (row, 1), path(plan, line.level), &styles.text)?;
            if let Some(terms) = plan.packages.get(package.index()) {
                text(sheet, (row, 2), display(plan, terms.department), &styles.text)?;
            }
            text(sheet, (row, 3), display(plan, line.level), &styles.text)?;
            text(sheet, (row, 4), &line.status, &styles.text)?;
            text(sheet, (row, 5), cost.category.map_or("", |category| display(plan, category)), &styles.text)?;
            text(sheet, (row, 6), terms.title.as_deref().unwrap_or(""), &styles.text)?;
            text(sheet, (row, 7), cost.channel.map_or("", |channel| display(plan, channel)), &styles.text)?;
            money(sheet, (row, 8), cost.total, &styles.money)?;
            if told.insert(package) {
                let said = &plan.plan().packages[package];
                text(sheet, (row, 9), said.justification.get().map_or("", |text| &*text.value), &styles.wrapped)?;
                text(sheet, (row, 10), said.consequence.get().map_or("", |text| &*text.value), &styles.wrapped)?;
            }
        }
    }
    if place > 0 {
        sheet.autofilter(HEAD - 1, 0, row_of(place - 1), 10)?;
    }
    Ok(())
}
