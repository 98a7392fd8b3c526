//! One thing that a planner would do at a place of a plan: its title, the edits that do it, or why it cannot be done.

use crate::diagnostic::Edit;

/// Something that a planner would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in the imperative.
    pub title: String,
    /// The edits that do it.
    pub edits: Vec<Edit>,
    /// Why it cannot be done; nothing where it can.
    pub disabled: Option<String>,
}

impl Action {
    /// Something that can be done.
    #[must_use]
    pub fn new(title: String, edits: Vec<Edit>) -> Action {
        Action { title, edits, disabled: None }
    }
}
