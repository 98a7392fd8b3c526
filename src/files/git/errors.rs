//! What can keep git from answering, in words that say what to do.

use super::command::Silence;
use super::history::History;
use super::path::TreePath;
use crate::diagnostic::text::visible;
use crate::files::Trouble;
use crate::files::fault::{self, Fault};
use crate::files::shown::{shown, shown_bytes};
use crate::resolve::nearest;
use crate::source::FileId;
use std::io;
use std::path::Path;

/// Git said no, or cannot be run.
pub(super) fn silent(silence: Silence) -> Trouble {
    match silence {
        Silence::NotRun(error) if error.kind() == io::ErrorKind::NotFound => {
            Trouble::new("there is no `git` to ask for a revision")
                .help("install git, or compare two folders instead of revisions")
        }
        Silence::NotRun(error) => Trouble::new(format!("`git` cannot be run: {}", fault::reason(&error))),
        Silence::Refused(said) => Trouble::new(format!("git says: {}", first_line(&said))),
    }
}

/// No repository holds the path, or git does not trust the one that does.
pub(super) fn no_repository(path: &Path, silence: Silence) -> Trouble {
    match silence {
        Silence::Refused(said) if said.contains("dubious ownership") => dubious(&said),
        Silence::Refused(said) if said.contains("not a git repository") => {
            Trouble::new(format!("`{}` is in no git repository", shown(path)))
                .help("name a path inside one, or compare two folders instead of revisions")
        }
        silence @ (Silence::Refused(_) | Silence::NotRun(_)) => self::silent(silence),
    }
}

/// `fatal: detected dubious ownership in repository at '/srv/plans'`
fn dubious(said: &str) -> Trouble {
    let place = said.split('\'').nth(1).unwrap_or_default();
    let place = visible(place);
    Trouble::new(format!("git does not trust `{place}`: it belongs to another user"))
        .help(format!("if you know whose it is, tell git: `git config --global --add safe.directory {place}`"))
}

/// A path that leaves the repository by `..`.
pub(super) fn outside(path: &Path) -> Trouble {
    Trouble::new(format!("`{}` leads out of its git repository", shown(path)))
}

/// A repository without files.
pub(super) fn bare(folder: &Path) -> Trouble {
    Trouble::new(format!("`{}` is a bare repository: it has no files beside it", shown(folder)))
        .help("run this in a clone of it")
}

/// A text that names no commit.
pub(super) fn unknown_revision(text: &str, names: &[String], history: History) -> Trouble {
    let shown = visible(text);
    let Some(near) = near(text, names) else { return without_near(&shown, names, history) };
    let trouble = Trouble::new(format!("there is no revision `{shown}`"));
    trouble.help(format!("did you mean `{}`?", visible(near)))
}

fn without_near(shown: &str, names: &[String], history: History) -> Trouble {
    if names.is_empty() && shown == "HEAD" {
        return Trouble::new("the repository has no commit yet");
    }
    let trouble = Trouble::new(format!("there is no revision `{shown}`"));
    match history {
        History::Shallow => trouble.help(format!("this clone has only part of the history: {DEEPEN}")),
        History::Whole => trouble.help("a revision is a branch, a tag or a commit: `git branch --all` lists branches"),
    }
}

const DEEPEN: &str =
    "`git fetch --unshallow` brings the rest (in GitHub Actions: `fetch-depth: 0` for actions/checkout)";

/// The same branch at a remote, as a fresh clone has it; else the name most like it.
fn near<'a>(text: &str, names: &'a [String]) -> Option<&'a str> {
    let at_remote = names.iter().find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == text));
    at_remote.map(String::as_str).or_else(|| nearest(text, names.iter().map(String::as_str)))
}

/// Two revisions that share no commit, as far as this clone knows.
pub(super) fn no_merge_base(left: &str, right: &str, history: History) -> Trouble {
    let (left, right) = (visible(left), visible(right));
    let trouble = Trouble::new(format!("`{left}` and `{right}` have no commit in common"));
    match history {
        History::Shallow => trouble.help(format!("this clone has only part of the history: {DEEPEN}")),
        History::Whole => trouble.help(format!("compare them as they stand: `{left} {right}`")),
    }
}

/// A revision that has nothing at the plan's path.
pub(super) fn not_in_revision(revision: &str, path: &TreePath, near: Option<String>) -> Trouble {
    let trouble = Trouble::new(format!("`{}` has no `{}`", visible(revision), shown_bytes(path.bytes())));
    match near {
        Some(near) => trouble.help(format!("it has `{near}`: did you mean that?")),
        None => trouble,
    }
}

/// A revision without plan files at the plan's path.
pub(super) fn no_plan(revision: &str, path: &TreePath) -> Trouble {
    let place = if path.is_root() { "it".to_owned() } else { format!("`{}`", shown_bytes(path.bytes())) };
    Trouble::new(format!("`{}` has no `.zbb` file in {place}", visible(revision)))
        .help("a plan is a folder with `.zbb` files; name its path")
}

/// A path at which another repository stands.
pub(super) fn submodule(revision: &str, path: &TreePath) -> Trouble {
    let shown = shown_bytes(path.bytes());
    Trouble::new(format!("`{shown}` is a submodule in `{}`", visible(revision)))
        .help(format!("run this inside of `{shown}`, with its own revisions"))
}

/// A file of a revision that cannot be used.
pub(super) fn unusable(revision: &str, path: &TreePath, fault: &Fault) -> Trouble {
    let path = format!("{}:{}", visible(revision), shown_bytes(path.bytes()));
    let finding = fault::diagnostic(FileId::default(), &path, fault);
    Trouble { message: finding.message, help: finding.help }
}

fn first_line(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    visible(line.strip_prefix("fatal: ").unwrap_or(line)).into_owned()
}
