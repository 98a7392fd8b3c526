//! What a source is called: the table that its rows stand in, and its name in a result.

use crate::model::Actuals;

/// The name that a source has in a result.
#[must_use]
pub fn source_of(actuals: &Actuals) -> &str {
    actuals.head.name.as_ref().map_or("actuals", |name| &name.value)
}

/// Where a source lies, as the engine names it: `finance.postings`, or what a template makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table(pub String);
