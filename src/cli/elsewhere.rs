//! Where else each side of a merge has a declaration: takes the path of the file that git merges and its versions, looks
//! through the commits they are of. git names none of them to its merge driver: a commit is one of a side if it has this very
//! file at this path.

use crate::files::git::Repository;
use crate::files::sources::Limits;
use crate::merge::{Elsewhere, Sides, declared, plan_declared};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

/// What git calls the other side while it merges, picks or rebases; of a merge it tells the id, in the name of a variable.
const THEIRS: [&str; 4] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "ORIG_HEAD"];
const TOLD: &str = "GITHEAD_";

/// The other files in which the sides have some declarations; nothing where git cannot be asked, or knows no such commit.
pub(super) fn elsewhere(path: &str, texts: Sides<&str>, wanted: &BTreeSet<String>) -> Elsewhere {
    let Ok(repository) = Repository::around(Path::new(path)) else { return Elsewhere::default() };
    let told = env::vars_os().filter_map(|(name, _)| Some(name.to_str()?.strip_prefix(TOLD)?.to_owned()));
    let among = |text: &str, commits: Vec<String>| {
        let found = commits.iter().find_map(|commit| other_files(&repository, commit, text, wanted));
        found.unwrap_or_default()
    };
    let theirs = told.chain(THEIRS.map(str::to_owned)).collect();
    Sides {
        base: BTreeMap::new(),
        ours: among(texts.ours, vec!["HEAD".to_owned()]),
        theirs: among(texts.theirs, theirs),
    }
}

/// In which other files of its plan a commit has some declarations, if it has this text at the path of the file.
fn other_files(
    repository: &Repository,
    commit: &str,
    text: &str,
    wanted: &BTreeSet<String>,
) -> Option<BTreeMap<String, String>> {
    if !repository.is_revision(commit).ok()? {
        return None;
    }
    let files = repository.all_plan_files(&repository.resolve(commit).ok()?, Limits::default()).ok()?;
    let own = repository.plan_path();
    files.iter().find(|(path, has)| *path == own && has == text)?;
    let files: Vec<(String, BTreeSet<String>)> =
        files.into_iter().map(|(path, text)| (path, declared(&text))).collect();
    let mut folder = own.as_str();
    loop {
        // A plan is a folder: the nearest one around the file that has a plan in it.
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        let is_inside =
            |path: &str| path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'));
        let inside = || files.iter().filter(|(path, _)| is_inside(path));
        if folder.is_empty() || inside().any(|(_, has)| plan_declared(has)) {
            let others = inside().filter(|(path, _)| *path != own);
            let found =
                others.flat_map(|(path, has)| has.intersection(wanted).map(|name| (name.clone(), path.clone())));
            return Some(found.collect());
        }
    }
}
