//! The rows of a file of text: takes a reader, gives their tally and digests. One thread reads while another sums, so that a
//! long ledger takes little longer than reading it.

use std::cell::Cell as Shared;
use std::io::Read;
use std::mem;
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use csv::{ByteRecord, Position, Reader};

use super::tally::{Field, MOST_COMPARED, Tally, digest};

/// The most rows that go from one thread to the other at once, and the most bytes.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 1 << 20;

/// How many such batches may wait.
const WAITING: usize = 4;

/// What a row may take and be kept for the next one to be read into.
const SMALL: usize = 4 << 10;

/// What sums the rows.
#[derive(Debug)]
pub(super) struct Summing {
    /// Their tally.
    pub tally: Tally,
    /// Digests of all rows; nothing once there are too many.
    pub digests: Option<Vec<u64>>,
    /// The cells of the header.
    pub width: usize,
    /// The lines above it.
    pub skipped: u64,
}

/// How much of a stream was delivered, and where the row that is being read begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress<'a> {
    /// The bytes delivered.
    pub delivered: &'a Shared<u64>,
    /// Those of them before the row.
    pub begun: &'a Shared<u64>,
}

/// Rows on their way; those after the filled ones are of an earlier batch.
#[derive(Default)]
struct Batch {
    records: Vec<ByteRecord>,
    filled: usize,
}

/// Sums all rows below the header.
///
/// # Errors
/// When the file cannot be read to its end.
pub(super) fn summed<R: Read>(
    reader: &mut Reader<R>,
    progress: Progress<'_>,
    summing: Summing,
) -> Result<Summing, csv::Error> {
    thread::scope(|scope| {
        let (full, filled) = sync_channel::<Batch>(WAITING);
        let (back, empty) = channel::<Batch>();
        let worker = scope.spawn(move || {
            let mut summing = summing;
            for mut batch in filled {
                summing.take(&mut batch);
                // Once all is read nobody waits for it.
                drop(back.send(batch));
            }
            summing
        });
        let read = feed(reader, progress, &full, &empty);
        drop(full);
        match worker.join() {
            Ok(summing) => read.map(|()| summing),
            Err(panic) => panic::resume_unwind(panic),
        }
    })
}

fn feed<R: Read>(
    reader: &mut Reader<R>,
    progress: Progress<'_>,
    full: &SyncSender<Batch>,
    empty: &Receiver<Batch>,
) -> Result<(), csv::Error> {
    let mut is_header = true;
    loop {
        let mut batch = empty.try_recv().unwrap_or_default();
        let (mut bytes, mut is_more) = (0, true);
        batch.filled = 0;
        while is_more && batch.filled < BATCH && bytes < BATCH_BYTES {
            if batch.records.len() == batch.filled {
                batch.records.push(ByteRecord::new());
            }
            let Some(record) = batch.records.get_mut(batch.filled) else { break };
            is_more = reader.read_byte_record(record)?;
            progress.begun.set(progress.delivered.get());
            if is_more && !mem::take(&mut is_header) {
                bytes += record.as_slice().len();
                batch.filled += 1;
            }
        }
        if full.send(batch).is_err() || !is_more {
            return Ok(());
        }
    }
}

impl Summing {
    fn take(&mut self, batch: &mut Batch) {
        for record in batch.records.iter_mut().take(batch.filled) {
            self.row(record);
            if record.as_slice().len() > SMALL {
                *record = ByteRecord::new();
            }
        }
    }

    fn row(&mut self, record: &ByteRecord) {
        if record.as_slice().trim_ascii().is_empty() {
            return;
        }
        match &mut self.digests {
            Some(digests) if digests.len() >= MOST_COMPARED => self.digests = None,
            Some(digests) => digests.push(digest(record.as_slice(), record.len())),
            None => {}
        }
        let line = record.position().map_or(0, Position::line) + self.skipped;
        let has_more = record.len() > self.width;
        let extra = has_more && record.iter().skip(self.width).any(|cell| !cell.trim_ascii().is_empty());
        if record.len() < self.width || extra {
            let runs_on = record.as_slice().contains(&b'\n');
            let quote = "has another number of cells than the header: a quotation mark may be left open";
            self.tally.ragged(line, if runs_on { quote } else { "has another number of cells than the header" });
            return;
        }
        self.tally.add(line, &|column| Field::Bytes(record.get(column).unwrap_or_default()));
    }
}
