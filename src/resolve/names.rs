//! The names of a plan: each kind's own namespace, looked up by full path or from inside a declaration.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use super::suggest::Meter;
use crate::model::{AnyId, Kind};

/// How many parts of a path are taken off, at most, to find the name behind them.
const MOST_PARTS: usize = 6;

/// All names, by kind and full path.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_kind: Vec<FxHashMap<SmolStr, u32>>,
    broken: FxHashSet<SmolStr>,
    /// The kinds of declarations whose name is missing.
    nameless: Vec<Kind>,
}

impl Names {
    /// No names yet.
    pub(super) fn new() -> Names {
        Names {
            by_kind: Kind::ALL.iter().map(|_| FxHashMap::default()).collect(),
            broken: FxHashSet::default(),
            nameless: Vec::new(),
        }
    }

    /// Makes room for the names of so many more declarations of a kind.
    pub(super) fn reserve(&mut self, kind: Kind, count: usize) {
        self.by_kind.get_mut(kind as usize).into_iter().for_each(|names| names.reserve(count));
    }

    /// Gives a name to a declaration, unless another of its kind has it already.
    pub(super) fn add(&mut self, id: AnyId, path: SmolStr) {
        if let Some(names) = self.by_kind.get_mut(id.kind as usize) {
            names.entry(path).or_insert(id.index);
        }
    }

    /// Keeps a name whose declaration could not be made sense of, which is reported: nobody who names it is to blame.
    pub(super) fn add_broken(&mut self, name: SmolStr) {
        self.broken.insert(name);
    }

    /// Keeps that a declaration of a kind lacks its name, which is reported: who names one that is not there may mean it.
    pub(super) fn add_nameless(&mut self, kind: Kind) {
        self.nameless.push(kind);
    }

    /// Whether what a scenario sets, a driver by its name or a property by its path, may be of such a declaration.
    pub(super) fn may_set_nameless(&self, path: &str) -> bool {
        self.nameless.iter().any(|kind| path.contains('.') || *kind == Kind::Driver)
    }

    /// Whether a path, which nothing near bears, may be the name of a declaration that lacks its own.
    pub(super) fn may_be_nameless(&self, kinds: &[Kind], path: &str) -> bool {
        let inside = path.contains('.') && kinds.iter().any(|kind| kind.is_inner());
        self.nameless.iter().any(|nameless| inside || kinds.contains(nameless))
    }

    /// Whether a path goes through such a name.
    pub(super) fn is_broken(&self, path: &str) -> bool {
        !self.broken.is_empty() && path.split('.').any(|name| self.broken.contains(name))
    }

    /// What one of this kind has this full path.
    pub(super) fn get(&self, kind: Kind, path: &str) -> Option<AnyId> {
        let index = self.by_kind.get(kind as usize)?.get(path)?;
        Some(AnyId { kind, index: *index })
    }

    /// What of these kinds a path names: first what is inside the declarations around it (given by their paths, the
    /// innermost first), then by its full path.
    pub(super) fn find(&self, kinds: &[Kind], path: &str, around: &[SmolStr]) -> SmallVec<[AnyId; 2]> {
        let mut found = SmallVec::new();
        for kind in kinds {
            let inner = if kind.is_inner() { self.find_inside(*kind, path, around) } else { None };
            found.extend(inner.or_else(|| self.get(*kind, path)));
        }
        found
    }

    fn find_inside(&self, kind: Kind, path: &str, around: &[SmolStr]) -> Option<AnyId> {
        around.iter().find_map(|outer| self.get(kind, &format_smolstr!("{outer}.{path}")))
    }

    /// The nearest name of these kinds.
    pub(super) fn nearest(&self, meter: &Meter, kinds: &[Kind], path: &str, around: &[SmolStr]) -> Option<String> {
        let maps = || kinds.iter().filter_map(|kind| self.by_kind.get(*kind as usize));
        // What lacks its name is told by what it is: nobody can write that.
        let is_named = |name: &&SmolStr| self.nameless.is_empty() || !name.contains(' ');
        let names = || maps().flat_map(FxHashMap::keys).filter(is_named);
        if let Some(behind) = self.behind_its_kind(kinds, path, around) {
            return Some(behind);
        }
        let looked_at = || names().take_while(|_| meter.spend(1));
        let around = if kinds.iter().any(|kind| kind.is_inner()) { around } else { &[] };
        let inner = around.iter().find_map(|outer| {
            let inside = looked_at().filter_map(|name| name.strip_prefix(outer.as_str())?.strip_prefix('.'));
            meter.nearest(path, inside)
        });
        let near = inner.or_else(|| meter.nearest(path, names().map(SmolStr::as_str)));
        let last = path.rsplit_once('.').map(|(_, last)| last).filter(|_| kinds.iter().any(|kind| kind.is_inner()));
        let ending = || only_ending(looked_at(), path).or_else(|| only_ending(looked_at(), last?));
        near.map(str::to_owned).or_else(ending)
    }

    /// `csat` for `kpi.csat`, `front` for `service.front`: a name behind the word of its kind, or behind what it is part of.
    fn behind_its_kind(&self, kinds: &[Kind], path: &str, around: &[SmolStr]) -> Option<String> {
        let mut rest = path;
        // No name has more parts.
        for _ in 0..MOST_PARTS {
            rest = rest.split_once('.')?.1;
            if self.find(kinds, rest, around).len() == 1 {
                return Some(rest.to_owned());
            }
        }
        None
    }

    /// Whether there is any name of these kinds.
    pub(super) fn any(&self, kinds: &[Kind]) -> bool {
        kinds.iter().filter_map(|kind| self.by_kind.get(*kind as usize)).any(|names| !names.is_empty())
    }
}

/// `store.post_purchase.first_reply` for `first_reply`, if only one ends so.
fn only_ending<'a>(names: impl Iterator<Item = &'a SmolStr>, path: &str) -> Option<String> {
    let mut ending = names.filter(|name| name.strip_suffix(path).is_some_and(|start| start.ends_with('.')));
    let first = ending.next()?;
    ending.next().is_none().then(|| first.to_string())
}
