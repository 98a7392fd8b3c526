//! What is served: the last good pages, and what is wrong with the plan as it is now. Each change has a number.

use crate::report::render::{Live, PageFile, site};
use crate::report::site::Site;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch::{self, Receiver, Sender};

/// What is served.
pub(super) struct State {
    held: Mutex<Held>,
    changed: Sender<u64>,
}

#[derive(Default)]
struct Held {
    pages: BTreeMap<String, String>,
    good: Option<Site>,
}

impl State {
    pub(super) fn new() -> State {
        State { held: Mutex::default(), changed: watch::channel(0).0 }
    }

    /// Takes new pages, or findings above the last good ones.
    pub(super) fn take(&self, new: Option<Site>, told: String, findings: Vec<String>) {
        let number = *self.changed.borrow() + 1;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(new) = new {
            held.good = Some(new);
        }
        let live = Live { number, told, findings };
        let none = Site::empty();
        let files: Vec<PageFile> = site(held.good.as_ref().unwrap_or(&none), Some(&live));
        held.pages = files.into_iter().map(|file| (file.name, file.text)).collect();
        drop(held);
        // Also while nobody listens: who asks next is told.
        self.changed.send_replace(number);
    }

    /// A page by its name.
    pub(super) fn page(&self, name: &str) -> Option<String> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.pages.get(name).cloned()
    }

    /// The number of the last change, and of each that comes.
    pub(super) fn changes(&self) -> Receiver<u64> {
        self.changed.subscribe()
    }
}
