//! The effects on one KPI summed up for every month: takes them in an order of their own, gives what all of them do, or
//! what they do without some of them.
//!
//! Sums are rounded in their 28th digit, so it matters which are joined first. That hangs on nothing but the effects
//! themselves: each has a key, and two groups are joined where the keys of one have a bit that those of the other lack, the
//! highest such bit last. Without some effects the others are so joined exactly as if those had never been there, and what
//! is known of groups that lose nothing is used again: leaving out one effect of thousands takes a dozen joins.

use std::borrow::Cow;
use std::ops::Range;

use super::effect::ReadyEffect;
use super::sums::{Rule, Sums};
use crate::quantity::ArithmeticError;

/// Smaller groups are summed up again rather than kept.
const KEPT: usize = 4;

/// What some effects do, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Course {
    /// The months in which it becomes something else, ascending, and what; nothing before the first.
    steps: Vec<(usize, Sums)>,
}

/// The effects on a KPI, summed up in groups.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    rule: Rule,
    months: usize,
    all: Group,
}

/// Effects whose keys begin alike.
#[derive(Debug, Clone)]
struct Group {
    places: Range<usize>,
    course: Course,
    /// The two groups that it is made of, where they are kept.
    halves: Option<Box<(Group, Group)>>,
}

impl Course {
    /// What is done in a month.
    pub(super) fn at(&self, month: usize) -> Sums {
        let after = self.steps.partition_point(|(from, _)| *from <= month);
        let step = after.checked_sub(1).and_then(|last| self.steps.get(last));
        step.map_or(Sums::NONE, |(_, sums)| *sums)
    }

    fn of(rule: Rule, effect: &ReadyEffect, months: usize) -> Result<Course, ArithmeticError> {
        let moving = effect.moving_months().take_while(|month| *month < months);
        let steps = moving.map(|month| Ok((month, Sums::of(rule, effect, month)?)));
        Ok(Course { steps: steps.collect::<Result<_, _>>()? })
    }

    fn join(&self, other: &Course) -> Result<Course, ArithmeticError> {
        let mut steps = Vec::with_capacity(self.steps.len().max(other.steps.len()));
        let (mut left, mut right) = (self.steps.as_slice(), other.steps.as_slice());
        let (mut left_sums, mut right_sums) = (Sums::NONE, Sums::NONE);
        while let Some(month) = next_month(left, right) {
            take_step(&mut left, &mut left_sums, month);
            take_step(&mut right, &mut right_sums, month);
            steps.push((month, left_sums.join(right_sums)?));
        }
        Ok(Course { steps })
    }
}

fn next_month(left: &[(usize, Sums)], right: &[(usize, Sums)]) -> Option<usize> {
    let firsts = left.first().into_iter().chain(right.first());
    firsts.map(|(month, _)| *month).min()
}

fn take_step(steps: &mut &[(usize, Sums)], sums: &mut Sums, month: usize) {
    if let Some(((from, step), rest)) = steps.split_first()
        && *from == month
    {
        *sums = *step;
        *steps = rest;
    }
}

impl Groups {
    /// Groups effects that stand in the order of their keys; none of no effects.
    pub(super) fn new(rule: Rule, effects: &[ReadyEffect], months: usize) -> Result<Option<Groups>, ArithmeticError> {
        if effects.is_empty() {
            return Ok(None);
        }
        let summing = Summing { rule, months, effects, out: &[] };
        Ok(Some(Groups { rule, months, all: summing.group(0..effects.len())? }))
    }

    /// What all of them do.
    pub(super) fn course(&self) -> &Course {
        &self.all.course
    }

    /// What they do without those at some places, which ascend.
    pub(super) fn without(&self, effects: &[ReadyEffect], out: &[usize]) -> Result<Course, ArithmeticError> {
        let rest = Summing { rule: self.rule, months: self.months, effects, out }.rest(&self.all)?;
        Ok(rest.map_or_else(|| Course { steps: Vec::new() }, Cow::into_owned))
    }
}

/// A run over the effects but for those left out.
struct Summing<'run> {
    rule: Rule,
    months: usize,
    effects: &'run [ReadyEffect],
    out: &'run [usize],
}

impl Summing<'_> {
    fn group(&self, places: Range<usize>) -> Result<Group, ArithmeticError> {
        let halves = if places.len() > KEPT { self.halves(&places) } else { None };
        if let Some((left, right)) = halves {
            let halves = (self.group(left)?, self.group(right)?);
            let course = halves.0.course.join(&halves.1.course)?;
            return Ok(Group { places, course, halves: Some(Box::new(halves)) });
        }
        let course = self.sum_up(places.clone())?.unwrap_or(Course { steps: Vec::new() });
        Ok(Group { places, course, halves: None })
    }

    /// What a group does but for those left out; none where nothing stays of it.
    fn rest<'group>(&self, group: &'group Group) -> Result<Option<Cow<'group, Course>>, ArithmeticError> {
        if !self.loses(&group.places) {
            return Ok(Some(Cow::Borrowed(&group.course)));
        }
        match group.halves.as_deref() {
            None => Ok(self.sum_up(group.places.clone())?.map(Cow::Owned)),
            Some((left, right)) => match (self.rest(left)?, self.rest(right)?) {
                (Some(left), Some(right)) => Ok(Some(Cow::Owned(left.join(&right)?))),
                (left, right) => Ok(left.or(right)),
            },
        }
    }

    fn loses(&self, places: &Range<usize>) -> bool {
        let first = self.out.partition_point(|place| *place < places.start);
        self.out.get(first).is_some_and(|place| *place < places.end)
    }

    fn sum_up(&self, places: Range<usize>) -> Result<Option<Course>, ArithmeticError> {
        match self.halves(&places) {
            Some((left, right)) => join(self.sum_up(left)?, self.sum_up(right)?),
            // Alike in key, as the lines of one level: in their order, one after the other.
            None => places.filter(|place| self.out.binary_search(place).is_err()).try_fold(None, |sum, place| {
                let effect = self.effects.get(place).map(|effect| Course::of(self.rule, effect, self.months));
                join(sum, effect.transpose()?)
            }),
        }
    }

    /// Those whose keys lack a bit and those who have it: the highest in which some differ. None where all are alike.
    fn halves(&self, places: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let effects = self.effects.get(places.clone())?;
        let difference = effects.first()?.key ^ effects.last()?.key;
        let bit = 1_u64.checked_shl(difference.checked_ilog2()?)?;
        let split = places.start + effects.partition_point(|effect| effect.key & bit == 0);
        Some((places.start..split, split..places.end))
    }
}

fn join(left: Option<Course>, right: Option<Course>) -> Result<Option<Course>, ArithmeticError> {
    match (left, right) {
        (Some(left), Some(right)) => left.join(&right).map(Some),
        (left, right) => Ok(left.or(right)),
    }
}
