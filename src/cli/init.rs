//! `zbb init [DIR]`: writes a small plan with comments, to start from.

use super::arguments::InitArguments;
use super::ending::{Ending, Trouble};
use super::output;
use crate::files::shown::{shown, word_of_shell};
use crate::files::write::{cannot_write, write_atomically};
use std::fs;
use std::io;
use std::path::Path;

/// The plan that is written.
const PLAN: &str = include_str!("init.zbb");

/// Writes `plan.zbb`; never over something, nor beside another plan, of which it would become a part.
///
/// # Errors
/// When there is a plan already, or the file cannot be written.
pub(super) fn init(arguments: &InitArguments) -> Result<Ending, Trouble> {
    let folder = &arguments.folder;
    let file = folder.join("plan.zbb");
    if let Some(present) = plan_file_in(folder) {
        let message = format!("there is a plan already: `{}`", shown(&present));
        return Err(Trouble::new(message).help("name another folder: `zbb init DIR`"));
    }
    write(folder, &file).map_err(|error| cannot_write(&shown(&file), &error))?;
    output::note(&next_steps(folder, &file));
    Ok(Ending::Fine)
}

/// A plan file that stands in a folder, the first by name.
fn plan_file_in(folder: &Path) -> Option<std::path::PathBuf> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zbb"))).min()
}

fn write(folder: &Path, file: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    write_atomically(file, PLAN)
}

fn next_steps(folder: &Path, file: &Path) -> String {
    let path = word_of_shell(folder);
    let path = if path == "." { String::new() } else { format!(" {path}") };
    format!(
        "wrote `{}`\n\nnext:\n  zbb plan{path}\n    shows what is funded, and why\n  zbb check{path}\n    shows what \
         a careful reader would object to\n  zbb explain declarations\n    lists what a plan can hold\n",
        shown(file)
    )
}
