//! Writing several files into a folder that is new or empty: never beside something else, which would become a part of a plan
//! or be taken for one.

use super::ending::Trouble;
use crate::files::fault::reason;
use crate::files::shown::shown;
use crate::files::write::{cannot_write, write_atomically};
use std::fs;
use std::io;
use std::path::Path;

/// Refuses a folder that holds something.
///
/// # Errors
/// When it does, or cannot be read.
pub(super) fn refuse_full(folder: &Path) -> Result<(), Trouble> {
    let shown = shown(folder);
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Trouble::new(format!("`{shown}` is not empty")).help("name a new folder, or an empty one")),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Trouble::new(format!("`{shown}` cannot be read: {}", reason(&error)))),
    }
}

/// Writes files, by their paths below the folder.
///
/// # Errors
/// When the folder holds something, or cannot be written.
pub(super) fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Trouble> {
    refuse_full(folder)?;
    let lost = |error: io::Error| cannot_write(&shown(folder), &error);
    for (path, text) in files {
        let file = folder.join(path);
        if let Some(around) = file.parent() {
            fs::create_dir_all(around).map_err(lost)?;
        }
        write_atomically(&file, text).map_err(lost)?;
    }
    Ok(())
}
