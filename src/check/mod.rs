//! Types, units and the rules that make a budget zero-based: takes a resolved plan, gives a [`CheckedPlan`] if it holds together.

mod checked;
pub mod program;
pub mod rules;
mod run;

pub use checked::*;
pub use run::{Environment, Failure, Nothing};
