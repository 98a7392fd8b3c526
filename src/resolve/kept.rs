//! Where names are written: kept as they are read, for whoever asks for them.

use super::declare::SymbolTable;
use super::units::Units;
use crate::model::mention::{Mention, Part};
use crate::model::schema::HeadShape;
use crate::model::{AnyId, Kind};
use crate::source::Span;

/// The mentions found so far; without a list, none are kept.
#[derive(Debug, Default)]
pub(super) struct Kept(pub(super) Option<Vec<Mention>>);

impl Kept {
    /// A list to keep them in.
    pub(super) fn all() -> Kept {
        Kept(Some(Vec::new()))
    }

    /// What was kept.
    pub(super) fn into_items(self) -> Vec<Mention> {
        self.0.unwrap_or_default()
    }

    /// Keeps the words of a path: the last names `id`, those before it what is around that. A word of another script,
    /// which is reported, is not as long as the name it stands for and cannot be cut.
    pub(super) fn path(&mut self, declared: &SymbolTable<'_>, path: &str, span: Span, id: AnyId) {
        let Some(items) = &mut self.0 else { return };
        if span.end - span.start != u32::try_from(path.len()).unwrap_or(0) {
            return;
        }
        let mut end = span.end;
        let mut named = Some(id);
        for word in path.rsplit('.') {
            let Some(id) = named else { return };
            let start = end - u32::try_from(word.len()).unwrap_or(0);
            if let Some(id) = meant(declared, id, word) {
                items.push(Mention { span: Span::new(span.file, start, end), id, part: Part::Uses });
            }
            end = start.saturating_sub(1);
            named = declared.entry(id).and_then(|entry| entry.parent);
        }
    }

    /// Keeps the units that are declared among the words of one: `agent` in `USD/agent/year`.
    pub(super) fn unit(&mut self, units: &Units, text: &str, span: Span) {
        let Some(items) = &mut self.0 else { return };
        let mut start = span.start;
        for word in text.split('/') {
            let end = start + u32::try_from(word.len()).unwrap_or(0);
            if let Some(index) = units.counted(word) {
                let id = AnyId { kind: Kind::Unit, index };
                items.push(Mention { span: Span::new(span.file, start, end), id, part: Part::Uses });
            }
            start = end + 1;
        }
    }
}

/// What a word names where a declaration is: that itself, or, of one that has no name of its own, what it is about.
pub(super) fn meant(declared: &SymbolTable<'_>, id: AnyId, word: &str) -> Option<AnyId> {
    match id.kind.schema().head {
        HeadShape::About(kinds) => declared.names.find(kinds, word, &[]).first().copied(),
        _ => Some(id),
    }
}
