//! How a command ends: what it found becomes an exit code, and what stopped it a message on standard error.

use super::output::{self, Unwritten};
use super::sources::CannotRead;
use crate::diagnostic::text::visible_lines;
use std::process::ExitCode;

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

/// What stopped a command: a path that leads to no plan, a name that means nothing, a full disk. The exit code is 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Trouble {
    /// What is wrong.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Trouble {
        Trouble { message: message.into(), help: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Trouble {
        Trouble { help: Some(help.into()), ..self }
    }

    /// Tells people, on standard error.
    pub fn tell(&self) {
        output::note(&format!("error: {}\n", visible_lines(&self.message)));
        if let Some(help) = &self.help {
            output::note(&format!("  help: {}\n", visible_lines(help)));
        }
    }
}

impl From<CannotRead> for Trouble {
    fn from(error: CannotRead) -> Trouble {
        Trouble { message: error.to_string(), help: error.help() }
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
