//! Links between declarations: takes the places of names, gives for each who it stands in, and which way that pulls.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{Pull, of_name, of_nesting};
use crate::model::mention::{Mention, Mentions, Part};
use crate::model::package::Funded;
use crate::model::schema::ListOf;
use crate::model::{Alternative, AnyId, Level, Plan};
use crate::source::{FileId, Span};

/// One thing hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What carries.
    pub from: AnyId,
    /// What hangs on it.
    pub to: AnyId,
    /// Where that is said; nowhere where one stands inside the other.
    pub at: Option<Span>,
}

/// All links of a plan.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Those that are followed, by what carries.
    down: BTreeMap<AnyId, Vec<Link>>,
    /// The same by what hangs.
    up: BTreeMap<AnyId, Vec<Link>>,
    /// Those that frame: followed only from the thing that was asked about.
    frames_down: BTreeMap<AnyId, Vec<Link>>,
    /// The same by what hangs.
    frames_up: BTreeMap<AnyId, Vec<Link>>,
    /// Where each is named without anything hanging on that: the place and who names it.
    beside: BTreeMap<AnyId, Vec<(AnyId, Span)>>,
    /// The level that an alternative is.
    implied: BTreeMap<AnyId, AnyId>,
}

impl Links {
    /// The links of a plan.
    #[must_use]
    pub fn of(plan: &Plan, mentions: &Mentions) -> Links {
        let mut links = Links { implied: implied(plan), ..Links::default() };
        links.add_nested(plan);
        links.add_named(plan, mentions);
        for list in [&mut links.down, &mut links.up, &mut links.frames_down, &mut links.frames_up] {
            list.values_mut().for_each(|links| {
                // What a level adds to comes last: all that the other brings would else stand before its own.
                let adds = |link: &Link| link.at.is_none() && link.from.kind == link.to.kind;
                links.sort_by_key(|link| (adds(link), link.at.is_some(), link.at, link.from, link.to));
                // The same said twice, as a cost and a saving in one category, is one link.
                let mut seen = BTreeSet::new();
                links.retain(|link| seen.insert((link.from, link.to)));
            });
        }
        links
    }

    /// What hangs on a thing.
    #[must_use]
    pub fn down(&self, id: AnyId) -> &[Link] {
        self.down.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What a thing hangs on.
    #[must_use]
    pub fn up(&self, id: AnyId) -> &[Link] {
        self.up.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What a thing frames.
    #[must_use]
    pub fn frames_down(&self, id: AnyId) -> &[Link] {
        self.frames_down.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What frames a thing.
    #[must_use]
    pub fn frames_up(&self, id: AnyId) -> &[Link] {
        self.frames_up.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Who else names a thing, and where.
    #[must_use]
    pub fn beside(&self, id: AnyId) -> &[(AnyId, Span)] {
        self.beside.get(&id).map_or(&[], Vec::as_slice)
    }

    /// An alternative that is one level, as that level.
    #[must_use]
    pub fn same(&self, id: AnyId) -> AnyId {
        self.implied.get(&id).copied().unwrap_or(id)
    }

    /// What stands inside what, and levels that build on the one before.
    fn add_nested(&mut self, plan: &Plan) {
        for id in plan.ids() {
            let (inner, outer) = (self.same(id), plan.parent(id).map(|outer| self.same(outer)));
            match outer {
                Some(outer) if outer != inner => self.add(of_nesting(outer.kind, inner.kind), outer, inner, None),
                _ => {}
            }
        }
        let of_packages = plan.packages.values().map(|package| &package.level.0);
        let of_alternatives = plan.alternatives.values().map(|alternative| &alternative.level.0);
        for levels in of_packages.chain(of_alternatives) {
            for pair in levels.windows(2) {
                if let [before, after] = pair {
                    self.add(Pull::Forward, (*before).into(), (*after).into(), None);
                }
            }
        }
    }

    fn add_named(&mut self, plan: &Plan, mentions: &Mentions) {
        let excluded = excluded(plan);
        for (holder, mention) in held(plan, mentions) {
            let (holder, named) = (self.same(holder), self.same(mention.id));
            if holder == named || excluded.contains(&(mention.span.file, mention.span.end)) {
                continue;
            }
            self.add(of_name(holder.kind, named.kind), holder, named, Some(mention.span));
        }
    }

    /// Adds a link from who names, or what is around, to the other.
    fn add(&mut self, pull: Pull, holder: AnyId, named: AnyId, at: Option<Span>) {
        let (from, to) = if pull == Pull::Forward { (holder, named) } else { (named, holder) };
        let link = Link { from, to, at };
        let (down, up) = match (pull, at) {
            (Pull::Beside, Some(at)) => {
                let places = self.beside.entry(named).or_default();
                // A list that names one thing twice on a line says one thing.
                if places.last() != Some(&(holder, at)) {
                    places.push((holder, at));
                }
                return;
            }
            (Pull::Beside, None) => return,
            (Pull::Frame, _) => (&mut self.frames_down, &mut self.frames_up),
            (Pull::Forward | Pull::Backward, _) => (&mut self.down, &mut self.up),
        };
        down.entry(from).or_default().push(link);
        up.entry(to).or_default().push(link);
    }
}

/// The level that each alternative without levels of its own is: both have one head.
fn implied(plan: &Plan) -> BTreeMap<AnyId, AnyId> {
    let of_level = |(id, level): (crate::model::Id<Level>, &Level)| {
        let alternative = level.parent?.cast::<Alternative>()?;
        let is_same = plan.alternatives.find(alternative)?.head.whole == level.head.whole;
        is_same.then(|| (alternative.into(), id.into()))
    };
    plan.levels.iter().filter_map(of_level).collect()
}

/// Where names stand that are ruled out: nothing hangs on those. By their ends, as a path is a word for each of its names.
fn excluded(plan: &Plan) -> BTreeSet<(FileId, u32)> {
    let of_packages = plan.packages.values().map(|package| package.excludes.as_deref());
    let of_levels = plan.levels.values().map(|level| level.excludes.as_deref());
    let lists = of_packages.chain(of_levels).flatten();
    lists.flat_map(|list: &ListOf<Funded>| &list.0).map(|named| (named.span.file, named.span.end)).collect()
}

/// Each use of a name with the innermost declaration it stands in. Of a path only its last word counts.
fn held(plan: &Plan, mentions: &Mentions) -> Vec<(AnyId, Mention)> {
    let mut wholes: Vec<(Span, AnyId)> = plan.ids().map(|id| (plan.head(id).whole, id)).collect();
    wholes.sort_unstable_by_key(|(whole, id)| (whole.file, whole.start, std::cmp::Reverse(whole.end), *id));
    let mut waiting = wholes.into_iter().peekable();
    let mut open: Vec<(Span, AnyId)> = Vec::new();
    let mut held = Vec::new();
    let items = mentions.items();
    for (index, mention) in items.iter().enumerate() {
        let at = mention.span;
        while let Some(next) = waiting.next_if(|(whole, _)| (whole.file, whole.start) <= (at.file, at.start)) {
            open.push(next);
        }
        while open.last().is_some_and(|(whole, _)| (whole.file, whole.end) <= (at.file, at.start)) {
            open.pop();
        }
        let leads = |next: &Mention| next.span.file == at.file && next.span.start == at.end.saturating_add(1);
        let is_outer = |next: &Mention| leads(next) && plan.parent(next.id) == Some(mention.id);
        let next = items
            .get(index + 1..)
            .unwrap_or_default()
            .iter()
            .find(|next| (next.span.file, next.span.start) > (at.file, at.start));
        if mention.part == Part::Uses && !next.is_some_and(is_outer) {
            held.extend(open.last().map(|(_, holder)| (*holder, *mention)));
        }
    }
    held
}
