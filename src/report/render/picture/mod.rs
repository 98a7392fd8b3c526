//! Pictures as Mermaid, DOT and SVG: takes boxes, lines, journeys and days, gives text. They know nothing of budgets.

mod dot;
mod layers;
mod mermaid;
mod svg;

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;
pub(super) use svg::within;
