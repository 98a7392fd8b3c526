//! A sign of life on standard error, for work that takes over a second, where a person watches.

use indicatif::{ProgressBar, ProgressDrawTarget};
use std::io::{self, IsTerminal};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Work under way; the sign goes when this does.
#[derive(Debug)]
pub(super) struct Progress {
    done: Option<Sender<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to watch: after a second a line says what is being done, in the form "checking 12 files".
    #[must_use]
    pub(super) fn start(what: String) -> Progress {
        if !io::stderr().is_terminal() {
            return Progress { done: None, watcher: None };
        }
        let (done, waiting) = channel();
        Progress { done: Some(done), watcher: Some(thread::spawn(move || watch(&waiting, what))) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done = None;
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
    }
}

/// The other end hangs up when the work is done.
fn watch(waiting: &Receiver<()>, what: String) {
    if is_done(waiting, PATIENCE) {
        return;
    }
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(what);
    while !is_done(waiting, TICK) {
        spinner.tick();
    }
    spinner.finish_and_clear();
}

fn is_done(waiting: &Receiver<()>, within: Duration) -> bool {
    !matches!(waiting.recv_timeout(within), Err(RecvTimeoutError::Timeout))
}
