//! A text as the parser reads it: its tree and what is wrong with it.

use super::super::parse::parse;
use super::super::tree::Tree;
use crate::diagnostic::Diagnostics;
use crate::source::FileId;

/// A text, read.
pub(super) struct Reading<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree,
    pub(super) diagnostics: Diagnostics,
}

impl<'t> Reading<'t> {
    pub(super) fn of(text: &'t str) -> Reading<'t> {
        let mut diagnostics = Diagnostics::new();
        let tree = parse(&mut diagnostics, FileId::default(), text);
        Reading { text, tree, diagnostics }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.diagnostics.items().is_empty()
    }
}
