//! The files of ledgers: finds and opens them below the plan's folder. Links, devices and folders are refused, so that a plan
//! reads nothing that does not lie in its folder, and a file that changes while it is read is an error.

use crate::files::fault::kind_of;
use crate::ledger::{FileTrouble, Files};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The folder of a plan, where its ledgers lie.
#[derive(Debug)]
pub(super) struct PlanFolder(PathBuf);

impl PlanFolder {
    /// The folder of the plan at a path: the path itself, or where a single file lies.
    pub(super) fn of(path: &Path) -> PlanFolder {
        let folder = match path.parent() {
            Some(parent) if path.is_file() && parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) if path.is_file() => parent,
            _ => path,
        };
        PlanFolder(folder.to_path_buf())
    }

    /// Where a path below the folder leads.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// What a path below the folder leads to, if no part of it is a link.
    fn look(&self, path: &str) -> Result<Metadata, String> {
        let mut place = self.0.clone();
        let mut found = Err("is not there".to_owned());
        for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
            place.push(part);
            let metadata = fs::symlink_metadata(&place).map_err(|error| reason(&error))?;
            if metadata.is_symlink() {
                return Err("is a link, or lies behind one; a ledger lies in the plan's folder itself".to_owned());
            }
            found = Ok(metadata);
        }
        found
    }
}

impl Files for PlanFolder {
    fn find(&self, pattern: &str) -> Result<Vec<String>, FileTrouble> {
        let mut found = vec![String::new()];
        for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
            let mut next = Vec::new();
            for folder in &found {
                if part.contains('*') {
                    next.extend(self.matching(folder, part)?);
                } else {
                    next.push(below(folder, part));
                }
            }
            found = next;
        }
        // What a pattern names must be there; what a plain path names is opened, and then told.
        found.retain(|path| fs::symlink_metadata(self.0.join(path)).is_ok());
        found.sort();
        Ok(found)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileTrouble> {
        let trouble = |reason: String| FileTrouble { path: path.to_owned(), reason };
        let before = self.look(path).map_err(trouble)?;
        if !before.is_file() {
            return Err(trouble(format!("is {}, not a file", kind_of(before.file_type()))));
        }
        let place = self.0.join(path);
        let file = File::open(&place).map_err(|error| trouble(reason(&error)))?;
        Ok(Box::new(Steady { file, place, before, delivered: 0 }))
    }
}

impl PlanFolder {
    /// The names in a folder that a pattern with `*` matches; hidden ones only where it begins with a dot.
    fn matching(&self, folder: &str, pattern: &str) -> Result<Vec<String>, FileTrouble> {
        let trouble = |error: &io::Error| FileTrouble { path: folder.to_owned(), reason: reason(error) };
        let entries = match fs::read_dir(self.0.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(trouble(&error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| trouble(&error))?;
            if let Some(name) = entry.file_name().to_str()
                && matches(name, pattern)
                && (pattern.starts_with('.') || !name.starts_with('.'))
            {
                names.push(below(folder, name));
            }
        }
        Ok(names)
    }
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Whether a name matches a pattern in which each `*` stands for any letters. Each part takes the first place it fits, so
/// that nothing is tried twice.
fn matches(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(place) = rest.find(part) else { return false };
        rest = rest.get(place + part.len()..).unwrap_or("");
    }
    true
}

/// A file that nobody writes to while it is read.
struct Steady {
    file: File,
    place: PathBuf,
    before: Metadata,
    delivered: u64,
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.delivered += count as u64;
        let changed = || {
            let after = fs::metadata(&self.place)?;
            Ok::<bool, io::Error>(
                after.len() != self.before.len() || after.modified().ok() != self.before.modified().ok(),
            )
        };
        let is_too_long = self.delivered > self.before.len();
        if is_too_long || (count == 0 && !buffer.is_empty() && (self.delivered != self.before.len() || changed()?)) {
            return Err(io::Error::other("changes while it is read; run again once it is written"));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_any_letters() {
        for (name, pattern) in
            [("a.csv", "*.csv"), ("2027-03.csv", "2027-*.csv"), ("ab", "a*b"), ("abab", "*ab"), ("a", "a*")]
        {
            assert!(matches(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in [("a.csv.bak", "*.csv"), ("b", "a*"), ("a", "a*a"), ("ab", "ba*")] {
            assert!(!matches(name, pattern), "{name} {pattern}");
        }
    }
}
