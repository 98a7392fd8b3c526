//! The report of `zbb trace`: takes a plan with its links, and what it comes to where it can be evaluated, gives all that a
//! name hangs on and all that hangs on it, or what no thread holds.

mod loose;
mod standing;
mod traced;

use super::document::{Block, Cell, Column, Document, Figure, Note, Room, Row, Section, Table};
use crate::model::AnyId;
use crate::quantity::Money;
use crate::source::Span;
use crate::trace::{Step, Walk, Weights, walk};
use standing::Standings;
pub use traced::Traced;
use traced::{columns_of_steps, document, words};

pub use loose::orphans_document;

/// All that some names hang on, and all that hangs on them. Several names are what one word may mean.
#[must_use]
pub fn trace_document(traced: Traced<'_>, ids: &[AnyId]) -> Document {
    let view = View::of(traced);
    let mut about = Section { key: "named", heading: None, blocks: Vec::new() };
    about.push(Block::Table(view.things(ids)));
    let mut up = Section::new("hangs_on", if ids.len() == 1 { "What it hangs on" } else { "What they hang on" });
    view.push_steps(&mut up, "hangs_on", Walk::Up, ids);
    let mut down = Section::new("hangs_on_it", if ids.len() == 1 { "What hangs on it" } else { "What hangs on them" });
    view.push_steps(&mut down, "hangs_on_it", Walk::Down, ids);
    let mut beside = Section::new("named_by", "Also named by");
    beside.push(Block::Table(view.beside(ids)));
    let names: Vec<String> = ids.iter().map(|id| words(traced.plan, *id)).collect();
    document(traced.plan, names.join(", "), vec![about, up, down, beside])
}

struct View<'run> {
    traced: Traced<'run>,
    weights: Option<Weights<'run>>,
    standings: Standings<'run>,
}

impl<'run> View<'run> {
    fn of(traced: Traced<'run>) -> View<'run> {
        let weights = traced.figures.map(|(plan, evaluation)| Weights::of(plan, evaluation));
        View { traced, weights, standings: Standings::of(traced.plan, traced.figures) }
    }

    /// What was asked about.
    fn things(&self, ids: &[AnyId]) -> Table {
        let columns = vec![
            Column::text("standing", "", Room::Kept),
            Column::text("kind", "what", Room::Kept),
            Column::text("path", "name", Room::Cut(16)),
            Column::text("title", "title", Room::OptionalCut(1, 12)),
            Column::text("place", "where", Room::Optional(2)),
        ];
        let mut table = Table::new("things", columns);
        let row = |id: &AnyId| {
            Row::Cells(vec![
                self.standings.of_thing(*id),
                Cell::text(id.kind.keyword()),
                Cell::path(self.traced.plan.head(*id).path.as_str()),
                self.title(*id),
                self.place(self.traced.plan.head(*id).span),
            ])
        };
        table.rows = ids.iter().map(row).collect();
        table.without_empty_columns()
    }

    fn push_steps(&self, section: &mut Section, key: &'static str, way: Walk, ids: &[AnyId]) {
        let mut table = Table::new(key, columns_of_steps());
        for id in ids {
            let steps = walk(self.traced.links, *id, way);
            if ids.len() > 1 && !steps.is_empty() {
                table.rows.push(Row::Rule(words(self.traced.plan, *id)));
            }
            table.rows.extend(steps.iter().map(|step| self.step(*id, step)));
        }
        if table.rows.is_empty() {
            section.push(Block::Notes(vec![Note::plain("nothing")]));
        }
        section.push(Block::Table(table.without_empty_columns()));
    }

    fn step(&self, of: AnyId, step: &Step) -> Row {
        let plan = self.traced.plan;
        let again = if step.is_repeated { ", as above" } else { "" };
        let thread = format!("{}{}{again}", ". ".repeat(step.depth.saturating_sub(1)), words(plan, step.id));
        let money = self.weights.as_ref().and_then(|weights| weights.on(&step.link)).map(|money| self.money(money));
        Row::Cells(vec![
            self.standings.of_thing(step.id),
            Cell::text(thread),
            Cell::or_empty(money.flatten()),
            self.title(step.id),
            Cell::or_empty(step.link.at.map(|at| Cell::text(self.line(at)))),
            self.place(step.link.at.unwrap_or(plan.head(step.id).span)),
            Cell::text(words(plan, self.traced.links.same(of))),
            Cell::Count(step.depth),
            Cell::text(step.id.kind.keyword()),
            Cell::path(plan.head(step.id).path.as_str()),
        ])
    }

    fn money(&self, money: Money) -> Option<Cell> {
        let (plan, _) = self.traced.figures?;
        Some(Cell::Figure(Figure::money(money, plan.currency)))
    }

    fn beside(&self, ids: &[AnyId]) -> Table {
        let columns = vec![
            Column::text("by", "what", Room::Cut(20)),
            Column::text("title", "title", Room::OptionalCut(2, 12)),
            Column::text("said", "as written", Room::Cut(24)),
            Column::text("place", "where", Room::Optional(1)),
        ];
        let mut table = Table::new("named_by", columns);
        let named = ids.iter().flat_map(|id| self.traced.links.beside(self.traced.links.same(*id)));
        let row = |(by, at): &(AnyId, Span)| {
            Row::Cells(vec![
                Cell::text(words(self.traced.plan, *by)),
                self.title(*by),
                Cell::text(self.line(*at)),
                self.place(*at),
            ])
        };
        table.rows = named.map(row).collect();
        table.without_empty_columns()
    }

    /// The title; empty where it already stands in for a name.
    fn title(&self, id: AnyId) -> Cell {
        let head = self.traced.plan.head(id);
        let title = head.title.as_ref().filter(|_| head.name.is_some());
        title.map_or(Cell::Empty, |title| Cell::text(&*title.value))
    }

    /// The line that a place is in, as written.
    fn line(&self, at: Span) -> String {
        let Some(file) = self.traced.sources.get(at.file) else { return String::new() };
        let line = file.text().get(file.line_range(file.line_index(at.start))).unwrap_or("");
        line.trim().trim_end_matches('{').trim_end().to_owned()
    }

    fn place(&self, at: Span) -> Cell {
        let file = self.traced.sources.get(at.file);
        file.map_or(Cell::Empty, |file| Cell::text(format!("{}:{}", file.path(), file.position(at.start).line)))
    }
}
