//! The text of a plan file as an outcome; what is wrong with the file is told, never guessed around.

use super::errors;
use super::text::{END, FIRST_WORDS, VERSION, lines};
use crate::diagnostic::Diagnostic;
use crate::outcome::{Outcome, PlanFileLine};
use crate::source::{FileId, Span};

/// Whether a text is that of a plan file, of whatever version and in whatever state.
#[must_use]
pub fn is_plan_file(text: &str) -> bool {
    text.strip_prefix('\u{feff}').unwrap_or(text).starts_with(FIRST_WORDS)
}

/// The version of a plan file that an older zbb wrote.
#[must_use]
pub fn stale_version(text: &str) -> Option<u32> {
    let first = lines(text).next()?;
    first.strip_prefix(FIRST_WORDS)?.parse().ok().filter(|version| (1..VERSION).contains(version))
}

/// Reads the text of a plan file; line ends of any kind are accepted, and lines in any order.
///
/// # Errors
/// When it is of another version, truncated, full of conflict marks, or no plan file at all.
pub fn parse(file: FileId, text: &str) -> Result<Outcome, Box<Diagnostic>> {
    let lines = Lines { file, lines: lines_of(text) };
    let read = lines.body()?;
    Outcome::read(&read).map_err(|place| match lines.lines.get(place + 1) {
        Some(line) if place < read.len() => errors::unreadable_line(lines.span(*line)),
        _ => errors::no_currency(lines.last()),
    })
}

/// The lines between the first and the last.
pub(super) fn body(file: FileId, text: &str) -> Result<Vec<PlanFileLine>, Box<Diagnostic>> {
    Lines { file, lines: lines_of(text) }.body()
}

/// A line and where it begins in the file.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a str,
    start: u32,
}

fn lines_of(text: &str) -> Vec<Place<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        let mark = if start == 0 { line.len() - line.trim_start_matches('\u{feff}').len() } else { 0 };
        lines.push(Place { text: line.get(mark..).unwrap_or(line), start: start + offset(mark) });
        start += offset(raw.len());
    }
    lines
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

struct Lines<'a> {
    file: FileId,
    lines: Vec<Place<'a>>,
}

impl<'a> Lines<'a> {
    fn span(&self, line: Place<'_>) -> Span {
        Span::new(self.file, line.start, line.start + offset(line.text.len()))
    }

    fn last(&self) -> Span {
        self.lines.last().map_or(Span::new(self.file, 0, 0), |line| self.span(*line))
    }

    fn body(&self) -> Result<Vec<PlanFileLine>, Box<Diagnostic>> {
        // A mark may stand above the first line.
        self.conflicts()?;
        self.head()?;
        let lines = self.end()?;
        lines
            .iter()
            .map(|line| PlanFileLine::read(line.text).ok_or_else(|| errors::unreadable_line(self.span(*line))))
            .collect()
    }

    fn head(&self) -> Result<(), Box<Diagnostic>> {
        let Some(first) = self.lines.first() else {
            return Err(errors::no_plan_file(Span::new(self.file, 0, 0)));
        };
        let version = first.text.strip_prefix(FIRST_WORDS).and_then(|version| version.parse::<u32>().ok());
        match version {
            Some(VERSION) => Ok(()),
            Some(version) if version > VERSION => Err(errors::newer_version(self.span(*first), version)),
            Some(version @ 1..) => Err(errors::older_version(self.span(*first), version)),
            Some(0) | None => Err(errors::no_plan_file(self.span(*first))),
        }
    }

    /// Marks that git leaves where two changes meet; only in what is a plan file otherwise.
    fn conflicts(&self) -> Result<(), Box<Diagnostic>> {
        let is_mark =
            |line: &&Place<'_>| ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|mark| line.text.starts_with(mark));
        let is_plan_file = self.lines.iter().any(|line| line.text.starts_with(FIRST_WORDS));
        match self.lines.iter().find(is_mark).filter(|_| is_plan_file) {
            Some(line) => Err(errors::conflicted(self.span(*line))),
            None => Ok(()),
        }
    }

    /// What stands above the last line.
    fn end(&self) -> Result<&[Place<'a>], Box<Diagnostic>> {
        let last = self.lines.iter().rposition(|line| !line.text.is_empty()).unwrap_or(0);
        match self.lines.get(last) {
            Some(line) if line.text == END => Ok(self.lines.get(1..last).unwrap_or(&[])),
            _ => Err(errors::truncated(self.last())),
        }
    }
}
