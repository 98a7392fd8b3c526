//! Reports: takes an evaluated plan, gives a document of sections, facts and tables, and that as bytes.

pub mod brief;
mod diff;
pub mod document;
mod ideas;
mod journey;
mod kpis;
mod names;
mod number;
mod optimum;
mod outlook;
pub mod picture;
mod pictures;
mod plan;
mod ranking_sheet;
mod reason;
mod relief;
mod remainder;
pub mod render;
mod requirements;
mod roadmap;
mod scenario;
mod scenarios;
mod spending;
mod trace;
mod track;
mod unit;
mod unspent;
pub mod why;

pub use diff::{Names, diff_document};
pub use document::Document;
pub use pictures::{Drawn, Subject, picture};
pub use plan::{plan_document, plan_document_as_of};
pub use scenarios::{ScenarioResult, scenarios_document};
pub use trace::{Traced, orphans_document, trace_document};
pub use track::track_document;
