//! `zbb lsp`: the language server on standard input and output. One thread reads, one works out figures, and this one answers
//! in order: no answer waits for figures, and a newer edit makes older figures those of before.

use std::io::{self, BufReader, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::clock;
use super::ending::{Ending, Trouble};
use super::part::declares_plan;
use crate::files::sources::{Limits, load};
use crate::lsp::wire::{self, Frame};
use crate::lsp::{Done, Files, Job, PlanFile, PlanFiles, Session};
use crate::quantity::Date;

/// How long an author pauses before figures are worked out.
const PAUSE: Duration = Duration::from_millis(200);

/// What the loop waits for.
enum Event {
    Read(Frame),
    Done(Box<Done>),
    Closed,
}

/// Serves one client until it says that it is done, or is gone.
///
/// # Errors
/// When standard output is lost.
pub(super) fn lsp() -> Result<Ending, Trouble> {
    let (events, coming) = channel();
    let reading = events.clone();
    thread::spawn(move || read(&reading));
    let mut session = Session::new(Box::new(Disk));
    match serve(&mut session, &events, &coming) {
        Ok(0) => Ok(Ending::Fine),
        Ok(_) => Ok(Ending::Failed),
        Err(error) => Err(Trouble::new(format!("the client cannot be written to: {error}"))),
    }
}

fn read(events: &Sender<Event>) {
    let mut stream = BufReader::new(io::stdin());
    while let Ok(Some(frame)) = wire::read(&mut stream) {
        if events.send(Event::Read(frame)).is_err() {
            return;
        }
    }
    // Nobody listens any more only where the loop has ended.
    let _ = events.send(Event::Closed);
}

fn serve(session: &mut Session, events: &Sender<Event>, coming: &Receiver<Event>) -> io::Result<i32> {
    let mut is_working = false;
    loop {
        let (batch, is_closed, is_done) = next(session, coming, is_working);
        is_working &= !is_done;
        write(&session.receive(&batch))?;
        if let Some(code) = session.exit() {
            return Ok(code);
        }
        if is_closed {
            return Ok(1);
        }
        write(&session.rest())?;
        let pauses = batch.is_empty() && !is_done;
        if !is_working
            && (pauses || session.is_awaited())
            && let Some(job) = session.job()
        {
            is_working = true;
            work(job, events.clone());
        }
    }
}

/// What has come; waits for something, or for the pause after which figures are due.
fn next(session: &mut Session, coming: &Receiver<Event>, is_working: bool) -> (Vec<Value>, bool, bool) {
    let (mut batch, mut is_closed, mut is_done) = (Vec::new(), false, false);
    let is_due = !is_working && session.job().is_some();
    let first = match is_due {
        true => coming.recv_timeout(PAUSE),
        false => coming.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    let mut take = |event: Event, batch: &mut Vec<Value>| match event {
        Event::Read(Frame::Message(message)) => batch.push(message),
        Event::Read(Frame::Unreadable(why)) => drop(write(&[session.unreadable(&why)])),
        Event::Done(done) => {
            session.finish(*done);
            is_done = true;
        }
        Event::Closed => is_closed = true,
    };
    match first {
        Ok(event) => take(event, &mut batch),
        Err(RecvTimeoutError::Timeout) => return (batch, false, false),
        Err(RecvTimeoutError::Disconnected) => return (batch, true, false),
    }
    while let Ok(event) = coming.try_recv() {
        take(event, &mut batch);
    }
    (batch, is_closed, is_done)
}

fn work(job: Job, events: Sender<Event>) {
    thread::spawn(move || events.send(Event::Done(Box::new(job.run()))));
}

fn write(messages: &[Value]) -> io::Result<()> {
    let mut stream = io::stdout().lock();
    messages.iter().try_for_each(|message| wire::write(&mut stream, message))?;
    stream.flush()
}

/// The disk.
struct Disk;

impl Files for Disk {
    fn plan(&self, folder: &Path) -> PlanFiles {
        let Ok(loaded) = load(folder, Limits::default()) else { return PlanFiles::default() };
        let files = loaded.sources.files().map(|(_, file)| PlanFile {
            shown: file.path().to_owned(),
            path: folder.join(file.path()),
            text: file.text().to_owned(),
        });
        PlanFiles { files: files.collect(), findings: loaded.diagnostics.clone() }
    }

    fn declares_plan(&self, folder: &Path) -> bool {
        declares_plan(folder)
    }

    fn today(&self) -> Option<Date> {
        clock::today()
    }
}
