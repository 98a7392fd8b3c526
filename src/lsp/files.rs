//! What the server asks of the disk; the command line answers it, and tests do from memory.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::quantity::Date;

/// A file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    /// Its path below the plan's folder, as shown.
    pub shown: String,
    /// Its full path.
    pub path: PathBuf,
    /// Its text; empty where it cannot be read.
    pub text: String,
}

/// The files of a plan, in order of path.
#[derive(Debug, Clone, Default)]
pub struct PlanFiles {
    /// The files.
    pub files: Vec<PlanFile>,
    /// What is wrong with them, by their places in the list.
    pub findings: Diagnostics,
}

/// The disk, as far as plans need it.
pub trait Files {
    /// The files of the plan in a folder.
    fn plan(&self, folder: &Path) -> PlanFiles;
    /// Whether a plan file right in a folder begins a line with `plan`.
    fn declares_plan(&self, folder: &Path) -> bool;
    /// The day on which waivers count.
    fn today(&self) -> Option<Date>;
}
