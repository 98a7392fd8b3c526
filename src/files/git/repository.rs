//! The repository a plan is in: takes the plan's path, which need not be there any more, gives where git is to be asked
//! and what git calls that path.

use super::command::ask;
use super::errors;
use super::history::History;
use super::path::TreePath;
use crate::files::Trouble;
use std::path::{Component, Path, PathBuf};

/// A plan's place in a repository.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The nearest folder that is there: where git is asked.
    pub(super) folder: PathBuf,
    /// The plan, from the root.
    pub(super) plan: TreePath,
    /// Whether the history is cut off.
    pub(super) history: History,
    work: Work,
}

/// Whether the repository has its files beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Tree,
    Bare,
}

impl Repository {
    /// Finds the repository that holds a path.
    ///
    /// # Errors
    /// When none does, git does not trust it, or there is no git.
    pub fn around(path: &Path) -> Result<Repository, Trouble> {
        let (folder, rest) = nearest_folder(path);
        let words = ["rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"];
        let answer = ask(&folder, words).map_err(|silence| errors::no_repository(path, silence))?;
        let mut lines = answer.splitn(3, |byte| *byte == b'\n');
        let work = if lines.next() == Some(b"true") { Work::Tree } else { Work::Bare };
        let history = if lines.next() == Some(b"true") { History::Shallow } else { History::Whole };
        // A name may hold a line break: all that follows is the prefix.
        let prefix = lines.next().unwrap_or_default();
        let prefix = TreePath::from_git(prefix.strip_suffix(b"\n").unwrap_or(prefix));
        let plan = prefix.along(&rest).ok_or_else(|| errors::outside(path))?;
        Ok(Repository { folder, plan, history, work })
    }

    /// The folder the repository's files are in; a bare one has none.
    ///
    /// # Errors
    /// When the repository is bare, or git refuses.
    pub fn root(&self) -> Result<PathBuf, Trouble> {
        if self.work == Work::Bare {
            return Err(errors::bare(&self.folder));
        }
        let answer = ask(&self.folder, ["rev-parse", "--show-toplevel"]).map_err(errors::silent)?;
        let path = answer.strip_suffix(b"\n").unwrap_or(&answer);
        Ok(PathBuf::from(super::path::word(path.to_vec())))
    }

    /// The same repository, with the plan at another path from its root.
    #[must_use]
    pub fn with_plan(&self, path: &str) -> Repository {
        Repository { plan: TreePath::from_git(path.as_bytes()), ..self.clone() }
    }

    /// The plan's path from the root, as shown: with `/`, and empty for the root itself.
    #[must_use]
    pub fn plan_path(&self) -> String {
        crate::files::shown::shown_bytes(self.plan.bytes())
    }
}

/// The nearest folder on a path that is there, and the way from it. A link to a folder counts as that folder, so that
/// git is asked where the files are.
fn nearest_folder(path: &Path) -> (PathBuf, PathBuf) {
    let mut folder = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_path_buf() };
    let mut rest = PathBuf::new();
    while !folder.is_dir() {
        let last: PathBuf = folder.components().next_back().into_iter().collect();
        if !folder.pop() || matches!(last.components().next(), Some(Component::RootDir)) {
            return (PathBuf::from("."), rest);
        }
        rest = if rest.as_os_str().is_empty() { last } else { last.join(rest) };
        if folder.as_os_str().is_empty() {
            folder.push(".");
        }
    }
    (folder, rest)
}

#[cfg(test)]
mod tests {
    use super::nearest_folder;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_nearest_folder_is_found_on_the_way_back() {
        let split = |path: &str| nearest_folder(Path::new(path));
        let pair = |folder: &str, rest: &str| (PathBuf::from(folder), PathBuf::from(rest));
        assert_eq!(split("src"), pair("src", ""));
        assert_eq!(split("src/no/such.zbb"), pair("src", "no/such.zbb"));
        assert_eq!(split("no"), pair(".", "no"));
        assert_eq!(split("./no/such"), pair(".", "no/such"));
        assert_eq!(split("no/../such"), pair(".", "no/../such"));
        assert_eq!(split(""), pair(".", ""));
        assert_eq!(split("/no/such"), pair("/", "no/such"));
    }
}
