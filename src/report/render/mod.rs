//! Renderers: take a document, give bytes. They know sections, tables and typed cells, and nothing of budgets.

mod changes;
mod comment;
mod course;
mod csv;
mod fit;
mod form;
mod html;
mod inert;
mod json;
mod layout;
mod markdown;
mod paint;
mod picture;
pub(super) mod sparkline;
mod terminal;
mod text;

pub use comment::markdown_comment;
pub use csv::csv;

pub use html::{Live, PageFile, html, page, page_with_places, pages_of, site};
pub use json::json;
pub use markdown::{markdown, markdown_line};
pub use picture::{dot, mermaid, svg};
pub use terminal::terminal;
