//! What a scenario sets instead of what the plan says: the lines that are set, by what they are about.

use crate::model::AnyId;
use crate::syntax::tree::{Statement, Tree};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// What a scenario sets or changes: the property, where the new value stands, and which lines it is about.
#[derive(Clone, Copy)]
pub(super) struct Overridden<'t> {
    /// The property's place in the schema.
    pub property: usize,
    /// The file of the `set`.
    pub tree: &'t Tree,
    /// The `set` itself.
    pub line: &'t Statement,
    /// Which lines it is about.
    pub reach: Reach<'t>,
}

/// The lines that a scenario's line is about.
#[derive(Clone, Copy)]
pub(super) enum Reach<'t> {
    /// `set`: the line it stands in place of; a property that is not written yet is added.
    InsteadOf(Option<&'t Statement>),
    /// `change`: every line of the property, or those about this.
    Every(Option<&'t str>),
}

/// What overrides are kept in: by declaration.
pub(super) type OverriddenBy<'t> = FxHashMap<AnyId, SmallVec<[Overridden<'t>; 1]>>;

/// What the chosen scenario does, by declaration.
#[derive(Default)]
pub(super) struct Overrides<'t> {
    pub(super) by_declaration: OverriddenBy<'t>,
}

impl<'t> Overrides<'t> {
    /// What is set in a declaration.
    pub(super) fn of(&self, id: AnyId) -> SmallVec<[Overridden<'t>; 1]> {
        self.by_declaration.get(&id).cloned().unwrap_or_default()
    }
}
