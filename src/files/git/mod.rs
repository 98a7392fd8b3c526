//! Plans out of git: takes the path of a plan and a revision, gives the files the plan had there.
//!
//! A repository may be hostile: its configuration and its attributes can name programs, which `git status`, `git diff`
//! and `git log` run. Here git is asked only by `rev-parse`, `merge-base`, `for-each-ref`, `ls-tree` and `cat-file`, which
//! run none, in an environment (`command`) that takes from them even what they do not use.

mod command;
mod errors;
mod history;
mod ignored;
mod load;
mod objects;
mod path;
mod repository;
mod revision;
mod setting;
mod tree;

pub use load::Held;
pub use repository::Repository;
pub use revision::{Range, Revision};
