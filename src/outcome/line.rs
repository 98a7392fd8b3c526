//! A line of a plan file: what it is about, and what that comes to.

use super::quotes::split_outside;

/// A line of a plan file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanFileLine {
    /// What it is about.
    pub about: String,
    /// What that comes to.
    pub value: String,
}

impl PlanFileLine {
    /// Reads a line.
    #[must_use]
    pub fn read(text: &str) -> Option<PlanFileLine> {
        let (about, value) = split_outside(text, ": ")?;
        Some(PlanFileLine { about: about.to_owned(), value: value.to_owned() })
    }

    /// The line as it is written.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}: {}", self.about, self.value)
    }
}
