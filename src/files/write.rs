//! Writing a file in place: takes a path and the new text; after a crash or a full disk either the old or the new
//! file is there, never half of one.

use super::fault::reason;
use super::interrupt;
use crate::files::Trouble;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

/// Writes `text` to `path`, shown as `name`, if it still holds what was read from it.
///
/// # Errors
/// When it holds something else by now, or cannot be written; then it stands as it is.
pub(crate) fn rewrite(path: &Path, name: &str, read: &str, text: &str) -> Result<(), Trouble> {
    if retried(|| fs::read(path)).ok().as_deref() != Some(read.as_bytes()) {
        return Err(Trouble::new(format!("`{name}` has changed since it was read")).help("run again"));
    }
    write_atomically(path, text).map_err(|error| cannot_write(name, &error))
}

/// What is told of a file, shown as `name`, that could not be written.
pub(crate) fn cannot_write(name: &str, error: &io::Error) -> Trouble {
    Trouble::new(format!("`{name}` cannot be written: {}", reason(error)))
}

/// Writes `text` to `path`, which keeps its mode and owner. A link stays a link: what it leads to is written.
///
/// # Errors
/// When the file is read-only, or the folder or the disk does not take the new one; then the old one stands.
pub fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    write_bytes_atomically(path, text.as_bytes())
}

/// The same of a file that is no text.
///
/// # Errors
/// Likewise.
pub(crate) fn write_bytes_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    interrupt::held_back(|| replace(path, bytes))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = present(|| fs::canonicalize(path))?.unwrap_or_else(|| path.to_path_buf());
    let old = present(|| fs::metadata(&target))?;
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
    }
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is a device or a pipe, no file"));
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = new_file(folder, old.as_ref())?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    persist(file, &target)?;
    sync_folder(folder)
}

/// What the system says about a file, unless there is none.
fn present<T>(call: impl FnMut() -> io::Result<T>) -> io::Result<Option<T>> {
    match retried(call) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks again when a signal came in between.
pub(crate) fn retried<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// An empty file beside the old one, hidden, so that a reader of the folder passes it over.
fn new_file(folder: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".zbb-").suffix(".new");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    if let Some(old) = old {
        keep_owner(file.as_file(), old)?;
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file)
}

/// Gives a file to who owned the old one, where the system lets us: root may, others keep what they write.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

fn persist(mut file: NamedTempFile, target: &Path) -> io::Result<()> {
    loop {
        match file.persist(target) {
            Ok(_) => return Ok(()),
            Err(failed) if failed.error.kind() == ErrorKind::Interrupted => file = failed.file,
            Err(failed) => return Err(failed.error),
        }
    }
}

/// A rename is safe from a crash only when the folder is on the disk too; elsewhere than on Unix folders cannot be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::rewrite;
    use std::fs;

    #[test]
    fn what_somebody_else_wrote_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.zbb");
        fs::write(&path, "theirs").expect("a file");
        let trouble = rewrite(&path, "a.zbb", "as read", "ours").expect_err("it has changed");
        assert_eq!(trouble.message, "`a.zbb` has changed since it was read");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "theirs");
        rewrite(&path, "a.zbb", "theirs", "ours").expect("it is written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "ours");
        fs::remove_file(&path).expect("it is removed");
        assert!(rewrite(&path, "a.zbb", "ours", "again").is_err(), "what is gone stays gone");
    }
}
