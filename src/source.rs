//! Source files and places in them: takes paths and texts, gives spans that know their file, line and column.

use std::num::NonZeroU32;
use std::sync::Arc;

/// One file of a plan, by its place in [`Sources`]; kept one higher, so that a place that may be missing is no larger than one
/// that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(NonZeroU32);

impl Default for FileId {
    /// The first file.
    fn default() -> FileId {
        FileId(NonZeroU32::MIN)
    }
}

impl FileId {
    /// The id of the file at `index` of [`Sources`].
    #[must_use]
    pub fn new(index: usize) -> FileId {
        FileId(NonZeroU32::MIN.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The place of the file in [`Sources`].
    #[must_use]
    pub fn index(self) -> usize {
        (self.0.get() - 1) as usize
    }
}

/// A stretch of bytes of one file; `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end: end.max(start) }
    }

    /// The smallest span that holds both; they are of one file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span just before this one.
    #[must_use]
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// The empty span just after this one.
    #[must_use]
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }
}

/// A line and a column, both counted from one; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A file in the plan's folder.
    Folder,
    /// Somewhere else, such as the command line: its path is a name.
    Elsewhere,
}

/// One file: its path as shown to people, its text, and where its lines begin.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: String,
    origin: Origin,
    text: Arc<str>,
    line_starts: Vec<u32>,
}

impl SourceFile {
    fn new(path: String, text: Arc<str>, origin: Origin) -> SourceFile {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let line_starts =
            std::iter::once(0).chain(ends.map(|end| u32::try_from(end).unwrap_or(u32::MAX) + 1)).collect();
        SourceFile { path, origin, text, line_starts }
    }

    /// The path as shown to people: relative to the plan's folder, with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of lines.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The index, from zero, of the line that holds a byte.
    #[must_use]
    pub fn line_index(&self, byte: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The bytes of a line (counted from zero) without its line end.
    #[must_use]
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let length = self.text.len();
        let start = self.line_starts.get(line).map_or(length, |start| *start as usize);
        let next = self.line_starts.get(line + 1).map_or(length, |next| *next as usize);
        let text = self.text.get(start..next).unwrap_or("");
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let line = self.line_index(byte);
        let start = self.line_starts.get(line).map_or(0, |start| *start as usize);
        let before = self.text.get(start..(byte as usize).min(self.text.len())).unwrap_or("");
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

/// All files of a plan, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    base: String,
}

impl Sources {
    /// No files yet.
    #[must_use]
    pub fn new() -> Sources {
        Sources::default()
    }

    /// One file from memory.
    #[must_use]
    pub fn single(path: &str, text: &str) -> Sources {
        let mut sources = Sources::new();
        sources.add(path, text);
        sources
    }

    /// Adds a file and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(path.into(), text.into(), Origin::Folder)
    }

    /// Adds a text that is no file of the plan's folder, under a name that tells people where it comes from.
    pub fn add_from_elsewhere(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(name.into(), text.into(), Origin::Elsewhere)
    }

    fn push(&mut self, path: String, text: Arc<str>, origin: Origin) -> FileId {
        self.files.push(SourceFile::new(path, text, origin));
        FileId::new(self.files.len() - 1)
    }

    /// Says how the plan's folder is reached from where the user stands: empty, or ending in `/`.
    pub fn set_base(&mut self, base: impl Into<String>) {
        self.base = base.into();
    }

    /// The path of a file from where the user stands, so that a terminal or a review can open it.
    #[must_use]
    pub fn path_from_here(&self, file: FileId) -> String {
        self.get(file).map_or_else(String::new, |source| match source.origin {
            Origin::Folder => format!("{}{}", self.base, source.path),
            Origin::Elsewhere => source.path.clone(),
        })
    }

    /// Puts a new text in the place of a file's old one.
    pub fn replace(&mut self, file: FileId, text: impl Into<Arc<str>>) {
        if let Some(source) = self.files.get_mut(file.index()) {
            *source = SourceFile::new(std::mem::take(&mut source.path), text.into(), source.origin);
        }
    }

    /// The files with their ids, in order.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId::new(index), file))
    }

    /// A file, if the id is one of these sources.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.index())
    }

    /// The text of a span; empty where it lies outside its file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// What is written in a span, on one line and without its comments.
    #[must_use]
    pub fn one_line(&self, span: Span) -> String {
        one_line(self.slice(span))
    }

    /// The bytes of all files together.
    #[must_use]
    pub fn total_bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }
}

/// A piece of a plan on one line: comments go, blanks outside of texts come together, and none stand inside brackets.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let (mut is_quoted, mut is_escaped, mut is_comment) = (false, false, false);
    for letter in text.chars() {
        is_comment &= letter != '\n';
        if is_comment {
            continue;
        }
        if !is_quoted && letter == '#' {
            is_comment = true;
        } else if !is_quoted && letter.is_whitespace() {
            if !line.ends_with([' ', '(', '[']) {
                line.push(' ');
            }
        } else {
            if !is_quoted && matches!(letter, ')' | ']') && line.ends_with(' ') {
                line.pop();
            }
            is_quoted ^= letter == '"' && !is_escaped;
            is_escaped = is_quoted && letter == '\\' && !is_escaped;
            line.push(letter);
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_piece_of_a_plan_stands_on_one_line() {
        for (written, line) in [
            ("(csat >= 75%# ask the board\n\tand  mean(csat) >= 72%\n)", "(csat >= 75% and mean(csat) >= 72%)"),
            ("\"a # b  (c )\"  # d", "\"a # b  (c )\""),
            ("[\n  a, # one\n  b,\n]", "[a, b,]"),
            ("\"a \\\" # b\" # c", "\"a \\\" # b\""),
        ] {
            assert_eq!(super::one_line(written), line, "{written}");
        }
    }
}
