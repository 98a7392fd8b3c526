//! How a command ends: what it found becomes an exit code, and what stopped it a message on standard error.

pub use crate::files::Trouble;

use std::process::ExitCode;

use super::output;
use super::output::Unwritten;
use crate::diagnostic::text::visible_lines;

/// The exit code of a mistake in zbb itself, as Rust programs have it.
pub(super) const OWN_MISTAKE: u8 = 101;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// All is well.
    Fine,
    /// The plan has errors, or a check failed.
    Failed,
    /// A file of the plan could not be used.
    Unusable,
    /// Nothing was merged; git takes an exit code above 128 for that, and one below for conflicts.
    NotMerged,
    /// A mistake of zbb's own, noticed before it did harm.
    OwnMistake,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> ExitCode {
        match ending {
            Ending::Fine => ExitCode::SUCCESS,
            Ending::Failed => ExitCode::from(1),
            Ending::Unusable => ExitCode::from(2),
            Ending::NotMerged => ExitCode::from(129),
            Ending::OwnMistake => ExitCode::from(OWN_MISTAKE),
        }
    }
}

/// Writes a command's data. A reader that has gone has read enough; that is no trouble.
///
/// # Errors
/// When the text is lost.
pub(super) fn deliver(text: &str) -> Result<(), Trouble> {
    match output::print(text) {
        Ok(()) | Err(Unwritten::Closed) => Ok(()),
        Err(lost @ Unwritten::Lost(_)) => Err(Trouble::new(lost.to_string())),
    }
}

/// Tells people what stopped a command, on standard error.
pub(super) fn tell(trouble: &Trouble) {
    output::note(&format!("error: {}\n", visible_lines(&trouble.message)));
    if let Some(help) = &trouble.help {
        output::note(&format!("  help: {}\n", visible_lines(help)));
    }
}
