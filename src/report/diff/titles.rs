//! A comparison for people: takes its document, gives it with titles where names lead, months and units in words. Who reads a page
//! knows what things are called, not how a plan names them.

use std::collections::BTreeMap;

use crate::diff::Record;
use crate::model::Kind;
use crate::model::facts::Topic;
use crate::quantity::Period;
use crate::report::dates;
use crate::report::document::{Block, Cell, Document, Name, Row, Section, Sentence, Table};

/// The document with titles.
pub(super) fn in_titles(mut document: Document, before: &Record, after: &Record) -> Document {
    let titles = Titles::of(before, after);
    document.sections.iter_mut().for_each(|section| titles.section(section));
    document
}

/// What things are called, in the later plan or else in the earlier.
struct Titles<'run> {
    topics: BTreeMap<(Kind, &'run str), &'run Topic>,
    /// How many levels each package has.
    levels: BTreeMap<&'run str, usize>,
    fiscal_start: u8,
}

impl<'run> Titles<'run> {
    fn of(before: &'run Record, after: &'run Record) -> Titles<'run> {
        let both = || before.topics.iter().chain(&after.topics);
        let topics: BTreeMap<(Kind, &str), &Topic> = both().map(|topic| ((topic.kind, topic.name()), topic)).collect();
        let mut levels: BTreeMap<&str, usize> = BTreeMap::new();
        for ((kind, _), topic) in &topics {
            if *kind == Kind::Level {
                *levels.entry(topic.outer.as_str()).or_default() += 1;
            }
        }
        let starts = after.plan().and_then(|plan| plan.fact("fiscal_year_starts")).map(crate::model::facts::Fact::says);
        let fiscal_start = starts.and_then(|starts| starts.parse().ok()).unwrap_or(1);
        Titles { topics, levels, fiscal_start }
    }

    /// The title; of a level behind that of its package, unless it is its only one.
    fn title(&self, kind: Kind, name: &str) -> Option<String> {
        let topic = self.topics.get(&(kind, name))?;
        let own = topic.title.as_deref().unwrap_or(name);
        let package = self.topics.get(&(Kind::Package, topic.outer.as_str())).filter(|_| kind == Kind::Level);
        let Some(package) = package else { return Some(own.to_owned()) };
        let package = package.title.as_deref().unwrap_or(package.name());
        if self.levels.get(topic.outer.as_str()) == Some(&1) {
            return Some(package.to_owned());
        }
        let level = topic.title.as_deref().or_else(|| name.rsplit_once('.').map(|(_, level)| level)).unwrap_or(name);
        Some(format!("{package}: {level}"))
    }

    fn section(&self, section: &mut Section) {
        if let Some(heading) = &mut section.heading
            && let Some(words) = self.month_in_words(&heading.words)
        {
            heading.words = words.into();
        }
        for block in &mut section.blocks {
            match block {
                Block::Table(table) => self.table(table),
                Block::Notes(notes) | Block::Message(notes) => {
                    for note in notes {
                        if let Sentence::Plain(words) = &mut note.sentence {
                            *words = self.sentence(words);
                        }
                    }
                }
                Block::KeyFigures(key_figures) => {
                    for key_figure in key_figures {
                        if let Cell::Path(path) = &key_figure.value
                            && let Some(title) = self.title(Kind::Level, path)
                        {
                            key_figure.value = Cell::text(title);
                        }
                        key_figure.comment = self.sentence(&key_figure.comment);
                    }
                }
                Block::Form(_) | Block::Chart(_) | Block::Journey(_) | Block::Picture(_) => {}
            }
        }
    }

    /// `KPIs in December 2027`
    fn month_in_words(&self, heading: &str) -> Option<String> {
        let (words, month) = heading.rsplit_once(' ')?;
        let (first, last) = Period::parse(month).ok()?.months(self.fiscal_start);
        Some(format!("{words} {}", dates::words(first, last)))
    }

    fn table(&self, table: &mut Table) {
        for (place, column) in table.columns.iter().enumerate() {
            let kind = Kind::from_keyword(&column.key);
            for row in &mut table.rows {
                let Row::Cells(cells) = row else { continue };
                let Some(cell) = cells.get_mut(place) else { continue };
                match (cell.clone(), kind, column.key.as_ref()) {
                    (Cell::Path(path), Some(kind), _) => {
                        if let Some(title) = self.title(kind, &path) {
                            *cell = Cell::Known(Name { kind: kind.keyword(), path }, title);
                        }
                    }
                    (Cell::Text(unit), _, "unit") => *cell = Cell::text(self.several(&unit)),
                    (Cell::Text(identity), _, "declaration") => *cell = Cell::text(self.declared(&identity)),
                    _ => {}
                }
            }
        }
    }

    /// `level Alpha: One` of `level a.one`
    fn declared(&self, identity: &str) -> String {
        let known = identity.split_once(' ').and_then(|(word, name)| {
            let title = self.title(Kind::from_keyword(word)?, name)?;
            Some(format!("{word} {title}"))
        });
        known.unwrap_or_else(|| identity.to_owned())
    }

    /// `hours` of `hour`
    fn several(&self, unit: &str) -> String {
        let (one, per) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
        if one.is_empty() || !one.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') {
            return unit.to_owned();
        }
        let declared = self.topics.get(&(Kind::Unit, one)).and_then(|topic| topic.fact("plural"));
        let many = declared.map_or_else(|| format!("{one}s"), crate::model::facts::Fact::says);
        format!("{many}{per}")
    }

    /// A sentence with the titles of levels, whose paths have a dot that no other word has, and of the KPI that it begins with.
    fn sentence(&self, words: &str) -> String {
        let is_of_name =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '.');
        let mut shown = String::with_capacity(words.len());
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let length = if is_of_name(first) {
                rest.find(|letter: char| !is_of_name(letter)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (piece, behind) = rest.split_at(length);
            let kind =
                if piece.contains('.') { Some(Kind::Level) } else { Some(Kind::Kpi).filter(|_| shown.is_empty()) };
            match kind.and_then(|kind| self.title(kind, piece)) {
                Some(title) => shown.push_str(&format!("“{title}”")),
                None => shown.push_str(piece),
            }
            rest = behind;
        }
        shown
    }
}
