//! The files of a plan in a tree of git: takes what `ls-tree` lists, gives the files and links that a folder of that
//! shape would have, as `find` does for folders.

use super::ignored::GITIGNORE;
use super::path::TreePath;
use std::collections::{BTreeMap, BTreeSet};

/// What a tree lists at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Which kind of thing.
    pub mode: Mode,
    /// The id of its object.
    pub id: Vec<u8>,
}

/// The kinds of thing a tree lists, folders apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A file.
    File,
    /// A symbolic link; its object says where it leads.
    Link,
    /// A commit of another repository: that repository's files are no part of this plan.
    Submodule,
}

/// A tree's entries by their paths from the root of the repository.
#[derive(Debug, Default)]
pub(super) struct Tree {
    entries: BTreeMap<TreePath, Entry>,
    folder: TreePath,
    /// What is no part of the plan, though a link may lead to it.
    passed_over: BTreeSet<TreePath>,
}

/// A plan file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanFile {
    /// Its path below the folder.
    pub below: Vec<u8>,
    /// The id of its object; none for a link that leads nowhere.
    pub id: Option<Vec<u8>>,
}

impl Tree {
    /// Reads what `ls-tree -r -z` writes about a folder: `MODE KIND ID<tab>PATH<nul>`, the paths counted from the folder.
    pub(super) fn read(folder: TreePath, listing: &[u8]) -> Tree {
        let lines = listing.split(|byte| *byte == 0);
        let entries = lines.filter_map(|line| read_entry(&folder, line)).collect();
        Tree { entries, folder, passed_over: BTreeSet::new() }
    }

    /// The files that say what git ignores.
    pub(super) fn ignore_files(&self) -> impl Iterator<Item = &TreePath> {
        let is_file = |(path, entry): &(&TreePath, &Entry)| entry.mode == Mode::File && path.name() == GITIGNORE;
        self.entries.iter().filter(is_file).map(|(path, _)| path)
    }

    /// Passes over the plan files that `is_ignored` says.
    pub(super) fn pass_over(&mut self, is_ignored: impl Fn(&TreePath) -> bool) {
        let plan_paths = self.entries.keys().filter(|path| is_plan_path(path, &self.folder));
        self.passed_over = plan_paths.filter(|path| is_ignored(path)).cloned().collect();
    }

    /// The links that look like plan files, and those on the way to what they lead to: whose objects are to be read
    /// before [`Tree::plan_files`].
    pub(super) fn links(&self) -> impl Iterator<Item = (&TreePath, &Entry)> {
        self.entries.iter().filter(|(_, entry)| entry.mode == Mode::Link)
    }

    /// Whether following links is worth reading them.
    pub(super) fn has_plan_links(&self) -> bool {
        self.links().any(|(path, _)| is_plan_path(path, &self.folder))
    }

    /// The plan files, in order of path; `targets` says where links lead.
    pub(super) fn plan_files(&self, targets: &BTreeMap<&TreePath, Vec<u8>>) -> Vec<PlanFile> {
        let is_part = |path: &TreePath| is_plan_path(path, &self.folder) && !self.passed_over.contains(path);
        let plan_paths = || self.entries.iter().filter(|(path, _)| is_part(path));
        let mut known: BTreeSet<&TreePath> = BTreeSet::new();
        let mut files = Vec::new();
        for (path, entry) in plan_paths().filter(|(_, entry)| entry.mode == Mode::File) {
            known.insert(path);
            files.push(self.plan_file(path, Some(entry)));
        }
        for (path, _) in plan_paths().filter(|(_, entry)| entry.mode == Mode::Link) {
            match self.follow(path, targets) {
                End::File(target, entry) if known.insert(target) => files.push(self.plan_file(path, Some(entry))),
                End::File(..) | End::Elsewhere => {}
                End::Nowhere => files.push(self.plan_file(path, None)),
            }
        }
        files
    }

    fn plan_file(&self, path: &TreePath, entry: Option<&Entry>) -> PlanFile {
        let below = self.folder.below(path).unwrap_or(path.bytes()).to_vec();
        PlanFile { below, id: entry.map(|entry| entry.id.clone()) }
    }

    /// Where a link ends. Outside of the folder nothing is known, so only its way back in is followed.
    fn follow(&self, link: &TreePath, targets: &BTreeMap<&TreePath, Vec<u8>>) -> End<'_> {
        let mut at = link.parent().unwrap_or_default();
        let mut ahead: Vec<Vec<u8>> = vec![link.name().to_vec()];
        let mut links = 0;
        while let Some(name) = ahead.pop() {
            let Some(next) = at.clone().step(&name) else { return End::Elsewhere };
            match targets.get(&next) {
                Some(target) if target.starts_with(b"/") => return End::Elsewhere,
                Some(_) if links == LINKS => return End::Nowhere,
                Some(target) => {
                    links += 1;
                    ahead.extend(target.split(|byte| *byte == b'/').rev().map(<[u8]>::to_vec));
                }
                None => at = next,
            }
        }
        self.end(&at)
    }

    fn end(&self, path: &TreePath) -> End<'_> {
        match self.entries.get_key_value(path) {
            Some((path, entry)) if entry.mode == Mode::File => End::File(path, entry),
            Some(_) => End::Elsewhere,
            None if *path == self.folder || self.folder.below(path).is_none() || self.is_folder(path) => End::Elsewhere,
            None => End::Nowhere,
        }
    }

    fn is_folder(&self, path: &TreePath) -> bool {
        self.entries
            .range(path.clone()..)
            .take_while(|(other, _)| other.bytes().starts_with(path.bytes()))
            .any(|(other, _)| path.below(other).is_some())
    }
}

/// More links than this on one way go round in a circle.
const LINKS: usize = 40;

/// Where a link ends.
enum End<'a> {
    /// At a file of the folder.
    File(&'a TreePath, &'a Entry),
    /// At a folder, or outside of the plan: it is passed over.
    Elsewhere,
    /// At nothing.
    Nowhere,
}

fn read_entry(folder: &TreePath, line: &[u8]) -> Option<(TreePath, Entry)> {
    let tab = memchr::memchr(b'\t', line)?;
    let (head, path) = (line.get(..tab)?, line.get(tab + 1..)?);
    let mut words = head.split(|byte| *byte == b' ');
    let mode = match words.next()? {
        b"120000" => Mode::Link,
        b"160000" => Mode::Submodule,
        _ => Mode::File,
    };
    let id = words.nth(1)?.to_vec();
    let path = path.split(|byte| *byte == b'/').try_fold(folder.clone(), TreePath::step)?;
    Some((path, Entry { mode, id }))
}

/// Whether a path is one of a plan file: it ends in `.zbb`, and no name below the folder is hidden.
fn is_plan_path(path: &TreePath, folder: &TreePath) -> bool {
    let Some(below) = folder.below(path) else { return false };
    let is_hidden = below.split(|byte| *byte == b'/').any(|name| name.starts_with(b"."));
    !is_hidden && path.name().ends_with(b".zbb")
}
