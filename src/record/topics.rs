//! What a record says, asked by name: titles, owners, departments and ways of levels.

use super::Record;
use crate::model::Kind;
use crate::model::facts::Topic;

impl Record {
    /// A declaration by its kind and name.
    #[must_use]
    pub fn topic(&self, kind: Kind, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.kind == kind && topic.name == name)
    }

    /// The declarations of a kind, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Topic> {
        self.topics.iter().filter(move |topic| topic.kind == kind)
    }

    /// The plan's own declaration.
    #[must_use]
    pub fn plan(&self) -> Option<&Topic> {
        self.of_kind(Kind::Plan).next()
    }

    /// The plan's title, else its name.
    #[must_use]
    pub fn title(&self) -> &str {
        self.plan().map_or("", |plan| plan.title.as_deref().unwrap_or(&plan.name))
    }
}

/// The package of a level or an alternative, by their paths.
#[must_use]
pub fn package_of(level: &str) -> &str {
    level.split('.').next().unwrap_or(level)
}
