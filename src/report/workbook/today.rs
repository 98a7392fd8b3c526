//! The sheet `Today`: what is spent now beside what is asked for and what is given, by package; what ends; and the sums that
//! can be compared.

use std::collections::BTreeMap;

use super::cells::{HEAD, Styles, address, formula, headings, long_sheet, money, row_of, set_up, text};
use super::lines::places;
use super::ranking;
use super::view::{View, WorkbookError};
use crate::model::{Id, Level};
use crate::outcome::{Account, PackageAccount, Present, account};
use crate::quantity::Money;
use crate::report::names::display;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// The most addresses in one call of a function.
const MOST_IN_A_SUM: usize = 200;

const TODAY: u16 = 2;
const ASKED: u16 = 3;
const GIVEN: u16 = 4;
const CHANGE: u16 = 5;

pub(super) fn write(workbook: &mut Workbook, view: &View<'_>) -> Result<(), WorkbookError> {
    let styles = &view.styles;
    let sheet = long_sheet(workbook, view.lines.len(), "Today")?;
    set_up(sheet, &[40, 26, 16, 16, 16, 16], (HEAD, 1))?;
    text(sheet, (0, 0), "Today, asked, given", &styles.title)?;
    let code = view.plan.currency.code();
    let sentence = format!("{code}; two ways to do one job are never added up; “not stated” is not “new”.");
    text(sheet, (1, 0), &sentence, &styles.sentence)?;
    let words = ["Package", "Department", "Today", "Asked", "Given", "Given less today"];
    headings(sheet, HEAD - 1, &words, &styles.heading)?;
    let account = account(view.plan, view.evaluation);
    let places = places(&view.lines);
    for (place, package) in account.packages.iter().enumerate() {
        one(sheet, view, row_of(place), package, &places)?;
    }
    let mut row = row_of(account.packages.len());
    for (retired, amount) in &account.ends {
        text(sheet, (row, 0), &format!("{} (ends)", display(view.plan, *retired)), &styles.text)?;
        money(sheet, (row, TODAY), *amount, &styles.money)?;
        money(sheet, (row, GIVEN), Money::ZERO, &styles.money)?;
        difference(sheet, row, amount.negate(), styles)?;
        row += 1;
    }
    if row > HEAD {
        sums(sheet, &account, row, styles)?;
    }
    Ok(())
}

fn one(
    sheet: &mut Worksheet,
    view: &View<'_>,
    row: u32,
    account: &PackageAccount,
    places: &Places,
) -> Result<(), WorkbookError> {
    let (plan, styles) = (view.plan, &view.styles);
    text(sheet, (row, 0), display(plan, account.package), &styles.text)?;
    if let Some(terms) = plan.packages.get(account.package.index()) {
        text(sheet, (row, 1), view.standings.department(terms.department), &styles.text)?;
    }
    let asked = addresses(&account.asked, places, ranking::column::COST);
    formula(sheet, (row, ASKED), &asked, account.asks.number().to_string(), &styles.money)?;
    let every: Vec<Id<Level>> = account.asked.iter().chain(&account.others).copied().collect();
    let given = addresses(&every, places, ranking::column::GIVEN);
    formula(sheet, (row, GIVEN), &given, account.given.number().to_string(), &styles.money)?;
    match account.present {
        Present::NotStated => text(sheet, (row, TODAY), "not stated", &styles.text)?,
        Present::New => {
            text(sheet, (row, TODAY), "new", &styles.text)?;
            let same = format!("={}", address(row, GIVEN));
            formula(sheet, (row, CHANGE), &same, account.given.number().to_string(), &styles.money)?;
        }
        Present::Spent(today) => {
            money(sheet, (row, TODAY), today.amount, &styles.money)?;
            difference(sheet, row, account.given.subtract(today.amount).unwrap_or_default(), styles)?;
        }
    }
    Ok(())
}

fn difference(sheet: &mut Worksheet, row: u32, result: Money, styles: &Styles) -> Result<(), XlsxError> {
    let words = format!("={}-{}", address(row, GIVEN), address(row, TODAY));
    formula(sheet, (row, CHANGE), &words, result.number().to_string(), &styles.money)
}

/// Everything, and below it what can be compared: the rows that state what is spent today.
fn sums(sheet: &mut Worksheet, account: &Account, row: u32, styles: &Styles) -> Result<(), WorkbookError> {
    let all = |column| format!("{}:{}", address(HEAD, column), address(row - 1, column));
    text(sheet, (row, 0), "All", &styles.text)?;
    let sum = |column| format!("=SUM({})", all(column));
    let given = Money::sum(account.packages.iter().map(|package| package.given)).unwrap_or_default();
    formula(sheet, (row, ASKED), &sum(ASKED), account.asks().number().to_string(), &styles.money_total)?;
    formula(sheet, (row, GIVEN), &sum(GIVEN), given.number().to_string(), &styles.money_total)?;
    let Some(compared) = account.compared() else { return Ok(()) };
    let row = row + 1;
    text(sheet, (row, 0), "Of what says what is spent today", &styles.text)?;
    let ends = Money::sum(account.ends.iter().map(|(_, amount)| *amount)).unwrap_or_default();
    let stated = Money::sum(account.packages.iter().filter_map(|package| package.present.amount())).unwrap_or_default();
    let today = stated.add(ends).unwrap_or_default();
    let given = format!("=SUMPRODUCT(--({}<>\"not stated\"),{})", all(TODAY), all(GIVEN));
    formula(sheet, (row, TODAY), &sum(TODAY), today.number().to_string(), &styles.money_total)?;
    formula(sheet, (row, GIVEN), &given, compared.given.number().to_string(), &styles.money_total)?;
    Ok(difference(sheet, row, compared.given.subtract(today).unwrap_or_default(), styles)?)
}

type Places = BTreeMap<Id<Level>, usize>;

/// `=SUM(Ranking!L5,Ranking!L9)`
fn addresses(levels: &[Id<Level>], places: &Places, column: u16) -> String {
    let rows = levels.iter().filter_map(|level| places.get(level));
    let cells: Vec<String> =
        rows.map(|place| format!("{}!{}", ranking::NAME, address(row_of(*place), column))).collect();
    if cells.is_empty() {
        return "=0".to_owned();
    }
    let sums: Vec<String> = cells.chunks(MOST_IN_A_SUM).map(|cells| format!("SUM({})", cells.join(","))).collect();
    format!("={}", sums.join("+"))
}
