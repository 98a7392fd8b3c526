//! How much of a repository's history a clone has.

/// Whether a clone has all of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum History {
    /// All.
    Whole,
    /// Only the last commits, as CI services clone unless asked.
    Shallow,
}
