//! What is funded otherwise: sentences with the cause for each level that gains or loses its funding, and a table of all
//! levels that changed.

use std::collections::{BTreeMap, BTreeSet};

use super::bars::bars;
use super::cause;
use super::figures::{amount, money, money_moved};
use crate::diagnostic::text::grouped;
use crate::diff::{Changes, Compared, LevelChange, LevelState, Record, Root, Turn};
use crate::outcome::LevelStatus;
use crate::quantity::{Currency, Money};
use crate::report::document::{Align, Block, Cell, Column, Figure, Mark, Note, Room, Row, Section, Table};
use crate::report::names::list;
use rustc_hash::FxHashMap;

/// How many levels of one cause are named.
const TOLD: usize = 8;

/// The key of the table.
pub(super) const KEY: &str = "levels";

/// Which way levels go, and how that is said.
const TURNS: &[(Turn, Mark, &str)] = &[(Turn::Gains, Mark::Good, "gains"), (Turn::Loses, Mark::Bad, "loses")];

/// The section.
pub(super) fn section(after: &Record, changes: &Changes) -> Section {
    let currency = after.outcome.currency;
    let mut section = Section::new("funding", "Funding");
    let turns = match changes.compared {
        Compared::Plans | Compared::Figures => TURNS,
        // That levels of a new plan are funded now is no news of each of them.
        Compared::Appears | Compared::Disappears | Compared::Repaired => &[],
    };
    for &(turn, mark, verb) in turns {
        section.push(Block::Notes(turn_notes(changes, turn, mark, verb, currency)));
    }
    section.push(Block::Notes(cost_notes(changes, currency)));
    section.push(Block::Table(table(changes, currency)));
    section
}

/// `chatbot.enhanced` loses funding: `crm.minimum`, above it, costs 40,000.00 more
///
/// A cause that moves several levels is said once.
fn turn_notes(changes: &Changes, turn: Turn, mark: Mark, verb: &str, currency: Currency) -> Vec<Note> {
    let mut causes: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for level in changes.funding.turns(turn) {
        let words = cause::of_level(level, &changes.roots, currency).unwrap_or_default();
        let place = *places.entry(words.clone()).or_insert(causes.len());
        match causes.get_mut(place) {
            Some((_, levels)) => levels.push(&level.path),
            None => causes.push((words, vec![&level.path])),
        }
    }
    let note = |(words, levels): (String, Vec<&str>)| {
        let colon = if words.is_empty() { "" } else { ": " };
        match levels.as_slice() {
            [level] => Note::marked(mark, format!("{level} {verb} funding{colon}{words}")),
            levels => {
                let verb = verb.strip_suffix('s').unwrap_or(verb);
                let count = grouped(levels.len());
                Note::marked(mark, format!("{count} levels {verb} funding{colon}{words}: {}", some_of(levels)))
            }
        }
    };
    causes.into_iter().map(note).collect()
}

/// `2 levels cost 1,416.67 more: driver wage is 61000 EUR/nurse/year, was 60000 EUR/nurse/year`: what moved levels that stay
/// as they are, unless it is told of others that do not.
fn cost_notes(changes: &Changes, currency: Currency) -> Vec<Note> {
    let turned = [Turn::Gains, Turn::Loses].into_iter().flat_map(|turn| changes.funding.turns(turn));
    let told: BTreeSet<String> = turned.filter_map(|level| cause::of_level(level, &changes.roots, currency)).collect();
    let mut causes: Vec<(String, Money, Vec<&str>)> = Vec::new();
    let mut places: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for level in changes.funding.levels.iter().filter(|level| level.turn == Turn::Stays) {
        let costs =
            level.before.as_ref().zip(level.after.as_ref()).map(|(before, after)| after.cost.subtract(before.cost));
        let Some(Ok(moved)) = costs.filter(|moved| moved.as_ref().is_ok_and(|moved| !moved.is_zero())) else {
            continue;
        };
        let Some(words) = cause::of_figures(&level.path, &changes.roots) else { continue };
        let place = *places.entry(words.clone()).or_insert_with(|| (!told.contains(&words)).then_some(causes.len()));
        match place.map(|place| causes.get_mut(place)) {
            Some(Some((_, sum, levels))) => {
                *sum = sum.add(moved).unwrap_or(*sum);
                levels.push(&level.path);
            }
            Some(None) => causes.push((words, moved, vec![&level.path])),
            None => {}
        }
    }
    let note = |(words, moved, levels): (String, Money, Vec<&str>)| {
        let way = if moved.is_negative() { "less" } else { "more" };
        let moved = amount(moved, currency);
        match levels.as_slice() {
            [level] => Note::plain(format!("{level} costs {moved} {way}: {words}")),
            levels => {
                let count = grouped(levels.len());
                Note::plain(format!("{count} levels cost {moved} {way}: {words}: {}", some_of(levels)))
            }
        }
    };
    causes.into_iter().map(note).collect()
}

/// The first of several names, and how many more there are.
fn some_of(names: &[&str]) -> String {
    let (told, more) = names.split_at(names.len().min(TOLD));
    if more.is_empty() { list(told) } else { format!("{} and {} more", told.join(", "), grouped(more.len())) }
}

fn table(changes: &Changes, currency: Currency) -> Table {
    let is_rescored = |level: &LevelChange| {
        level.before.as_ref().zip(level.after.as_ref()).is_some_and(|(before, after)| before.score != after.score)
    };
    // A score that nobody changed tells nothing.
    let scores =
        |order| if changes.funding.levels.iter().any(is_rescored) { Room::Optional(order) } else { Room::Data };
    let costs_the_same = |level: &LevelChange| {
        let states = level.before.as_ref().zip(level.after.as_ref());
        states.is_some_and(|(before, after)| before.cost == after.cost && before.net != after.net)
    };
    let nets =
        |order| if changes.funding.levels.iter().any(costs_the_same) { Room::Optional(order) } else { Room::Data };
    let is_gone = changes.compared == Compared::Disappears;
    let (heads, caption) = match changes.compared {
        Compared::Plans | Compared::Figures => (["before", "after", "cost before"], "Levels that changed"),
        Compared::Appears | Compared::Disappears | Compared::Repaired => (["status", "status", "cost"], "Levels"),
    };
    let columns = vec![
        Column::text("level", "level", Room::Cut(16)),
        Column { align: Align::Right, ..Column::text("place", "#", Room::Optional(2)) },
        Column::number("rank_before", "", Room::Data),
        Column::number("rank", "", Room::Data),
        Column::text("before", heads[0], Room::Cut(10)),
        Column::text("after", heads[1], Room::Cut(10)),
        Column::number("cost_before", heads[2], if is_gone { Room::Kept } else { Room::Optional(3) }),
        Column::text("drawn", "", Room::Drawn),
        Column::number("cost", format!("cost {currency}"), Room::Kept),
        Column::number("cost_change", "change", Room::Kept),
        Column::number("net_before", "net before", nets(2)),
        Column::number("net", "net cost", nets(2)),
        Column::number("score_before", "score before", scores(0)),
        Column::number("score", "score", scores(1)),
        Column::text("cause", "cause", Room::Data),
    ];
    let mut table = Table::new(KEY, columns).captioned(caption);
    table.rows = changes.funding.levels.iter().map(|level| row(level, &changes.roots, currency)).collect();
    table.without_empty_columns()
}

fn row(level: &LevelChange, roots: &BTreeMap<String, Vec<Root>>, currency: Currency) -> Row {
    let (before, after) = (level.before.as_ref(), level.after.as_ref());
    let cost = |state: Option<&LevelState>| state.map(|state| state.cost);
    let score = |state: Option<&LevelState>| {
        let score = state.and_then(|state| state.score);
        Cell::or_empty(score.map(|score| Cell::Figure(Figure::plain(score, 2))))
    };
    let cause = cause::of_level(level, roots, currency).map(Cell::text);
    // What is not funded costs nothing: the bars show what a level is given.
    let given = |state: Option<&LevelState>| {
        state.filter(|state| state.status.is_funded()).map(|state| state.cost).unwrap_or_default()
    };
    Row::Cells(vec![
        Cell::path(level.path.as_str()),
        place(before, after),
        Cell::or_empty(before.and_then(|before| before.rank).map(Cell::Count)),
        Cell::or_empty(after.and_then(|after| after.rank).map(Cell::Count)),
        status(before),
        status(after),
        Cell::or_empty(cost(before).map(|cost| money(cost, currency))),
        bars(given(before), given(after)),
        Cell::or_empty(cost(after).map(|cost| money(cost, currency))),
        cost_change(cost(before), cost(after), currency),
        Cell::or_empty(before.and_then(|before| before.net).map(|net| money(net, currency))),
        Cell::or_empty(after.and_then(|after| after.net).map(|net| money(net, currency))),
        score(before),
        score(after),
        Cell::or_empty(cause),
    ])
}

fn cost_change(before: Option<Money>, after: Option<Money>, currency: Currency) -> Cell {
    match before.zip(after) {
        Some((before, after)) => money_moved(before, after, currency),
        None => Cell::Empty,
    }
}

/// `14 → 12`
fn place(before: Option<&LevelState>, after: Option<&LevelState>) -> Cell {
    let rank = |state: Option<&LevelState>| state.and_then(|state| state.rank);
    Cell::text(match (rank(before), rank(after)) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (_, Some(rank)) | (Some(rank), None) => rank.to_string(),
        (None, None) => String::new(),
    })
}

fn status(state: Option<&LevelState>) -> Cell {
    let Some(state) = state else { return Cell::Empty };
    let mark = if state.status.is_funded() { Mark::Good } else { Mark::Bad };
    Cell::Status(mark, status_word(&state.status).to_owned())
}

/// A status in a word or two.
fn status_word(status: &LevelStatus) -> &'static str {
    match status {
        LevelStatus::Funded | LevelStatus::Best => "funded",
        LevelStatus::Mandated | LevelStatus::MandatedVia(_) => "mandate",
        LevelStatus::Pooled => "pool",
        LevelStatus::BelowLine => "below line",
        LevelStatus::Short(_) => "short",
        LevelStatus::HeldBack => "held back",
        LevelStatus::Blocked(_) => "blocked",
        LevelStatus::Excluded(_) => "excluded",
        LevelStatus::Capped(_) => "capped",
        LevelStatus::BelowMinimumScore => "low score",
        LevelStatus::NotBest => "not best",
        LevelStatus::NoSet => "no set",
        LevelStatus::NoFunding => "no funding",
    }
}
