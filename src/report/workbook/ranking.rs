//! The sheet `Ranking`: a row a level, with what it costs, whether zbb gave, what the reader would give, and what that comes
//! to down the list.

use super::month_columns;
use std::collections::BTreeMap;

use super::cells::{HEAD, address, fixed, formula, headings, long_sheet, number, row_of, set_up, text};
use super::lines::{Line, places};
use super::view::{View, WorkbookError};
use crate::model::{Id, Level};
use crate::quantity::Money;
use crate::report::names::display;
use rust_xlsxwriter::{Workbook, Worksheet};

pub(super) const NAME: &str = "Ranking";

/// The columns.
pub(super) mod column {
    pub(crate) const RANK: u16 = 0;
    pub(crate) const PACKAGE: u16 = 1;
    pub(crate) const LEVEL: u16 = 2;
    pub(crate) const PLACE: u16 = 3;
    pub(crate) const DEPARTMENT: u16 = 4;
    pub(crate) const OWNER: u16 = 5;
    pub(crate) const OBJECTIVE: u16 = 6;
    pub(crate) const COST: u16 = 7;
    pub(crate) const ZBB: u16 = 8;
    pub(crate) const YOURS: u16 = 9;
    pub(crate) const COUNTS: u16 = 10;
    pub(crate) const GIVEN: u16 = 11;
    pub(crate) const RUNNING: u16 = 12;
    pub(crate) const SCORE: u16 = 13;
    pub(crate) const STATUS: u16 = 14;
    pub(crate) const REASON: u16 = 15;
    pub(crate) const FOLLOWS: u16 = 16;
    pub(crate) const CHECK: u16 = 17;
}

const HEADINGS: [&str; 18] = [
    "Rank",
    "Package",
    "Level",
    "Level of",
    "Department",
    "Owner",
    "Objective",
    "Cost",
    "zbb gives",
    "Yours (1 or 0)",
    "Counts",
    "Given",
    "Running",
    "Score",
    "Status",
    "Reason",
    "What follows without it",
    "Check",
];

const WIDTHS: [u32; 18] = [6, 34, 28, 8, 22, 22, 26, 14, 8, 9, 8, 14, 14, 8, 11, 40, 40, 30];

/// `Ranking!$K$5:$K$20`: a column of all levels.
pub(super) fn all(view: &View<'_>, column: u16) -> String {
    let last = row_of(view.lines.len().saturating_sub(1));
    format!("{NAME}!{}:{}", fixed(HEAD, column), fixed(last, column))
}

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let sheet = long_sheet(workbook, view.lines.len(), NAME)?;
    set_up(sheet, &WIDTHS, (HEAD, 3))?;
    // A check that finds nothing says nothing; the writer of workbooks would store 0 as its result.
    sheet.set_formula_result_default("");
    text(sheet, (0, 0), "Ranking", &view.styles.title)?;
    let sentence = "Write 1 or 0 under “Yours”, or a rank into the line on the sheet “Summary”, and the sums follow. Nothing is decided anew.";
    text(sheet, (1, 0), sentence, &view.styles.sentence)?;
    headings(sheet, HEAD - 1, &HEADINGS, &view.styles.heading)?;
    let places = places(&view.lines);
    let mut running = Money::ZERO;
    for (place, line) in view.lines.iter().enumerate() {
        let given = if line.is_funded { line.cost } else { Money::ZERO };
        // Funding has formed this sum, so that it is none too large.
        running = running.add(given).unwrap_or(running);
        words(sheet, view, row_of(place), line)?;
        figures(sheet, view, place, line, (given, running))?;
        check(sheet, view, place, line, &places)?;
    }
    if !view.lines.is_empty() {
        sheet.autofilter(HEAD - 1, 0, row_of(view.lines.len() - 1), column::CHECK)?;
    }
    Ok(())
}

/// What a level is.
fn words(sheet: &mut Worksheet, view: &View<'_>, row: u32, line: &Line) -> Result<(), WorkbookError> {
    let (plan, styles) = (view.plan, &view.styles);
    if let Some(rank) = line.rank {
        count(sheet, (row, column::RANK), rank, view)?;
    }
    if let Some((package, place, of)) = view.standings.place(line.level) {
        text(sheet, (row, column::PACKAGE), display(plan, package), &styles.text)?;
        text(sheet, (row, column::PLACE), &format!("{place} of {of}"), &styles.text)?;
        if let Some(terms) = plan.packages.get(package.index()) {
            text(sheet, (row, column::DEPARTMENT), view.standings.department(terms.department), &styles.text)?;
            let objectives: Vec<&str> = terms.objectives.iter().map(|objective| display(plan, *objective)).collect();
            text(sheet, (row, column::OBJECTIVE), &objectives.join("; "), &styles.text)?;
        }
        let said = &plan.plan().packages[package];
        if let Some(owner) = said.owner.get() {
            text(sheet, (row, column::OWNER), display(plan, owner.value), &styles.text)?;
        }
        if let Some(consequence) = said.consequence.get().filter(|_| !view.standings.is_any_funded(plan, package)) {
            text(sheet, (row, column::FOLLOWS), &consequence.value, &styles.wrapped)?;
        }
    }
    text(sheet, (row, column::LEVEL), display(plan, line.level), &styles.text)?;
    text(sheet, (row, column::STATUS), &line.status, &styles.text)?;
    text(sheet, (row, column::REASON), &line.reason, &styles.wrapped)?;
    Ok(())
}

/// A count.
fn count(sheet: &mut Worksheet, at: (u32, u16), number_of: usize, view: &View<'_>) -> Result<(), WorkbookError> {
    let count = i64::try_from(number_of).unwrap_or(i64::MAX);
    Ok(number(sheet, at, crate::quantity::Number::from_integer(count), &view.styles.count)?)
}

/// What a level comes to: the chain of sums goes from row to row, since a sum from the top in each row would take the square
/// of their number.
fn figures(
    sheet: &mut Worksheet,
    view: &View<'_>,
    place: usize,
    line: &Line,
    (given, running): (Money, Money),
) -> Result<(), WorkbookError> {
    let (row, styles) = (row_of(place), &view.styles);
    let at = |column| address(row, column);
    let funded = if line.is_funded { "1" } else { "0" };
    let cost = format!("='{}'!{}", month_columns::NAME, address(row, month_columns::total_column(view)));
    formula(sheet, (row, column::COST), &cost, line.cost.number().to_string(), &styles.money)?;
    count(sheet, (row, column::ZBB), usize::from(line.is_funded), view)?;
    sheet.write_blank(row, column::YOURS, &styles.input)?;
    let (rank, zbb, yours) = (at(column::RANK), at(column::ZBB), at(column::YOURS));
    let counts = format!("=IF({yours}<>\"\",{yours},IF(zbb_line=\"\",{zbb},IF({rank}<=zbb_line,1,0)))");
    formula(sheet, (row, column::COUNTS), &counts, funded, &styles.count)?;
    let product = format!("={}*{}", at(column::COST), at(column::COUNTS));
    formula(sheet, (row, column::GIVEN), &product, given.number().to_string(), &styles.money)?;
    let sum = match place {
        0 => format!("={}", at(column::GIVEN)),
        _ => format!("={}+{}", address(row - 1, column::RUNNING), at(column::GIVEN)),
    };
    formula(sheet, (row, column::RUNNING), &sum, running.number().to_string(), &styles.money)?;
    if let Some(score) = line.score {
        number(sheet, (row, column::SCORE), score, &styles.plain)?;
    }
    Ok(())
}

/// How many rows a check looks at: a formula has no more than 8,192 letters.
const MOST_LOOKED_AT: usize = 300;

/// Whether a level that counts has what it cannot do without, and no other way beside it.
fn check(
    sheet: &mut Worksheet,
    view: &View<'_>,
    place: usize,
    line: &Line,
    places: &BTreeMap<Id<Level>, usize>,
) -> Result<(), WorkbookError> {
    let Some(terms) = view.plan.levels.get(line.level.index()) else { return Ok(()) };
    let sum = |levels: &mut dyn Iterator<Item = &Id<Level>>| {
        let rows = levels.filter_map(|level| places.get(level)).take(MOST_LOOKED_AT);
        let cells: Vec<String> = rows.map(|place| address(row_of(*place), column::COUNTS)).collect();
        (!cells.is_empty()).then(|| cells.join("+"))
    };
    let mut conditions = Vec::new();
    if let Some(before) = terms.predecessor.and_then(|level| sum(&mut std::iter::once(&level))) {
        conditions.push((format!("{before}=0"), "the level before it is not given"));
    }
    for need in terms.needs.iter().filter_map(|need| sum(&mut need.any_of.iter())) {
        conditions.push((format!("{need}=0"), "what it needs is not given"));
    }
    if let Some(rivals) = sum(&mut terms.rivals.iter()) {
        conditions.push((format!("{rivals}>0"), "another way of it is given too"));
    }
    if let Some(excluded) = sum(&mut terms.excludes.iter()) {
        conditions.push((format!("{excluded}>0"), "what it rules out is given too"));
    }
    if conditions.is_empty() {
        return Ok(());
    }
    let row = row_of(place);
    let nested = conditions
        .iter()
        .rev()
        .fold("\"\"".to_owned(), |rest, (condition, words)| format!("IF({condition},\"{words}\",{rest})"));
    let words = format!("=IF({}=1,{nested},\"\")", address(row, column::COUNTS));
    // Excel takes 64 levels of nesting.
    if conditions.len() < 60 && words.len() < 8_000 {
        formula(sheet, (row, column::CHECK), &words, "", &view.styles.check)?;
    }
    Ok(())
}
