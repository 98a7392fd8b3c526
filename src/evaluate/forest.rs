//! What stands around what: takes of each thing the nearest around it, gives them places in a row. All that is inside a
//! thing stands right behind it, and the way out of any thing leads through few runs of neighbours, however deep it
//! stands: from a thing to the largest of those inside it the row goes on without a gap (a heavy path).

use super::slots::{at, put};

/// Places that are neighbours, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub first: usize,
    pub last: usize,
}

/// Things that stand in one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Forest {
    inside: Vec<Option<usize>>,
    depths: Vec<usize>,
    /// How many there are of each thing and all inside it.
    sizes: Vec<usize>,
    /// The outermost of the things that stand in one run with each.
    heads: Vec<usize>,
    /// Where each thing stands in the row.
    places: Vec<usize>,
    /// What stands at each place of the row.
    row: Vec<usize>,
}

impl Forest {
    /// Of each thing the nearest around it; no way leads in a ring.
    pub(super) fn new(inside: Vec<Option<usize>>) -> Forest {
        let count = inside.len();
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut outermost = Vec::new();
        for (thing, around) in inside.iter().enumerate() {
            match around.and_then(|around| within.get_mut(around)) {
                Some(within) => within.push(thing),
                None => outermost.push(thing),
            }
        }
        let mut forest = Forest {
            inside,
            depths: vec![0; count],
            sizes: vec![1; count],
            heads: vec![0; count],
            places: vec![0; count],
            row: Vec::with_capacity(count),
        };
        forest.measure(&within, outermost.clone());
        forest.put_in_a_row(&within, &outermost);
        forest
    }

    /// How deep each thing stands, and how many things it holds.
    fn measure(&mut self, within: &[Vec<usize>], outermost: Vec<usize>) {
        let mut outer_first = outermost;
        let mut next = 0;
        while let Some(thing) = outer_first.get(next).copied() {
            let depth = at(&self.depths, thing) + 1;
            for inner in within.get(thing).into_iter().flatten() {
                put(&mut self.depths, *inner, depth);
                outer_first.push(*inner);
            }
            next += 1;
        }
        for thing in outer_first.into_iter().rev() {
            if let Some(around) = self.around(thing) {
                let size = at(&self.sizes, around) + at(&self.sizes, thing);
                put(&mut self.sizes, around, size);
            }
        }
    }

    fn put_in_a_row(&mut self, within: &[Vec<usize>], outermost: &[usize]) {
        let mut waiting: Vec<(usize, usize)> = outermost.iter().rev().map(|thing| (*thing, *thing)).collect();
        while let Some((thing, head)) = waiting.pop() {
            put(&mut self.places, thing, self.row.len());
            put(&mut self.heads, thing, head);
            self.row.push(thing);
            let within = within.get(thing).map_or(&[][..], Vec::as_slice);
            let largest = within.iter().copied().max_by_key(|inner| at(&self.sizes, *inner));
            let others = within.iter().copied().filter(|inner| Some(*inner) != largest);
            waiting.extend(others.map(|inner| (inner, inner)));
            waiting.extend(largest.map(|inner| (inner, head)));
        }
    }

    /// The nearest around a thing.
    pub(super) fn around(&self, thing: usize) -> Option<usize> {
        self.inside.get(thing).copied().flatten()
    }

    /// How many stand around a thing.
    pub(super) fn depth(&self, thing: usize) -> usize {
        at(&self.depths, thing)
    }

    /// Where a thing stands in the row.
    pub(super) fn place(&self, thing: usize) -> usize {
        at(&self.places, thing)
    }

    /// What stands at a place of the row.
    pub(super) fn thing(&self, place: usize) -> usize {
        at(&self.row, place)
    }

    /// The things in their row: each before all that is inside it.
    pub(super) fn row(&self) -> &[usize] {
        &self.row
    }

    /// Whether a thing is another, or inside it.
    pub(super) fn is_within(&self, thing: usize, outer: usize) -> bool {
        let run = self.all_within(outer);
        (run.first..=run.last).contains(&self.place(thing))
    }

    /// A thing and all inside it.
    pub(super) fn all_within(&self, thing: usize) -> Run {
        let first = self.place(thing);
        Run { first, last: first + at(&self.sizes, thing).saturating_sub(1) }
    }

    /// A thing and all around it, from the inside out.
    pub(super) fn way_out(&self, thing: usize) -> impl Iterator<Item = Run> + '_ {
        let mut next = Some(thing);
        std::iter::from_fn(move || {
            let thing = next?;
            let head = at(&self.heads, thing);
            next = self.around(head);
            Some(Run { first: self.place(head), last: self.place(thing) })
        })
    }

    /// Some things and all around them, each once: of each run as much as any of them needs.
    pub(super) fn ways_out(&self, things: &[usize]) -> Vec<Run> {
        let mut runs: Vec<Run> = things.iter().flat_map(|thing| self.way_out(*thing)).collect();
        if things.len() > 1 {
            runs.sort_unstable_by_key(|run| (run.first, std::cmp::Reverse(run.last)));
            runs.dedup_by_key(|run| run.first);
        }
        runs
    }

    /// The innermost that is around both or one of the two, where there is one.
    fn meeting(&self, one: usize, other: usize) -> Option<usize> {
        let (mut one, mut other) = (one, other);
        loop {
            let (head, other_head) = (at(&self.heads, one), at(&self.heads, other));
            if head == other_head {
                return Some(if self.place(one) < self.place(other) { one } else { other });
            }
            if self.depth(head) >= self.depth(other_head) {
                one = self.around(head)?;
            } else {
                other = self.around(other_head)?;
            }
        }
    }

    /// Some things and where their ways out meet, the innermost first.
    pub(super) fn crossings(&self, things: &[usize]) -> Vec<usize> {
        let mut crossings = things.to_vec();
        if things.len() > 1 {
            crossings.sort_unstable_by_key(|thing| self.place(*thing));
            let meetings = crossings.iter().zip(crossings.iter().skip(1)).filter_map(|(a, b)| self.meeting(*a, *b));
            crossings.extend(meetings.collect::<Vec<usize>>());
            crossings.sort_unstable_by_key(|thing| (std::cmp::Reverse(self.depth(*thing)), self.place(*thing)));
            crossings.dedup();
        }
        crossings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 holds 1 and 2; 2 holds 3, 4 and 6; 4 holds 5; 7 stands alone.
    fn forest() -> Forest {
        Forest::new(vec![None, Some(0), Some(0), Some(2), Some(2), Some(4), Some(2), None])
    }

    fn things(forest: &Forest, runs: impl IntoIterator<Item = Run>) -> Vec<usize> {
        runs.into_iter().flat_map(|run| (run.first..=run.last).rev()).map(|place| forest.thing(place)).collect()
    }

    #[test]
    fn a_way_out_leads_past_all_around() {
        let forest = forest();
        assert_eq!(things(&forest, forest.way_out(5)), [5, 4, 2, 0]);
        assert_eq!(things(&forest, forest.way_out(6)), [6, 2, 0]);
        assert_eq!(things(&forest, forest.way_out(7)), [7]);
        let mut both = things(&forest, forest.ways_out(&[3, 5, 1]));
        both.sort_unstable();
        assert_eq!(both, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn all_inside_stand_together() {
        let forest = forest();
        let mut within = things(&forest, [forest.all_within(2)]);
        within.sort_unstable();
        assert_eq!(within, [2, 3, 4, 5, 6]);
        assert!(forest.is_within(5, 2) && forest.is_within(2, 2) && !forest.is_within(1, 2));
    }

    #[test]
    fn ways_meet_where_they_become_one() {
        let forest = forest();
        let depths = |things: &[usize]| things.iter().map(|thing| forest.depth(*thing)).collect::<Vec<usize>>();
        let crossings = forest.crossings(&[5, 3, 1]);
        assert_eq!(depths(&crossings), [3, 2, 1, 1, 0]);
        assert!([0, 1, 2, 3, 5].iter().all(|thing| crossings.contains(thing)));
        assert_eq!(forest.crossings(&[5, 7]), [5, 7]);
    }

    #[test]
    fn a_way_out_of_a_deep_thing_is_one_run() {
        let chain = Forest::new((0..1_000).map(|thing: usize| thing.checked_sub(1)).collect());
        assert_eq!(chain.way_out(999).count(), 1);
    }
}
