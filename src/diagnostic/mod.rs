//! What is wrong with a plan: codes, diagnostics with spans and fixes, and the collection that phases add to.

pub mod codes;
mod excerpt;
mod finding;
mod findings;
pub mod fix;
pub mod github;
pub mod human;
pub mod json;
pub mod place;
mod repeats;
pub mod sarif;
mod severity;
pub mod short;
mod suggestion;
pub mod text;
mod window;

pub use codes::Code;
pub use finding::{Applicability, Diagnostic, Edit, Fix, Label};
pub use findings::Diagnostics;
pub use github::github;
pub use human::human;
pub use json::json;
pub use sarif::sarif;
pub use severity::Severity;
pub use short::short;
