//! How deep and how long a text may be.

/// The most brackets, and the most blocks, that may stand within each other.
pub(super) const DEEPEST: usize = 64;

/// The most signs one value may have.
pub(super) const MOST_OPERATORS: usize = 1_000;
