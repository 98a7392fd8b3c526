//! The plan file, `plan.lock`: keeps beside a plan what it says and what it comes to, so that reviewers see both change.
//! Takes a record and gives its text; takes a text and gives the record, or what is wrong with the file.
//!
//! One line holds one fact and stands by itself: it names what it is about, and counts nothing that stands above it, so
//! that a change of the plan changes just the lines it is about. The format, with its version, is:
//!
//! ```text
//! zbb plan file, version 1
//! says sha256:…                                     of the lines that say what the plan says
//! gives sha256:…                                    of the lines that say what it comes to
//!
//! package faster_help "Answer within the hour"      a declaration
//! package faster_help owner: head_of_support        what it says
//! ranking board > faster_help.minimum               what it puts in order
//!
//! => level faster_help.minimum: funded              what the plan comes to
//!
//! end
//! ```

mod digest;
mod errors;
mod merge;
mod outcome_lines;
mod parse;
mod quotes;
mod readable;
mod write;

pub use merge::merge;
pub use parse::{is_plan_file, parse};
pub use readable::readable;
pub use write::write;

/// The name of the file beside a plan.
pub const FILE_NAME: &str = "plan.lock";

/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 1;

/// How every plan file begins.
pub const FIRST_WORDS: &str = "zbb plan file, version ";

/// How the last line reads.
const END: &str = "end";

/// What begins a line that says what the plan comes to.
const GIVES: &str = "=> ";
