//! What is settled of a choice: takes levels that are in or out, gives what follows from that for others.

use super::instance::{Admission, Instance};
use crate::evaluate::slots::{at, put};

/// Whether a level is settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is not.
    #[default]
    Open,
    /// It is in.
    In,
    /// It is out.
    Out,
}

/// Lists of places, one for each level, end to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    ends: Vec<usize>,
    places: Vec<usize>,
}

impl Lists {
    fn new(count: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) -> Lists {
        let mut ends = vec![0_usize; count + 1];
        pairs.clone().for_each(|(from, _)| {
            if let Some(end) = ends.get_mut(from + 1) {
                *end += 1;
            }
        });
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut next = ends.clone();
        let mut places = vec![0; sum];
        for (from, to) in pairs {
            if let Some(slot) = next.get_mut(from) {
                put(&mut places, *slot, to);
                *slot += 1;
            }
        }
        Lists { ends, places }
    }

    /// The places of a level.
    pub(super) fn of(&self, level: usize) -> &[usize] {
        self.places.get(at(&self.ends, level)..at(&self.ends, level + 1)).unwrap_or(&[])
    }
}

/// What hangs on what.
#[derive(Debug)]
pub(super) struct Links<'i> {
    instance: &'i Instance,
    /// By level: those that add to it or have it among what they need.
    pub dependents: Lists,
    /// By level: those that it cannot stand beside.
    pub excludes: Lists,
}

impl<'i> Links<'i> {
    /// The links of an instance.
    pub(super) fn of(instance: &'i Instance) -> Links<'i> {
        let count = instance.levels.len();
        let levels = || instance.levels.iter().enumerate();
        let upward = levels().flat_map(|(place, level)| {
            let needs = level.needs.iter().flatten();
            level.predecessor.iter().chain(needs).map(move |on| (*on, place))
        });
        let named = levels().flat_map(|(place, level)| level.excludes.iter().map(move |other| (place, *other)));
        let both = named.flat_map(|(one, other)| [(one, other), (other, one)]);
        Links { instance, dependents: Lists::new(count, upward), excludes: Lists::new(count, both) }
    }

    /// What is settled before anything is chosen; nothing where what is required cannot stand together.
    pub(super) fn settled(&self) -> Option<Vec<Fate>> {
        let instance = self.instance;
        let carries = self.may_carry();
        let fate = |(place, level): (usize, &super::instance::Choice)| match level.standing {
            Admission::Required => Some((place, Fate::In)),
            Admission::Barred => Some((place, Fate::Out)),
            Admission::OnlyFor if !at(&carries, place) => Some((place, Fate::Out)),
            Admission::Free | Admission::OnlyFor => (!self.fits_alone(place)).then_some((place, Fate::Out)),
        };
        let first: Vec<(usize, Fate)> = instance.levels.iter().enumerate().filter_map(fate).collect();
        let mut fates = vec![Fate::Open; instance.levels.len()];
        self.settle(&mut fates, first).then_some(fates)
    }

    fn fits_alone(&self, level: usize) -> bool {
        let instance = self.instance;
        let money = instance.costs_of(level).iter().zip(&instance.periods).all(|(cost, holds)| cost <= holds);
        let caps = instance.levels.get(level).map_or(&[][..], |level| &level.caps);
        money && caps.iter().all(|(cap, amount)| *amount <= at(&instance.caps, *cap))
    }

    /// Which levels something required may hang on.
    fn may_carry(&self) -> Vec<bool> {
        let levels = &self.instance.levels;
        let mut carries = vec![false; levels.len()];
        let required = |(place, level): (usize, &super::instance::Choice)| {
            (level.standing == Admission::Required).then_some(place)
        };
        let mut waiting: Vec<usize> = levels.iter().enumerate().filter_map(required).collect();
        while let Some(place) = waiting.pop() {
            if at(&carries, place) {
                continue;
            }
            put(&mut carries, place, true);
            if let Some(level) = levels.get(place) {
                waiting.extend(level.predecessor.iter().chain(level.needs.iter().flatten()));
            }
        }
        carries
    }

    /// Settles levels and all that follows; whether that can be.
    pub(super) fn settle(&self, fates: &mut [Fate], mut waiting: Vec<(usize, Fate)>) -> bool {
        while let Some((place, fate)) = waiting.pop() {
            match at(fates, place) {
                known if known == fate => continue,
                Fate::Open => put(fates, place, fate),
                Fate::In | Fate::Out => return false,
            }
            let Some(level) = self.instance.levels.get(place) else { continue };
            if fate == Fate::In {
                waiting.extend(level.predecessor.map(|before| (before, Fate::In)));
                waiting.extend(self.excludes.of(place).iter().map(|other| (*other, Fate::Out)));
                for need in &level.needs {
                    match open_of(fates, need) {
                        Open::None => return false,
                        Open::One(only) => waiting.push((only, Fate::In)),
                        Open::Several | Open::Met => {}
                    }
                }
                continue;
            }
            for dependent in self.dependents.of(place) {
                let Some(other) = self.instance.levels.get(*dependent) else { continue };
                let is_lost = other.predecessor == Some(place);
                let needs = other.needs.iter().filter(|need| need.contains(&place));
                let open: Vec<Open> = needs.map(|need| open_of(fates, need)).collect();
                if is_lost || open.contains(&Open::None) {
                    waiting.push((*dependent, Fate::Out));
                } else if at(fates, *dependent) == Fate::In {
                    waiting.extend(open.iter().filter_map(|open| match open {
                        Open::One(only) => Some((*only, Fate::In)),
                        Open::None | Open::Several | Open::Met => None,
                    }));
                }
            }
        }
        true
    }

    /// Whether a set keeps to all that is not about money. Written for the last word on a set, not for speed.
    pub(super) fn allow(&self, set: &[bool]) -> bool {
        let is_in = |place: &usize| at(set, *place);
        let levels = self.instance.levels.iter().enumerate();
        levels.into_iter().all(|(place, level)| match at(set, place) {
            false => level.standing != Admission::Required,
            true => {
                level.standing != Admission::Barred
                    && level.predecessor.as_ref().is_none_or(is_in)
                    && level.needs.iter().all(|need| need.iter().any(is_in))
                    && !self.excludes.of(place).iter().any(is_in)
                    && (level.standing != Admission::OnlyFor || self.is_carrying(place, &is_in))
            }
        })
    }

    /// Whether something required hangs on a level by way of levels that are in.
    pub(super) fn is_carrying(&self, level: usize, is_in: &impl Fn(&usize) -> bool) -> bool {
        let mut seen = vec![level];
        let mut next = 0;
        while let Some(place) = seen.get(next).copied() {
            next += 1;
            if self.instance.levels.get(place).is_some_and(|level| level.standing == Admission::Required) {
                return true;
            }
            for dependent in self.dependents.of(place) {
                if is_in(dependent) && !seen.contains(dependent) {
                    seen.push(*dependent);
                }
            }
        }
        false
    }
}

/// Who could meet a need.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Somebody does.
    Met,
    /// Nobody.
    None,
    /// One alone.
    One(usize),
    /// Several.
    Several,
}

fn open_of(fates: &[Fate], need: &[usize]) -> Open {
    let mut open = Open::None;
    for level in need {
        match (at(fates, *level), open) {
            (Fate::In, _) => return Open::Met,
            (Fate::Out, _) => {}
            (Fate::Open, Open::None) => open = Open::One(*level),
            (Fate::Open, _) => open = Open::Several,
        }
    }
    open
}
