//! The lines around a finding: takes a finding, gives a small text of just the lines that matter, in every file it
//! points at, for miette to draw on. miette scans the source it is given for each finding and measures it in bytes;
//! on an excerpt both cost nothing, and what is dangerous in the lines is made visible before miette sees it.

use super::place::{Locator, fitted};
use super::window::{Room, Window};
use super::{Diagnostic, Label};
use crate::source::{FileId, SourceFile, Sources};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::collections::BTreeSet;
use std::ops::Range;

/// Other places drawn at most; a loop of names can have hundreds.
pub(super) const OTHER_PLACES: usize = 10;

/// A label over more lines than this is drawn on its first line only.
const TALLEST: usize = 6;

/// The lines around a finding as one text.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    /// In order of `start`; neighbours within a block are neighbours in their file.
    rows: Vec<Row>,
    marks: Vec<Mark>,
    /// The path of each file shown.
    paths: Vec<String>,
    blocks: usize,
}

/// One line of a file, at `start` of the excerpt.
#[derive(Debug)]
struct Row {
    start: usize,
    path: usize,
    block: usize,
    line: usize,
}

/// A label at `bytes` of the excerpt; `column` is the one in the file, counted from zero.
#[derive(Debug)]
struct Mark {
    bytes: Range<usize>,
    text: String,
    is_primary: bool,
    column: usize,
}

/// A label within its file.
struct Piece<'a> {
    label: &'a Label,
    is_primary: bool,
    bytes: Range<usize>,
    first_line: usize,
    last_line: usize,
}

impl Excerpt {
    /// The lines around every label of a finding, those of the primary one's file first.
    pub(super) fn new(locator: &mut Locator<'_>, diagnostic: &Diagnostic, sources: &Sources, room: Room) -> Excerpt {
        let mut excerpt = Excerpt::default();
        for id in files_of(diagnostic) {
            if let Some(file) = sources.get(id) {
                excerpt.paths.push(super::text::visible(&sources.path_from_here(id)).into_owned());
                excerpt.add_file(locator, file, &pieces(diagnostic, id, file), room);
            }
        }
        excerpt
    }

    /// The labels, at their places in the excerpt.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.bytes.start, mark.bytes.len());
            match mark.is_primary {
                true => LabeledSpan::new_primary_with_span(text, span),
                false => LabeledSpan::new_with_span(text, span),
            }
        })
    }

    fn add_file(&mut self, locator: &mut Locator<'_>, file: &SourceFile, pieces: &[Piece<'_>], room: Room) {
        let mut windows = Vec::new();
        for line in lines_around(file, pieces) {
            let bytes = file.line_range(line);
            let text = file.text().get(bytes.clone()).unwrap_or("");
            let window = Window::new(text, anchor(pieces, line, bytes.start), room);
            let start = self.add_row(line, &window.text());
            windows.push((line, bytes.start, start, window));
        }
        let place = |line: usize, byte: usize| {
            let found = windows.iter().find(|(of_window, ..)| *of_window == line);
            found.map_or(0, |(_, line_start, start, window)| start + window.offset(byte.saturating_sub(*line_start)))
        };
        self.marks.extend(pieces.iter().map(|piece| Mark {
            bytes: place(piece.first_line, piece.bytes.start)..place(piece.last_line, piece.bytes.end),
            text: super::text::visible(&piece.label.text).into_owned(),
            is_primary: piece.is_primary,
            column: locator.place(piece.label.span).start.column - 1,
        }));
    }

    fn add_row(&mut self, line: usize, text: &str) -> usize {
        let path = self.paths.len() - 1;
        let goes_on = self.rows.last().is_some_and(|row| row.path == path && row.line + 1 == line);
        self.blocks += usize::from(!goes_on);
        let start = self.text.len();
        self.rows.push(Row { start, path, block: self.blocks, line });
        self.text.push_str(text);
        self.text.push('\n');
        start
    }

    fn row_at(&self, byte: usize) -> Option<(usize, &Row)> {
        let index = self.rows.partition_point(|row| row.start <= byte).checked_sub(1)?;
        Some((index, self.rows.get(index)?))
    }

    fn row_of_block(&self, index: usize, block: usize) -> Option<&Row> {
        self.rows.get(index).filter(|row| row.block == block)
    }

    /// The column of the label that begins at a byte of the excerpt, which miette prints in the header.
    fn column_at(&self, byte: usize) -> usize {
        self.marks.iter().find(|mark| mark.bytes.start == byte).map_or(0, |mark| mark.column)
    }
}

impl SourceCode for Excerpt {
    /// miette asks without context lines only to print line and column of a label.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (first, first_row) = self.row_at(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let (last, last_row) = self.row_at(span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        if first_row.block != last_row.block {
            return Err(MietteError::OutOfBounds);
        }
        let top = (0..=before.min(first)).rev().find_map(|up| self.row_of_block(first - up, first_row.block));
        let top = top.unwrap_or(first_row);
        let height = (0..=after).take_while(|down| self.row_of_block(last + down, first_row.block).is_some()).count();
        let end = self.rows.get(last + height).map_or(self.text.len(), |row| row.start);
        let text = self.text.get(top.start..end).unwrap_or("");
        Ok(Box::new(MietteSpanContents::new_named(
            self.paths.get(first_row.path).cloned().unwrap_or_default(),
            text.as_bytes(),
            (top.start, text.len()).into(),
            top.line,
            if before == 0 { self.column_at(span.offset()) } else { 0 },
            last_row.line + height - top.line,
        )))
    }
}

/// The files a finding points at, that of the primary label first, each once.
fn files_of(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.primary.span.file];
    for label in diagnostic.secondary.iter().take(OTHER_PLACES) {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn pieces<'a>(diagnostic: &'a Diagnostic, id: FileId, file: &SourceFile) -> Vec<Piece<'a>> {
    let others = diagnostic.secondary.iter().take(OTHER_PLACES).map(|label| (label, false));
    let labels = std::iter::once((&diagnostic.primary, true)).chain(others);
    labels
        .filter(|(label, _)| label.span.file == id)
        .map(|(label, is_primary)| piece(label, is_primary, file))
        .collect()
}

fn piece<'a>(label: &'a Label, is_primary: bool, file: &SourceFile) -> Piece<'a> {
    let mut bytes = fitted(file.text(), label.span);
    let labelled = file.text().get(bytes.clone()).unwrap_or("");
    bytes.end = bytes.start + labelled.trim_end_matches(['\n', '\r']).len();
    let line_at = |byte: usize| file.line_index(u32::try_from(byte).unwrap_or(u32::MAX));
    let (first_line, mut last_line) = (line_at(bytes.start), line_at(bytes.end));
    if last_line - first_line >= TALLEST {
        last_line = first_line;
        bytes.end = file.line_range(first_line).end.max(bytes.start);
    }
    Piece { label, is_primary, bytes, first_line, last_line }
}

/// The lines of the labels and one on either side, but not the nothing after the last line end.
fn lines_around(file: &SourceFile, pieces: &[Piece<'_>]) -> BTreeSet<usize> {
    let last = file.line_count() - 1;
    let end = if file.line_range(last).is_empty() { last.saturating_sub(1) } else { last };
    let around = |piece: &Piece<'_>| {
        let below = (piece.last_line + 1).min(end).max(piece.last_line);
        piece.first_line.saturating_sub(1)..=below
    };
    pieces.iter().flat_map(around).collect()
}

/// The byte of a line that must be seen: the first label's on it, the primary one's before others.
fn anchor(pieces: &[Piece<'_>], line: usize, line_start: usize) -> usize {
    let here = pieces.iter().find(|piece| piece.first_line == line);
    here.map_or(0, |piece| piece.bytes.start.saturating_sub(line_start))
}
