//! Paths inside a repository: takes paths of the system, gives the bytes git knows them by.

use std::ffi::OsString;
use std::path::{Component, Path};

/// A path from the root of a repository: names with `/` between them; empty for the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct TreePath(Vec<u8>);

impl TreePath {
    /// A path as git writes it, with or without a `/` at its end.
    pub(super) fn from_git(bytes: &[u8]) -> TreePath {
        TreePath(bytes.strip_suffix(b"/").unwrap_or(bytes).to_vec())
    }

    /// As git reads it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is the root.
    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last name.
    pub(super) fn name(&self) -> &[u8] {
        self.0.rsplit(|byte| *byte == b'/').next().unwrap_or_default()
    }

    /// One step further: a name, `.`, or `..`; nothing when that leads out of the repository.
    pub(super) fn step(mut self, name: &[u8]) -> Option<TreePath> {
        match name {
            b"" | b"." => {}
            b".." if self.is_root() => return None,
            b".." => self.0.truncate(memchr::memrchr(b'/', &self.0).unwrap_or(0)),
            name => return Some(self.file(name)),
        }
        Some(self)
    }

    /// Along a relative path of the system; nothing when that leads out of the repository.
    pub(super) fn along(self, path: &Path) -> Option<TreePath> {
        path.components().try_fold(self, |so_far, part| match part {
            Component::Normal(name) => so_far.step(name.as_encoded_bytes()),
            Component::ParentDir => so_far.step(b".."),
            Component::CurDir => Some(so_far),
            Component::Prefix(_) | Component::RootDir => None,
        })
    }

    /// The folder it is in.
    pub(super) fn parent(&self) -> Option<TreePath> {
        self.clone().step(b"..")
    }

    /// The folders it is in, from the root; none for the root itself.
    pub(super) fn parents(&self) -> Vec<TreePath> {
        let mut parents: Vec<TreePath> = std::iter::successors(self.parent(), TreePath::parent).collect();
        parents.reverse();
        parents
    }

    /// A file in this folder.
    pub(super) fn file(mut self, name: &[u8]) -> TreePath {
        if !self.is_root() {
            self.0.push(b'/');
        }
        self.0.extend_from_slice(name);
        self
    }

    /// What follows this folder in another path, unless that one is elsewhere.
    pub(super) fn below<'a>(&self, path: &'a TreePath) -> Option<&'a [u8]> {
        if self.is_root() {
            return Some(&path.0);
        }
        path.0.strip_prefix(self.0.as_slice())?.strip_prefix(b"/")
    }
}

/// Bytes of git as a word for a command line. Elsewhere than on Unix they are text.
pub(super) fn word(bytes: Vec<u8>) -> OsString {
    #[cfg(unix)]
    {
        std::os::unix::ffi::OsStringExt::from_vec(bytes)
    }
    #[cfg(not(unix))]
    {
        String::from_utf8_lossy(&bytes).into_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::TreePath;
    use std::path::Path;

    fn along(from: &str, path: &str) -> Option<String> {
        let path = TreePath::from_git(from.as_bytes()).along(Path::new(path))?;
        Some(String::from_utf8_lossy(path.bytes()).into_owned())
    }

    #[test]
    fn paths_are_followed_by_their_names() {
        assert_eq!(along("plans/", "aurora/crm.zbb").as_deref(), Some("plans/aurora/crm.zbb"));
        assert_eq!(along("plans/old", "../new/./x").as_deref(), Some("plans/new/x"));
        assert_eq!(along("plans", "..").as_deref(), Some(""));
        assert_eq!(along("plans", "../.."), None);
        assert_eq!(along("", "/etc"), None);
    }

    #[test]
    fn below_is_by_whole_names() {
        let folder = TreePath::from_git(b"plans/a");
        assert_eq!(folder.below(&TreePath::from_git(b"plans/a/x.zbb")), Some(b"x.zbb".as_slice()));
        assert_eq!(folder.below(&TreePath::from_git(b"plans/ab/x.zbb")), None);
        assert_eq!(TreePath::default().below(&folder), Some(b"plans/a".as_slice()));
    }
}
