//! How grave a finding is.

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The plan cannot be evaluated, or would mislead.
    Error,
    /// The plan can be evaluated; a careful planner would look at this.
    Warning,
}
