//! The messages of the rules, by what they are about.

mod levels;
mod lints;
mod listed;
mod loops;
mod merges;
mod packages;
mod rankings;
mod records;

pub(super) use levels::*;
pub(super) use lints::*;
pub(super) use listed::*;
pub(super) use loops::*;
pub(super) use merges::*;
pub(super) use packages::*;
pub(super) use rankings::*;
pub(super) use records::*;
