//! What the two plans of a comparison are called.

/// The two plans by the names they were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The earlier: `main`.
    pub before: String,
    /// The later: `HEAD`, `.`.
    pub after: String,
}
