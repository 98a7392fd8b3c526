//! The file that a report is written to: takes its path and what belongs in it; what a plan is read from stays as it is.

use super::Trouble;
use super::shown::shown;
use super::write::{cannot_write, write_bytes_atomically};
use std::path::Path;

/// Writes a report to a file, in place of an earlier one.
///
/// # Errors
/// When the file would be read as a part of a plan, is none, such as a device, or cannot be written; then it stands as it is.
pub(crate) fn write_out(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    refuse_plans(path)?;
    write_bytes_atomically(path, bytes).map_err(|error| cannot_write(&shown(path), &error))
}

/// Refuses a name that only files of a plan have.
///
/// # Errors
/// When it is one.
pub(crate) fn refuse_plans(path: &Path) -> Result<(), Trouble> {
    let is_source = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zbb"));
    let is_plan_file = path.file_name().is_some_and(|name| name == crate::planfile::FILE_NAME);
    if is_source || is_plan_file {
        let message = format!("`{}` has the name of a file of a plan, and a report is none", shown(path));
        return Err(Trouble::new(message).help("give it another name"));
    }
    Ok(())
}
