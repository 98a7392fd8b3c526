//! The year's course on pages: a few lines for the first screen, and a page with plan, actual and forecast side by side.

use super::page::Page;
use crate::check::CheckedPlan;
use crate::control::{Figures, Forecast, Nature, Track};
use crate::evaluate::Evaluation;
use crate::quantity::Money;
use crate::report::document::{Block, Cell, Column, Figure, Mark, Room, Row, Section, Sign, Table};
use crate::report::names::month_words;
use crate::report::scale::Scale;
use crate::report::track::{burn_charts, course_sections, side_by_side};

/// What the first screen says of the year; nothing without ledgers.
pub(super) fn first(plan: &CheckedPlan, track: &Track) -> Section {
    let heading = format!("The year to {}: planned, actual, expected", month_words(plan, track.year.closed));
    let mut section = Section::new("year", heading);
    if plan.plan().actuals.is_empty() {
        return section;
    }
    let columns = vec![
        Column::text("what", "", Room::Kept),
        Column::number("planned", "planned", Room::Kept),
        Column::text("drawn", "", Room::Drawn),
        Column::number("actual", "actual", Room::Kept),
        Column::number("expected", "expected", Room::Kept),
        Column::number("variance_at_completion", "variance then", Room::Kept),
    ];
    let rows = [(Nature::Income, "revenue"), (Nature::Expense, "cost"), (Nature::Capital, "investment")];
    let rows: Vec<(&str, (Figures, Forecast))> =
        rows.into_iter().filter_map(|(nature, word)| Some((word, *track.totals.get(&nature)?))).collect();
    let amounts = rows.iter().flat_map(|(_, (figures, later))| [figures.budget, figures.actual, later.estimate]);
    let scale = Scale::of(amounts, plan.currency);
    let mut table = Table::new("year", columns).in_unit(scale.caption());
    table.rows = rows.into_iter().map(|(word, (figures, later))| row(&scale, word, figures, later)).collect();
    section.push(Block::Table(table));
    section
}

fn row(scale: &Scale, word: &str, figures: Figures, later: Forecast) -> Row {
    Row::Cells(vec![
        Cell::text(word),
        scale.cell(figures.budget),
        side_by_side(figures.budget, figures.actual, Some(later.estimate)),
        scale.cell(figures.actual),
        scale.cell(later.estimate),
        variance(scale, later.variance),
    ])
}

/// Above nought is favourable.
fn variance(scale: &Scale, money: Money) -> Cell {
    let mark = match (money.is_positive(), money.is_negative()) {
        (true, _) => Some(Mark::Good),
        (_, true) => Some(Mark::Bad),
        (false, false) => None,
    };
    Cell::Figure(Figure { sign: Sign::Both, mark, ..scale.figure(money) })
}

/// The page.
pub(super) fn page(plan: &CheckedPlan, evaluation: &Evaluation, track: &Track) -> Page {
    let mut page = Page::new("year", "The year");
    let mut sections = course_sections(plan, evaluation, track);
    sections.insert(1.min(sections.len()), burn_charts(plan, track));
    for section in sections {
        page.push(section);
    }
    page
}
