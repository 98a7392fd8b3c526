//! Where a plan is that is not at the path of the other side's: takes the side that lacks it and the plan of the other,
//! gives the side at the path from where, or to where, the plan has moved.
//!
//! A plan has moved if a file declares one of its name that the other side does not have. Where there are several such, or
//! the file is still there, nothing has moved: the plan is new, or gone.

use super::ending::Trouble;
use super::sides::{Place, PlanPath, Side};
use crate::diagnostic::Diagnostics;
use crate::files::find;
use crate::files::git::{Repository, Revision};
use crate::files::read;
use crate::files::sources::{Limits, Loaded};
use crate::model::Kind;
use crate::source::{FileId, Sources};
use crate::syntax::parse;
use crate::syntax::tree::{Form, Statement, Subject};
use rustc_hash::FxHashSet;
use std::path::Path;

/// The side at the path of the plan that has moved, if it has.
///
/// # Errors
/// When a repository cannot be read.
pub(super) fn moved(lacking: &Side, present: &Side, plan: &Loaded) -> Result<Option<Side>, Trouble> {
    let Some((name, head)) = head_of(&plan.sources) else { return Ok(None) };
    let (repository, files) = files_of(lacking)?;
    let (_, there) = files_of(present)?;
    let there: FxHashSet<&str> = there.iter().map(|(path, _)| path.as_str()).collect();
    let declares = |text: &str| head_of(&Sources::single("", text)).is_some_and(|(other, _)| other == name);
    let heads = files.iter().filter(|(path, text)| !there.contains(path.as_str()) && declares(text));
    let heads: Vec<&str> = heads.map(|(path, _)| path.as_str()).collect();
    let [path] = heads.as_slice() else { return Ok(None) };
    let is_file = repository.plan_path().ends_with(".zbb");
    let path = if is_file { path } else { folder_around(path, &head) };
    at(lacking, &repository, path).map(Some)
}

/// The name of a plan, and the file that declares it.
fn head_of(sources: &Sources) -> Option<(String, String)> {
    let (head, file) = head(sources)?;
    Some((name_of(&head)?, sources.get(file)?.path().to_owned()))
}

fn name_of(head: &Statement) -> Option<String> {
    match head.subjects.first()? {
        Subject::Path(name) => Some(name.text.to_string()),
        Subject::Period(..) => None,
    }
}

/// The title of a plan, else its name.
pub(super) fn title_of(sources: &Sources) -> Option<String> {
    let (head, _) = head(sources)?;
    head.title.as_ref().map(|title| title.value.to_string()).or_else(|| name_of(&head))
}

/// The declaration of a plan, in the first file that has one. Of a large plan few files are read for it.
fn head(sources: &Sources) -> Option<(Statement, FileId)> {
    let keyword = Kind::Plan.keyword();
    let may_hold = sources.files().filter(|(_, source)| source.text().contains(keyword));
    let is_head = |statement: &Statement| statement.form == Form::Declaration && statement.key.text == keyword;
    may_hold.into_iter().find_map(|(file, source)| {
        let tree = parse(&mut Diagnostics::new(), file, source.text());
        tree.statements.into_iter().find(is_head).map(|head| (head, file))
    })
}

/// The folder of a plan, of which a file is called so inside of it; else the folder that the file is in.
fn folder_around<'p>(path: &'p str, file: &str) -> &'p str {
    let folder = path.strip_suffix(file).filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let own = || path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.map_or_else(own, |folder| folder.trim_end_matches('/'))
}

/// All `.zbb` files of the repository as a side has it, by their paths from the root.
fn files_of(side: &Side) -> Result<(Repository, Vec<(String, String)>), Trouble> {
    match &side.place {
        Place::Revision(repository, revision) => {
            Ok((repository.clone(), repository.all_plan_files(revision, Limits::default())?))
        }
        Place::Path(path) => {
            let repository = Repository::around(path)?;
            let found = find::find(&repository.root()?);
            let text = |file: find::Candidate| (file.shown, read::read(&file.path, Limits::default().file_bytes).text);
            Ok((repository, found.files.into_iter().map(text).collect()))
        }
        Place::FileAtRevision(name, _) => {
            Repository::around(Path::new(name)).map(|repository| (repository, Vec::new()))
        }
    }
}

/// The side at another path from the root of its repository.
fn at(side: &Side, repository: &Repository, path: &str) -> Result<Side, Trouble> {
    let shown = if path.is_empty() { "the root" } else { path };
    let name = format!("{}, in {shown}", side.name);
    let place = match &side.place {
        Place::Revision(_, revision) => Place::Revision(repository.with_plan(path), Revision::clone(revision)),
        Place::Path(_) | Place::FileAtRevision(..) => Place::Path(repository.root()?.join(path)),
    };
    Ok(Side { name, place, path: PlanPath::Named })
}
