//! `zbb debug WHAT`: what the compiler itself works with, for those who work on it.

use super::arguments::DebugCommand;
use super::ending::{Ending, Trouble, deliver};
use crate::reference;

/// Writes it to standard output.
///
/// # Errors
/// When the output is lost.
pub fn debug(command: &DebugCommand) -> Result<Ending, Trouble> {
    match command {
        DebugCommand::Words => deliver(&words())?,
    }
    Ok(Ending::Fine)
}

fn words() -> String {
    serde_json::to_string_pretty(&reference::words()).unwrap_or_default() + "\n"
}
