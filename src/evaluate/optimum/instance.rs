//! What is chosen from, as whole numbers: levels in rank order with what they cost and bring, and what bounds a set of
//! them. It knows nothing of plans.

use crate::evaluate::slots::{at, put};

/// Levels to choose from, and what a set of them must keep to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instance {
    /// The levels in rank order; their places are their names.
    pub levels: Vec<Choice>,
    /// What each level costs in each period: level after level.
    pub costs: Vec<i64>,
    /// What each period holds after the reserve.
    pub periods: Vec<i64>,
    /// The most that each cap allows.
    pub caps: Vec<i64>,
    /// The floors, each after the one around it.
    pub floors: Vec<Floor>,
    /// What each floor holds in each period: floor after floor.
    pub held: Vec<i64>,
    /// For each kind of floor in each period: what the cost may come to together with what the floors of that kind lack.
    pub with_floors: Vec<i64>,
    /// Where only so much may differ from a set.
    pub changes: Option<Changes>,
}

/// A set that a choice may differ from in so many packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The package of each level.
    pub packages: Vec<usize>,
    /// The set.
    pub from: Vec<bool>,
    /// The cap that each changed package counts one towards. No level counts towards it by itself.
    pub cap: usize,
}

/// A level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it brings.
    pub score: i128,
    /// The level it adds to.
    pub predecessor: Option<usize>,
    /// What it cannot do without: of each group at least one.
    pub needs: Vec<Vec<usize>>,
    /// What it rules out, and what rules it out.
    pub excludes: Vec<usize>,
    /// Whether it may be in.
    pub standing: Admission,
    /// What of its cost counts towards which caps.
    pub caps: Vec<(usize, i64)>,
    /// What of its cost counts towards which floors.
    pub floors: Vec<(usize, Part)>,
}

/// Whether a level may be in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Admission {
    /// It must.
    Required,
    /// It may.
    #[default]
    Free,
    /// Only as what a required one hangs on: it is below the minimum score.
    OnlyFor,
    /// It must not.
    Barred,
}

/// What of a cost counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// So much in each period.
    Of(Vec<i64>),
}

/// A floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// Which kind: those of one kind hold together.
    pub kind: usize,
    /// The one of its kind around it, which stands before it.
    pub inside: Option<usize>,
}

/// Rows of so many figures, each with a nought behind it.
fn with_noughts(rows: &[i64], width: usize) -> Vec<i64> {
    rows.chunks(width.max(1)).flat_map(|row| row.iter().copied().chain(std::iter::once(0))).collect()
}

impl Instance {
    /// Lets no set be allowed.
    pub fn forbid_all(&mut self) {
        self.caps.push(-1);
    }

    /// Lets what some levels count come to no more than so much.
    pub fn count_at_most(&mut self, counted: &[(usize, i64)], most: i64) {
        let cap = self.caps.len();
        self.caps.push(most);
        for (level, amount) in counted {
            if let Some(level) = self.levels.get_mut(*level) {
                level.caps.push((cap, *amount));
            }
        }
    }

    /// Lets what some levels count come to at least so much: a floor in a period of its own, in which nothing costs
    /// anything and no lack is allowed.
    pub fn count_at_least(&mut self, counted: &[(usize, i64)], least: i64) {
        let count = self.periods.len();
        self.add_period();
        let floor = self.floors.len();
        let kind = self.with_floors.len() / (count + 1);
        self.floors.push(Floor { kind, inside: None });
        self.held.extend(std::iter::repeat_n(0, count).chain(std::iter::once(least.max(0))));
        self.with_floors.extend(self.periods.iter().copied());
        for (level, amount) in counted {
            if let Some(level) = self.levels.get_mut(*level) {
                let parts = std::iter::repeat_n(0, count).chain(std::iter::once(*amount));
                level.floors.push((floor, Part::Of(parts.collect())));
            }
        }
    }

    /// Adds a period without money, in which nothing costs anything and floors hold nothing.
    fn add_period(&mut self) {
        let count = self.periods.len();
        self.periods.push(0);
        self.costs = with_noughts(&self.costs, count);
        self.held = with_noughts(&self.held, count);
        self.with_floors = with_noughts(&self.with_floors, count);
        for (_, part) in self.levels.iter_mut().flat_map(|level| &mut level.floors) {
            if let Part::Of(parts) = part {
                parts.push(0);
            }
        }
    }

    /// What a level costs in each period.
    pub fn costs_of(&self, level: usize) -> &[i64] {
        let start = level * self.periods.len();
        self.costs.get(start..start + self.periods.len()).unwrap_or(&[])
    }

    /// What a level costs in all.
    pub fn cost_of(&self, level: usize) -> i64 {
        self.costs_of(level).iter().sum()
    }

    /// How many figures say what a set uses: the cost in each period, what counts towards each cap, and what counts towards
    /// each floor in each period.
    pub(super) fn width(&self) -> usize {
        self.periods.len() + self.caps.len() + self.held.len()
    }

    /// Adds what a level uses.
    pub(super) fn add_use(&self, used: &mut [i64], level: usize) {
        let costs = self.costs_of(level);
        for (sum, cost) in used.iter_mut().zip(costs) {
            *sum += cost;
        }
        let Some(choice) = self.levels.get(level) else { return };
        for (cap, amount) in &choice.caps {
            if let Some(sum) = used.get_mut(self.periods.len() + cap) {
                *sum += amount;
            }
        }
        for (floor, part) in &choice.floors {
            let start = self.periods.len() + self.caps.len() + floor * self.periods.len();
            let counted = match part {
                Part::Whole => costs,
                Part::Of(parts) => parts,
            };
            for (sum, amount) in used.iter_mut().skip(start).zip(counted) {
                *sum += amount;
            }
        }
    }

    /// What the floors of each kind lack in each period, those inside others not counted again, and which floors say so:
    /// `names` is called with each floor and period whose own lack counts.
    pub(super) fn lacks(&self, used: &[i64], mut names: impl FnMut(usize, usize)) -> Vec<i64> {
        let count = self.periods.len();
        let base = count + self.caps.len();
        let mut lacks = vec![0; self.with_floors.len()];
        let mut within = vec![0_i64; self.floors.len()];
        let mut own_counts = vec![false; self.floors.len()];
        for period in 0..count {
            within.fill(0);
            for (place, floor) in self.floors.iter().enumerate().rev() {
                let row = place * count + period;
                let own = at(&self.held, row) - at(used, base + row);
                let inner = at(&within, place);
                put(&mut own_counts, place, own > inner);
                let lack = own.max(inner);
                let sum = match floor.inside {
                    Some(outer) => within.get_mut(outer),
                    None => lacks.get_mut(floor.kind * count + period),
                };
                if let Some(sum) = sum {
                    *sum += lack;
                }
            }
            // From the outside in: where a floor's own lack counts, those inside it do not.
            let mut is_covered = vec![false; self.floors.len()];
            for (place, floor) in self.floors.iter().enumerate() {
                let covered = floor.inside.is_some_and(|outer| at(&is_covered, outer));
                if !covered && at(&own_counts, place) {
                    names(place, period);
                }
                put(&mut is_covered, place, covered || at(&own_counts, place));
            }
        }
        lacks
    }

    /// Whether money allows what a set uses.
    pub(super) fn affords(&self, used: &[i64]) -> bool {
        let count = self.periods.len();
        let money = self.periods.iter().zip(used).all(|(holds, cost)| cost <= holds);
        let caps = self.caps.iter().zip(used.iter().skip(count)).all(|(most, amount)| amount <= most);
        if !money || !caps {
            return false;
        }
        self.floors.is_empty() || {
            let lacks = self.lacks(used, |_, _| {});
            let costs = used.iter().take(count).cycle();
            lacks.iter().zip(costs).zip(&self.with_floors).all(|((lack, cost), most)| lack + cost <= *most)
        }
    }
}
