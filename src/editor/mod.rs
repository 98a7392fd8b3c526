//! What an editor asks of a plan: takes a plan and a place in it, gives plain answers, without a protocol and without input
//! or output. Places are bytes; answers are texts, spans and edits.

pub mod action;
pub mod actions;
pub mod calls;
pub mod complete;
pub mod currency;
mod fitting;
pub mod fund;
pub mod hints;
pub mod hover;
pub mod line;
pub mod missing;
pub mod outline;
mod periods;
pub mod place;
pub mod rename;
pub mod signature;
pub mod snapshot;
pub mod tokens;
mod trial;

pub use snapshot::Snapshot;
