//! Lists of things with lines of their own: takes each side's list, gives the merged one, the lines of each thing being
//! merged with it.

use super::Sides;
use super::order::{self, Changes, Contest, Key, Stretch};
use std::collections::BTreeMap;

/// A thing with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// What tells it from all others of its list.
    pub key: String,
    /// The comments and blank lines above it; they go where it goes.
    pub leading: String,
    /// What it says.
    pub body: String,
}

/// A stretch of a merged list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretched {
    /// Merged.
    Agreed(Unit),
    /// Left to decide: what each side has, and what about.
    Contested { sides: Sides<Vec<Unit>>, about: Vec<(String, Contest)> },
}

/// Merges lists that each hold each key at most once.
pub(super) fn merge(lists: &Sides<Vec<Unit>>) -> Vec<Stretched> {
    let things = Things::new(lists);
    let orders =
        lists.as_ref().map(|list| list.iter().filter_map(|unit| things.numbers.get(&*unit.key).copied()).collect());
    let stretches = order::merge(&orders, &things.changes());
    stretches.into_iter().filter_map(|stretch| things.stretched(stretch)).collect()
}

/// Each thing as each side has it.
struct Things<'a> {
    numbers: BTreeMap<&'a str, Key>,
    units: Vec<Sides<Option<&'a Unit>>>,
}

impl<'a> Things<'a> {
    fn new(lists: &'a Sides<Vec<Unit>>) -> Things<'a> {
        let mut things = Things { numbers: BTreeMap::new(), units: Vec::new() };
        lists.base.iter().for_each(|unit| things.of(unit).base = Some(unit));
        lists.ours.iter().for_each(|unit| things.of(unit).ours = Some(unit));
        lists.theirs.iter().for_each(|unit| things.of(unit).theirs = Some(unit));
        things
    }

    fn of(&mut self, unit: &'a Unit) -> &mut Sides<Option<&'a Unit>> {
        let next = self.units.len();
        let number = *self.numbers.entry(&unit.key).or_insert(next);
        if number == next {
            self.units.push(Sides::default());
        }
        self.units.get_mut(number).expect("a number is the index of a thing")
    }

    fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        for (key, unit) in self.units.iter().enumerate() {
            let says = unit.map(|unit| unit.map(words));
            if says.base.is_some() && says.ours.is_some() && says.ours != says.base {
                changes.ours.insert(key);
            }
            if says.base.is_some() && says.theirs.is_some() && says.theirs != says.base {
                changes.theirs.insert(key);
            }
            if unit.ours.is_some() && unit.theirs.is_some() && merged(*unit).is_none() {
                changes.clashing.insert(key);
            }
        }
        changes
    }

    fn stretched(&self, stretch: Stretch) -> Option<Stretched> {
        match stretch {
            Stretch::Agreed(key) => self.agreed(key).map(Stretched::Agreed),
            Stretch::Contested { keys, about } => {
                let ours = self.all(&keys.ours, |unit| unit.ours);
                let theirs = self.all(&keys.theirs, |unit| unit.theirs);
                let base = keys.base.iter().filter_map(|key| self.units.get(*key)?.base.cloned()).collect();
                let about = about.into_iter().filter_map(|(key, contest)| Some((self.name(key)?.to_owned(), contest)));
                Some(Stretched::Contested { sides: Sides { base, ours, theirs }, about: about.collect() })
            }
        }
    }

    /// Things as they are merged, or where they clash, as one side has them.
    fn all(&self, keys: &[Key], side: fn(&Sides<Option<&'a Unit>>) -> Option<&'a Unit>) -> Vec<Unit> {
        let unit = |key: &Key| self.agreed(*key).or_else(|| side(self.units.get(*key)?).cloned());
        keys.iter().filter_map(unit).collect()
    }

    fn agreed(&self, key: Key) -> Option<Unit> {
        let unit = *self.units.get(key)?;
        match (unit.ours, unit.theirs) {
            (Some(_), Some(_)) => merged(unit),
            (Some(only), None) | (None, Some(only)) => Some(only.clone()),
            (None, None) => None,
        }
    }

    fn name(&self, key: Key) -> Option<&'a str> {
        let unit = self.units.get(key)?;
        unit.ours.or(unit.theirs).map(|unit| unit.key.as_str())
    }
}

/// A thing that both sides have, if their changes to it go together.
fn merged(unit: Sides<Option<&Unit>>) -> Option<Unit> {
    let part = |get: fn(&Unit) -> &str| {
        let lines = unit.map(|unit| unit.map(get));
        let trimmed = lines.map(|lines| lines.map(str::trim));
        match trimmed.agreed()? {
            // The lines that say it, not only the words, so that what nobody changed stays as it is written.
            said if said == trimmed.ours => lines.ours,
            _ => lines.theirs,
        }
    };
    let key = unit.ours?.key.clone();
    Some(Unit { key, leading: part(|unit| &unit.leading)?.to_owned(), body: part(|unit| &unit.body)?.to_owned() })
}

fn words(unit: &Unit) -> (&str, &str) {
    (unit.leading.trim(), unit.body.trim())
}
