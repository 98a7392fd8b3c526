//! The messages of resolution: small builders, one for each mistake with the shape of a declaration or with a name.

mod heads;
mod lines;
mod phrases;
mod scenarios;
mod values;

pub(super) use heads::*;
pub(super) use lines::*;
pub(super) use phrases::a_kind;
pub(super) use scenarios::*;
pub(super) use values::*;
