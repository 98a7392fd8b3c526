//! The test suite: one binary, one module for each part of what a user sees.

mod cases;
mod check;
mod cli;
mod diagnostics;
mod explain;
mod files;
mod floors;
mod funding;
mod oracle;
mod projection;
mod readme;
mod report;
mod rules;
mod syntax;
