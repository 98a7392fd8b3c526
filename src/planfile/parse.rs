//! The text of a plan file as a record; what is wrong with the file is told, never guessed around.

use super::digest::digest;
use super::errors;
use super::outcome_lines::Reading;
use super::quotes::split_outside;
use super::{END, FIRST_WORDS, GIVES, VERSION};
use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::model::facts::{Fact, Topic, unquoted};
use crate::record::Record;
use crate::source::{FileId, Span};

/// Whether a text is that of a plan file, of whatever version and in whatever state.
#[must_use]
pub fn is_plan_file(text: &str) -> bool {
    text.strip_prefix('\u{feff}').unwrap_or(text).starts_with(FIRST_WORDS)
}

/// Reads the text of a plan file; line ends of any kind are accepted.
///
/// # Errors
/// When it is of a newer version, truncated, full of conflict marks, edited by hand, or no plan file at all.
pub fn parse(file: FileId, text: &str) -> Result<Record, Box<Diagnostic>> {
    let lines = Lines { file, lines: lines_of(text) };
    lines.head()?;
    lines.conflicts()?;
    lines.end()?;
    let (says, gives) = lines.parts()?;
    lines.digests(says, gives)?;
    let record = read(&lines, says, gives)?;
    Ok(record)
}

/// A line and where it begins in the file.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: u32,
}

fn lines_of(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        let mark = if start == 0 { line.len() - line.trim_start_matches('\u{feff}').len() } else { 0 };
        lines.push(Line { text: line.get(mark..).unwrap_or(line), start: start + offset(mark) });
        start += offset(raw.len());
    }
    lines
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

struct Lines<'a> {
    file: FileId,
    lines: Vec<Line<'a>>,
}

/// The lines of one part.
type Part<'a, 'l> = &'l [Line<'a>];

impl<'a> Lines<'a> {
    fn span(&self, line: Line<'_>) -> Span {
        Span::new(self.file, line.start, line.start.saturating_add(offset(line.text.len())))
    }

    fn start(&self) -> Span {
        Span::new(self.file, 0, 0)
    }

    fn last(&self) -> Span {
        self.lines.iter().rfind(|line| !line.text.is_empty()).map_or(self.start(), |line| self.span(*line))
    }

    fn head(&self) -> Result<(), Box<Diagnostic>> {
        let Some(first) = self.lines.first() else { return Err(errors::no_plan_file(self.start())) };
        let version = first.text.strip_prefix(FIRST_WORDS).map(str::parse::<u32>);
        match version {
            Some(Ok(VERSION)) => Ok(()),
            Some(Ok(version)) if version > VERSION => Err(errors::newer_version(self.span(*first), version)),
            Some(_) | None => Err(errors::no_plan_file(self.span(*first))),
        }
    }

    /// Marks that git leaves where two changes meet.
    fn conflicts(&self) -> Result<(), Box<Diagnostic>> {
        let is_mark =
            |line: &&Line<'_>| ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|mark| line.text.starts_with(mark));
        match self.lines.iter().find(is_mark) {
            Some(line) => Err(errors::conflicted(self.span(*line))),
            None => Ok(()),
        }
    }

    fn end(&self) -> Result<(), Box<Diagnostic>> {
        let last = self.lines.iter().rfind(|line| !line.text.is_empty());
        match last {
            Some(line) if line.text == END => Ok(()),
            _ => Err(errors::truncated(self.last())),
        }
    }

    /// What the plan says, and what it comes to: the two parts between the head and the end.
    fn parts<'l>(&'l self) -> Result<(Part<'a, 'l>, Part<'a, 'l>), Box<Diagnostic>> {
        let body = self.lines.get(4..).unwrap_or(&[]);
        let Some(middle) = body.iter().position(|line| line.text.is_empty()) else {
            return Err(errors::truncated(self.last()));
        };
        let (says, rest) = body.split_at(middle);
        let rest = rest.get(1..).unwrap_or(&[]);
        let end = rest.iter().position(|line| line.text.is_empty()).unwrap_or(rest.len());
        let (gives, tail) = rest.split_at(end);
        // No digest covers what stands between the parts: nothing may.
        let between = self.lines.get(3..4).unwrap_or(&[]).iter().chain(tail).filter(|line| !line.text.is_empty());
        match between.into_iter().find(|line| line.text != END) {
            Some(line) => Err(errors::edited(self.span(*line))),
            None => Ok((says, gives)),
        }
    }

    fn digests(&self, says: Part<'_, '_>, gives: Part<'_, '_>) -> Result<(), Box<Diagnostic>> {
        for (index, word, part) in [(1, "says ", says), (2, "gives ", gives)] {
            let stated = self.lines.get(index).and_then(|line| line.text.strip_prefix(word));
            if stated != Some(digest(&text_of(part)).as_str()) {
                let place = self.lines.get(index).map_or(self.start(), |line| self.span(*line));
                return Err(errors::edited(place));
            }
        }
        Ok(())
    }
}

fn text_of(part: Part<'_, '_>) -> String {
    let mut text = String::new();
    for line in part {
        text.push_str(line.text);
        text.push('\n');
    }
    text
}

fn read(lines: &Lines<'_>, says: Part<'_, '_>, gives: Part<'_, '_>) -> Result<Record, Box<Diagnostic>> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut identity = String::new();
    for line in says {
        let read = match fact_of(line.text, &identity, topics.last_mut()) {
            Some(read) => read,
            None => topic_of(line.text).map(|topic| {
                identity = topic.identity();
                topics.push(topic);
            }),
        };
        read.ok_or_else(|| errors::unreadable_line(lines.span(*line)))?;
    }
    let mut reading = Reading::new();
    for line in gives {
        let read = line.text.strip_prefix(GIVES).and_then(|text| reading.line(text));
        read.ok_or_else(|| errors::unreadable_line(lines.span(*line)))?;
    }
    let outcome = reading.finish().ok_or_else(|| errors::truncated(lines.last()))?;
    Ok(Record { topics, outcome })
}

/// Reads a line about the declaration above it; nothing where it is about another.
fn fact_of(line: &str, identity: &str, topic: Option<&mut Topic>) -> Option<Option<()>> {
    let topic = topic?;
    let rest = line.strip_prefix(identity)?;
    if let Some(item) = rest.strip_prefix(" > ") {
        let (key, value) = item.split_once(' ').unwrap_or((item, ""));
        topic.items.push(Fact { key: key.to_owned(), value: value.to_owned() });
        return Some(Some(()));
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let (key, value) = split_outside(rest, ": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?;
    topic.facts.push(Fact { key: key.to_owned(), value: value.to_owned() });
    Some(Some(()))
}

/// `package faster_help "Answer within the hour"`
pub(super) fn topic_of(line: &str) -> Option<Topic> {
    let (keyword, rest) = line.split_once(' ').unwrap_or((line, ""));
    let kind = Kind::from_keyword(keyword)?;
    let (name, title) = match split_outside(rest, " ") {
        Some((name, title)) if is_named(kind) => (name, Some(unquoted(title)?)),
        _ => (rest, None),
    };
    Some(Topic { kind, name: name.to_owned(), title, facts: Vec::new(), items: Vec::new() })
}

/// Whether the title of a declaration is not part of what tells it from others.
fn is_named(kind: Kind) -> bool {
    use crate::model::schema::HeadShape;
    matches!(kind.schema().head, HeadShape::Named | HeadShape::MaybeNamed)
}
