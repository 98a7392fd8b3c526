//! Threads: takes links and a thing, gives all that hangs on it, or all it hangs on, as a tree in which each thing is
//! followed once.

use std::collections::BTreeSet;

use super::links::{Link, Links};
use crate::model::AnyId;

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// To what hangs on the thing.
    Down,
    /// To what the thing hangs on.
    Up,
}

/// A thing on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// How far it is from the thing that was asked about, from 1.
    pub depth: usize,
    /// The thing.
    pub id: AnyId,
    /// What ties it to the one before.
    pub link: Link,
    /// Whether it stands above already, with all that follows from it.
    pub is_repeated: bool,
}

/// All that hangs on a thing, or all it hangs on. Owners, departments and the like are followed from the thing itself only.
#[must_use]
pub fn walk(links: &Links, start: AnyId, walk: Walk) -> Vec<Step> {
    let start = links.same(start);
    let mut steps = Vec::new();
    let mut seen = BTreeSet::from([start]);
    // What waits stands with the next at the end.
    let mut waiting: Vec<(usize, Link)> = Vec::new();
    let frames = match walk {
        Walk::Down => links.frames_down(start),
        Walk::Up => links.frames_up(start),
    };
    waiting.extend(frames.iter().rev().map(|link| (1, *link)));
    waiting.extend(followed(links, start, walk).iter().rev().map(|link| (1, *link)));
    while let Some((depth, link)) = waiting.pop() {
        let id = match walk {
            Walk::Down => link.to,
            Walk::Up => link.from,
        };
        let is_new = seen.insert(id);
        let next = followed(links, id, walk);
        // What nothing follows from is not worth saying that it stands above.
        steps.push(Step { depth, id, link, is_repeated: !is_new && !next.is_empty() });
        if is_new {
            waiting.extend(next.iter().rev().map(|link| (depth + 1, *link)));
        }
    }
    steps
}

fn followed(links: &Links, id: AnyId, walk: Walk) -> &[Link] {
    match walk {
        Walk::Down => links.down(id),
        Walk::Up => links.up(id),
    }
}
