//! The configuration of one clone: takes a key, gives its value, or sets it.

use super::command::{Silence, ask};
use super::errors;
use super::repository::Repository;
use crate::files::Trouble;

impl Repository {
    /// What this clone's own configuration says; nothing where it does not.
    ///
    /// # Errors
    /// When git cannot be asked, or the configuration cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Trouble> {
        match ask(&self.folder, ["config", "--local", "--get", key]) {
            Ok(answer) => Ok(Some(String::from_utf8_lossy(&answer).trim_end_matches('\n').to_owned())),
            Err(Silence::Refused(said)) if said.is_empty() => Ok(None),
            Err(silence) => Err(errors::silent(silence)),
        }
    }

    /// Sets this clone's own configuration.
    ///
    /// # Errors
    /// When git cannot write it.
    pub fn set(&self, key: &str, value: &str) -> Result<(), Trouble> {
        ask(&self.folder, ["config", "--local", "--replace-all", key, value]).map(|_| ()).map_err(errors::silent)
    }
}
