//! One thing that can be done at a place of a plan: its title, and the edits that do it.

use crate::diagnostic::Edit;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in the imperative.
    pub title: String,
    /// The edits that do it.
    pub edits: Vec<Edit>,
}
