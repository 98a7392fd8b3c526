//! The messages of resolution: small builders, one for each mistake with the shape of a declaration or with a name.

mod heads;
mod lines;
mod phrases;
mod scenarios;
mod values;

pub use heads::*;
pub use lines::*;
pub use phrases::a_kind;
pub use scenarios::*;
pub use values::*;
