//! Looking at the files of a plan again and again: takes where they are, gives pages or findings after every save. Looking at
//! path, size and time works on every mount, where notices of the system do not.

use super::state::State;
use crate::cli::find::find;
use crate::cli::report::{drawn_links, pages};
use crate::cli::sources::{Limits, load};
use crate::compile::{Options, Parsed};
use crate::diagnostic::human::{Characters, Color, Style};
use crate::diagnostic::text::counted;
use crate::diagnostic::{Diagnostic, Severity, human};
use crate::evaluate::Depth;
use crate::quantity::Date;
use crate::report::Beside;
use crate::report::site::Extent;
use crate::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long from one look to the next.
const PAUSE: Duration = Duration::from_millis(300);
/// The columns of findings on a page.
const WIDTH: usize = 100;

/// Where to look, and how to read what is there.
pub(super) struct Looking {
    pub(super) path: PathBuf,
    pub(super) scenario: Option<String>,
    pub(super) today: Option<Date>,
}

/// A file as it looks from outside.
type Seen = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// Looks for ever; what changed is read once it looks the same twice, as an editor writes in several steps.
pub(super) fn look(looking: &Looking, state: &State) {
    let mut taken: Option<Seen> = None;
    let mut before = seen(&looking.path);
    loop {
        let now = seen(&looking.path);
        if now == before && taken.as_ref() != Some(&now) {
            take(looking, state);
            taken = Some(now.clone());
        }
        before = now;
        std::thread::sleep(PAUSE);
    }
}

fn seen(path: &Path) -> Seen {
    let paths = if path.is_file() {
        vec![path.to_path_buf()]
    } else {
        find(path).files.into_iter().map(|file| file.path).collect()
    };
    let look = |path: PathBuf| {
        let metadata = fs::metadata(&path).ok();
        let (size, time) = metadata.map_or((0, None), |metadata| (metadata.len(), metadata.modified().ok()));
        (path, size, time)
    };
    paths.into_iter().map(look).collect()
}

/// Reads the plan and hands on what came of it.
fn take(looking: &Looking, state: &State) {
    let loaded = match load(&looking.path, Limits::default()) {
        Ok(loaded) => loaded,
        Err(error) => return state.take(None, error.to_string(), error.help().into_iter().collect()),
    };
    let options = Options {
        today: looking.today,
        scenario: looking.scenario.as_deref(),
        depth: Depth::Whole,
        ..Options::default()
    };
    let parsed = Parsed::read(&loaded.sources);
    let (compiled, topics) = parsed.compile_with_facts(options);
    let links = drawn_links(&parsed, &compiled);
    let site = pages(&compiled, &topics, &loaded.sources, links.as_ref(), Beside::default(), Extent::Files);
    let found: Vec<Diagnostic> =
        loaded.diagnostics.items().iter().chain(compiled.diagnostics.items()).cloned().collect();
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let told = match (errors, site.is_some()) {
        (0, _) => String::new(),
        (_, true) => counted(errors, "error"),
        (_, false) => format!("{}; below are the last pages without", counted(errors, "error")),
    };
    state.take(site, told, findings(&found, &loaded.sources));
}

/// The errors, as a terminal shows them.
fn findings(found: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let errors: Vec<Diagnostic> = found.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    let style = Style { width: WIDTH, color: Color::Plain, characters: Characters::Unicode };
    if errors.is_empty() { Vec::new() } else { vec![human(&errors, sources, &style)] }
}
