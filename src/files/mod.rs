//! Files in and out: takes paths that people name, gives the sources of a plan and what is wrong with its files, reads one
//! file, writes one in place, and asks git. Nothing here knows of commands or exit codes.

pub(crate) mod fault;
pub(crate) mod find;
pub mod git;
pub(crate) mod interrupt;
pub mod memory;
pub(crate) mod out;
pub(crate) mod read;
pub(crate) mod shown;
pub mod sources;
mod trouble;
pub(crate) mod write;

pub use trouble::Trouble;
