//! `zbb textconv FILE`, which clones that were set up long ago have git run to show a plan file: passes everything through,
//! as the file is there to be read.

use super::arguments::TextconvArguments;
use super::ending::{Ending, Trouble};
use super::output::{Unwritten, write_to};
use crate::files::fault::reason;
use crate::files::shown::shown;
use std::{fs, io};

/// Writes the file to standard output.
///
/// # Errors
/// When the file cannot be read, or the output is lost.
pub(super) fn textconv(arguments: &TextconvArguments) -> Result<Ending, Trouble> {
    let path = &arguments.file;
    let bytes = fs::read(path)
        .map_err(|error| Trouble::new(format!("`{}` cannot be read: {}", shown(path), reason(&error))))?;
    match write_to(&mut io::stdout().lock(), &bytes) {
        Ok(()) | Err(Unwritten::Closed) => Ok(Ending::Fine),
        Err(lost @ Unwritten::Lost(_)) => Err(Trouble::new(lost.to_string())),
    }
}
