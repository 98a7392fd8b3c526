//! `zbb textconv FILE`, which git runs to show a plan file: as text under headings, without the digests, which change with
//! everything and tell nobody anything. Any other file is passed through as it is.

use super::arguments::TextconvArguments;
use super::ending::{Ending, Trouble};
use super::fault::reason;
use super::find::shown;
use super::output::{Unwritten, write_to};
use crate::planfile;
use std::{fs, io};

/// Writes the text to standard output.
///
/// # Errors
/// When the file cannot be read, or the output is lost.
pub fn textconv(arguments: &TextconvArguments) -> Result<Ending, Trouble> {
    let path = &arguments.file;
    let bytes = fs::read(path)
        .map_err(|error| Trouble::new(format!("`{}` cannot be read: {}", shown(path), reason(&error))))?;
    let readable = std::str::from_utf8(&bytes).ok().and_then(planfile::readable);
    match write_to(&mut io::stdout().lock(), readable.as_ref().map_or(bytes.as_slice(), |text| text.as_bytes())) {
        Ok(()) | Err(Unwritten::Closed) => Ok(Ending::Fine),
        Err(lost @ Unwritten::Lost(_)) => Err(Trouble::new(lost.to_string())),
    }
}
