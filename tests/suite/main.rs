//! The test suite: one binary, one module for each part of what a user sees.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic in a test is a failed test")]

mod action;
mod cases;
mod check;
mod cli;
mod comment;
mod contract;
mod control;
mod diagnostics;
mod diff;
mod documents;
mod explain;
#[cfg(target_os = "linux")]
mod faults;
mod figures;
mod files;
mod floors;
mod format;
mod funding;
mod git;
mod graph;
mod html;
mod import;
mod keep;
mod lsp;
mod markdown;
mod mentions;
mod merge;
mod messages;
mod naive;
mod oracle;
mod order;
mod planfile;
mod projection;
mod public;
mod readme;
mod render;
mod report;
mod resolve;
mod rules;
mod scenarios;
mod sheets;
mod syntax;
mod trace;
mod unnamed;
