//! The command line: what a person types becomes files, findings and an exit code.

mod fault;
mod find;
pub mod output;
mod read;
pub mod sources;
mod write;
