//! The folder of a site: takes its files, puts them in place of those of an earlier one, all at once. What somebody else put
//! there is never removed.

use super::ending::Trouble;
use crate::files::fault::reason;
use crate::files::interrupt;
use crate::files::shown::shown;
use crate::report::render::PageFile;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::Builder;

/// The list of the files of a site.
const LIST: &str = "zbb-site.json";

/// Writes the files beside the folder, and puts them in its place.
///
/// # Errors
/// When the folder holds something else than a site of zbb's, or cannot be written; then it stands as it is.
pub(super) fn replace_site(folder: &Path, files: &[PageFile]) -> Result<(), Trouble> {
    let folder = &target(folder)?;
    let lost = |error: io::Error| Trouble::new(format!("`{}` cannot be written: {}", shown(folder), reason(&error)));
    refuse_others(folder)?;
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(around).map_err(lost)?;
    let beside = Builder::new().prefix(".zbb-site-").tempdir_in(around).map_err(lost)?;
    let new = beside.path().join("new");
    fs::create_dir(&new).map_err(lost)?;
    for file in files {
        fs::write(new.join(&file.name), &file.text).map_err(lost)?;
    }
    fs::write(new.join(LIST), list(files)).map_err(lost)?;
    interrupt::held_back(|| swap(folder, &new, &beside.path().join("old"))).map_err(lost)
}

/// The folder itself, where a link leads to it.
fn target(folder: &Path) -> Result<PathBuf, Trouble> {
    let target = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    if target.file_name().is_none() {
        return Err(
            Trouble::new(format!("`{}` is no folder that can be replaced", shown(folder))).help("name a new one")
        );
    }
    Ok(target)
}

/// Everything in the folder must be of a site that zbb wrote.
fn refuse_others(folder: &Path) -> Result<(), Trouble> {
    let unreadable = |error: io::Error| Trouble::new(format!("`{}` cannot be read: {}", shown(folder), reason(&error)));
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    let ours: BTreeSet<String> = fs::read_to_string(folder.join(LIST)).map(|text| names(&text)).unwrap_or_default();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if name != LIST && !(is_file && ours.contains(&name)) {
            let trouble = Trouble::new(format!(
                "`{}` holds `{}`, which is of no site of zbb's",
                shown(folder),
                shown(Path::new(&name))
            ));
            return Err(trouble.help("name a new folder, an empty one, or one that `zbb report` wrote"));
        }
    }
    Ok(())
}

/// The old folder goes aside and the new one takes its place; where that fails, the old one comes back.
fn swap(folder: &Path, new: &Path, aside: &Path) -> io::Result<()> {
    if fs::symlink_metadata(folder).is_err() {
        return fs::rename(new, folder);
    }
    fs::rename(folder, aside)?;
    fs::rename(new, folder).inspect_err(|_| {
        // Nothing more can be done where this fails too; the old folder is kept beside.
        let _ = fs::rename(aside, folder);
    })
}

/// The files, in order.
fn list(files: &[PageFile]) -> String {
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let list = serde_json::json!({ "schema": "zbb-site/1", "files": names });
    format!("{list:#}\n")
}

fn names(text: &str) -> BTreeSet<String> {
    let list: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let files = list.get("files").and_then(serde_json::Value::as_array);
    files.into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
}
