//! A set of levels: takes ids, says which are in it.

use crate::model::{Id, Level};

/// Some of a plan's levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelSet {
    members: Vec<bool>,
}

impl LevelSet {
    /// None of a plan's `count` levels.
    #[must_use]
    pub fn empty(count: usize) -> LevelSet {
        LevelSet { members: vec![false; count] }
    }

    /// These of a plan's `count` levels.
    #[must_use]
    pub fn of(count: usize, levels: &[Id<Level>]) -> LevelSet {
        let mut set = LevelSet::empty(count);
        for level in levels {
            set.insert(*level);
        }
        set
    }

    /// Whether a level is in it.
    #[must_use]
    pub fn contains(&self, level: Id<Level>) -> bool {
        self.members.get(level.index()).copied().unwrap_or(false)
    }

    /// Adds a level; says whether it was not in it before.
    pub fn insert(&mut self, level: Id<Level>) -> bool {
        match self.members.get_mut(level.index()) {
            Some(member) => !std::mem::replace(member, true),
            None => false,
        }
    }

    /// Takes a level out.
    pub fn remove(&mut self, level: Id<Level>) {
        if let Some(member) = self.members.get_mut(level.index()) {
            *member = false;
        }
    }

    /// The levels in it, in the order of the plan's.
    pub fn iter(&self) -> impl Iterator<Item = Id<Level>> {
        self.members.iter().enumerate().filter(|(_, member)| **member).map(|(index, _)| Id::new(index))
    }
}
