//! A word of reports and what it means.

/// A word of a report.
pub(super) struct Term {
    /// As people read it; others by which it is asked for follow, such as the name of its field in JSON and CSV.
    pub names: &'static [&'static str],
    /// What it means.
    pub doc: &'static str,
}
