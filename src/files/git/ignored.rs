//! What git ignores: takes the `.gitignore` files of a revision, tells which of its paths they pass over. git itself keeps
//! what was added in spite of them; the files of a plan are those that `zbb check` reads in a folder.

use super::path::{TreePath, word};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};

/// The name of such a file.
pub(super) const GITIGNORE: &[u8] = b".gitignore";

/// The rules of several folders, the outer before the inner.
#[derive(Debug, Default)]
pub(super) struct IgnoreRules(Vec<(TreePath, Gitignore)>);

impl IgnoreRules {
    /// Reads the files of folders, where there are some. A line that is no rule is none, as for git.
    pub(super) fn read(files: impl Iterator<Item = (TreePath, Option<Vec<u8>>)>) -> IgnoreRules {
        let mut rules: Vec<(TreePath, Gitignore)> =
            files.filter_map(|(folder, text)| Some((folder, rules_of(&text?)?))).collect();
        rules.sort_by(|left, right| left.0.cmp(&right.0));
        IgnoreRules(rules)
    }

    /// Whether a file is passed over: the innermost folder that says something decides.
    pub(super) fn ignore(&self, path: &TreePath) -> bool {
        let says = |(folder, rules): &(TreePath, Gitignore)| match rules
            .matched_path_or_any_parents(system_path(folder.below(path)?), false)
        {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        };
        self.0.iter().rev().find_map(says).unwrap_or(false)
    }
}

fn rules_of(text: &[u8]) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(Path::new(""));
    for line in String::from_utf8_lossy(text).lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

fn system_path(below: &[u8]) -> PathBuf {
    PathBuf::from(word(below.to_vec()))
}
