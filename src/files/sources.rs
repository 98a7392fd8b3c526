//! Files in: takes the path a person named, gives the sources of the plan and what is wrong with its files. Nothing
//! wrong with one file hides the others; only a path that leads to no plan at all is refused.

use super::shown::shown;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::fault::{Fault, kind_of};
use super::find::{Candidate, Found};
use super::memory::within_memory;
use super::read::Contents;
use super::{Trouble, fault, find, read};
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Sources};
use rayon::prelude::*;

pub use super::write::write_atomically;

/// How large a plan may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of one file.
    pub file_bytes: u64,
    /// The bytes of all files together.
    pub plan_bytes: u64,
    /// The memory that all files together may need.
    pub memory: u64,
    /// Of that, what each package and level takes to be shown.
    pub shown: u64,
}

impl Default for Limits {
    /// What four gigabytes of memory can hold of a text as people write it; what is denser is counted.
    fn default() -> Limits {
        Limits { file_bytes: 64 << 20, plan_bytes: 160 << 20, memory: 4 << 30, shown: 0 }
    }
}

/// A plan's files, read.
#[derive(Debug)]
pub struct Loaded {
    /// Their texts, in order of path; a file that cannot be read is there with an empty text.
    pub sources: Sources,
    /// What is wrong with files.
    pub diagnostics: Diagnostics,
    paths: Vec<Option<PathBuf>>,
}

impl Loaded {
    /// No files yet; `base` says how they are reached from where the user stands.
    pub(crate) fn empty(base: String) -> Loaded {
        let mut loaded = Loaded { sources: Sources::new(), diagnostics: Diagnostics::new(), paths: Vec::new() };
        loaded.sources.set_base(base);
        loaded
    }

    /// Adds a file, in order of path; `path` is where it can be written, if anywhere.
    pub(crate) fn add(&mut self, shown: &str, contents: Contents, path: Option<PathBuf>) {
        let id = self.sources.add(shown, contents.text);
        self.paths.push(path.filter(|_| contents.fault.is_none()));
        if let Some(fault) = contents.fault {
            self.diagnostics.add(fault::diagnostic(id, shown, &fault));
        }
    }

    /// Where to write a file; nowhere when its text here is not what the disk holds.
    #[must_use]
    pub fn path_to_write(&self, file: FileId) -> Option<&Path> {
        self.paths.get(file.index())?.as_deref()
    }
}

/// Why a path leads to no plan; the exit code is 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRead {
    /// Nothing is there; a name like it may be.
    Missing {
        /// The path as shown.
        path: String,
        /// The nearest name beside it.
        near: Option<String>,
    },
    /// A link is there that leads nowhere.
    LeadsNowhere {
        /// The path as shown.
        path: String,
    },
    /// A pipe, a device, a socket.
    NotAFile {
        /// The path as shown.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// The system does not let us look.
    Unreadable {
        /// The path as shown.
        path: String,
        /// What it says.
        reason: String,
    },
    /// A folder without plan files.
    NoPlan {
        /// The path as shown.
        path: String,
        /// Whether there are some that git ignores or that are hidden.
        passed_over: PassedOver,
    },
}

/// Whether a folder has plan files that are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedOver {
    /// None.
    Nothing,
    /// Some that git ignores or that are hidden.
    Some,
}

impl CannotRead {
    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            CannotRead::Missing { near, .. } => near.as_ref().map(|near| format!("did you mean `{near}`?")),
            CannotRead::LeadsNowhere { .. } => Some("mend the link or name another path".to_owned()),
            CannotRead::NotAFile { .. } => Some("name a folder with `.zbb` files, or one such file".to_owned()),
            CannotRead::Unreadable { .. } => None,
            CannotRead::NoPlan { passed_over: PassedOver::Nothing, .. } => {
                Some("`zbb init` starts a plan; a plan is a folder with `.zbb` files".to_owned())
            }
            CannotRead::NoPlan { passed_over: PassedOver::Some, .. } => {
                Some("there are `.zbb` files, but git ignores them or they are hidden".to_owned())
            }
        }
    }
}

impl fmt::Display for CannotRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotRead::Missing { path, .. } => write!(formatter, "there is no `{path}`"),
            CannotRead::LeadsNowhere { path } => write!(formatter, "`{path}` is a link that leads nowhere"),
            CannotRead::NotAFile { path, what } => write!(formatter, "`{path}` is {what}, not a plan"),
            CannotRead::Unreadable { path, reason } => write!(formatter, "`{path}` cannot be read: {reason}"),
            CannotRead::NoPlan { path, .. } => write!(formatter, "there is no `.zbb` file in `{path}`"),
        }
    }
}

impl From<CannotRead> for Trouble {
    fn from(error: CannotRead) -> Trouble {
        Trouble { message: error.to_string(), help: error.help() }
    }
}

impl std::error::Error for CannotRead {}

/// Reads the plan at a path: a folder, or a single file.
///
/// # Errors
/// When the path itself leads to no plan.
pub fn load(path: &Path, limits: Limits) -> Result<Loaded, CannotRead> {
    let metadata = fs::metadata(path).map_err(|error| cannot_look(path, &error))?;
    if metadata.is_dir() {
        return load_folder(path, limits);
    }
    if !metadata.is_file() {
        return Err(CannotRead::NotAFile { path: shown(path), what: kind_of(metadata.file_type()) });
    }
    let shown = shown(Path::new(path.file_name().unwrap_or(path.as_os_str())));
    let file = Candidate { shown, path: path.to_path_buf(), bytes: metadata.len() };
    let base = path.parent().map_or_else(String::new, base);
    Ok(read_all(Found { files: vec![file], faults: Vec::new() }, base, limits))
}

fn load_folder(folder: &Path, limits: Limits) -> Result<Loaded, CannotRead> {
    let found = find::find(folder);
    if let Some((_, Fault::Unreadable { reason })) = found.faults.iter().find(|(at, _)| at.path == folder) {
        return Err(CannotRead::Unreadable { path: shown(folder), reason: reason.clone() });
    }
    if found.files.is_empty() && found.faults.is_empty() {
        let passed_over = if find::has_passed_over(folder) { PassedOver::Some } else { PassedOver::Nothing };
        return Err(CannotRead::NoPlan { path: shown(folder), passed_over });
    }
    Ok(read_all(found, base(folder), limits))
}

/// Reads in parallel; the order is that of the paths all the same.
fn read_all(found: Found, base: String, limits: Limits) -> Loaded {
    let mut files: Vec<(Candidate, Option<Fault>)> = within(found.files, |file| file.bytes, limits.plan_bytes);
    files.extend(found.faults.into_iter().map(|(file, fault)| (file, Some(fault))));
    files.sort_by(|left, right| left.0.cmp(&right.0));
    let contents: Vec<Contents> = files
        .par_iter()
        .map(|(file, fault)| match fault {
            Some(fault) => fault.clone().into(),
            None => read::read(&file.path, limits.file_bytes),
        })
        .collect();
    let contents = within_memory(contents, limits.memory, limits.shown);
    let mut loaded = Loaded::empty(base);
    for ((file, _), contents) in files.into_iter().zip(contents) {
        loaded.add(&file.shown, contents, Some(file.path));
    }
    loaded
}

/// Sets aside the files that, in order, would make the plan larger than it may be.
pub(crate) fn within<T>(files: Vec<T>, bytes: impl Fn(&T) -> u64, limit: u64) -> Vec<(T, Option<Fault>)> {
    let mut sum = 0_u64;
    let mut within = |file: T| {
        sum = sum.saturating_add(bytes(&file));
        (file, (sum > limit).then_some(Fault::PlanTooLarge { limit }))
    };
    files.into_iter().map(&mut within).collect()
}

/// How files below a folder are reached from here: nothing for `.`, else the folder and `/`.
fn base(folder: &Path) -> String {
    let below: PathBuf = folder.components().filter(|part| *part != std::path::Component::CurDir).collect();
    let shown = shown(&below);
    if shown.is_empty() || shown.ends_with('/') { shown } else { shown + "/" }
}

fn cannot_look(path: &Path, error: &io::Error) -> CannotRead {
    let shown = shown(path);
    match error.kind() {
        io::ErrorKind::NotFound if fs::symlink_metadata(path).is_ok() => CannotRead::LeadsNowhere { path: shown },
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            CannotRead::Missing { path: shown, near: nearest(path) }
        }
        _ => CannotRead::Unreadable { path: shown, reason: fault::reason(error) },
    }
}

/// The folder or plan file beside a missing path whose name is most like it; the first by name among equals.
fn nearest(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let is_plan =
        |path: &Path| path.is_dir() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zbb"));
    let near = entries
        .filter_map(Result::ok)
        .filter(|entry| is_plan(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .map(|other| (strsim::osa_distance(name, &other), other))
        .min()?;
    let is_near = near.0 <= (name.chars().count() / 3).max(2);
    is_near.then(|| shown(&folder.map_or_else(PathBuf::new, Path::to_path_buf).join(near.1)))
}
