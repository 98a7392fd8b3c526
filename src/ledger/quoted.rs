//! A row with quotation marks: takes the text that begins with it, gives its cells as `csv` reads them, and where it ends.

use csv_core::ReadRecordResult;

/// What reads such rows.
#[derive(Debug)]
pub(super) struct Quoted {
    delimiter: u8,
    parser: csv_core::Reader,
    /// The cells of the last row, one behind the other, where each ends, and how many there are.
    parsed: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Quoted {
    /// Of a text with this delimiter.
    pub(super) fn of(delimiter: u8) -> Quoted {
        Quoted {
            delimiter,
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            parsed: vec![0; 1 << 10],
            ends: vec![0; 1 << 5],
            count: 0,
        }
    }

    /// Reads the first row of a text, and gives how long it is with the end of its line; nothing where it does not end there.
    pub(super) fn read(&mut self, text: &[u8], is_last: bool) -> Option<usize> {
        let (mut read, mut written) = (0, 0);
        self.count = 0;
        loop {
            let rest = text.get(read..).unwrap_or_default();
            if rest.is_empty() && !is_last {
                self.parser.reset();
                return None;
            }
            let room = self.parsed.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(self.count..).unwrap_or_default();
            let (result, taken, put, ended) = self.parser.read_record(rest, room, ends);
            read += taken;
            written += put;
            self.count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.parsed.resize(self.parsed.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let is_half = text.get(..read).is_some_and(|row| row.ends_with(b"\r")) && text.get(read) == Some(&b'\n');
        Some(read + usize::from(is_half))
    }

    /// Puts the cells of the last row down with a delimiter between two, and where each ends.
    pub(super) fn put_down(&self, written: &mut Vec<u8>, ends: &mut Vec<u32>) {
        let begun = written.len();
        let mut start = 0;
        for (place, end) in self.ends.iter().take(self.count).enumerate() {
            if place > 0 {
                written.push(self.delimiter);
            }
            written.extend_from_slice(self.parsed.get(start..*end).unwrap_or_default());
            ends.push(u32::try_from(written.len() - begun).unwrap_or(u32::MAX));
            start = *end;
        }
    }
}
