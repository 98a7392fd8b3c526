//! What hangs on what: takes a plan with the places of its names and what it comes to, gives the threads from an idea to
//! an objective, up and down from any name, and the things that no thread holds.
//!
//! Links come from where names stand and from what stands inside what; nothing is read a second time. What is declared
//! later in the language is linked by that alone.

mod direction;
mod links;
mod orphans;
mod walk;
mod weight;

pub use links::{Link, Links};
pub use orphans::{Orphans, orphans, relieved};
pub use walk::{Step, Walk, walk};
pub use weight::Weights;
