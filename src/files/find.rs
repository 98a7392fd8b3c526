//! The files of a plan: takes a folder, gives every `*.zbb` file below it in order of path, without what git ignores,
//! what is hidden, and links that leave the folder.

use super::shown::shown;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::fault::{Fault, kind_of};
use ignore::{DirEntry, Error, WalkBuilder};

/// A plan file, or what stands where one is expected.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    /// The path below the folder, as shown.
    pub shown: String,
    /// The path to open.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub files: Vec<Candidate>,
    /// What stands where a plan file is expected, and what could not be looked at.
    pub faults: Vec<(Candidate, Fault)>,
}

/// Looks through a folder.
pub(crate) fn find(folder: &Path) -> Found {
    let mut found = Found::default();
    let mut links = Vec::new();
    for entry in walk(folder, Rules::Git).build() {
        match entry {
            Ok(entry) if is_link(&entry) => links.push(entry.into_path()),
            Ok(entry) => add(&mut found, folder, entry.path()),
            Err(error) => add_error(&mut found, folder, &error),
        }
    }
    add_links(&mut found, folder, links);
    found.files.sort();
    found.faults.sort_by(|left, right| left.0.cmp(&right.0));
    found
}

/// Whether there are plan files in a folder that git ignores or that are hidden.
pub(crate) fn has_passed_over(folder: &Path) -> bool {
    walk(folder, Rules::None).build().filter_map(Result::ok).any(|entry| is_plan_name(entry.path()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    Git,
    None,
}

/// The `.gitignore` files below the folder always count; those above it, and the user's own rules, only where git
/// itself would read them.
fn walk(folder: &Path, rules: Rules) -> WalkBuilder {
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let in_repository = root.ancestors().any(|above| above.join(".git").exists());
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).require_git(false).follow_links(false);
    if rules == Rules::Git {
        walk.hidden(true).git_ignore(true);
        walk.parents(in_repository).git_exclude(in_repository).git_global(in_repository);
    }
    walk
}

fn is_link(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.path_is_symlink()
}

fn is_plan_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zbb"))
}

/// A folder may have any name, even one ending in `.zbb`; anything else with that ending must be a file.
fn add(found: &mut Found, folder: &Path, path: &Path) {
    if !is_plan_name(path) {
        return;
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(metadata) if metadata.is_file() => found.files.push(candidate(folder, path, metadata.len())),
        Ok(metadata) => {
            let fault = Fault::NotAFile { what: kind_of(metadata.file_type()) };
            found.faults.push((candidate(folder, path, 0), fault));
        }
        Err(error) => found.faults.push((candidate(folder, path, 0), error.into())),
    }
}

/// A link within the folder counts where it leads to a file that is not already part of the plan.
fn add_links(found: &mut Found, folder: &Path, mut links: Vec<PathBuf>) {
    let Ok(root) = fs::canonicalize(folder) else { return };
    let canonical = |file: &Candidate| fs::canonicalize(&file.path).ok();
    let mut known: BTreeSet<PathBuf> =
        if links.is_empty() { BTreeSet::new() } else { found.files.iter().filter_map(canonical).collect() };
    links.sort();
    for link in links.iter().filter(|link| is_plan_name(link)) {
        match fs::canonicalize(link) {
            Ok(target) if !target.starts_with(&root) || known.contains(&target) => {}
            Ok(target) => {
                known.insert(target);
                add(found, folder, link);
            }
            Err(_) => found.faults.push((candidate(folder, link, 0), Fault::LeadsNowhere)),
        }
    }
}

fn add_error(found: &mut Found, folder: &Path, error: &Error) {
    let path = path_of(error).unwrap_or(folder);
    let fault = match error.io_error() {
        Some(error) => Fault::Unreadable { reason: super::fault::reason(error) },
        None => Fault::Unreadable { reason: error.to_string() },
    };
    found.faults.push((candidate(folder, path, 0), fault));
}

fn path_of(error: &Error) -> Option<&Path> {
    match error {
        Error::WithPath { path, .. } => Some(path),
        Error::WithLineNumber { err, .. } | Error::WithDepth { err, .. } => path_of(err),
        Error::Partial(_)
        | Error::Loop { .. }
        | Error::Io(_)
        | Error::Glob { .. }
        | Error::UnrecognizedFileType(_)
        | Error::InvalidDefinition => None,
    }
}

fn candidate(folder: &Path, path: &Path, bytes: u64) -> Candidate {
    let below = path.strip_prefix(folder).unwrap_or(path);
    Candidate { shown: shown(below), path: path.to_path_buf(), bytes }
}
