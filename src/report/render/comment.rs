//! A document as a comment on a pull request: takes the bytes there are, gives Markdown that says what it leaves out.
//!
//! In order, as far as it takes: long texts are cut; lines of sections that are folded away go, from the end of what is then
//! the largest block; in the same way lines in sight of sections that tell in words alone, and then those of sections with
//! tables, which are about money; and last of all the headline, which is the title and a first section without heading.
//! A section of which nothing is left goes with its heading.
//!
//! A page of a pull request is not as wide as a screen: of a table that is wider, the columns that can be done without go.

use std::collections::BinaryHeap;

use super::inert::{Length, code, escaped, heading};
use super::markdown::{Kind, Lines, Part, markdown, part, shown, title};
use crate::diagnostic::text::grouped;
use crate::report::document::{Block, Document, Fold, Heading, Room, Row, Section, Table};

/// The lengths to which texts are cut, one after another, while nothing but the headline finds room.
const READABLE: [Length; 2] = [Length(300), Length(100)];
/// The lengths to which they are cut while not even the headline does.
const SHORT: [Length; 2] = [Length(30), Length(10)];
/// No name of a table or section takes more characters of the closing line.
const NAME: Length = Length(60);
/// More places than this are counted together.
const NAMED: usize = 6;

/// The document as Markdown of at most `limit` bytes. Where it leaves something out, its last line says what, and that
/// the command shows everything.
#[must_use]
pub fn markdown_comment(document: &Document, limit: usize, command: &str) -> String {
    let document = &narrowed(document);
    let whole = markdown(document);
    if whole.len() <= limit {
        return whole;
    }
    let excerpt = |length: Length| Excerpt::fitting(document, &whole, length, command, limit);
    let more = READABLE.into_iter().filter_map(excerpt).find(Excerpt::has_more_than_the_headline);
    let best = more.or_else(|| READABLE.into_iter().chain(SHORT).find_map(excerpt));
    best.map_or_else(|| shortest(document, command, limit), |excerpt| excerpt.text())
}

/// The letters of a row that a pull request shows without a bar to push it aside.
const WIDTH: usize = 110;
/// No cell makes its column wider than this: its text wraps.
const WIDEST: usize = 40;
/// What parts two columns.
const GAP: usize = 3;

/// The document with tables as wide as a pull request.
fn narrowed(document: &Document) -> Document {
    let mut document = document.clone();
    for block in document.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Table(table) = block {
            narrow(table);
        }
    }
    document
}

/// Leaves out columns that can be done without, the least needed first, while the rest is too wide.
fn narrow(table: &mut Table) {
    let widths: Vec<usize> = (0..table.columns.len()).map(|index| width(table, index)).collect();
    let priority = |room: Room| match room {
        Room::Optional(priority) | Room::OptionalCut(priority, _) => Some(priority),
        Room::Kept | Room::Cut(_) | Room::Below | Room::Data | Room::Drawn => None,
    };
    loop {
        let is_shown = |room: Room| !matches!(room, Room::Data | Room::Drawn);
        let shown = table.columns.iter().zip(&widths).filter(|(column, _)| is_shown(column.room));
        if shown.map(|(_, width)| width + GAP).sum::<usize>() <= WIDTH {
            return;
        }
        let Some(least) = table.columns.iter().filter_map(|column| priority(column.room)).min() else { return };
        let columns = table.columns.iter_mut().filter(|column| priority(column.room) == Some(least));
        columns.for_each(|column| column.room = Room::Data);
    }
}

/// How wide a column is.
fn width(table: &Table, index: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| match row {
        Row::Cells(cells) => cells.get(index),
        Row::Rule(_) => None,
    });
    let heading = table.columns.get(index).map_or(0, |column| column.heading.chars().count());
    let widest = cells.map(|cell| shown(cell, Length(WIDEST)).chars().count()).max().unwrap_or(0);
    widest.max(heading).min(WIDEST)
}

/// Where not even the headline finds room: as much of the title as does, and where to see more.
fn shortest(document: &Document, command: &str, limit: usize) -> String {
    let titles = [Length(60), Length(20)].map(|length| format!("# {}\n", heading(&escaped(&document.title, length))));
    let closing = closing_line("", command);
    let forms = titles.iter().map(|title| format!("{title}\n{closing}")).chain([closing.clone(), "…\n".to_owned()]);
    forms.into_iter().find(|form| form.len() <= limit).unwrap_or_default()
}

fn closing_line(what: &str, command: &str) -> String {
    let what = if what.is_empty() { "Most of this is not shown here." } else { what };
    match code(command, Length(200)) {
        command if command.is_empty() => format!("{what}\n"),
        command => format!("{what} {command} shows everything.\n"),
    }
}

/// When lines go: those that are folded away, those in sight of sections without tables, those of sections with tables,
/// and last of all rows of the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Folded,
    Words,
    Tables,
    Headline,
}

/// A document of which lines have been left out.
struct Excerpt<'document> {
    title: String,
    sections: Vec<Shown<'document>>,
    /// The length to which texts are cut, if any is longer.
    cut: Option<Length>,
    command: &'document str,
    /// The bytes of everything but the closing line.
    bytes: usize,
}

/// A section of which lines have been left out.
struct Shown<'document> {
    section: &'document Section,
    part: Part,
    /// How many rows, key figures or notes each of its blocks had.
    counts: Vec<usize>,
}

impl<'document> Excerpt<'document> {
    /// As much as fits, its texts cut to a length; none where the headline does not fit.
    fn fitting(
        document: &'document Document,
        whole: &str,
        length: Length,
        command: &'document str,
        limit: usize,
    ) -> Option<Excerpt<'document>> {
        let sections = document.sections.iter().map(|section| Shown::of(section, length)).collect();
        let mut excerpt = Excerpt { title: title(document, length), sections, cut: None, command, bytes: 0 };
        let body = excerpt.body();
        excerpt.bytes = body.len();
        excerpt.cut = (body != whole).then_some(length);
        [Turn::Folded, Turn::Words, Turn::Tables, Turn::Headline]
            .into_iter()
            .for_each(|turn| excerpt.leave_out(turn, limit));
        excerpt.fits(limit).then_some(excerpt)
    }

    fn fits(&self, limit: usize) -> bool {
        self.bytes <= limit && self.bytes + self.closing().len() <= limit
    }

    /// Takes lines from the end of the largest block of a turn, again and again, until the rest fits.
    fn leave_out(&mut self, turn: Turn, limit: usize) {
        let mut blocks: BinaryHeap<(usize, (usize, usize))> = self.blocks(turn).collect();
        while !self.fits(limit) {
            let Some((bytes, place)) = blocks.pop() else { return };
            let line = self.leave_out_line(place);
            if line > 0 {
                blocks.push((bytes.saturating_sub(line), place));
            }
        }
    }

    /// The blocks of a turn, each with its bytes and its place.
    fn blocks(&self, turn: Turn) -> impl Iterator<Item = (usize, (usize, usize))> {
        let sections = self.sections.iter().enumerate().filter(move |(index, shown)| shown.turn(*index) == turn);
        sections.flat_map(move |(section, shown)| {
            // Of the headline only rows go: its key figures and notes are what it is.
            let goes = move |lines: &Lines| turn != Turn::Headline || lines.kind == Kind::Rows;
            let blocks = shown.part.lines.iter().enumerate().filter(move |(_, lines)| goes(lines));
            blocks.map(move |(block, lines)| (bytes_of(lines), (section, block)))
        })
    }

    /// Leaves out the last line of a block, and what would stand around nothing; gives the bytes of the line.
    fn leave_out_line(&mut self, (section, block): (usize, usize)) -> usize {
        let Some(shown) = self.sections.get_mut(section) else { return 0 };
        let Some(lines) = shown.part.lines.get_mut(block) else { return 0 };
        let Some(line) = lines.lines.pop() else { return 0 };
        self.bytes -= line.text.len();
        if lines.lines.is_empty() {
            self.bytes -= lines.opening.len();
        }
        if shown.part.is_empty() {
            self.bytes -= shown.part.opening.len() + shown.part.closing.len();
        }
        line.text.len()
    }

    fn has_more_than_the_headline(&self) -> bool {
        let mut sections = self.sections.iter().enumerate();
        sections.any(|(index, shown)| shown.turn(index) != Turn::Headline && !shown.part.is_empty())
    }

    fn text(&self) -> String {
        self.body() + &self.closing()
    }

    /// Everything but the closing line.
    fn body(&self) -> String {
        let mut text = self.title.clone();
        self.sections.iter().for_each(|shown| shown.part.push_to(&mut text));
        text
    }

    /// What is left out.
    fn closing(&self) -> String {
        let left_out: Vec<String> = self.sections.iter().flat_map(Shown::left_out).collect();
        let (named, others) = left_out.split_at(left_out.len().min(NAMED));
        let mut list = named.join(", ");
        if !others.is_empty() {
            list.push_str(&format!(" and parts of {} more tables", grouped(others.len())));
        }
        let list = if list.is_empty() { list } else { format!("Not shown here: {list}.") };
        let cut = self.cut.map(|Length(length)| format!("Texts of more than {} characters are cut.", grouped(length)));
        let what: Vec<String> = [list].into_iter().chain(cut).filter(|what| !what.is_empty()).collect();
        format!("\n{}", closing_line(&what.join(" "), self.command))
    }
}

impl<'document> Shown<'document> {
    fn of(section: &'document Section, length: Length) -> Shown<'document> {
        let part = part(section, length);
        let counts = part.lines.iter().map(count).collect();
        Shown { section, part, counts }
    }

    /// When lines of it go.
    fn turn(&self, index: usize) -> Turn {
        match &self.section.heading {
            None if index == 0 => Turn::Headline,
            Some(Heading { fold: Fold::Folded, .. }) => Turn::Folded,
            Some(_) | None if self.section.blocks.iter().any(|block| matches!(block, Block::Table(_))) => Turn::Tables,
            Some(_) | None => Turn::Words,
        }
    }

    /// What is left out of it: `12 of 40 rows of Changed levels`.
    fn left_out(&self) -> Vec<String> {
        let name = self.section.heading.as_ref().map_or("", |heading| &heading.words);
        if self.part.is_empty() && !self.counts.is_empty() && !name.is_empty() {
            return vec![format!("all of {}", escaped(name, NAME))];
        }
        let blocks = self.section.blocks.iter().zip(&self.part.lines).zip(&self.counts);
        let cut = blocks.filter_map(|((block, lines), all)| {
            let left_out = all - count(lines);
            let (noun, name) = match block {
                Block::Table(table) => ("rows", table.caption.unwrap_or(name)),
                Block::Form(_) => ("lines", name),
                Block::Message(_) => ("sentences", name),
                Block::Chart(_) | Block::Journey(_) | Block::Picture(_) => ("lines", name),
                Block::Notes(_) => ("notes", name),
                Block::KeyFigures(_) => ("facts", name),
            };
            let place = if name.is_empty() { String::new() } else { format!(" of {}", escaped(name, NAME)) };
            (left_out > 0).then(|| format!("{} of {} {noun}{place}", grouped(left_out), grouped(*all)))
        });
        cut.collect()
    }
}

fn count(lines: &Lines) -> usize {
    lines.lines.iter().map(|line| line.count).sum()
}

fn bytes_of(lines: &Lines) -> usize {
    lines.lines.iter().map(|line| line.text.len()).sum::<usize>()
}
