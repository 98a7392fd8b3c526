//! Rows of a text with a delimiter: takes blocks of whole lines, gives the rows below the header as `csv` reads them, with
//! their lines.
//!
//! Nearly all lines of a ledger have no quotation mark, and then delimiters and ends of lines are all there is to find. A
//! line with one is read by `csv_core`, to where its row ends; what such a row says is put down as a line without marks
//! would say it, so that both are one row to whoever compares them.

use std::io;
use std::mem;
use std::ops::Range;

use super::blocks::{Block, Blocks, bounded};
use super::marks::Marks;
use super::quoted::Quoted;

/// A row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// The line it begins in.
    pub line: u64,
    /// Its cells, with a delimiter between two.
    pub bytes: &'a [u8],
    /// Where each cell ends.
    ends: &'a [u32],
}

impl<'a> Row<'a> {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; nothing is in one that is not there.
    pub(super) fn cell(&self, column: usize) -> &'a [u8] {
        let before = column.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |end| *end as usize + 1);
        self.ends.get(column).and_then(|end| self.bytes.get(start..*end as usize)).unwrap_or_default()
    }

    /// All of them.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// Whether nothing is in any of them.
    fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim_ascii().is_empty())
    }
}

/// Rows that stand in one block, with the text they are in.
#[derive(Debug, Default)]
pub(super) struct Rows {
    text: Vec<u8>,
    /// Rows with quotation marks, as they are put down.
    written: Vec<u8>,
    places: Vec<Place>,
    /// Where the cells of all rows end, each counted from where its row begins.
    ends: Vec<u32>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: u64,
    start: usize,
    length: usize,
    /// How many cells stand before it, and in it.
    cells: [usize; 2],
    is_written: bool,
}

impl Rows {
    /// The rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.places.iter().map(|place| self.row(place))
    }

    fn row(&self, place: &Place) -> Row<'_> {
        let text = if place.is_written { &self.written } else { &self.text };
        let [before, cells] = place.cells;
        Row {
            line: place.line,
            bytes: text.get(place.start..place.start + place.length).unwrap_or_default(),
            ends: self.ends.get(before..before + cells).unwrap_or_default(),
        }
    }

    /// Room for other rows, and for another block.
    fn cleared(&mut self) -> Vec<u8> {
        self.written.clear();
        self.places.clear();
        self.ends.clear();
        mem::take(&mut self.text)
    }
}

/// What parts blocks into rows.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: u8,
    marks: Marks,
    line: u64,
    /// Whether the header is still to come.
    is_header: bool,
    /// Whether the last byte was a carriage return, so that a line feed belongs to it.
    returned: bool,
    quoted: Quoted,
    /// What came of a row whose quotation mark no block has closed yet.
    carried: Vec<u8>,
}

impl Splitter {
    /// Parts what begins with a header, in a line counted from one.
    pub(super) fn of(delimiter: u8, line: u64) -> Splitter {
        Splitter {
            delimiter,
            marks: Marks::of(delimiter),
            line,
            is_header: true,
            returned: false,
            quoted: Quoted::of(delimiter),
            carried: Vec::new(),
        }
    }

    /// Every row that ends in a block, but for those with nothing in them.
    ///
    /// # Errors
    /// When a quotation mark is left open for too long.
    pub(super) fn split(&mut self, rows: &mut Rows, block: Block) -> io::Result<()> {
        let is_last = block.is_last;
        let text = self.with_carried(block);
        let mut start = 0;
        while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            let mark = memchr::memchr(b'"', rest);
            let before = rest.get(..mark.unwrap_or(rest.len())).unwrap_or_default();
            let lines = match mark {
                Some(_) => memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1),
                None => rest.len(),
            };
            self.plain(rows, &text, start..start + lines);
            start += lines;
            if mark.is_none() {
                break;
            }
            let rest = text.get(start..).unwrap_or_default();
            let Some(length) = self.marked(rows, rest, is_last) else {
                bounded(rest.len())?;
                self.carried.extend_from_slice(rest);
                break;
            };
            start += length;
        }
        rows.text = text;
        Ok(())
    }

    fn with_carried(&mut self, block: Block) -> Vec<u8> {
        if self.carried.is_empty() {
            return block.into_text();
        }
        let mut text = mem::take(&mut self.carried);
        text.extend_from_slice(&block.into_text());
        text
    }

    /// Lines without a quotation mark.
    fn plain(&mut self, rows: &mut Rows, text: &[u8], lines: Range<usize>) {
        let mut start = lines.start;
        let mut before = rows.ends.len();
        self.marks.each(text.get(lines.clone()).unwrap_or_default(), |place, mark| {
            let place = lines.start + place;
            if mark == self.delimiter {
                rows.ends.push(u32_of(place - start));
                return;
            }
            self.ended(rows, text, start..place, before);
            let is_second_half = mark == b'\n' && self.returned && place == start;
            self.line += u64::from(!is_second_half);
            self.returned = mark == b'\r';
            before = rows.ends.len();
            start = place + 1;
        });
        self.ended(rows, text, start..lines.end, before);
    }

    /// A line ends, and with it the row whose other cells are those since `before`.
    fn ended(&mut self, rows: &mut Rows, text: &[u8], line: Range<usize>, before: usize) {
        if line.is_empty() {
            return;
        }
        self.returned = false;
        rows.ends.push(u32_of(line.len()));
        let ends = rows.ends.get(before..).unwrap_or_default();
        let row = Row { line: self.line, bytes: text.get(line.clone()).unwrap_or_default(), ends };
        if mem::take(&mut self.is_header) || row.is_blank() {
            rows.ends.truncate(before);
            return;
        }
        let cells = [before, row.len()];
        let (start, length) = (line.start, line.len());
        rows.places.push(Place { line: self.line, start, length, cells, is_written: false });
    }

    /// A row with quotation marks; gives how long it is in the text, if it ends there.
    fn marked(&mut self, rows: &mut Rows, text: &[u8], is_last: bool) -> Option<usize> {
        let length = self.quoted.read(text, is_last)?;
        let (start, before) = (rows.written.len(), rows.ends.len());
        self.quoted.put_down(&mut rows.written, &mut rows.ends);
        let cells = [before, rows.ends.len() - before];
        let place = Place { line: self.line, start, length: rows.written.len() - start, cells, is_written: true };
        if !mem::take(&mut self.is_header) && !rows.row(&place).is_blank() {
            rows.places.push(place);
        }
        let row = text.get(..length).unwrap_or_default();
        self.line += lines_of(row);
        self.returned = row.ends_with(b"\r");
        Some(length)
    }
}

/// What parts a stream: the rows of one block after another.
pub(super) struct Split<R> {
    blocks: Blocks<R>,
    splitter: Splitter,
}

impl<R: io::Read> Split<R> {
    /// The rows of a stream that begins with the header.
    pub(super) fn of(stream: R, splitter: Splitter) -> Split<R> {
        Split { blocks: Blocks::of(stream), splitter }
    }

    /// The rows of the next block, in the room of earlier ones; nothing at the end.
    ///
    /// # Errors
    /// When the stream cannot be read, or feeds a single row without end.
    pub(super) fn next(&mut self, mut rows: Rows) -> io::Result<Option<Rows>> {
        let Some(block) = self.blocks.next(rows.cleared())? else { return Ok(None) };
        self.splitter.split(&mut rows, block)?;
        Ok(Some(rows))
    }
}

fn u32_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// How many lines end in a text.
fn lines_of(text: &[u8]) -> u64 {
    let next = |place: usize| text.get(place + 1);
    let ends = memchr::memchr2_iter(b'\n', b'\r', text);
    // A carriage return before a line feed is half of one end.
    let whole = ends.filter(|place| text.get(*place) == Some(&b'\n') || next(*place) != Some(&b'\n'));
    whole.fold(0, |count, _| count + 1)
}

#[cfg(test)]
mod tests {
    use super::Blocks;
    use super::{Rows, Split, Splitter};
    use proptest::prelude::*;

    type Cells = Vec<Vec<u8>>;

    fn split(text: &[u8], size: usize) -> Vec<(u64, Cells)> {
        let mut splitter = Splitter::of(b';', 1);
        splitter.is_header = false;
        let mut split = Split { blocks: Blocks::sized(text, size), splitter };
        let mut found = Vec::new();
        while let Some(rows) = split.next(Rows::default()).expect("short rows of a slice") {
            found.extend(rows.iter().map(|row| (row.line, row.cells().map(<[u8]>::to_vec).collect())));
        }
        found
    }

    fn by_csv(text: &[u8]) -> Vec<Cells> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b';').from_reader(text);
        let rows = reader.byte_records().map(|row| row.expect("a slice"));
        let rows = rows.filter(|row| !row.as_slice().trim_ascii().is_empty());
        rows.map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn rows_are_those_that_csv_reads(letters in "[ab;;\"\"\n\n\r ]{0,60}", size in 1_usize..40) {
            let rows: Vec<Cells> = split(letters.as_bytes(), size).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(rows, by_csv(letters.as_bytes()));
        }
    }

    #[test]
    fn rows_stand_in_the_line_they_begin_in() {
        let lines = |text: &str| split(text.as_bytes(), 5).into_iter().map(|(line, _)| line).collect::<Vec<u64>>();
        assert_eq!(lines("a;b\nc;d\n\n\ne"), [1, 2, 5]);
        assert_eq!(lines("a;b\r\nc;d\r\n\r\ne\r\n"), [1, 2, 4]);
        assert_eq!(lines("a\rb\r\rc"), [1, 2, 4]);
        assert_eq!(lines("a;\"b\nc\"\nd\n\"e\r\nf\";g\r\nh\n"), [1, 3, 4, 6]);
    }

    #[test]
    fn a_row_reads_the_same_with_marks_and_without() {
        let bytes = |text: &str| {
            let mut split = Split::of(text.as_bytes(), Splitter::of(b';', 1));
            let rows = split.next(Rows::default()).expect("a short row").expect("a block");
            rows.iter().map(|row| row.bytes.to_vec()).collect::<Vec<Vec<u8>>>()
        };
        assert_eq!(bytes("h\na;;\"b\";\"\"\n"), bytes("h\na;;b;\n"));
    }
}
