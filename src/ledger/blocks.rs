//! A stream in blocks of whole lines: takes what a file delivers, gives pieces that end where a line does, so that whoever
//! takes one finds its rows without looking back.

use std::io::{self, Read};

/// The bytes of a block.
const BLOCK: usize = 256 << 10;

/// The most bytes of one row.
const LONGEST_ROW: usize = 1 << 20;

/// A piece of a stream.
#[derive(Debug)]
pub(super) struct Block {
    text: Vec<u8>,
    /// Whether nothing follows it.
    pub is_last: bool,
}

impl Block {
    /// What is in it.
    pub(super) fn into_text(self) -> Vec<u8> {
        self.text
    }
}

/// The blocks of a stream.
pub(super) struct Blocks<R> {
    stream: R,
    size: usize,
    /// What was read of a line that has not ended yet.
    begun: Vec<u8>,
    is_over: bool,
}

impl<R: Read> Blocks<R> {
    /// The blocks of a stream.
    pub(super) fn of(stream: R) -> Blocks<R> {
        Blocks::sized(stream, BLOCK)
    }

    /// Blocks of about so many bytes.
    pub(super) fn sized(stream: R, size: usize) -> Blocks<R> {
        Blocks { stream, size, begun: Vec::new(), is_over: false }
    }

    /// The next block, in the room of an earlier one; nothing at the end.
    ///
    /// # Errors
    /// When the stream cannot be read, or feeds a single row without end.
    pub(super) fn next(&mut self, mut text: Vec<u8>) -> io::Result<Option<Block>> {
        if self.is_over {
            return Ok(None);
        }
        text.clear();
        text.append(&mut self.begun);
        loop {
            let room = self.size as u64;
            self.is_over = ((&mut self.stream).take(room).read_to_end(&mut text)? as u64) < room;
            if self.is_over {
                return Ok(Some(Block { text, is_last: true }));
            }
            if let Some(end) = end_of_line(&text) {
                self.begun.extend_from_slice(text.get(end..).unwrap_or_default());
                text.truncate(end);
                return Ok(Some(Block { text, is_last: false }));
            }
            bounded(text.len())?;
        }
    }
}

/// Where the last whole line ends. A carriage return at the very end may be half of a line's end.
fn end_of_line(read: &[u8]) -> Option<usize> {
    let returned = || memchr::memrchr(b'\r', read.get(..read.len().checked_sub(1)?)?);
    memchr::memrchr(b'\n', read).or_else(returned).map(|place| place + 1)
}

/// Refuses a row that goes on and on.
pub(super) fn bounded(bytes: usize) -> io::Result<()> {
    if bytes > LONGEST_ROW {
        return Err(io::Error::other("has a row longer than 1 MB: a quotation mark may be left open"));
    }
    Ok(())
}
