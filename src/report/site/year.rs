//! The year's course on pages: a few lines for the first screen, and a page with plan, actual and forecast side by side.

use std::collections::BTreeMap;

use super::page::Page;
use crate::check::CheckedPlan;
use crate::control::{Figures, Forecast, Nature, Track};
use crate::evaluate::Evaluation;
use crate::model::AnyId;
use crate::quantity::Money;
use crate::report::document::{Block, Cell, Column, Figure, Mark, Room, Row, Section, Sign, Table};
use crate::report::names::{month_words, named_cell};
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
    let titles = Titles::of(plan);
    for mut section in sections {
        for block in &mut section.blocks {
            if let Block::Table(table) = block {
                titles.lead(plan, table);
            }
        }
        page.push(section);
    }
    page
}

/// What bears a name, by the word of a column and the name.
struct Titles<'plan>(BTreeMap<&'static str, BTreeMap<&'plan str, AnyId>>);

impl Titles<'_> {
    fn of(plan: &CheckedPlan) -> Titles<'_> {
        let model = plan.plan();
        let mut titles: BTreeMap<&'static str, BTreeMap<&str, AnyId>> = BTreeMap::new();
        for id in model.ids() {
            titles.entry(id.kind.keyword()).or_default().insert(model.head(id).path.as_str(), id);
        }
        Titles(titles)
    }

    /// Whoever reads a page knows things by their titles.
    fn lead(&self, plan: &CheckedPlan, table: &mut Table) {
        for row in &mut table.rows {
            let Row::Cells(cells) = row else { continue };
            for (cell, column) in cells.iter_mut().zip(&table.columns) {
                let Cell::Path(path) = cell else { continue };
                let found = self.0.get(&*column.key).and_then(|known| known.get(path.as_str()));
                if let Some(id) = found {
                    *cell = named_cell(plan, *id);
                }
            }
        }
    }
}
