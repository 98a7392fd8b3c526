//! Stability: takes how far costs, scores and weights may move, shows the intervals, those that hang by a thread first.

use crate::advise::{End, Interval, LevelStability, SHOWN, Stability, WeightStability};
use crate::check::CheckedPlan;
use crate::diagnostic::text::counted;
use crate::model::funding::Policy;
use crate::quantity::{Money, Number};

use super::super::document::{Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Table, Truth};
use super::super::names::path_cell;

/// The key of the table of levels.
pub(super) const KEY: &str = "levels";

/// The section; `all` says whether all levels are shown.
pub(super) fn section(plan: &CheckedPlan, stability: &Stability, all: bool) -> Section {
    let mut section = Section::new("stability", "What hangs by a thread");
    let count = if all { stability.levels.len() } else { SHOWN };
    let levels: Vec<&LevelStability> = stability.levels.iter().take(count).collect();
    let table = match stability.policy {
        Policy::Optimal => of_best_set(plan, &levels),
        Policy::Stop | Policy::Skip => of_walk(plan, &levels),
    };
    section.push(Block::Table(table));
    section.push(Block::Table(weights(plan, &stability.weights)));
    section.push(Block::Notes(notes(stability, levels.len())));
    section
}

fn of_walk(plan: &CheckedPlan, levels: &[&LevelStability]) -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Cut(20)),
        Column::text("funded", "", Room::Kept),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept),
        Column::mixed("own_low", "stands alike from", Room::Optional(1)),
        Column::mixed("own_high", "stands alike to", Room::Optional(2)),
        Column::mixed("set_low", "set stays from", Room::Kept),
        Column::mixed("set_high", "set stays to", Room::Kept),
        Column::number("nearest", "nearest change", Room::Kept),
    ];
    let mut table = Table::new(KEY, columns).captioned("The cost of each level, as far as it may move");
    table.rows = levels
        .iter()
        .map(|level| {
            let (own_low, own_high) = amounts(plan, &level.own);
            let whole = level.whole.map(|whole| amounts(plan, &whole));
            let (low, high) = whole.unwrap_or_default();
            let mut cells = head(plan, level);
            cells.extend([own_low, own_high, low, high, nearest(level)]);
            Row::Cells(cells)
        })
        .collect();
    table
}

fn of_best_set(plan: &CheckedPlan, levels: &[&LevelStability]) -> Table {
    let columns = vec![
        Column::text("level", "level", Room::Cut(20)),
        Column::text("funded", "", Room::Kept),
        Column::number("cost", format!("cost {}", plan.currency.code()), Room::Kept),
        Column::mixed("own_low", "stands alike from", Room::Kept),
        Column::mixed("own_high", "stands alike to", Room::Kept),
        Column::number("score", "score", Room::Kept),
        Column::mixed("score_low", "score from", Room::Kept),
        Column::mixed("score_high", "score to", Room::Kept),
        Column::number("nearest", "nearest change", Room::Kept),
    ];
    let mut table =
        Table::new(KEY, columns).captioned("The cost and the score of each level, as far as it stays in or out");
    table.rows = levels
        .iter()
        .map(|level| {
            let (own_low, own_high) = amounts(plan, &level.own);
            let score = |score: Number| Figure::plain(score, 12).trimmed();
            let by_score = level.by_score.map(|interval| ends(&interval, &score)).unwrap_or_default();
            let mut cells = head(plan, level);
            cells.extend([own_low, own_high, Cell::Figure(Figure::plain(level.score, 2)), by_score.0, by_score.1]);
            cells.push(nearest(level));
            Row::Cells(cells)
        })
        .collect();
    table
}

fn head(plan: &CheckedPlan, level: &LevelStability) -> Vec<Cell> {
    vec![
        path_cell(plan, level.level),
        Cell::Truth(if level.is_funded { Truth::Yes } else { Truth::No }),
        Cell::Figure(Figure::money(level.cost, plan.currency)),
    ]
}

fn nearest(level: &LevelStability) -> Cell {
    Cell::or_empty(level.nearest.map(|share| {
        let hangs = share < Number::from_integer(5).divide(Number::from_integer(100)).unwrap_or_default();
        let mark = if hangs { Some(Mark::Bad) } else { None };
        Cell::Figure(Figure { mark, ..Figure::share(share, 2) })
    }))
}

fn amounts(plan: &CheckedPlan, interval: &Interval<Money>) -> (Cell, Cell) {
    ends(interval, &|amount: Money| Figure::money(amount, plan.currency))
}

fn ends<T: Copy>(interval: &Interval<T>, figure: &impl Fn(T) -> Figure) -> (Cell, Cell) {
    let end = |end: End<T>| match end {
        End::At(value) => Cell::Figure(figure(value)),
        End::NoLimit => Cell::text("no limit"),
        End::Unknown => Cell::text("not found"),
    };
    (end(interval.low), end(interval.high))
}

fn weights(plan: &CheckedPlan, weights: &[WeightStability]) -> Table {
    let columns = vec![
        Column::text("criterion", "criterion", Room::Cut(20)),
        Column::number("weight", "weight", Room::Kept),
        Column::mixed("weight_low", "set stays from", Room::Kept),
        Column::mixed("weight_high", "set stays to", Room::Kept),
    ];
    let mut table = Table::new("weights", columns).captioned("Each weight, the others in proportion");
    table.rows = weights
        .iter()
        .map(|weight| {
            let share = |share: Number| Figure::share(share, 4).trimmed();
            let nothing = || (Cell::text("decides nothing"), Cell::text("decides nothing"));
            let (low, high) = weight.whole.map_or_else(nothing, |whole| ends(&whole, &share));
            let own = Cell::Figure(Figure::share(weight.weight, 4).trimmed());
            Row::Cells(vec![path_cell(plan, weight.criterion), own, low, high])
        })
        .collect();
    table
}

fn notes(stability: &Stability, shown: usize) -> Vec<Note> {
    let mut notes = Vec::new();
    let hidden = stability.levels.len() - shown;
    if hidden > 0 {
        notes.push(Note::plain(format!(
            "{} with changes further away: `--all` shows them",
            counted(hidden, "more level")
        )));
    }
    if stability.passed_over > 0 {
        notes.push(Note::plain(format!(
            "{} ranked further from the last funded level: `--all` looks at them",
            counted(stability.passed_over, "more level")
        )));
    }
    notes.push(Note::plain(
        "each figure moves alone, cost lines in proportion; an end is the last amount with which it holds, one cent, or the last decimal, further it does not",
    ));
    notes
}
