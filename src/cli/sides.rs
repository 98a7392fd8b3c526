//! The two plans of a comparison: takes what a person calls them, says where each is to be found.
//!
//! A word is a path if there is such a thing, else a git revision; `REV:PATH` names the plan of a path at a revision, from
//! the root of the repository as git has it (`REV:./PATH` from here), and `A...B` two revisions at once.

use super::ending::Trouble;
use super::output;
use crate::diagnostic::text::visible;
use crate::files::git::{Range, Repository, Revision};
use crate::files::sources::Limits;
use crate::planfile;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a plan is.
#[derive(Debug)]
pub(super) enum Place {
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
    /// Where it is.
    pub place: Place,
    /// Whether its path was named.
    pub path: PlanPath,
}

/// Whether the path of a plan was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlanPath {
    /// It was: `main:plans/a`, `old/plan`. Where there is none, the name is wrong.
    Named,
    /// It is the path of both: where one side has no plan, the other's is new or gone.
    Shared,
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
        None => {
            let place = Place::Path(asked.plan.to_path_buf());
            Side { name: crate::files::shown::shown(asked.plan), place, path: PlanPath::Shared }
        }
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
    Side { name: visible(name).into_owned(), place: Place::Revision(repository, revision), path: PlanPath::Shared }
}

fn side(word: &OsStr, plan: &Path) -> Result<Side, Trouble> {
    let path = Path::new(word);
    if fs::symlink_metadata(path).is_ok() {
        note_ambiguity(word, plan);
        let place = Place::Path(path.to_path_buf());
        return Ok(Side { name: crate::files::shown::shown(path), place, path: PlanPath::Named });
    }
    let Some(text) = word.to_str() else { return Err(neither(word, None)) };
    match text.split_once(':') {
        Some((revision, "")) => revision_side(text, revision, plan),
        Some((revision, path)) => {
            Ok(Side { path: PlanPath::Named, ..revision_side(text, revision, &from_root(path)?)? })
        }
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
            let place = Place::FileAtRevision(shown.clone(), kept);
            Ok(Side { name: shown, place, path: PlanPath::Named })
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
    crate::files::shown::shown(Path::new(word))
}
