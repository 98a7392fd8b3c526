//! What people name on the command line: takes a path, a title, or either behind its keyword, gives what bears it.

use super::suggest::nearest;
use crate::model::{AnyId, Kind, Plan};

/// What bears a name, in the order of the kinds: by its path, else by its title, else by the end of its path where only
/// one ends so. An alternative that is a level is found as that level.
#[must_use]
pub fn look_up(plan: &Plan, words: &str) -> Vec<AnyId> {
    let words = words.trim();
    let (kind, name) = match words.split_once(' ') {
        Some((keyword, name)) => match Kind::from_keyword(keyword) {
            Some(kind) => (Some(kind), name.trim()),
            None => (None, words),
        },
        None => (None, words),
    };
    let of_kind = || plan.ids().filter(|id| kind.is_none_or(|kind| id.kind == kind));
    let bearing = |bears: &dyn Fn(AnyId) -> bool| -> Vec<AnyId> {
        let found: Vec<AnyId> = of_kind().filter(|id| bears(*id)).collect();
        let levels: Vec<AnyId> = found.iter().copied().filter(|id| id.kind == Kind::Level).collect();
        let is_implied = |id: &AnyId| {
            let stands_for = |level: &&AnyId| plan.head(**level).whole == plan.head(*id).whole;
            id.kind == Kind::Alternative && levels.iter().any(|level| stands_for(&level))
        };
        found.into_iter().filter(|id| !is_implied(id)).collect()
    };
    let by_path = bearing(&|id| plan.head(id).path == name);
    if !by_path.is_empty() {
        return by_path;
    }
    let by_title = bearing(&|id| plan.head(id).title.as_ref().is_some_and(|title| *title.value == *name));
    if !by_title.is_empty() {
        return by_title;
    }
    let ending = bearing(&|id| plan.head(id).path.strip_suffix(name).is_some_and(|start| start.ends_with('.')));
    if ending.len() == 1 { ending } else { Vec::new() }
}

/// The name or title of the plan that is most like what was typed.
#[must_use]
pub fn nearest_name<'plan>(plan: &'plan Plan, words: &str) -> Option<&'plan str> {
    let heads = || plan.ids().map(|id| plan.head(id));
    let name = words.split_once(' ').filter(|(keyword, _)| Kind::from_keyword(keyword).is_some());
    let name = name.map_or(words, |(_, name)| name);
    let paths = heads().filter(|head| head.name.is_some()).map(|head| head.path.as_str());
    let last = |path: &'plan str| path.rsplit('.').next().unwrap_or(path);
    nearest(name, paths)
        .or_else(|| nearest(name, heads().filter_map(|head| head.title.as_ref()).map(|title| &*title.value)))
        .or_else(|| {
            let near = nearest(name, heads().filter(|head| head.name.is_some()).map(|head| last(&head.path)))?;
            heads().map(|head| head.path.as_str()).find(|path| last(path) == near)
        })
}
