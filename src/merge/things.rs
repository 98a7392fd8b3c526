//! The statements of three bodies, matched by name: takes what each side has, gives each thing as each side has it.
//!
//! A thing that one side calls otherwise is one thing with two names: merged by name, what was one would stand twice.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::{Body, Content, Node, first_of};
use super::sides::Sides;

/// A thing as each side has it.
pub(super) type Thing<'n, 'a> = Sides<Option<&'n Node<'a>>>;

/// All things, and the order in which each side has them, by number.
pub(super) struct Things<'n, 'a> {
    pub all: Vec<Thing<'n, 'a>>,
    pub orders: Sides<Vec<usize>>,
    /// What both sides call by a new name, and nobody can tell whether it is one thing.
    pub untold: BTreeSet<usize>,
}

impl<'n, 'a> Things<'n, 'a> {
    /// Matches; nothing where two things of one name are not told apart by what all sides say of them.
    pub(super) fn matched(bodies: Sides<Option<&'n Body<'a>>>) -> Option<Things<'n, 'a>> {
        let lists = bodies.map(|body| body.map_or(&[] as &[Node<'a>], |body| body.children.as_slice()));
        if !are_told_apart(lists) {
            return None;
        }
        let (mut of_ours, mut of_theirs) = (renamed(lists.base, lists.ours), renamed(lists.base, lists.theirs));
        let mut untold = adopt(&mut of_ours, &of_theirs, lists.base, lists.ours);
        untold.extend(adopt(&mut of_theirs, &of_ours, lists.base, lists.theirs));
        let (of_ours, of_theirs) = told_apart(lists, of_ours, of_theirs);
        let mut things = Things { all: Vec::new(), orders: Sides::default(), untold: BTreeSet::new() };
        let mut numbers: BTreeMap<&'n str, usize> = BTreeMap::new();
        let mut number = |all: &mut Vec<Thing<'n, 'a>>, key: &'n str| {
            *numbers.entry(key).or_insert_with(|| {
                all.push(Sides::default());
                all.len() - 1
            })
        };
        let key = |names: &BTreeMap<&'n str, &'n str>, node: &'n Node<'a>| {
            names.get(node.key.as_str()).copied().unwrap_or(node.key.as_str())
        };
        for node in lists.base {
            let at = number(&mut things.all, &node.key);
            things.orders.base.push(at);
            things.all.get_mut(at)?.base = Some(node);
        }
        for node in lists.ours {
            let at = number(&mut things.all, key(&of_ours, node));
            things.orders.ours.push(at);
            things.all.get_mut(at)?.ours = Some(node);
        }
        for node in lists.theirs {
            let at = number(&mut things.all, key(&of_theirs, node));
            things.orders.theirs.push(at);
            things.all.get_mut(at)?.theirs = Some(node);
        }
        things.untold = untold.into_iter().filter_map(|key| numbers.get(key).copied()).collect();
        Some(things)
    }
}

fn are_told_apart(lists: Sides<&[Node<'_>]>) -> bool {
    let again = |list: &[Node<'_>]| -> Vec<String> {
        let is_again = |node: &&Node<'_>| first_of(&node.key) != node.key && !matches!(node.content, Content::Note);
        list.iter().filter(is_again).map(|node| first_of(&node.key).to_owned()).collect()
    };
    let keys: BTreeSet<String> = [lists.base, lists.ours, lists.theirs].into_iter().flat_map(again).collect();
    keys.is_empty()
        || keys.iter().all(|key| {
            let of_key = |list: &[Node<'_>]| -> Vec<String> {
                let own = list.iter().filter(|node| first_of(&node.key) == key);
                own.map(|node| format!("{}\n{}", node.says, node.raw)).collect()
            };
            lists.map(of_key).agreed().is_some()
        })
}

/// What a side calls otherwise than the base: its name there by its new one. What says the same but for the name is the
/// same; so is the only one of its kind that went, where the only one of its kind that came says half the same.
fn renamed<'n>(base: &'n [Node<'_>], side: &'n [Node<'_>]) -> BTreeMap<&'n str, &'n str> {
    let keys = |list: &'n [Node<'_>]| list.iter().map(|node| node.key.as_str()).collect::<BTreeSet<&str>>();
    let (had, has) = (keys(base), keys(side));
    let is_named = |node: &&Node<'_>| !node.keyword.is_empty() && !is_item(node);
    let gone = base.iter().filter(is_named).filter(|node| !has.contains(node.key.as_str()));
    let come = side.iter().filter(is_named).filter(|node| !had.contains(node.key.as_str()));
    let mut kinds: BTreeMap<&str, (Vec<&'n Node<'_>>, Vec<&'n Node<'_>>)> = BTreeMap::new();
    gone.for_each(|node| kinds.entry(&node.keyword).or_default().0.push(node));
    come.for_each(|node| kinds.entry(&node.keyword).or_default().1.push(node));
    let mut names = BTreeMap::new();
    for (gone, come) in kinds.values() {
        if let ([old], [new]) = (gone.as_slice(), come.as_slice()) {
            if is_alike(old, new) {
                names.insert(new.key.as_str(), old.key.as_str());
            }
            continue;
        }
        let mut by_words: BTreeMap<&str, Vec<&'n Node<'_>>> = BTreeMap::new();
        gone.iter().for_each(|node| by_words.entry(&node.inner).or_default().push(node));
        for new in come {
            let same = come.iter().filter(|other| other.inner == new.inner).take(2).count();
            if let (1, Some([old])) = (same, by_words.get(new.inner.as_str()).map(Vec::as_slice)) {
                names.insert(new.key.as_str(), old.key.as_str());
            }
        }
    }
    names
}

/// Takes the names that the other side gives: what a side has under the same new name, and no longer under the old one, is
/// that thing too, however much of it the side changed. Gives those of which nobody can tell, since something else that
/// went says at least as much of it.
fn adopt<'n>(
    own: &mut NewNames<'n>,
    other: &NewNames<'n>,
    base: &'n [Node<'_>],
    side: &'n [Node<'_>],
) -> BTreeSet<&'n str> {
    let mut untold = BTreeSet::new();
    if other.is_empty() {
        return untold;
    }
    let had: BTreeMap<&str, &Node<'_>> = base.iter().map(|node| (node.key.as_str(), node)).collect();
    let has: BTreeMap<&str, &Node<'_>> = side.iter().map(|node| (node.key.as_str(), node)).collect();
    let taken: BTreeSet<&str> = own.values().copied().collect();
    let mut gone: BTreeMap<&str, Vec<&Node<'_>>> = BTreeMap::new();
    for node in base.iter().filter(|node| !has.contains_key(node.key.as_str()) && !taken.contains(node.key.as_str())) {
        gone.entry(&node.keyword).or_default().push(node);
    }
    let news = other.iter().filter(|(new, _)| !had.contains_key(*new) && !own.contains_key(*new));
    for (new, old) in news.collect::<Vec<_>>() {
        let (Some(node), Some(was)) = (has.get(new), had.get(old)) else { continue };
        let rivals = gone.get(node.keyword.as_str()).map_or(&[][..], Vec::as_slice);
        if rivals.iter().all(|rival| rival.key != *old) {
            continue;
        }
        let is_told = rivals.len() <= MOST_RIVALS
            && rivals.iter().all(|rival| rival.key == *old || kept(rival, node) < kept(was, node));
        if is_told {
            own.insert(new, old);
        } else {
            untold.insert(*new);
        }
    }
    untold
}

/// Of more things that went at once, it is not looked which of them something new may be.
const MOST_RIVALS: usize = 32;

type NewNames<'n> = BTreeMap<&'n str, &'n str>;

/// The new names of both sides, without those that tell nothing: one that the other side gives to something else, and one
/// of what the other side removed, unless nothing but the name is new. What they are about is new, and the old one is gone.
fn told_apart<'n>(
    lists: Sides<&'n [Node<'_>]>,
    ours: NewNames<'n>,
    theirs: NewNames<'n>,
) -> (NewNames<'n>, NewNames<'n>) {
    if ours.is_empty() && theirs.is_empty() {
        return (ours, theirs);
    }
    let nodes = lists.map(|list| list.iter().map(|node| (node.key.as_str(), node)).collect::<BTreeMap<_, _>>());
    let words = |list: &BTreeMap<&str, &'n Node<'_>>, key: &str| list.get(key).map(|node| node.inner.as_str());
    let apart = |own: (&NewNames<'n>, &BTreeMap<&str, &'n Node<'_>>),
                 other: (&NewNames<'n>, &BTreeMap<&str, &'n Node<'_>>)| {
        let renamed: BTreeSet<&str> = other.0.values().copied().collect();
        let is_shared = |new: &str, old: &str| other.1.contains_key(new) && other.0.get(new) != Some(&old);
        let is_gone = |old: &str| !other.1.contains_key(old) && !renamed.contains(old);
        let is_another = |new: &str, old: &str| is_gone(old) && words(own.1, new) != words(&nodes.base, old);
        let told = own.0.iter().filter(|(new, old)| !is_shared(new, old) && !is_another(new, old));
        told.map(|(new, old)| (*new, *old)).collect::<NewNames<'n>>()
    };
    (apart((&ours, &nodes.ours), (&theirs, &nodes.theirs)), apart((&theirs, &nodes.theirs), (&ours, &nodes.ours)))
}

fn is_item(node: &Node<'_>) -> bool {
    node.is_step && !matches!(node.content, Content::Block(_) | Content::Head(_) | Content::Opaque)
}

fn is_alike(old: &Node<'_>, new: &Node<'_>) -> bool {
    match (&old.content, &new.content) {
        (Content::Block(was), Content::Block(is)) => {
            2 * kept(old, new) >= was.body.children.len().max(is.body.children.len())
        }
        _ => old.inner == new.inner,
    }
}

/// How many things the new says as the old did.
fn kept(old: &Node<'_>, new: &Node<'_>) -> usize {
    let (Content::Block(old), Content::Block(new)) = (&old.content, &new.content) else {
        return usize::from(old.inner == new.inner);
    };
    let says: BTreeSet<&str> = old.body.children.iter().map(|node| node.says.as_str()).collect();
    new.body.children.iter().filter(|node| says.contains(node.says.as_str())).count()
}
