//! Looking at the files of a plan again and again: takes where they are, gives pages or findings after every save. Looking at
//! path, size and time works on every mount, where notices of the system do not.

use super::state::State;
use crate::cli::course::{course, files_of_course, has_course, no_course};
use crate::cli::ending::Trouble;
use crate::cli::ledgers::PlanFolder;
use crate::cli::report::pages;
use crate::cli::sql::place;
use crate::compile::{Compiled, Options, Parsed};
use crate::control::Track;
use crate::diagnostic::human::{Characters, Color, Style};
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, human};
use crate::evaluate::Depth;
use crate::files::find::find;
use crate::files::sources::{Limits, load};
use crate::ledger::Files;
use crate::quantity::{Date, Month};
use crate::report::Beside;
use crate::report::site::{Extent, drawn_links};
use crate::source::Sources;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// How long from one look to the next.
const PAUSE: Duration = Duration::from_millis(300);
/// The columns of findings on a page.
const WIDTH: usize = 100;

/// Where to look, and how to read what is there.
pub(super) struct Looking {
    pub(super) path: PathBuf,
    pub(super) scenario: Option<String>,
    pub(super) as_of: Option<Month>,
    /// Whether the year's course is taken in.
    pub(super) track: bool,
    pub(super) today: Option<Date>,
}

/// A file as it looks from outside.
type Seen = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The files of the year's course: the patterns that the plan names them by, and how they looked before they were read.
#[derive(Default)]
struct Ledgers {
    patterns: Vec<String>,
    seen: Seen,
}

/// Looks for ever; what changed is read once it looks the same twice, as an editor writes in several steps.
pub(super) fn look(looking: &Looking, state: &State) {
    let mut ledgers = Ledgers::default();
    let mut taken: Option<Seen> = None;
    let mut before = looking.seen(&ledgers.patterns);
    loop {
        let now = looking.seen(&ledgers.patterns);
        if now == before && taken.as_ref() != Some(&now) {
            let plan = looking.plan_seen();
            if let Some(named) = take(looking, state) {
                ledgers = named;
            } else {
                // A broken plan names no ledgers: those from before are looked at as they are now.
                ledgers.seen = looking.ledgers_seen(&ledgers.patterns);
            }
            taken = Some([plan, ledgers.seen.clone()].concat());
        }
        before = now;
        std::thread::sleep(PAUSE);
    }
}

impl Looking {
    fn seen(&self, patterns: &[String]) -> Seen {
        [self.plan_seen(), self.ledgers_seen(patterns)].concat()
    }

    fn plan_seen(&self) -> Seen {
        let paths = if self.path.is_file() {
            vec![self.path.clone()]
        } else {
            find(&self.path).files.into_iter().map(|file| file.path).collect()
        };
        paths.into_iter().map(from_outside).collect()
    }

    fn ledgers_seen(&self, patterns: &[String]) -> Seen {
        let folder = PlanFolder::of(&self.path);
        let found = patterns.iter().flat_map(|pattern| folder.find(pattern).unwrap_or_default());
        found.map(|path| from_outside(folder.place(&path))).collect()
    }
}

fn from_outside(path: PathBuf) -> (PathBuf, u64, Option<SystemTime>) {
    let metadata = fs::metadata(&path).ok();
    let (size, time) = metadata.map_or((0, None), |metadata| (metadata.len(), metadata.modified().ok()));
    (path, size, time)
}

/// Reads the plan and hands on what came of it; gives the files of its course, as far as it says which.
fn take(looking: &Looking, state: &State) -> Option<Ledgers> {
    let loaded = match load(&looking.path, Limits::default()) {
        Ok(loaded) => loaded,
        Err(error) => {
            state.take(None, error.to_string(), error.help().into_iter().collect());
            return None;
        }
    };
    let parsed = Parsed::read(&loaded.sources);
    let (compiled, topics) = parsed.compile_with_facts(looking.options());
    let mut strays = Diagnostics::new();
    let ledgers = looking.ledgers(&compiled);
    let course = looking.course(&compiled, &mut strays);
    let links = drawn_links(&parsed, &compiled);
    let of = |beside| pages(&compiled, &topics, &loaded.sources, links.as_ref(), beside, Extent::Files);
    let site = looking.beside(&course).and_then(of);
    let found = [&loaded.diagnostics, &compiled.diagnostics, &strays].into_iter().flat_map(Diagnostics::items);
    let errors: Vec<Diagnostic> = found.filter(|finding| finding.severity == Severity::Error).cloned().collect();
    match course {
        Err(trouble) if errors.is_empty() => state.take(site, trouble.message, trouble.help.into_iter().collect()),
        Ok(_) | Err(_) => {
            let told = told(errors.len(), site.is_some());
            state.take(site, told, shown(&errors, &loaded.sources));
        }
    }
    ledgers
}

impl Looking {
    fn options(&self) -> Options<'_> {
        Options { today: self.today, scenario: self.scenario.as_deref(), depth: Depth::Whole, ..Options::default() }
    }

    /// What stands beside the plan; nothing where the ledgers of its course cannot be read, so that the last pages with a
    /// course stay.
    fn beside<'track>(&self, course: &'track Result<Option<Track>, Trouble>) -> Option<Beside<'track>> {
        let track = course.as_ref().map_or(None, Option::as_ref);
        let is_unread = self.track && course.is_ok() && track.is_none();
        (!is_unread).then_some(Beside { as_of: self.as_of, track })
    }

    /// The files that the year's course is read from, as they look now.
    fn ledgers(&self, compiled: &Compiled) -> Option<Ledgers> {
        let plan = compiled.checked.as_ref()?;
        let patterns = if self.track { files_of_course(plan) } else { Vec::new() };
        Some(Ledgers { seen: self.ledgers_seen(&patterns), patterns })
    }

    /// The year's course, where it was asked for and the plan stands.
    ///
    /// # Errors
    /// When the plan has none, or not that month.
    fn course(&self, compiled: &Compiled, found: &mut Diagnostics) -> Result<Option<Track>, Trouble> {
        let (Some(plan), Some(evaluation), true) = (&compiled.checked, &compiled.evaluation, self.track) else {
            return Ok(None);
        };
        if !has_course(plan) {
            return Err(no_course());
        }
        let as_of = self.as_of.map(|month| place(plan, month)).transpose()?;
        Ok(course(found, plan, evaluation, &self.path, as_of, self.today))
    }
}

/// What stands above the pages in a line; nothing where nothing is wrong.
fn told(errors: usize, has_pages: bool) -> String {
    match (errors, has_pages) {
        (0, _) => String::new(),
        (_, true) => counted(errors, "error"),
        (_, false) => format!("{}; below are the last pages without", counted(errors, "error")),
    }
}

/// Errors, as a terminal shows them.
fn shown(errors: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let style = Style { width: WIDTH, color: Color::Plain, characters: Characters::Unicode };
    if errors.is_empty() { Vec::new() } else { vec![human(errors, sources, &style)] }
}
