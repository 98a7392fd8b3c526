//! Reports: takes an evaluated plan, gives a document of sections, facts and tables, and that as bytes.

pub mod brief;
mod diff;
pub mod document;
mod journey;
mod kpis;
mod names;
mod number;
mod outlook;
mod plan;
mod ranking_sheet;
mod reason;
mod relief;
mod remainder;
pub mod render;
mod requirements;
mod scenario;
mod scenarios;
mod spending;
mod trace;
mod unit;
mod unspent;

pub use diff::{Names, diff_document};
pub use document::Document;
pub use plan::plan_document;
pub use scenarios::{ScenarioResult, scenarios_document};
pub use trace::{Traced, orphans_document, trace_document};
