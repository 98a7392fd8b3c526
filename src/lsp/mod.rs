//! The language server as a state machine: takes messages, gives messages, without input or output of its own.
//!
//! 1. `session` keeps the open texts and the plans they belong to, and answers in the order of the questions;
//! 2. names and checks follow each edit, as soon as no message waits; what the plan comes to is a [`session::Job`] that
//!    another thread does when the author pauses, and no answer waits for it;
//! 3. `answers` turns what `editor` says into the protocol, `position` bytes into lines and columns, `uri` paths into
//!    addresses; `wire` cuts a stream into messages.
//!
//! The protocol's types are written as JSON where they are made: generated types of all of it would be a third of the
//! library for a dozen shapes.

mod answers;
mod capabilities;
mod files;
mod params;
mod plans;
pub mod position;
pub mod session;
pub mod uri;
pub mod wire;

pub use files::{Files, PlanFile, PlanFiles};
pub use session::{Done, Job, Session};
