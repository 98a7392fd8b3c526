//! The plan file, `plan.lock`: keeps beside a plan what it comes to, so that reviewers see what a change does. Takes an
//! outcome and gives its text; takes a text and gives the outcome, or what is wrong with the file.
//!
//! One line holds one figure and stands by itself: it names what it is about, and counts nothing that stands above it, so
//! that a change of the plan changes just the lines it is about, and changes of two people meet in few. The format, with
//! its version, is:
//!
//! ```text
//! zbb plan file, version 2
//! kpi nps target: holds
//! level faster_help.minimum cost 2027-Q1: 95333.30
//! level faster_help.minimum status: funded
//! end
//! ```

mod errors;
mod merge;
mod parse;
mod text;

pub use merge::merge;
pub use parse::{is_plan_file, parse, stale_version};
pub use text::{FILE_NAME, FIRST_WORDS, VERSION, same_lines, write};
