//! Where the names of a plan are written: every place that declares or uses one, with what it names.

use super::AnyId;
use crate::source::{FileId, Span};

/// What a name does where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It declares: `role lead`.
    Declares,
    /// It uses what is declared elsewhere: `owner: lead`.
    Uses,
}

/// One word that names a declaration. A path such as `store.decision` is a word for each of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mention {
    /// The word.
    pub span: Span,
    /// What it names.
    pub id: AnyId,
    /// Whether it is declared there.
    pub part: Part,
}

/// All mentions of a plan, in order of place. Two may stand in one place: `waive W0407: nps` means all that bear the name.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    items: Vec<Mention>,
}

impl Mentions {
    /// Puts mentions in order; the same one counts once.
    #[must_use]
    pub fn new(mut items: Vec<Mention>) -> Mentions {
        items.sort_unstable();
        items.dedup();
        Mentions { items }
    }

    /// All of them.
    #[must_use]
    pub fn items(&self) -> &[Mention] {
        &self.items
    }

    /// What is named at a byte of a file; the byte after a word belongs to it, as that is where a cursor stands.
    #[must_use]
    pub fn at(&self, file: FileId, byte: u32) -> Option<Mention> {
        let behind = self.items.partition_point(|mention| (mention.span.file, mention.span.start) <= (file, byte));
        let before = self.items.get(..behind)?.last()?;
        (before.span.file == file && byte <= before.span.end).then_some(*before)
    }

    /// Every place that names a declaration.
    pub fn of(&self, id: AnyId) -> impl Iterator<Item = Mention> {
        self.items.iter().copied().filter(move |mention| mention.id == id)
    }
}
