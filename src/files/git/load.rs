//! The files of a plan at a revision: takes the revision, gives its sources as `sources` gives those of a folder.

use super::command::ask;
use super::errors;
use super::ignored::{GITIGNORE, IgnoreRules};
use super::objects::{self, Found, Kind, ObjectId};
use super::path::TreePath;
use super::repository::Repository;
use super::revision::Revision;
use super::tree::{PlanFile, Tree};
use crate::files::Trouble;
use crate::files::fault::Fault;
use crate::files::memory::within_memory;
use crate::files::read::{Contents, decode};
use crate::files::shown::shown_bytes;
use crate::files::sources::{Limits, Loaded, within};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The longest way a link may lead; systems allow no longer ones.
const LINK_BYTES: u64 = 4096;

/// A longer list of what git ignores is none that a person wrote.
const IGNORE_BYTES: u64 = 1 << 20;

/// What a revision has at the path of a plan.
#[derive(Debug)]
pub enum Held {
    /// A plan.
    Plan(Loaded),
    /// None, in words for whoever is sure that there is one.
    Nothing(Trouble),
}

impl Repository {
    /// Reads the plan as it was at a revision. What is wrong with one file hides no other, and the files are shown as
    /// `REVISION:path`.
    ///
    /// # Errors
    /// When the revision has no such path, or no plan file there.
    pub fn load(&self, revision: &Revision, limits: Limits) -> Result<Loaded, Trouble> {
        match self.held(revision, limits)? {
            Held::Plan(loaded) => Ok(loaded),
            Held::Nothing(trouble) => Err(trouble),
        }
    }

    /// The same, of a revision that need not have the plan.
    ///
    /// # Errors
    /// When something else stands at its path, or git refuses.
    pub fn held(&self, revision: &Revision, limits: Limits) -> Result<Held, Trouble> {
        match self.look(revision, &self.plan)? {
            Found::Object { id, kind: Kind::Tree, .. } => self.load_folder(revision, &id, limits),
            Found::Object { id, kind: Kind::Blob, .. } => {
                let file = PlanFile { below: self.plan.name().to_vec(), id: Some(id.into_bytes()) };
                self.read(revision, &self.plan.parent().unwrap_or_default(), vec![file], limits).map(Held::Plan)
            }
            Found::Object { kind: Kind::Other, .. } => Err(errors::submodule(&revision.text, &self.plan)),
            Found::Missing => {
                Ok(Held::Nothing(errors::not_in_revision(&revision.text, &self.plan, self.nearest(revision)?)))
            }
        }
    }

    /// The text of a file beside the plan's own files at a revision, such as its plan file; nothing where there is none.
    ///
    /// # Errors
    /// When it is no text, or larger than a file may be.
    pub fn read_beside(&self, revision: &Revision, name: &str, limits: Limits) -> Result<Option<String>, Trouble> {
        let folder = match self.look(revision, &self.plan)? {
            Found::Object { kind: Kind::Blob, .. } => self.plan.parent().unwrap_or_default(),
            Found::Object { kind: Kind::Tree | Kind::Other, .. } | Found::Missing => self.plan.clone(),
        };
        let Some(path) = folder.step(name.as_bytes()) else { return Ok(None) };
        match self.look(revision, &path)? {
            Found::Object { kind: Kind::Blob, bytes, .. } if bytes > limits.file_bytes => {
                Err(errors::unusable(&revision.text, &path, &Fault::TooLarge { bytes, limit: limits.file_bytes }))
            }
            Found::Object { id, kind: Kind::Blob, .. } => {
                let bytes = objects::contents(&self.folder, &[id.as_bytes()]).map_err(errors::silent)?.pop().flatten();
                let contents = bytes.map_or_else(|| Fault::NotFetched.into(), decode);
                match contents.fault {
                    None => Ok(Some(contents.text)),
                    Some(fault) => Err(errors::unusable(&revision.text, &path, &fault)),
                }
            }
            Found::Object { kind: Kind::Tree | Kind::Other, .. } | Found::Missing => Ok(None),
        }
    }

    /// What stands at a path of a revision.
    fn look(&self, revision: &Revision, path: &TreePath) -> Result<Found, Trouble> {
        objects::look(&self.folder, &name_of(revision, path)).map_err(errors::silent)
    }

    fn load_folder(&self, revision: &Revision, tree: &str, limits: Limits) -> Result<Held, Trouble> {
        let mut tree = self.tree(&self.plan, tree)?;
        let rules = self.ignore_rules(revision, &tree)?;
        tree.pass_over(|path| rules.ignore(path));
        let targets = if tree.has_plan_links() { self.targets(&tree)? } else { BTreeMap::new() };
        let files = tree.plan_files(&targets);
        if files.is_empty() {
            return Ok(Held::Nothing(errors::no_plan(&revision.text, &self.plan)));
        }
        self.read(revision, &self.plan, files, limits).map(Held::Plan)
    }

    /// The `.gitignore` files of the plan's folder, and of those above it and below it, as they were.
    fn ignore_rules(&self, revision: &Revision, tree: &Tree) -> Result<IgnoreRules, Trouble> {
        let mut folders: Vec<TreePath> = self.plan.parents();
        folders.extend(tree.ignore_files().filter_map(TreePath::parent));
        folders.retain(|folder| !folder.bytes().contains(&b'\n'));
        let names: Vec<Vec<u8>> =
            folders.iter().map(|folder| name_of(revision, &folder.clone().file(GITIGNORE))).collect();
        let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
        let (found, ids) = self.small(&names, IGNORE_BYTES)?;
        let texts = objects::contents(&self.folder, &ids.iter().map(String::as_bytes).collect::<Vec<&[u8]>>());
        let folders = folders.into_iter().zip(found).filter_map(|(folder, is_found)| is_found.then_some(folder));
        Ok(IgnoreRules::read(folders.zip(texts.map_err(errors::silent)?)))
    }

    /// Which of some names stand for blobs of at most so many bytes, and the ids of those.
    fn small(&self, names: &[&[u8]], bytes: u64) -> Result<(Vec<bool>, Vec<ObjectId>), Trouble> {
        let found = objects::sizes(&self.folder, names).map_err(errors::silent)?;
        let id = |found: Found| match found {
            Found::Object { id, kind: Kind::Blob, bytes: size } if size <= bytes => Some(id),
            Found::Object { .. } | Found::Missing => None,
        };
        let ids: Vec<Option<ObjectId>> = found.into_iter().map(id).collect();
        Ok((ids.iter().map(Option::is_some).collect(), ids.into_iter().flatten().collect()))
    }

    fn tree(&self, folder: &TreePath, id: &str) -> Result<Tree, Trouble> {
        let listing = ask(&self.folder, ["ls-tree", "-r", "-z", "--full-tree", id]).map_err(errors::silent)?;
        Ok(Tree::read(folder.clone(), &listing))
    }

    /// Where the links of a tree lead.
    fn targets<'a>(&self, tree: &'a Tree) -> Result<BTreeMap<&'a TreePath, Vec<u8>>, Trouble> {
        let links: Vec<_> = tree.links().collect();
        let ids: Vec<&[u8]> = links.iter().map(|(_, entry)| entry.id.as_slice()).collect();
        let (is_short, ids) = self.small(&ids, LINK_BYTES)?;
        let contents = objects::contents(&self.folder, &ids.iter().map(String::as_bytes).collect::<Vec<&[u8]>>());
        let short = links.into_iter().zip(is_short).filter_map(|(link, is_short)| is_short.then_some(link));
        let targets = short.zip(contents.map_err(errors::silent)?);
        Ok(targets.filter_map(|((path, _), target)| Some((path, target?))).collect())
    }

    /// Reads files, shown below `folder`, in order of path.
    fn read(
        &self,
        revision: &Revision,
        folder: &TreePath,
        files: Vec<PlanFile>,
        limits: Limits,
    ) -> Result<Loaded, Trouble> {
        let mut files: Vec<(String, Option<Vec<u8>>)> =
            files.into_iter().map(|file| (shown_bytes(&file.below), file.id)).collect();
        files.sort();
        let contents = self.contents(&files, limits)?;
        let mut loaded = Loaded::empty(base(revision, folder));
        for ((shown, _), contents) in files.into_iter().zip(contents) {
            loaded.add(&shown, contents, None);
        }
        Ok(loaded)
    }

    /// Every `.zbb` file of a revision, wherever it stands, by its path from the root.
    ///
    /// # Errors
    /// When git refuses, or a file cannot be read.
    pub fn all_plan_files(&self, revision: &Revision, limits: Limits) -> Result<Vec<(String, String)>, Trouble> {
        let tree = self.tree(&TreePath::default(), &revision.commit)?;
        let files = tree.plan_files(&BTreeMap::new());
        let files: Vec<(String, Option<Vec<u8>>)> =
            files.into_iter().map(|file| (shown_bytes(&file.below), file.id)).collect();
        let contents = self.contents(&files, limits)?;
        let texts = files.into_iter().zip(contents).filter(|(_, contents)| contents.fault.is_none());
        Ok(texts.map(|((path, _), contents)| (path, contents.text)).collect())
    }

    /// The contents of files, in their order: those within the limits are read, the others are faults.
    fn contents(&self, files: &[(String, Option<Vec<u8>>)], limits: Limits) -> Result<Vec<Contents>, Trouble> {
        let ids: Vec<&[u8]> = files.iter().filter_map(|(_, id)| id.as_deref()).collect();
        let mut sizes = objects::sizes(&self.folder, &ids).map_err(errors::silent)?.into_iter();
        let sized = files.iter().map(|(_, id)| match id {
            Some(id) => sizes.next().map_or(Err(Fault::NotFetched), |found| readable(id, &found, limits)),
            None => Err(Fault::LeadsNowhere),
        });
        let bytes = |file: &Result<(&[u8], u64), Fault>| file.as_ref().map_or(0, |(_, bytes)| *bytes);
        let files = within(sized.collect(), bytes, limits.plan_bytes);
        let files: Vec<Result<&[u8], Fault>> =
            files.into_iter().map(|(file, fault)| file.and_then(|(id, _)| fault.map_or(Ok(id), Err))).collect();
        let ids: Vec<&[u8]> = files.iter().filter_map(|file| file.as_ref().ok().copied()).collect();
        let mut read = objects::contents(&self.folder, &ids).map_err(errors::silent)?.into_iter();
        let read: Vec<Result<Vec<u8>, Fault>> =
            files.into_iter().map(|file| file.and_then(|_| read.next().flatten().ok_or(Fault::NotFetched))).collect();
        let contents = read.into_par_iter().map(|bytes| bytes.map_or_else(Contents::from, decode)).collect();
        Ok(within_memory(contents, limits.memory, limits.shown))
    }

    /// The path most like the plan's that the revision has: a name beside it.
    fn nearest(&self, revision: &Revision) -> Result<Option<String>, Trouble> {
        let Some(parent) = (!self.plan.is_root()).then(|| self.plan.parent()).flatten() else { return Ok(None) };
        let Found::Object { id, kind: Kind::Tree, .. } = self.look(revision, &parent)? else { return Ok(None) };
        let listing =
            ask(&self.folder, ["ls-tree", "-z", "--name-only", "--full-tree", &id]).map_err(errors::silent)?;
        let names: Vec<String> = listing.split(|byte| *byte == 0).map(shown_bytes).collect();
        let name = shown_bytes(self.plan.name());
        let near = crate::resolve::nearest(&name, names.iter().map(String::as_str));
        Ok(near.and_then(|near| parent.step(near.as_bytes())).map(|path| shown_bytes(path.bytes())))
    }
}

/// What git calls what stands at a path of a revision.
fn name_of(revision: &Revision, path: &TreePath) -> Vec<u8> {
    [revision.commit.as_bytes(), b":", path.bytes()].concat()
}

/// A file that may be read, with its size.
fn readable<'a>(id: &'a [u8], found: &Found, limits: Limits) -> Result<(&'a [u8], u64), Fault> {
    match found {
        Found::Object { bytes, .. } if *bytes > limits.file_bytes => {
            Err(Fault::TooLarge { bytes: *bytes, limit: limits.file_bytes })
        }
        Found::Object { bytes, .. } => Ok((id, *bytes)),
        Found::Missing => Err(Fault::NotFetched),
    }
}

/// How git and people write a file of a revision: `REVISION:folder/file`.
fn base(revision: &Revision, folder: &TreePath) -> String {
    let folder = shown_bytes(folder.bytes());
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{}:{folder}{slash}", crate::diagnostic::text::visible(&revision.text))
}
