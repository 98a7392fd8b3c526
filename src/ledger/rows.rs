//! The rows of a file of text: takes a stream, gives their tally and digests. One thread reads while another sums, so that a
//! long ledger takes little longer than reading it.

use std::io::{self, Read};
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use super::split::{Row, Rows, Split, Splitter};
use super::tally::{Field, Tally};
use super::twice::Digests;

/// How many blocks may wait.
const WAITING: usize = 4;

/// What sums the rows.
#[derive(Debug)]
pub(super) struct Summing {
    /// Their tally.
    pub tally: Tally,
    /// The cells of the header.
    pub width: usize,
}

/// Sums all rows below the header, and adds their digests to those of other files; there are none once there are too many.
///
/// # Errors
/// When the file cannot be read to its end.
pub(super) fn summed(
    digests: &mut Option<Digests>,
    stream: impl Read,
    splitter: Splitter,
    summing: Summing,
) -> io::Result<Tally> {
    thread::scope(|scope| {
        let (full, filled) = sync_channel::<Rows>(WAITING);
        let (back, empty) = channel::<Rows>();
        let worker = scope.spawn(move || {
            let mut summing = summing;
            for rows in filled {
                rows.iter().for_each(|row| summing.row(row));
                // Once all is read nobody waits for it.
                drop(back.send(rows));
            }
            summing.tally
        });
        let read = feed(digests, Split::of(stream, splitter), &full, &empty);
        drop(full);
        match worker.join() {
            Ok(tally) => read.map(|()| tally),
            Err(panic) => panic::resume_unwind(panic),
        }
    })
}

fn feed(
    digests: &mut Option<Digests>,
    mut split: Split<impl Read>,
    full: &SyncSender<Rows>,
    empty: &Receiver<Rows>,
) -> io::Result<()> {
    while let Some(rows) = split.next(empty.try_recv().unwrap_or_default())? {
        if digests.as_mut().is_some_and(|digests| !digests.keep(&rows)) {
            *digests = None;
        }
        if full.send(rows).is_err() {
            break;
        }
    }
    Ok(())
}

impl Summing {
    fn row(&mut self, row: Row<'_>) {
        let has_more = row.len() > self.width;
        let extra = has_more && row.cells().skip(self.width).any(|cell| !cell.trim_ascii().is_empty());
        if row.len() < self.width || extra {
            let runs_on = row.bytes.contains(&b'\n');
            let quote = "has another number of cells than the header: a quotation mark may be left open";
            self.tally.ragged(row.line, if runs_on { quote } else { "has another number of cells than the header" });
            return;
        }
        self.tally.add(row.line, &|column| Field::Bytes(row.cell(column)));
    }
}
