//! Where a span lies, as every format needs it: takes a span, gives its path, bytes, lines and columns. A span that
//! does not fit its file is drawn in to it.

use crate::source::{FileId, SourceFile, Sources, Span};
use std::ops::Range;

/// One end of a place: everything is counted from one, except the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The byte, counted from zero.
    pub byte: usize,
    /// The line.
    pub line: usize,
    /// The column in characters.
    pub column: usize,
    /// The column in UTF-16 units, which editors count.
    pub utf16_column: usize,
}

const FILE_START: Spot = Spot { byte: 0, line: 1, column: 1, utf16_column: 1 };

/// A stretch of a file; `end` is the spot after its last character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path, from where the user stands.
    pub path: String,
    /// Where it begins.
    pub start: Spot,
    /// Where it ends.
    pub end: Spot,
}

/// Finds places. It remembers the last one, so that thousands of findings in order, all on one endless line, still
/// take linear time.
#[derive(Debug)]
pub struct Locator<'a> {
    sources: &'a Sources,
    last: Option<(FileId, Spot)>,
}

impl<'a> Locator<'a> {
    /// Finds places in these sources.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Locator<'a> {
        Locator { sources, last: None }
    }

    /// The place of a span.
    pub fn place(&mut self, span: Span) -> Location {
        let path = self.sources.path_from_here(span.file);
        let Some(file) = self.sources.get(span.file) else {
            return Location { path, start: FILE_START, end: FILE_START };
        };
        let bytes = fitted(file.text(), span);
        let start = self.spot(span.file, file, bytes.start);
        let end = self.spot(span.file, file, bytes.end);
        self.last = Some((span.file, start));
        Location { path, start, end }
    }

    fn spot(&mut self, id: FileId, file: &SourceFile, byte: usize) -> Spot {
        let line = file.line_index(u32::try_from(byte).unwrap_or(u32::MAX));
        let line_start = Spot { byte: file.line_range(line).start, line: line + 1, ..FILE_START };
        let known = self.last.filter(|(file, spot)| *file == id && spot.line == line + 1 && spot.byte <= byte);
        let mut spot = known.map_or(line_start, |(_, spot)| spot);
        for character in file.text().get(spot.byte..byte).unwrap_or("").chars() {
            spot.column += 1;
            spot.utf16_column += character.len_utf16();
        }
        spot.byte = byte;
        self.last = Some((id, spot));
        spot
    }
}

/// The bytes of a span within its text, widened to whole characters and cut at the end of the text.
#[must_use]
pub fn fitted(text: &str, span: Span) -> Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::{Locator, fitted};
    use crate::source::{FileId, Sources, Span};

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let sources = Sources::single("plan.zbb", "one\né😀x\n");
        let mut locator = Locator::new(&sources);
        let place = locator.place(Span::new(FileId::new(0), 10, 11));
        assert_eq!((place.start.line, place.start.column, place.start.utf16_column), (2, 3, 4));
        let earlier = locator.place(Span::new(FileId::new(0), 4, 6));
        assert_eq!((earlier.start.column, earlier.end.column), (1, 2));
    }

    #[test]
    fn spans_are_drawn_in() {
        let file = FileId::new(0);
        assert_eq!(fitted("é", Span::new(file, 1, 1)), 0..2);
        assert_eq!(fitted("ab", Span::new(file, 9, 12)), 2..2);
    }
}
