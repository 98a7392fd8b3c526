//! What syntax says about a plan that cannot be read: small builders, one for each mistake.

mod figures;
mod habits;
mod heads;
mod letters;
mod quote;
mod shape;
mod signs;

pub(super) use figures::*;
pub(super) use habits::*;
pub(super) use heads::*;
pub(super) use letters::*;
pub(super) use shape::*;
pub(super) use signs::*;
