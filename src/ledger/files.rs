//! The seam to the files of ledgers: what is asked of the floor that may open them.

use std::io::Read;

/// Finds and opens the files of ledgers. Paths are below the plan's folder, with `/`.
pub trait Files {
    /// The files that a pattern names, in order of path.
    ///
    /// # Errors
    /// When a folder cannot be looked at, or something that matches is no file of the plan's folder.
    fn find(&self, pattern: &str) -> Result<Vec<String>, FileTrouble>;

    /// Opens a file. Reading it fails when it changes meanwhile.
    ///
    /// # Errors
    /// When it cannot be opened, or is a link, a device or a folder.
    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileTrouble>;
}

/// Why a file of a ledger cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTrouble {
    /// The path, as shown.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}
