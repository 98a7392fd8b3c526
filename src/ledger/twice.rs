//! Rows that are twice the same: takes digests of all rows, gives those that a second reading confirms.

use std::collections::BTreeMap;
use std::io::{self, Read};

use rayon::slice::ParallelSliceMut;

use super::delimited::reader;
use super::files::Files;
use super::tally::digest;

/// Where the rows of a file begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The bytes before the header.
    pub offset: usize,
    /// The lines before it.
    pub skipped: usize,
    /// What parts its columns.
    pub delimiter: u8,
}

/// The most of them that are told.
const TOLD: usize = 10;

/// Rows of one file that are equal in every column to an earlier one, by their lines.
pub(super) fn found(mut digests: Vec<u64>, paths: &[(String, Layout)], files: &dyn Files) -> Vec<(String, Vec<u64>)> {
    digests.par_sort_unstable();
    let mut repeated: Vec<u64> =
        digests.iter().zip(digests.iter().skip(1)).filter(|(one, other)| one == other).map(|(one, _)| *one).collect();
    drop(digests);
    repeated.dedup();
    if repeated.is_empty() {
        return Vec::new();
    }
    let mut seen: BTreeMap<Vec<u8>, ()> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, layout) in paths {
        let lines = files.open(path).ok().and_then(|stream| again(stream, *layout, &repeated, &mut seen).ok());
        if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
            found.push((path.clone(), lines));
        }
    }
    found.truncate(TOLD);
    found
}

fn again(
    mut stream: Box<dyn Read>,
    layout: Layout,
    repeated: &[u64],
    seen: &mut BTreeMap<Vec<u8>, ()>,
) -> Result<Vec<u64>, csv::Error> {
    io::copy(&mut (&mut stream).take(layout.offset as u64), &mut io::sink())?;
    let mut rows = reader(layout.delimiter, stream);
    let mut record = csv::ByteRecord::new();
    let mut lines = Vec::new();
    let mut is_header = true;
    while rows.read_byte_record(&mut record)? {
        if std::mem::take(&mut is_header) || record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if repeated.binary_search(&digest(record.as_slice(), record.len())).is_err() {
            continue;
        }
        let cells: Vec<&[u8]> = record.iter().collect();
        if seen.insert(cells.join(&0_u8), ()).is_some() {
            lines.push(record.position().map_or(0, csv::Position::line) + layout.skipped as u64);
        }
    }
    Ok(lines)
}
