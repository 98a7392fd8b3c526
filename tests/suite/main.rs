//! The test suite: one binary, one module for each part of what a user sees.

mod diagnostics;
mod explain;
mod files;
mod oracle;
mod syntax;
