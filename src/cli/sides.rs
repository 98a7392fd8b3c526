//! The two plans of a comparison: takes what a person calls them, gives a record of each.
//!
//! A word is a path if there is such a thing, else a git revision; `REV:PATH` names the plan of a path at a revision, from
//! the root of the repository as git has it (`REV:./PATH` from here), and `A...B` two revisions at once.

use super::clock;
use super::ending::Trouble;
use super::git::{Range, Repository, Revision};
use super::keep;
use super::output::{self, ColorChoice, Stream};
use super::part;
use super::sources::{Limits, Loaded, load};
use super::unnamed::UnnamedScenario;
use crate::compile::Options;
use crate::diagnostic::text::visible;
use crate::diagnostic::{Diagnostic, Diagnostics, human};
use crate::diff::{Record, record};
use crate::evaluate::Depth;
use crate::model::funding::UNNAMED;
use crate::outcome::Outcome;
use crate::planfile;
use crate::quantity::Date;
use crate::source::Sources;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a plan is.
#[derive(Debug)]
enum Place {
    /// A folder, a `.zbb` file or a plan file.
    Path(PathBuf),
    /// A plan at a revision.
    Revision(Repository, Revision),
    /// A plan file at a revision: its name and text.
    FileAtRevision(String, String),
}

/// A plan to compare, and what it is called.
#[derive(Debug)]
pub(super) struct Side {
    /// As it was asked for.
    pub name: String,
    place: Place,
}

/// The words that name two plans.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The earlier plan, or both as `A...B`.
    pub before: &'a OsStr,
    /// The later plan; the one at `plan` unless said.
    pub after: Option<&'a OsStr>,
    /// Where the plan is, of which revisions are meant.
    pub plan: &'a Path,
    /// Whether the earlier plan is that of the commit where the histories parted.
    pub since: Since,
}

/// Which commit the earlier plan is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// The one that was named.
    Named,
    /// The last that both have in common.
    MergeBase,
}

/// Finds the two plans.
///
/// # Errors
/// When a word is neither a path nor a revision, or there is no plan there.
pub(super) fn sides(asked: Asked<'_>) -> Result<(Side, Side), Trouble> {
    if asked.after.is_none()
        && let Some(range) = asked.before.to_str().and_then(Range::read)
    {
        return range_sides(asked, &range);
    }
    let after = match asked.after {
        Some(word) => side(word, asked.plan)?,
        None => Side { name: super::find::shown(asked.plan), place: Place::Path(asked.plan.to_path_buf()) },
    };
    let before = side(asked.before, asked.plan)?;
    match (asked.since, before) {
        (Since::MergeBase, Side { place: Place::Revision(repository, revision), .. }) => {
            let head = match &after.place {
                Place::Revision(_, revision) => revision.clone(),
                Place::Path(_) | Place::FileAtRevision(..) => repository.resolve("HEAD")?,
            };
            let base = repository.merge_base(&revision, &head)?;
            Ok((at_revision(repository, base, &format!("merge base with {}", revision.text)), after))
        }
        (Since::MergeBase, _) => {
            let trouble = Trouble::new(format!("`{}` is no revision, so it has no merge base", shown(asked.before)));
            Err(trouble.help("name a branch, a tag or a commit first"))
        }
        (Since::Named, before) => Ok((before, after)),
    }
}

fn range_sides(asked: Asked<'_>, range: &Range) -> Result<(Side, Side), Trouble> {
    let repository = Repository::around(asked.plan)?;
    let (from, to, since) = match range {
        Range::Between(from, to) => (from, to, asked.since),
        Range::SinceMergeBase(from, to) => (from, to, Since::MergeBase),
    };
    let (before, after) = (repository.resolve(from)?, repository.resolve(to)?);
    let (before, name) = match since {
        Since::Named => (before, from.clone()),
        Since::MergeBase => (repository.merge_base(&before, &after)?, format!("merge base with {from}")),
    };
    Ok((at_revision(repository.clone(), before, &name), at_revision(repository, after, to)))
}

fn at_revision(repository: Repository, revision: Revision, name: &str) -> Side {
    Side { name: visible(name).into_owned(), place: Place::Revision(repository, revision) }
}

fn side(word: &OsStr, plan: &Path) -> Result<Side, Trouble> {
    let path = Path::new(word);
    if fs::symlink_metadata(path).is_ok() {
        note_ambiguity(word, plan);
        return Ok(Side { name: super::find::shown(path), place: Place::Path(path.to_path_buf()) });
    }
    let Some(text) = word.to_str() else { return Err(neither(word, None)) };
    match text.split_once(':') {
        Some((revision, "")) => revision_side(text, revision, plan),
        Some((revision, path)) => revision_side(text, revision, &from_root(path)?),
        None => revision_side(text, text, plan),
    }
}

/// Tells that a path was taken where a revision has the same name.
fn note_ambiguity(word: &OsStr, plan: &Path) {
    // No branch or tag begins with a dot or ends so: git need not be asked.
    let can_be_name = |text: &&str| !text.contains(['/', '\\']) && !text.starts_with('.') && !text.ends_with(".lock");
    let Some(text) = word.to_str().filter(can_be_name) else { return };
    let is_revision = Repository::around(plan).and_then(|repository| repository.is_revision(text));
    if is_revision.unwrap_or(false) {
        let text = visible(text);
        output::note(&format!(
            "`{text}` is a path and a revision: the path is compared; write `{text}:` for the revision\n"
        ));
    }
}

/// The path behind `REV:`, as git reads it: from the root of the repository unless it begins with a dot.
fn from_root(path: &str) -> Result<PathBuf, Trouble> {
    if path.starts_with("./") || path.starts_with("../") || path == "." || path == ".." {
        return Ok(PathBuf::from(path));
    }
    Ok(Repository::around(Path::new("."))?.root()?.join(path))
}

fn revision_side(text: &str, revision: &str, path: &Path) -> Result<Side, Trouble> {
    let name = path.file_name().and_then(OsStr::to_str).filter(|name| *name == planfile::FILE_NAME);
    let plan = if name.is_some() { path.parent().unwrap_or(Path::new("")) } else { path };
    let repository = Repository::around(plan).map_err(|trouble| neither(OsStr::new(text), Some(trouble)))?;
    let revision = repository.resolve(revision)?;
    let Some(name) = name else { return Ok(at_revision(repository, revision, text)) };
    match repository.read_beside(&revision, name, Limits::default())? {
        Some(kept) => {
            let shown = visible(text).into_owned();
            Ok(Side { name: shown.clone(), place: Place::FileAtRevision(shown, kept) })
        }
        None => Err(Trouble::new(format!("there is no `{name}` at `{}`", visible(text)))),
    }
}

/// Neither a path nor, outside of a repository, a revision.
fn neither(word: &OsStr, trouble: Option<Trouble>) -> Trouble {
    let message = format!("`{}` is neither a folder, a file nor a git revision", shown(word));
    match trouble {
        Some(Trouble { message: reason, help }) => Trouble { message: format!("{message}: {reason}"), help },
        None => Trouble::new(message),
    }
}

fn shown(word: &OsStr) -> String {
    super::find::shown(Path::new(word))
}

/// A plan that could be compared, or the findings that keep it from that, with the sources to show them on.
pub(super) enum Recorded {
    /// What it says and comes to.
    Record(Box<Record>),
    /// What a plan file keeps of what a plan comes to.
    Figures(Box<Outcome>),
    /// What is wrong with it.
    Broken(Sources, Vec<Diagnostic>),
}

impl Recorded {
    /// What the plan comes to; nothing of a broken one.
    pub(super) fn outcome(self) -> Option<Outcome> {
        match self {
            Recorded::Record(record) => Some(record.outcome),
            Recorded::Figures(outcome) => Some(*outcome),
            Recorded::Broken(..) => None,
        }
    }
}

/// What a plan says and comes to, with what the command line sets in it.
///
/// # Errors
/// When its files cannot be read, or something is to be set in a plan file.
pub(super) fn recorded(side: &Side, unnamed: &UnnamedScenario, today: Option<Date>) -> Result<Recorded, Trouble> {
    match &side.place {
        Place::Path(path) if is_kept(path) => {
            nothing_to_set_in(side, unnamed)?;
            kept(keep::read(path)?)
        }
        Place::Path(path) => Ok(compiled(load(path, Limits::default())?, Some(path), unnamed, today)),
        Place::Revision(repository, revision) => {
            Ok(compiled(repository.load(revision, Limits::default())?, None, unnamed, today))
        }
        Place::FileAtRevision(name, text) => {
            nothing_to_set_in(side, unnamed)?;
            kept(keep::parsed(name, text.clone()))
        }
    }
}

fn nothing_to_set_in(side: &Side, unnamed: &UnnamedScenario) -> Result<(), Trouble> {
    if unnamed.is_empty() {
        return Ok(());
    }
    let trouble =
        Trouble::new(format!("`{}` is a plan file: it keeps figures, and nothing can be set in it", side.name));
    Err(trouble.help("name the plan itself, or a revision of it"))
}

/// Whether a path is that of a plan file: a file that is no `.zbb` file.
fn is_kept(path: &Path) -> bool {
    path.is_file() && path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("zbb"))
}

fn kept(kept: keep::Kept) -> Result<Recorded, Trouble> {
    Ok(match kept.outcome {
        Ok(outcome) => Recorded::Figures(Box::new(outcome)),
        Err(finding) => Recorded::Broken(kept.sources, vec![*finding]),
    })
}

/// A plan that misses a requirement still comes to something; one with other errors does not. Of a part of a plan, `path`
/// tells where the whole is.
fn compiled(mut loaded: Loaded, path: Option<&Path>, unnamed: &UnnamedScenario, today: Option<Date>) -> Recorded {
    let errors = |diagnostics: &Diagnostics| {
        let errors =
            diagnostics.items().iter().filter(|finding| finding.severity == crate::diagnostic::Severity::Error);
        errors.cloned().collect::<Vec<Diagnostic>>()
    };
    if loaded.diagnostics.has_errors() {
        let found = errors(&loaded.diagnostics);
        return Recorded::Broken(loaded.sources, found);
    }
    let (parsed, file) = unnamed.read(&mut loaded, None);
    let scenario = file.map(|_| UNNAMED);
    let options = Options { today: today.or_else(clock::today), scenario, depth: Depth::Findings, effort: None };
    let (compiled, facts) = parsed.compile_with_facts(options);
    match (&compiled.checked, &compiled.evaluation) {
        (Some(checked), Some(evaluation)) => Recorded::Record(Box::new(record(facts, checked, evaluation))),
        _ => {
            let mut found = compiled.diagnostics;
            if let Some(path) = path {
                part::narrow(&mut found, path);
            }
            Recorded::Broken(loaded.sources, errors(&found))
        }
    }
}

/// Tells what keeps a plan from being compared, and what could be compared in its place.
pub(super) fn tell_broken(side: &Side, sources: &Sources, findings: &[Diagnostic], color: ColorChoice) {
    output::note(&human(findings, sources, &output::style(color, Stream::Notes)));
    output::note(&format!("error: `{}` cannot be compared: it has errors\n", side.name));
    if let Place::Revision(repository, revision) = &side.place
        && matches!(repository.read_beside(revision, planfile::FILE_NAME, Limits::default()), Ok(Some(_)))
    {
        let path = repository.plan_path();
        let gap = if path.is_empty() { "" } else { "/" };
        let file = format!("{}:{path}{gap}{}", visible(&revision.text), planfile::FILE_NAME);
        output::note(&format!("  help: its plan file can be compared: `{file}`\n"));
    }
}
