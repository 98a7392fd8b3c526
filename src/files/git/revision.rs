//! Revisions: takes what a person calls one, gives the commit it stands for.

use super::command::{Silence, ask};
use super::errors;
use super::repository::Repository;
use crate::files::Trouble;
use std::path::Path;

/// A commit, and what it was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// As typed.
    pub text: String,
    /// The id of the commit, in hexadecimal digits.
    pub commit: String,
}

/// Two revisions in one word, as git writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// `A..B`: from one to the other.
    Between(String, String),
    /// `A...B`: what B did since it left A.
    SinceMergeBase(String, String),
}

impl Range {
    /// Reads `A...B` or `A..B`; an end that is left out is `HEAD`. The path of something that is there is no range, nor is
    /// one that only looks like a way up (`../plans`).
    #[must_use]
    pub fn read(text: &str) -> Option<Range> {
        let (from, to, is_since) = match (text.split_once("..."), text.split_once("..")) {
            (Some((from, to)), _) => (from, to, true),
            (None, Some((from, to))) => (from, to, false),
            (None, None) => return None,
        };
        let is_way_up =
            from.ends_with(['/', '\\']) || to.starts_with(['/', '\\', '.']) || (from.is_empty() && to.is_empty());
        if is_way_up || Path::new(text).exists() {
            return None;
        }
        let end = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        let (from, to) = (end(from), end(to));
        Some(if is_since { Range::SinceMergeBase(from, to) } else { Range::Between(from, to) })
    }
}

impl Repository {
    /// Whether a text names a commit here.
    ///
    /// # Errors
    /// When git cannot be asked.
    pub fn is_revision(&self, text: &str) -> Result<bool, Trouble> {
        Ok(self.commit(text)?.is_some())
    }

    /// The commit a text names: a branch, a tag, the beginning of an id, `HEAD~2`.
    ///
    /// # Errors
    /// When it names none; the nearest name is offered.
    pub fn resolve(&self, text: &str) -> Result<Revision, Trouble> {
        match self.commit(text)? {
            Some(commit) => Ok(Revision { text: text.to_owned(), commit }),
            None => Err(errors::unknown_revision(text, &self.names(), self.history)),
        }
    }

    /// The commit that two revisions have last in common.
    ///
    /// # Errors
    /// When they have none, or the clone is too shallow to hold it.
    pub fn merge_base(&self, left: &Revision, right: &Revision) -> Result<Revision, Trouble> {
        match ask(&self.folder, ["merge-base", &left.commit, &right.commit]) {
            Ok(answer) => {
                let text = format!("{}...{}", left.text, right.text);
                Ok(Revision { text, commit: first_line(&answer) })
            }
            Err(Silence::Refused(said)) if said.is_empty() => {
                Err(errors::no_merge_base(&left.text, &right.text, self.history))
            }
            Err(silence) => Err(errors::silent(silence)),
        }
    }

    fn commit(&self, text: &str) -> Result<Option<String>, Trouble> {
        let is_askable = !text.is_empty() && !text.contains('\0');
        let name = format!("{text}^{{commit}}");
        match is_askable.then(|| ask(&self.folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", &name])) {
            Some(Ok(answer)) => Ok(Some(first_line(&answer))),
            Some(Err(Silence::Refused(_))) | None => Ok(None),
            Some(Err(silence @ Silence::NotRun(_))) => Err(errors::silent(silence)),
        }
    }

    /// The names of branches and tags, in order.
    fn names(&self) -> Vec<String> {
        let words = ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"];
        let answer = ask(&self.folder, words).unwrap_or_default();
        String::from_utf8_lossy(&answer).lines().map(str::to_owned).collect()
    }
}

fn first_line(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ranges_are_told_from_paths() {
        let since = |from: &str, to: &str| Some(Range::SinceMergeBase(from.to_owned(), to.to_owned()));
        let between = |from: &str, to: &str| Some(Range::Between(from.to_owned(), to.to_owned()));
        assert_eq!(Range::read("main...HEAD"), since("main", "HEAD"));
        assert_eq!(Range::read("v1.0...origin/raise"), since("v1.0", "origin/raise"));
        assert_eq!(Range::read("main..."), since("main", "HEAD"));
        assert_eq!(Range::read("..raise"), between("HEAD", "raise"));
        assert_eq!(Range::read("main..HEAD~2"), between("main", "HEAD~2"));
        for path in ["main", "..", "...", "../plans", "plans/../other", "../../plans", "a/..", "./..", "plans/.."] {
            assert_eq!(Range::read(path), None, "{path}");
        }
    }
}
