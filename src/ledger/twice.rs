//! Rows that are twice the same: takes digests of all rows, gives those that a second reading confirms.

use std::collections::BTreeSet;
use std::hash::Hasher;
use std::io::{self, Read};
use std::mem;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHasher;

use super::files::Files;
use super::split::{Row, Rows, Split, Splitter};

/// The most rows that are compared.
pub(super) const MOST_COMPARED: usize = 16_000_000;

/// So many parts keep digests, each those with the same first bits: what is sorted at once stays near the processor.
const PARTS: usize = 1 << 6;

/// The bits of a digest behind those that say its part.
const OTHER_BITS: u32 = u64::BITS - PARTS.ilog2();

/// So many digests of a part stand in one piece, so that no memory waits for what may never come.
const PIECE: usize = 1 << 12;

/// Where the rows of a file begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// The bytes before the header.
    pub offset: usize,
    /// The line of the header.
    pub line: u64,
    /// What parts its columns.
    pub delimiter: u8,
}

fn digest(row: Row<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(row.bytes);
    hasher.write_usize(row.len());
    hasher.finish()
}

/// Digests of rows: eight bytes each.
#[derive(Debug)]
pub(super) struct Digests {
    /// The piece of each part that is being filled.
    filled: Vec<Vec<u64>>,
    /// The full pieces of each part.
    full: Vec<Vec<Vec<u64>>>,
    count: usize,
}

impl Default for Digests {
    fn default() -> Digests {
        Digests { filled: vec![Vec::new(); PARTS], full: vec![Vec::new(); PARTS], count: 0 }
    }
}

impl Digests {
    /// Keeps those of some rows, and says whether there are not too many.
    pub(super) fn keep(&mut self, rows: &Rows) -> bool {
        rows.iter().for_each(|row| self.keep_one(digest(row)));
        self.count <= MOST_COMPARED
    }

    fn keep_one(&mut self, digest: u64) {
        self.count += 1;
        let part = usize::try_from(digest >> OTHER_BITS).unwrap_or_default();
        let Some(piece) = self.filled.get_mut(part) else { return };
        if piece.len() == PIECE {
            let full = mem::take(piece);
            if let Some(pieces) = self.full.get_mut(part) {
                pieces.push(full);
            }
        }
        piece.push(digest);
    }

    /// Those that were kept more than once, in order.
    fn repeated(self) -> Vec<u64> {
        if self.count <= PIECE {
            return repeated_of(self.filled.concat());
        }
        let parts = self.full.into_par_iter().zip(self.filled);
        let all = parts.map(|(mut pieces, last)| {
            pieces.push(last);
            pieces.concat()
        });
        all.flat_map_iter(repeated_of).collect()
    }
}

fn repeated_of(mut part: Vec<u64>) -> Vec<u64> {
    part.sort_unstable();
    let pairs = part.iter().zip(part.iter().skip(1));
    let mut repeated: Vec<u64> = pairs.filter(|(one, other)| one == other).map(|(one, _)| *one).collect();
    repeated.dedup();
    repeated
}

/// The most files that are told.
const TOLD: usize = 10;

/// Rows of one file that are equal in every column to an earlier one, by their lines.
pub(super) fn found(digests: Digests, paths: &[(String, Start)], files: &dyn Files) -> Vec<(String, Vec<u64>)> {
    let repeated = digests.repeated();
    if repeated.is_empty() {
        return Vec::new();
    }
    let mut seen: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut found = Vec::new();
    for (path, start) in paths {
        let lines = files.open(path).ok().and_then(|stream| again(stream, *start, &repeated, &mut seen).ok());
        if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
            found.push((path.clone(), lines));
        }
    }
    found.truncate(TOLD);
    found
}

fn again(
    mut stream: Box<dyn Read>,
    start: Start,
    repeated: &[u64],
    seen: &mut BTreeSet<Vec<u8>>,
) -> io::Result<Vec<u64>> {
    io::copy(&mut (&mut stream).take(start.offset as u64), &mut io::sink())?;
    let mut split = Split::of(stream, Splitter::of(start.delimiter, start.line));
    let (mut lines, mut room) = (Vec::new(), Rows::default());
    while let Some(rows) = split.next(room)? {
        for row in rows.iter().filter(|row| repeated.binary_search(&digest(*row)).is_ok()) {
            let cells: Vec<&[u8]> = row.cells().collect();
            if !seen.insert(cells.join(&0_u8)) {
                lines.push(row.line);
            }
        }
        room = rows;
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::Digests;

    #[test]
    fn digests_that_come_again_are_found() {
        let spread = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut digests = Digests::default();
        for number in (0..40_000).chain([7, 39_999, 7]) {
            digests.keep_one(spread(number));
        }
        let mut expected = vec![spread(7), spread(39_999)];
        expected.sort_unstable();
        assert_eq!(digests.repeated(), expected);
    }
}
