//! `zbb completions SHELL`: writes the script that makes a shell complete commands.

use super::arguments::{Arguments, CompletionArguments};
use super::ending::{Ending, Trouble, deliver};
use clap::CommandFactory;

/// Writes the script to standard output.
///
/// # Errors
/// When the output is lost.
pub(super) fn completions(arguments: &CompletionArguments) -> Result<Ending, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "zbb", &mut script);
    deliver(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Fine)
}
